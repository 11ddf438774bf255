import { type Command, InvalidArgumentError, Option } from "commander";
import { parseShard } from "../../bot/scan/shard.js";
import { ALSO_REASONS, type AlsoReason } from "../../bot/sorting/reasons.js";
import type { CommandContext } from "../commands.js";
import { addRuleOptions, addTreeOptions, givenTo, names, RULE_DEFAULTS } from "../options.js";
import type { ScanFlags } from "./scan.js";

const SCAN_HELP = `
EPOCH is a public-inbox v2 archive or one epoch of it (N.git), a maildir, an mbox or a folder of mboxes; '-' is
an mbox on standard input. Several archives are read as one.

Example, as two processes:
  lorelint scan --shard 1/2 ~/lore/netdev > 1.jsonl
  lorelint scan --shard 2/2 ~/lore/netdev > 2.jsonl
  lorelint scan --merge 1.jsonl 2.jsonl > netdev.jsonl

Exit status: 0 nothing found, 1 findings, 2 an archive could not be read to its end, or the call was wrong.`;

export function addScan(program: Command, { terminal, finish }: CommandContext): void {
	const defaults: ScanFlags = { ...RULE_DEFAULTS, also: [], merge: false };
	const command = program
		.command("scan <EPOCH...>")
		.showHelpAfterError("(EPOCH is an archive of mails; see 'lorelint scan --help')")
		.description("lint every series of list archives, and write JSON lines")
		.option("--shard <I/N>", "only the I-th of N parts; series stay whole", shardArgument)
		.option("--since <DATE>", "only mails that came since, for instance 2026-01-31", dateArgument)
		.addOption(
			new Option("--also <LIST>", `also lint what is left alone otherwise: ${ALSO_REASONS.join(", ")}`)
				.choices(ALSO_REASONS)
				.argParser(reasonsArgument),
		)
		.option("--merge", "put the outputs of all shards together: each EPOCH is the output of one");
	addRuleOptions(addTreeOptions(command))
		.addHelpText("after", SCAN_HELP)
		.action(async (paths: string[], values: Partial<ScanFlags>) => {
			const { scanCommand } = await import("./scan.js");
			finish(await scanCommand(paths, { ...defaults, ...values, given: givenTo(command) }, terminal));
		});
}

function shardArgument(value: string): NonNullable<ScanFlags["shard"]> {
	const shard = parseShard(value);
	if (shard === null) throw new InvalidArgumentError("It is I/N, with I from 1 to N.");
	return shard;
}

function dateArgument(value: string): number {
	const time = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(value)
		? Date.parse(value)
		: Number.NaN;
	if (Number.isNaN(time))
		throw new InvalidArgumentError("It is YYYY-MM-DD, or a date and time as ISO 8601 has it.");
	return time;
}

function reasonsArgument(value: string, before: readonly AlsoReason[] = []): readonly AlsoReason[] {
	const reasons = names(value).map((name) => {
		const reason = ALSO_REASONS.find((one) => one === name);
		if (reason !== undefined) return reason;
		throw new InvalidArgumentError(`'${name}' is none of ${ALSO_REASONS.join(", ")}.`);
	});
	return [...before, ...reasons];
}
