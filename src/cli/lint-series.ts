import type { PatchResult } from "../compare/result.js";
import type { LintOptions } from "../lint.js";
import type { Patch } from "../patch/patch.js";
import { inSeriesOrder, SeriesCollector } from "../patch/series.js";
import { inputName } from "../report/reporter.js";
import type { Output } from "./output/output.js";
import { UsageError } from "./status.js";
import { PipeClosed } from "./terminal.js";

/** Lints the patches of a series in the order in which they build on each other. */
export type LintSeries = (
	series: readonly Patch[],
	options: Pick<LintOptions, "begin">,
) => AsyncIterable<PatchResult>;

/** Lints patches, those of a series together, and reports them as they came in, series by series. */
export async function lintAll(
	patches: AsyncIterable<Patch>,
	lintSeries: LintSeries,
	output: Output,
): Promise<void> {
	const collector = new SeriesCollector();
	const lintGroups = async (groups: readonly (readonly Patch[])[]) => {
		for (const group of groups) await lintGroup(group, inSeriesOrder(group), lintSeries, output);
	};
	for await (const patch of patches) await lintGroups(collector.add(patch));
	await lintGroups(collector.end());
}

/** A fault of lorelint itself costs the series in hand, not those behind it. */
async function lintGroup(
	group: readonly Patch[],
	series: readonly Patch[],
	lintSeries: LintSeries,
	output: Output,
): Promise<void> {
	const inOrder = series.every((patch, index) => patch === group[index]);
	const held = new Map<Patch, PatchResult>();
	let inHand = series[0]!;
	const begin = (patch: Patch) => {
		inHand = patch;
		output.progress(`linting ${describe(patch)}`);
	};
	try {
		for await (const result of lintSeries(series, { begin })) {
			if (inOrder) await output.result(result);
			else held.set(result.patch, result);
		}
	} catch (error) {
		if (error instanceof PipeClosed || error instanceof UsageError) throw error;
		output.problem(`${describe(inHand)}: not checked, lorelint failed: ${(error as Error).message}`);
	}
	for (const patch of group) {
		const result = held.get(patch);
		if (result) await output.result(result);
	}
}

function describe(patch: Patch): string {
	const input = inputName(patch.input);
	return patch.subject ? `${input}: ${patch.subject}` : input;
}
