import type { OneSide, Report, Rule } from "../../src/rules/rule.js";
import { bodyText, calledIn } from "../../src/syntax/called.js";
import type { FunctionUnit } from "../../src/syntax/syntax.js";
import type { Assertion } from "../models/assertion.js";
import { type LostHold, lostHolds, ownAssertions } from "../models/lost-hold.js";

export const staleLockAssertion: Rule = {
	meta: {
		id: "stale-lock-assertion",
		family: "lock",
		summary: "A patch takes away a lock that a function called behind it still asserts to be held",
		rationale: `
A patch finds that a lock is not needed and drops it, and a function further down goes on to assert that
it is held: \`VM_BUG_ON_PAGE(!PageLocked(page), page)\`, \`lockdep_assert_held(&pool->lock)\`. Either the
assertion is left over, and will stop debug kernels for nothing, or it is right, and the lock was needed.

The rule compares: before the patch a static function took the lock, itself or by a function of the file,
and then called one that asserts it. Now nothing in the function takes it. Its callers cannot have held
what it took itself, so the rule speaks unless one of them, or a function the patch adds, takes it now.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-page-locks-dropped", ok: "ok-lock-moved-to-caller" },
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		const { unit } = after.analysis;
		const seen = new Set<number>();
		for (const { assertion, call, takenBy } of lostHolds(before, after)) {
			// A comment belongs where the patch is.
			if (isChanged(assertion.unit, before) || seen.has(assertion.span.start)) continue;
			seen.add(assertion.span.start);
			yield {
				...reportOf(assertion),
				at: call,
				message: `\`${assertion.unit.name}()\` asserts that \`${assertion.text}\` is ${stateText(assertion)}, but \`${unit.name}()\` does not take it any more (it did by \`${takenBy}\`)`,
				ending: `\`${assertion.unit.name}()\` is called here`,
				related: [{ at: assertion.span, message: `\`${assertion.macro}()\` asserts it here` }],
			};
		}
		for (const assertion of isChanged(unit, before) ? ownAssertions(after.analysis) : []) {
			const lost = lostByCallers(assertion, before, after)[0];
			if (!lost) continue;
			yield {
				...reportOf(assertion),
				at: assertion.span,
				message: `\`${assertion.text}\` is asserted to be ${stateText(assertion)}, but \`${lost.caller}()\`, which took it by \`${lost.takenBy}\`, does not any more`,
				ending: "it is asserted here",
				related: [{ at: lost.call, message: `\`${lost.caller}()\` calls \`${unit.name}()\` here` }],
			};
		}
	},
};

function reportOf({ text }: Assertion): Omit<Report, "at" | "message"> {
	return { confidence: "likely", subject: text, object: null, trace: null };
}

function stateText({ says, row }: Assertion): string {
	const state = row.kinds ? "locked" : "held";
	return says === "written" ? `${state} for writing` : state;
}

/** Whether the patch changes the function. */
function isChanged(unit: FunctionUnit, { file }: OneSide): boolean {
	const other = file.functions.find(({ name }) => name === unit.name);
	return !other || bodyText(other) !== bodyText(unit);
}

/** Calls of the function that asserts, from callers that do not hold the lock any more. */
function lostByCallers(
	assertion: Assertion,
	before: OneSide,
	after: OneSide,
): readonly (LostHold & { readonly caller: string })[] {
	return after.file.functions.flatMap((unit) => {
		if (!calledIn(unit).has(assertion.unit.name)) return [];
		const [then, now] = [before.file.analysisOf(unit.name), after.file.analysisOf(unit.name)];
		if (!then || !now) return [];
		const lost = lostHolds({ analysis: then, file: before.file }, { analysis: now, file: after.file });
		return [...lost]
			.filter((item) => item.assertion.span.start === assertion.span.start)
			.map((item) => ({ ...item, caller: unit.name }));
	});
}
