import type { CallExpr, Expr } from "../cfg/expression.js";
import type { Usage } from "../cfg/usage.js";
import type { Knowledge, ResultContract } from "./model.js";
import type { Callees, FunctionSummary } from "./summary.js";
import { REREAD, type Term } from "./term.js";
import { ANYTHING, ERROR, NEGATIVE, type ValueSet, ZERO } from "./values.js";

/** The call that a value came from. */
export interface ValueOrigin {
	readonly call: CallExpr;
	/** Where its value is stored at once: an expression, or the name of a variable declared there. */
	readonly target: Expr | string | null;
	/** Of a function of the file what its paths return. */
	readonly contract: ResultContract | null;
	readonly isOwn: boolean;
	/** Which of NULL and errors a return statement of the function gives, and nothing else, as far as that is seen. */
	readonly returned: ValueSet;
}

/** Which call made a value, and what it promised of it. */
export class Origins {
	/** By their site. */
	private readonly calls = new Map<number, CallExpr>();
	private readonly known = new Map<CallExpr, ValueOrigin>();

	constructor(
		private readonly usage: Usage,
		private readonly locals: ReadonlySet<string>,
		private readonly knowledge: Knowledge,
		private readonly callees: Callees,
	) {}

	/** Notes that values of the site are what the call returns. */
	note(site: number, call: CallExpr): void {
		this.calls.set(site, call);
	}

	/** The call that made the value, also in the round before; null where it is not the result of one. */
	of(term: Term): ValueOrigin | null {
		let made = term;
		while (made.kind === "op" && made.op === REREAD) made = made.args[0]!;
		if (made.kind !== "fresh" || made.tag !== "") return null;
		const call = this.calls.get(Math.abs(made.site));
		return call ? this.originBy(call) : null;
	}

	/** Where the values came from that the calls returned. */
	all(): readonly ValueOrigin[] {
		return [...this.calls.values()].map((call) => this.originBy(call));
	}

	/** What the call promised that made the value; anything where that is not known. */
	contractOf(term: Term): ValueSet {
		// What is read again behind a call may be another.
		return term.kind === "fresh" ? (this.of(term)?.contract?.values ?? ANYTHING) : ANYTHING;
	}

	private originBy(call: CallExpr): ValueOrigin {
		const known = this.known.get(call);
		if (known) return known;
		const name = call.name === null || this.locals.has(call.name) ? null : call.name;
		const isOwn = call.name !== null && this.callees.isOwn(call.name);
		// What the tables know otherwise need not be looked for in headers.
		const isSeen = name !== null && (isOwn || !this.isInTables(name));
		const origin = {
			call,
			contract: name === null ? null : this.contractBy(name),
			isOwn,
			returned: isSeen ? this.callees.failuresReturnedBy(name) : 0,
			target: this.usage.targetOf(call),
		};
		this.known.set(call, origin);
		return origin;
	}

	private isInTables(name: string): boolean {
		return this.knowledge.contract(name) !== null || this.knowledge.outcomes(name) !== null;
	}

	private contractBy(name: string): ResultContract | null {
		const isOwn = this.callees.isOwn(name);
		if (!isOwn && this.isInTables(name)) return this.knowledge.contract(name);
		const summary = this.callees.summaryOf(name);
		return summary && contractBy(summary);
	}
}

/** What the paths of a function show it to return; null where some of them show nothing. */
function contractBy({ ways, returnsPointer }: FunctionSummary): ResultContract | null {
	if (!returnsPointer) return null;
	let values: ValueSet = 0;
	for (const { result } of ways) values |= result;
	return values & NEGATIVE ? null : { values, failures: values & (ERROR | ZERO), isLoose: false };
}
