import type { Knowledge } from "../flow/model.js";
import type { Family } from "./finding.js";
import type { Rule } from "./rule.js";

/** A checked, ordered set of rules, and what they know of kernel functions. */
export interface RuleSet {
	readonly rules: readonly Rule[];
	readonly knowledge: Knowledge;
}

/** Which rules of a set run: by rule id or family; an unknown name is an error. */
export interface Selection {
	/** Rule ids or families; empty: all. */
	readonly select: readonly string[];
	readonly ignore: readonly string[];
	/** Also run rules whose state is `preview`. */
	readonly preview: boolean;
}

/** Every family, as rules and selections name them. */
export const FAMILIES: ReadonlySet<string> = new Set<Family>([
	"lock",
	"atomic",
	"cpuhp",
	"errptr",
	"divide",
	"return",
	"leak",
	"lifetime",
	"once",
	"config",
]);

/**
 * Makes a rule set and refuses a bad rule: a duplicate or malformed id, an unknown family, missing
 * documentation or examples. Throws an Error that names the rule and the fault.
 */
export function ruleSet(rules: readonly Rule[], knowledge: Knowledge): RuleSet {
	const seen = new Set<string>();
	for (const { meta } of rules) {
		const fault = faultOf(meta, seen);
		if (fault) throw new Error(`rule ${meta.id}: ${fault}`);
		seen.add(meta.id);
	}
	return { rules, knowledge };
}

function faultOf(meta: Rule["meta"], seen: ReadonlySet<string>): string | null {
	if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(meta.id)) return "the id is not lower-case-with-hyphens";
	if (FAMILIES.has(meta.id)) return "the id is the name of a family";
	if (seen.has(meta.id)) return "the id is taken";
	if (!FAMILIES.has(meta.family)) return `unknown family ${meta.family}`;
	if (meta.summary.length < 20 || meta.summary.endsWith(".")) return "the summary is no full sentence";
	if (meta.rationale.length < 200) return "the rationale is too short to explain the rule";
	if (!meta.examples.bad.startsWith("bad-")) return "the bad example is not a bad-* fixture";
	if (!meta.examples.ok.startsWith("ok-")) return "the good example is not an ok-* fixture";
	return null;
}

/** The part of a set that a selection asks for. Throws an Error naming an unknown rule or family. */
export function selectRules(set: RuleSet, selection: Selection): RuleSet {
	const known = new Set([...FAMILIES, ...set.rules.map((rule) => rule.meta.id)]);
	for (const name of [...selection.select, ...selection.ignore]) {
		if (!known.has(name)) throw new Error(`unknown rule or family '${name}'; see 'lorelint rules'`);
	}
	const names = (rule: Rule, list: readonly string[]) =>
		list.includes(rule.meta.id) || list.includes(rule.meta.family);
	const rules = set.rules.filter(
		(rule) =>
			(selection.preview || rule.meta.state === "stable" || selection.select.includes(rule.meta.id)) &&
			(selection.select.length === 0 || names(rule, selection.select)) &&
			!names(rule, selection.ignore),
	);
	return { rules, knowledge: set.knowledge };
}
