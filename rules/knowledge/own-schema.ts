import type { JsonSchema } from "../../src/rules/json-schema.js";
import type { OwnRows } from "./own.js";

/** A value that a configuration must not have, by the way that leads there: `["locks", 0, "release"]`. */
export interface RowFault {
	readonly path: readonly (string | number)[];
	/** Rest of a sentence whose subject is the value. */
	readonly message: string;
}

const IDENTIFIER = "^[A-Za-z_][A-Za-z0-9_]*$";
const name = { title: "C name", type: "string", pattern: IDENTIFIER } as const;
const index = { type: "integer", minimum: 0, maximum: 30 } as const;

function names(description: string) {
	return { description, type: "array", items: name, minItems: 1, uniqueItems: true } as const;
}

function row(
	description: string,
	required: readonly string[],
	properties: Readonly<Record<string, JsonSchema>>,
) {
	const items = { type: "object", additionalProperties: false, required, properties } as const;
	return { description, type: "array", items } as const;
}

const release = {
	type: "object",
	additionalProperties: false,
	required: ["name", "argument"],
	properties: {
		name: { ...name, description: "The function." },
		argument: { ...index, description: "Index of the argument that names what is given back." },
		member: {
			...name,
			description: "Set where the function is given this member of the object in place of the object.",
		},
	},
} as const;

const locks = row(
	"Kinds of locks, with both halves of each pair in one row.",
	["kind", "object", "acquire", "release", "section"],
	{
		kind: { description: "What it is, for messages: `bus lock`.", type: "string", minLength: 1 },
		object: {
			description:
				"Index of the argument that points to the lock (or to what `member` lies in), or the name of the lock there is only one of.",
			anyOf: [index, name],
		},
		member: {
			description: "The lock as a member of what the argument points to: `bus_mutex`, `sighand->siglock`.",
			title: "member",
			type: "string",
			pattern: "^[A-Za-z_][A-Za-z0-9_]*((\\.|->)[A-Za-z_][A-Za-z0-9_]*)*$",
		},
		acquire: {
			description: "Functions that take it, whatever they return.",
			type: "array",
			items: name,
			uniqueItems: true,
		},
		returnsZero: { description: "What these return is always 0.", type: "boolean" },
		attempt: {
			description: "Functions that may fail to take it, by what they return when they have taken it.",
			type: "object",
			additionalProperties: false,
			minProperties: 1,
			properties: {
				nonzeroIfHeld: names("Return non-zero, true or a valid pointer when they have taken it."),
				zeroIfHeld: names("Return 0 when they have taken it, a negative error otherwise."),
			},
		},
		release: names("Functions that release it."),
		shared: {
			description: "It may be held several times at once, by readers or by nesting.",
			type: "boolean",
		},
		section: {
			description:
				"`sleeping`: its holder may sleep, and so may whoever takes it. `atomic`: its holder must not sleep. `passive`: its holder may sleep, and taking it never does.",
			enum: ["sleeping", "atomic", "passive"],
		},
		interrupts: {
			description:
				"`save`: taking it turns interrupts off and keeps their state in the argument behind the object. `off`: releasing it turns them on, whatever was before.",
			enum: ["save", "off"],
		},
		bottomHalves: { description: "Taking it also disables bottom halves.", type: "boolean" },
		loose: {
			description: "Whoever takes it is often not who releases it: only what a patch changes is reported.",
			type: "boolean",
		},
		handedOn: {
			description: "Any function that is given the object may release it for its holder.",
			type: "boolean",
		},
		guards: names("Guard classes, as `guard(NAME)` has them, that take it and release it."),
		conditionalGuards: names("Guard classes that may fail to take it."),
	},
);

const results = row("How functions that return a pointer tell that they failed.", ["names", "fails"], {
	names: names("The functions."),
	fails: {
		description:
			"By NULL, by an error pointer, by both, by an error pointer while NULL says that there is none (`optional`), or never.",
		enum: ["null", "error", "both", "optional", "never"],
	},
	stub: {
		description:
			"What the stub returns in kernels that are built without the function, if it is something else.",
		enum: ["null", "error"],
	},
	loose: { description: "Most callers rightly do not test the result.", type: "boolean" },
});

const resources = row(
	"Functions that give their caller something, and those that take it back.",
	["acquire", "gives", "release", "noun", "fails"],
	{
		acquire: { ...name, description: "The function that gives." },
		gives: {
			description:
				'Where the caller finds it: `"result"`; `{"argument": 0}`, the object that the argument points to; `{"out": 1}`, the variable that the argument points to.',
			anyOf: [
				{ const: "result" },
				{
					type: "object",
					additionalProperties: false,
					required: ["argument"],
					properties: { argument: index },
				},
				{ type: "object", additionalProperties: false, required: ["out"], properties: { out: index } },
			],
		},
		release: {
			description: "Functions that take it back; any of them ends it.",
			type: "array",
			items: release,
			minItems: 1,
		},
		noun: {
			description: "What it is, for messages: `memory`, `reference`, `clock`.",
			type: "string",
			minLength: 1,
		},
		fails: {
			description:
				"How the call tells that it gave nothing: by a non-zero result (`code`), by NULL, by an error pointer, by either, or never.",
			enum: ["code", "null", "error", "either", "never"],
		},
	},
);

const sleeping = row("Functions that may sleep on every call, whatever they are given.", ["names", "why"], {
	names: names("The functions."),
	why: { description: "Half a sentence for messages: `waits for the bus`.", type: "string", minLength: 1 },
});

const divisors = row("Functions and macros that divide by an argument.", ["names", "argument"], {
	names: names("The functions."),
	argument: { ...index, description: "Index of the argument that they divide by." },
});

/** JSON schema of {@link OwnRows}. What it cannot say, {@link faultsInRows} says. */
export const ownRowsSchema: JsonSchema = {
	description:
		"What functions of your tree do, as rows like those that lorelint ships. A row counts in place of a shipped one about the same function.",
	type: "object",
	additionalProperties: false,
	properties: { locks, results, resources, sleeping, divisors },
};

/** What is wrong with rows that the schema lets pass: they contradict themselves or each other. */
export function faultsInRows(rows: OwnRows): readonly RowFault[] {
	return [...lockFaults(rows.locks ?? []), ...resultFaults(rows.results ?? []), ...duplicates(rows)];
}

function* lockFaults(rows: NonNullable<OwnRows["locks"]>): Iterable<RowFault> {
	for (const [at, { object, member, acquire, attempt, guards, conditionalGuards }] of rows.entries()) {
		const fault = (key: string, message: string): RowFault => ({ path: ["locks", at, key], message });
		if (
			acquire.length === 0 &&
			attempt === undefined &&
			guards === undefined &&
			conditionalGuards === undefined
		)
			yield fault("acquire", "names no function, and nothing else in the row takes the lock");
		if (acquire.length === 0 && guards !== undefined)
			yield fault("guards", "need a function in `acquire` that tells what they do");
		if (acquire.length === 0 && attempt?.nonzeroIfHeld === undefined && conditionalGuards !== undefined)
			yield fault("conditionalGuards", "need a function that tells what they do");
		if (typeof object === "string" && member !== undefined)
			yield fault("member", "is for locks that an argument leads to, and `object` is a name");
	}
}

function* resultFaults(rows: NonNullable<OwnRows["results"]>): Iterable<RowFault> {
	for (const [at, { fails, stub }] of rows.entries()) {
		if (stub !== undefined && (stub === fails || fails === "both"))
			yield { path: ["results", at, "stub"], message: `says nothing that "${fails}" does not say` };
	}
}

/** A name stands once in each table: as what takes, or as what releases. */
function* duplicates(rows: OwnRows): Iterable<RowFault> {
	for (const [table, places] of Object.entries(namesIn(rows))) {
		const seen = new Set<string>();
		for (const { value, path } of places) {
			if (seen.has(value))
				yield { path: [table, ...path], message: `names ${value}, which stands there already` };
			seen.add(value);
		}
	}
}

interface NamePlace {
	readonly value: string;
	readonly path: readonly (string | number)[];
}

function namesIn({ locks: own = [], ...rest }: OwnRows): Readonly<Record<string, readonly NamePlace[]>> {
	const named = (rows: readonly { readonly names: readonly string[] }[] = []) =>
		rows.flatMap(({ names: list }, at) => placesOf(list, [at, "names"]));
	return {
		locks: own.flatMap((lock, at) => [
			...placesOf(lock.acquire, [at, "acquire"]),
			...placesOf(lock.attempt?.nonzeroIfHeld, [at, "attempt", "nonzeroIfHeld"]),
			...placesOf(lock.attempt?.zeroIfHeld, [at, "attempt", "zeroIfHeld"]),
			...placesOf(lock.release, [at, "release"]),
		]),
		results: named(rest.results),
		resources: (rest.resources ?? []).map(({ acquire }, at) => ({ value: acquire, path: [at, "acquire"] })),
		sleeping: named(rest.sleeping),
		divisors: named(rest.divisors),
	};
}

function placesOf(
	list: readonly string[] | undefined,
	path: readonly (string | number)[],
): readonly NamePlace[] {
	return (list ?? []).map((value, at) => ({ value, path: [...path, at] }));
}
