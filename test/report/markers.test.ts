import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { splitMarkers, withoutMarkers } from "../../src/report/markers.js";

describe("markers", () => {
	it("come out of the line, whatever the kind of comment", () => {
		assert.deepEqual(splitMarkers('+\t\treturn -EINVAL;\t/* expect: unbalanced-lock "still held" */'), {
			text: "+\t\treturn -EINVAL;",
			markers: [{ kind: "expect", rule: "unbalanced-lock", message: "still held" }],
		});
		assert.deepEqual(splitMarkers('\tfoo(); // trace: "taken here"'), {
			text: "\tfoo();",
			markers: [{ kind: "trace", rule: null, message: "taken here" }],
		});
	});

	it("may share a comment, or stand before other code", () => {
		const line = 'a(); /* trace: "one"; preexisting: some-rule */ b();';
		assert.deepEqual(splitMarkers(line), {
			text: "a(); b();",
			markers: [
				{ kind: "trace", rule: null, message: "one" },
				{ kind: "preexisting", rule: "some-rule", message: "" },
			],
		});
	});

	it("say in a todo what is wrong", () => {
		const kinds = ['/* todo: missing a-rule "x" */', "/* todo: false a-rule */"].map(
			(line) => splitMarkers(line).markers[0]?.kind,
		);
		assert.deepEqual(kinds, ["todo-missing", "todo-false"]);
		assert.throws(() => splitMarkers("/* todo: a-rule */"), /missing/);
	});

	it("leave other comments alone, trailing blanks too", () => {
		const line = "\tx = 1; /* expected: see below */ ";
		assert.deepEqual(splitMarkers(line), { text: line, markers: [] });
	});

	it("must be well-formed", () => {
		assert.throws(() => splitMarkers("/* expect: a-rule still held */"), /malformed/);
		assert.throws(() => splitMarkers('/* expect: "still held" */'), /names a rule/);
	});

	it("are gone from a fixture that is shown", () => {
		assert.equal(withoutMarkers('a\n b; /* trace: "x" */\nc\n'), "a\n b;\nc\n");
	});
});
