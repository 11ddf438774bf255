import type { FormatName } from "../report/formats.js";
import { SEVERITIES, type Severity, type Status } from "../rules/finding.js";

/** What a configuration file says; `schema.ts` says the same to validators, and what each key means to people. */
export interface Config {
	readonly $schema?: string;
	readonly select?: readonly string[];
	readonly ignore?: readonly string[];
	readonly preview?: boolean;
	readonly rules?: Readonly<Record<string, Level>>;
	readonly ignores?: readonly Ignore[];
	readonly notes?: boolean;
	readonly baseline?: string;
	readonly failOn?: Severity | "never";
	readonly show?: readonly Status[];
	readonly format?: FormatName;
	readonly tree?: string | false;
	/** Rows for the tables in `rules/knowledge/`, by a schema of theirs. */
	readonly knowledge?: object;
}

export const LEVELS = [...SEVERITIES, "off"] as const;

/** How much weight findings of a rule have; `off`: the rule does not run. */
export type Level = (typeof LEVELS)[number];

/** Findings that are not to be reported: those to which all that is given applies. */
export interface Ignore {
	/** Rule id or family. */
	readonly rule?: string;
	/** Glob over paths as patches name them; the name of a folder means all that is in it. */
	readonly path?: string;
	/** Glob over names of functions. */
	readonly function?: string;
	readonly reason: string;
}
