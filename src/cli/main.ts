import { runProgram } from "./program.js";
import { type ExitStatus, WRONG_INPUT } from "./status.js";
import { processTerminal, type Terminal, warn } from "./terminal.js";

/** Runs lorelint and gives its exit status; never throws. */
export async function main(
	argv: readonly string[] = process.argv.slice(2),
	terminal: Terminal = processTerminal(),
): Promise<ExitStatus> {
	try {
		return await runProgram(argv, terminal);
	} catch (error) {
		warn(terminal, `internal error: ${error instanceof Error ? error.stack : String(error)}`);
		return WRONG_INPUT;
	}
}
