import type { ByteText } from "../input/message.js";
import { conditionallyDeclared, fullyDeclared, outlineFor } from "./declared.js";
import { type Level, textOf, truthOf } from "./formula.js";
import type { ReadFile, SourceFile } from "./inclusions.js";
import type { Mention } from "./outline.js";

/** The calls of a file, by name. */
export type Calls = ReadonlyMap<string, readonly Mention[]>;

export function callsIn(text: ByteText): Calls {
	const calls = new Map<string, Mention[]>();
	for (const call of outlineFor(text).calls) {
		if (KEYWORDS.has(call.name)) continue;
		const list = calls.get(call.name);
		if (list) list.push(call);
		else calls.set(call.name, [call]);
	}
	return calls;
}

const KEYWORDS: ReadonlySet<string> = new Set(
	"if for while do switch return sizeof typeof __typeof__ case else goto void int char long unsigned".split(
		" ",
	),
);

/** Calls of names that the other side does not have or has under other conditions, and those of the names given. */
export function differingCalls(mine: Calls, other: Calls, names: ReadonlySet<string>): Calls {
	const differs = (name: string) => conditionsOf(mine.get(name)) !== conditionsOf(other.get(name));
	return new Map([...mine].filter(([name]) => names.has(name) || differs(name)));
}

function conditionsOf(mentions: readonly Mention[] = []): string {
	return [...new Set(mentions.map(({ condition }) => textOf(condition)))].sort().join("\n");
}

/** Whether a file calls, with the given values of symbols, anything that nothing declares then. */
export async function isBroken(
	file: SourceFile,
	values: ReadonlyMap<string, Level>,
	read: ReadFile,
): Promise<boolean> {
	const range = (name: string) => {
		const level = values.get(name);
		return level === undefined ? ({ low: 0, high: 2 } as const) : { low: level, high: level };
	};
	const calls = new Map(
		[...callsIn(file.text)].filter(([, mentions]) =>
			mentions.some(({ condition }) => truthOf(condition, range) !== false),
		),
	);
	const isLacking = ({ condition }: { readonly condition: Mention["condition"] }) =>
		truthOf(condition, range) === false;
	const lacking = [...(await conditionallyDeclared(calls.keys(), file, read))]
		.filter(([, declared]) => isLacking(declared))
		.map(([name]) => name);
	if (lacking.length === 0) return false;
	const declared = await fullyDeclared(lacking, file, read);
	return declared !== null && [...declared.values()].some(isLacking);
}
