import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { DARK, LIGHT, type Palette } from "../../src/report/html/palette.js";
import { run } from "../cli/capture.js";
import { DEMO, HOSTILE, mail, pageInTree, pageOf, TALL_PATCH, TALL_SOURCE } from "./pages.js";

describe("html", () => {
	it("says of every line what is held, in words too", async () => {
		const page = await pageOf([DEMO]);
		const held = rowsOf(page).filter(({ html }) => html.includes('class="held"'));
		const lines = held.map(({ id, html }) => `${id} ${/class="held">([^<]*)/.exec(html)?.[1]}`);
		assert.ok(lines.includes("p1f1R19 held: pot-&#62;lock"));
		assert.ok(lines.includes("p2f1R51 on some paths: pot-&#62;lock"));
		assert.ok(lines.includes("p3f1R60 held: pot-&#62;stats_lock, interrupts off"));
		assert.ok(!lines.some((line) => line.startsWith("p1f1R17 ")));
		for (const { html } of held) assert.match(html, /<i class="lane at\d/);
	});

	it("shows the code around a step that lies outside of the diff, and the rest of the function folded", async () => {
		const page = await pageInTree(TALL_PATCH, { "pot.c": TALL_SOURCE });
		const outside = rowsOf(page).filter(({ html }) => html.includes('class="row outside"'));
		assert.deepEqual(
			outside.map(({ id }) => Number(id.slice("p1f1R".length))),
			[...Array(20).keys()].map((index) => index + 1),
		);
		const [, folded = ""] = /<details class="unfold">(.*?)<\/details>/s.exec(page) ?? [];
		assert.match(folded, /Lines 9–20 of <code>brew\(\)<\/code>, outside of the diff/);
		assert.match(page, /<li><a href="#p1f1R5">/);
	});

	it("numbers the lines as the tree has them, where a hunk has moved", async () => {
		const page = await pageInTree(TALL_PATCH, { "pot.c": `\n\n\n${TALL_SOURCE}` });
		assert.match(page, /@@ -24,7 \+24,9 @@/);
		assert.match(page, /<li><a href="#p1f1R8">/);
	});

	it("shows what was held before, where the patch has mended the function", async () => {
		const mended = mail(
			"[PATCH] pot: unlock",
			`--- a/pot.c
+++ b/pot.c
@@ -1,9 +1,11 @@
 int f(struct pot *p)
 {
 	mutex_lock(&p->lock);
-	if (p->bad)
+	if (p->bad) {
+		mutex_unlock(&p->lock);
 		return -EINVAL;
+	}
 	p->x++;
 	mutex_unlock(&p->lock);
 	return 0;
 }
`,
		);
		const page = await pageOf(mended, "--show", "introduced,fixed");
		assert.match(page, /before the patch<\/span><ul>/);
		const row = rowsOf(page).find(({ id }) => id === "p1f1R6");
		assert.match(row?.html ?? "", /<span class="held">held: p-&#62;lock<\/span>/);
		assert.match(page, /<article class="card fixed"/);
	});

	it("says that nothing was found, and shows the diff", async () => {
		const page = await pageOf(
			mail("[PATCH] pot: warm", "--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-int a;\n+int b;\n"),
		);
		assert.match(page, /nothing found/);
		assert.equal(rowsOf(page).length, 2);
	});

	it("names files without lines, and what could not be read", async () => {
		const { stdout, status } = await run(["-f", "html", "--no-tree"], {
			stdin: (async function* () {
				yield Buffer.from(
					mail(
						"[PATCH] odd",
						`diff --git a/a.png b/a.png
index 1..2 100644
Binary files a/a.png and b/a.png differ
diff --git a/old.c b/new.c
similarity index 100%
rename from old.c
rename to new.c
diff --git a/b.c b/b.c
--- a/b.c
+++ b/b.c
@@ -1,9 +1,9 @@
-int a;
+int b;
`,
					),
				);
			})(),
		});
		assert.equal(status, 2);
		assert.match(stdout, /A binary file\./);
		assert.match(stdout, /old\.c → new\.c/);
		assert.match(stdout, /<b>Problem<\/b> line \d+: b\.c:/);
	});

	it("lets no text out of its place, and no hidden character in", async () => {
		const page = await pageOf(HOSTILE);
		assert.deepEqual(page.replace(/[\t\n]/g, "").match(/[\p{Cc}\p{Cf}]/gu), null);
		assert.deepEqual(page.match(/<(?:script|img|style|title|b(?=>x))/g), ["<title", "<style", "<script"]);
		assert.match(page, /<span class="hidden-char">\\u202e<\/span>/);
		assert.match(page, /&#60;img src=x onerror=alert\(1\)&#62;/);
	});

	it("allows no style and no script but its own", async () => {
		const page = await pageOf(HOSTILE);
		for (const tag of ["style", "script"]) {
			const [, content = ""] = new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(page) ?? [];
			const hash = createHash("sha256").update(content).digest("base64");
			assert.ok(page.includes(`${tag}-src 'sha256-${hash}'`), tag);
		}
		assert.doesNotMatch(page, /(?:<[^>]*\s(?:style|on[a-z]+)=|javascript:)/);
	});

	it("cuts what is too long, but never what a finding leads to", async () => {
		const lines = Array.from({ length: 5_000 }, (_, index) => `+int a${index};\n`).join("");
		const bad =
			"+int f(struct pot *p)\n+{\n+\tmutex_lock(&p->lock);\n+\tif (p->bad)\n+\t\treturn -EIO;\n+\tmutex_unlock(&p->lock);\n+\treturn 0;\n+}\n";
		const long = `+char *s = "${"x".repeat(5_000)}";\n`;
		const page = await pageOf(
			mail("[PATCH] long", `--- /dev/null\n+++ b/a.c\n@@ -0,0 +1,5009 @@\n${long}${lines}${bad}`),
		);
		assert.match(page, /\d+ lines are not shown: the diff is too long for this page/);
		assert.ok(rowsOf(page).length < 3_200);
		assert.match(page, /<li><a href="#p1f1R5004">/);
		assert.match(page, /… 4\d\d\d more/);
	});

	it("shows files that were checked without a patch, where something was found", async () => {
		const folder = mkdtempSync(join(tmpdir(), "lorelint-"));
		try {
			writeFileSync(
				join(folder, "bad.c"),
				TALL_SOURCE.replace("\ta(p);", "\tif (p->empty)\n\t\treturn -EIO;"),
			);
			writeFileSync(join(folder, "good.c"), TALL_SOURCE);
			const { stdout } = await run(["check-tree", "-f", "html", folder]);
			assert.match(stdout, /<article class="card error"/);
			assert.match(stdout, /Nothing found in 1 more file/);
			assert.match(stdout, /<div class="row outside hit error" id="p1f1R22">/);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	for (const [name, palette] of Object.entries({ LIGHT, DARK })) {
		it(`keeps texts and lanes apart from their ground: ${name}`, () => {
			assert.deepEqual(weakPairs(palette), []);
		});
	}
});

function rowsOf(page: string): { readonly id: string; readonly html: string }[] {
	return [...page.matchAll(/<div class="row [^"]*" id="([^"]*)">.*?<\/code><\/div>/gs)].map((match) => ({
		id: match[1]!,
		html: match[0],
	}));
}

function weakPairs(palette: Palette): string[] {
	const { lanes, ...rest } = palette;
	const grounds = ["ground", "raised", "added", "removed", "outside", "target"] as const;
	const texts = ["ink", "faint", "link", "error", "warning", "note", "fixed"] as const;
	const marked = ["errorGround", "warningGround", "noteGround", "fixedGround"] as const;
	const pairs = [
		...grounds.flatMap((ground) => texts.map((text) => ({ ground, text, least: 4.5, color: rest[text] }))),
		...marked.map((ground) => ({ ground, text: "ink", least: 4.5, color: rest.ink })),
		...grounds.flatMap((ground) =>
			lanes.map((color, slot) => ({ ground, text: `lane ${slot}`, least: 3, color })),
		),
	];
	return pairs.flatMap(({ ground, text, least, color }) => {
		const ratio = contrast(color, rest[ground]);
		return ratio < least ? [`${text} on ${ground}: ${ratio.toFixed(2)}`] : [];
	});
}

/** As WCAG 2 has it. */
function contrast(a: string, b: string): number {
	const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
	return (light! + 0.05) / (dark! + 0.05);
}

function luminance(color: string): number {
	const [r, g, b] = [1, 3, 5].map((at) => {
		const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
