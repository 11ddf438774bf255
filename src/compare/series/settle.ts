import type { Finding } from "../../rules/finding.js";
import { bodyText, calledIn } from "../../syntax/called.js";
import type { FunctionUnit } from "../../syntax/syntax.js";
import { isComplete } from "../pairs.js";
import type { Scope } from "../scope.js";
import type { FindingPool } from "./finding-pool.js";
import { isAlike, isAt, isSameFault, type OpenFinding, saysTheSame } from "./open-finding.js";

/** A finding of an earlier patch beside what a later one has made of its file. */
export interface Claim<Open extends OpenFinding = OpenFinding> {
	readonly open: Open;
	/** It as it was in front of the later patch. */
	readonly was: Finding;
	/** What is introduced since the patch of the finding, or since one before that. */
	readonly introduced: Finding[];
	/** The function as it is now; null where it is not shown or could not be analysed. */
	unit: FunctionUnit | null;
	/** Whether the function, as far as it is shown, is what it was before the patch of the finding. */
	isRestored: boolean;
}

type Test = (candidate: Finding, claim: Claim) => boolean;

/** Gives each finding the one that it is now, the surest first. */
export class Settlement<Open extends OpenFinding> {
	private readonly claimed: Finding[] = [];

	/** @param left those that are there no more, or out of sight, once all is settled */
	constructor(
		public left: readonly Claim<Open>[],
		private readonly pool: FindingPool,
	) {}

	/** Takes what is introduced since a patch, and settles what stands where it stood, word for word. */
	add(since: number, introduced: readonly Finding[]): void {
		for (const claim of this.left) if (claim.open.patch >= since) claim.introduced.push(...introduced);
		this.settle((each, { open }) => isAlike(each, open.form) && each.line === open.line);
	}

	/** Settles the others. */
	finish(): void {
		const isNew = (each: Finding) => this.pool.of("introduced").some((other) => isAt(other, each));
		this.settle((each, { open }) => isAlike(each, open.form));
		this.settle((each, claim) => isSameFault(each, claim.open.form));
		this.settle((each, claim) => isNew(each) && hasRenamedSubject(each, claim));
	}

	private settle(test: Test): void {
		this.left = this.left.filter((claim) => {
			const found = claim.introduced.find(
				(each) => !this.claimed.some((other) => isAt(other, each)) && test(each, claim),
			);
			if (found === undefined) return true;
			this.claimed.push(found);
			become(claim, found, this.pool);
			return false;
		});
	}
}

/** The finding goes on as another; what the patch says of that is nothing new. */
function become({ open, was }: Claim, found: Finding, pool: FindingPool): void {
	const isHere = (each: Finding) => isAt(each, found);
	if (isAlike(found, open.form)) {
		const isSame = (each: Finding) => isAlike(each, found);
		if (!pool.take("preexisting", isHere, isSame)) pool.take("introduced", isHere, isSame);
	} else {
		if (!pool.take("introduced", isHere)) pool.take("preexisting", isHere);
		takeFixed(pool, was);
	}
	open.form = found;
	open.line = found.line;
}

/** The same fault, where the function does not know the object by its old name any more. */
function hasRenamedSubject(each: Finding, { open: { form }, unit }: Claim): boolean {
	if (unit === null || each.rule !== form.rule || each.function !== form.function) return false;
	const known = new Set(bodyText(unit).match(/[A-Za-z_]\w*/g));
	return (form.subject.match(/[A-Za-z_]\w*/g) ?? []).some((word) => !known.has(word));
}

/** Takes what the patch says of the end of a finding; false where it says nothing of it. */
export function takeFixed(pool: FindingPool, was: Finding): boolean {
	const tests = [(each: Finding) => isAlike(each, was), (each: Finding) => isSameFault(each, was)];
	return pool.take("fixed", (each) => isAlike(each, was) && each.line === was.line, ...tests) !== null;
}

/** Judges a finding that is not among what is introduced since. */
export function settleUnseen(claim: Claim, pool: FindingPool, { fresh, kept }: Scope): "open" | "healed" {
	const { open, was, unit, isRestored } = claim;
	const goesOnAs = (found: Finding | null): boolean => {
		if (found) Object.assign(open, { form: found, line: found.line });
		return found !== null;
	};
	const { form } = open;
	if (unit !== null && (isRestored || isTold(claim, kept))) {
		takeFixed(pool, was);
		// What the function did may now be done by a new one that it calls.
		const isPart = (each: Finding) =>
			saysTheSame(each, form) && fresh.has(each.function) && calledIn(unit).has(each.function);
		return goesOnAs(pool.take("introduced", isPart)) ? "open" : "healed";
	}
	// The hunks show a part of the function at best: only what they say of this very finding counts.
	const isAlikeNow = (each: Finding) => isAlike(each, form);
	const isSameNow = (each: Finding) => isSameFault(each, form);
	if (goesOnAs(pool.take("preexisting", (each) => isAlikeNow(each) && each.line === open.line)))
		return "open";
	const isFixedHere = (each: Finding) => isAlike(each, was) && each.line === was.line;
	if (pool.take("fixed", isFixedHere))
		return goesOnAs(pool.take("introduced", isSameNow)) ? "open" : "healed";
	if (goesOnAs(pool.take("preexisting", isAlikeNow, isSameNow))) return "open";
	if (takeFixed(pool, was)) return goesOnAs(pool.take("introduced", isSameNow)) ? "open" : "healed";
	if (open.line === null) goesOnAs(pool.take("introduced", isSameNow));
	return "open";
}

/**
 * Whether the function is shown so that a finding which is not there is no more. A part of it tells nothing, nor
 * does the whole where the patch leaves it as it was, or where the finding stands elsewhere.
 */
function isTold({ open: { form, line }, unit }: Claim, kept: Scope["kept"]): boolean {
	if (unit === null || !isComplete(unit)) return false;
	const { image, span } = unit;
	if (image.coverage === "whole") return true;
	if (kept.has(form.function)) return false;
	return line === null || (image.lineAt(span.start) <= line && line <= image.lineAt(span.end));
}
