import type { Contract, Fails } from "../../rules/knowledge/results/row.js";
import { type Classes, ERR, NULL, VALID } from "./classes.js";
import { type Evidence, readDoc } from "./evidence.js";
import type { Derived } from "./resolve.js";

/** A contract, or why there is none. */
export type Decision = Contract | { readonly fails: null; readonly why: string };

type Claim = "yes" | "no" | "unknown";

/** Sources of which a failure is possible but never seen where nobody tests for one. */
const isSoft = (source: string) => /^(memory|other|argument)/.test(source);

/** Share of callers that may test otherwise before a contract is in doubt. */
const DOUBT = 0.1;
/** Callers that must agree where the code alone leaves a class open. */
const FEW = 2;
const SOME = 3;

/**
 * What the table says of a function. The code decides; kernel-doc and the tests of callers decide only
 * where it leaves a class open, and take back what the code says where they contradict it.
 */
export function decide(name: string, derived: Derived, { tests, doc: text }: Evidence): Decision {
	const doc = readDoc(text);
	const claims = { null: claimOf(derived, NULL), error: claimOf(derived, ERR) };
	const errorTests = tests.error + tests.both;
	const nullTests = tests.null + tests.both;
	const none = (why: string): Decision => ({ fails: null, why });
	const is = (fails: Fails): Decision => ({
		fails,
		stub: stubOf(derived, fails),
		loose: isLoose(fails, tests),
	});
	const { null: isNull, error: isError } = claims;
	if ((derived.atMost & VALID) === 0) return none("never succeeds");
	if (isNull === "yes" && isError !== "yes") {
		if (tests.error > 0 && errorTests > DOUBT * tests.null) return none("callers test IS_ERR()");
		if (doc.error && !doc.null) return none("kernel-doc speaks of error pointers");
		if (derived.passesNull) return none("NULL for NULL");
		if (isError === "no") return is("null");
		if (tests.both > DOUBT * tests.null || (doc.error && doc.null)) return none("perhaps error pointers");
		const isSeen = tests.null >= SOME || (doc.null && tests.null > 0);
		const isHarmless = derived.why.error.every(isSoft) && (tests.null >= FEW || doc.null);
		return isSeen || isHarmless ? is("null") : none("error pointers are not excluded");
	}
	if (isError === "yes" && isNull !== "yes") {
		if (tests.null > 0 && nullTests > DOUBT * tests.error) return none("callers test for NULL");
		if (doc.null && !doc.error) return none("kernel-doc speaks of NULL");
		if (isNull === "no") return is("error");
		if (tests.both > DOUBT * tests.error || doc.null) return none("perhaps NULL");
		const isHarmless = derived.why.null.every(isSoft) && doc.error;
		return tests.error >= SOME || isHarmless ? is("error") : none("NULL is not excluded");
	}
	if (isError === "yes" && isNull === "yes") {
		const oneSided = tests.error + tests.null;
		if (name.includes("optional")) return is("optional");
		if (doc.null && doc.error && tests.both >= tests.null) return is("both");
		if (tests.both > oneSided) return is("both");
		return none("both, and callers test one");
	}
	if (isError === "no" && isNull === "no") {
		const tested = errorTests + tests.null;
		return tested > DOUBT * (tested + tests.untested) ? none("never fails, and is tested") : is("never");
	}
	if (doc.null && !doc.error && tests.null >= SOME && errorTests <= DOUBT * tests.null) return is("null");
	if (doc.error && !doc.null && tests.error >= SOME && nullTests <= DOUBT * tests.error) return is("error");
	return none("unknown");
}

/** Whether most callers do without a test. */
export function isLoose(fails: Fails, { error, null: isNull, both, untested }: Evidence["tests"]): boolean {
	return fails !== "never" && untested > error + isNull + both;
}

function claimOf({ yes, atMost }: Derived, classes: Classes): Claim {
	if ((yes & classes) !== 0) return "yes";
	return (atMost & classes) !== 0 ? "unknown" : "no";
}

function stubOf({ stub }: Derived, fails: Fails): Contract["stub"] {
	if (stub === NULL && fails === "error") return "null";
	if (stub === ERR && fails === "null") return "error";
	if (fails === "never" && stub !== null && stub !== 0) return stub === NULL ? "null" : "error";
	return null;
}
