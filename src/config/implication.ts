import { ARCHITECTURES } from "./architectures.js";
import { Case } from "./case.js";
import type { Level } from "./formula.js";
import type { Kconfig } from "./kconfig.js";
import { both, type KconfigExpression } from "./kconfig-expression.js";
import type { KconfigEntry } from "./kconfig-parse.js";

export interface Selector {
	readonly by: string;
	/** Of the entry that selects, and of its `select`. */
	readonly condition: KconfigExpression;
}

/** What the Kconfig of a tree allows. */
export class Implications {
	private readonly selectors = new Map<string, Selector[]>();
	private readonly answers = new Map<string, boolean>();

	constructor(private readonly kconfig: Kconfig) {
		for (const [by, entries] of kconfig) {
			for (const { selects, depends } of entries) {
				for (const { name, condition } of selects) {
					const list = this.selectors.get(name) ?? [];
					list.push({ by, condition: both(depends, condition) });
					this.selectors.set(name, list);
				}
			}
		}
	}

	isDefined(name: string): boolean {
		return this.kconfig.has(name);
	}

	/** Levels that the symbol may have at all. */
	levelsOf(name: string): readonly Level[] {
		const isTristate = (this.kconfig.get(name) ?? []).some((entry) => entry.isTristate);
		return isTristate ? [2, 0, 1] : [2, 0];
	}

	entriesOf(name: string): readonly KconfigEntry[] {
		return this.kconfig.get(name) ?? [];
	}

	selectorsOf(name: string): readonly Selector[] {
		return this.selectors.get(name) ?? [];
	}

	/** Whether some architecture can be configured so; only what is certain speaks against it. */
	isPossible(values: ReadonlyMap<string, Level>): boolean {
		const key = [...values]
			.map((pair) => pair.join("="))
			.sort()
			.join(" ");
		const known = this.answers.get(key);
		if (known !== undefined) return known;
		const answer = ARCHITECTURES.some(({ symbol }) => {
			const exact = new Map(values);
			for (const other of ARCHITECTURES) exact.set(other.symbol, other.symbol === symbol ? 2 : 0);
			const isMeant = [...values].every(([name, level]) => exact.get(name) === level);
			return isMeant && this.isDefined(symbol) && new Case(this, exact).isPossible();
		});
		this.answers.set(key, answer);
		return answer;
	}
}
