import type { PatchResult } from "../compare/result.js";
import type { Finding, Severity } from "../rules/finding.js";
import { regionOf } from "./region.js";
import type { Reporter, ReporterOptions } from "./reporter.js";
import { gravityOf, messageOf, pathOf } from "./shown.js";
import { printable } from "./unicode.js";

const SEVERITIES: Record<Severity, string> = { error: "error", warning: "warning", note: "info" };

/** XML as checkstyle writes it, grouped by file. */
export function checkstyleReporter({ unit }: ReporterOptions): Reporter {
	const files = new Map<string, string[]>();
	return {
		begin: () => "",
		patch: (result, findings) => {
			for (const finding of findings) {
				const path = printable(pathOf(finding.path));
				const errors = files.get(path) ?? [];
				files.set(path, errors);
				errors.push(errorElement(finding, result, unit));
			}
			return "";
		},
		end: () => {
			const elements = [...files].map(
				([path, errors]) => `  <file${attribute("name", path)}>\n${errors.join("")}  </file>\n`,
			);
			return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${elements.join("")}</checkstyle>\n`;
		},
		problemsAside: true,
	};
}

function errorElement(finding: Finding, result: PatchResult, unit: ReporterOptions["unit"]): string {
	const { startLine, startColumn } = regionOf(finding, result.frame(finding));
	const attributes = [
		attribute("line", String(startLine)),
		startColumn === undefined ? "" : attribute("column", String(startColumn)),
		attribute("severity", SEVERITIES[gravityOf(finding)]),
		attribute("message", messageOf(finding, unit)),
		attribute("source", `lorelint.${finding.rule}`),
	];
	return `    <error${attributes.join("")}/>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&apos;",
};

/** Beside control characters, which `printable` has written out, XML knows no lone surrogates and not these two. */
const NO_XML = /[\p{Cs}\ufffe\uffff]/gu;

function attribute(name: string, value: string): string {
	const text = value
		.replace(NO_XML, (char) => `\\u${char.charCodeAt(0).toString(16)}`)
		.replace(/[&<>"']/g, (char) => ENTITIES[char]!);
	return ` ${name}="${text}"`;
}
