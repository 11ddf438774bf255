import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { outlineOf } from "../../src/cli/manual/outline.js";
import { manualPage } from "../../src/cli/manual/page.js";
import { createProgram } from "../../src/cli/program.js";
import { capture } from "./capture.js";

/** This module is `dist/test/cli/manual.test.js` of the package. */
const PAGE = fileURLToPath(new URL("../../../man/lorelint.1", import.meta.url));

const program = outlineOf(createProgram({ terminal: capture(), print: () => {}, finish: () => {} }));

describe("manual page", () => {
	it("names every command and every option of the help", () => {
		const page = manualPage(program, "1.2.3").replaceAll("\\-", "-");
		for (const command of program.commands) {
			assert.ok(command.name === "lint" || page.includes(`lorelint ${command.name}`), command.name);
			for (const { long } of command.options) assert.ok(page.includes(`\\fB${long}\\fR`), long);
		}
	});

	it("keeps what would drive roff out of the text", () => {
		const page = manualPage(
			{
				...program,
				commands: program.commands.map((command) => ({ ...command, description: ".ex \\n(.g 'x'" })),
			},
			"1.2.3",
		);
		assert.doesNotMatch(page, /^\.ex/m);
		assert.doesNotMatch(page, /\\n\(/);
	});

	const groff = spawnSync("groff", ["--version"]).status === 0;
	it("is well-formed for groff", { skip: groff ? false : "groff is not installed" }, () => {
		const { stderr, status } = spawnSync("groff", ["-man", "-ww", "-Tutf8", PAGE], { encoding: "utf8" });
		assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
	});
});
