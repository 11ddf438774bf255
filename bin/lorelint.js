#!/usr/bin/env node
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

// Node 22 and newer keep the compiled code of the last run, which shortens the start.
module.enableCompileCache?.();

const main = new URL("../dist/src/cli/main.js", import.meta.url);
if (existsSync(main)) {
	const { main: run } = await import(main.href).catch((error) => {
		// Status 1 would mean findings.
		console.error(`lorelint: it cannot be started: ${error.message}`);
		process.exit(2);
	});
	process.exit(await run());
}
const folder = fileURLToPath(new URL("..", import.meta.url));
console.error(`lorelint: it has not been compiled yet; run 'npm run build' in ${folder}`);
process.exit(2);
