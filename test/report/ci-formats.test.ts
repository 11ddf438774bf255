import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Ajv } from "ajv";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { checkstyleReporter } from "../../src/report/checkstyle.js";
import { githubReporter } from "../../src/report/github.js";
import { gitlabReporter } from "../../src/report/gitlab.js";
import { jsonReporter } from "../../src/report/json.js";
import { jsonlReporter } from "../../src/report/jsonl.js";
import { AWKWARD, AWKWARD_RESULT } from "./awkward.js";
import { outcome } from "./outcome.js";
import { sampleFinding, sampleOptions, sampleResult } from "./sample.js";

const NOTHING = sampleResult({ findings: [] });
const ALL = Object.keys(AWKWARD).length;

describe("json", () => {
	it("is the array of what jsonl writes", () => {
		const lines = outcome(jsonlReporter(), [AWKWARD_RESULT, NOTHING]).trimEnd().split("\n");
		const text = outcome(jsonReporter(), [AWKWARD_RESULT, NOTHING]);
		assert.deepEqual(
			JSON.parse(text),
			lines.map((line) => JSON.parse(line)),
		);
		assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}]/u);
	});
});

/** A command as the runner of GitHub Actions reads it. */
function readCommand(line: string) {
	const [, name, list = "", data] = /^::([a-z]+)(?: (.*?))?::(.*)$/.exec(line) ?? assert.fail(line);
	const properties = list.split(",").map((item) => {
		const at = item.indexOf("=");
		const value = item
			.slice(at + 1)
			.replaceAll("%3A", ":")
			.replaceAll("%2C", ",");
		return [item.slice(0, at), unescapeData(value)];
	});
	return { name, ...Object.fromEntries(properties), message: unescapeData(data!) };
}

function unescapeData(text: string): string {
	return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

describe("github", () => {
	const commands = (result = AWKWARD_RESULT) =>
		outcome(githubReporter(sampleOptions()), [result]).trimEnd().split("\n").map(readCommand);

	it("is empty where nothing is found", () => {
		assert.equal(outcome(githubReporter(sampleOptions()), [NOTHING]), "");
	});

	it("annotates the place, with columns of characters", () => {
		assert.deepEqual(commands(sampleResult({ findings: [sampleFinding()] })), [
			{
				name: "error",
				file: "mm/pool.c",
				line: "15",
				endLine: "15",
				col: "3",
				endColumn: "18",
				title: "lorelint: unbalanced-lock",
				message:
					"p->lock is still held on this return\n1. mm/pool.c:12: p->lock is taken here\n2. mm/pool.c:14: limit < 0 is true",
			},
		]);
	});

	it("gives every text back to who unescapes it", () => {
		const found = commands();
		assert.equal(found.length, ALL + AWKWARD_RESULT.problems.length);
		const byTrap = (trap: string) =>
			found[AWKWARD_RESULT.problems.length + Object.keys(AWKWARD).indexOf(trap)]!;
		assert.match(byTrap("quotes").message, /^'a' "b" `c` \\ back, comma; 100% <b>/);
		assert.equal(byTrap("a name of traps").file, "ERROR:a,b:c%0A/<x>&'\"\\n.c");
		assert.equal(byTrap("note").name, "notice");
		assert.equal(byTrap("fixed").name, "notice");
		assert.deepEqual(
			[byTrap("UTF-8 before the column").col, byTrap("no text of the line").col],
			["10", undefined],
		);
	});

	it("says what could not be read", () => {
		const problems = commands().slice(0, AWKWARD_RESULT.problems.length);
		assert.deepEqual(
			problems.map(({ name, file, title }) => [name, file, title]),
			[
				["warning", "mm/<pool>,\\x1b.c", "lorelint: not checked"],
				["warning", undefined, "lorelint: not checked"],
			],
		);
		const text = outcome(githubReporter(sampleOptions()), [], ["a: no patch found in it"]);
		assert.equal(text, "::warning title=lorelint%3A not checked::a: no patch found in it\n");
	});
});

describe("gitlab", () => {
	const CODE_QUALITY = {
		type: "array",
		items: {
			type: "object",
			properties: {
				description: { type: "string", minLength: 1 },
				check_name: { type: "string", minLength: 1 },
				fingerprint: { type: "string", minLength: 1 },
				severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
				location: {
					type: "object",
					properties: {
						path: { type: "string", pattern: "^(?!\\./|/)" },
						lines: {
							type: "object",
							properties: { begin: { type: "integer", minimum: 1 } },
							required: ["begin"],
						},
					},
					required: ["path", "lines"],
				},
			},
			required: ["description", "check_name", "fingerprint", "severity", "location"],
		},
	};
	const report = (...results: (typeof NOTHING)[]) =>
		JSON.parse(outcome(gitlabReporter(sampleOptions()), results)) as { fingerprint: string }[];

	it("is an empty array where nothing is found", () => {
		assert.deepEqual(report(NOTHING), []);
	});

	it("keeps to the documented form", () => {
		const validate = new Ajv({ allErrors: true }).compile(CODE_QUALITY);
		assert.ok(validate(report(NOTHING, AWKWARD_RESULT, NOTHING)), JSON.stringify(validate.errors));
	});

	it("has a fingerprint for each finding, free of lines", () => {
		const findings = [sampleFinding(), sampleFinding(), sampleFinding({ path: "mm/other.c" })];
		const before = report(sampleResult({ findings })).map(({ fingerprint }) => fingerprint);
		const moved = findings.map((finding) => ({ ...finding, line: finding.line + 7 }));
		const after = report(sampleResult({ findings: moved })).map(({ fingerprint }) => fingerprint);
		assert.deepEqual(after, before);
		assert.equal(new Set(before).size, 3);
	});
});

describe("checkstyle", () => {
	/** Files and their errors, as a strict XML parser reads them. */
	function read(xml: string) {
		const files: { name: string; errors: Record<string, string>[] }[] = [];
		const parser = new SaxesParser();
		parser.on("error", (error) => {
			throw error;
		});
		parser.on("opentag", ({ name, attributes }: SaxesTagPlain) => {
			if (name === "file") files.push({ name: attributes.name!, errors: [] });
			if (name === "error") files.at(-1)!.errors.push(attributes);
		});
		parser.write(xml).close();
		return files;
	}
	const xml = (...results: (typeof NOTHING)[]) => outcome(checkstyleReporter(sampleOptions()), results);

	it("is a document without files where nothing is found", () => {
		assert.deepEqual(read(xml(NOTHING)), []);
		assert.match(xml(NOTHING), /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<checkstyle version="4\.3">\n/);
	});

	it("groups findings by file, over patches", () => {
		const [file, ...others] = read(xml(sampleResult(), NOTHING, sampleResult()));
		assert.deepEqual(others, []);
		assert.equal(file!.name, "mm/pool.c");
		assert.deepEqual(
			file!.errors.map((attributes) => ({ ...attributes })),
			[1, 2].map(() => ({
				line: "15",
				column: "3",
				severity: "error",
				message: "p->lock is still held on this return",
				source: "lorelint.unbalanced-lock",
			})),
		);
	});

	it("is well-formed, whatever the input holds", () => {
		const files = read(xml(AWKWARD_RESULT));
		const errors = files.flatMap(({ errors }) => errors);
		assert.equal(errors.length, ALL);
		assert.equal(errors[1]!.message, AWKWARD.quotes!.message);
		assert.ok(files.some(({ name }) => name === "ERROR:a,b:c%0A/<x>&'\"\\n.c"));
	});
});
