import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Knowledge } from "../../src/flow/model.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import type { Term } from "../../src/flow/term.js";
import { ZERO } from "../../src/flow/values.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { asksContext, flagsIndex, mayWait, sleepArgument } from "../knowledge/atomic-calls.js";
import { handlerOf } from "../models/handlers.js";
import { INTERRUPTS } from "../models/lock-status.js";
import { atomicHolder, calleeText, type Holder, reportUnder, sectionText } from "../models/section.js";

export const sleepInAtomic: Rule = {
	meta: {
		id: "sleep-in-atomic",
		family: "atomic",
		summary: "A function that may sleep is called where sleeping is not allowed",
		rationale: `
Whoever holds a spinlock, is inside an RCU read section or has turned off interrupts or preemption
must not give up the CPU: the next to run may wait for the very lock, forever. It goes wrong only when
the call really sleeps, so testing rarely shows it: \`GFP_KERNEL\` finds free memory nearly always.

The rule knows functions that may sleep whatever they are given, allocators and the flags that let them
wait, locks that sleep, and what functions of the same file do with them. It speaks where this path
itself has begun the section, or where the function is an interrupt or timer handler that the same
file registers. What a callee asks of its arguments before it sleeps is taken into account.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-gfp-kernel-under-spinlock", ok: "ok-allocated-before-lock" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const questions = analysis.calls.filter((call) => asksContext(call.name));
		const handler = handlerOf(analysis.unit.name, file);
		const [reported, sections] = [new Set<number>(), new Set<number>()];
		for (const call of analysis.calls) {
			if (reported.has(call.span.start) || questions.some((question) => isOnTheWay(question, call))) continue;
			const why = sleeps(call, analysis.knowledge);
			if (why === null || !isDecided(call)) continue;
			const holder = atomicHolder(call);
			if (holder && isScheduling(call, holder)) continue;
			if (holder) {
				// The first in a section speaks for all of them.
				if (sections.has(holder.lock.span.start)) continue;
				sections.add(holder.lock.span.start);
				reported.add(call.span.start);
				yield {
					...reportUnder(call, holder, analysis.unit.image),
					message: `${calleeText(call)} ${why} while ${sectionText(holder)}`,
				};
			} else if (handler?.isAtomic) {
				reported.add(call.span.start);
				yield {
					at: call.span,
					message: `${calleeText(call)} ${why}, but \`${analysis.unit.name}()\` runs as ${handler.text}`,
					confidence: "likely",
					subject: `${call.name} ${handler.text}`,
					object: null,
					trace: call.trace,
					origin: call.origin,
					ending: `\`${call.via[0] ?? call.name}()\` is called here`,
					related: [{ at: handler.boundAt, message: "the handler is registered here" }],
				};
			}
		}
	},
};

/** The way back to user space calls the scheduler with interrupts off: it turns them on itself. */
function isScheduling({ name }: ObservedCall, { place }: Holder): boolean {
	return name === "schedule" && place.kind === "singleton" && place.name === INTERRUPTS;
}

/** Whether the way to the call leads through a function that asks in what context it runs. */
function isOnTheWay(question: ObservedCall, call: ObservedCall): boolean {
	return question.via.every((name, i) => call.via[i] === name);
}

/** Why the call may sleep, as the end of a sentence; null where it does not, or nobody can tell. */
function sleeps(call: ObservedCall, knowledge: Knowledge): string | null {
	const pause = sleepArgument(call.name);
	if (pause !== null) {
		const arg = call.args[pause];
		return arg && (call.valueOf(arg) & ZERO) === 0 ? "sleeps between two reads" : null;
	}
	const flags = flagsIndex(call.name);
	if (flags === null) return knowledge.sleeps(call.name);
	const arg = call.args[flags];
	return arg && letsWait(arg, call) ? "may wait for memory" : null;
}

function letsWait(flags: Term, call: ObservedCall): boolean {
	const known = call.constantOf(flags) ?? flags;
	if (known.kind === "symbol") return mayWait(known.name);
	return known.kind === "op" && known.op === "|" && known.args.some((arg) => letsWait(arg, call));
}

/** Whether nothing that a callee makes depend on what it is given is left open; memory may hold anything. */
function isDecided(call: ObservedCall): boolean {
	return call.undecided.every(({ term }) => speaksOfMemory(term));
}

function speaksOfMemory(term: Term): boolean {
	switch (term.kind) {
		case "content":
			return term.place.kind !== "variable";
		case "op":
			return term.args.some(speaksOfMemory);
		default:
			return false;
	}
}
