import type { ControlFlowGraph } from "../../src/cfg/graph.js";
import { callsIn } from "../../src/cfg/walk.js";

/** A pair that something other than the unwinding of a function speaks of. */
export interface Said {
	readonly done: string;
	readonly undone: string;
	/** Kernel-doc, `DEFINE_FREE()` with `__free()`, or a `devm_` function. */
	readonly where: "doc" | "free" | "devm";
	/** What was read. */
	readonly text: string;
}

const DOC = /\/\*\*[ \t]*\n([\s\S]*?)\*\//g;
const ABOUT_RELEASE =
	/\b(releas|free|freed|put|drop|unregister|undo|destroy|dispos|disabl|balanc|counterpart|decrement|clean|unmap|clos|remov|deinit|teardown|unref)/i;

/** Sentences of kernel-doc that name another function as the one that gives back what this one gave. */
export function* saidInDocs(text: string): Iterable<Said> {
	if (!text.includes("/**")) return;
	for (const [, body = ""] of text.matchAll(DOC)) {
		const lines = body.split("\n").map((line) => line.replace(/^\s*\*? ?/, ""));
		const done = /^(?:\w+ )*\**\s*([A-Za-z_]\w*)\s*(\([^)]*\))?\s*[-:(]/.exec(lines[0] ?? "")?.[1];
		if (!done) continue;
		const prose = lines.slice(1).join(" ").replace(/\s+/g, " ");
		for (const sentence of prose.split(/(?<=[.;])\s+(?=[A-Z@%])/)) {
			if (!ABOUT_RELEASE.test(sentence)) continue;
			for (const [, undone = ""] of sentence.matchAll(/\b([a-z_]\w+)\(\)/g)) {
				if (undone !== done) yield { done, undone, where: "doc", text: sentence.slice(0, 240) };
			}
		}
	}
}

/** What `DEFINE_FREE()` calls, by the name of the class. */
export function* freesIn(text: string): Iterable<readonly [string, string]> {
	if (!text.includes("DEFINE_")) return;
	for (const [, name = "", body = ""] of text.matchAll(
		/^DEFINE_FREE\(\s*(\w+)\s*,[^,]*,([^\n]*(?:\n[^\n]+)?)/gm,
	)) {
		for (const [, called = ""] of body.matchAll(/\b([a-z_]\w*)\(/g)) {
			if (called !== "if") yield [name, called];
		}
	}
}

/** `__free(name)` and the function that the variable is set with. */
export function* freedIn(text: string): Iterable<readonly [string, string]> {
	if (!text.includes("__free(")) return;
	for (const [, name = "", done = ""] of text.matchAll(/__free\((\w+)\)\s*=\s*([A-Za-z_]\w*)\s*\(/g)) {
		yield [name, done];
	}
}

/** A `devm_` function calls what it wraps, and names a callback that undoes it. */
export interface Managed {
	readonly name: string;
	readonly calls: readonly string[];
	readonly callbacks: readonly string[];
}

export function managedBy(graph: ControlFlowGraph): Managed | null {
	const { name } = graph.unit;
	if (!/(^|_)(devm|pcim|drmm)_/.test(name)) return null;
	const calls: string[] = [];
	const callbacks: string[] = [];
	for (const call of callsIn(graph)) {
		if (call.name === null) continue;
		if (/^(_?_?devres_alloc|devm_add_action|drmm_add_action|__drmm_add_action)/.test(call.name)) {
			for (const arg of call.args) if (arg.kind === "name") callbacks.push(arg.name);
		} else calls.push(call.name);
	}
	return callbacks.length > 0 ? { name, calls, callbacks } : null;
}
