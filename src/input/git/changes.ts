import type { ContextSource } from "../context.js";
import type { Message } from "../message.js";
import { filesBelow } from "../tree.js";
import { contextAt } from "./context.js";
import { type Diff, type DiffReader, diffAgainst } from "./diffs.js";
import type { ObjectReader } from "./objects.js";
import { gitIn, type Repository } from "./repository.js";
import { type Commit, emptyTree, treeId } from "./revisions.js";

/** A change that a repository holds: the body of its message is its diff and nothing else. */
export interface Change {
	readonly message: Message;
	/** The tree in front of the change. */
	readonly context: ContextSource;
	/** What of it could not be read, one sentence each without a full stop. */
	readonly faults: readonly string[];
}

/** Digits of an id that are shown. */
const SHOWN_DIGITS = 12;

/** A commit against its parent. */
export async function commitChange(
	repository: Repository,
	objects: ObjectReader,
	diffs: DiffReader,
	commit: Commit,
): Promise<Change> {
	const { id, parent, author, subject, isCut } = commit;
	const diff: Diff = isCut
		? { fault: "its parent is not in this shallow clone, so there is nothing to compare it with" }
		: await diffs.read(id);
	return {
		message: { ...messageOf(id.slice(0, SHOWN_DIGITS), diff), subject, author },
		context: contextAt(repository, objects, parent),
		faults: "fault" in diff ? [diff.fault] : [],
	};
}

/** What is in the index against HEAD, or what the work tree holds against HEAD, be it in the index or not. */
export async function pendingChange(
	repository: Repository,
	objects: ObjectReader,
	what: "index" | "worktree",
): Promise<Change> {
	const head = await treeId(repository, "HEAD");
	const diff = await diffAgainst(repository, head ?? (await emptyTree(repository)), what);
	const message = messageOf(what === "index" ? "staged changes" : "work tree", diff);
	const committed = contextAt(repository, objects, head);
	return {
		message,
		context: what === "index" ? committed : withUntracked(committed, repository),
		faults: "fault" in diff ? [diff.fault] : unmergedPaths(diff.text),
	};
}

/** Headers that nobody has added yet are in the work tree alone. */
function withUntracked(committed: ContextSource, repository: Repository): ContextSource {
	const { root } = repository;
	if (root === null) return committed;
	const files = filesBelow(root);
	const untracked = async (path: string) => {
		const text = await files.readFile(path);
		return text !== null && (await isTracked(repository, path)) ? null : text;
	};
	return {
		...committed,
		readFile: async (path) => (await committed.readFile(path)) ?? (await untracked(path)),
	};
}

/** A file that the index has is part of the diff, where it is new. */
async function isTracked(repository: Repository, path: string): Promise<boolean> {
	const name = Buffer.from(path, "latin1").toString("utf8");
	const { stdout } = await gitIn(repository, ["ls-files", "-z", "--", `:(top,literal)${name}`], {
		cwd: repository.root ?? repository.gitDir,
	});
	return stdout !== "";
}

function unmergedPaths(diff: string): string[] {
	return [...diff.matchAll(/^\* Unmerged path (.*)$/gm)].map(([, path]) => `${path} is not merged yet`);
}

function messageOf(input: string, diff: Diff): Message {
	return {
		input,
		line: 1,
		subject: "",
		author: "",
		messageId: null,
		inReplyTo: null,
		references: [],
		body: "text" in diff ? diff.text : "",
		bodyLine: 1,
	};
}
