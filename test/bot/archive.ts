import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { GIT_ENVIRONMENT } from "../harness/repository.js";

/** A step in the history of an epoch: a mail that came, or one that was taken back. */
export interface Step {
	/** Seconds since 1970; by default an hour behind the step before. */
	readonly time?: number;
	/** Characters are bytes. */
	readonly mail: string;
	readonly isDeletion?: boolean;
}

/** Makes an epoch of a public-inbox v2 archive, as `git fast-import` takes it. */
export function epoch(path: string, steps: readonly (Step | string)[]): string {
	mkdirSync(dirname(path), { recursive: true });
	execFileSync("git", ["init", "-q", "--bare", "-b", "master", path], { env: GIT_ENVIRONMENT });
	const commits = steps.map((step, at) => {
		const {
			mail,
			time = FIRST + 3600 * at,
			isDeletion = false,
		} = typeof step === "string" ? { mail: step } : step;
		const file = isDeletion ? "d" : "m";
		const change = `deleteall\nM 100644 inline ${file}\ndata ${mail.length}\n${mail}\n`;
		return `commit refs/heads/master\ncommitter Archive <archive@example.org> ${time} +0000\ndata 1\nx\n${change}`;
	});
	const input = Buffer.from(commits.join(""), "latin1");
	execFileSync("git", [`--git-dir=${path}`, "fast-import", "--quiet"], { env: GIT_ENVIRONMENT, input });
	return path;
}

const FIRST = Date.UTC(2026, 0, 5) / 1000;

export interface ListMailParts {
	readonly subject?: string;
	readonly id?: string;
	readonly headers?: string;
	/** Above the diff. */
	readonly text?: string;
	/** Null: no diff. */
	readonly diff?: string | null;
}

const SIGNED = "Limits below 0 make no sense.\n\nSigned-off-by: Robin Example <robin@example.org>\n---\n";

/** A mail as a list gets it. */
export function listMail({
	subject = "[PATCH] pool: reject negative limits",
	id = "<limits@example.org>",
	headers = "",
	text = SIGNED,
	diff = BAD_DIFF,
}: ListMailParts = {}): string {
	const from = /^From:/im.test(headers) ? "" : "From: Robin Example <robin@example.org>\n";
	return `${headers}${from}Message-ID: ${id}\nSubject: ${subject}\n\n${text}${diff ?? ""}`;
}

/** Leaves a lock held. */
export const BAD_DIFF = diffOf("drivers/pool/pool.c", "+\tif (limit < 0)\n+\t\treturn -EINVAL;\n");
export const GOOD_DIFF = diffOf("drivers/pool/pool.c", "+\tp->seen = limit;\n+\tp->late = limit;\n");

export function diffOf(path: string, added: string): string {
	return `diff --git a/${path} b/${path}
--- a/${path}
+++ b/${path}
@@ -1,7 +1,9 @@
 int store_limit(struct pool *p, int limit)
 {
 	mutex_lock(&p->lock);
 	p->limit = limit;
${added} 	mutex_unlock(&p->lock);
 	return 0;
 }
`;
}
