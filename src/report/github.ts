import type { PatchResult } from "../compare/result.js";
import type { Problem } from "../input/message.js";
import type { Finding, Severity } from "../rules/finding.js";
import { regionOf } from "./region.js";
import type { Reporter, ReporterOptions } from "./reporter.js";
import { gravityOf, messageWithPath, pathOf } from "./shown.js";
import { printable } from "./unicode.js";

const COMMANDS: Record<Severity, string> = { error: "error", warning: "warning", note: "notice" };

/** Workflow commands that GitHub shows as annotations beside the lines of a pull request. */
export function githubReporter({ unit }: ReporterOptions): Reporter {
	return {
		begin: () => "",
		patch: (result, findings) =>
			[
				...result.problems.map(problemCommand),
				...findings.map((finding) => findingCommand(finding, result, unit)),
			].join(""),
		problem: (message) => command("warning", { title: NOT_CHECKED }, printable(message)),
		end: () => "",
	};
}

const NOT_CHECKED = "lorelint: not checked";

function findingCommand(finding: Finding, result: PatchResult, unit: ReporterOptions["unit"]): string {
	const { startLine, startColumn, endLine, endColumn } = regionOf(finding, result.frame(finding));
	// Columns count only within one line.
	const inLine = endLine === undefined || endLine === startLine;
	const properties = {
		file: printable(pathOf(finding.path)),
		line: startLine,
		endLine,
		col: inLine ? startColumn : undefined,
		endColumn: inLine ? endColumn : undefined,
		title: `lorelint: ${finding.rule}`,
	};
	return command(COMMANDS[gravityOf(finding)], properties, messageWithPath(finding, unit));
}

function problemCommand({ path, message }: Problem): string {
	const file = path === null ? undefined : printable(pathOf(path));
	return command("warning", { file, title: NOT_CHECKED }, printable(message));
}

function command(
	name: string,
	properties: Readonly<Record<string, string | number | undefined>>,
	message: string,
): string {
	const list = Object.entries(properties)
		.filter(([, value]) => value !== undefined)
		.map(
			([key, value]) => `${key}=${escapeData(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
		);
	return `::${name} ${list.join(",")}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
