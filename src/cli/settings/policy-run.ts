import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Baseline, BaselineEntry } from "../../policy/baseline.js";
import type { Ignore } from "../../policy/config.js";
import type { Judged, Policy } from "../../policy/policy.js";
import type { RuleSet } from "../../rules/registry.js";
import type { Judge } from "../output/output.js";
import { UsageError } from "../status.js";
import { type Terminal, warn } from "../terminal.js";
import type { PolicyFlags } from "./policy-flags.js";
import type { CommonFlags, Settings } from "./settings.js";

/** The policy of a run, and what is to be done with its baseline behind the last result. */
export interface PolicyRun extends Judge {
	judge(...result: Parameters<Judge["judge"]>): Promise<Judged>;
	/** Writes the baseline that was asked for. */
	write(): Promise<void>;
	/**
	 * Tells of `ignores` and entries of the baseline that were met by nothing, or takes the latter out.
	 * `covers` says which paths from the root the run has looked at, wholly.
	 */
	settle(covers: (path: string) => boolean): Promise<void>;
	/** Tells of all `ignores` that were met by nothing. */
	tellUnused(): Promise<void>;
}

/**
 * Opens the policy of a run.
 *
 * @param root folder that the paths of the baseline are relative to; null where it is not known
 */
export async function openPolicy(
	settings: Settings<CommonFlags>,
	rules: RuleSet,
	unit: "patch" | "file",
	root: string | null,
	terminal: Terminal,
): Promise<PolicyRun> {
	const { flags, configuration } = settings;
	const ignores = configuration.loaded?.config.ignores ?? [];
	const { target, source, baseline } = await openBaseline(flags, terminal);
	const isAsked = ignores.length > 0 || baseline !== null || target !== null;
	const load = async (): Promise<Policy> => {
		const [{ createPolicy }, { shippedRules }] = await Promise.all([
			import("../../policy/policy.js"),
			import("../../../rules/index.js"),
		]);
		return await createPolicy({
			ignores,
			notes: flags.notes,
			baseline,
			records: target !== null,
			known: shippedRules.rules.map(({ meta }) => meta),
			running: rules.rules.map(({ meta }) => meta),
			unit,
			isGone: (path) => root === null || !existsSync(join(root, path)),
		});
	};
	let policy = isAsked ? await load() : null;
	const tellUnused = async (counts: (ignore: Ignore) => boolean) => {
		for (const ignore of policy?.unusedIgnores() ?? []) {
			if (!counts(ignore)) continue;
			const place = `${relative(terminal.cwd, configuration.loaded?.path ?? "")}: ignores[${ignores.indexOf(ignore)}]`;
			warn(terminal, `${place} has ignored nothing in this run`);
		}
	};
	return {
		judge: async (result, fromRoot) => {
			// Most runs have nothing to judge by, and need not load what does.
			if (flags.notes && result.patch.notes?.length) policy ??= await load();
			return policy?.judge(result, fromRoot) ?? { result, remarks: [] };
		},
		write: async () => {
			if (target !== null && policy !== null) await writeBaseline(target, policy.recorded());
		},
		tellUnused: () => tellUnused(() => true),
		settle: async (covers) => {
			if (ignores.length > 0) {
				const { folderOf } = await import("../../policy/ignores.js");
				// Headers below a folder are not checked by themselves.
				await tellUnused((ignore) => covers(folderOf(ignore)) && !ignore.path?.endsWith(".h"));
			}
			if (source === null || baseline === null || policy === null) return;
			const stale = policy.unmatched().filter(({ path }) => covers(path));
			if (stale.length === 0) return;
			const name = relative(terminal.cwd, source);
			if (flags.pruneBaseline) {
				const { without } = await import("../../policy/baseline.js");
				await writeBaseline(source, without(baseline, stale));
				return warn(terminal, `${name}: ${countOf(stale)} not found any more, and taken out`);
			}
			warn(terminal, `${name}: ${countOf(stale)} not found any more; --prune-baseline takes them out`);
		},
	};
}

interface BaselineFiles {
	/** Where a new baseline is to be written; null: nowhere. */
	readonly target: string | null;
	/** Where the one that counts was read; null: there is none. */
	readonly source: string | null;
	readonly baseline: Baseline | null;
}

async function openBaseline(flags: PolicyFlags, { cwd }: Terminal): Promise<BaselineFiles> {
	const pathOf = (path: string | undefined) => (path === undefined ? null : resolve(cwd, path));
	const target = pathOf(flags.writeBaseline);
	// A baseline that is being made need not be there yet.
	const source = target === null ? pathOf(flags.baseline) : null;
	if (flags.pruneBaseline && source === null)
		throw new UsageError("--prune-baseline needs a baseline to prune: --baseline FILE");
	if (source === null) return { target, source, baseline: null };
	const { readBaseline } = await import("./baseline-file.js");
	return { target, source, baseline: await readBaseline(source) };
}

async function writeBaseline(path: string, baseline: Baseline): Promise<void> {
	const file = await import("./baseline-file.js");
	await file.writeBaseline(path, baseline);
}

function countOf(entries: readonly BaselineEntry[]): string {
	const count = entries.reduce((sum, entry) => sum + entry.count, 0);
	return count === 1 ? "1 finding is" : `${count} findings are`;
}
