import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import type { JsonSchema } from "../rules/json-schema.js";
import { nearest } from "../rules/nearest.js";
import { RULE_TITLE } from "./schema.js";

/** What is wrong with one value of a configuration. */
export interface Fault {
	/** Keys and indices that lead to the value; empty: the whole. */
	readonly path: readonly (string | number)[];
	/** Rest of a sentence about it. */
	readonly message: string;
}

/** All that is wrong with a JSON value by a schema, each thing once; in the order of the schema. */
export function faultsOf(value: unknown, schema: JsonSchema): readonly Fault[] {
	const { errors } = new Validator(schema as Schema, "7", false).validate(value);
	const faults = new Map<string, Fault>();
	for (const [at, unit] of errors.entries()) {
		// What says no more than that something inside is wrong, or why each of several forms does not fit.
		if (PASSED_ON.has(unit.keyword) || isInAlternative(unit, errors.slice(0, at))) continue;
		// Each key that is missing is an error of its own, and one sentence names them all.
		const fault = faultOf(unit, value, schema);
		if (fault.message !== "") faults.set(JSON.stringify([fault.path, fault.message]), fault);
	}
	return [...faults.values()];
}

/** `rules.unbalanced-lock`, `ignores[2].reason`. */
export function pathText(path: Fault["path"]): string {
	return path
		.map((part, at) => (typeof part === "number" ? `[${part}]` : at === 0 ? part : `.${part}`))
		.join("");
}

const PASSED_ON: ReadonlySet<string> = new Set(["properties", "items", "additionalProperties"]);

function isInAlternative(unit: OutputUnit, before: readonly OutputUnit[]): boolean {
	return before.some(
		({ keyword, keywordLocation, instanceLocation }) =>
			keyword === "anyOf" &&
			unit.keywordLocation.startsWith(`${keywordLocation}/`) &&
			`${unit.instanceLocation}/`.startsWith(`${instanceLocation}/`),
	);
}

function faultOf({ keyword, instanceLocation }: OutputUnit, root: unknown, schema: JsonSchema): Fault {
	const keys = instanceLocation
		.split("/")
		.slice(1)
		.map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
	const path: (string | number)[] = [];
	let value = root;
	for (const key of keys) {
		path.push(Array.isArray(value) ? Number(key) : key);
		value = (value as Readonly<Record<string, unknown>>)[key];
	}
	// The schema of unknown keys is `false`.
	if (keyword === "false")
		return { path, message: unknownKey(String(path.at(-1)), schemaAt(schema, path.slice(0, -1))) };
	const message = (MESSAGES[keyword] ?? anyOther)(value, schemaAt(schema, path));
	return { path, message };
}

/** The part of a schema that is about the value at a path. */
function schemaAt(schema: JsonSchema, path: Fault["path"]): JsonSchema {
	let at = schema;
	for (const key of path) at = (typeof key === "number" ? at.items : at.properties?.[key]) ?? {};
	return at;
}

function unknownKey(key: string, { title, properties = {} }: JsonSchema): string {
	const known = Object.keys(properties);
	const near = nearest(key, known);
	const isRule = title === RULE_TITLE;
	const list = isRule ? "'lorelint rules' lists them" : `the keys are ${known.join(", ")}`;
	return `there is no such ${isRule ? RULE_TITLE : "key"}; ${near === null ? list : `did you mean "${near}"?`}`;
}

/** An empty message: nothing is to be told. */
const MESSAGES: Readonly<Record<string, (value: unknown, schema: JsonSchema) => string>> = {
	type: (value, { type }) => `must be ${ARTICLES[type ?? ""] ?? type}, and is ${kindOf(value)}`,
	enum: (value, { title, enum: known = [] }) => {
		const names = known.map(String);
		const list = known.map((item) => JSON.stringify(item)).join(", ");
		const isShort = names.length <= MANY;
		const problem = isShort || title === undefined ? `is none of ${list}` : `is no ${title}`;
		const near = nearest(String(value), names);
		if (near === null) return `${shown(value)} ${problem}${isShort ? "" : "; 'lorelint rules' lists them"}`;
		return `${shown(value)} ${problem}; did you mean "${near}"?`;
	},
	anyOf: (value, { anyOf = [] }) => `${shown(value)} is none of ${anyOf.map(formOf).join(", ")}`,
	required: (value, { required = [] }) => {
		const missing = required.filter((key) => !Object.hasOwn(value as object, key));
		return `lacks ${missing.map((key) => `"${key}"`).join(" and ")}`;
	},
	minProperties: (value, { required = [], properties = {} }) => {
		const others = Object.keys(properties).filter((key) => !required.includes(key));
		// Then only what is required is missing, and is told by itself.
		if (others.some((key) => Object.hasOwn(value as object, key))) return "";
		return `needs one of ${others.map((key) => `"${key}"`).join(", ")}`;
	},
	minLength: () => "must not be empty",
	minItems: () => "must not be empty",
	pattern: (value, { title, pattern }) => `${shown(value)} is no ${title ?? `text that matches ${pattern}`}`,
	uniqueItems: () => "has one item twice",
	minimum: (value, { minimum }) => `must be at least ${minimum}, and is ${value}`,
	maximum: (value, { maximum }) => `must be at most ${maximum}, and is ${value}`,
};

/** Longer lists of names are not repeated in a message. */
const MANY = 12;

function anyOther(value: unknown): string {
	return `${shown(value)} is not allowed here`;
}

const ARTICLES: Readonly<Record<string, string>> = {
	object: "an object",
	array: "an array",
	string: "a string",
	boolean: "true or false",
	integer: "a whole number",
};

function kindOf(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "an array";
	if (typeof value === "number") return String(value);
	if (typeof value === "boolean") return String(value);
	return ARTICLES[typeof value] ?? typeof value;
}

/** A value that may be had in place of others, in a few words. */
function formOf(schema: JsonSchema): string {
	if (schema.const !== undefined) return JSON.stringify(schema.const);
	if (schema.type !== "object")
		return schema.title ? `a ${schema.title}` : (ARTICLES[schema.type ?? ""] ?? "a value");
	return `{${(schema.required ?? []).map((key) => `"${key}": N`).join(", ")}}`;
}

function shown(value: unknown): string {
	const text = JSON.stringify(value);
	return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
