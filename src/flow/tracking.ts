import { type Expr, isAddress, isKept } from "../cfg/expression.js";
import type { Span } from "../image/image.js";
import { isConstantLike } from "./facts.js";
import type { Assumption, Effect, Model, Tracked, Transition, UnknownCall } from "./model.js";
import type { Observations } from "./observations.js";
import { registerValue } from "./register.js";
import type { State } from "./state.js";
import { container, outwards, type Place, spell, type Term, type TermTable } from "./term.js";
import { extend } from "./trace.js";
import type { Touch } from "./uses.js";

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
	/** The pointer that leads there, as it was read; only minor models ask. */
	readonly pointer?: Term | null;
}

/** Where the walk is, as far as operations must know. */
interface Walk {
	readonly observations: Observations | null;
	/** Names of variables of the function. */
	readonly locals: ReadonlySet<string>;
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

	/** Runs an operation of a minor model on what a pointer points to. */
	operateBy(
		pointer: Term,
		effect: Operation,
		named: NamedPlace,
		span: Span,
		state: State,
		/** The argument that it was made of; null where the callee read it from memory. */
		written: Expr | null,
	): void {
		const { model } = effect;
		if (named.place.kind === "target" && isConstantLike(named.place.pointer)) return;
		const known = state.trackedOf(this.models.indexOf(model)).get(named.place);
		// Of `&p->q` is only kept by which name `p` goes, and not when that was read.
		const isExact = !isAddress(written) || !this.isInMemory(pointer);
		const isReread = known !== undefined && !(isExact && known.pointer === pointer);
		const isInMemory = written ? !isKept(written) : null;
		const operation = model.variant?.(effect.operation, { isInMemory, isReread }) ?? effect.operation;
		this.operate({ ...effect, operation }, { ...named, pointer: isExact ? pointer : null }, span, state);
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
			this.walk.observations.addEvent(
				{
					...{ model, kind, operation, path, detail, place, spelled, span, object, before, others, trace },
					inLoop: this.walk.inLoop,
				},
				model.isMinor ? state.signature(false) : "",
			);
		}
		const known = state.trackedOf(index).get(place);
		// A register that stays as it is was set where it was set first.
		if (operation === REGISTER_CHANGE && known?.status === next.status) return;
		state.setTracked(index, place, {
			...{ status: next.status, spelled, span, detail, trace, order },
			assumed: false,
			...(model.isMinor ? { pointer: named.pointer ?? null } : {}),
		});
	}

	/** Whether the value may be one that was read from memory, and not from a variable of the function. */
	private isInMemory(term: Term): boolean {
		if (term.kind === "op") return term.args.some((arg) => this.isInMemory(arg));
		if (term.kind !== "content") return false;
		const { place, epoch } = term;
		return place.kind !== "variable" || epoch !== 0 || !this.walk.locals.has(place.name);
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
				if (model.disturbed) state.setTracked(i, place, { ...item, status: model.disturbed(item.status) });
				else this.makeUnknown(model, i, place, item, state);
			}
		}
	}

	/** A callee has run of which only what it does to some places is known to minor models. */
	disturbMinor(args: readonly Term[], state: State, known: ReadonlySet<Place | null>): void {
		for (const [i, model] of this.models.entries()) {
			if (!model.isMinor || !model.disturbed) continue;
			const call = { name: null, arguments: args.length, targets: this.targetsOf(args) };
			for (const [place, item] of state.trackedOf(i)) {
				if (known.has(place) || item.status === model.unknown) continue;
				if (!model.mayDisturb(call, place, item)) continue;
				state.setTracked(i, place, { ...item, status: model.disturbed(item.status) });
			}
		}
	}

	/** The macro of a loop may have given the variable another value than the pointer. */
	forgetMinor(pointer: Term, state: State): void {
		const place = this.terms.target(pointer);
		for (const [i, model] of this.models.entries()) {
			const item = model.isMinor ? state.trackedOf(i).get(place) : undefined;
			if (item) this.makeUnknown(model, i, place, item, state);
		}
	}

	/** Shows rules what is done with an object that a model watches, by a pointer to it or into it. */
	touch(touch: Pick<Touch, "kind" | "pointer" | "name">, whole: Span, at: Span, state: State): void {
		const { observations } = this.walk;
		if (!observations || state.imprecise || !isPointerLike(touch.pointer)) return;
		let target: Place | null = null;
		for (const [i, model] of this.models.entries()) {
			const tracked = state.trackedOf(i);
			if (!model.touched || tracked.size === 0) continue;
			target ??= this.terms.target(touch.pointer);
			const place = model.touched(target, tracked);
			const object = place && tracked.get(place);
			if (!object) continue;
			const root = container(target);
			// Of `&p->q->lock` the pointer `p->q` is not kept as it was read.
			const by = root.kind === "target" && root !== target ? root.pointer : touch.pointer;
			const isReread = object.pointer !== by && object.pointer !== touch.pointer && this.isInMemory(by);
			observations.touches.push({
				...touch,
				...{ model, object, place, isReread, span: whole, at, trace: state.trace },
			});
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
