import { type Finding, SEVERITIES } from "../../rules/finding.js";
import { counted } from "../counted.js";
import type { Reporter, ReporterOptions } from "../reporter.js";
import { PLAIN } from "../style.js";
import type { Summary } from "../summary.js";
import { closingLines } from "../text.js";
import { prose, text } from "./escape.js";
import { page } from "./page.js";
import { badges, type PatchSection, patchSection, type Room } from "./patch.js";

/** Rows of code on one page, beside those that findings lead to; some 300 bytes each. */
const MAX_ROWS = 40_000;
/** Findings that get a card. */
const MAX_FINDINGS = 2_000;
/** From so many rows on the browser lays out only what is in sight. */
const MANY_ROWS = 4_000;

/**
 * One page for people: the diffs, the findings in them, and in the margin what is held where and how a
 * finding is reached. What stands on top is known last, so all of it is written at the end.
 */
export function htmlReporter(options: ReporterOptions): Reporter {
	const rules = new Map(options.rules.map((meta) => [meta.id, meta]));
	const room: Room = { rows: MAX_ROWS, findings: MAX_FINDINGS };
	const sections: PatchSection[] = [];
	let clean = 0;
	let found = 0;
	return {
		begin: () => "",
		patch: (result, findings) => {
			// Of files checked without a patch only those with findings are worth a look.
			if (options.unit === "file" && findings.length + result.problems.length === 0) clean++;
			else {
				sections.push(patchSection(result, findings, `p${sections.length + 1}`, found + 1, rules, room));
				found += findings.length;
			}
			return "";
		},
		end: (summary) => {
			const findings = sections.flatMap((section) => section.findings);
			const what = titleOf(sections, options.unit);
			const lines = closingLines(summary, options.unit, PLAIN);
			const body = [
				`<body${MAX_ROWS - room.rows > MANY_ROWS ? ' class="many"' : ""}>`,
				bar(findings),
				`<header class="intro" id="top"><h1>${text(what)}</h1>`,
				...verdict(lines, findings, summary),
				sections.some(({ html }) => html.includes('<i class="lane')) || findings.length > 0 ? KEY : "",
				contents(sections),
				clean > 0 ? `<p class="closing">Nothing found in ${counted(clean, "more file")}.</p>` : "",
				"</header><main>",
				...sections.map((section) => patchHtml(section, findings.length > 0, sections.length === 1)),
				"</main>",
				`<footer class="colophon">Made by lorelint ${text(options.version)}. ${LANES_HINT}</footer>`,
				HELP,
			];
			const title = sections.length === 1 ? `${countText(findings)}: ${what}` : what;
			return page(`${title} · lorelint`, options.version, body.join("\n"));
		},
	};
}

const LANES_HINT =
	"A lane says what is held as a path comes to the line. Where there is none, the lock is not held, or nothing is known.";

const KEY = `<p class="key"><span><i class="swatch at0"></i>lock held on all paths to the line</span><span><i class="swatch at0 some"></i>on some of them</span><span><b class="dot">1</b>steps of a finding’s path</span></p>`;

const HELP = `<dialog aria-labelledby="help-title"><h2 id="help-title">Keys</h2><dl>
<dt><kbd>n</kbd> <kbd>j</kbd></dt><dd>next finding</dd>
<dt><kbd>p</kbd> <kbd>k</kbd></dt><dd>previous finding</dd>
<dt><kbd>Enter</kbd> <kbd>Space</kbd></dt><dd>keep its path in sight, or let it go</dd>
<dt><kbd>Esc</kbd></dt><dd>let the path go, close this</dd>
<dt><kbd>?</kbd></dt><dd>this help</dd>
</dl><button type="button" data-close="">Close</button></dialog>`;

function bar(findings: readonly Finding[]): string {
	const walk =
		findings.length === 0
			? ""
			: [
					'<button type="button" data-step="previous" aria-label="Previous finding">↑</button>',
					'<output aria-live="polite"></output>',
					'<button type="button" data-step="next" aria-label="Next finding">↓</button>',
				].join("");
	return [
		'<nav class="bar" aria-label="Findings"><a class="name" href="#top">lorelint</a>',
		badges(findings) || '<span class="badges"><span class="badge">nothing found</span></span>',
		`<div class="walk">${walk}<button type="button" data-help="" aria-label="Help">?</button></div></nav>`,
	].join("");
}

function titleOf(sections: readonly PatchSection[], unit: ReporterOptions["unit"]): string {
	const [only] = sections;
	if (sections.length === 1 && only) return only.title;
	if (sections.length === 0) return "Nothing to show";
	const findings = sections.flatMap((section) => section.findings);
	return `${capital(countText(findings))} in ${sections.length} ${unit === "file" ? "files" : "patches"}`;
}

function countText(findings: readonly Finding[]): string {
	const count = findings.filter(({ status }) => status !== "fixed").length;
	if (count > 0) return counted(count, "finding");
	return findings.length > 0 ? `${findings.length} fixed` : "nothing found";
}

function capital(sentence: string): string {
	return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The lines that end the text format; those indented belong to the one before. */
function verdict(lines: readonly string[], findings: readonly Finding[], summary: Summary): string[] {
	const [first = "", ...others] = lines;
	const nothing = findings.length === 0 && summary.patches > 0 ? " What it looked at is below." : "";
	return [
		`<p class="verdict">${prose(first)}${nothing}</p>`,
		...others.map((line) => `<p class="closing">${prose(line.trim())}</p>`),
	];
}

function contents(sections: readonly PatchSection[]): string {
	if (sections.length < 2) return "";
	const items = sections.map((section) => {
		const { id, place, title, findings } = section;
		return [
			`<li class="${findings.length > 0 ? `found ${worstOf(findings)}` : "clean"}"><a href="#${id}">`,
			place === "" ? "" : `<span class="place">${place}</span>`,
			`<span class="title">${text(title)}</span>${stateOf(section)}</a></li>`,
		].join("");
	});
	return `<nav class="contents" aria-label="Patches"><ol>${items.join("")}</ol></nav>`;
}

function worstOf(findings: readonly Finding[]): string {
	const open = findings.filter(({ status }) => status !== "fixed");
	return SEVERITIES.find((severity) => open.some((one) => one.severity === severity)) ?? "fixed";
}

function stateOf({ findings, problems }: PatchSection): string {
	const trouble = problems > 0 ? `<span class="badge">${problems} not read</span>` : "";
	return badges(findings) + trouble || '<span class="none">nothing found</span>';
}

/** Patches without findings are folded where others have some. */
function patchHtml(section: PatchSection, anyFound: boolean, isAlone: boolean): string {
	const { id, place, title, findings, problems, html } = section;
	// The title of the page is that of its only patch.
	if (isAlone)
		return `<section class="patch alone" id="${id}"><h2 class="unseen-text">The patch</h2>${html}</section>`;
	const isOpen = !anyFound || findings.length + problems > 0;
	return [
		`<details class="patch" id="${id}"${isOpen ? ' open=""' : ""}><summary>`,
		`<h2>${place === "" ? "" : `<span class="place">${place}</span> `}${text(title)}</h2>`,
		`${stateOf(section)}</summary>${html}</details>`,
	].join("");
}
