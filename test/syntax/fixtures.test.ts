import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readDialect } from "../../src/syntax/dialect/dialect.js";
import type { EditReason } from "../../src/syntax/dialect/edits.js";
import { parseSource } from "../../src/syntax/parse.js";
import type { DialectMark, FunctionUnit, ParsedFile } from "../../src/syntax/syntax.js";
import { imageOf } from "./image.js";
import { lawViolations } from "./law.js";

/**
 * Every `fixtures/syntax/*.c` states in comments, on the line they are about, what must be found:
 * `function: static int name(a, b)` and `dirty` for all functions, `iterator: name`,
 * `scoped-guard: name`, `cleanup: name` and `annotation: name(argument)` for all marks, and
 * `node: kind` for a node that must begin (there may be others) on the line.
 */
const DIRECTORY = join(process.cwd(), "fixtures/syntax");
const MARKER = /\/\* (function|dirty|iterator|scoped-guard|cleanup|annotation|node)(?:: (.*?))? \*\//g;

interface Expectation {
	readonly line: number;
	readonly kind: string;
	readonly value: string;
}

const used = new Set<EditReason>();

for (const file of readdirSync(DIRECTORY).filter((name) => name.endsWith(".c"))) {
	const { text, expectations } = readFixture(join(DIRECTORY, file));
	const parsed = parseSource(imageOf(text, [], file));
	const only = (...kinds: string[]) => expectations.filter((e) => kinds.includes(e.kind)).map(format);

	test(`${file}: functions`, () => {
		const found = parsed.functions.flatMap((unit) => describeFunction(unit));
		assert.deepEqual(found.map(format), only("function", "dirty"));
	});

	test(`${file}: marks`, () => {
		const found = parsed.marks.map((mark) => describeMark(mark, parsed));
		assert.deepEqual(found.map(format), only("iterator", "scoped-guard", "cleanup", "annotation"));
	});

	test(`${file}: nodes`, () => {
		const found = new Set(parsed.functions.flatMap((unit) => nodesOf(unit)));
		assert.deepEqual(
			only("node").filter((expected) => !found.has(expected)),
			[],
		);
	});

	test(`${file}: only what is meant is touched`, () => {
		const { edits } = readDialect(imageOf(text));
		for (const edit of edits) used.add(edit.reason);
		assert.deepEqual(lawViolations(text, edits), []);
	});
}

test("the fixtures have an example of every rewrite", () => {
	const all: Record<EditReason, true> = {
		attribute: true,
		annotation: true,
		cleanup: true,
		iterator: true,
		"scoped-guard": true,
		"macro-header": true,
		"preprocessor-group": true,
		"type-argument": true,
		argument: true,
		typeof: true,
		"case-range": true,
		offsetof: true,
		"label-address": true,
		"string-macro": true,
		asm: true,
		"missing-semicolon": true,
		"declaration-macro": true,
		directive: true,
	};
	assert.deepEqual([...used].sort(), Object.keys(all).sort());
});

/** Reads a fixture and blanks its markers, so that they cannot help. */
function readFixture(path: string): { text: string; expectations: Expectation[] } {
	const expectations: Expectation[] = [];
	const lines = readFileSync(path, "latin1").split("\n");
	const text = lines
		.map((content, i) =>
			content.replace(MARKER, (marker: string, kind: string, value: string | undefined) => {
				expectations.push({ line: i + 1, kind, value: value ?? "" });
				return " ".repeat(marker.length);
			}),
		)
		.join("\n");
	return { text, expectations };
}

function format({ line, kind, value }: Expectation): string {
	return `${line} ${kind}: ${value}`;
}

function describeFunction(unit: FunctionUnit): Expectation[] {
	const line = unit.image.lineAt(unit.nameSpan.start);
	const value = `${unit.isStatic ? "static " : ""}${unit.returnType} ${unit.name}(${unit.parameters.join(", ")})`;
	const found = [{ line, kind: "function", value }];
	return unit.clean ? found : [...found, { line, kind: "dirty", value: "" }];
}

function describeMark(mark: DialectMark, { image }: ParsedFile): Expectation {
	const value = mark.kind === "annotation" ? `${mark.name}(${mark.argument})` : mark.name;
	return { line: image.lineAt(mark.start), kind: mark.kind, value };
}

function nodesOf(unit: FunctionUnit): string[] {
	const tree = unit.tree();
	return Array.from({ length: tree.size }, (_, node) =>
		format({ line: unit.image.lineAt(tree.start(node)), kind: "node", value: tree.kind(node) }),
	);
}
