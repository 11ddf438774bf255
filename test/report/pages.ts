import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bytes, run } from "../cli/capture.js";

/** The sample series of the package; this module is `dist/test/report/pages.js` in it. */
export const DEMO = fileURLToPath(new URL("../../../fixtures/demo/series.mbox", import.meta.url));

/** The page about a patch, or about the files named. */
export async function pageOf(patch: string | readonly string[], ...options: string[]): Promise<string> {
	const inputs = typeof patch === "string" ? ["-"] : patch;
	const stdin = bytes(typeof patch === "string" ? patch : "");
	const { stdout, stderr } = await run(["--format", "html", "--no-tree", ...options, ...inputs], { stdin });
	if (stderr !== "") throw new Error(stderr);
	return stdout;
}

/** The same with a tree around it, of the files given. */
export async function pageInTree(
	patch: string,
	files: Readonly<Record<string, string>>,
	...options: string[]
) {
	const tree = mkdtempSync(join(tmpdir(), "lorelint-tree-"));
	try {
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(dirname(join(tree, path)), { recursive: true });
			writeFileSync(join(tree, path), text);
		}
		const { stdout, stderr } = await run(["--format", "html", "--tree", tree, ...options], {
			stdin: bytes(patch),
		});
		if (stderr !== "") throw new Error(stderr);
		return stdout;
	} finally {
		rmSync(tree, { recursive: true });
	}
}

export function mail(subject: string, diff: string): string {
	return `From: Robin Example <robin@example.org>\nSubject: ${subject}\nMessage-ID: <1@example.org>\n\n---\n${diff}`;
}

/** A patch in which everything that a stranger can choose tries to get out of its place. */
export const HOSTILE = mail(
	"[PATCH] <img src=x onerror=alert(1)> \u202eevil & \"quotes' `tick </script><!--",
	`diff --git "a/<b>x\\"onload=1.c" "b/<b>x\\"onload=1.c"
--- "a/<b>x\\"onload=1.c"
+++ "b/<b>x\\"onload=1.c"
@@ -1,7 +1,9 @@ </code></div><script>alert(2)</script>
 int f(struct pot *p)
 {
 	mutex_lock(&p->lock); /* </script><script>alert(3)</script> */
+	if (p->bad || "<b>\u202e\u2066\u200b")
+		return -EINVAL; /* \u001b[31m \u0007 ]]> <!-- </style> */
 	p->s = "&amp;<";
 	mutex_unlock(&p->lock);
 	return 0;
 }
`,
);

/** A function whose lock is taken far above the hunk that forgets it, as the tree has it. */
export const TALL_SOURCE = `static int brew(struct pot *p)
{
	int ret;

	mutex_lock(&p->lock);
	spin_lock_irq(&p->lid);
	p->cups = 1;
${Array.from({ length: 12 }, (_, index) => `	p->step[${index}] = ${index};\n`).join("")}	spin_unlock_irq(&p->lid);
	a(p);
	b(p);
	c(p);
	ret = heat(p);
	mutex_unlock(&p->lock);
	return ret;
}
`;

export const TALL_PATCH = mail(
	"[PATCH] pot: refuse to brew without water",
	`diff --git a/pot.c b/pot.c
--- a/pot.c
+++ b/pot.c
@@ -21,7 +21,9 @@ static int brew(struct pot *p)
 	a(p);
 	b(p);
 	c(p);
+	if (p->empty)
+		return -EIO;
 	ret = heat(p);
 	mutex_unlock(&p->lock);
 	return ret;
 }
`,
);
