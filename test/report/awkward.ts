import type { Frame, PatchResult } from "../../src/compare/result.js";
import type { Finding } from "../../src/rules/finding.js";
import { sampleFinding, sampleFrame, samplePatch, sampleResult } from "./sample.js";

/** One finding for each trap that a format may fall into; texts are byte text, as the engine makes it. */
export const AWKWARD: Readonly<Record<string, Finding>> = {
	plain: sampleFinding(),
	quotes: sampleFinding({ message: `'a' "b" \`c\` \\ back, comma; 100% <b>&amp;</b> ]]> --> -- {} ~~` }),
	"line ends": sampleFinding({ message: "one\ntwo\r\nthree::error::four\u2028five" }),
	"control characters": sampleFinding({ message: "\x00\x07\x1b]0;owned\x07\x7f\x9b31m\x0c\x0b" }),
	"bidirectional overrides": sampleFinding({ message: "\u202eevil\u2066\u2069" }),
	"no XML": sampleFinding({ message: "\ufffe\uffff\ud800!" }),
	"an error quoted in a warning": sampleFinding({ severity: "warning", message: 'says "ERROR: no"' }),
	"a link by accident": sampleFinding({ message: "`ops[i](dev)` and [1](https://example.org)" }),
	note: sampleFinding({ severity: "note", rule: "needless-error-check" }),
	"empty witness": sampleFinding({ witness: [] }),
	fixed: sampleFinding({ status: "fixed", side: "pre", line: 14 }),
	preexisting: sampleFinding({ status: "preexisting", severity: "warning" }),
	"a name in UTF-8": sampleFinding({ path: "drivers/caf\xc3\xa9/a b#c?.c" }),
	"a name that is not UTF-8": sampleFinding({ path: "drivers/caf\xe9.c" }),
	"a name of traps": sampleFinding({ path: "./ERROR:a,b:c%0A/<x>&'\"\n.c", severity: "warning" }),
	"UTF-8 before the column": sampleFinding({ line: 16, column: 13, endLine: 16, endColumn: 16 }),
	"latin1 before the column": sampleFinding({ line: 17, column: 11, endLine: 17, endColumn: 12 }),
	"no text of the line": sampleFinding({ line: 900, endLine: 900 }),
	"an end far away": sampleFinding({ endLine: 950, endColumn: 2 }),
	"an end before the beginning": sampleFinding({ endLine: 15, endColumn: 1 }),
	"the same again": sampleFinding(),
};

/** Code that the findings above are placed in. */
const FRAME: Frame = sampleFrame(14, [
	"\tif (limit < 0)",
	"\t\treturn -EINVAL;",
	'\tsay("\xc3\xa9\xf0\x9f\xab\x96"); x();',
	'\tsay("\xe9"); x();',
]);

export const AWKWARD_RESULT: PatchResult = sampleResult({
	patch: samplePatch({ subject: '[PATCH 2/3] "x", <y> & \x1b[31mz\n' }),
	findings: Object.values(AWKWARD),
	frame: (finding) => (finding.line < 18 && finding.path === "mm/pool.c" ? FRAME : null),
	problems: [
		{ path: "mm/<pool>,\x1b.c", line: 40, message: 'hunk 2: "7" lines & 6 found, 100%\n::error::x' },
		{ path: null, line: null, message: "the mail breaks off" },
	],
});
