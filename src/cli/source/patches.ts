import type { InputItem } from "../../input/message.js";
import type { ParseOptions } from "../../patch/parse.js";
import type { Patch } from "../../patch/patch.js";
import { isToBeLinted } from "../../patch/series.js";
import { inputName } from "../../report/reporter.js";
import type { Output } from "../output/output.js";
import { type Terminal, warn } from "../terminal.js";
import type { AheadReader } from "./read-ahead.js";

/** What came out of one input. */
interface Tally {
	patches: number;
	covers: number;
	replies: number;
	problems: number;
}

/**
 * The patches of all inputs, in order. Cover letters and discussion are passed over; an input
 * that holds no patch at all is a problem, since the caller thought that it did.
 */
export async function* readPatches(
	inputs: readonly string[],
	options: ParseOptions,
	ahead: AheadReader,
	output: Output,
	terminal: Terminal,
): AsyncIterable<Patch> {
	const { parsePatch } = await import("../../patch/parse.js");
	for (const input of inputs) {
		const tally: Tally = { patches: 0, covers: 0, replies: 0, problems: 0 };
		for await (const item of ahead.read([input])) {
			if (item.type === "problem") {
				tally.problems++;
				output.problem(describeProblem(item));
				continue;
			}
			const patch = parsePatch(item.message, options);
			if (patch.kind === "cover") tally.covers++;
			if (patch.kind === "reply") tally.replies++;
			if (!isToBeLinted(patch)) continue;
			tally.patches++;
			noteRepairs(patch, terminal);
			yield patch;
		}
		const fault = faultOf(input, tally, options);
		if (fault) output.problem(fault);
	}
}

function noteRepairs(patch: Patch, terminal: Terminal): void {
	for (const file of patch.files) {
		if (!file.repaired) continue;
		const path = file.postPath ?? file.prePath ?? "";
		warn(terminal, `${inputName(patch.input)}: ${path}: the diff was damaged; repaired by its line counts`);
	}
}

function faultOf(input: string, tally: Tally, options: ParseOptions): string | null {
	if (tally.patches + tally.covers + tally.problems > 0) return null;
	const fault = `${inputName(input)}: no patch found in it`;
	if (tally.replies === 0 || options.quoted) return fault;
	const replies = tally.replies === 1 ? "a reply" : `${tally.replies} replies`;
	return `${fault}, only ${replies}; --quoted also lints what stands quoted in replies`;
}

function describeProblem({ input, problem }: InputItem & { type: "problem" }): string {
	const line = problem.line === null ? "" : `:${problem.line}`;
	const path = problem.path === null ? "" : ` ${problem.path}:`;
	return `${inputName(input)}${line}:${path} ${problem.message}`;
}
