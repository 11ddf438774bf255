import type { Expr } from "../cfg/expression.js";
import type { Span } from "../image/image.js";
import type { Assumption, Effect, Model, Tracked, Transition, UnknownCall } from "./model.js";
import type { Observations } from "./observations.js";
import { registerValue } from "./register.js";
import type { State } from "./state.js";
import { container, outwards, type Place, spell, type Term, type TermTable } from "./term.js";
import { extend } from "./trace.js";

/** In the place of an operation: a register has got a value. */
const REGISTER_CHANGE = -1;

/** What is done to a place. */
export type Operation = Pick<Effect, "model" | "operation" | "path" | "detail">;

/** A place, and how the source calls it. */
export interface NamedPlace {
	readonly place: Place;
	readonly spelled: string;
	/** The argument that names it, or the object there is only one of; null inside a callee. */
	readonly object: Expr | string | null;
}

/** Where the walk is, as far as operations must know. */
interface Walk {
	readonly observations: Observations | null;
	/** Whether the block that is being walked can be come by again. */
	readonly inLoop: boolean;
}

/** What operations and unknown calls do to the places that the models track. */
export class Tracking {
	constructor(
		private readonly walk: Walk,
		private readonly models: readonly Model[],
		private readonly terms: TermTable,
	) {}

	/** Runs an operation of a model on a place. */
	operate(effect: Operation, named: NamedPlace, span: Span, state: State, isSaid = true): void {
		const index = this.models.indexOf(effect.model);
		const others = this.walk.observations ? new Map(state.trackedOf(index)) : state.trackedOf(index);
		this.considerAliases(effect.model, index, effect.operation, named.place, state);
		const next = effect.model.apply(state.statusOf(index, named.place), effect.operation);
		this.enter(isSaid ? next : { ...next, says: "" }, effect, named, span, state, others);
	}

	/** Gives a register a value, and the model of it the status that follows. */
	setRegister(
		effect: Operation,
		named: NamedPlace,
		value: Term,
		span: Span,
		state: State,
		isSaid = true,
	): void {
		const { place } = named;
		const kind = registerValue(value, state.initialOf(place));
		state.assign(place, value);
		const index = this.models.indexOf(effect.model);
		const next = effect.model.onRegister(state.statusOf(index, place), kind);
		const change = { ...effect, operation: REGISTER_CHANGE };
		const others = new Map(this.walk.observations ? state.trackedOf(index) : []);
		this.enter(isSaid ? next : { ...next, says: "" }, change, named, span, state, others);
	}

	/** Puts a place in the status that a model has found for it. */
	private enter(
		next: Transition,
		effect: Operation,
		named: NamedPlace,
		span: Span,
		state: State,
		/** What the model said of all places before. */
		others: ReadonlyMap<Place, Tracked>,
	): void {
		const { model, operation, detail, path } = effect;
		const { place, spelled, object } = named;
		const index = this.models.indexOf(model);
		if (next.says !== "") {
			state.trace = extend(state.trace, { kind: "event", span, message: next.says.replace("%s", spelled) });
		}
		const { trace, order } = state;
		// Behind a blurred merge nothing is certain any more.
		if (next.event && this.walk.observations && !state.imprecise) {
			const before = state.trackedOf(index).get(place) ?? null;
			const kind = next.event;
			this.walk.observations.addEvent({
				...{ model, kind, operation, path, detail, place, spelled, span, object, before, others, trace },
				inLoop: this.walk.inLoop,
			});
		}
		const known = state.trackedOf(index).get(place);
		// A register that stays as it is was set where it was set first.
		if (operation === REGISTER_CHANGE && known?.status === next.status) return;
		state.setTracked(index, place, {
			...{ status: next.status, spelled, span, detail, trace, order },
			assumed: false,
		});
	}

	/** Makes the status of a place unknown. */
	forget(model: Model, place: Place, spelled: string, span: Span, state: State): void {
		const index = this.models.indexOf(model);
		const { trace, order } = state;
		const item = state.trackedOf(index).get(place) ?? {
			...{ spelled, span, trace, order },
			detail: -1,
			assumed: false,
		};
		this.makeUnknown(model, index, place, item, state);
	}

	/** Makes unknown every place that may be the one named, which has no name here. */
	forgetLike(model: Model, named: Place, state: State): void {
		const index = this.models.indexOf(model);
		for (const [place, item] of state.trackedOf(index)) {
			if (model.mayBeSame(named, place)) this.makeUnknown(model, index, place, item, state);
		}
	}

	/** A call of which only is known that it may do anything to what it is given and to globals. */
	forgetReachable(args: readonly Term[], state: State): void {
		const targets = this.targetsOf(args);
		for (const [index, model] of this.models.entries()) {
			for (const [place, item] of state.trackedOf(index)) {
				const isGlobal = place.kind === "singleton" || container(place).kind === "variable";
				if (isGlobal || targets.some((target) => shareRoot(place, target)))
					this.makeUnknown(model, index, place, item, state);
			}
		}
	}

	private makeUnknown(
		model: Model,
		index: number,
		place: Place,
		item: Omit<Tracked, "status">,
		state: State,
	): void {
		state.setTracked(index, place, { ...item, status: model.unknown });
		if (place.kind === "singleton" && model.registers.includes(place.name)) {
			state.assign(place, this.terms.fresh(0, `unknown ${place.name}`));
		}
	}

	private considerAliases(model: Model, index: number, operation: number, place: Place, state: State): void {
		const own = state.statusOf(index, place);
		for (const [other, item] of state.trackedOf(index)) {
			if (other === place) continue;
			const status = model.ifAlias(item.status, operation, own, place, other);
			if (status !== null) state.setTracked(index, other, { ...item, status });
		}
	}

	assumeStatus(assumption: Assumption, place: Place, state: State): void {
		const index = this.models.indexOf(assumption.model);
		state.setTracked(index, place, {
			status: assumption.status,
			spelled: assumption.spelled || spell(place),
			span: { start: 0, end: 0 },
			detail: assumption.detail,
			trace: state.trace,
			order: state.order,
			assumed: true,
		});
	}

	private targetsOf(args: readonly (Term | null)[]): readonly Place[] {
		return args.filter(isPointerLike).map((arg) => this.terms.target(arg));
	}

	/** Notes a call that callers of this function must be told of, going by its name. */
	recordDisturbance(name: string, args: readonly (Term | null)[], state: State): void {
		if (!this.models.some((model) => model.isSuspect(name))) return;
		state.disturbances.set(`${name}(${args.map((arg) => arg?.id).join(",")}`, { name, args });
	}

	/** Makes unknown what a call of which nothing is known may have changed. */
	disturb(name: string | null, args: readonly (Term | null)[], state: State): void {
		const { models } = this;
		if (name !== null) this.recordDisturbance(name, args, state);
		let call: UnknownCall | null = null;
		for (let i = 0; i < models.length; i++) {
			const model = models[i]!;
			for (const [place, item] of state.trackedOf(i)) {
				call ??= { name, arguments: args.length, targets: this.targetsOf(args) };
				if (item.status === model.unknown || !model.mayDisturb(call, place, item)) continue;
				this.makeUnknown(model, i, place, item, state);
			}
		}
	}
}

/** Whether one pointer leads to both. */
function shareRoot(a: Place, b: Place): boolean {
	return [...outwards(a)].at(-1) === [...outwards(b)].at(-1);
}

/** Whether the argument can lead the callee to an object. */
function isPointerLike(term: Term | null): term is Term {
	return term !== null && term.kind !== "const" && term.kind !== "string" && term.kind !== "symbol";
}
