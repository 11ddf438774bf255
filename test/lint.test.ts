import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shippedRules } from "../rules/index.js";
import type { ContextSource } from "../src/input/context.js";
import { lint } from "../src/lint.js";
import { parsePatch } from "../src/patch/parse.js";
import type { Patch } from "../src/patch/patch.js";

/** A file without its end, and patches that each add a line to the function in it. */
const before = (calls: string) => `void tick(struct clock *c)\n{\n${calls}\tring(c);\n}\n`;

function patchThatAdds(call: string, behind: string): Patch {
	const context = behind === "" ? " {" : ` \t${behind}`;
	const first = behind === "" ? 2 : 3;
	const body = `--- a/c.c\n+++ b/c.c\n@@ -${first},2 +${first},3 @@\n${context}\n+\t${call}\n \tring(c);\n`;
	const message = { input: call, line: 1, subject: call, author: "", messageId: null, inReplyTo: null };
	return parsePatch({ ...message, references: [], body }, { quoted: false, repair: false });
}

function sourceWith(text: string): ContextSource {
	return {
		readBlob: async () => null,
		readFile: async (path) => (path === "c.c" ? text : null),
	};
}

async function contexts(series: readonly Patch[], context: Parameters<typeof lint>[1]["context"]) {
	const kinds: (string | undefined)[] = [];
	for await (const result of lint(series, { rules: shippedRules, context })) {
		assert.deepEqual(result.problems, []);
		kinds.push(result.context.get("c.c"));
	}
	return kinds;
}

describe("the context of a series", () => {
	const one = patchThatAdds("wind(c);", "");
	const two = patchThatAdds("shake(c);", "wind(c);");

	it("is one tree that the patches build on", async () => {
		assert.deepEqual(await contexts([one, two], sourceWith(before(""))), ["tree", "tree"]);
	});

	it("may be a tree for each patch, with those before it in it", async () => {
		const trees = new Map([
			[one, sourceWith(before(""))],
			// What a merge brought in between is seen too.
			[two, sourceWith(`/* merged */\n${before("\twind(c);\n")}`)],
		]);
		const asked: Patch[] = [];
		const context = (patch: Patch) => {
			asked.push(patch);
			return trees.get(patch) ?? null;
		};
		assert.deepEqual(await contexts([one, two], context), ["tree", "tree"]);
		assert.deepEqual(asked, [one, two]);
		assert.deepEqual(await contexts([one, two], (patch) => (patch === one ? trees.get(one)! : null)), [
			"tree",
			"hunks",
		]);
	});
});
