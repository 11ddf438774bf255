import type { CallExpr, Expr } from "../../src/cfg/expression.js";
import type { ControlFlowGraph } from "../../src/cfg/graph.js";
import { storeArguments, transparentArgument } from "../../src/cfg/idioms.js";
import { everyExpression } from "../../src/cfg/walk.js";

/**
 * A pointer that an expression carries: the parameter it came in by, and the calls it went through as
 * `name index`, each of which may or may not return what it is given there: `2` or `2;netdev_priv 0`.
 */
type Carried = string;

/** What a function does with the pointers it is given. */
export interface Handling {
	/** Parameters that are stored where others find them, and those that are returned. */
	readonly keeps: readonly Carried[];
	readonly returns: readonly Carried[];
	/** Parameters that are handed on: what, the function, and as which argument. */
	readonly hands: readonly (readonly [Carried, string, number])[];
}

const NOTHING: ReadonlySet<Carried> = new Set();
/** Calls that a pointer is followed through. */
const MAX_CALLS = 2;
/** Operators whose value says where the pointer points. */
const ARITHMETIC: ReadonlySet<string> = new Set(["+", "-", "|", "&", "^"]);

/** Follows the parameters of a function through its variables, whatever the order of its statements. */
export function handlingOf(graph: ControlFlowGraph): Handling {
	const follower = new Follower(graph);
	follower.run();
	return {
		keeps: [...follower.keeps],
		returns: [...follower.returns],
		hands: [...follower.hands.values()],
	};
}

class Follower {
	readonly keeps = new Set<Carried>();
	readonly returns = new Set<Carried>();
	readonly hands = new Map<string, readonly [Carried, string, number]>();
	/** What variables and temporaries have the value of, and structures and arrays hold. */
	private readonly values = new Map<string, Set<Carried>>();
	private readonly held = new Map<string, Set<Carried>>();
	private changed = false;

	constructor(private readonly graph: ControlFlowGraph) {
		for (const [index, name] of graph.unit.parameters.entries()) {
			if (name !== "") this.values.set(name, new Set([String(index)]));
		}
	}

	run(): void {
		for (let round = 0; round < 8; round++) {
			this.changed = false;
			for (const { steps, end } of this.graph.blocks) {
				for (const step of steps) {
					if (step.kind === "declare" && step.init) {
						this.put(step.isArray ? this.held : this.values, step.name, this.of(step.init));
						if (step.init.kind === "opaque") this.put(this.held, step.name, this.of(step.init));
					} else if (step.kind === "set-temp") this.put(this.values, `#${step.temp}`, this.of(step.value));
				}
				if (end.kind === "return" && end.value) this.note(this.returns, this.of(end.value));
			}
			for (const expr of everyExpression(this.graph)) {
				if (expr.kind === "assign") this.store(expr.target, this.of(expr.value));
				else if (expr.kind === "call") this.call(expr);
			}
			if (!this.changed) return;
		}
	}

	private put(map: Map<string, Set<Carried>>, name: string, carried: ReadonlySet<Carried>): void {
		if (carried.size === 0) return;
		const known = map.get(name) ?? new Set();
		map.set(name, known);
		this.note(known, carried);
	}

	private note(into: Set<Carried>, carried: ReadonlySet<Carried>): void {
		for (const item of carried) {
			if (into.has(item) || into.size > 40) continue;
			into.add(item);
			this.changed = true;
		}
	}

	private store(target: Expr, carried: ReadonlySet<Carried>): void {
		if (carried.size === 0) return;
		const isLocal = (name: string | null): name is string => name !== null && this.graph.locals.has(name);
		const own = ownVariable(target);
		if (target.kind === "temp") this.put(this.values, `#${target.temp}`, carried);
		else if (target.kind === "name" && isLocal(target.name)) this.put(this.values, target.name, carried);
		else if (isLocal(own) && !this.values.has(own)) this.put(this.held, own, carried);
		else {
			// A pointer to an object within the object itself, as in an empty list, goes where the object goes.
			const into = this.address(target);
			this.note(this.keeps, new Set([...carried].filter((item) => !into.has(item))));
		}
	}

	private call({ name, args }: CallExpr): void {
		const stores = name === null ? null : storeArguments(name);
		if (stores) {
			const [target, value] = stores;
			if (args[target] && args[value]) this.store(args[target], this.of(args[value]));
			return;
		}
		for (const [index, arg] of args.entries()) {
			const carried = this.of(arg);
			// Through the address of a variable its value may be read, and go anywhere.
			const isAddress = arg.kind === "unary" && arg.op === "&" && ownVariable(arg.operand) !== null;
			if (name === null || isAddress) this.note(this.keeps, carried);
			else for (const item of carried) this.hand(item, name, index);
		}
	}

	private hand(item: Carried, name: string, index: number): void {
		const key = `${item} ${name} ${index}`;
		if (this.hands.has(key)) return;
		this.hands.set(key, [item, name, index]);
		this.changed = true;
	}

	/** The pointers that the value of an expression is, or leads into. */
	private of(expr: Expr): ReadonlySet<Carried> {
		switch (expr.kind) {
			case "name":
				return union(this.values.get(expr.name) ?? NOTHING, this.held.get(expr.name) ?? NOTHING);
			case "temp":
				return this.values.get(`#${expr.temp}`) ?? NOTHING;
			case "unary":
				return expr.op === "&" ? this.address(expr.operand) : NOTHING;
			case "member":
			case "index": {
				const own = ownVariable(expr);
				return (own === null ? null : this.held.get(own)) ?? NOTHING;
			}
			case "binary":
				return ARITHMETIC.has(expr.op) ? union(this.of(expr.left), this.of(expr.right)) : NOTHING;
			case "assign":
				return this.of(expr.value);
			case "update":
				return this.of(expr.target);
			case "call":
				return this.result(expr);
			case "opaque":
				return expr.operands.map((operand) => this.of(operand)).reduce(union, NOTHING);
			default:
				return NOTHING;
		}
	}

	private address(expr: Expr): ReadonlySet<Carried> {
		switch (expr.kind) {
			case "name":
				return this.of(expr);
			case "member":
				return expr.arrow ? this.of(expr.base) : this.address(expr.base);
			case "index":
				return this.of(expr.base);
			case "unary":
				return expr.op === "*" ? this.of(expr.operand) : NOTHING;
			default:
				return NOTHING;
		}
	}

	private result({ name, args }: CallExpr): ReadonlySet<Carried> {
		const through = name === null ? -1 : transparentArgument(name);
		if (through >= 0 && args[through]) return this.of(args[through]);
		const all = new Set<Carried>();
		for (const [index, arg] of args.entries()) {
			for (const item of this.of(arg)) {
				const isFar = item.split(";").length > MAX_CALLS;
				all.add(name === null || isFar ? item.split(";")[0]! : `${item};${name} ${index}`);
			}
		}
		return all;
	}
}

/** The variable that a member or an element lies in, where no pointer leads out of it. */
function ownVariable(expr: Expr): string | null {
	if (expr.kind === "name") return expr.name;
	if (expr.kind === "index") return ownVariable(expr.base);
	return expr.kind === "member" && !expr.arrow ? ownVariable(expr.base) : null;
}

function union(a: ReadonlySet<Carried>, b: ReadonlySet<Carried>): ReadonlySet<Carried> {
	if (a.size === 0) return b;
	return b.size === 0 ? a : new Set([...a, ...b]);
}
