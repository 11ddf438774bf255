import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shippedRules } from "../../rules/index.js";
import { newFiles, newMeta, withRule } from "../../scripts/scaffold.js";
import { ruleSet } from "../../src/rules/registry.js";

describe("a new rule", () => {
	const meta = newMeta("lost-teapot", "leak", "0.1.0");

	it("is accepted as it is", () => {
		ruleSet([{ meta, check: () => [] }], shippedRules.knowledge);
	});

	it("has a rule, a bad and a good fixture", () => {
		assert.deepEqual(
			[...newFiles(meta).keys()],
			[
				"rules/lost-teapot/rule.ts",
				"fixtures/lost-teapot/bad-example.patch",
				"fixtures/lost-teapot/ok-example.patch",
			],
		);
	});

	it("is registered once, behind the others", () => {
		const index = `import { x } from "./x/rule.js";\n\nexport const shippedRules = ruleSet([x], knowledge());\n`;
		const registered = withRule(index, "lost-teapot");
		assert.match(registered, /^import \{ lostTeapot \} from "\.\/lost-teapot\/rule\.js";\n/);
		assert.match(registered, /ruleSet\(\[x, lostTeapot\], knowledge\(\)\)/);
		assert.match(withRule("ruleSet([])", "a"), /ruleSet\(\[a\]\)/);
		assert.throws(() => withRule(registered, "lost-teapot"), /already/);
	});
});
