import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shippedRules } from "../../rules/index.js";
import { HOOKS } from "../../src/cli/hook/names.js";
import { nearest } from "../../src/rules/nearest.js";
import { run } from "./capture.js";

describe("command line", () => {
	it("shows the options of lint and examples on its first help page", async () => {
		const { status, stdout, stderr } = await run(["--help"]);
		assert.deepEqual([status, stderr], [0, ""]);
		for (const text of ["--tree <DIR>", "--fail-on", "check-tree", "Examples:", "Exit status:"]) {
			assert.ok(stdout.includes(text), text);
		}
	});

	it("prints its version", async () => {
		const { status, stdout } = await run(["--version"]);
		assert.equal(status, 0);
		assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
	});

	for (const [argv, said] of [
		[["--bogus"], "unknown option '--bogus'"],
		[["--stagged"], "unknown option '--stagged'"],
		[["-f", "xml"], "Allowed choices are text, jsonl, "],
		[["--fail-on", "fatal"], "Allowed choices are error, warning, note, never."],
		[["--show", "introduced,gone"], "'gone' is none of introduced, fixed, preexisting"],
		[["--select", "nope"], "unknown rule or family 'nope'"],
		[["--tree", "/nonexistent"], "/nonexistent"],
		[["rules", "all"], "too many arguments"],
		[["explain"], "missing required argument 'RULE'\n('lorelint rules' lists the rules)"],
		[["hook", "install"], "(NAME is one of pre-commit, sendemail-validate, pre-applypatch)"],
		[["hook", "install", "pre-comit"], "'pre-comit' is no NAME\n(NAME is one of pre-commit, "],
		[["completion", "tcsh"], "'tcsh' is no SHELL\n(SHELL is one of bash, zsh, fish)"],
		[["diff", "a", "b", "c"], "(OLD and NEW are each one file or directory;"],
		[["diif", "a", "b"], "no such command; did you mean 'lorelint diff'?"],
	] as const) {
		it(`refuses ${argv.join(" ")}`, async () => {
			const { status, stdout, stderr } = await run(argv);
			assert.deepEqual([status, stdout], [2, ""]);
			assert.match(stderr, /^lorelint: /);
			assert.ok(stderr.includes(said), stderr);
		});
	}
});

describe("help", () => {
	it("comes for 'help' and the words of a command as for --help", async () => {
		for (const words of [[], ["hook"], ["hook", "install"], ["explain"]]) {
			const help = await run(["help", ...words]);
			assert.deepEqual(help, await run([...words, "--help"]));
			assert.equal(help.status, 0);
		}
	});

	it("names the hooks where no command of hook is given", async () => {
		const { status, stderr } = await run(["hook"]);
		assert.equal(status, 2);
		for (const name of HOOKS) assert.ok(stderr.includes(`  ${name} `), name);
	});

	it("lists choices once", async () => {
		const { stdout } = await run(["--help"]);
		assert.ok(stdout.includes("checkstyle (") || stdout.includes("checkstyle\n"), stdout);
		assert.ok(!stdout.includes('"checkstyle"'));
		assert.match(stdout, /choices: "error",\s+"warning",\s+"note",\s+"never"/);
	});
});

describe("rules", () => {
	const metas = shippedRules.rules.map(({ meta }) => meta);

	it("lists them, a line each", async () => {
		const { status, stdout } = await run(["rules"]);
		assert.equal(status, 0);
		assert.deepEqual(
			stdout
				.trim()
				.split("\n")
				.map((line) => line.split(" ")[0]),
			metas.map(({ id }) => id),
		);
	});

	it("lists them as JSON", async () => {
		assert.deepEqual(JSON.parse((await run(["rules", "--json"])).stdout), metas);
	});

	it("explains each, examples without markers", async () => {
		for (const { id, summary } of metas) {
			const { status, stdout } = await run(["explain", id]);
			assert.equal(status, 0);
			assert.ok(stdout.startsWith(`# ${id}\n\n${summary}.\n`));
			assert.match(stdout, /## A patch that it reports\n\n```diff\n--- /);
			assert.match(stdout, /## A patch that it leaves alone\n\n```diff\n--- /);
			assert.doesNotMatch(stdout, /expect:|trace:/);
		}
	});

	it("suggests the nearest name for an unknown one", async () => {
		const { id, family } = metas[0]!;
		const slip = await run(["explain", id.slice(1)]);
		assert.deepEqual([slip.status, slip.stdout], [2, ""]);
		assert.ok(slip.stderr.includes(`did you mean '${id}'?`), slip.stderr);
		const stranger = await run(["explain", "zzzzzzzzzzzzzzzz"]);
		assert.ok(stranger.stderr.includes("'lorelint rules' lists them"), stranger.stderr);
		assert.ok((await run(["explain", family])).stderr.includes(`its rules are ${id}`));
	});

	it("takes a name as near when few letters differ", () => {
		assert.equal(nearest("dubble-lock", ["double-lock", "unlock-not-held"]), "double-lock");
		assert.equal(nearest("balance", ["double-lock", "lock-balance"]), "lock-balance");
		assert.equal(nearest("xyz", ["double-lock"]), null);
	});
});
