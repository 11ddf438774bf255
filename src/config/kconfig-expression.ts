import type { Level, Range } from "./formula.js";

/** An expression of Kconfig, whose value is a level: `A && !B`, `A || B = y`. */
export type KconfigExpression =
	| { readonly kind: "level"; readonly level: Level }
	| { readonly kind: "symbol"; readonly name: string }
	| { readonly kind: "unknown"; readonly names: readonly string[] }
	| { readonly kind: "not"; readonly operand: KconfigExpression }
	| { readonly kind: "and" | "or"; readonly operands: readonly KconfigExpression[] }
	/** `X = y` and `X != n`, which are themselves `y` or `n`. */
	| { readonly kind: "equals"; readonly name: string; readonly level: Level; readonly negated: boolean };

const LEVELS: ReadonlyMap<string, Level> = new Map([
	["n", 0],
	["m", 1],
	["y", 2],
]);

export const YES_EXPRESSION: KconfigExpression = { kind: "level", level: 2 };

export function both(left: KconfigExpression, right: KconfigExpression): KconfigExpression {
	if (left === YES_EXPRESSION) return right;
	return right === YES_EXPRESSION ? left : { kind: "and", operands: [left, right] };
}

/** Reads an expression; what is not understood, such as `$(shell ...)`, is unknown. */
export function parseExpression(text: string): KconfigExpression {
	const words = text.match(/"[^"]*"|'[^']*'|\$\([^)]*\)|\w+|&&|\|\||[<>!]?=|\S/g) ?? [];
	let at = 0;
	const expression = disjunction();
	return at < words.length ? { kind: "unknown", names: symbolsIn(words) } : expression;

	function disjunction(): KconfigExpression {
		return chain("||", "or", () => chain("&&", "and", negation));
	}

	function chain(operator: string, kind: "and" | "or", operand: () => KconfigExpression): KconfigExpression {
		const operands = [operand()];
		while (words[at] === operator) {
			at++;
			operands.push(operand());
		}
		return operands.length === 1 ? operands[0]! : { kind, operands };
	}

	function negation(): KconfigExpression {
		if (words[at] === "!") {
			at++;
			return { kind: "not", operand: negation() };
		}
		if (words[at] === "(") {
			at++;
			const inner = disjunction();
			if (words[at] === ")") at++;
			return inner;
		}
		return comparison(words[at++] ?? "");
	}

	function comparison(word: string): KconfigExpression {
		const name = word.replace(/["']/g, "");
		if (!/^(?:[<>!]?=|[<>])$/.test(words[at] ?? "")) return plain(name);
		const operator = words[at++]!;
		const other = (words[at++] ?? "").replace(/["']/g, "");
		const level = LEVELS.get(other);
		const isLevel = level !== undefined && (operator === "=" || operator === "!=") && !LEVELS.has(name);
		if (isLevel && /^\w+$/.test(name)) return { kind: "equals", name, level, negated: operator === "!=" };
		return { kind: "unknown", names: symbolsIn([name, other]) };
	}
}

function plain(name: string): KconfigExpression {
	const level = LEVELS.get(name);
	if (level !== undefined) return level === 2 ? YES_EXPRESSION : { kind: "level", level };
	return /^\w+$/.test(name) ? { kind: "symbol", name } : { kind: "unknown", names: symbolsIn([name]) };
}

function symbolsIn(words: readonly string[]): string[] {
	return words.flatMap((word) => word.match(/\b[A-Z]\w*/g) ?? []);
}

/** Which levels it may have, by what is known of the symbols. */
export function rangeOf(expression: KconfigExpression, symbol: (name: string) => Range): Range {
	switch (expression.kind) {
		case "level":
			return { low: expression.level, high: expression.level };
		case "symbol":
			return symbol(expression.name);
		case "unknown":
			return { low: 0, high: 2 };
		case "not": {
			const { low, high } = rangeOf(expression.operand, symbol);
			return { low: (2 - high) as Level, high: (2 - low) as Level };
		}
		case "equals": {
			const { low, high } = symbol(expression.name);
			const [mayBe, mustBe] = [low <= expression.level && expression.level <= high, low === high];
			const truth = mayBe && mustBe ? true : mayBe ? null : false;
			if (truth === null) return { low: 0, high: 2 };
			return truth !== expression.negated ? { low: 2, high: 2 } : { low: 0, high: 0 };
		}
		default: {
			const ranges = expression.operands.map((operand) => rangeOf(operand, symbol));
			const pick = expression.kind === "and" ? Math.min : Math.max;
			return {
				low: pick(...ranges.map(({ low }) => low)) as Level,
				high: pick(...ranges.map(({ high }) => high)) as Level,
			};
		}
	}
}
