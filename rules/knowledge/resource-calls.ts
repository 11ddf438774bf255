import type {
	Acquisition,
	LoopReference,
	ResourceCall,
	ResourceKind,
	ResourceKnowledge,
	Taking,
} from "../../src/flow/resources.js";
import { ANYTHING, NONZERO, POSITIVE, type ValueSet, ZERO } from "../../src/flow/values.js";
import { failureTests, looksAt, mayEnd, mayRelease, passOn } from "./resources/borrowers.js";
import { lends, resourceIterators, resourceRows, takesOver } from "./resources/index.js";
import type { ResourceRow } from "./resources/row.js";

/** Results with which a call has given what it gives. */
const GAINED: Readonly<Record<ResourceRow["fails"], ValueSet>> = {
	code: ZERO,
	null: NONZERO,
	error: ZERO | POSITIVE,
	either: POSITIVE,
	never: ANYTHING,
};

/** What a function that is given an object gives is a count of it. */
const COUNTED: ReadonlySet<string> = new Set(["reference", "inode", "buffer", "folio", "page", "path"]);

interface Draft {
	readonly gives: Acquisition[];
	readonly takes: Map<string, Taking>;
	isPlain: boolean;
}

/** Rows about resources as the engine asks for them. */
export function resourceKnowledge(rows: readonly ResourceRow[] = resourceRows): ResourceKnowledge {
	const kinds = new Map<string, ResourceKind>();
	const kindOf = (noun: string, ends: readonly string[], member: string | null): ResourceKind => {
		const key = `${noun} ${member} ${[...ends].sort().join(" ")}`;
		const known = kinds.get(key) ?? { id: kinds.size, noun, ends: new Set(ends), member };
		kinds.set(key, known);
		return known;
	};
	const calls = new Map<string, Draft>();
	const draftOf = (name: string): Draft => {
		const known = calls.get(name) ?? { gives: [], takes: new Map(), isPlain: false };
		calls.set(name, known);
		return known;
	};
	for (const { acquire, gives, release, noun, fails } of rows) {
		const kind = kindOf(
			noun,
			release.map(({ name }) => name),
			gives !== "result" && "out" in gives ? (release[0]?.member ?? null) : null,
		);
		const isCount = gives !== "result" && "argument" in gives && COUNTED.has(noun);
		const passesOn = passOn.has(acquire);
		// Given NULL, a getter returns it.
		const gained = fails === "never" && passesOn ? NONZERO : GAINED[fails];
		draftOf(acquire).gives.push({ kind, gives, gained, passesOn, isCount });
		for (const { name, argument, member = null } of release) {
			const taker = draftOf(name);
			taker.takes.set(`${argument} ${member}`, { argument, member });
			if (noun === "memory") taker.isPlain = true;
		}
	}
	const loops = new Map<string, LoopReference>();
	for (const { name, variable, release } of resourceIterators)
		loops.set(name, { kind: kindOf("reference", [release], null), variable });
	const done: ReadonlyMap<string, ResourceCall> = new Map(
		[...calls].map(([name, draft]) => [name, { ...draft, takes: [...draft.takes.values()] }] as const),
	);
	return {
		callOf: (name) => done.get(name) ?? null,
		loopOf: (macro) => loops.get(macro) ?? null,
		borrows: (name, argument, kind) => lends(name, argument) || looksAt(name, kind?.noun ?? ""),
		takesOver,
		failureTest: (name) => failureTests.get(name) ?? null,
		mayEnd,
		mayRelease: (name) => mayRelease.has(name),
	};
}

/** Nothing is known of any function. */
export const noResources: ResourceKnowledge = {
	callOf: () => null,
	loopOf: () => null,
	borrows: () => false,
	takesOver: () => false,
	failureTest: () => null,
	mayEnd: () => true,
	mayRelease: () => false,
};
