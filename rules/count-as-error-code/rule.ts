import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import { ERROR, POSITIVE } from "../../src/flow/values.js";
import type { Report, Rule } from "../../src/rules/rule.js";
import { numberContract } from "../knowledge/counts.js";
import { returnsCodes, STATUS_TYPES } from "../models/failure.js";

/** What a function that returned 0 or an error code on every path gives as evidence. */
const NO_COUNTS = "no counts";

export const countAsErrorCode: Rule = {
	meta: {
		id: "count-as-error-code",
		family: "return",
		summary: "A count is returned where callers expect 0 or an error code",
		rationale: `
\`copy_to_user()\` returns how many bytes it could not copy. \`ret = copy_to_user(...); if (ret) return ret;\`
hands that number to user space as if it were the result, where \`-EFAULT\` was meant. It is reported in
functions that return error codes elsewhere.

\`i2c_master_send()\` and its like return an error code or how much they have transferred. A function may well
pass that on; it is reported where the function returned nothing but 0 and error codes before the patch, so
that callers take the count for a failure.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-bytes-left", ok: "ok-fault-returned" },
	},

	*check(analysis: FunctionAnalysis): Iterable<Report> {
		if (!STATUS_TYPES.has(analysis.unit.returnType)) return;
		const reported = new Set<number>();
		for (const exit of analysis.exits) {
			if (exit.imprecise || exit.value === null || (exit.values & POSITIVE) === 0) continue;
			const origin = analysis.originOf(exit.value);
			const name = origin?.call.name ?? null;
			const contract = !origin || origin.isOwn ? null : numberContract(origin.call);
			if (!contract || reported.has(exit.span.start)) continue;
			reported.add(exit.span.start);
			const found = report(
				exit,
				`\`${name}()\` returns ${contract.counts}, which is passed on as if it were an error code`,
				name!,
			);
			const isCode = contract.failures === POSITIVE && returnsCodes(analysis);
			yield isCode ? found : { ...found, confidence: "likely", onlyIf: [NO_COUNTS] };
		}
	},

	*evidence({ exits }: FunctionAnalysis): Iterable<string> {
		const isPlain = exits.every(({ value, values }) => value !== null && (values & POSITIVE) === 0);
		if (isPlain && exits.some(({ values }) => values & ERROR)) yield NO_COUNTS;
	},
};

function report({ span, trace }: Exit, message: string, subject: string): Report {
	return {
		at: span,
		message,
		confidence: "certain",
		subject,
		object: null,
		trace,
		ending: "the count is returned here",
	};
}
