import { decodeWords } from "postal-mime";
import type { ListMail } from "../mail/mail.js";

/** Whether a program has written the mail, without a person who stands behind its words. */
export function isFromMachine({ head, from }: Pick<ListMail, "head" | "from">): boolean {
	// RFC 3834: whoever answers by itself says so; "no" is what people's mailers may write.
	const submitted = head.get("auto-submitted")?.toLowerCase() ?? "no";
	if (!/^no\b/.test(submitted)) return true;
	if (TRACES.some((name) => head.has(name))) return true;
	const name = decodeWords((head.get("from") ?? "").slice(0, 1000));
	return ADDRESSES.some((pattern) => pattern.test(from)) || NAMES.test(name);
}

/** Fields that only programs write. */
const TRACES = [
	"x-lorelint",
	// pr-tracker-bot of kernel.org: a pull request was merged.
	"x-pr-tracked-message-id",
	// tip-bot: a commit was put into the tip tree.
	"robot-id",
	// mails about commits, of several hosts of git
	"x-git-refname",
	"x-github-reason",
];

const ADDRESSES = [
	/^syzbot[^@]*@/,
	/[@.]syzkaller\.appspotmail\.com$/,
	/^lkp@intel\.com$/,
	/^mailer-daemon@/,
	/^(?:no-?reply|donotreply)@/,
	// patchwork-bot+netdevbpf@, bot+bpf-ci@, pr-tracker-bot@, tip-bot2@, sashiko-bot@
	/^(?:[^@]*[-_.])?bot\d*(?:[+-][^@]*)?@/,
];

/** A person's name beside a robot's words: some send from an address of their own. */
const NAMES = /\b(?:kernel test robot|syzbot|patchwork[- ]bot)\b/i;
