import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { conditionOf } from "../../src/config/directive.js";
import { all, any, not, symbol, textOf, UNKNOWN, YES } from "../../src/config/formula.js";
import { buildCondition } from "../../src/config/kbuild.js";
import { outlineOf } from "../../src/config/outline.js";

describe("conditions of the preprocessor", () => {
	for (const [expression, text] of [
		["defined(CONFIG_A) && !defined CONFIG_B", "CONFIG_A && !CONFIG_B"],
		["IS_ENABLED(CONFIG_A) || 0", "IS_ENABLED(CONFIG_A)"],
		["IS_BUILTIN(CONFIG_A) /* why */", "CONFIG_A"],
		["defined(CONFIG_A_MODULE)", "CONFIG_A_MODULE"],
		["IS_REACHABLE(CONFIG_A)", "CONFIG_A || (CONFIG_A_MODULE && ?)"],
		["defined(CONFIG_A) && BITS_PER_LONG == 64", "CONFIG_A && ?"],
		["__GNUC__ > 4", "?"],
		["(defined(CONFIG_A) || defined(CONFIG_B)) && 1", "CONFIG_A || CONFIG_B"],
	] as const) {
		it(expression, () => assert.equal(textOf(conditionOf(expression)), text));
	}

	it("keeps one of two that are equal, and what is decided", () => {
		const a = symbol("A", YES);
		assert.equal(textOf(all([a, a])), "CONFIG_A");
		assert.equal(textOf(any([UNKNOWN, not(all([]))])), "?");
		assert.equal(textOf(all([a, any([])])), "false");
	});

	it("gives each arm its condition, and an include guard none", () => {
		const text = [
			"#ifndef H",
			"#define H",
			"#ifdef CONFIG_A",
			"int f(void);",
			"#elif defined(CONFIG_B)",
			"#define f() 0",
			"#else",
			"static inline int f(void) { return g(); }",
			"#endif",
			"#endif",
		].join("\n");
		const { declarations, calls } = outlineOf(text);
		assert.deepEqual(
			declarations.get("f")?.map(({ condition }) => textOf(condition)),
			["CONFIG_A", "!CONFIG_A && CONFIG_B", "!CONFIG_A && !CONFIG_B"],
		);
		assert.deepEqual(
			calls.map(({ name, condition }) => [name, textOf(condition)]),
			[["g", "!CONFIG_A && !CONFIG_B"]],
		);
	});

	it("passes over members, and arguments that a macro may drop", () => {
		const { calls } = outlineOf("void f(void) { p->g(1); LOG(h()); if (WARN_ON(i())) j(k()); }");
		const names = calls.map(({ name }) => name).filter((name) => name.length === 1);
		assert.deepEqual(names, ["i", "j", "k"]);
	});
});

describe("Makefiles", () => {
	const files: Record<string, string> = {
		Kbuild: "obj-$(CONFIG_ROOT) += drivers/",
		"drivers/Makefile": "obj-y += a/ # comment\n",
		"drivers/a/Makefile": [
			"obj-$(CONFIG_A) += a.o \\",
			"\tplain.o",
			"a-y := one.o",
			"a-$(CONFIG_TWO) += two.o sub/deep.o",
			"ifneq ($(CONFIG_X)$(CONFIG_Y),)",
			"a-y += either.o",
			"else",
			"a-y += neither.o",
			"endif",
			"parts-y += lost.o",
			"obj-y += b.o",
			"b-y := without.o",
			"b-$(CONFIG_WITH) := with.o",
		].join("\n"),
	};
	const read = async (path: string) => files[path] ?? null;
	for (const [path, text] of [
		["drivers/a/plain.c", "IS_ENABLED(CONFIG_A) && IS_ENABLED(CONFIG_ROOT)"],
		["drivers/a/two.c", "IS_ENABLED(CONFIG_TWO) && IS_ENABLED(CONFIG_A) && IS_ENABLED(CONFIG_ROOT)"],
		["drivers/a/sub/deep.c", "IS_ENABLED(CONFIG_TWO) && IS_ENABLED(CONFIG_A) && IS_ENABLED(CONFIG_ROOT)"],
		[
			"drivers/a/either.c",
			"(IS_ENABLED(CONFIG_X) || IS_ENABLED(CONFIG_Y)) && IS_ENABLED(CONFIG_A) && IS_ENABLED(CONFIG_ROOT)",
		],
		["drivers/a/without.c", "!CONFIG_WITH && IS_ENABLED(CONFIG_ROOT)"],
		["drivers/a/with.c", "IS_ENABLED(CONFIG_WITH) && IS_ENABLED(CONFIG_ROOT)"],
		["drivers/a/lost.c", null],
		["drivers/a/none.c", null],
	] as const) {
		it(path, async () => {
			const condition = await buildCondition(path, read);
			assert.equal(condition && textOf(condition), text);
		});
	}
});
