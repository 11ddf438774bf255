import { setImmediate } from "node:timers/promises";
import { buildGraph } from "../../src/cfg/build.js";
import type { ControlFlowGraph } from "../../src/cfg/graph.js";
import { callsIn } from "../../src/cfg/walk.js";
import type { FunctionUnit } from "../../src/syntax/syntax.js";
import { filesOf, macroFile, macrosOf, parseText, readSource } from "../contracts/definitions.js";
import { type Handling, handlingOf } from "./handling.js";
import { freedIn, freesIn, type Managed, managedBy, type Said, saidInDocs } from "./said.js";
import { type Undoing, undoings } from "./unwinding.js";

/** A function, or a macro, and what it does with what it is given. */
export interface Handler extends Handling {
	readonly name: string;
	readonly path: string;
	readonly isStatic: boolean;
	/** It is not known in full what it does. */
	readonly isOpaque: boolean;
}

/** How often the tree shows a pair, in how many files, and one of these. */
export interface Count {
	times: number;
	files: number;
	example: string;
}

/** What one reading of a tree shows. */
export interface Survey {
	readonly handlers: readonly Handler[];
	/** Pairs in the unwinding of functions: `done undone by argument`; and of calls that have failed themselves. */
	readonly later: Readonly<Record<string, Count>>;
	readonly own: Readonly<Record<string, Count>>;
	readonly said: readonly Said[];
	/** Files that call a function. */
	readonly callers: Readonly<Record<string, number>>;
}

/** Reads each file of the tree once. */
export async function survey(tree: string): Promise<Survey> {
	const surveyor = new Surveyor();
	let count = 0;
	for (const path of filesOf(tree)) {
		surveyor.read(path, readSource(tree, path));
		// Native trees are freed when the event loop turns.
		if (++count % 20 === 0) await setImmediate();
	}
	return surveyor.result();
}

class Surveyor {
	private readonly handlers: Handler[] = [];
	private readonly later = new Map<string, Count>();
	private readonly own = new Map<string, Count>();
	private readonly callers = new Map<string, number>();
	private readonly docs: Said[] = [];
	private readonly frees: (readonly [string, string])[] = [];
	private readonly freed: (readonly [string, string])[] = [];
	private readonly managed: Said[] = [];

	read(path: string, text: string): void {
		this.docs.push(...detached([...saidInDocs(text)]));
		this.frees.push(...detached([...freesIn(text)]));
		this.freed.push(...detached([...freedIn(text)]));
		const file = parseText(path, text);
		const graphs = file.functions.map((unit) => buildGraph(unit, file));
		const pairs = { later: new Map<string, string>(), own: new Map<string, string>() };
		const called = new Set<string>();
		for (const graph of graphs) {
			this.handlers.push(detached(handlerOf(path, graph.unit, graph)));
			for (const { name } of callsIn(graph)) if (name !== null) called.add(name);
			const { later, own } = undoings(graph);
			for (const item of later) note(this.later, pairs.later, item, `${path} ${graph.unit.name}`);
			for (const item of own) note(this.own, pairs.own, item, `${path} ${graph.unit.name}`);
		}
		for (const name of called) this.callers.set(copy(name), (this.callers.get(name) ?? 0) + 1);
		this.managed.push(...detached(managedPairs(graphs)));
		if (path.endsWith(".h")) this.macros(path, text);
	}

	private macros(path: string, text: string): void {
		for (const macro of macrosOf(text)) {
			if (macro.alias !== null) {
				const hands = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => [String(index), macro.alias!, index] as const);
				const returns = hands.map(([item, alias, index]) => `${item};${alias} ${index}`);
				this.handlers.push(
					detached({ name: macro.name, path, isStatic: false, isOpaque: false, keeps: [], returns, hands }),
				);
				continue;
			}
			const file = macroFile(path, macro);
			const unit = file?.functions[0];
			if (!file || !unit) continue;
			this.handlers.push(detached({ ...handlerOf(path, unit, buildGraph(unit, file)), isStatic: false }));
		}
	}

	result(): Survey {
		const classes = new Map<string, Set<string>>();
		for (const [name, called] of this.frees) classes.set(name, (classes.get(name) ?? new Set()).add(called));
		const scoped: Said[] = [];
		for (const [name, done] of this.freed) {
			for (const undone of classes.get(name) ?? [])
				scoped.push({ done, undone, where: "free", text: `__free(${name})` });
		}
		return {
			handlers: this.handlers,
			later: Object.fromEntries(this.later),
			own: Object.fromEntries(this.own),
			said: [...this.docs, ...scoped, ...this.managed],
			callers: Object.fromEntries(this.callers),
		};
	}
}

function handlerOf(path: string, unit: FunctionUnit, graph: ControlFlowGraph): Handler {
	const isStatic = unit.isStatic && !path.endsWith(".h");
	const isOpaque = !unit.clean || graph.hasGaps;
	const handling = handlingOf(graph);
	const returns = mayReturnPointer(unit) ? handling.returns : [];
	return { name: unit.name, path, isStatic, isOpaque, keeps: handling.keeps, returns, hands: handling.hands };
}

/** What types of one word can hold no pointer; those that are not known may. */
const SCALAR =
	/^(void|bool|char|short|int|unsigned|signed|float|(unsigned|signed) (int|char|short)|[us](8|16|32|64)|__[us](8|16|32|64)|__(be|le)(16|32|64)|u?int(8|16|32|64)_t|s?size_t|loff_t|gfp_t|fmode_t|umode_t|sector_t|irqreturn_t|netdev_tx_t|blk_status_t|vm_fault_t|acpi_status|ktime_t|dev_t|pid_t|enum \w+)$/;

function mayReturnPointer({ returnType }: FunctionUnit): boolean {
	return !SCALAR.test(returnType.replace(/\s+/g, " ").trim());
}

function note(counts: Map<string, Count>, inFile: Map<string, string>, item: Undoing, example: string): void {
	const key = copy(`${item.done} ${item.undone} ${item.by}/${item.argument}`);
	const count = counts.get(key) ?? { times: 0, files: 0, example: copy(example) };
	counts.set(key, count);
	count.times++;
	if (!inFile.has(key)) count.files++;
	inFile.set(key, "");
}

/** What a `devm_` function wraps, and what the callback that it registers calls. */
function managedPairs(graphs: readonly ControlFlowGraph[]): Said[] {
	const managed = graphs.map(managedBy).filter((item): item is Managed => item !== null);
	const pairs: Said[] = [];
	for (const { name, calls, callbacks } of managed) {
		for (const callback of callbacks) {
			const graph = graphs.find(({ unit }) => unit.name === callback);
			const undoes = graph ? [...callsIn(graph)].flatMap((call) => call.name ?? []) : [callback];
			for (const done of new Set(calls)) {
				for (const undone of new Set(undoes)) pairs.push({ done, undone, where: "devm", text: name });
			}
		}
	}
	return pairs;
}

/** Copies: parts of a string keep all of it in memory. */
function detached<T>(value: T): T {
	return JSON.parse(JSON.stringify(value)) as T;
}

function copy(text: string): string {
	return Buffer.from(text, "latin1").toString("latin1");
}
