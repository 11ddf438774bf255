import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import { container, type Place, type Term } from "../../src/flow/term.js";
import { sourceText } from "../../src/image/image.js";
import type { FileView } from "../../src/rules/rule.js";
import { frees } from "../knowledge/frees.js";
import { instanceModel } from "./hotplug.js";
import { hotplugUses, isSameValue } from "./hotplug-file.js";
import { HotplugStatus } from "./hotplug-status.js";

/** Memory that a call of the function itself frees. */
export interface Freed {
	readonly call: ObservedCall;
	readonly pointer: Term;
	/** The call as it stands in the source. */
	readonly text: string;
}

/** What the function frees, on every path that does. */
export function* freedBy({ calls, unit }: FunctionAnalysis): Iterable<Freed> {
	for (const call of calls) {
		const argument = frees.get(call.name);
		const pointer = argument === undefined ? null : call.args[argument];
		if (!pointer || call.via.length > 0) continue;
		const text = sourceText(unit.image, call.span);
		yield { call, pointer, text };
	}
}

/** Whether an instance was certainly added and is still there. */
export function isInPlace(item: Tracked): boolean {
	return item.status === HotplugStatus.Added && !item.assumed;
}

/** Whether some path frees the object of an instance that it has added. */
export function isFreedInPlace(node: Place, analysis: FunctionAnalysis, file: FileView): boolean {
	for (const freed of freedBy(analysis)) {
		const item = freed.call.tracked(instanceModel).get(node);
		if (item && isInPlace(item) && holdsNode(freed, node, file)) return true;
	}
	return false;
}

/** Whether the node lies in what is freed, or its callbacks use the per-CPU memory that is. */
export function holdsNode({ call, pointer }: Freed, node: Place, file: FileView): boolean {
	const root = container(node);
	if (root.kind !== "target") return false;
	if (call.name !== "free_percpu") return isSameValue(root.pointer, pointer);
	const member = pointer.kind === "content" && pointer.place.kind === "field" ? pointer.place : null;
	return member !== null && container(member) === root && isUsedByCallbacks(member.name, file);
}

function isUsedByCallbacks(member: string, file: FileView): boolean {
	const callbacks = hotplugUses(file).flatMap(({ call, startup, teardown }) =>
		call.multi ? [startup, teardown] : [],
	);
	return file.functions.some(
		({ name, image, bodySpan }) =>
			callbacks.includes(name) &&
			new RegExp(`(->|\\.)${member}\\b`).test(image.text.slice(bodySpan.start, bodySpan.end)),
	);
}
