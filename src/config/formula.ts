/** The value of a configuration symbol: no, module, yes. */
export type Level = 0 | 1 | 2;

/** What is known of a symbol's value. */
export interface Range {
	readonly low: Level;
	readonly high: Level;
}

/**
 * When a piece of code is compiled. `symbol` holds where the symbol has one of the levels: `#ifdef CONFIG_X`
 * asks for `y`, `IS_ENABLED(CONFIG_X)` for `y` or `m`. What is not about the configuration is an unknown
 * constant: null.
 */
export type Formula =
	| { readonly kind: "constant"; readonly value: boolean | null }
	| { readonly kind: "symbol"; readonly name: string; readonly levels: readonly Level[] }
	| { readonly kind: "not"; readonly operand: Formula }
	| { readonly kind: "all" | "any"; readonly operands: readonly Formula[] };

export const ALWAYS: Formula = { kind: "constant", value: true };
export const NEVER: Formula = { kind: "constant", value: false };
export const UNKNOWN: Formula = { kind: "constant", value: null };

export const YES: readonly Level[] = [2];
export const MODULE: readonly Level[] = [1];
export const ENABLED: readonly Level[] = [1, 2];

export function symbol(name: string, levels: readonly Level[]): Formula {
	return { kind: "symbol", name, levels };
}

export function not(operand: Formula): Formula {
	if (operand.kind === "not") return operand.operand;
	if (operand.kind !== "constant") return { kind: "not", operand };
	return operand.value === null ? UNKNOWN : operand.value ? NEVER : ALWAYS;
}

export function all(operands: readonly Formula[]): Formula {
	return joined("all", operands, ALWAYS, NEVER);
}

export function any(operands: readonly Formula[]): Formula {
	return joined("any", operands, NEVER, ALWAYS);
}

function joined(
	kind: "all" | "any",
	operands: readonly Formula[],
	neutral: Formula,
	decisive: Formula,
): Formula {
	const open = new Map<string, Formula>();
	for (const operand of operands.flatMap((item) => (item.kind === kind ? item.operands : [item]))) {
		if (operand.kind === "constant" && operand.value === asBoolean(decisive)) return decisive;
		if (operand.kind !== "constant" || operand.value === null) open.set(textOf(operand), operand);
	}
	const [first = neutral, ...rest] = open.values();
	return rest.length === 0 ? first : { kind, operands: [first, ...rest] };
}

function asBoolean(formula: Formula): boolean | null {
	return formula.kind === "constant" ? formula.value : null;
}

/** Whether it holds; null where what is known of the symbols does not say. */
export function truthOf(formula: Formula, rangeOf: (name: string) => Range): boolean | null {
	switch (formula.kind) {
		case "constant":
			return formula.value;
		case "symbol": {
			const { low, high } = rangeOf(formula.name);
			const possible = ([0, 1, 2] as const).filter((level) => level >= low && level <= high);
			const held = possible.filter((level) => formula.levels.includes(level));
			return held.length === 0 ? false : held.length === possible.length ? true : null;
		}
		case "not": {
			const truth = truthOf(formula.operand, rangeOf);
			return truth === null ? null : !truth;
		}
		default: {
			const decisive = formula.kind === "any";
			const truths = formula.operands.map((operand) => truthOf(operand, rangeOf));
			if (truths.includes(decisive)) return decisive;
			return truths.includes(null) ? null : !decisive;
		}
	}
}

/** Names of the symbols it is about. */
export function symbolsOf(formula: Formula): ReadonlySet<string> {
	switch (formula.kind) {
		case "constant":
			return new Set();
		case "symbol":
			return new Set([formula.name]);
		case "not":
			return symbolsOf(formula.operand);
		default:
			return new Set(formula.operands.flatMap((operand) => [...symbolsOf(operand)]));
	}
}

/** Equal for equal formulas, and readable. */
export function textOf(formula: Formula): string {
	switch (formula.kind) {
		case "constant":
			return formula.value === null ? "?" : String(formula.value);
		case "symbol": {
			const name = `CONFIG_${formula.name}`;
			if (formula.levels.length === 2) return `IS_ENABLED(${name})`;
			return formula.levels[0] === 2 ? name : `${name}_MODULE`;
		}
		case "not":
			return `!${inner(formula.operand)}`;
		default:
			return formula.operands.map(inner).join(formula.kind === "all" ? " && " : " || ");
	}
}

function inner(formula: Formula): string {
	const text = textOf(formula);
	return formula.kind === "all" || formula.kind === "any" ? `(${text})` : text;
}
