/**
 * Whether the functions and guard classes that the knowledge tables name are declared in a kernel
 * tree: `node dist/scripts/check-knowledge.js TREE`. Prints those that are not, one a line, and those
 * that should not be there yet. See {@link tables} for what is checked.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as atomic from "../rules/knowledge/atomic/index.js";
import { hotplugCalls } from "../rules/knowledge/hotplug/calls.js";
import { assertionRows } from "../rules/knowledge/locks/assertions.js";
import * as locks from "../rules/knowledge/locks/index.js";
import * as resources from "../rules/knowledge/resources/index.js";
import { resultRows } from "../rules/knowledge/results/index.js";
import { contradictions } from "./resources/check.js";
import { prototypesOf } from "./resources/prototypes.js";

/** A name that a table says the kernel has. */
export interface Named {
	readonly table: string;
	readonly name: string;
	readonly kind: "function" | "guard";
	/** What it stands for in the table. */
	readonly what: string;
	/** The name is not there yet in the kernel that the tables are checked against. */
	readonly later: boolean;
}

/** Every table that is checked. */
const tables: readonly (() => Iterable<Named>)[] = [
	namesOfLocks,
	namesOfAssertions,
	namesOfAtomic,
	namesOfHotplug,
	namesOfResults,
	namesOfResources,
];

function* namesOfResults(): Iterable<Named> {
	for (const { fails, names } of resultRows) {
		for (const name of names) yield { table: "results", name, kind: "function", what: fails, later: false };
	}
}

function* namesOfResources(): Iterable<Named> {
	const named = (what: string, name: string): Named => {
		return { table: "resources", name, kind: "function", what, later: false };
	};
	for (const { acquire, release, noun } of resources.resourceRows) {
		yield named(`gives a ${noun}`, acquire);
		for (const { name } of release) yield named(`takes a ${noun}`, name);
	}
	for (const { name, release } of resources.resourceIterators) {
		yield named("iterator", name);
		yield named("drops what an iterator holds", release);
	}
	for (const name of resources.ownersOf()) yield named("takes over", name);
	for (const name of resources.lendersOf()) yield named("lends", name);
}

function* namesOfLocks(): Iterable<Named> {
	const named = (kind: Named["kind"], what: string) => (name: string) => {
		const later = (kind === "guard" ? locks.sinceLater.guards : locks.sinceLater.functions).includes(name);
		return { table: "locks", name, kind, what, later };
	};
	for (const row of locks.lockRows) {
		const functions = [row.acquire, row.attempt?.nonzeroIfHeld, row.attempt?.zeroIfHeld, row.release];
		yield* functions.flatMap((names) => names ?? []).map(named("function", row.kind));
		yield* [...(row.guards ?? []), ...(row.conditionalGuards ?? [])].map(named("guard", row.kind));
	}
	const calls = {
		countdown: locks.countdownLocks,
		forgets: locks.lockForgetters,
		drops: locks.dropsAndRetakes,
	};
	for (const [what, list] of Object.entries(calls)) {
		yield* list.map((call) => named("function", what)(call.name));
	}
}

function* namesOfAssertions(): Iterable<Named> {
	for (const { names, says, kinds } of assertionRows) {
		// Those that ask about a page are made by macros.
		if (kinds) continue;
		for (const name of names) yield { table: "assertions", name, kind: "function", what: says, later: false };
	}
}

function* namesOfAtomic(): Iterable<Named> {
	const { allocators, cancellers, containers, pollers, sleepsAbove } = atomic;
	const { sleepingOutsideInterrupts, userAccess, skbFrees, skbFreesAnywhere, skbQueueFrees } = atomic;
	const rows = { allocators, cancellers, containers, pollers, sleepsAbove };
	const lists = { sleepingOutsideInterrupts, userAccess, skbFrees, skbFreesAnywhere, skbQueueFrees };
	const named = function* (what: string, names: readonly string[]): Iterable<Named> {
		for (const name of names) {
			yield { table: "atomic", name, kind: "function", what, later: atomic.sinceLater.includes(name) };
		}
	};
	for (const { why, names } of atomic.sleepingCalls) yield* named(why, names);
	for (const [what, names] of Object.entries(lists)) yield* named(what, names);
	for (const [what, list] of Object.entries(rows))
		yield* named(
			what,
			list.map(({ name }) => name),
		);
}

function* namesOfHotplug(): Iterable<Named> {
	for (const { name, action, what } of hotplugCalls) {
		yield { table: "hotplug", name, kind: "function", what: `${action} ${what}`, later: false };
	}
}

/** Names at the left margin before a parenthesis, behind types and attributes; macros of any kind. */
const declared =
	/^(?:(?:[A-Za-z_][\w \t*]*[ \t*])?(?:__\w+\([^()\n]*\)[\w \t*]*?[ \t*])?([A-Za-z_]\w*)[ \t]*\(|[ \t]*#[ \t]*define[ \t]+(\w+))/gm;

/** A type alone on its line, and the name on the next, wherever the star and the parenthesis stand. */
const declaredBelow = /^([A-Za-z_][\w \t*]*)\n[ \t]*\**[ \t]*([A-Za-z_]\w*)?[ \t]*\(/gm;

/** Guard classes, as linux/cleanup.h defines them. */
const guard = /^DEFINE_(?:(?:LOCK_)?GUARD(?:_[0-9])?|CLASS)(_COND)?\(\s*(\w+)(?:\s*,\s*(\w+))?/gm;

/** The names that a file declares: functions as they are called, guard classes with `guard ` before. */
export function* declarationsOf(text: string): Iterable<string> {
	for (const [, name, macro] of text.matchAll(declared)) yield (name ?? macro)!;
	for (const [, before, name] of text.matchAll(declaredBelow)) {
		yield name ??
			before!
				.trimEnd()
				.split(/[\s*]+/)
				.at(-1)!;
	}
	if (!text.includes("DEFINE_")) return;
	for (const [, conditional, name, extension] of text.matchAll(guard)) {
		yield `guard ${name}${conditional === undefined ? "" : extension}`;
	}
}

/** Those of the names that are missing, and those marked as later that are there. */
export function check(
	names: readonly Named[],
	texts: Iterable<string>,
): { missing: Named[]; early: Named[] } {
	const key = (named: Named) => (named.kind === "guard" ? `guard ${named.name}` : named.name);
	const sought = new Set(names.map(key));
	for (const text of texts) {
		for (const declaration of declarationsOf(text)) sought.delete(declaration);
	}
	return {
		missing: names.filter((named) => !named.later && sought.has(key(named))),
		early: names.filter((named) => named.later && !sought.has(key(named))),
	};
}

function* sourcesBelow(directory: string): Iterable<string> {
	for (const entry of readdirSync(directory, { withFileTypes: true })) {
		const path = join(directory, entry.name);
		if (entry.isDirectory()) yield* sourcesBelow(path);
		else if (entry.isFile() && /\.[ch]$/.test(entry.name)) yield readFileSync(path, "latin1");
	}
}

/** Arguments that functions about resources do not have, or that are of another type. */
function contradictionsIn(tree: string): readonly string[] {
	const names = new Set([...namesOfResources()].map(({ name }) => name));
	const { resourceRows, resourceIterators } = resources;
	return [...contradictions(resourceRows, resourceIterators, prototypesOf(tree, names))];
}

function main(tree: string): void {
	const names = tables.flatMap((table) => [...table()]);
	const { missing, early } = check(names, sourcesBelow(tree));
	const say = (named: Named, what: string) =>
		console.log(`${named.table}: ${named.kind} ${named.name} (${named.what}) ${what}`);
	for (const named of missing) say(named, "is not in the tree");
	for (const named of early) say(named, "is in the tree, but marked as later");
	const contradicted = contradictionsIn(tree);
	for (const text of contradicted) console.log(`resources: ${text}`);
	const later = names.filter((named) => named.later).length;
	console.log(
		`${names.length} names, ${later} of them later, ${missing.length} missing, ${early.length} early, ${contradicted.length} contradicted`,
	);
	if (missing.length + early.length + contradicted.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const tree = process.argv[2];
	if (tree === undefined) throw new Error("usage: check-knowledge TREE");
	main(tree);
}
