import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { shippedRules } from "../../rules/index.js";
import { ownRowsSchema } from "../../rules/knowledge/own-schema.js";
import { configSchema } from "../../src/policy/schema.js";
import { faultsOf } from "../../src/policy/validate.js";

/** Root of the package; this module is `dist/test/policy/schema.test.js` in it. */
const ROOT = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, ROOT)), "utf8");

const published = JSON.parse(read("schema/lorelintrc.schema.json"));
const schema = configSchema(
	shippedRules.rules.map(({ meta }) => meta),
	ownRowsSchema,
);
const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false });

describe("the schema of configurations", () => {
	it("is a schema of draft 7", () => {
		assert.equal(published.$schema, "http://json-schema.org/draft-07/schema#");
		assert.equal(ajv.validateSchema(published), true, ajv.errorsText());
	});

	it("explains every key", () => {
		const unexplained = Object.entries(schema.properties ?? {}).filter(([, { description }]) => !description);
		assert.deepEqual(unexplained, []);
	});

	it("lets the examples of the documentation pass", () => {
		const examples = ["README.md", "docs/configuration.md"].flatMap((path) =>
			[...read(path).matchAll(/^```json\n(.*?)^```/gms)].map((match) => JSON.parse(match[1]!)),
		);
		assert.ok(examples.length >= 2);
		for (const example of examples) assert.deepEqual(faultsOf(example, schema), []);
	});

	const lock = { kind: "x", object: 0, acquire: ["a"], release: ["b"], section: "atomic" };
	const resource = {
		acquire: "a",
		gives: "result",
		release: [{ name: "b", argument: 0 }],
		noun: "x",
		fails: "null",
	};
	const right = [
		{},
		{ $schema: "x", select: ["lock"], ignore: [], preview: true, rules: { lock: "off" } },
		{ ignores: [{ path: "a", reason: "b" }], notes: false, baseline: "x", failOn: "never", show: ["fixed"] },
		{ format: "jsonl", tree: false },
		{ tree: "x", knowledge: { locks: [lock], resources: [resource, { ...resource, gives: { out: 1 } }] } },
		{ knowledge: { locks: [{ ...lock, object: "rtnl", attempt: { zeroIfHeld: ["c"] } }] } },
		{ knowledge: { results: [{ names: ["a"], fails: "both", loose: true }] } },
	];
	const wrong = [
		{ tree: true },
		{ ignores: [{ reason: "x" }] },
		{ rules: { toString: "off" } },
		{ knowledge: { locks: [{ ...lock, release: [] }] } },
		{ knowledge: { locks: [{ ...lock, object: 1.5 }] } },
		{ knowledge: { locks: [{ ...lock, member: "a b" }] } },
		{ knowledge: { resources: [{ ...resource, gives: { in: 1 } }] } },
		{ knowledge: { results: [{ names: [], fails: "both" }] } },
		{ knowledge: { sleeping: [{ names: ["a"] }] } },
	];
	it("means the same to another validator", () => {
		const validate = ajv.compile(published);
		for (const value of right) assert.deepEqual([validate(value), faultsOf(value, schema)], [true, []]);
		for (const value of wrong) {
			assert.equal(validate(value), false, JSON.stringify(value));
			assert.ok(faultsOf(value, schema).length > 0, JSON.stringify(value));
		}
	});
});
