import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Hunk } from "../../src/patch/patch.js";
import { b4ReviewReporter } from "../../src/report/b4-review.js";
import type { Finding } from "../../src/rules/finding.js";
import { readReview } from "../harness/b4.js";
import { AWKWARD } from "./awkward.js";
import { sampleFinding, sampleOptions, samplePatch, sampleResult } from "./sample.js";

const HUNK: Hunk = {
	preStart: 10,
	preCount: 4,
	postStart: 12,
	postCount: 5,
	header: "int store_limit(struct pool *p, int limit)",
	lines: [
		{ kind: "context", text: "\tmutex_lock(&p->lock);" },
		{ kind: "removed", text: "\tmutex_unlock(&p->lock);" },
		{ kind: "added", text: "\tif (limit < 0)" },
		{ kind: "added", text: "\t\treturn -EINVAL;\x0c\r" },
		{ kind: "context", text: "" },
		{ kind: "context", text: "\tcaf\xc3\xa9(\xe9);" },
	],
};

const FILE = {
	change: "modified",
	prePath: "mm/pool.c",
	postPath: "mm/pool.c",
	preBlob: null,
	postBlob: null,
	hunks: [HUNK],
	binary: false,
	repaired: false,
} as const;

function reviewText(findings: readonly Finding[], files: readonly (typeof FILE)[] = [FILE]): string {
	const patch = samplePatch({ files });
	return b4ReviewReporter(sampleOptions()).patch(sampleResult({ patch, findings }), findings);
}

const review = (findings: readonly Finding[]) => readReview(reviewText(findings));
const at = (line: number, over: Partial<Finding> = {}) => sampleFinding({ line, witness: [], ...over });

describe("b4-review", () => {
	it("writes nothing for a patch without findings", () => {
		assert.equal(reviewText([]), "");
	});

	it("quotes the diff and comments below the line", () => {
		const finding = sampleFinding({ line: 14 });
		assert.equal(
			reviewText([finding]).slice(0, reviewText([finding]).indexOf("(lorelint:")),
			`1 finding of lorelint

> diff --git a/mm/pool.c b/mm/pool.c
> --- a/mm/pool.c
> +++ b/mm/pool.c
> @@ -10,4 +12,5 @@ int store_limit(struct pool *p, int limit)
>  	mutex_lock(&p->lock);
> -	mutex_unlock(&p->lock);
> +	if (limit < 0)
> +		return -EINVAL;\\x0c

p->lock is still held on this return.

- line 12: p->lock is taken here
- line 14: limit < 0 is true

`,
		);
	});

	it("is read by b4 at the places that are meant, on either side", () => {
		const { note, comments } = review([
			at(14),
			at(12),
			at(11, { side: "pre", status: "fixed" }),
			at(16, { severity: "warning" }),
			at(14, { message: "another" }),
		]);
		assert.equal(note, "5 findings of lorelint");
		assert.deepEqual(
			comments.map(({ path, line, content }) => [path, line, content]),
			[
				["b/mm/pool.c", 12, " \tmutex_lock(&p->lock);"],
				["a/mm/pool.c", 11, "-\tmutex_unlock(&p->lock);"],
				["b/mm/pool.c", 14, "+\t\treturn -EINVAL;\\x0c"],
				["b/mm/pool.c", 16, " \tcaf\u00c3\u00a9(\u00e9);"],
			],
		);
		assert.match(comments[2]!.text, /still held(?:.|\n)*another/);
	});

	it("puts into the note what stands on lines that the diff does not show", () => {
		const { note, comments } = review([at(99), at(14, { path: "mm/other.c" })]);
		assert.deepEqual(comments, []);
		assert.match(note, /^2 findings of lorelint\n\nmm\/pool\.c:99:\np->lock is still held/);
		assert.match(note, /\nmm\/other\.c:14:\n/);
	});

	it("lets no text of the patch pass for a comment, and no comment for a quotation", () => {
		const traps = ["> quoted", "| foreign", "# hint", "[ ... ]", "a\n> diff --git a/x b/x"];
		const { comments } = review(traps.map((message) => at(14, { message })));
		assert.equal(comments.length, 1);
		for (const trap of traps) assert.ok(comments[0]!.text.includes(trap.replaceAll("\n", "\\n")), trap);
		const long = `${"x".repeat(70)} > 0 is true ${"y".repeat(70)} | ${"z".repeat(70)}`;
		const [wrapped, ...rest] = review([at(14, { message: long })]).comments;
		assert.deepEqual(rest, []);
		assert.equal(wrapped!.text.split("\n\n")[0]!.replace(/\s+/g, " "), `${long}.`);
		assert.ok(review(Object.values(AWKWARD)).note.startsWith(`${Object.keys(AWKWARD).length} findings`));
	});

	it("names its file by the number of the patch, and has old files removed", () => {
		const reporter = b4ReviewReporter(sampleOptions());
		const alone = samplePatch({ series: null });
		const [second] = reporter.files!(sampleResult(), []).files;
		const [next] = reporter.files!(sampleResult({ patch: alone }), [sampleFinding()]).files;
		assert.deepEqual(second, ["0002.txt", null]);
		assert.equal(next![0], "0002.txt");
		assert.equal(reporter.files!(sampleResult(), []).owner.text, "lorelint <lorelint@lorelint.invalid>\n");
	});

	it("shows added, deleted and binary files as git does", () => {
		const added = { ...FILE, prePath: null } as unknown as typeof FILE;
		const binary = { ...FILE, hunks: [] } as unknown as typeof FILE;
		const lines = reviewText([at(14)], [added, binary]).split("\n");
		assert.deepEqual(
			lines.filter((line) => /^> (?:diff|---|\+\+\+) /.test(line)),
			[
				"> diff --git a/mm/pool.c b/mm/pool.c",
				"> --- /dev/null",
				"> +++ b/mm/pool.c",
				"> diff --git a/mm/pool.c b/mm/pool.c",
			],
		);
	});
});
