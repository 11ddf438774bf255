import type { ByteText } from "../input/message.js";
import { both, type KconfigExpression, parseExpression, YES_EXPRESSION } from "./kconfig-expression.js";

/** One `config X` entry; a symbol may have several. */
export interface KconfigEntry {
	readonly name: string;
	/** What it depends on, the blocks around it included. */
	depends: KconfigExpression;
	/** When a user is asked; null: never. */
	prompt: KconfigExpression | null;
	readonly selects: { readonly name: string; readonly condition: KconfigExpression }[];
	readonly defaults: { readonly value: KconfigExpression; readonly condition: KconfigExpression }[];
	isTristate: boolean;
}

/** What one Kconfig file says, in the context of the blocks of its own. */
export interface KconfigFile {
	readonly entries: readonly KconfigEntry[];
	/** Files it reads, and what they depend on by the blocks around that. */
	readonly sources: readonly { readonly path: string; readonly depends: KconfigExpression }[];
}

interface Block {
	readonly kind: "if" | "menu" | "choice";
	readonly outer: KconfigExpression;
}

/** Reads a Kconfig file by itself. */
export function parseKconfig(text: ByteText): KconfigFile {
	const reader = new Reader();
	for (const line of logicalLines(text)) reader.line(line);
	return { entries: reader.entries, sources: reader.sources };
}

/** Lines without comments and help texts, continued ones joined. */
function* logicalLines(text: ByteText): Iterable<string> {
	let helpIndent: number | null = null;
	for (const line of text.replace(/\\\r?\n/g, " ").split("\n")) {
		if (line.trim() === "") continue;
		const indent = line.replace(/\t/g, "        ").search(/\S/);
		// The first line of a help text sets its indentation; what stands less deep ends it.
		if (helpIndent === -1 && indent > 0) helpIndent = indent;
		if (helpIndent !== null && helpIndent > 0 && indent >= helpIndent) continue;
		helpIndent = /^\s*(?:help|---help---)\s*$/.test(line) ? -1 : null;
		if (helpIndent === null && !/^\s*#/.test(line)) yield line.replace(/\s#.*$/, "").trim();
	}
}

class Reader {
	readonly entries: KconfigEntry[] = [];
	readonly sources: { path: string; depends: KconfigExpression }[] = [];
	private readonly blocks: Block[] = [];
	private depends: KconfigExpression = YES_EXPRESSION;
	private entry: KconfigEntry | null = null;
	/** Whether a `depends on` is that of the menu or choice just opened. */
	private inHead = false;

	line(line: string): void {
		const [, word = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
		switch (word) {
			case "config":
			case "menuconfig":
				this.begin(rest.trim());
				return;
			case "if":
				this.open("if", parseExpression(rest));
				return;
			case "menu":
			case "choice":
				this.open(word, YES_EXPRESSION);
				return;
			case "endif":
			case "endmenu":
			case "endchoice":
				this.close();
				return;
			case "source":
			case "rsource":
			case "osource":
			case "orsource":
				this.end();
				this.sources.push({ path: rest.trim().replace(/^["']|["']$/g, ""), depends: this.depends });
				return;
			case "comment":
			case "mainmenu":
				this.end();
				return;
			default:
				this.property(word, rest);
		}
	}

	private begin(name: string): void {
		this.inHead = false;
		this.entry = { name, depends: this.depends, prompt: null, selects: [], defaults: [], isTristate: false };
		this.entries.push(this.entry);
	}

	private open(kind: Block["kind"], condition: KconfigExpression): void {
		this.entry = null;
		this.inHead = kind !== "if";
		this.blocks.push({ kind, outer: this.depends });
		this.depends = both(this.depends, condition);
	}

	private close(): void {
		this.end();
		this.depends = this.blocks.pop()?.outer ?? YES_EXPRESSION;
	}

	private end(): void {
		this.entry = null;
		this.inHead = false;
	}

	private property(word: string, rest: string): void {
		if (word === "depends") {
			const condition = parseExpression(rest.replace(/^on\s+/, ""));
			if (this.entry) this.entry.depends = both(this.entry.depends, condition);
			else if (this.inHead) this.depends = both(this.depends, condition);
		}
		const { entry } = this;
		if (!entry) return;
		const { value, condition } = conditional(rest);
		switch (word) {
			case "bool":
			case "boolean":
			case "tristate":
			case "prompt":
				if (word === "tristate") entry.isTristate = true;
				if (/^["']/.test(rest)) entry.prompt = condition;
				return;
			case "select":
				entry.selects.push({ name: value, condition });
				return;
			case "def_bool":
			case "def_tristate":
			case "default":
				if (word === "def_tristate") entry.isTristate = true;
				entry.defaults.push({ value: parseExpression(value), condition });
		}
	}
}

/** `VALUE if CONDITION`; quoted text may hold an `if` of its own. */
function conditional(rest: string): { value: string; condition: KconfigExpression } {
	const [, value = rest, condition] =
		/^((?:"(?:\\.|[^"\\])*"|'[^']*'|[^"'])*?)\s+if\s+(.*)$/.exec(rest) ?? [];
	return {
		value: value.trim(),
		condition: condition === undefined ? YES_EXPRESSION : parseExpression(condition),
	};
}
