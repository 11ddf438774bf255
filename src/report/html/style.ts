import { MAX_LANES } from "./lanes.js";
import { DARK, LIGHT, type Palette } from "./palette.js";

/**
 * The style sheet of the page. It is text here and no file beside, because reporters make strings and read
 * nothing: whatever bundles or copies the modules has the whole page.
 */
export const STYLE = `
:root { color-scheme: light dark; ${variables(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
* { box-sizing: border-box; }
html { scroll-padding-top: 6rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
	margin: 0; background: var(--ground); color: var(--ink);
	font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
code, .number, .sign, .range {
	font-family: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "Liberation Mono", monospace;
	font-size: 0.9em; unicode-bidi: isolate;
}
code.whole { white-space: nowrap; }
a { color: var(--link); text-underline-offset: 0.15em; }
h1, h2, h3, h4, p, ul, ol { margin: 0; padding: 0; }
ul, .contents ol { list-style: none; }
:focus-visible { outline: 0.1875rem solid var(--link); outline-offset: 0.125rem; border-radius: 0.25rem; }
:focus:not(:focus-visible) { outline: none; }
.unseen-text, .held { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.scripted { display: none; }
.with-script .scripted { display: revert; }
.hidden-char { color: var(--error); border: 1px solid currentColor; border-radius: 0.2em; padding: 0 0.15em; font-size: 0.85em; }

/* The bar that stays */
.bar {
	position: sticky; top: 0; z-index: 3; display: flex; align-items: center; gap: 0.25rem 1rem;
	min-height: 3rem; padding: 0 max(1rem, calc((100vw - 84rem) / 2)); background: var(--raised);
	border-bottom: 1px solid var(--line);
}
.bar .name { font-weight: 650; letter-spacing: -0.01em; color: var(--ink); text-decoration: none; }
.bar .badges { flex: 1; }
.bar .walk { display: none; align-items: center; gap: 0.25rem; }
.with-script .bar .walk { display: flex; }
.bar output { min-width: 4.5rem; white-space: nowrap; text-align: center; font-variant-numeric: tabular-nums; color: var(--faint); font-size: 0.875rem; }
button {
	font: inherit; font-size: 0.875rem; color: var(--ink); background: var(--ground); border: 1px solid var(--line);
	border-radius: 0.375rem; padding: 0.3125rem 0.75rem; min-height: 2.25rem; min-width: 2.25rem; cursor: pointer;
}
button:hover { border-color: var(--faint); }
button[aria-pressed="true"] { background: var(--ink); color: var(--ground); border-color: var(--ink); }

/* What it came to */
main, .intro { max-width: 84rem; margin: 0 auto; padding: 0 1rem; }
.intro { padding-top: 2rem; padding-bottom: 1.5rem; }
h1 { font-size: 1.625rem; line-height: 1.25; letter-spacing: -0.015em; font-weight: 650; text-wrap: balance; overflow-wrap: anywhere; }
.verdict { margin-top: 0.5rem; font-size: 1.0625rem; }
.closing { margin-top: 0.25rem; color: var(--faint); font-size: 0.9375rem; }
.contents { margin-top: 1.25rem; border: 1px solid var(--line); border-radius: 0.5rem; overflow: hidden; }
.contents li + li { border-top: 1px solid var(--line); }
.contents a {
	display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.125rem 0.75rem; padding: 0.5rem 0.875rem;
	color: inherit; text-decoration: none;
}
.contents a:hover { background: var(--raised); }
.contents .found a { box-shadow: inset 0.25rem 0 var(--mark, var(--line)); }
.contents .found.error { --mark: var(--error); }
.contents .found.warning { --mark: var(--warning); }
.contents .found.note { --mark: var(--note); }
.contents .found.fixed { --mark: var(--fixed); }
.contents .place { flex: none; min-width: 2.5rem; color: var(--faint); font-variant-numeric: tabular-nums; font-size: 0.875rem; }
.contents .title { flex: 1 1 14rem; overflow-wrap: anywhere; }
.contents .found .title { font-weight: 600; }
.contents .none { color: var(--faint); font-size: 0.875rem; }
.badges { display: inline-flex; flex-wrap: wrap; gap: 0.375rem; }
.badge {
	display: inline-block; font-size: 0.8125rem; line-height: 1.375rem; font-weight: 600; padding: 0 0.5rem;
	border-radius: 0.6875rem; white-space: nowrap; border: 1px solid currentColor; color: var(--faint);
}
.badge.error { color: var(--error); } .badge.warning { color: var(--warning); }
.badge.note { color: var(--note); } .badge.fixed { color: var(--fixed); }

/* A patch */
.patch { margin-bottom: 2.5rem; border-top: 1px solid var(--line); }
.patch > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem; padding: 1.25rem 0 0.25rem; cursor: pointer; list-style: none; }
.patch > summary::-webkit-details-marker { display: none; }
.patch > summary::before { content: ""; flex: none; width: 0.5rem; height: 0.5rem; border: solid var(--faint); border-width: 0 0.125rem 0.125rem 0; transform: translateY(-0.125rem) rotate(-45deg); }
.patch[open] > summary::before { transform: translateY(-0.25rem) rotate(45deg); }
.patch.alone { padding-top: 1rem; }
.patch h2 { flex: 1 1 16rem; font-size: 1.25rem; line-height: 1.35; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
.patch h2 .place { color: var(--faint); font-weight: 400; font-variant-numeric: tabular-nums; }
.patch .by, .patch .none { color: var(--faint); font-size: 0.875rem; overflow-wrap: anywhere; }
.problems, .problem { margin-top: 0.75rem; padding: 0.625rem 0.875rem; border-left: 0.25rem solid var(--warning); background: var(--raised); font-size: 0.9375rem; overflow-wrap: anywhere; }
.files { margin-top: 0.75rem; font-size: 0.875rem; }
.files li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.125rem 0.75rem; padding: 0.125rem 0; }
.files .path, .file-head .path { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.files .context { color: var(--faint); }
.counts { font-variant-numeric: tabular-nums; white-space: nowrap; font-size: 0.8125rem; }
.plus { color: var(--fixed); } .minus { color: var(--error); }

/* A file */
.file { margin-top: 1.25rem; border: 1px solid var(--line); border-radius: 0.5rem; }
.file-head {
	position: sticky; top: 3rem; z-index: 2; display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between;
	gap: 0 1rem; padding: 0.5rem 0.875rem; background: var(--raised); border-bottom: 1px solid var(--line);
	border-radius: 0.5rem 0.5rem 0 0; font-size: 0.875rem; font-weight: 600;
}
.file-head .change { color: var(--faint); font-weight: 400; font-family: system-ui, sans-serif; }
.code { container-type: inline-size; overflow-x: auto; overflow-y: hidden; border-radius: 0 0 0.5rem 0.5rem; font-size: 0.9375rem; }
.rows { width: max-content; min-width: 100%; padding-bottom: 0.25rem; }
.empty { padding: 0.75rem 0.875rem; color: var(--faint); }
.row { display: flex; min-height: 1.375rem; line-height: 1.375rem; background: var(--ground); --here: var(--ground); }
.row.added { background: var(--added); --here: var(--added); }
.row.removed { background: var(--removed); --here: var(--removed); }
.row.outside { background: var(--outside); --here: var(--outside); }
.hit.error { --tone: var(--error); --meant: var(--error-ground); } .hit.warning { --tone: var(--warning); --meant: var(--warning-ground); }
.hit.note { --tone: var(--note); --meant: var(--note-ground); } .hit.fixed { --tone: var(--fixed); --meant: var(--fixed-ground); }
.row.hit, .row.hit .gutter { box-shadow: inset 0 1px var(--tone), inset 0 -1px var(--tone); }
.row:target { background: var(--target); --here: var(--target); }
.row > code { flex: 1; white-space: pre; tab-size: 8; padding-right: 1rem; line-height: inherit; }
.row mark { background: var(--meant); color: inherit; border-radius: 0.1875rem; text-decoration: underline wavy var(--tone) 0.09rem; text-underline-offset: 0.22em; text-decoration-skip-ink: none; }
.more-text { color: var(--faint); }
.gutter { position: sticky; left: 0; z-index: 1; display: flex; flex: none; background: var(--here); }
.number { flex: none; width: calc(var(--digits) * 1ch + 0.75rem); padding-right: 0.5rem; text-align: right; color: var(--faint); user-select: none; font-size: 0.75rem; }
.sign { flex: none; width: 1.25rem; text-align: center; user-select: none; white-space: pre; color: var(--faint); }
.added .sign { color: var(--fixed); } .removed .sign { color: var(--error); }

/* The margin: paths, then lanes */
.margin { position: relative; flex: none; width: calc(var(--paths) * 1.25rem + var(--lanes) * 0.4375rem + 0.5rem); }
.code { --lanes: 0; --paths: 0; --digits: 4; }
${numbered(MAX_LANES, (n) => `.lanes${n} { --lanes: ${n}; }`)}
${numbered(4, (n) => `.paths${n} { --paths: ${n}; } .in${n - 1} { --column: ${n - 1}; }`)}
${[3, 4, 5, 6, 7].map((n) => `.digits${n} { --digits: ${n}; }`).join(" ")}
${numbered(MAX_LANES, (n) => `.at${n - 1} { --slot: ${n - 1}; --lane: var(--lane${n - 1}); }`)}
.lane {
	position: absolute; top: 0; bottom: 0; width: 0.25rem; background: var(--lane);
	left: calc(0.375rem + var(--paths) * 1.25rem + var(--slot) * 0.4375rem);
}
.lane.some, .swatch.some { background: repeating-linear-gradient(var(--lane) 0 0.21875rem, transparent 0.21875rem 0.34375rem); }
.lane.top { border-top-left-radius: 0.125rem; border-top-right-radius: 0.125rem; top: 0.125rem; }
.lane.end { border-bottom-left-radius: 0.125rem; border-bottom-right-radius: 0.125rem; bottom: 0.125rem; }
.way, .stop { position: absolute; color: var(--faint); }
.way { width: 0.125rem; top: 0; bottom: 0; left: calc(0.8125rem + var(--column) * 1.25rem); background: currentColor; }
.way.top { top: 0.6875rem; } .way.end { bottom: auto; height: 0.6875rem; }
.way.top.end { display: none; }
.stop {
	z-index: 1; top: 0.125rem; left: calc(0.3125rem + var(--column) * 1.25rem); min-width: 1.125rem; height: 1.125rem; padding: 0 0.125rem;
	border-radius: 0.5625rem; background: currentColor; font-size: 0.6875rem; line-height: 1.125rem; text-align: center; font-weight: 700;
	-webkit-text-fill-color: var(--ground);
}
.way.error, .stop.error { color: var(--error); } .way.warning, .stop.warning { color: var(--warning); } .way.note, .stop.note { color: var(--note); } .way.fixed, .stop.fixed { color: var(--fixed); }
.choosing [data-path] { opacity: 0.25; }
.choosing [data-path].chosen { opacity: 1; z-index: 2; }
.chosen.way { width: 0.1875rem; }

/* What the margin says, on pointing at it */
.gutter:hover .held, .gutter.told .held {
	clip-path: none; width: auto; height: auto; overflow: visible; left: 100%; top: 0; z-index: 4; padding: 0 0.5rem;
	background: var(--ink); color: var(--ground); border-radius: 0.25rem; font-size: 0.8125rem;
}

/* Rows without code */
.wide { min-height: 0; }
.wide > .margin { position: sticky; left: 0; z-index: 1; }
.wide > .content { position: sticky; left: calc(var(--paths) * 1.25rem + var(--lanes) * 0.4375rem + 0.5rem); width: calc(100cqw - (var(--paths) * 1.25rem + var(--lanes) * 0.4375rem + 0.5rem)); min-width: 0; padding: 0.25rem 0.875rem 0.25rem 0.5rem; overflow-wrap: anywhere; }
.hunk, .beside, .unfold > summary, .cut { background: var(--raised); color: var(--faint); font-size: 0.8125rem; }
.hunk:not(:first-child), .beside:not(:first-child), .unfold:not(:first-child) > summary, .cut { border-top: 1px solid var(--line); }
.hunk, .beside, .unfold[open] > summary { border-bottom: 1px solid var(--line); }
.hunk code { margin-left: 0.75rem; color: var(--ink); }
.unfold > summary { cursor: pointer; }
.unfold > summary .content::before { content: "↕ "; }
.unfold > summary:hover { color: var(--link); }
.wide code { font-size: 0.95em; }
.legend { font-size: 0.8125rem; background: var(--ground); color: var(--faint); }
.legend .content { display: flex; flex-wrap: wrap; gap: 0 1rem; padding-top: 0.375rem; }
.legend ul { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.legend li { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.375rem; color: var(--ink); }
.legend .kind { color: var(--faint); }
.swatch { display: inline-block; flex: none; width: 0.25rem; height: 0.875rem; border-radius: 0.125rem; background: var(--lane); }
.key { display: flex; flex-wrap: wrap; gap: 0.125rem 1.25rem; margin-top: 1rem; color: var(--faint); font-size: 0.875rem; }
.key span { display: inline-flex; align-items: center; gap: 0.5rem; }
.key .dot { width: 1.0625rem; height: 1.0625rem; border-radius: 50%; background: var(--error); color: var(--ground); font-size: 0.6875rem; line-height: 1.0625rem; text-align: center; font-weight: 700; }

/* A finding */
.holds-card > .content { padding: 0.5rem 0.75rem 0.75rem 0.5rem; }
.card {
	max-width: 56rem; padding: 0.75rem 1rem; border: 1px solid var(--line); border-left: 0.25rem solid var(--severity);
	border-radius: 0.375rem; background: var(--raised); white-space: normal; line-height: 1.5; font-size: 0.9375rem;
}
.card.error { --severity: var(--error); } .card.warning { --severity: var(--warning); } .card.note { --severity: var(--note); }
.card.fixed { --severity: var(--fixed); }
.card:target, .card.chosen { outline: 0.125rem solid var(--severity); outline-offset: 0.125rem; }
.headline { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.625rem; }
.card h4 { flex: 1 1 12rem; font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; }
.self { color: var(--faint); font-size: 0.8125rem; text-decoration: none; padding: 0.25rem; }
.facts { color: var(--faint); font-size: 0.8125rem; margin-top: 0.125rem; }
.facts .rule { color: var(--ink); font-weight: 600; }
.steps { margin: 0.5rem 0 0; counter-reset: step; list-style: none; }
.steps li { counter-increment: step; }
.steps a, .steps .unseen { display: flex; align-items: baseline; gap: 0 0.625rem; padding: 0.1875rem 0.25rem; border-radius: 0.25rem; color: inherit; text-decoration: none; }
.steps a:hover { background: var(--target); }
.steps a .says { text-decoration: underline; text-decoration-color: var(--line); }
.steps .says { flex: 1; overflow-wrap: anywhere; }
.steps a::before, .steps .unseen::before {
	content: counter(step); flex: none; width: 1.25rem; height: 1.25rem; border-radius: 50%; background: var(--severity);
	color: var(--raised); font-size: 0.75rem; line-height: 1.25rem; text-align: center; font-weight: 700;
}
.steps .place { flex: none; color: var(--faint); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.more { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.5rem 1rem; margin-top: 0.5rem; }
.why { flex: 1 1 12rem; font-size: 0.875rem; }
.why summary { cursor: pointer; color: var(--link); padding: 0.375rem 0; }
.why p { max-width: 44rem; margin-bottom: 0.5rem; }
.why .hint { color: var(--faint); }
.colophon { max-width: 84rem; margin: 0 auto; padding: 1rem; border-top: 1px solid var(--line); color: var(--faint); font-size: 0.8125rem; }

/* Help */
dialog { border: 1px solid var(--line); border-radius: 0.5rem; background: var(--raised); color: var(--ink); max-width: 26rem; padding: 1.25rem; }
dialog::backdrop { background: rgb(0 0 0 / 0.4); }
dialog h2 { font-size: 1.0625rem; margin-bottom: 0.5rem; }
dialog dl { display: grid; grid-template-columns: auto 1fr; gap: 0.375rem 1rem; margin: 0 0 1rem; font-size: 0.9375rem; }
dialog dd { margin: 0; }
kbd { font: 0.8125rem ui-monospace, monospace; border: 1px solid var(--line); border-radius: 0.25rem; padding: 0.0625rem 0.375rem; background: var(--ground); }

.many .file { content-visibility: auto; contain-intrinsic-size: auto 40rem; }

@media (max-width: 40rem) {
	.bar { gap: 0.5rem; }
	.bar .name { display: none; }
	.bar .badges { flex-wrap: nowrap; }
	.bar .badge { padding: 0 0.375rem; }
	.bar .badge + .badge .word, .bar .badge:not(:last-child) .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
	.bar .badge.error:not(:only-child)::after { content: "E" / ""; } .bar .badge.warning:not(:only-child)::after { content: "W" / ""; }
	.bar .badge.note:not(:only-child)::after { content: "N" / ""; } .bar .badge.fixed:not(:only-child)::after { content: "F" / ""; }
	.bar output { min-width: 3rem; }
	button, .why summary, .self { min-height: 2.75rem; min-width: 2.75rem; }
	.self { display: grid; place-items: center; }
	.why summary { display: list-item; padding: 0.625rem 0; }
	.steps a, .steps .unseen { padding: 0.625rem 0.25rem; min-height: 2.75rem; }
	.contents a { padding: 0.75rem 0.875rem; }
	.files li { padding: 0.25rem 0; align-items: center; }
	.files a { display: inline-flex; align-items: center; min-height: 2.75rem; }
	main, .intro { padding-left: 0.75rem; padding-right: 0.75rem; }
	.intro { padding-top: 1.25rem; }
	h1 { font-size: 1.375rem; }
	.file { margin-left: -0.75rem; margin-right: -0.75rem; border-radius: 0; border-left: 0; border-right: 0; }
	.file-head, .code { border-radius: 0; }
	.code { font-size: 0.84375rem; }
	.row.context .pre, .row.outside .pre, .row.added .pre, .row.removed .post { display: none; }
	.unfold > summary .content { padding-top: 0.75rem; padding-bottom: 0.75rem; }
	.card { padding: 0.625rem 0.75rem; }
	.headline { position: relative; padding-right: 2.5rem; }
	.card h4 { flex-basis: 100%; order: 1; }
	.self { position: absolute; right: 0; top: -0.5rem; }
	.contents .badges, .contents .none { margin-left: 3.25rem; }
}
@media (prefers-reduced-motion: no-preference) {
	html { scroll-behavior: smooth; }
	[data-path] { transition: opacity 0.12s; }
}
@media print {
	:root { ${variables(LIGHT)} }
	html { font-size: 10pt; }
	.bar, .file-head { position: static; }
	.walk, .scripted, .with-script .scripted, .with-script .bar .walk { display: none; }
	.code { overflow: visible; container-type: normal; }
	.rows { width: auto; }
	.row > code { white-space: pre-wrap; overflow-wrap: anywhere; }
	.gutter, .wide > .margin, .wide > .content { position: static; }
	.margin { position: relative; }
	.wide > .margin { position: relative; }
	.wide > .content { width: auto; flex: 1; }
	.card, .row { break-inside: avoid; }
	.lane.some, .swatch.some { width: 0; background: none; border-left: 0.25rem dashed var(--lane); border-radius: 0; }
	* { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media (forced-colors: active) {
	.lane, .way, .stop, .swatch { forced-color-adjust: none; }
}
`;

function variables(palette: Palette): string {
	const { lanes, ...colors } = palette;
	const named = Object.entries(colors).map(
		([name, value]) => `--${name.replace("Ground", "-ground")}: ${value};`,
	);
	return [...named, ...lanes.map((value, slot) => `--lane${slot}: ${value};`)].join(" ");
}

function numbered(count: number, rule: (n: number) => string): string {
	return Array.from({ length: count }, (_, index) => rule(index + 1)).join(" ");
}
