import type { Finding } from "../../rules/finding.js";
import type { RuleMeta } from "../../rules/rule.js";
import { attribute, paragraphs, prose, text } from "./escape.js";

/** A finding and its number on the page, from 1. */
export interface NumberedFinding {
	readonly number: number;
	readonly finding: Finding;
}

/** The id of the row that shows a line, or null where none does. */
export type RowId = (path: string, side: Finding["side"], line: number) => string | null;

const STATUS_TEXT: Readonly<Record<Finding["status"], string>> = {
	introduced: "introduced here",
	fixed: "fixed by this patch",
	preexisting: "there before this patch",
};

/** The class that colours what belongs to the finding. */
export function toneOf({ severity, status }: Finding): string {
	return status === "fixed" ? "fixed" : severity;
}

/** A finding as a card, with the path that leads to it. */
export function findingCard(
	{ number, finding }: NumberedFinding,
	rule: RuleMeta | undefined,
	rowId: RowId,
	isPatch: boolean,
): string {
	const { severity, status, path, line } = finding;
	const tone = toneOf(finding);
	const id = `finding-${number}`;
	const facts = [
		`<span class="rule">${text(finding.rule)}</span>`,
		`family ${finding.family}`,
		finding.confidence,
		...(finding.function === "" ? [] : [`in <code>${text(finding.function)}()</code>`]),
		...(rowId(path, finding.side, line) === null ? [`line ${line}, which is not shown`] : []),
		...(isPatch ? [STATUS_TEXT[status]] : []),
	];
	const steps = finding.witness.map((step) => {
		const target = rowId(step.path, finding.side, step.line);
		const place = step.path === path ? `line ${step.line}` : `${text(step.path)}:${step.line}`;
		const label = `<span class="place">${place}</span> <span class="says">${prose(step.message)}</span>`;
		return target === null
			? `<li><span class="unseen">${label}</span></li>`
			: `<li><a href="#${target}">${label}</a></li>`;
	});
	return [
		`<article class="card ${tone}" id="${id}" aria-labelledby="${id}-title">`,
		`<div class="headline"><span class="badge ${tone}">${severity}</span>`,
		`<h4 id="${id}-title">${prose(finding.message)}</h4>`,
		`<a class="self" href="#${id}" aria-label="Link to finding ${number}">#${number}</a></div>`,
		`<p class="facts">${facts.join(" · ")}</p>`,
		...(steps.length > 0 ? [`<ol class="steps">${steps.join("")}</ol>`] : []),
		'<div class="more">',
		`<button type="button" class="pick scripted" data-pick="${number}" aria-pressed="false">${
			steps.length > 0 ? "Show the path" : "Mark"
		}<span class="unseen-text"> of finding ${number}: ${attribute(finding.message)}</span></button>`,
		...(rule ? [whyOf(rule)] : []),
		"</div></article>",
	].join("");
}

function whyOf({ id, summary, rationale }: RuleMeta): string {
	const [why = ""] = rationale.trim().split(/\n\s*\n/, 1);
	return [
		`<details class="why"><summary>Why this matters</summary><p><b>${text(id)}</b>: ${prose(summary)}.</p>`,
		`${paragraphs(why)}<p class="hint"><code>lorelint explain ${text(id)}</code> has more.</p></details>`,
	].join("");
}
