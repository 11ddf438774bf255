import type { CallExpr, Expr } from "../cfg/expression.js";
import type { FlowContext } from "./context.js";
import type { State, Valued } from "./state.js";
import type { Term } from "./term.js";
import { ANYTHING, ERROR } from "./values.js";

/** A macro that the engine understands itself. */
export interface SpecialCall {
	/** The arguments that are evaluated. */
	readonly args: readonly Expr[];
	apply(state: State, terms: readonly Term[]): readonly Valued[];
}

const QUESTIONS: ReadonlyMap<string, string> = new Map([
	["IS_ERR", "IS_ERR"],
	["IS_ERR_VALUE", "IS_ERR"],
	["IS_ERR_OR_NULL", "IS_ERR_OR_NULL"],
]);
const IDENTITIES: ReadonlySet<string> = new Set([
	"PTR_ERR",
	"ERR_CAST",
	"no_free_ptr",
	"retain_and_null_ptr",
]);
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
		const one = (make: (arg: Term) => Term): SpecialCall => ({
			args: [first],
			apply: (state, [arg]) => [{ state, term: make(arg!) }],
		});
		const question = QUESTIONS.get(name);
		if (question) return one((arg) => terms.op(question, arg));
		if (IDENTITIES.has(name)) return one((arg) => arg);
		// Whoever makes an error pointer of it takes it for an error.
		if (name === "ERR_PTR") {
			return {
				args: [first],
				apply: (state, [arg]) => {
					if (state.valueOf(arg!) & ERROR) state.narrow(arg!, ERROR);
					return [{ state, term: arg! }];
				},
			};
		}
		if (CONFIG_QUESTIONS.has(name) && first.kind === "name") {
			const term = terms.op("config", terms.symbol(first.name));
			return { args: [], apply: (state) => [{ state, term }] };
		}
		if (name === "PTR_ERR_OR_ZERO")
			return { args: [first], apply: (state, [arg]) => this.errorOrZero(state, arg!) };
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
