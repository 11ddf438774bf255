import type { Finding } from "../rules/finding.js";
import { bodyText } from "../syntax/called.js";
import type { FunctionUnit } from "../syntax/syntax.js";
import type { CheckedFile } from "./series/base.js";

/** A function that a patch has taken out of one file and put into another as it was. */
export interface Move {
	readonly from: CheckedFile;
	readonly old: FunctionUnit;
	readonly to: CheckedFile;
	readonly unit: FunctionUnit;
}

/** The moves between the files of a patch; a body that several new functions have tells of none. */
export function movesBetween(files: readonly CheckedFile[]): readonly Move[] {
	return files.flatMap((from) =>
		[...from.check.scope.gone.values()].flatMap((old) => {
			const homes = files
				.filter((to) => to !== from)
				.flatMap((to) => [...to.check.scope.fresh.values()].map((unit) => ({ from, old, to, unit })))
				.filter(({ unit }) => bodyText(unit) === bodyText(old));
			return homes.length === 1 ? homes : [];
		}),
	);
}

/**
 * The files with what is known of moves between them: what is wrong with a function that has moved was wrong
 * before, and is not fixed where it was.
 */
export function withMoves(files: readonly CheckedFile[]): readonly CheckedFile[] {
	const moves = movesBetween(files);
	if (moves.length === 0) return files;
	const told = (file: CheckedFile, finding: Finding): readonly Finding[] => {
		const isIn = (place: CheckedFile, unit: FunctionUnit) => place === file && unit.name === finding.function;
		if (finding.status === "fixed" && moves.some(({ from, old }) => isIn(from, old))) return [];
		if (finding.status === "introduced" && moves.some(({ to, unit }) => isIn(to, unit)))
			return [{ ...finding, status: "preexisting" }];
		return [finding];
	};
	return files.map((file) => {
		const findings = file.check.findings.flatMap((finding) => told(file, finding));
		return { ...file, check: { ...file.check, findings } };
	});
}
