import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { testFolder } from "../harness/folder.js";
import { BAD, GIT_ENVIRONMENT, GOOD, locked, testRepository } from "../harness/repository.js";
import { ROOT } from "../harness/root.js";

interface Step {
	readonly uses?: string;
	readonly run?: string;
	readonly shell?: string;
	readonly env?: Readonly<Record<string, string>>;
}

const action = parse(readFileSync(join(ROOT, "action.yml"), "utf8"));
const workflow = parse(readFileSync(join(ROOT, "integrations/github/workflow.yml"), "utf8"));
const steps: readonly Step[] = action.runs.steps;
const lint = steps.find(({ env }) => env?.FAIL_ON) ?? assert.fail("no step lints");

const folder = testFolder();
const tree = testRepository(join(folder, "tree"));
tree.write("lib/pool.c", locked(GOOD));
const base = tree.commit("pool: begin");
tree.write("lib/pool.c", locked(BAD));
const head = tree.commit("pool: reject negative limits");

/** Runs the step that lints, as the runner does, with these values for its environment. */
function runLint(env: Readonly<Record<string, string>>) {
	const given = Object.fromEntries(Object.keys(lint.env!).map((name) => [name, ""]));
	return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", lint.run!], {
		cwd: tree.root,
		env: {
			...GIT_ENVIRONMENT,
			...given,
			GITHUB_ACTION_PATH: ROOT,
			FAIL_ON: "warning",
			...env,
		},
		encoding: "utf8",
	});
}

describe("the GitHub action", () => {
	it("is a composite action, and the workflow gives it inputs that it has", () => {
		assert.equal(action.runs.using, "composite");
		for (const { run, shell } of steps) if (run !== undefined) assert.equal(shell, "bash");
		const used = workflow.jobs.lint.steps.find(({ uses }: Step) => uses?.startsWith("OWNER/lorelint@"));
		for (const input of Object.keys(used.with)) assert.ok(input in action.inputs, input);
	});

	it("lets nothing of the event or the caller into a script", () => {
		for (const { run } of steps) assert.doesNotMatch(run ?? "", /\$\{\{/);
	});

	it("annotates what the commits of the pull request break, and fails", () => {
		const { status, stdout, stderr } = runLint({ BASE: base, HEAD: head });
		assert.deepEqual([status, stderr], [1, ""]);
		assert.match(stdout, /^::error file=lib\/pool\.c,line=9,endLine=9,col=3,/);
	});

	it("passes what is good, and what is not grave enough", () => {
		assert.equal(runLint({ BASE: base, HEAD: head, FAIL_ON: "never" }).status, 0);
		const { status, stdout } = runLint({ RANGE: base, BASE: base, HEAD: head });
		assert.deepEqual([status, stdout], [0, ""]);
	});

	it("lints the commit at hand where the event has nothing before it", () => {
		const { stdout } = runLint({ BASE: "0".repeat(40), HEAD: head });
		assert.match(stdout, /^::error file=lib\/pool\.c/);
	});

	it("writes a report for code scanning beside", () => {
		const report = join(folder, "a report.sarif");
		assert.equal(runLint({ BASE: base, HEAD: head, SARIF_FILE: report }).status, 1);
		const log = JSON.parse(readFileSync(report, "utf8"));
		assert.equal(log.runs[0].results[0].ruleId, "unbalanced-lock");
	});

	it("says what to do in a shallow checkout", () => {
		const { status, stderr } = runLint({ BASE: "1".repeat(40), HEAD: head });
		assert.equal(status, 2);
		assert.match(stderr, /no commit 1{40}; does actions\/checkout have 'fetch-depth: 0'\?/);
	});

	it("runs nothing that stands in a value", () => {
		const mark = join(folder, "mark");
		for (const value of [`$(touch '${mark}'); touch '${mark}'`, `--output=${mark}`]) {
			assert.equal(runLint({ RANGE: value, FAIL_ON: value }).status, 2);
			assert.equal(existsSync(mark), false, value);
		}
	});
});
