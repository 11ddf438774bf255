import type { ScanItem } from "../../bot/scan/scan.js";
import type { Shard } from "../../bot/scan/shard.js";
import { emptySummary, type ScanSummary } from "../../bot/scan/summary.js";
import type { PatchResult } from "../../compare/result.js";
import { findingObject, line, patchObject } from "../../report/jsonl.js";
import { inputName, shownFindings } from "../../report/reporter.js";
import { toUnicode } from "../../report/unicode.js";
import { SEVERITIES, type Status } from "../../rules/finding.js";
import { createProgress, type Progress } from "../output/progress.js";
import { type ExitStatus, FINDINGS, NOTHING_FOUND, reaches, type Threshold, WRONG_INPUT } from "../status.js";
import { PipeClosed, type Terminal, warn } from "../terminal.js";

const SHOWN: ReadonlySet<Status> = new Set(["introduced"]);

/** Writes what a scan comes upon, and adds it up. */
export class ScanReport {
	private readonly summary: ScanSummary;
	private readonly progress: Progress;
	private isBroken = false;

	constructor(
		shard: Shard,
		private readonly failOn: Threshold,
		private readonly judge: (result: PatchResult) => Promise<PatchResult>,
		private readonly terminal: Terminal,
	) {
		this.summary = emptySummary(shard);
		this.progress = createProgress(terminal);
	}

	async write(items: AsyncIterable<ScanItem>): Promise<ExitStatus> {
		try {
			for await (const item of items) {
				const text = (await this.objectsOf(item)).map(line).join("");
				if (text === "") continue;
				this.progress.clear();
				await this.terminal.write(text);
			}
			await this.terminal.write(line({ type: "summary", ...this.summary }));
		} catch (error) {
			if (!(error instanceof PipeClosed)) throw error;
		} finally {
			this.progress.clear();
		}
		return this.isBroken ? WRONG_INPUT : statusOf(this.summary, this.failOn);
	}

	/** The objects of one item; what needs none is counted. */
	private async objectsOf(item: ScanItem): Promise<readonly object[]> {
		const { summary } = this;
		switch (item.type) {
			case "read":
				summary.read++;
				if (item.isOwn) summary.mails++;
				this.progress.update(`${summary.read} mails read, ${summary.linted} patches linted`);
				return [];
			case "cover":
				summary.covers++;
				return [];
			case "discussion":
				summary.discussion++;
				return [];
			case "left":
				summary.left[item.reason]++;
				return [leftObject(item)];
			case "problem":
				summary.problems++;
				return [{ type: "problem", input: toUnicode(item.place), message: toUnicode(item.message) }];
			case "fault":
				this.isBroken = true;
				this.progress.clear();
				warn(this.terminal, `${inputName(item.place)}: ${item.message}`);
				return [];
			case "result":
				return await this.resultObjects(item.result);
		}
	}

	private async resultObjects(found: PatchResult): Promise<readonly object[]> {
		const result = await this.judge(found);
		const findings = shownFindings(result, SHOWN);
		this.summary.linted++;
		for (const { severity } of findings) this.summary.findings[severity]++;
		// Another run would take another time, and its output is to be the same.
		const { ms: _, ...patch } = patchObject(result) as { ms: number };
		return [patch, ...findings.map((finding) => findingObject(finding, result))];
	}
}

function leftObject({ place, subject, messageId, reason, detail }: ScanItem & { type: "left" }): object {
	return {
		type: "left",
		input: toUnicode(place),
		subject: toUnicode(subject),
		messageId: toUnicode(messageId),
		reason,
		...(detail ? { detail: toUnicode(detail) } : {}),
	};
}

/** What of the findings counts for the exit status is in the summary; fixes are not shown, so none is counted. */
export function statusOf({ findings }: ScanSummary, failOn: Threshold): ExitStatus {
	const counting = SEVERITIES.filter((severity) => reaches(severity, failOn));
	return counting.some((severity) => findings[severity] > 0) ? FINDINGS : NOTHING_FOUND;
}
