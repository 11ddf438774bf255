import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Level } from "../../src/config/formula.js";
import { Implications } from "../../src/config/implication.js";
import { readKconfig } from "../../src/config/kconfig.js";

const X86 = "config X86\n\tdef_bool y\n\tselect HIDDEN_BY_ARCH\n";

async function isPossible(text: string, values: Record<string, Level>): Promise<boolean> {
	const files: Record<string, string> = {
		Kconfig: `source "arch/$(SRCARCH)/Kconfig"\n${text}`,
		"arch/x86/Kconfig": X86,
	};
	const kconfig = await readKconfig(async (path) => files[path] ?? null);
	return new Implications(kconfig).isPossible(new Map(Object.entries(values)));
}

describe("what Kconfig allows", () => {
	const a = "config A\n\ttristate 'a'\n";
	const x = "config X\n\tbool 'x'\n";
	for (const [what, text, values, expected] of [
		["two that know nothing of each other", `${a}${x}`, { A: 2, X: 0 }, true],
		["what is depended on", `${a}\tdepends on X\n${x}`, { A: 2, X: 0 }, false],
		["what is one of two", `${a}\tdepends on X || Y\n${x}config Y\n\tbool 'y'\n`, { A: 2, X: 0 }, true],
		["what is one of two of which one cannot be", `${a}\tdepends on X || Y\n${x}`, { A: 2, X: 0 }, false],
		["what is selected", `${a}\tselect X\n${x}`, { A: 1, X: 0 }, false],
		["what is selected in a case", `${a}\tselect X if Y\n${x}config Y\n\tbool 'y'\n`, { A: 1, X: 0 }, true],
		[
			"what is selected in the case",
			`${a}\tselect X if Y\n${x}config Y\n\tbool 'y'\n`,
			{ A: 1, X: 0, Y: 2 },
			false,
		],
		["a block", `${x}if X\nmenu 'm'\n${a}endmenu\nendif\n`, { A: 2, X: 0 }, false],
		["a menu", `${x}menu 'm'\n\tdepends on X\n${a}endmenu\n`, { A: 2, X: 0 }, false],
		["help that looks like code", `${x}${a}\thelp\n\t  depends on X\n\n\t  select X\n`, { A: 2, X: 0 }, true],
		["a module of a module", `${a}\tdepends on T\nconfig T\n\ttristate 't'\n`, { A: 1, T: 1 }, true],
		["built in on a module", `${a}\tdepends on T\nconfig T\n\ttristate 't'\n`, { A: 2, T: 1 }, false],
		[
			"what the architecture selects",
			`${a}config HIDDEN_BY_ARCH\n\tbool\n`,
			{ A: 2, HIDDEN_BY_ARCH: 0 },
			false,
		],
		["a default nobody is asked about", "config X\n\tdef_bool y\n", { X: 0 }, false],
		[
			"a default for those not asked",
			"config X\n\tbool 'x' if Y\n\tdefault y\nconfig Y\n\tbool 'y'\n",
			{ X: 0 },
			true,
		],
		["what needs its absence", `${a}\tdepends on !X\n${x}`, { A: 2, X: 2 }, false],
		[
			"a definition that asks beside one that does not",
			`${a}\tdepends on M\n${x}if X && !X86\nconfig M\n\tbool 'm'\nendif\nconfig M\n\tdef_bool y\n\tdepends on X86\n`,
			{ A: 2, X: 0 },
			true,
		],
		[
			"what another definition selects",
			`${a}\tdepends on L\nconfig L\n\tbool\nconfig E\n\tdef_bool y\n\tdepends on X\n\tselect L\nconfig E\n\tdef_bool y\n\tdepends on !X\n${x}`,
			{ A: 2, X: 0 },
			false,
		],
		["a comparison", `${a}\tdepends on X=y\n${x}`, { A: 2, X: 0 }, false],
		["what all that select it need", `${a}\tselect L\nconfig L\n\ttristate\n${x}`, { L: 2, A: 0 }, false],
	] as const) {
		it(`${what}: ${expected}`, async () => assert.equal(await isPossible(text, values), expected));
	}
});
