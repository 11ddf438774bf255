import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Report, Rule } from "../../src/rules/rule.js";

/** Define a lock that is ready for use. Source: include/linux: mutex.h, spinlock_types.h, rwlock_types.h, rwsem.h. */
export const lockDefinitions: ReadonlySet<string> = new Set([
	"DEFINE_MUTEX",
	"DEFINE_SPINLOCK",
	"DEFINE_RAW_SPINLOCK",
	"DEFINE_RWLOCK",
	"DECLARE_RWSEM",
]);

export const lockOnStack: Rule = {
	meta: {
		id: "lock-on-stack",
		family: "lock",
		summary: "A lock is defined as a variable of the function, so that every caller gets one of its own",
		rationale: `
\`DEFINE_SPINLOCK(lock);\` inside a function, without \`static\`, makes a new lock for every call. Two
callers take two different locks and exclude nobody; lockdep complains about the key besides. What is
meant is \`static DEFINE_SPINLOCK(lock);\`, or a lock outside the function.

The rule speaks of the macros that define a lock ready for use. A lock that is set up by hand in an
object on the stack, to be shared with another context while the function waits, is left alone.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-static-dropped", ok: "ok-static" },
	},

	*check({ calls, unit }: FunctionAnalysis): Iterable<Report> {
		const reported = new Set<number>();
		for (const { name, via, span, trace } of calls) {
			if (!lockDefinitions.has(name) || via.length > 0 || reported.has(span.start)) continue;
			const { image } = unit;
			if (/\bstatic\s+$/.test(image.text.slice(unit.bodySpan.start, span.start))) continue;
			reported.add(span.start);
			const text = image.text.slice(span.start, span.end);
			yield {
				at: span,
				message: `\`${text}\` makes a lock of its own for every call of \`${unit.name}()\`; it protects nothing`,
				confidence: "certain",
				subject: text,
				object: null,
				trace,
				ending: "the lock is defined here, without `static`",
			};
		}
	},
};
