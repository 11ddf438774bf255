import type { Patch } from "../../patch/patch.js";
import { isReply, saysPatch } from "../../patch/subject.js";
import type { ListMail } from "../mail/mail.js";
import { isFromMachine } from "./machines.js";
import type { AlsoReason, LeftReason } from "./reasons.js";

/** What becomes of a mail. */
export type Disposition =
	| { readonly is: "patch" | "cover" | "discussion" }
	| {
			readonly is: "left";
			readonly reason: LeftReason;
			/** What is wrong with it, where that says more than the reason: one sentence. */
			readonly detail?: string;
	  };

/** Sorts a mail. Of several reasons to leave it alone, the first in the order of this function counts. */
export function sortMail(mail: ListMail, also: ReadonlySet<AlsoReason>): Disposition {
	const { patch } = mail;
	const leftAs = (reason: AlsoReason, applies: boolean): boolean => applies && !also.has(reason);
	if (leftAs("bot", isFromMachine(mail))) return left("bot");
	if (patch.kind === "cover") return { is: "cover" };
	if (patch.kind !== "patch" && patch.problems.length === 0) return { is: "discussion" };
	if (leftAs("reply", isAnswer(mail))) return left("reply");
	if (patch.files.length === 0) return { ...left("unreadable"), detail: patch.problems[0]?.message ?? "" };
	const backport = backportReason(mail);
	if (backport !== null && leftAs(backport, true)) return left(backport);
	if (leftAs("rfc", /\bRFC\b/i.test(tagsOf(patch.subject)))) return left("rfc");
	if (leftAs("unsigned", !isSigned(mail))) return left("unsigned");
	return touchesC(patch) ? { is: "patch" } : left("no-c");
}

function left(reason: LeftReason): Disposition & { readonly is: "left" } {
	return { is: "left", reason };
}

/** A diff in a discussion is an idea, not a patch that somebody has sent to be applied. */
function isAnswer({ patch }: ListMail): boolean {
	const isAnnounced = saysPatch(patch.subject) || patch.series !== null;
	return isReply(patch.subject) || (patch.inReplyTo !== null && !isAnnounced);
}

/**
 * Whether a change is for a kernel that is out already: `stable` where it says so, `backport` where a program
 * proposes it, or where it only names the commit that it is upstream.
 */
function backportReason({ patch, message, head }: ListMail): "stable" | "backport" | null {
	const tags = tagsOf(patch.subject);
	if (/\b(?:AUTOSEL|backport)\b/i.test(tags)) return "backport";
	if (head.has("x-stable") || STABLE_TAG.test(tags)) return "stable";
	if (/^(?:FAILED: patch|Patch ")/.test(patch.subject)) return "stable";
	return head.has("x-stable-base") || UPSTREAM.test(textAbove(message.body)) ? "backport" : null;
}

/** `[PATCH 6.6 012/345]`, `[PATCH 5.15.y]`, `[PATCH stable 6.1]`, `[5.10]`; a version of the patch is `v2`. */
const STABLE_TAG =
	/(?:^|[\s[])(?:[\w-]*stable[\w-]*|LTS|\d{1,2}\.\d{1,3}(?:\.(?:\d{1,3}|[xy]))?(?:-\S+)?)(?=[\s\],])/i;

/** The line by which such a change names the commit that it is. */
const UPSTREAM =
	/^[ \t]*(?:\[[ \t]*Upstream commit [0-9a-f]{8,40}[ \t]*\]|commit [0-9a-f]{12,40} upstream\b)/im;

function isSigned({ message }: ListMail): boolean {
	return /^[ \t]*Signed-off-by:[ \t]*\S/im.test(textAbove(message.body));
}

/** What stands above the diff. */
function textAbove(body: string): string {
	const diff = /^(?:diff --git |--- (?:a\/|\/dev\/null)|Index: )/m.exec(body);
	return diff === null ? body : body.slice(0, diff.index);
}

function touchesC({ files }: Patch): boolean {
	return files.some(({ prePath, postPath }) =>
		[prePath, postPath].some((path) => /\.[ch]$/.test(path ?? "")),
	);
}

/** The bracketed words in front of a subject. */
function tagsOf(subject: string): string {
	return /^\s*(?:\w{2,4}:\s*)*((?:\[[^\]]{0,200}\]\s*)*)/.exec(subject)?.[1] ?? "";
}
