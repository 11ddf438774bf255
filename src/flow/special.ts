import type { CallExpr, Expr } from "../cfg/expression.js";
import { arithmeticMacro } from "./arithmetic.js";
import type { FlowContext } from "./context.js";
import { unaryOperation } from "./operations.js";
import type { State, Valued } from "./state.js";
import type { Term } from "./term.js";
import type { UseKind } from "./uses.js";
import { ANYTHING, ERROR } from "./values.js";

/** A macro that the engine understands itself. */
export interface SpecialCall {
	/** The arguments that are evaluated. */
	readonly args: readonly Expr[];
	apply(state: State, terms: readonly Term[]): readonly Valued[];
}

/** Macros that ask about a pointer: what for, and the operation that the answer is. */
const QUESTIONS: ReadonlyMap<string, { readonly kind: UseKind; readonly op: string }> = new Map([
	["IS_ERR", { kind: "error", op: "IS_ERR" }],
	["IS_ERR_VALUE", { kind: "error", op: "IS_ERR" }],
	["IS_ERR_OR_NULL", { kind: "either", op: "IS_ERR_OR_NULL" }],
	["ZERO_OR_NULL_PTR", { kind: "null", op: "!" }],
]);
/** Calls whose value is that of an argument, by its index. Source: include/linux/{err,cleanup,dev_printk}.h. */
const PASSED_THROUGH: ReadonlyMap<string, number> = new Map([
	["PTR_ERR", 0],
	["ERR_CAST", 0],
	["no_free_ptr", 0],
	["retain_and_null_ptr", 0],
	["dev_err_probe", 1],
	["dev_warn_probe", 1],
	["dev_err_ptr_probe", 1],
	["dev_err_cast_probe", 1],
]);
/** Those that take the error code out of a pointer. */
const TAKES_CODE: ReadonlySet<string> = new Set(["PTR_ERR", "ERR_CAST", "dev_err_cast_probe"]);

/** The argument that is the value of a call of that name; -1 for any other call. */
export function passedThrough(name: string): number {
	return PASSED_THROUGH.get(name) ?? -1;
}

const CONFIG_QUESTIONS: ReadonlySet<string> = new Set([
	"IS_ENABLED",
	"IS_BUILTIN",
	"IS_MODULE",
	"IS_REACHABLE",
]);

/** `a.b` of a member designator; null where it is none. */
function memberName(expr: Expr | undefined): string | null {
	if (expr?.kind === "name") return expr.name;
	if (expr?.kind !== "member" || expr.arrow) return null;
	const base = memberName(expr.base);
	return base === null ? null : `${base}.${expr.field}`;
}

/** The macros that the engine itself must know. */
export class SpecialCalls {
	constructor(private readonly context: FlowContext) {}

	/** The macro's meaning, where it is one of these few. */
	meaningOf(call: CallExpr): SpecialCall | null {
		const { terms } = this.context;
		const { name, args } = call;
		const first = args[0];
		if (name === null || first === undefined) return null;
		const question = QUESTIONS.get(name);
		if (question) {
			const { kind, op } = question;
			return this.used(call, first, kind, (arg) => unaryOperation(terms, op, arg));
		}
		const passed = args[passedThrough(name)];
		if (passed) return this.used(call, passed, TAKES_CODE.has(name) ? "code" : null, (arg) => arg);
		// Whoever makes an error pointer of it takes it for an error.
		if (name === "ERR_PTR") {
			return {
				args: [first],
				apply: (state, [arg]) => {
					this.context.observeUse("made", arg!, first, call, state);
					if (state.valueOf(arg!) & ERROR) state.narrow(arg!, ERROR);
					return [{ state, term: arg! }];
				},
			};
		}
		if (CONFIG_QUESTIONS.has(name) && first.kind === "name") {
			const term = terms.op("config", terms.symbol(first.name));
			return { args: [], apply: (state) => [{ state, term }] };
		}
		if (name === "PTR_ERR_OR_ZERO") {
			return {
				args: [first],
				apply: (state, [arg]) => {
					this.context.observeUse("code-or-zero", arg!, first, call, state);
					return this.errorOrZero(state, arg!);
				},
			};
		}
		const arithmetic = arithmeticMacro(name);
		if (arithmetic?.args.every((index) => args[index] !== undefined)) {
			return {
				args: arithmetic.args.map((index) => args[index]!),
				apply: (state, of) => [{ state, term: terms.op(arithmetic.op, ...of) }],
			};
		}
		const container = this.context.knowledge.container(name);
		const pointer = container && args[container.pointer];
		if (!pointer) return null;
		const member =
			typeof container.member === "string" ? container.member : memberName(args[container.member]);
		if (member === null) return null;
		return {
			args: [pointer],
			apply: (state, [arg]) => [{ state, term: this.containerOf(arg!, member) }],
		};
	}

	/** Something done with a pointer, of which rules are told, and its value. */
	private used(call: CallExpr, pointer: Expr, kind: UseKind | null, make: (arg: Term) => Term): SpecialCall {
		return {
			args: [pointer],
			apply: (state, [arg]) => {
				if (kind) this.context.observeUse(kind, arg!, pointer, call, state);
				return [{ state, term: make(arg!) }];
			},
		};
	}

	private errorOrZero(state: State, arg: Term): readonly Valued[] {
		const valid = state.clone();
		const results: Valued[] = [];
		if (state.narrow(arg, ERROR)) results.push({ state, term: arg });
		if (valid.narrow(arg, ANYTHING & ~ERROR)) {
			results.push({ state: valid, term: this.context.terms.constant(0) });
		}
		return results;
	}

	/** `container_of(&p->m, T, m)` is `p`. */
	private containerOf(pointer: Term, member: string): Term {
		let place = pointer.kind === "address" ? pointer.place : null;
		const members = member.split(".");
		while (place?.kind === "field" && place.name === members.at(-1)) {
			members.pop();
			place = place.base;
		}
		if (place && members.length === 0) return this.context.terms.address(place);
		return this.context.terms.op(`container_of ${member}`, pointer);
	}
}
