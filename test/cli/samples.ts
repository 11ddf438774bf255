const DIFF = `diff --git a/drivers/pool/pool.c b/drivers/pool/pool.c
--- a/drivers/pool/pool.c
+++ b/drivers/pool/pool.c
@@ -1,7 +1,9 @@
 int store_limit(struct pool *p, int limit)
 {
 	mutex_lock(&p->lock);
 	p->seen = limit;
+	if (limit < 0)
+		return -EINVAL;
 	mutex_unlock(&p->lock);
 	return 0;
 }
`;

export interface MailParts {
	/** Above the `---`. */
	readonly message?: string;
	/** Between the `---` and the diff. */
	readonly below?: string;
	readonly diff?: string;
	readonly headers?: string;
}

/** A mail whose patch introduces one `unbalanced-lock` in `store_limit()` of drivers/pool/pool.c. */
export function mailOf({ message = "", below = "", diff = DIFF, headers = "" }: MailParts = {}): string {
	return `From: Robin Example <robin@example.org>
Message-Id: <limits@example.org>
Subject: [PATCH] pool: reject negative limits
${headers}
Limits below 0 make no sense.
${message}
Signed-off-by: Robin Example <robin@example.org>
---
${below}
 drivers/pool/pool.c | 4 ++++

${diff}-- 
2.39.5

`;
}

/** The same as `git format-patch` writes it into a file. */
export function patchFileOf(parts: MailParts = {}): string {
	const magic = `From ${"0123456789abcdef0123".repeat(2)} Mon Sep 17 00:00:00 2001\n`;
	return magic + mailOf(parts).replace(/^Message-Id: .*\n/m, "");
}

/** A file in which `f` keeps its lock on a failure. */
export const LEAKY = `int f(struct pool *p)
{
	mutex_lock(&p->lock);
	if (p->bad)
		return -EINVAL;
	mutex_unlock(&p->lock);
	return 0;
}
`;
