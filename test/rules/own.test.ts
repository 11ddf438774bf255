import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shippedRules } from "../../rules/index.js";
import { knowledgeWith, type OwnRows } from "../../rules/knowledge/own.js";
import { lintFile } from "../../src/lint.js";

/** The rules that speak of a file, by what is known beside the tables. */
async function found(own: OwnRows | null, text: string): Promise<readonly string[]> {
	const knowledge = own === null ? shippedRules.knowledge : knowledgeWith(shippedRules.knowledge, own);
	const rules = { ...shippedRules, knowledge };
	const { findings } = await lintFile("own.c", text, { rules, context: null });
	return findings.map(({ rule }) => rule);
}

const BUS = {
	kind: "bus lock",
	object: 0,
	member: "bus_mutex",
	acquire: ["pony_seize"],
	release: ["pony_yield"],
};

interface Case {
	readonly what: string;
	readonly own: OwnRows;
	readonly text: string;
	readonly rule: string;
}

const cases: readonly Case[] = [
	{
		what: "a lock",
		own: { locks: [{ ...BUS, section: "sleeping" }] },
		text: `int f(struct pony *p)
{
	pony_seize(p);
	if (p->bad)
		return -EINVAL;
	pony_yield(p);
	return 0;
}
`,
		rule: "unbalanced-lock",
	},
	{
		what: "a lock under which nobody may sleep",
		own: { locks: [{ ...BUS, section: "atomic" }] },
		text: "void f(struct pony *p)\n{\n\tpony_seize(p);\n\tmsleep(1);\n\tpony_yield(p);\n}\n",
		rule: "sleep-in-atomic",
	},
	{
		what: "a lock whose taking may sleep",
		own: { locks: [{ ...BUS, section: "sleeping" }] },
		text: "void f(struct pony *p)\n{\n\tspin_lock(&p->spin);\n\tpony_seize(p);\n\tpony_yield(p);\n\tspin_unlock(&p->spin);\n}\n",
		rule: "sleep-in-atomic",
	},
	{
		what: "the same lock by another name",
		own: { locks: [{ ...BUS, section: "sleeping" }] },
		text: "void f(struct pony *p)\n{\n\tpony_seize(p);\n\tmutex_lock(&p->bus_mutex);\n\tmutex_unlock(&p->bus_mutex);\n\tpony_yield(p);\n}\n",
		rule: "double-lock",
	},
	{
		what: "a guard class",
		own: { locks: [{ ...BUS, section: "sleeping", guards: ["pony_bus"] }] },
		text: "void f(struct pony *p)\n{\n\tguard(pony_bus)(p);\n\tpony_seize(p);\n\tpony_yield(p);\n}\n",
		rule: "double-lock",
	},
	{
		what: "how a function fails",
		own: { results: [{ names: ["pony_hatch"], fails: "error" }] },
		text: `int f(struct stable *s)
{
	struct pony *p = pony_hatch(s);

	if (!p)
		return -ENOMEM;
	p->age = 0;
	return 0;
}
`,
		rule: "wrong-error-check",
	},
	{
		what: "what must be given back",
		own: {
			resources: [
				{
					acquire: "pony_borrow",
					gives: "result",
					release: [{ name: "pony_bring", argument: 0 }],
					noun: "pony",
					fails: "null",
				},
			],
		},
		text: `int f(struct stable *s)
{
	struct pony *p = pony_borrow(s);

	if (!p)
		return -ENODEV;
	if (s->closed)
		return -EBUSY;
	s->rides++;
	pony_bring(p);
	return 0;
}
`,
		rule: "leaked-on-failure",
	},
	{
		what: "what sleeps",
		own: { sleeping: [{ names: ["pony_rest"], why: "rests" }] },
		text: "void f(struct pony *p)\n{\n\tspin_lock(&p->spin);\n\tpony_rest(p);\n\tspin_unlock(&p->spin);\n}\n",
		rule: "sleep-in-atomic",
	},
	{
		what: "what divides",
		own: { divisors: [{ names: ["pony_share"], argument: 1 }] },
		text: `int f(const struct cpumask *mask, int hay)
{
	int n = cpumask_weight(mask);

	return pony_share(hay, n);
}
`,
		rule: "divide-by-zero",
	},
];

describe("rows of somebody's own", () => {
	for (const { what, own, text, rule } of cases) {
		it(`tell ${what}`, async () => {
			assert.deepEqual(await found(null, text), []);
			assert.deepEqual(await found(own, text), [rule]);
			assert.deepEqual(await found(null, text), [], "and only to whoever gives them");
		});
	}

	it("count in place of shipped ones", async () => {
		const text =
			"int f(struct pony *p)\n{\n\tp->x = kmalloc(1, GFP_KERNEL);\n\tif (IS_ERR(p->x))\n\t\treturn PTR_ERR(p->x);\n\treturn 0;\n}\n";
		assert.deepEqual(await found(null, text), ["wrong-error-check"]);
		assert.deepEqual(await found({ results: [{ names: ["kmalloc"], fails: "error" }] }, text), []);
	});
});
