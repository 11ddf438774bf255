import type { Expr } from "../../src/cfg/expression.js";
import { expressionsOf, partsOf } from "../../src/cfg/walk.js";
import { zeroTests } from "../../src/cfg/zero-tests.js";
import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import { type Span, sourceText } from "../../src/image/image.js";
import type { FileView, OneSide, Report, Rule } from "../../src/rules/rule.js";
import { bodyText, calledIn } from "../../src/syntax/called.js";
import { zeroSource } from "../knowledge/divide/sources.js";
import { prints } from "../knowledge/printing.js";
import { divisionsOf } from "../models/division.js";

export const droppedZeroCheck: Rule = {
	meta: {
		id: "dropped-zero-check",
		family: "divide",
		summary: "A patch drops the check for 0 of a value that the file divides by elsewhere",
		rationale: `
A driver that rejects a descriptor with a packet size of 0 when it binds to a device need not check
again in every transfer that divides by it. Who drops the check in one function breaks the division in
another, which no line of the patch shows.

The rule speaks where a function tested a value for 0 before the patch and does not any more, nothing
else in the file tests it instead, and the file divides by it with nothing that excludes 0. Values are
fields and array elements that go by the same name at the division, and results of functions such as
\`usb_endpoint_maxp()\` that say what a device or firmware claims.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-descriptor-check", ok: "ok-check-moved" },
	},

	*compare(before: OneSide, after: OneSide): Iterable<Report> {
		const kept = new Set(testedNames(after.analysis));
		const dropped = new Set(testedNames(before.analysis).filter((name) => !kept.has(name)));
		if (dropped.size === 0 || callsMore(before, after)) return;
		for (const name of dropped) {
			const division = divisionBy(name, after.file, after.analysis);
			if (!division || testsElsewhere(name, after) > testsElsewhere(name, before)) continue;
			yield {
				at: placeOf(name, after.analysis),
				message: `${textOf(name)} is not tested for 0 any more, but ${division}`,
				confidence: "possible",
				subject: name,
				object: null,
				trace: null,
				ending: "the value is let through",
			};
		}
	},
};

/**
 * Names that a test and a division elsewhere share: of a field, of an element's index, of a function that
 * is known to return 0 at times.
 */
function testedNames(analysis: FunctionAnalysis): readonly string[] {
	return zeroTests(analysis.graph).flatMap((test) => {
		const name = nameOf(test, analysis);
		return name === null ? [] : [name];
	});
}

function nameOf(expr: Expr, { unit }: FunctionAnalysis): string | null {
	if (expr.kind === "member") return `.${expr.field}`;
	if (expr.kind === "index") return `[${sourceText(unit.image, expr.index.span)}]`;
	if (expr.kind === "call" && expr.name !== null && zeroSource(expr.name)) return `${expr.name}()`;
	return null;
}

function textOf(name: string): string {
	return name.endsWith("()") ? `the result of \`${name}\`` : `\`${name.replace(/^\./, "")}\``;
}

/** The check may have gone into what the function newly calls. */
function callsMore(before: OneSide, after: OneSide): boolean {
	const known = calledIn(before.analysis.unit);
	return [...calledIn(after.analysis.unit)].some((name) => !known.has(name) && !prints(name));
}

/** Tests of the value in other functions of the file. */
function testsElsewhere(name: string, { analysis, file }: OneSide): number {
	return othersWith([wordIn(name)], file, analysis)
		.flatMap(testedNames)
		.filter((other) => other === name).length;
}

/** The other functions in whose text one of the words stands; most have none, and need not be walked. */
function othersWith(
	words: readonly string[],
	file: FileView,
	analysis: FunctionAnalysis,
): readonly FunctionAnalysis[] {
	return file.functions.flatMap((unit) => {
		if (unit.name === analysis.unit.name) return [];
		const text = bodyText(unit).toLowerCase();
		const other = words.some((word) => text.includes(word)) ? file.analysisOf(unit.name) : null;
		return other === null || other.givenUp !== null ? [] : [other];
	});
}

/** `packets` of `.packets`, `[packets]` and `packets()`, in lower case. */
function wordIn(name: string): string {
	return name.replace(/^\.|^\[|\]$|\(\)$/g, "").toLowerCase();
}

/** What a value of that name, or the variable that keeps it, may be called. */
function keptAs(name: string): readonly string[] {
	const source = name.endsWith("()") ? zeroSource(name.slice(0, -2)) : null;
	return source ? source.keptAs : [wordIn(name)];
}

/** Says where another function divides by the value; null where none does. */
function divisionBy(name: string, file: FileView, analysis: FunctionAnalysis): string | null {
	for (const other of othersWith(keptAs(name), file, analysis)) {
		for (const { call, divisor, text, mayBeZero } of divisionsOf(other)) {
			if (!mayBeZero || call.via.length > 0) continue;
			if (divisor.kind !== "const" && isKeptAs(name, text))
				return `\`${other.unit.name}()\` divides by \`${text}\``;
		}
	}
	return null;
}

/** Whether the divisor is the field or element of that name, or may be what the function gave. */
function isKeptAs(name: string, text: string): boolean {
	if (name.startsWith(".")) return text.endsWith(name) || text.endsWith(`->${name.slice(1)}`);
	if (!name.endsWith("()")) return text.endsWith(name);
	return keptAs(name).some((part) => text.toLowerCase().includes(part));
}

/** Where the function still uses the value, or its name. */
function placeOf(name: string, analysis: FunctionAnalysis): Span {
	for (const expr of expressionsOf(analysis.graph)) {
		const found = find(expr, (part) => nameOf(part, analysis) === name);
		if (found) return found.span;
	}
	return analysis.unit.nameSpan;
}

function find(expr: Expr, isIt: (part: Expr) => boolean): Expr | null {
	if (isIt(expr)) return expr;
	for (const part of partsOf(expr)) {
		const found = find(part, isIt);
		if (found) return found;
	}
	return null;
}
