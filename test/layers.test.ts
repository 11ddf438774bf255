import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "./harness/root.js";

/** The folders of `src/` in the order of the data; each imports only those before it. `lint` is `src/lint.ts`. */
const LAYERS = [
	"input",
	"patch",
	"image",
	"syntax",
	"config",
	"cfg",
	"flow",
	"rules",
	"compare",
	"lint",
	"report",
	"policy",
	"bot",
	"cli",
];

/** Only these read files, start processes or talk to a network. */
const OUTWARD = new Set(["input", "bot", "cli"]);
const OUTWARD_MODULES =
	/^node:(?:fs|fs\/promises|child_process|net|http|https|http2|dns|dgram|tls|cluster|process)$/;

/** `from "x"`, `import "x"` and `import("x")`: all forms that the sources use. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;

interface Import {
	/** Paths relative to the root of the package. */
	readonly from: string;
	/** A path, or the name of a package. */
	readonly to: string;
	readonly typeOnly: boolean;
}

const imports = ["src", "rules"].flatMap((folder) => sourcesBelow(folder)).flatMap(importsOf);

describe("layers", () => {
	it("finds the imports it is to judge", () => {
		assert.ok(imports.some(({ from, to }) => from === "src/lint.ts" && to === "src/patch/patch.ts"));
		assert.ok(imports.some(({ from, to }) => from === "src/cli/lint-command.ts" && to === "src/lint.ts"));
	});

	it("every module of src/ stands in a known layer", () => {
		const strangers = sourcesBelow("src").filter((path) => path !== "src/index.ts" && layerOf(path) === -1);
		assert.deepEqual(strangers, []);
	});

	it("each layer imports only those before it", () => {
		const wrong = imports.filter(
			({ from, to }) => layerOf(from) >= 0 && layerOf(to) >= 0 && layerOf(to) > layerOf(from),
		);
		assert.deepEqual(wrong.map(arrow), []);
	});

	it("only the command line knows which rules are shipped", () => {
		const wrong = imports.filter(
			({ from, to }) =>
				from.startsWith("src/") && to.startsWith("rules/") && !/^src\/(?:cli\/|index\.ts)/.test(from),
		);
		assert.deepEqual(wrong.map(arrow), []);
	});

	it("rules build on the layers up to src/rules", () => {
		const limit = LAYERS.indexOf("rules");
		const wrong = imports.filter(({ from, to }) => from.startsWith("rules/") && layerOf(to) > limit);
		assert.deepEqual(wrong.map(arrow), []);
	});

	it("only input, bot and cli reach outside", () => {
		const wrong = imports.filter(
			({ from, to }) => OUTWARD_MODULES.test(to) && !OUTWARD.has(LAYERS[layerOf(from)] ?? ""),
		);
		assert.deepEqual(wrong.map(arrow), []);
	});

	it("no module imports itself by way of others", () => {
		assert.deepEqual(cyclesOf(imports.filter((edge) => !edge.typeOnly)), []);
	});
});

function sourcesBelow(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".ts"))
		.map((path) => `${folder}/${path}`)
		.sort();
}

function importsOf(from: string): Import[] {
	const text = readFileSync(join(ROOT, from), "utf8").replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, "");
	return [...text.matchAll(IMPORT)].map((match) => {
		const name = match[1]!;
		const to = name.startsWith(".") ? normalize(join(dirname(from), name)).replace(/\.js$/, ".ts") : name;
		return { from, to, typeOnly: isTypeOnly(text, match.index) };
	});
}

/** `import type` and `export type` leave nothing in the compiled code. */
function isTypeOnly(text: string, index: number): boolean {
	const statement = text.slice(Math.max(text.lastIndexOf(";", index), 0), index);
	return /\b(?:import|export)\s+type\b[^;]*$/.test(statement);
}

function layerOf(path: string): number {
	const [, layer] = /^src\/(\w+)(?:\/|\.ts$)/.exec(path) ?? [];
	return layer === undefined ? -1 : LAYERS.indexOf(layer);
}

function arrow({ from, to }: Import): string {
	return `${from} -> ${to}`;
}

/** The cycles of the import graph, each as the path that leads back to its beginning. */
function cyclesOf(edges: readonly Import[]): string[] {
	const targets = new Map<string, string[]>();
	for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
	const done = new Set<string>();
	const cycles: string[] = [];
	const visit = (module: string, path: readonly string[]): void => {
		const start = path.indexOf(module);
		if (start >= 0) cycles.push([...path.slice(start), module].join(" -> "));
		if (start >= 0 || done.has(module)) return;
		for (const target of targets.get(module) ?? []) visit(target, [...path, module]);
		done.add(module);
	};
	for (const module of targets.keys()) visit(module, []);
	return cycles;
}
