import type { ByteText } from "../input/message.js";
import { ALWAYS, all, any, ENABLED, type Formula, not, symbol, UNKNOWN, YES } from "./formula.js";

/** `obj-$(CONFIG_X) += a.o dir/` or `a-$(CONFIG_Y) += b.o`: what is built where, and when. */
export interface BuildLine {
	/** `obj`, or the composite object that the parts make up. */
	readonly target: string;
	/** `a.o` or `dir/`, as written. */
	readonly parts: readonly string[];
	readonly condition: Formula;
}

/** Reads the lines of a Makefile that name objects; the conditions of its `ifeq` and kin are part of theirs. */
export function parseMakefile(text: ByteText): readonly BuildLine[] {
	const lines: BuildLine[] = [];
	const open: { outer: Formula; asked: Formula[] }[] = [];
	let condition: Formula = ALWAYS;
	for (const line of text.replace(/\\\r?\n/g, " ").split("\n")) {
		const content = line.replace(/#.*$/, "").trim();
		const [, word = "", rest = ""] = /^(\w+)\s*(.*)$/.exec(content) ?? [];
		const group = open.at(-1);
		if (/^if(?:n?eq|n?def)$/.test(word)) {
			const asked = askedBy(word, rest);
			open.push({ outer: condition, asked: [asked] });
			condition = all([condition, asked]);
		} else if (word === "else" && group) {
			const [, next = "", other = ""] = /^(\w+)\s*(.*)$/.exec(rest) ?? [];
			const asked = next === "" ? ALWAYS : askedBy(next, other);
			condition = all([group.outer, ...group.asked.map(not), asked]);
			group.asked.push(asked);
		} else if (word === "endif" && group) {
			open.pop();
			condition = group.outer;
		} else {
			const read = buildLine(content, condition);
			if (read?.overrides) override(lines, read.line, read.overrides);
			if (read) lines.push(read.line);
		}
	}
	return lines;
}

/** `a-$(CONFIG_X) := b.o` is `a-y := b.o` where the symbol is `y`, and takes back what `a-y` held. */
function override(lines: BuildLine[], { target }: BuildLine, overrides: Formula): void {
	lines.forEach((line, index) => {
		if (line.target !== target) return;
		lines[index] = { ...line, condition: all([line.condition, not(overrides)]) };
	});
}

interface ReadLine {
	readonly line: BuildLine;
	/** When it takes the place of the lines before; null where it adds to them. */
	readonly overrides: Formula | null;
}

function buildLine(content: string, condition: Formula): ReadLine | null {
	const match = /^([\w./-]+?)-(y|m|objs|\$\((?:subst m,y,\$\()?CONFIG_(\w+)\)?\))\s*([:+?]?=)\s*(.*)$/.exec(
		content,
	);
	if (!match) return null;
	const [, target = "", suffix, name, operator, parts = ""] = match;
	const own = name === undefined ? ALWAYS : symbol(name, ENABLED);
	const line = {
		target,
		parts: parts.split(/\s+/).filter((part) => part !== ""),
		condition: all([condition, own]),
	};
	const isPlain = (operator === "=" || operator === ":=") && suffix !== "objs" && suffix !== "m";
	const isYes = name === undefined ? ALWAYS : symbol(name, YES);
	return { line, overrides: isPlain ? all([condition, isYes]) : null };
}

/** `ifeq ($(CONFIG_X),y)`, `ifneq ($(CONFIG_X),)`, `ifdef CONFIG_X`. */
function askedBy(word: string, rest: string): Formula {
	const negated = word.startsWith("ifn");
	const defined = /^CONFIG_(\w+)$/.exec(rest)?.[1];
	if (word.endsWith("def")) {
		const asked = defined === undefined ? UNKNOWN : symbol(defined, ENABLED);
		return negated ? not(asked) : asked;
	}
	const [, left, right] = /^\(\s*([^,]*?)\s*,\s*(.*?)\s*\)$/.exec(rest) ?? [];
	const [names, other] = left?.includes("$(") ? [left, right] : [right, left];
	const symbols = [...(names ?? "").matchAll(/\$\(CONFIG_(\w+)\)/g)].map((match) => match[1]!);
	const isPlain = (names ?? "").replace(/\$\(CONFIG_\w+\)/g, "") === "";
	if (symbols.length === 0 || !isPlain) return UNKNOWN;
	const asked =
		other === ""
			? not(any(symbols.map((name) => symbol(name, ENABLED))))
			: other === "y" && symbols.length === 1
				? symbol(symbols[0]!, YES)
				: UNKNOWN;
	return negated ? not(asked) : asked;
}
