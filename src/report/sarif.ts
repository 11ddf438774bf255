import type { Invocation, Log, Notification, Result, ThreadFlowLocation } from "sarif";
import type { PatchResult } from "../compare/result.js";
import type { Problem } from "../input/message.js";
import { type Finding, SEVERITIES, type Severity } from "../rules/finding.js";
import { uniqueFingerprints } from "./fingerprints.js";
import { problemWords } from "./problem.js";
import { regionOf } from "./region.js";
import type { Reporter, ReporterOptions } from "./reporter.js";
import { ruleDescriptor } from "./sarif-rules.js";
import { gravityOf, messageOf } from "./shown.js";
import { printable, safeJson, toUnicode } from "./unicode.js";
import { artifactLocation, SOURCE_ROOT } from "./uri.js";

/** GitHub's code scanning refuses a file with more. */
const MAX_RESULTS = 25_000;
const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** SARIF 2.1.0: one run with the rules that ran, what they found, and what could not be read. */
export function sarifReporter(options: ReporterOptions): Reporter {
	const results: Result[] = [];
	const notifications: Notification[] = [];
	const fingerprintOf = uniqueFingerprints();
	const ruleIndex = new Map(options.rules.map(({ id }, index) => [id, index]));
	return {
		begin: () => "",
		patch: (result, findings) => {
			notifications.push(...result.problems.map((problem) => problemNotification(result, problem)));
			for (const finding of findings) {
				const index = ruleIndex.get(finding.rule);
				results.push({
					ruleId: finding.rule,
					...(index !== undefined && { ruleIndex: index }),
					...resultOf(finding, result, options.unit),
					partialFingerprints: { "lorelint/v1": fingerprintOf(finding) },
				});
			}
			return "";
		},
		problem: (message) => {
			notifications.push({ level: "error", message: { text: printable(message) } });
			return "";
		},
		end: ({ problems }) => {
			const kept = gravest(results);
			if (kept.length < results.length) notifications.push(leftOut(results.length - kept.length));
			const invocation: Invocation = {
				executionSuccessful: problems === 0,
				toolExecutionNotifications: notifications,
			};
			return `${safeJson(logOf(kept, invocation, options))}\n`;
		},
		problemsAside: true,
	};
}

function logOf(results: Result[], invocation: Invocation, options: ReporterOptions): Log {
	const { version, rules } = options;
	return {
		$schema: SCHEMA,
		version: "2.1.0",
		runs: [
			{
				tool: {
					driver: {
						name: "lorelint",
						version,
						semanticVersion: version,
						shortDescription: { text: "Finds what a patch to the Linux kernel breaks." },
						rules: rules.map((meta) => ruleDescriptor(meta, options)),
					},
				},
				invocations: [invocation],
				originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: "The root of the kernel tree." } } },
				columnKind: "utf16CodeUnits",
				results,
			},
		],
	};
}

function resultOf(
	finding: Finding,
	result: PatchResult,
	unit: ReporterOptions["unit"],
): Omit<Result, "ruleId" | "partialFingerprints"> {
	const physicalLocation = {
		artifactLocation: artifactLocation(finding.path),
		region: regionOf(finding, result.frame(finding)),
	};
	const steps = stepsOf(finding);
	return {
		level: gravityOf(finding),
		message: { text: messageText(finding, unit) },
		locations: [
			{
				physicalLocation,
				logicalLocations: [{ name: printable(finding.function), kind: "function" }],
			},
		],
		...(steps.length > 0 && {
			codeFlows: [{ threadFlows: [{ locations: steps }] }],
			relatedLocations: steps.map(({ location }, index) => ({ id: index + 1, ...location })),
		}),
		properties: {
			status: finding.status,
			confidence: finding.confidence,
			family: finding.family,
			...patchProperties(result, unit),
		},
	};
}

/** The message, with links to the steps, which have the ids 1, 2 ... among the related locations. */
function messageText(finding: Finding, unit: ReporterOptions["unit"]): string {
	const text = withoutLinks(messageOf(finding, unit));
	if (finding.witness.length === 0) return text;
	const links = finding.witness.map((_, index) => `[${index + 1}](${index + 1})`);
	return `${text} (steps ${links.join(", ")})`;
}

/** `ops[i](dev)` in a message would be read as a link. */
function withoutLinks(text: string): string {
	return text.replace(/\[([^\]]*)\](?=\()/g, "\\[$1\\]");
}

function stepsOf({ witness }: Finding): ThreadFlowLocation[] {
	return witness.map((step, index) => ({
		executionOrder: index + 1,
		location: {
			physicalLocation: {
				artifactLocation: artifactLocation(step.path),
				region: { startLine: step.line },
			},
			message: { text: withoutLinks(printable(step.message)) },
		},
	}));
}

function patchProperties({ patch }: PatchResult, unit: ReporterOptions["unit"]): object {
	if (unit === "file") return {};
	return {
		subject: printable(patch.subject),
		messageId: patch.messageId === null ? null : toUnicode(patch.messageId),
		patchIndex: patch.series?.index ?? null,
	};
}

function problemNotification(result: PatchResult, problem: Problem): Notification {
	const { place, message } = problemWords(result, problem);
	const { path } = problem;
	return {
		level: "error",
		message: { text: `${place}: ${message}` },
		...(path !== null && { locations: [{ physicalLocation: { artifactLocation: artifactLocation(path) } }] }),
	};
}

/** As many results as a file may have; the less grave ones go first. */
function gravest(results: Result[]): Result[] {
	if (results.length <= MAX_RESULTS) return results;
	const rank = ({ level }: Result): number => SEVERITIES.indexOf(level as Severity);
	return [...results].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_RESULTS);
}

function leftOut(count: number): Notification {
	return {
		level: "warning",
		message: { text: `${count} results left out: a file may have ${MAX_RESULTS}.` },
	};
}
