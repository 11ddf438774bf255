import type { Frame, FrameLine } from "../compare/result.js";
import type { Finding } from "../rules/finding.js";
import type { Style } from "./style.js";
import { printable } from "./unicode.js";

/** Columns between two tab stops in kernel code. */
const TAB = 8;
/** Longer lines are cut: a frame is there to be looked at. */
const MAX_CODE = 160;
/** Code may be so wide and still have its step beside it. */
const MAX_BESIDE = 60;
/** Columns between code and what stands beside it. */
const GUTTER = 3;

/**
 * The lines of a code frame, numbered, with a caret under the place that is meant and the steps of the path
 * beside the code they are about; a step for which there is no room stands below its line.
 *
 *     >   12 |                 return -EINVAL;   2. the function returns, and `l` is still held
 *            |                 ^
 *
 * Steps whose line the frame does not have are listed behind it.
 *
 * @param width columns of the screen
 */
export function renderFrame(frame: Frame, finding: Finding, width: number, style: Style): string[] {
	const steps = stepsByLine(frame, finding);
	const layout = layoutOf(frame, steps, width);
	const lines = frame.lines.flatMap((line, index) => {
		const before = frame.lines[index - 1];
		const isGap = before !== undefined && line.number > before.number + 1;
		const gap = isGap ? [style.faint(`${" ".repeat(layout.digits)}...`)] : [];
		return [...gap, ...renderLine(line, steps.get(line.number) ?? [], finding, layout, style)];
	});
	return [...lines, ...listSteps(finding, (line, path) => path === finding.path && steps.has(line), style)];
}

interface Layout {
	/** Of the widest line number. */
	readonly digits: number;
	/** Column of the code at which steps begin, 0-based. */
	readonly beside: number;
	/** Columns for code and step together. */
	readonly room: number;
}

function layoutOf({ lines }: Frame, steps: ReadonlyMap<number, unknown>, width: number): Layout {
	const digits = Math.max(4, String(lines.at(-1)?.number ?? 0).length);
	const widths = lines.filter(({ number }) => steps.has(number)).map(({ text }) => shown(text).length);
	const widest = Math.max(0, ...widths.filter((columns) => columns <= MAX_BESIDE));
	return { digits, beside: widest + GUTTER, room: width - digits - "> ".length - " | ".length };
}

function renderLine(
	{ number, text }: FrameLine,
	steps: readonly string[],
	finding: Finding,
	{ digits, beside, room }: Layout,
	style: Style,
): string[] {
	const isMarked = number === finding.line;
	const code = shown(text);
	const indent = expand(text.slice(0, isMarked ? finding.column - 1 : indentation(text))).length;
	const blank = style.faint(`${" ".repeat(digits + 2)} |`);
	const gutter = style.faint(`${isMarked ? ">" : " "} ${String(number).padStart(digits)} |`);

	const [first = "", ...rest] = steps;
	const fits = first !== "" && code.length + GUTTER <= beside && beside + first.length <= room;
	const out = [`${gutter} ${code}${fits ? " ".repeat(beside - code.length) + style.strong(first) : ""}`];
	if (isMarked && indent < MAX_CODE) out.push(`${blank} ${" ".repeat(indent)}${style.error("^")}`);
	const inset = " ".repeat(fits ? beside : Math.min(indent, MAX_BESIDE));
	for (const step of fits ? rest : steps) out.push(`${blank} ${inset}${style.strong(step)}`);
	return out.map((line) => line.trimEnd());
}

/** The steps one under the other, each with its place, but for those that are shown elsewhere. */
export function listSteps(
	{ witness }: Finding,
	isShown: (line: number, path: string) => boolean,
	style: Style,
): string[] {
	return witness.flatMap(({ path, line, message }, index) =>
		isShown(line, path)
			? []
			: [`  ${index + 1}. ${style.faint(`${printable(path)}:${line}:`)} ${printable(message)}`],
	);
}

/** The numbered steps at the lines of a frame. */
function stepsByLine(frame: Frame, { path, witness }: Finding): ReadonlyMap<number, readonly string[]> {
	const known = new Set(frame.lines.map(({ number }) => number));
	const steps = new Map<number, string[]>();
	witness.forEach((step, index) => {
		if (step.path !== path || !known.has(step.line)) return;
		const text = `${index + 1}. ${printable(step.message)}`;
		steps.set(step.line, [...(steps.get(step.line) ?? []), text]);
	});
	return steps;
}

function indentation(text: string): number {
	return text.length - text.trimStart().length;
}

/** A line as it stands on a screen: tabs become spaces, control characters are written out. */
function expand(text: string): string {
	let out = "";
	const parts = text.split("\t");
	parts.forEach((part, index) => {
		out += printable(part);
		if (index < parts.length - 1) out += " ".repeat(TAB - (out.length % TAB));
	});
	return out;
}

/** The line as far as it is shown. */
function shown(text: string): string {
	const whole = expand(text);
	return whole.length > MAX_CODE ? `${whole.slice(0, MAX_CODE - 1)}…` : whole;
}
