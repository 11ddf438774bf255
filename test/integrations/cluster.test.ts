import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { BAD_DIFF, epoch, listMail } from "../bot/archive.js";
import { run } from "../cli/capture.js";
import { testFolder } from "../harness/folder.js";
import { ROOT } from "../harness/root.js";

const CLUSTER = join(ROOT, "integrations/cluster");
const LORELINT = join(ROOT, "bin/lorelint.js");

const folder = testFolder();
const archive = epoch(
	join(folder, "netdev/git/0.git"),
	Array.from({ length: 12 }, (_, at) => listMail({ id: `<${at}@example.org>`, diff: BAD_DIFF })),
);
const whole = run(["scan", "--no-tree", "--no-config", archive], { cwd: folder });

/** Whether the outputs of the shards are, together, that of one run. */
async function isWhole(files: readonly string[]): Promise<void> {
	const merged = await run(["scan", "--merge", ...files], { cwd: folder });
	const lines = (text: string) => text.split("\n").sort();
	assert.deepEqual(lines(merged.stdout), lines((await whole).stdout));
}

function filesIn(path: string): readonly string[] {
	return readdirSync(path).map((name) => join(path, name));
}

describe("cluster", () => {
	it("scan.slurm scans a shard for each index of the array, wherever that begins", async () => {
		for (const first of [0, 1, 5]) {
			const output = join(folder, `slurm from ${first}`);
			const task = (id: number, more: NodeJS.ProcessEnv = {}) =>
				spawnSync("bash", [join(CLUSTER, "scan.slurm")], {
					encoding: "utf8",
					env: {
						...process.env,
						ARCHIVES: archive,
						OUTPUT: output,
						LORELINT,
						SLURM_JOB_ID: `${900 + id}`,
						SLURM_ARRAY_TASK_ID: `${id}`,
						SLURM_ARRAY_TASK_MIN: `${first}`,
						SLURM_ARRAY_TASK_COUNT: "2",
						...more,
					},
				});
			for (const id of [first, first + 1]) {
				const { status, stderr } = task(id);
				assert.deepEqual([status, stderr], [0, ""]);
			}
			await isWhole(filesIn(output));
			// Run again, by itself, as after a failure: what is there stays.
			const again = task(first + 1, {
				SLURM_ARRAY_TASK_COUNT: "1",
				SLURM_ARRAY_TASK_MIN: `${first + 1}`,
				SHARDS: "2",
				FIRST: `${first}`,
			});
			assert.equal(again.status, 0);
			assert.equal(filesIn(output).length, 2);
		}
	});

	it("scan.slurm leaves no output behind where the scan fails", () => {
		const output = join(folder, "failed");
		const env = {
			...process.env,
			ARCHIVES: join(folder, "nothing"),
			OUTPUT: output,
			LORELINT,
			SLURM_JOB_ID: "1",
		};
		const array = { SLURM_ARRAY_TASK_ID: "1", SLURM_ARRAY_TASK_MIN: "1", SLURM_ARRAY_TASK_COUNT: "1" };
		const { status } = spawnSync("bash", [join(CLUSTER, "scan.slurm")], { env: { ...env, ...array } });
		assert.equal(status, 2);
		assert.ok(filesIn(output).every((name) => !name.endsWith(".jsonl")));
	});

	it("scan-job.yaml is an indexed job whose command scans a shard for each index", async () => {
		const job = parse(readFileSync(join(CLUSTER, "scan-job.yaml"), "utf8"));
		assert.deepEqual([job.apiVersion, job.kind, job.spec.completionMode], ["batch/v1", "Job", "Indexed"]);
		const [container] = job.spec.template.spec.containers;
		assert.equal(container.env[0].value, `${job.spec.completions}`);
		const output = testFolder();
		const bin = testFolder({ lorelint: `#!/bin/sh\nexec ${LORELINT} "$@"\n` });
		chmodSync(join(bin, "lorelint"), 0o755);
		const [shell, ...args] = container.command as string[];
		const script = args
			.pop()!
			.replaceAll("/scan/", `${output}/`)
			.replaceAll("/lore/netdev", join(folder, "netdev"));
		for (const index of [0, 1, 2]) {
			const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, HOSTNAME: "pod", SHARDS: "3" };
			const { status, stderr } = spawnSync(shell!, [...args, script], {
				encoding: "utf8",
				env: { ...env, JOB_COMPLETION_INDEX: `${index}` },
			});
			assert.deepEqual([status, stderr], [0, ""]);
		}
		// `input` names the archive as it was given.
		const files = filesIn(output);
		assert.equal(files.length, 3);
		const merged = await run(["scan", "--merge", ...files], { cwd: folder });
		assert.match(merged.stdout, /"mails":12,"linted":12,/);
	});
});
