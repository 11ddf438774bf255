import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { ZERO } from "../../src/flow/values.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { skbFrees, skbQueueFrees } from "../knowledge/atomic/index.js";
import { calleeText, interruptsOff, reportUnder, sectionText } from "../models/section.js";

const FREES: ReadonlySet<string> = new Set([...skbFrees, ...skbQueueFrees]);

export const skbFreeIrqsOff: Rule = {
	meta: {
		id: "skb-free-irqs-off",
		family: "lock",
		summary: "A socket buffer is freed while this path has interrupts turned off",
		rationale: `
Freeing a socket buffer runs its destructor and drops what it refers to, which may take locks that are
not safe with interrupts off, or turn them on; \`kfree_skb()\` and \`dev_kfree_skb()\` therefore must not be
called in a section that has turned interrupts off. \`dev_kfree_skb_irq()\` or \`dev_kfree_skb_any()\` leave
the work for later; or the buffers are put aside in a list and freed behind the lock.

The rule speaks where this path itself has turned interrupts off, by a lock or without one.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-kfree-skb-under-irqsave", ok: "ok-freed-behind-lock" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		const [reported, sections] = [new Set<number>(), new Set<number>()];
		for (const call of analysis.calls) {
			if (!FREES.has(call.name) || reported.has(call.span.start)) continue;
			const [buffer] = call.args;
			if (buffer && call.valueOf(buffer) === ZERO) continue;
			const holder = interruptsOff(call);
			// The first in a section speaks for all of them.
			if (!holder || sections.has(holder.lock.span.start)) continue;
			sections.add(holder.lock.span.start);
			reported.add(call.span.start);
			yield {
				...reportUnder(call, holder, analysis.unit.image),
				message: `${calleeText(call)} frees a socket buffer while interrupts are off${
					holder.place.kind === "singleton" ? "" : `: ${sectionText(holder)}`
				}`,
			};
		}
	},
};
