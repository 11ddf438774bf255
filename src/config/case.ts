import type { Level, Range } from "./formula.js";
import { type KconfigExpression, rangeOf } from "./kconfig-expression.js";
import type { KconfigEntry } from "./kconfig-parse.js";

/** The symbols of a Kconfig as a case asks for them. */
export interface Symbols {
	isDefined(name: string): boolean;
	levelsOf(name: string): readonly Level[];
	entriesOf(name: string): readonly KconfigEntry[];
	selectorsOf(name: string): readonly { readonly by: string; readonly condition: KconfigExpression }[];
}

/** One architecture with given values of some symbols; all others may be what Kconfig lets them be. */
export class Case {
	private readonly known = new Map<string, boolean>();
	/** Least levels of symbols that follow from the given ones. */
	private readonly bounds = new Map<string, Level>();

	private readonly values: ReadonlyMap<string, Level>;

	constructor(
		private readonly symbols: Symbols,
		given: ReadonlyMap<string, Level>,
	) {
		const values = new Map(given);
		for (const [name, level] of values) {
			// A symbol that others bring along is off only where they are.
			for (const other of level === 0 ? this.bringing(name) : []) {
				if (!values.has(other)) values.set(other, 0);
			}
		}
		this.values = values;
	}

	/** False only where something is certain to speak against it. */
	isPossible(): boolean {
		for (const [name, level] of this.values) {
			if (level > 0 && !this.canBe(name, level)) return false;
			this.raise(name, level);
		}
		if (!this.propagate()) return false;
		for (const name of this.bounds.keys()) {
			const entries = this.symbols.entriesOf(name);
			if (!entries.some(({ depends }) => this.range(depends).high > 0)) return false;
		}
		return [...this.values].every(([name, level]) => level > 0 || this.canBeOff(name));
	}

	/** Symbols in the `default y if A || B` of one that a user is not asked for as a rule. */
	private *bringing(name: string): Iterable<string> {
		const entries = this.symbols.entriesOf(name);
		if (entries.some(({ prompt }) => prompt?.kind === "level")) return;
		for (const { defaults, depends } of entries) {
			for (const { value, condition } of depends.kind === "level" ? defaults : []) {
				if (value.kind !== "level" || value.level === 0) continue;
				const cases = condition.kind === "or" ? condition.operands : [condition];
				for (const each of cases) if (each.kind === "symbol") yield each.name;
			}
		}
	}

	/** Whether the symbol can have at least that level, each thing it needs looked at by itself. */
	private canBe(name: string, level: Level): boolean {
		if ((this.values.get(name) ?? 2) < level) return false;
		const key = `${name} ${level}`;
		const known = this.known.get(key);
		if (known !== undefined) return known;
		// Who asks again on the way here learns nothing by it.
		this.known.set(key, true);
		const answer = this.hasWay(name, level);
		this.known.set(key, answer);
		return answer;
	}

	/** A user says so or, of what nobody is asked for, a default or another symbol. */
	private hasWay(name: string, level: Level): boolean {
		const entries = this.symbols.entriesOf(name).filter((entry) => this.allows(entry, level));
		const unasked = entries.filter(({ prompt }) => prompt === null);
		if (unasked.length < entries.length) return true;
		const byDefault = unasked.some(({ defaults }) =>
			defaults.some(({ value, condition }) => this.mayBe(value, 1) && this.mayBe(condition, 1)),
		);
		if (byDefault || unasked.length === 0) return byDefault;
		return this.symbols
			.selectorsOf(name)
			.some(({ by, condition }) => this.mayBe(condition, 1) && this.canBe(by, this.levelFor(by, 1)));
	}

	/** Whether what the entry depends on and selects can be. */
	private allows({ depends, isTristate, selects }: KconfigEntry, level: Level): boolean {
		return (
			this.mayBe(depends, isTristate && level === 2 ? 2 : 1) &&
			selects.every(
				({ name, condition }) =>
					!this.symbols.isDefined(name) ||
					this.range(condition).low === 0 ||
					this.canBe(name, this.levelFor(name, level)),
			)
		);
	}

	private mayBe(expression: KconfigExpression, level: Level): boolean {
		switch (expression.kind) {
			case "level":
				return expression.level >= level;
			case "symbol": {
				const { name } = expression;
				return this.symbols.isDefined(name) && this.canBe(name, this.levelFor(name, level));
			}
			case "unknown":
				// It may ask for any of them.
				return expression.names.every((name) => (this.values.get(name) ?? 2) > 0);
			case "equals": {
				const { name, level: asked, negated } = expression;
				const isOn = negated ? asked === 0 : asked > 0;
				if (!isOn) return this.range(expression).high > 0;
				return this.canBe(name, this.levelFor(name, negated ? 1 : asked));
			}
			case "not":
				return this.range(expression).high >= level;
			case "and":
				return expression.operands.every((operand) => this.mayBe(operand, level));
			case "or":
				return expression.operands.some((operand) => this.mayBe(operand, level));
		}
	}

	/** Gathers what follows from what is on. False where that contradicts a value. */
	private propagate(): boolean {
		const open = [...this.bounds];
		for (let item = open.pop(); item; item = open.pop()) {
			const [name, level] = item;
			for (const [other, least] of this.following(name, level)) {
				if ((this.values.get(other) ?? 2) < least) return false;
				if (this.raise(other, least)) open.push([other, least]);
			}
			// Selects under conditions may have become certain by what came last.
			if (open.length === 0) open.push(...this.missing());
		}
		return true;
	}

	private *missing(): Iterable<[string, Level]> {
		for (const [name, level] of this.bounds) {
			for (const [other, least] of this.following(name, level)) {
				if ((this.bounds.get(other) ?? 0) < least) {
					yield [name, level];
					break;
				}
			}
		}
	}

	/** What the symbol needs and selects for certain. */
	private *following(name: string, level: Level): Iterable<[string, Level]> {
		const entries = this.symbols.entriesOf(name).filter(({ depends }) => this.mayBe(depends, 1));
		const [entry, another] = entries;
		if (!entry || another) return;
		yield* this.needed(entry.depends, entry.isTristate && level === 2 ? 2 : 1);
		for (const each of entry.selects) {
			if (!this.symbols.isDefined(each.name) || this.range(each.condition).low === 0) continue;
			yield [each.name, this.levelFor(each.name, level)];
		}
		const [only, second] = entry.prompt === null ? entry.defaults : [];
		if (!only || second || this.symbols.selectorsOf(name).length > 0) return;
		yield* this.needed(only.value, 1);
		yield* this.needed(only.condition, 1);
	}

	private *needed(expression: KconfigExpression, level: Level): Iterable<[string, Level]> {
		const possible =
			expression.kind === "or" ? expression.operands.filter((operand) => this.mayBe(operand, level)) : [];
		if (expression.kind === "symbol") yield [expression.name, this.levelFor(expression.name, level)];
		else if (expression.kind === "and") {
			for (const operand of expression.operands) yield* this.needed(operand, level);
		} else if (possible.length === 1) yield* this.needed(possible[0]!, level);
	}

	/** Whether a user can say no, or nothing says yes. */
	private canBeOff(name: string): boolean {
		const entries = this.symbols.entriesOf(name);
		const isAsked = ({ prompt, depends }: KconfigEntry, end: keyof Range) =>
			prompt !== null && this.range(depends).high > 0 && this.range(prompt)[end] > 0;
		if (entries.some((entry) => isAsked(entry, "low"))) return true;
		const mayBeAsked = entries.some((entry) => isAsked(entry, "high"));
		return !entries.some(({ defaults, depends }) =>
			defaults.some(({ value, condition }) => {
				// A plain default is for those who are not asked; one for a case means the case.
				const isPlain = condition.kind === "level" && value.kind === "level";
				const least = [value, condition, depends].map((each) => this.range(each).low);
				return !(mayBeAsked && isPlain) && Math.min(...least) > 0;
			}),
		);
	}

	private levelFor(name: string, level: Level): Level {
		return this.symbols.levelsOf(name).includes(level) ? level : 2;
	}

	private raise(name: string, level: Level): boolean {
		const raised = (this.bounds.get(name) ?? 0) < level;
		if (raised) this.bounds.set(name, level);
		return raised;
	}

	private range(expression: KconfigExpression): Range {
		return rangeOf(expression, (name) => {
			const exact = this.values.get(name);
			if (exact !== undefined) return { low: exact, high: exact };
			return { low: this.bounds.get(name) ?? 0, high: this.symbols.isDefined(name) ? 2 : 0 };
		});
	}
}
