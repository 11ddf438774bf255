import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { testFolder } from "../harness/folder.js";
import { bytes, run } from "./capture.js";
import { LEAKY, mailOf, patchFileOf } from "./samples.js";

const CONFIG = ".lorelintrc.json";
const OFF = { rules: { "unbalanced-lock": "off" } };

/** Lints the sample under a configuration, in a folder that is in no tree. */
async function lintWith(config: object | string, argv: readonly string[] = []) {
	const text = typeof config === "string" ? config : JSON.stringify(config, null, 2);
	const folder = testFolder({ [CONFIG]: text, "a.patch": patchFileOf() });
	const { status, stdout, stderr } = await run(["--no-tree", ...argv, join(folder, "a.patch")], {
		cwd: folder,
	});
	return { status, stdout, stderr: stderr.replaceAll(`${folder}/`, "") };
}

const REPORTED = /drivers\/pool\/pool\.c:6:3: error: .* \[unbalanced-lock\]/;

describe("a configuration", () => {
	it("is not needed", async () => {
		const folder = testFolder({ "a.patch": patchFileOf() });
		const { status, stdout, stderr } = await run(["--no-tree", join(folder, "a.patch")], { cwd: folder });
		assert.deepEqual([status, stderr], [1, ""]);
		assert.match(stdout, REPORTED);
	});

	const settings: readonly (readonly [
		what: string,
		config: object,
		argv: readonly string[],
		status: number,
		found: RegExp,
	])[] = [
		["turns a rule off", OFF, [], 0, /: nothing found\./],
		["turns a family off", { rules: { lock: "off" } }, [], 0, /: nothing found\./],
		[
			"lets a rule go before its family",
			{ rules: { lock: "off", "unbalanced-lock": "warning" } },
			[],
			1,
			/: warning: /,
		],
		[
			"sets the severity of a rule",
			{ rules: { "unbalanced-lock": "note" } },
			[],
			0,
			/: note: .*\[unbalanced-lock\]/,
		],
		[
			"sets the severity of a family",
			{ rules: { lock: "warning" } },
			["--fail-on", "error"],
			0,
			/: warning: /,
		],
		["selects", { select: ["divide"] }, [], 0, /: nothing found\./],
		["leaves out", { ignore: ["lock"] }, [], 0, /: nothing found\./],
		["sets what fails", { failOn: "never" }, [], 0, REPORTED],
		["sets what is shown", { show: ["fixed"] }, [], 0, /: nothing found\./],
		["sets the format", { format: "jsonl" }, [], 1, /^\{"type":"patch"/],
		[
			"ignores a path",
			{ ignores: [{ path: "drivers/**", reason: "x" }] },
			[],
			0,
			/1 ignored by the configuration\./,
		],
		["ignores a folder", { ignores: [{ path: "drivers/pool/", reason: "x" }] }, [], 0, /: nothing found\./],
		[
			"ignores no folder that only begins alike",
			{ ignores: [{ path: "drivers/po", reason: "x" }] },
			[],
			1,
			REPORTED,
		],
		["keeps stars within a name", { ignores: [{ path: "drivers/*.c", reason: "x" }] }, [], 1, REPORTED],
		["ignores a function", { ignores: [{ function: "store_*", reason: "x" }] }, [], 0, /: nothing found\./],
		["ignores a rule", { ignores: [{ rule: "lock", reason: "x" }] }, [], 0, /: nothing found\./],
		[
			"ignores only what is all of it",
			{ ignores: [{ rule: "divide", path: "drivers", reason: "x" }] },
			[],
			1,
			REPORTED,
		],
		["gives way to --select", { select: ["divide"] }, ["--select", "lock"], 1, REPORTED],
		["gives way to --select where it ignores", { ignore: ["lock"] }, ["--select", "lock"], 1, REPORTED],
		["gives way to --select where a rule is off", OFF, ["--select", "unbalanced-lock"], 1, REPORTED],
		["gives way to --ignore", { ignore: ["divide"] }, ["--ignore", "lock"], 0, /: nothing found\./],
		["gives way to --fail-on", { failOn: "never" }, ["--fail-on", "warning"], 1, REPORTED],
		["gives way to --show", { show: ["fixed"] }, ["--show", "introduced"], 1, REPORTED],
		["gives way to --format", { format: "jsonl" }, ["-f", "text"], 1, REPORTED],
		["gives way to --no-config", OFF, ["--no-config"], 1, REPORTED],
	];
	for (const [what, config, argv, expected, found] of settings) {
		it(what, async () => {
			const { status, stdout, stderr } = await lintWith(config, argv);
			assert.deepEqual([status, stderr], [expected, ""]);
			assert.match(stdout, found);
		});
	}

	it("tells of ignores in vain when what is ignored is to be shown", async () => {
		const ignores = ["drivers/other", "drivers/pool", "drivers/pool/pool.c"].map((path) => ({
			path,
			reason: "x",
		}));
		const rules = { divide: "off" };
		const config = { rules, ignores: [...ignores, { rule: "divide", reason: "does not run" }] };
		const { status, stderr } = await lintWith(config, ["--show-ignored"]);
		assert.equal(status, 0);
		assert.equal(
			stderr,
			[0, 2].map((at) => `lorelint: ${CONFIG}: ignores[${at}] has ignored nothing in this run\n`).join(""),
		);
		assert.equal((await lintWith(config)).stderr, "");
	});

	it("tells of ignores in vain where check-tree has seen all that they are about", async () => {
		const ignores = ["drivers/pool/*.c", "drivers/pool/a.c", "drivers/pool/a.h", "mm", "**/*.c"].map(
			(path) => ({
				path,
				reason: "x",
			}),
		);
		const folder = testFolder({ [CONFIG]: JSON.stringify({ ignores }), "drivers/pool/b.c": LEAKY });
		const told = async (path: string) => {
			const { status, stderr } = await run(["check-tree", path], { cwd: folder });
			assert.equal(status, 0);
			return [...stderr.matchAll(/: ignores\[(\d)\] has ignored nothing in this run\n/g)].map(([, at]) => at);
		};
		assert.deepEqual(await told(join(folder, "drivers")), ["1"]);
		assert.deepEqual(await told(folder), ["1", "3", "4"]);
	});

	it("runs a rule that is on trial", async () => {
		const patch = fileURLToPath(
			new URL("../../../fixtures/use-after-put/bad-name-behind-put.patch", import.meta.url),
		);
		const folder = testFolder({ [CONFIG]: JSON.stringify({ rules: { "use-after-put": "error" } }) });
		const { stdout } = await run(["--no-tree", patch], { cwd: folder });
		assert.match(stdout, /: error: .*\[use-after-put\]/);
	});

	it("names trees and baselines from where it stands itself", async () => {
		const folder = testFolder({
			[CONFIG]: JSON.stringify({ tree: "tree", baseline: "known.json" }),
			"known.json": '{"version":1,"findings":[]}',
			"work/a.patch": patchFileOf(),
			"tree/drivers/pool/pool.c":
				"int store_limit(struct pool *p, int limit)\n{\n\tmutex_lock(&p->lock);\n\tp->seen = limit;\n\tmutex_unlock(&p->lock);\n\treturn 0;\n}\n",
		});
		const { stdout, stderr } = await run(["-f", "jsonl", join(folder, "work/a.patch")], {
			cwd: join(folder, "work"),
		});
		assert.equal(stderr, "");
		assert.deepEqual(JSON.parse(stdout.split("\n")[0]!).context, { "drivers/pool/pool.c": "tree" });
	});

	it("is the nearest one upwards, and nothing of others", async () => {
		const folder = testFolder({
			[CONFIG]: JSON.stringify(OFF),
			[`near/${CONFIG}`]: JSON.stringify({ rules: { divide: "off" } }),
			"near/deep/a.patch": patchFileOf(),
			"far/a.patch": patchFileOf(),
		});
		const near = await run(["--no-tree", join(folder, "near/deep/a.patch")], {
			cwd: join(folder, "near/deep"),
		});
		const far = await run(["--no-tree", join(folder, "far/a.patch")], { cwd: join(folder, "far") });
		assert.deepEqual([near.status, far.status], [1, 0]);
	});

	it("is the file that is named", async () => {
		const folder = testFolder({ "own.json": JSON.stringify(OFF), "a.patch": patchFileOf(), [CONFIG]: "{" });
		const named = await run(["--no-tree", "--config", "own.json", join(folder, "a.patch")], { cwd: folder });
		assert.deepEqual([named.status, named.stderr], [0, ""]);
		const missing = await run(["--no-tree", "--config", "none.json", "-"], { cwd: folder });
		assert.deepEqual(
			[missing.status, missing.stderr],
			[2, `lorelint: ${folder}/none.json: no such configuration file\n`],
		);
	});
});

describe("a wrong configuration", () => {
	const faults: readonly (readonly [config: object | string, ...messages: string[]])[] = [
		[
			{ rules: { "unbalanced-lock": "eror" } },
			'rules.unbalanced-lock: "eror" is none of "error", "warning", "note", "off"; did you mean "error"?',
		],
		[
			{ rules: { "unbalanced-lok": "off" } },
			'rules.unbalanced-lok: there is no such rule or family; did you mean "unbalanced-lock"?',
		],
		[{ rulse: {} }, 'rulse: there is no such key; did you mean "rules"?'],
		[{ xyzzy: 1 }, "xyzzy: there is no such key; the keys are $schema, select, "],
		[{ rules: { constructor: "off" } }, "rules.constructor: there is no such rule or family"],
		['{"rules": {"__proto__": "off"}}', "rules.__proto__: there is no such rule or family"],
		[{ rules: [] }, "rules: must be an object, and is an array"],
		[{ select: "lock" }, "select: must be an array, and is a string"],
		[{ select: ["lokc"] }, 'select[0]: "lokc" is no rule or family; did you mean "lock"?'],
		[{ preview: "yes" }, "preview: must be true or false, and is a string"],
		[
			{ failOn: "warn" },
			'failOn: "warn" is none of "error", "warning", "note", "never"; did you mean "warning"?',
		],
		[{ format: "xml" }, 'format: "xml" is none of '],
		[{ show: [] }, "show: must not be empty"],
		[{ show: ["new"] }, 'show[0]: "new" is none of "introduced", "fixed", "preexisting"'],
		[{ tree: 1 }, "tree: 1 is none of a string, false"],
		[{ baseline: "" }, "baseline: must not be empty"],
		[{ notes: 0 }, "notes: must be true or false, and is 0"],
		[{ ignores: [{ path: "x" }] }, 'ignores[0]: lacks "reason"'],
		[{ knowledge: { divisors: [{}] } }, 'knowledge.divisors[0]: lacks "names" and "argument"'],
		[{ ignores: [{ reason: "x" }] }, 'ignores[0]: needs one of "rule", "path", "function"'],
		[{ ignores: [{ path: "x", reason: " " }] }, 'ignores[0].reason: " " is no reason'],
		[
			{ ignores: [{ severity: "x", reason: "x" }] },
			"ignores[0].severity: there is no such key; the keys are rule, path, function, reason",
		],
		[{ knowledge: { lock: [] } }, 'knowledge.lock: there is no such key; did you mean "locks"?'],
		[
			{ knowledge: { sleeping: [{ names: ["a b"], why: "x" }] } },
			'knowledge.sleeping[0].names[0]: "a b" is no C name',
		],
		[
			{ knowledge: { divisors: [{ names: ["f"], argument: -1 }] } },
			"knowledge.divisors[0].argument: must be at least 0, and is -1",
		],
		[
			{ knowledge: { divisors: [{ names: ["f", "f"], argument: 1 }] } },
			"knowledge.divisors[0].names: has one item twice",
		],
		[
			{
				knowledge: {
					sleeping: [
						{ names: ["f"], why: "x" },
						{ names: ["f"], why: "y" },
					],
				},
			},
			"knowledge.sleeping[1].names[0]: names f, which stands there already",
		],
		[
			{ knowledge: { locks: [{ kind: "x", object: 0, acquire: ["f"], release: ["f"], section: "atomic" }] } },
			"knowledge.locks[0].release[0]: names f, which stands there already",
		],
		[
			{ knowledge: { locks: [{ kind: "x", object: 0, acquire: [], release: ["f"], section: "atomic" }] } },
			"knowledge.locks[0].acquire: names no function, and nothing else in the row takes the lock",
		],
		[
			{
				knowledge: {
					resources: [
						{ acquire: "f", gives: 1, release: [{ name: "g", argument: 0 }], noun: "x", fails: "null" },
					],
				},
			},
			'knowledge.resources[0].gives: 1 is none of "result", {"argument": N}, {"out": N}',
		],
		["[]", "must be an object, and is an array"],
		["null", "must be an object, and is null"],
		["", "this is no JSON"],
		['{"preview": true,}', "this is no JSON: the name of a key is missing, or a comma is one too many"],
		["{} // done", "this is no JSON: comments are not allowed"],
	];
	for (const [config, ...messages] of faults) {
		it(`is refused: ${messages[0]}`, async () => {
			const { status, stdout, stderr } = await lintWith(config);
			assert.deepEqual([status, stdout], [2, ""]);
			const lines = stderr.trimEnd().split("\n");
			assert.equal(lines.length, messages.length, stderr);
			for (const message of messages) {
				const line = lines.find((text) => text.includes(`: ${message}`));
				assert.match(line ?? stderr, /^lorelint: \.lorelintrc\.json:\d+: /);
				assert.ok(line !== undefined, stderr);
			}
		});
	}

	it("is told by line", async () => {
		const { stderr } = await lintWith('{\n  "preview": true,\n  "rules": {\n    "lock": "no"\n  }\n}\n');
		assert.match(stderr, /^lorelint: \.lorelintrc\.json:4: rules\.lock: /);
		const syntax = await lintWith('{\n  "preview": true\n  "rules": {}\n}\n');
		assert.match(syntax.stderr, /^lorelint: \.lorelintrc\.json:3: this is no JSON: a comma is missing\n/);
	});

	it("is no directory, and no link that leads nowhere", async () => {
		const folder = testFolder({ "a/x": "", "b/x": "" });
		mkdirSync(join(folder, "a", CONFIG));
		symlinkSync("nowhere", join(folder, "b", CONFIG));
		const directory = await run(["-"], { cwd: join(folder, "a") });
		assert.deepEqual(
			[directory.status, directory.stderr],
			[2, `lorelint: ${folder}/a/${CONFIG}: this is no file\n`],
		);
		const link = await run(["-"], { cwd: join(folder, "b") });
		assert.equal(link.status, 2);
		assert.match(link.stderr, /no such configuration file/);
	});
});

describe("the configuration of a patched tree", () => {
	const mail = mailOf();

	/** Lints from within `cwd` of a tree that would rather have no locks looked at. */
	async function inTree(
		files: Readonly<Record<string, string>>,
		cwd: string,
		argv: readonly string[],
		input = mail,
	) {
		const folder = testFolder({ ...files, "mail.eml": mailOf(), "mine.patch": patchFileOf() });
		const full = argv.map((arg) => arg.replace("@", folder));
		return await run(full, { cwd: join(folder, cwd), stdin: bytes(input) });
	}

	const work = { "tree/.git/HEAD": "", [`tree/${CONFIG}`]: JSON.stringify(OFF), "tree/mm/x.c": "" };
	const kernel = {
		"tree/include/linux/x.h": "",
		[`tree/${CONFIG}`]: JSON.stringify(OFF),
		"tree/tools/include/linux/y.h": "",
	};

	const passedOver: readonly (readonly [
		what: string,
		files: Readonly<Record<string, string>>,
		cwd: string,
		argv: readonly string[],
		input?: string,
	])[] = [
		["of a work tree", work, "tree", ["--no-tree", "@/mail.eml"]],
		["of a work tree, from a folder in it", work, "tree/mm", ["--no-tree", "@/mail.eml"]],
		[
			"in a folder of a work tree",
			{ ...work, [`tree/mm/${CONFIG}`]: JSON.stringify(OFF) },
			"tree/mm",
			["--no-tree", "@/mail.eml"],
		],
		["of a kernel tree", kernel, "tree", ["--no-tree", "@/mail.eml"]],
		["of a kernel tree, from its tools", kernel, "tree/tools", ["--no-tree", "@/mail.eml"]],
		[
			"of the tree that is named",
			{ [`tree/${CONFIG}`]: JSON.stringify(OFF) },
			"tree",
			["--tree", "@/tree", "@/mail.eml"],
		],
		["for standard input", work, "tree", ["--no-tree"]],
		[
			"for a mail with the separator of git, but sent",
			work,
			"tree",
			["--no-tree"],
			patchFileOf({ headers: "Message-Id: <a@b.example>\n" }),
		],
		["for a mail behind a patch file", work, "tree", ["--no-tree", "@/mine.patch", "@/mail.eml"]],
		["even where it is broken", { ...work, [`tree/${CONFIG}`]: "{" }, "tree", ["--no-tree", "@/mail.eml"]],
	];
	for (const [what, files, cwd, argv, input] of passedOver) {
		it(`is passed over ${what}`, async () => {
			const { status, stdout, stderr } = await inTree(files, cwd, argv, input);
			assert.deepEqual([status, stderr], [1, ""]);
			assert.match(stdout, REPORTED);
			assert.match(
				stdout,
				/\.lorelintrc\.json was not read: a mail must not be judged by a file of the tree it patches\./,
			);
		});
	}

	it("is read for a patch file of one's own, and for a bare diff", async () => {
		for (const argv of [["--no-tree", "@/mine.patch"], ["--no-tree"]]) {
			const bare = mail.slice(mail.indexOf("diff --git"));
			const { status, stdout } = await inTree(work, "tree", argv, bare);
			assert.deepEqual([status, argv], [0, argv]);
			assert.match(stdout, /: nothing found\./);
		}
	});

	it("is read where it is asked for", async () => {
		assert.equal((await inTree(work, "tree", ["--no-tree", "--config", CONFIG, "@/mail.eml"])).status, 0);
	});

	it("leaves the one above the tree in force", async () => {
		const { status, stdout } = await inTree(
			{ ...work, [CONFIG]: JSON.stringify({ failOn: "never" }) },
			"tree",
			["--no-tree", "@/mail.eml"],
		);
		assert.equal(status, 0);
		assert.match(stdout, REPORTED);
	});

	it("never comes out of a patch", async () => {
		const config = `diff --git a/${CONFIG} b/${CONFIG}\nnew file mode 100644\n--- /dev/null\n+++ b/${CONFIG}\n@@ -0,0 +1 @@\n+${JSON.stringify(OFF)}\n`;
		const sneaky = mailOf().replace("diff --git", `${config}diff --git`);
		const { status, stdout } = await inTree({ "tree/.git/HEAD": "" }, "tree", ["--no-tree"], sneaky);
		assert.equal(status, 1);
		assert.match(stdout, REPORTED);
	});

	it("is not in force for a mail that comes late", async () => {
		const many = Array.from({ length: 210 }, () => patchFileOf()).join("");
		const late = `From x@example.org Thu Jan  1 00:00:00 1970\n${mail}`;
		const { status, stderr } = await inTree(work, "tree", ["--no-tree"], many + late);
		assert.equal(status, 2);
		assert.match(
			stderr,
			/^lorelint: standard input:\d+: this mail was not checked: the configuration of the tree .*\n$/,
		);
	});
});

describe("check-tree with a configuration", () => {
	it("matches paths from the root of the tree, wherever it was called", async () => {
		const folder = testFolder({
			"tree/include/linux/x.h": "",
			"tree/drivers/leaky.c": LEAKY,
			[`tree/${CONFIG}`]: JSON.stringify({ ignores: [{ path: "drivers/leaky.c", reason: "x" }] }),
		});
		for (const [cwd, path] of [
			["tree", "tree/drivers"],
			["tree/drivers", "tree/drivers/leaky.c"],
			["tree/drivers", "tree"],
		] as const) {
			const { status, stdout } = await run(["check-tree", join(folder, path)], { cwd: join(folder, cwd) });
			assert.deepEqual([status, cwd], [0, cwd], stdout);
		}
	});
});
