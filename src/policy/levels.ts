import { type RuleSet, type Selection, selectRules } from "../rules/registry.js";
import type { Rule } from "../rules/rule.js";
import type { Level } from "./config.js";

export type Levels = Readonly<Record<string, Level>>;

/**
 * The rules that a selection asks for, with severities by level. A level for a rule goes before one for
 * its family; any but `off` also runs a rule that is on trial. Throws as {@link selectRules} does.
 */
export function rulesAtLevels(set: RuleSet, selection: Selection, levels: Levels): RuleSet {
	const { select, ignore } = selection;
	const selected = new Set(selectRules(set, selection).rules);
	for (const rule of set.rules) {
		const own = ownLevel(levels, rule.meta.id);
		const isAsked = (own ?? "off") !== "off" && (select.length === 0 || isNamed(rule, select));
		if (isAsked && !isNamed(rule, ignore)) selected.add(rule);
	}
	const rules = set.rules
		.filter((rule) => selected.has(rule))
		.flatMap((rule) => atLevel(rule, levels, select));
	return { ...set, rules };
}

function atLevel(rule: Rule, levels: Levels, select: readonly string[]): readonly Rule[] {
	const { meta } = rule;
	const level = ownLevel(levels, meta.id) ?? ownLevel(levels, meta.family);
	// Whoever selects a rule by its name wants to see it.
	if (level === "off") return select.includes(meta.id) ? [rule] : [];
	return [
		level === undefined || level === meta.severity ? rule : { ...rule, meta: { ...meta, severity: level } },
	];
}

function isNamed({ meta }: Rule, names: readonly string[]): boolean {
	return names.includes(meta.id) || names.includes(meta.family);
}

function ownLevel(levels: Levels, name: string): Level | undefined {
	return Object.hasOwn(levels, name) ? levels[name] : undefined;
}
