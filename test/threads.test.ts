import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { main } from "../src/cli/main.js";
import { capture } from "./cli/capture.js";

/**
 * Mailing list threads that lorelint grew from, and what it must say of them. They are not part of it:
 * `LORE_THREADS` names a directory that has them.
 */
const THREADS = process.env.LORE_THREADS;
const KERNEL_TREE = process.env.KERNEL_TREE;

const ZSWAP = [
	"introduced cpuhp-remove-not-added zswap_pool_create",
	"introduced error-pointer-kept zswap_cpu_comp_prepare",
	"introduced freed-field-kept zswap_cpu_comp_prepare",
];
const MEMPOLICY = [
	"fixed divide-by-zero mpol_relative_nodemask",
	"introduced return-type-mismatch mpol_relative_nodemask",
];
const VSWAP = ["introduced untested-new-failure __swap_cache_alloc"];
const ZSMALLOC = ["introduced stale-lock-assertion __free_zspage"];

/** What is said of a thread from the hunks alone; `tree` where a tree of Linux 6.12 tells more. */
const CASES: readonly {
	readonly file: string;
	readonly options?: readonly string[];
	readonly found: readonly string[];
	readonly tree?: readonly string[];
}[] = [
	{ file: "zswap-acomp-ctx-v13-thread.mbox", found: ZSWAP },
	{ file: "zswap-thread-as-web-text.txt", options: ["--repair"], found: ZSWAP },
	{
		file: "zswap-quoted-diff.txt",
		options: ["--quoted"],
		found: ["introduced lock-before-check zswap_cpu_comp_dead"],
	},
	{ file: "mempolicy-empty-nodemask-thread.mbox", found: MEMPOLICY },
	{ file: "vswap-rfc-v1.mbox", found: VSWAP },
	{ file: "zsmalloc-rcu-v1.mbox", found: ZSMALLOC },
	{ file: "cpuset-free-sched-domains.mbox", found: [] },
	{
		file: "cgroup-write-once.mbox",
		found: [],
		tree: [
			"fixed dropped-access-marking cgroup_max_depth_write",
			"fixed dropped-access-marking cgroup_max_descendants_write",
		],
	},
	{ file: "dmem-high-v3.mbox", found: [] },
	{ file: "list-lru-v5.mbox", found: [] },
];

for (const { file, options = [], found, tree } of CASES) {
	test(`${file}: the hunks alone`, {
		skip: THREADS ? false : "LORE_THREADS names no directory",
	}, async () => {
		assert.deepEqual(await findings(file, [...options, "--no-tree"]), found);
	});
	const missing = THREADS && KERNEL_TREE ? false : "LORE_THREADS or KERNEL_TREE names no directory";
	test(`${file}: with a tree`, { skip: missing }, async () => {
		assert.deepEqual(await findings(file, [...options, "--tree", KERNEL_TREE!]), tree ?? found);
	});
}

async function findings(file: string, options: readonly string[]): Promise<readonly string[]> {
	const terminal = capture();
	await main(
		["lint", ...options, "--show", "introduced,fixed", "--format", "jsonl", join(THREADS!, file)],
		terminal,
	);
	const said = terminal.stdout
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
	return said
		.filter(({ type }) => type === "finding")
		.map(({ status, rule, function: name }) => `${status} ${rule} ${name}`)
		.sort();
}
