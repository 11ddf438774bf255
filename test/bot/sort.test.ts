import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { identityOf, readHead } from "../../src/bot/mail/head.js";
import { readMail } from "../../src/bot/mail/mail.js";
import { ALSO_REASONS, type AlsoReason } from "../../src/bot/sorting/reasons.js";
import { sortMail } from "../../src/bot/sorting/sort.js";
import { BAD_DIFF, diffOf, type ListMailParts, listMail } from "./archive.js";

const NOTHING: ReadonlySet<AlsoReason> = new Set();

async function sorted(parts: ListMailParts, also = NOTHING): Promise<string> {
	const text = listMail(parts);
	const head = readHead(text);
	const mail = await readMail({ place: "box", line: 1, text }, head, identityOf(head, text));
	const disposition = sortMail(mail, also);
	return disposition.is === "left" ? disposition.reason : disposition.is;
}

const SIGNED = "Signed-off-by: Robin Example <robin@example.org>\n";

const CASES: readonly (readonly [what: string, becomes: string, parts: ListMailParts])[] = [
	["a patch", "patch", {}],
	["a new version", "patch", { subject: "[PATCH v2 net-next 1/2] pool: limits" }],
	["a patch in answer to a cover letter", "patch", { headers: "In-Reply-To: <cover@example.org>\n" }],
	["a patch that is Cc'ed to stable", "patch", { headers: "Cc: stable@vger.kernel.org\n" }],
	["a patch that names a kernel in its title", "patch", { subject: "[PATCH] pool: fix 6.6 limits" }],
	[
		"a patch of somebody whose name ends in bot",
		"patch",
		{ headers: "From: Jo Talbot <jo.talbot@example.org>\n" },
	],
	["a mailer that says that it is none", "patch", { headers: "Auto-Submitted: no\n" }],
	["a cover letter", "cover", { subject: "[PATCH 0/2] pool: limits", diff: null }],
	["a letter", "discussion", { subject: "pool: what is the limit?", text: "?\n", diff: null }],
	["a reply", "discussion", { subject: "Re: [PATCH] pool: limits", text: "> a\nno\n", diff: null }],
	[
		"a reply that quotes the diff",
		"discussion",
		{ subject: "Re: [PATCH] x", text: BAD_DIFF.replace(/^/gm, "> "), diff: null },
	],
	[
		"a reply with a diff of its own",
		"reply",
		{ subject: "Re: [PATCH] pool: limits", text: `> a\n${SIGNED}` },
	],
	["a diff in a thread", "reply", { subject: "pool: crash", headers: "In-Reply-To: <a@example.org>\n" }],
	["an RFC", "rfc", { subject: "[RFC PATCH v2 1/2] pool: limits" }],
	["an RFC behind the number", "rfc", { subject: "[PATCH 1/2 RFC] pool: limits" }],
	[
		"an RFC without the word patch",
		"rfc",
		{ subject: "[RFC 1/1] a", headers: "In-Reply-To: <a@example.org>\n" },
	],
	["a patch for a stable kernel", "stable", { subject: "[PATCH 6.6 012/345] pool: limits" }],
	[
		"a patch for a stable branch",
		"stable",
		{
			subject: "[PATCH 5.15.y] pool: limits",
			text: `commit ${"0123456789".repeat(4)} upstream.\n\n${SIGNED}`,
		},
	],
	["a review of stable patches", "stable", { headers: "X-stable: review\n" }],
	[
		"a stable patch that failed",
		"stable",
		{ subject: 'FAILED: patch "pool" failed to apply to 6.6-stable tree' },
	],
	["a proposal of AUTOSEL", "backport", { subject: "[PATCH AUTOSEL 6.6-5.10] pool: limits" }],
	[
		"a commit that is upstream",
		"backport",
		{ text: `[ Upstream commit 0123456789ab0123456789ab ]\n\n${SIGNED}` },
	],
	["an answer of a machine", "bot", { headers: "Auto-Submitted: auto-replied\n", diff: null }],
	["syzbot", "bot", { headers: "From: syzbot <syzbot+0123@syzkaller.appspotmail.com>\n", diff: null }],
	["the kernel test robot", "bot", { headers: "From: kernel test robot <lkp@intel.com>\n", diff: null }],
	["the robot under a name", "bot", { headers: "From: kernel test robot <kim@example.org>\n", diff: null }],
	["patchwork", "bot", { headers: "From: patchwork-bot+netdevbpf@kernel.org\n", diff: null }],
	["a patch of a bot", "bot", { headers: "From: CI <bot+ci@example.org>\n" }],
	["lorelint", "bot", { headers: "X-Lorelint: 1\n", diff: null }],
	["an unsigned patch", "unsigned", { text: "Try this.\n---\n" }],
	["a signature only below the diff", "unsigned", { text: "---\n", diff: `${BAD_DIFF}-- \n${SIGNED}` }],
	["documentation", "no-c", { diff: diffOf("Documentation/pool.rst", "+a\n+b\n") }],
	["a header", "patch", { diff: diffOf("include/linux/pool.h", "+a\n+b\n") }],
	["an announced patch without a diff", "unreadable", { diff: null, text: "<html>\n" }],
	["a hunk without its file", "unreadable", { diff: "@@ -1,2 +1,2 @@\n a\n-b\n+c\n" }],
];

describe("sorting", () => {
	for (const [what, becomes, parts] of CASES) {
		it(`${what}: ${becomes}`, async () => assert.equal(await sorted(parts), becomes));
	}

	for (const reason of ALSO_REASONS) {
		it(`takes ${reason} where it is asked for`, async () => {
			const parts = CASES.filter(([, becomes, { diff }]) => becomes === reason && diff !== null);
			assert.ok(parts.length > 0);
			for (const [what, , mail] of parts) assert.equal(await sorted(mail, new Set([reason])), "patch", what);
		});
	}
});
