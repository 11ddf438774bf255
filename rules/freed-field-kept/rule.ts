import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { spell } from "../../src/flow/term.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { addersFor, freedAfterFailure, keptMembers } from "../models/lifetime-kept.js";

export const freedFieldKept: Rule = {
	meta: {
		id: "freed-field-kept",
		family: "lifetime",
		summary: "A callback that fails frees a member without clearing it, and whoever runs it frees it again",
		rationale: `
A destructor that is also the clean-up of a failed constructor may run twice on one object. A startup
callback of CPU hotplug that fails for one CPU frees what it has allocated for it;
\`cpuhp_state_add_instance()\` then fails, and its caller goes over all CPUs and frees their members, those of
the failed one among them. Unless the callback has set them to NULL, they are freed twice.

The rule speaks where the callback returns an error and leaves the member pointing to what it has freed, and
the function of the same file that adds the instance frees the same member on a path behind the failure.
That \`remove()\` frees what a failed \`probe()\` has freed is no evidence: it does not run then.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-startup-frees-too", ok: "ok-member-cleared" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const adders = addersFor(analysis.unit, file);
		if (adders.length === 0) return;
		const told = new Set<number>();
		const kept = [...keptMembers(analysis)].sort((a, b) => Number(b.isValid) - Number(a.isValid));
		for (const { member, object, exit } of kept) {
			for (const adder of adders) {
				const other = file.analysisOf(adder.name);
				const again = other && freedAfterFailure(member.name, other);
				if (!again || told.has(object.span.start)) continue;
				told.add(object.span.start);
				yield {
					at: object.span,
					message: `\`${object.spelled}\` is freed and still points there when \`${analysis.unit.name}()\` fails, and \`${adder.name}()\` then frees it again`,
					confidence: "likely",
					subject: spell(member),
					object: null,
					trace: exit.trace,
					ending: "it is freed here, and not set to NULL",
					related: [
						{
							at: again.span,
							message: `\`${adder.name}()\` frees it here once adding the instance has failed`,
						},
					],
				};
			}
		}
	},
};
