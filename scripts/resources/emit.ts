import { calls } from "../../rules/knowledge/resources/groups.js";
import { resourceRows } from "../../rules/knowledge/resources/index.js";
import { owningCalls } from "../../rules/knowledge/resources/owning.js";
import { parameterType, typesGiven } from "./check.js";
import { resolveKept, type Seeds } from "./lent.js";
import { primitives } from "./primitives.js";
import { type Prototype, prototypesOf } from "./prototypes.js";
import type { Survey } from "./survey.js";

/** Files that must call a function for it to have a place in the table. */
const SOME = 8;

/** Functions that keep nothing: `name` where that is true of all arguments, else `name:index`. */
export function lent(tree: string, { handlers, callers }: Survey): string[] {
	const mayKeep = resolveKept(handlers, seeds());
	const names = Object.keys(callers).filter((name) => callers[name]! >= SOME && /^[a-z_]/.test(name));
	const prototypes = prototypesOf(tree, new Set([...names, ...resourceRows.map(({ acquire }) => acquire)]));
	const types = new Set(resourceRows.flatMap((row) => [...typesGiven(row, prototypes)]));
	const list: string[] = [];
	for (const name of names) {
		const shared = (prototypes.get(name) ?? []).filter(({ path }) => isShared(path));
		if (shared.length === 0 || primitives.includes(name)) continue;
		const pointers = pointersOf(shared);
		const free = pointers.filter((index) => !mayKeep(name, index));
		if (!shared.some((item) => free.some((index) => takes(item, index, types)))) continue;
		const isSome = shared.some(({ parameters }) => parameters.some((_, index) => mayKeep(name, index)));
		if (!isSome) list.push(name);
		else list.push(...free.map((index) => `${name}:${index}`));
	}
	return [...primitives, ...list].sort();
}

function isShared(path: string): boolean {
	return path.startsWith("include/") && !path.startsWith("include/uapi/");
}

/** Whether the argument can be something that a row gives; of a macro nobody knows. */
function takes({ parameters, isMacro }: Prototype, index: number, types: ReadonlySet<string>): boolean {
	return isMacro || types.has(parameterType(parameters[index] ?? ""));
}

/** Indexes of the parameters that are pointers; all of a macro's. */
function pointersOf(declared: readonly Prototype[]): readonly number[] {
	const indexes = new Set<number>();
	for (const { parameters, isMacro } of declared) {
		for (const [index, parameter] of parameters.entries()) {
			if (parameter.endsWith("...")) continue;
			if (isMacro || parameterType(parameter).endsWith("*")) indexes.add(index);
		}
	}
	return [...indexes].sort((a, b) => a - b);
}

/** What ends or takes over a resource keeps it, whatever its body looks like; primitives keep nothing. */
function seeds(): Seeds {
	const all = new Map<string, { keeps: number[]; returns: number[] }>();
	for (const name of primitives) all.set(name, { keeps: [], returns: [] });
	for (const { name, argument } of calls(CONVERSIONS)) all.set(name, { keeps: [], returns: [argument] });
	const keep = (name: string, argument: number) => {
		if (primitives.includes(name)) return;
		const known = all.get(name) ?? { keeps: [], returns: [] };
		known.keeps.push(argument);
		all.set(name, known);
	};
	for (const { release } of resourceRows) for (const { name, argument } of release) keep(name, argument);
	for (const { name, argument } of [...calls(owningCalls), ...calls(DROPS)]) keep(name, argument);
	return all;
}

/** What leads from a pointer to the same thing in other words. */
const CONVERSIONS = `
	page_to_pfn pfn_to_page page_to_phys virt_to_phys phys_to_virt virt_to_page virt_to_head_page virt_to_folio
	page_address folio_address page_folio page_to_netmem netdev_priv memcpy memset memmove strcpy strcat strncpy
	nth_page folio_page compound_head skb_put skb_push skb_pull skb_tail_pointer dev_name
`;

/** What drops a reference by its count, or has the object freed later, at the bottom of all that does. */
const DROPS = `
	refcount_dec_and_test refcount_dec_and_lock refcount_dec_and_mutex_lock refcount_dec refcount_sub_and_test
	refcount_dec_not_one atomic_dec_and_test atomic_dec_and_lock:1 atomic_dec_return atomic_sub_and_test:1
	atomic_long_dec_and_test atomic64_dec_and_test lockref_put_or_lock lockref_put_return
	call_rcu call_srcu:1 call_rcu_hurry kfree_rcu kfree_rcu_mightsleep kvfree_call_rcu:1
`;

/** Names that a module holds. */
const MODULE = 1500;

/** The table as modules, by their names. */
export function lendingTexts(names: readonly string[]): ReadonlyMap<string, string> {
	const texts = new Map<string, string>();
	for (let from = 0; from < names.length; from += MODULE) {
		const part = from / MODULE + 1;
		texts.set(`lending-${part}`, partText(part, names.slice(from, from + MODULE)));
	}
	const parts = [...texts.keys()].map((_, index) => index + 1);
	const imports = parts.map((part) => `import { calls as calls${part} } from "./lending-${part}.js";`);
	const all = parts.map((part) => `\${calls${part}}`).join(" ");
	texts.set(
		"lending",
		`${imports.join("\n")}

/**
 * Functions that keep no pointer to what they are given, do not drop it and do not return it: all of their
 * arguments, or only that at the index. Derived from Linux 6.12 by \`npm run derive:resources\`.
 */
export const lendingCalls = \`${all}\`;
`,
	);
	return texts;
}

function partText(part: number, names: readonly string[]): string {
	const lines: string[] = [];
	let line = "\t";
	for (const name of names) {
		if (line.length + name.length > 106) {
			lines.push(line.trimEnd());
			line = "\t";
		}
		line += `${name} `;
	}
	lines.push(line.trimEnd());
	return `/** Part ${part} of what \`lending.ts\` names. Derived from Linux 6.12 by \`npm run derive:resources\`. */
export const calls = \`
${lines.join("\n")}
\`;
`;
}
