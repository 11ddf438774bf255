import type { Handler } from "./survey.js";

/** What is known of a function's arguments, by index: those it may keep, and those it may return. */
interface Kept {
	readonly keeps: Set<number>;
	readonly returns: Set<number>;
}

/** Functions whose arguments are known otherwise: all are lent but those named. */
export type Seeds = ReadonlyMap<
	string,
	{ readonly keeps: readonly number[]; readonly returns: readonly number[] }
>;

/** Whether a function may keep, drop or return what it is given as that argument. */
export type MayKeep = (name: string, argument: number) => boolean;

/**
 * Follows pointers from each function to those it calls, until nothing new is kept. A function that no
 * definition is known of keeps everything.
 */
export function resolveKept(handlers: readonly Handler[], seeds: Seeds): MayKeep {
	const known = new Map<string, Kept>();
	for (const [name, { keeps, returns }] of seeds) {
		known.set(name, { keeps: new Set(keeps), returns: new Set(returns) });
	}
	const open = handlers.filter(({ name, isStatic }) => isStatic || !seeds.has(name));
	for (const item of open) {
		if (!known.has(keyOf(item))) known.set(keyOf(item), { keeps: new Set(), returns: new Set() });
	}
	for (let changed = true; changed; ) {
		changed = false;
		for (const item of open) if (spread(item, known)) changed = true;
	}
	return (name, argument) => {
		const kept = known.get(name);
		return !kept || kept.keeps.has(ALL) || kept.keeps.has(argument) || kept.returns.has(argument);
	};
}

const ALL = -1;

function keyOf({ name, path, isStatic }: Handler): string {
	return isStatic ? `${path} ${name}` : name;
}

/** Adds what one definition says; true where that was new. */
function spread(item: Handler, known: ReadonlyMap<string, Kept>): boolean {
	const own = known.get(keyOf(item))!;
	const before = own.keeps.size + own.returns.size;
	const lookup = (name: string) => known.get(`${item.path} ${name}`) ?? known.get(name);
	const has = (name: string, argument: number, what: keyof Kept) => {
		const kept = lookup(name);
		return !kept || kept[what].has(ALL) || kept[what].has(argument);
	};
	/** The parameter, where all calls that it went through may return it; else null. */
	const parameter = (carried: string): number | null => {
		const [index = "", ...calls] = carried.split(";");
		const isPassed = calls.every((call) => {
			const [name = "", argument = ""] = call.split(" ");
			return has(name, Number(argument), "returns");
		});
		return isPassed ? Number(index) : null;
	};
	const add = (into: Set<number>, carried: string) => {
		const index = parameter(carried);
		if (index !== null) into.add(index);
	};
	if (item.isOpaque) own.keeps.add(ALL);
	for (const carried of item.keeps) add(own.keeps, carried);
	for (const carried of item.returns) add(own.returns, carried);
	for (const [carried, name, argument] of item.hands) {
		if (has(name, argument, "keeps")) add(own.keeps, carried);
	}
	return own.keeps.size + own.returns.size > before;
}
