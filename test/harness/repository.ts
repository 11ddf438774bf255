import { execFileSync, spawnSync } from "node:child_process";
import { put } from "./folder.js";

/** Nothing of the user who runs the tests, and of whatever runs them, reaches git. */
export const GIT_ENVIRONMENT: NodeJS.ProcessEnv = {
	...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
	GIT_CONFIG_NOSYSTEM: "1",
	GIT_CONFIG_GLOBAL: "/dev/null",
	GIT_AUTHOR_NAME: "Robin Example",
	GIT_AUTHOR_EMAIL: "robin@example.org",
	GIT_AUTHOR_DATE: "2026-01-05T10:00:00Z",
	GIT_COMMITTER_NAME: "Robin Example",
	GIT_COMMITTER_EMAIL: "robin@example.org",
	GIT_COMMITTER_DATE: "2026-01-05T10:00:00Z",
};

/** A repository in a folder of its own, which goes away behind the tests of the file. */
export class TestRepository {
	constructor(readonly root: string) {}

	/** Runs git and gives what it writes. Throws where it fails. */
	git(...args: readonly string[]): string {
		const options = { cwd: this.root, env: GIT_ENVIRONMENT, encoding: "utf8" } as const;
		return execFileSync("git", args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
	}

	/** Runs git where it may fail. */
	tryGit(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
		const env = { ...GIT_ENVIRONMENT, ...environment };
		return spawnSync("git", args, { cwd: this.root, env, encoding: "utf8", input: "" });
	}

	write(path: string, content: string, mode = 0o644): string {
		return put(this.root, path, content, mode);
	}

	/** Commits all that there is, and gives the id. */
	commit(subject: string): string {
		this.git("add", "-A");
		this.git("commit", "-q", "--allow-empty", "-m", subject);
		return this.git("rev-parse", "HEAD").trim();
	}
}

/** An empty repository. */
export function testRepository(folder: string, ...options: readonly string[]): TestRepository {
	execFileSync("git", ["init", "-q", "-b", "main", ...options, folder], { env: GIT_ENVIRONMENT });
	return new TestRepository(folder);
}

/** A function that takes a lock, with `body` between. */
export function locked(body: string): string {
	return `#include "pool.h"

int store_limit(struct pool *p, int limit)
{
	int ret = -EINVAL;

	mutex_lock(&p->lock);
${body}	ret = apply(p);
	mutex_unlock(&p->lock);
	return ret;
}
`;
}

/** What may stand in {@link locked}: right, and a lock left held. */
export const GOOD = "\tp->limit = limit;\n";
export const BAD = "\tif (limit < 0)\n\t\treturn -EINVAL;\n\tp->limit = limit;\n";
