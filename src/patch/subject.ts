import type { SeriesPlace } from "./patch.js";

/**
 * The place in a series that a subject's tag names: `[PATCH v3 2/7]`, `[RFC PATCH net-next 02/10]`.
 * Null without such a tag, and for a reply: `Re: [PATCH 2/7]` is not itself part of the series.
 */
export function seriesOf(subject: string): SeriesPlace | null {
	const tag = tagOf(subject);
	const place = /(?:^|[\s\][])(\d{1,4})\/(\d{1,4})(?=$|[\s\][])/.exec(tag);
	if (isReply(subject) || place === null) return null;
	const index = Number(place[1]);
	const total = Number(place[2]);
	if (total === 0 || index > total) return null;
	return { index, total, version: versionOf(subject) ?? 1 };
}

/** The version that the tag names: 3 of `[PATCH v3 2/7]`; null where it names none. */
export function versionOf(subject: string): number | null {
	const version = /(?:^|[\s\][]|PATCH-?)v(\d{1,4})\b/i.exec(tagOf(subject));
	return version === null ? null : Number(version[1]);
}

/** True where the tag announces a patch, so that a diff must follow. */
export function saysPatch(subject: string): boolean {
	return /\bPATCH(?:-?v\d+)?\b/i.test(tagOf(subject));
}

/** True for an answer or a forwarded mail, in the spellings of the usual mailers. */
export function isReply(subject: string): boolean {
	return /^\s*(?:re|aw|sv|antw|fwd?)(?:\[\d+\])?\s*:/i.test(subject);
}

/** The subject without the tags in front of it; all of it where there is nothing behind them. */
export function titleOf(subject: string): string {
	return subject.replace(/^(?:\s*\[[^\]]*\])+\s*/, "").trim() || subject.trim();
}

/** The bracketed words in front of the subject. */
function tagOf(subject: string): string {
	return /^(?:\s*\w{2,4}(?:\[\d+\])?:)*\s*((?:\[[^\]]*\]\s*)*)/.exec(subject)?.[1] ?? "";
}
