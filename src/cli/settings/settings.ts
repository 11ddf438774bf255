import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { type Baseline, type BaselineEntry, without } from "../../policy/baseline.js";
import type { Config } from "../../policy/config.js";
import type { Policy } from "../../policy/policy.js";
import { type RuleSet, type Selection, selectRules } from "../../rules/registry.js";
import { UsageError } from "../status.js";
import { type Terminal, warn } from "../terminal.js";
import { type Configuration, loadConfiguration, type Provenance } from "./config-file.js";
import type { PolicyFlags } from "./policy-flags.js";

type CommonFlags = Selection & PolicyFlags;

/** The options as the configuration has them where the caller has not given them. */
export interface Settings<Flags> {
	readonly flags: Flags;
	readonly configuration: Configuration;
}

/** Reads the configuration of a run; the options that were given win. */
export async function settingsFor<Flags extends CommonFlags>(
	flags: Flags,
	terminal: Terminal,
	provenance: Provenance,
): Promise<Settings<Flags>> {
	const configuration = await loadConfiguration(flags, terminal, provenance);
	if (configuration.loaded === null) return { flags, configuration };
	const { path, config } = configuration.loaded;
	const given = flags.given ?? new Set();
	const taken = Object.entries(optionsOf(config, dirname(path))).filter(([name]) => !given.has(name));
	// Whoever selects rules by hand means those, whatever the file leaves out.
	const usable = taken.filter(([name]) => name !== "ignore" || !given.has("select"));
	return { flags: { ...flags, ...Object.fromEntries(usable) }, configuration };
}

/** What a configuration says of options, by their names. */
function optionsOf(config: Config, folder: string): Readonly<Record<string, unknown>> {
	const { select, ignore, preview, failOn, show, format, tree, notes, baseline } = config;
	const options = {
		...{ select, ignore, preview, failOn, show, format, notes },
		tree: typeof tree === "string" ? resolve(folder, tree) : tree,
		baseline: baseline === undefined ? undefined : resolve(folder, baseline),
	};
	return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** The rules that a run asks for, and what they know. */
export async function rulesFor({ flags, configuration }: Settings<CommonFlags>): Promise<RuleSet> {
	const { shippedRules } = await import("../../../rules/index.js");
	const { loaded } = configuration;
	try {
		if (loaded === null) return selectRules(shippedRules, flags);
		const { rulesAtLevels } = await import("../../policy/levels.js");
		const set = rulesAtLevels(shippedRules, flags, loaded.config.rules ?? {});
		if (loaded.own === null) return set;
		const { knowledgeWith } = await import("../../../rules/knowledge/own.js");
		return { ...set, knowledge: knowledgeWith(set.knowledge, loaded.own) };
	} catch (error) {
		throw new UsageError((error as Error).message);
	}
}

/** A policy, and what is to be done with it behind the last result. */
export interface PolicyRun {
	readonly policy: Policy;
	/** Writes the baseline that was asked for. */
	write(): Promise<void>;
	/**
	 * Tells of what the baseline holds in vain, or takes it out. `covers` says which of its paths the run
	 * has looked at.
	 */
	settle(covers: (path: string) => boolean): Promise<void>;
}

/**
 * The policy of a run.
 *
 * @param root folder that the paths of the baseline are relative to; null where it is not known
 */
export async function policyFor(
	{ flags, configuration }: Settings<CommonFlags>,
	rules: RuleSet,
	unit: "patch" | "file",
	root: string | null,
	terminal: Terminal,
): Promise<PolicyRun> {
	const [{ createPolicy }, { shippedRules }] = await Promise.all([
		import("../../policy/policy.js"),
		import("../../../rules/index.js"),
	]);
	const pathOf = (path: string | undefined) => (path === undefined ? null : resolve(terminal.cwd, path));
	const target = pathOf(flags.writeBaseline);
	// A baseline that is being made need not be there yet.
	const source = target === null ? pathOf(flags.baseline) : null;
	if (flags.pruneBaseline && source === null)
		throw new UsageError("--prune-baseline needs a baseline to prune: --baseline FILE");
	const baseline = source === null ? null : await (await import("./baseline-file.js")).readBaseline(source);
	const policy = await createPolicy({
		ignores: configuration.loaded?.config.ignores ?? [],
		notes: flags.notes,
		baseline,
		records: target !== null,
		known: shippedRules.rules.map(({ meta }) => meta),
		running: rules.rules.map(({ meta }) => meta),
		unit,
		isGone: (path) => root === null || !existsSync(join(root, path)),
	});
	const write = async (path: string, content: Baseline) => {
		const { writeBaseline } = await import("./baseline-file.js");
		await writeBaseline(path, content);
	};
	return {
		policy,
		write: async () => {
			if (target !== null) await write(target, policy.recorded());
		},
		settle: async (covers) => {
			const stale = policy.unmatched().filter(({ path }) => covers(path));
			if (stale.length === 0 || source === null || baseline === null) return;
			if (flags.pruneBaseline) return write(source, without(baseline, stale));
			const name = relative(terminal.cwd, source);
			warn(terminal, `${name}: ${countOf(stale)} not found any more; --prune-baseline takes them out`);
		},
	};
}

function countOf(entries: readonly BaselineEntry[]): string {
	const count = entries.reduce((sum, entry) => sum + entry.count, 0);
	return count === 1 ? "1 finding is" : `${count} findings are`;
}
