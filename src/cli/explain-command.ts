import { rulePage } from "../report/rule-page.js";
import { unknownRule } from "../rules/nearest.js";
import { readFixture } from "./package.js";
import { type ExitStatus, NOTHING_FOUND, UsageError } from "./status.js";
import type { Terminal } from "./terminal.js";

/** Prints the page of a rule. An unknown rule is a wrong call; the nearest name is suggested. */
export async function explainCommand(name: string, terminal: Terminal): Promise<ExitStatus> {
	const { shippedRules } = await import("../../rules/index.js");
	const metas = shippedRules.rules.map((rule) => rule.meta);
	const meta = metas.find((candidate) => candidate.id === name);
	if (!meta) {
		const family = metas.filter((candidate) => candidate.family === name).map(({ id }) => id);
		throw new UsageError(
			family.length > 0
				? `'${name}' is a family of rules; its rules are ${family.join(", ")}`
				: unknownRule(
						name,
						metas.map(({ id }) => id),
					),
		);
	}
	await terminal.write(rulePage(meta, (example) => readFixture(meta.id, example)));
	return NOTHING_FOUND;
}
