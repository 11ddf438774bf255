import {
	ALWAYS,
	all,
	any,
	ENABLED,
	type Formula,
	MODULE,
	NEVER,
	not,
	symbol,
	UNKNOWN,
	YES,
} from "./formula.js";

/** What a word asks that stands alone in `#ifdef`, `#ifndef` or `defined()`. */
export function definedness(name: string): Formula {
	const config = /^CONFIG_(\w+?)(_MODULE)?$/.exec(name);
	if (config) return symbol(config[1]!, config[2] ? MODULE : YES);
	return CONSTANTS.get(name) ?? UNKNOWN;
}

/** The kernel is C, for the kernel. */
const CONSTANTS: ReadonlyMap<string, Formula> = new Map([
	["__KERNEL__", ALWAYS],
	["__ASSEMBLY__", NEVER],
	["__ASSEMBLER__", NEVER],
]);

/** What the expression of an `#if` asks; whatever is not about the configuration is unknown. */
export function conditionOf(expression: string): Formula {
	const text = expression.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|\\\r?\n/gm, " ");
	const reader = new Reader(text.match(/[A-Za-z_]\w*|\d\w*|&&|\|\||[<>=!]=|\S/g) ?? []);
	const formula = reader.disjunction();
	return reader.isAtEnd() ? formula : UNKNOWN;
}

const QUESTIONS: ReadonlyMap<string, (name: string) => Formula> = new Map([
	["IS_ENABLED", (name: string) => symbol(name, ENABLED)],
	["IS_BUILTIN", (name: string) => symbol(name, YES)],
	["IS_MODULE", (name: string) => symbol(name, MODULE)],
	// From a module a module can be reached, from the kernel it cannot.
	["IS_REACHABLE", (name: string) => any([symbol(name, YES), all([symbol(name, MODULE), UNKNOWN])])],
]);

class Reader {
	private at = 0;

	constructor(private readonly words: readonly string[]) {}

	isAtEnd(): boolean {
		return this.at >= this.words.length;
	}

	disjunction(): Formula {
		const operands = [this.conjunction()];
		while (this.take("||")) operands.push(this.conjunction());
		return any(operands);
	}

	private conjunction(): Formula {
		const operands = [this.negation()];
		while (this.take("&&")) operands.push(this.negation());
		return all(operands);
	}

	private negation(): Formula {
		if (this.take("!")) return not(this.negation());
		const formula = this.primary();
		if (!this.isComparison()) return formula;
		while (!this.isAtEnd() && !["&&", "||", ")"].includes(this.words[this.at]!)) this.primary();
		return UNKNOWN;
	}

	private isComparison(): boolean {
		return !this.isAtEnd() && !["&&", "||", ")"].includes(this.words[this.at]!);
	}

	private primary(): Formula {
		const word = this.words[this.at++] ?? "";
		if (word === "(") {
			const formula = this.disjunction();
			this.take(")");
			return formula;
		}
		if (word === "0" || word === "1") return word === "1" ? ALWAYS : NEVER;
		if (word === "defined") {
			const isOpen = this.take("(");
			const name = this.words[this.at++] ?? "";
			if (isOpen) this.take(")");
			return definedness(name);
		}
		if (this.words[this.at] === "(") return this.question(word);
		// A bool symbol is defined as 1 or not at all.
		return word.startsWith("CONFIG_")
			? all([definedness(word), this.isComparison() ? UNKNOWN : ALWAYS])
			: UNKNOWN;
	}

	private question(word: string): Formula {
		const from = ++this.at;
		for (let depth = 1; depth > 0 && !this.isAtEnd(); this.at++) {
			if (this.words[this.at] === "(") depth++;
			if (this.words[this.at] === ")") depth--;
		}
		const [name = ""] = this.words.slice(from, this.at - 1);
		const ask = QUESTIONS.get(word);
		return ask && name.startsWith("CONFIG_") ? ask(name.slice("CONFIG_".length)) : UNKNOWN;
	}

	private take(word: string): boolean {
		const taken = this.words[this.at] === word;
		if (taken) this.at++;
		return taken;
	}
}
