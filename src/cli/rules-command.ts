import type { RuleMeta } from "../rules/rule.js";
import { type ExitStatus, NOTHING_FOUND } from "./status.js";
import type { Terminal } from "./terminal.js";

/** Lists all rules: as a table for people, or as the JSON of their metadata. */
export async function rulesCommand(json: boolean, terminal: Terminal): Promise<ExitStatus> {
	const { shippedRules } = await import("../../rules/index.js");
	const metas = shippedRules.rules.map((rule) => rule.meta);
	await terminal.write(json ? `${JSON.stringify(metas, null, 2)}\n` : table(metas));
	return NOTHING_FOUND;
}

function table(metas: readonly RuleMeta[]): string {
	const rows = metas.map((meta) => [
		meta.id,
		meta.family,
		meta.severity,
		meta.state === "preview" ? `${meta.summary} (preview)` : meta.summary,
	]);
	const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
	const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
	return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
