import { dirname, resolve } from "node:path";
import type { Config } from "../../policy/config.js";
import { type RuleSet, type Selection, selectRules } from "../../rules/registry.js";
import { UsageError } from "../status.js";
import type { Terminal } from "../terminal.js";
import { type Configuration, loadConfiguration, type Provenance } from "./config-file.js";
import type { PolicyFlags } from "./policy-flags.js";

/** The options of all commands that run rules. */
export type CommonFlags = Selection & PolicyFlags;

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
		select,
		ignore,
		preview,
		failOn,
		show,
		format,
		notes,
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
