import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
	askedRows,
	lends,
	resourceIterators,
	resourceRows,
	takesOver,
} from "../../rules/knowledge/resources/index.js";
import { parseText } from "../../scripts/contracts/definitions.js";
import { contradictions } from "../../scripts/resources/check.js";
import { handlingOf } from "../../scripts/resources/handling.js";
import { resolveKept } from "../../scripts/resources/lent.js";
import { prototypesIn } from "../../scripts/resources/prototypes.js";
import { undoings } from "../../scripts/resources/unwinding.js";
import { buildGraph } from "../../src/cfg/build.js";
import type { ControlFlowGraph } from "../../src/cfg/graph.js";

function graphsOf(text: string): readonly ControlFlowGraph[] {
	const file = parseText("pony.c", text);
	return file.functions.map((unit) => buildGraph(unit, file));
}

describe("rows about resources", () => {
	const rows = [...resourceRows, ...askedRows];

	it("give each function once, and say what takes back what it gave", () => {
		const names = rows.map(({ acquire }) => acquire);
		assert.deepEqual(
			names.filter((name, index) => names.indexOf(name) !== index),
			[],
		);
		assert.ok(rows.every(({ release }) => release.length > 0));
	});

	it("have names that C can call, and arguments that are numbers", () => {
		const releases = rows.flatMap(({ release }) => release);
		const names = [...rows.map(({ acquire }) => acquire), ...releases.map(({ name }) => name)];
		assert.deepEqual(
			names.filter((name) => !/^[A-Za-z_]\w*$/.test(name)),
			[],
		);
		assert.ok(releases.every(({ argument }) => Number.isInteger(argument) && argument >= 0));
	});

	it("name the member that a release is given", () => {
		const row = rows.find(({ acquire }) => acquire === "of_find_device_by_node");
		assert.ok(row?.release.some(({ name, member }) => name === "put_device" && member === "dev"));
	});

	it("have no loop that drops its reference by itself", () => {
		assert.ok(resourceIterators.every(({ name }) => !name.endsWith("_scoped")));
	});

	it("tell what is lent from what is taken over", () => {
		assert.ok(lends("memcpy", 1));
		assert.ok(!lends("kfree", 0));
		assert.ok(takesOver("netif_rx", 0));
		assert.ok(takesOver("d_instantiate", 1) && !takesOver("d_instantiate", 0));
		assert.ok(!takesOver("no_such_function", 0));
	});
});

describe("declarations against rows", () => {
	const declared = `
struct pony *pony_get(struct stable *s, int box);
void pony_put(struct pony *p);
void stable_close(struct stable *s, void *why);
`;
	const prototypes = new Map(
		[...prototypesIn("include/pony.h", declared)].map((item) => [item.name, [item]]),
	);
	const row = { acquire: "pony_get", gives: "result", noun: "pony", fails: "null" } as const;
	const wrong = (name: string, argument: number) => [
		...contradictions([{ ...row, release: [{ name, argument }] }], [], prototypes),
	];

	it("agree where the types do", () => {
		assert.deepEqual(wrong("pony_put", 0), []);
	});

	it("contradict another type, an argument that is not there, and a name that is not", () => {
		assert.equal(wrong("stable_close", 0).length, 1);
		assert.equal(wrong("pony_put", 1).length, 1);
		assert.equal(wrong("pony_sell", 0).length, 1);
	});
});

describe("unwinding", () => {
	it("shows what a later failure undoes and an earlier one did not", () => {
		const [graph] = graphsOf(`
static int pony_probe(struct device *dev)
{
	struct pony *p;
	int ret;

	p = pony_get(dev, 1);
	if (!p)
		return -ENODEV;
	ret = box_open(dev, &p->box);
	if (ret)
		goto put;
	ret = pony_feed(p);
	if (ret)
		goto close;
	return 0;
close:
	box_close(&p->box);
put:
	pony_put(p);
	return ret;
}
`);
		const { later, own } = undoings(graph!);
		assert.deepEqual(
			later.map(({ done, undone, by, argument }) => `${done} ${undone} ${by}/${argument}`),
			["pony_get pony_put result/0", "box_open box_close argument 1/0"],
		);
		assert.deepEqual(own, []);
	});
});

describe("what becomes of pointers", () => {
	it("follows them through variables and calls", () => {
		const graphs = graphsOf(`
void box_read(struct box *b, char *to) { to[0] = b->name[0]; }
void box_hang(struct box *b, struct stable *s) { struct box *other = b; s->box = other; }
void box_both(struct box *b, struct stable *s) { char c; box_read(b, &c); box_hang(b, s); }
struct hook *box_hook(struct box *b) { return &b->hook; }
void box_link(struct box *b, struct stable *s) { s->hook = box_hook(b); }
void box_count(struct box *b, struct stable *s) { s->count = b->count; }
void box_all(struct box **all, struct stable *s) { s->box = all[0]; }
void box_one(struct box *b, struct stable *s) { box_all(&b, s); }
void box_own(struct box *b) { b->hook.next = &b->hook; }
`);
		const handlers = graphs.map((graph) => ({
			name: graph.unit.name,
			path: "pony.c",
			isStatic: false,
			isOpaque: false,
			...handlingOf(graph),
		}));
		const mayKeep = resolveKept(handlers, new Map());
		const kept = (name: string) => [0, 1].map((index) => mayKeep(name, index));
		assert.deepEqual(kept("box_read"), [false, false]);
		assert.deepEqual(kept("box_hang"), [true, false]);
		assert.deepEqual(kept("box_both"), [true, false]);
		assert.deepEqual(kept("box_hook"), [true, false]);
		assert.deepEqual(kept("box_link"), [true, false]);
		assert.deepEqual(kept("box_count"), [false, false]);
		assert.deepEqual(kept("box_one"), [true, false]);
		assert.deepEqual(kept("box_own"), [false, false]);
		assert.deepEqual(kept("box_sell"), [true, true]);
	});
});
