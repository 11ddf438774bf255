import { FORMAT_NAMES } from "../report/formats.js";
import { SEVERITIES, STATUSES } from "../rules/finding.js";
import type { JsonSchema } from "../rules/json-schema.js";
import { FAMILIES } from "../rules/registry.js";
import type { RuleMeta } from "../rules/rule.js";
import { LEVELS } from "./config.js";

/** Title of the parts of the schema that hold names of rules. */
export const RULE_TITLE = "rule or family";

/**
 * The JSON schema of a configuration: what validates it, what is published for editors, and what the
 * documentation is made of.
 *
 * @param rules those whose names a configuration may give
 * @param knowledge schema of the rows of its own that it may hold
 */
export function configSchema(rules: readonly RuleMeta[], knowledge: JsonSchema): JsonSchema {
	const ruleNames = [...rules.map(({ id }) => id), ...FAMILIES];
	const name: JsonSchema = { title: RULE_TITLE, enum: ruleNames };
	const names = (description: string): JsonSchema => ({
		description,
		type: "array",
		items: name,
		uniqueItems: true,
	});
	return {
		$schema: "http://json-schema.org/draft-07/schema#",
		title: "Configuration of lorelint",
		description: "What stands in `.lorelintrc.json`.",
		type: "object",
		additionalProperties: false,
		properties: {
			$schema: { description: "This schema, for editors.", type: "string" },
			select: names("Rules and families to run; without it all. As `--select`."),
			ignore: names("Rules and families to leave out. As `--ignore`."),
			preview: { description: "Also run rules that are still on trial. As `--preview`.", type: "boolean" },
			rules: {
				title: RULE_TITLE,
				description:
					"The level of rules and families: the severity of their findings, or `off`. A rule goes before its family; a level other than `off` also runs a rule that is on trial.",
				type: "object",
				additionalProperties: false,
				properties: Object.fromEntries([
					...rules.map(({ id, summary }) => [id, { description: `${summary}.`, enum: LEVELS }] as const),
					...[...FAMILIES].map(
						(family) => [family, { description: `All rules about \`${family}\`.`, enum: LEVELS }] as const,
					),
				]),
			},
			ignores: {
				description: "Findings that are not reported: those to which all that an entry gives applies.",
				type: "array",
				items: {
					type: "object",
					additionalProperties: false,
					required: ["reason"],
					minProperties: 2,
					properties: {
						rule: { ...name, description: "A rule or family." },
						path: {
							description:
								"A glob over paths, from the root of the tree: `drivers/staging/**`. The name of a folder means all that is in it.",
							type: "string",
							minLength: 1,
						},
						function: {
							description: "A glob over names of functions: `pony_*`.",
							type: "string",
							minLength: 1,
						},
						reason: {
							title: "reason",
							description: "Why, for those who read it.",
							type: "string",
							pattern: "\\S",
						},
					},
				},
			},
			notes: {
				description:
					"Whether notes below the `---` of a mail, `lorelint: ignore RULE reason`, are followed; without it they are. `false` is as `--no-notes`.",
				type: "boolean",
			},
			baseline: {
				description:
					"File with findings that are known and not reported, relative to this one. As `--baseline`.",
				type: "string",
				minLength: 1,
			},
			failOn: {
				description: "Least severity that makes the exit status 1; without it `warning`. As `--fail-on`.",
				enum: [...SEVERITIES, "never"],
			},
			show: {
				description: "Findings to show; without it `introduced`. As `--show`.",
				type: "array",
				items: { enum: STATUSES },
				minItems: 1,
				uniqueItems: true,
			},
			format: { description: "Output format. As `--format`.", enum: FORMAT_NAMES },
			tree: {
				description:
					"Kernel tree or git repository for context, relative to this file. As `--tree`; `false` is as `--no-tree`. Not for patches that come from git.",
				anyOf: [{ type: "string", minLength: 1 }, { const: false }],
			},
			knowledge,
		},
	};
}
