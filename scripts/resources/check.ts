import type {
	ResourceIterator,
	ResourceRelease,
	ResourceRow,
} from "../../rules/knowledge/resources/index.js";
import { resultContract } from "../../rules/knowledge/results/index.js";
import type { Prototype } from "./prototypes.js";

type Prototypes = ReadonlyMap<string, readonly Prototype[]>;

/** Where the rows about resources and the declarations of a tree, or two rows, contradict each other. */
export function* contradictions(
	rows: readonly ResourceRow[],
	iterators: readonly ResourceIterator[],
	prototypes: Prototypes,
): Iterable<string> {
	const seen = new Set<string>();
	for (const row of rows) {
		if (seen.has(row.acquire)) yield `${row.acquire}: in two rows`;
		seen.add(row.acquire);
		const types = typesGiven(row, prototypes);
		if (typeof types === "string") yield types;
		const contract = row.gives === "result" ? resultContract(row.acquire) : null;
		if (contract && !agrees(row.fails, contract.fails)) {
			yield `${row.acquire}: fails by ${row.fails}, says the row, ${contract.fails} the contract`;
		}
		for (const release of row.release) {
			const other = typesTaken(release, prototypes);
			if (typeof other === "string") yield `${row.acquire}: ${other}`;
			else if (typeof types !== "string" && release.member === undefined && !fit(types, other)) {
				yield `${row.acquire} gives ${[...types]}, ${release.name} takes ${[...other]}`;
			}
		}
	}
	for (const { name, variable } of iterators) {
		const declared = prototypes.get(name) ?? [];
		if (!declared.some(({ parameters }) => variable < parameters.length)) yield `${name}: no such argument`;
	}
}

function agrees(fails: ResourceRow["fails"], contract: string): boolean {
	if (fails === "never" || contract === "never") return true;
	if (contract === "both") return fails === "either";
	return contract === fails || (contract === "optional" && fails === "error");
}

/** What the caller then has, as the declarations spell its type; a text where they cannot say. */
export function typesGiven(
	{ acquire, gives }: ResourceRow,
	prototypes: Prototypes,
): ReadonlySet<string> | string {
	const declared = shared(acquire, prototypes);
	if (declared.length === 0) return `${acquire}: not declared`;
	if (gives === "result")
		return new Set(declared.flatMap((item) => (item.isMacro ? [] : [resultType(item)])));
	const index = "out" in gives ? gives.out : gives.argument;
	const types = typesAt(declared, index);
	if (types === null) return `${acquire}: has no argument ${index}`;
	return "out" in gives ? new Set([...types].map((type) => type.replace(/ ?\*$/, ""))) : types;
}

function typesTaken(
	{ name, argument }: ResourceRelease,
	prototypes: Prototypes,
): ReadonlySet<string> | string {
	const declared = shared(name, prototypes);
	if (declared.length === 0) return `${name}: not declared`;
	return typesAt(declared, argument) ?? `${name}: has no argument ${argument}`;
}

/** The types of that argument in all declarations; null where one has none. */
function typesAt(declared: readonly Prototype[], index: number): ReadonlySet<string> | null {
	const types = new Set<string>();
	for (const { parameters, isMacro } of declared) {
		if (index >= parameters.length && parameters.at(-1)?.endsWith("...") !== true) {
			if (isMacro && parameters.length === 0) continue;
			return null;
		}
		if (!isMacro) types.add(parameterType(parameters[index] ?? ""));
	}
	return types;
}

/** Declarations that all may see, and where there are none, all. */
function shared(name: string, prototypes: Prototypes): readonly Prototype[] {
	const all = prototypes.get(name) ?? [];
	const common = all.filter(({ path }) => /^(arch\/\w+\/)?include\//.test(path) && !path.includes("/um/"));
	const linux = common.filter(({ path }) => path.startsWith("include/"));
	return linux.length > 0 ? linux : common.length > 0 ? common : all;
}

function addressOf(type: string): string {
	return type.endsWith("*") ? `${type}*` : `${type} *`;
}

/** Whether a value of one of the types can be given where one of the others is taken. */
function fit(given: ReadonlySet<string>, taken: ReadonlySet<string>): boolean {
	if (given.size === 0 || taken.size === 0) return true;
	const isAny = (type: string) => type === "void *" || type === "";
	for (const one of given) {
		for (const other of taken) {
			// A structure that is filled in is given back by its address.
			if (isAny(one) || isAny(other) || one === other || addressOf(one) === other) return true;
			if (!one.endsWith("*") && !other.endsWith("*") && !/struct|union/.test(one + other)) return true;
		}
	}
	return false;
}

const QUALIFIERS = new Set([
	"const",
	"volatile",
	"static",
	"inline",
	"extern",
	"noinline",
	"asmlinkage",
	"notrace",
]);

function words(text: string): string[] {
	const spelled = text.replace(/\[[^\]]*\]/g, "*").match(/\w+|\*|\.\.\./g) ?? [];
	return spelled.filter((word) => !QUALIFIERS.has(word) && !word.startsWith("__"));
}

function resultType({ result }: Prototype): string {
	return spell(words(result));
}

export function parameterType(parameter: string): string {
	const all = words(parameter);
	const stars = all.filter((word) => word === "*");
	const names = all.filter((word) => word !== "*");
	const isNamed = names.length > (/^(struct|union|enum|unsigned)$/.test(names[0] ?? "") ? 2 : 1);
	return spell([...(isNamed ? names.slice(0, -1) : names), ...stars]);
}

function spell(all: readonly string[]): string {
	const stars = all.filter((word) => word === "*").join("");
	const names = all.filter((word) => word !== "*").join(" ");
	return stars === "" ? names : `${names} ${stars}`;
}
