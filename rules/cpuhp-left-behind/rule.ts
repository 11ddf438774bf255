import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import { type Place, spell } from "../../src/flow/term.js";
import { ERROR, ZERO } from "../../src/flow/values.js";
import type { Confidence } from "../../src/rules/finding.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { callOf, objectText } from "../models/hotplug.js";
import { isFailure, isSparedByCondition, leftThere } from "../models/hotplug-exits.js";
import { bare, isCleanedUpByCaller, objectName, removersOf } from "../models/hotplug-file.js";
import { isFreedInPlace } from "../models/hotplug-freed.js";
import { REMOVE_ADDED } from "../models/hotplug-status.js";

export const cpuhpLeftBehind: Rule = {
	meta: {
		id: "cpuhp-left-behind",
		family: "cpuhp",
		summary: "A CPU hotplug state or instance stays behind when a later step of the function fails",
		rationale: `
A function that sets up a state, or adds an instance, and then fails must take it back. What stays behind
is called when the next CPU comes up or goes down: with an object that has been freed, or in a module that
was never loaded. A retry fails with \`-EBUSY\`.

The rule speaks where the function certainly fails with the state or instance in place, and something shows
that it should not be: another failing path of the function removes it, or another function of the file
does, which nobody calls on this path. Where a callee, a \`devm_\` action or the caller may remove it, it
stays silent.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-later-step-fails", ok: "ok-later-step-undone" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const reported = new Set<string>();
		for (const exit of analysis.exits) {
			if (exit.imprecise || !(isFailure(exit, analysis) || mayFail(exit, analysis))) continue;
			for (const [place, item] of leftThere(exit, analysis)) {
				if (item.assumed && !isLaterStep(exit)) continue;
				const key = `${place.id} ${exit.span.start}`;
				if (reported.has(key) || isSparedByCondition(exit, place, analysis)) continue;
				// That its object is freed is said where it is freed.
				if (isFreedInPlace(place, analysis, file)) continue;
				const evidence = evidenceFor(place, item, exit, analysis, file);
				if (!evidence) continue;
				reported.add(key);
				yield { ...reportOf(place, item, exit), ...evidence };
			}
		}
	},

	/** What is undone, and by every failing path. */
	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const failing = analysis.exits.filter((exit) => isFailure(exit, analysis));
		const kept = new Set(failing.flatMap((exit) => leftThere(exit, analysis).map(([place]) => spell(place))));
		for (const { kind, place } of analysis.events) {
			if (kind === REMOVE_ADDED && !kept.has(spell(place))) yield undoesKey(place);
		}
	},
};

function reportOf(place: Place, item: Tracked, exit: Exit): Omit<Report, "confidence"> {
	const what = callOf(item)?.what === "instance" ? "the instance " : "";
	return {
		at: exit.span,
		message: `${what}${objectText(place, item)} stays behind: the function fails here without removing it`,
		subject: spell(place),
		object: item,
		trace: exit.trace,
		ending: "the function fails here",
	};
}

type Evidence = Pick<Report, "confidence" | "onlyIf" | "related">;

/** What shows that the object should have been removed here; null where nothing does. */
function evidenceFor(
	place: Place,
	item: Tracked,
	exit: Exit,
	analysis: FunctionAnalysis,
	file: FileView,
): Evidence | null {
	const confidence: Confidence = item.assumed || !isFailure(exit, analysis) ? "likely" : "certain";
	const undone = analysis.events.find((event) => event.kind === REMOVE_ADDED && event.place === place);
	if (undone && isFailure(exit, analysis)) {
		return { confidence, related: [{ at: undone.span, message: "on another path it is removed here" }] };
	}
	const before = { confidence: "likely", onlyIf: [undoesKey(place)] } as const;
	if (!isFailure(exit, analysis) && !isLastStep(exit, analysis))
		return mayFail(exit, analysis) ? before : null;
	const name = objectName(place, analysis);
	const removers = name === null ? [] : removersOf(name, file).filter(({ unit }) => unit !== analysis.unit);
	const [remover] = removers;
	if (remover) {
		const cleaners = new Set(removers.map(({ unit }) => unit.name));
		if (isCleanedUpByCaller(analysis.unit, cleaners, file)) return null;
		return {
			confidence: "likely",
			related: [
				{ at: remover.span, message: `\`${remover.unit.name}()\` removes it, but is not called here` },
			],
		};
	}
	return before;
}

/** `return platform_driver_register(&drv);`: what it returns nobody looks at, an error included. */
const LAST_STEP = /^return\s+\w*register\w*\s*\(/;

function isLastStep(exit: Exit, analysis: FunctionAnalysis): boolean {
	const { text } = analysis.unit.image;
	return mayFail(exit, analysis) && LAST_STEP.test(text.slice(exit.span.start, exit.span.end));
}

/** Whether what is returned may be 0 or an error, as far as the path knows: what the last step returned. */
function mayFail({ value, values }: Exit, { unit }: FunctionAnalysis): boolean {
	if (value === null || unit.returnType.endsWith("*")) return false;
	return (values & ZERO) !== 0 && (values & ERROR) !== 0;
}

/**
 * Whether it is a call in sight that fails. That the code before the patch removed an object behind a gap
 * does not prove that it was there: what failed may have been the attempt to add it.
 */
function isLaterStep({ value }: Exit): boolean {
	return value !== null && bare(value).kind === "fresh";
}

function undoesKey(place: Place): string {
	return `undoes ${spell(place)}`;
}
