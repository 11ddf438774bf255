import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Ajv } from "ajv";
import { rdjsonlReporter } from "../../src/report/rdjsonl.js";
import { AWKWARD, AWKWARD_RESULT } from "./awkward.js";
import { outcome } from "./outcome.js";
import { sampleFinding, sampleOptions, sampleResult } from "./sample.js";

const text = (findings = AWKWARD_RESULT.findings) =>
	outcome(rdjsonlReporter(sampleOptions()), [{ ...AWKWARD_RESULT, findings }]);
const diagnostics = (findings = AWKWARD_RESULT.findings) =>
	text(findings)
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));

/** The grammar that reviewdog documents. Its reader takes no other field. */
const position = {
	type: "object",
	properties: { line: { type: "integer", minimum: 1 }, column: { type: "integer", minimum: 1 } },
	required: ["line"],
	additionalProperties: false,
};
const location = {
	type: "object",
	properties: {
		path: { type: "string", minLength: 1 },
		range: {
			type: "object",
			properties: { start: position, end: position },
			required: ["start"],
			additionalProperties: false,
		},
	},
	required: ["path"],
	additionalProperties: false,
};
const named = (key: string) => ({
	type: "object",
	properties: { [key]: { type: "string" }, url: { type: "string" } },
	required: [key],
	additionalProperties: false,
});
const DIAGNOSTIC = {
	type: "object",
	properties: {
		message: { type: "string", minLength: 1 },
		location,
		severity: { enum: ["ERROR", "WARNING", "INFO"] },
		source: named("name"),
		code: named("value"),
		related_locations: {
			type: "array",
			items: {
				type: "object",
				properties: { message: { type: "string" }, location },
				required: ["location"],
				additionalProperties: false,
			},
		},
	},
	required: ["message", "location"],
	additionalProperties: false,
};

describe("rdjsonl", () => {
	it("is empty where nothing is found", () => {
		assert.equal(outcome(rdjsonlReporter(sampleOptions()), [sampleResult({ findings: [] })]), "");
	});

	it("writes a diagnostic with the columns of bytes and the path", () => {
		assert.deepEqual(diagnostics([AWKWARD["UTF-8 before the column"]!]), [
			{
				message: "p->lock is still held on this return",
				location: {
					path: "mm/pool.c",
					range: { start: { line: 16, column: 13 }, end: { line: 16, column: 16 } },
				},
				severity: "ERROR",
				source: { name: "lorelint" },
				code: { value: "unbalanced-lock" },
				related_locations: [
					{
						message: "p->lock is taken here",
						location: { path: "mm/pool.c", range: { start: { line: 12 } } },
					},
					{ message: "limit < 0 is true", location: { path: "mm/pool.c", range: { start: { line: 14 } } } },
				],
			},
		]);
	});

	it("keeps to the grammar, whatever the input holds", () => {
		const validate = new Ajv({ allErrors: true }).compile(DIAGNOSTIC);
		const all = diagnostics();
		assert.equal(all.length, Object.keys(AWKWARD).length);
		for (const diagnostic of all) assert.ok(validate(diagnostic), JSON.stringify(validate.errors));
		assert.doesNotMatch(text().replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u);
	});

	it("writes no line that is too long for reviewdog", () => {
		const witness = [{ path: "é".repeat(40_000), line: 1, message: "x" }];
		const findings = [
			sampleFinding({ witness }),
			sampleFinding({ message: `x${"\u{1fad6}".repeat(70_000)}` }),
		];
		for (const line of text(findings).split("\n")) assert.ok(Buffer.byteLength(line) < 64 * 1024 - 1);
		const [pathless, cut] = diagnostics(findings);
		assert.equal(pathless.message, "p->lock is still held on this return");
		assert.match(cut.message, /^x\u{1fad6}+…$/u);
	});

	it("leaves out an end that is not behind the beginning", () => {
		const [{ location }] = diagnostics([sampleFinding({ endLine: 15, endColumn: 3 })]);
		assert.deepEqual(location.range, { start: { line: 15, column: 3 } });
	});
});
