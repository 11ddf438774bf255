import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import { container, type Place, spell, type Term } from "../../src/flow/term.js";
import type { PointerUse } from "../../src/flow/uses.js";
import { ERROR } from "../../src/flow/values.js";
import { sourceText } from "../../src/image/image.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { bodyText, calledIn } from "../../src/syntax/called.js";
import type { FunctionUnit } from "../../src/syntax/syntax.js";
import { asksForError } from "../models/result.js";

export const errorPointerKept: Rule = {
	meta: {
		id: "error-pointer-kept",
		family: "errptr",
		summary: "A failure leaves an error pointer in a member that other code takes for valid or not set",
		rationale: `
\`p->clk = get(); if (IS_ERR(p->clk)) return PTR_ERR(p->clk);\` leaves the error in \`p->clk\`. Clean-up code
that asks \`if (p->clk)\` then hands it to the function that frees it, and code that asks
\`!IS_ERR_OR_NULL(p->clk)\` for "have we been here before" sets up the rest a second time.

The rule speaks where the function returns with the error still in the member, and a function of the
same file tests that member for NULL alone, or the function itself begins by asking for either.
`,
		severity: "warning",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-tested-for-null", ok: "ok-cleared" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const reported = new Set<Place>();
		for (const exit of analysis.exits) {
			if (exit.values !== ERROR || exit.imprecise) continue;
			for (const [place, term] of exit.writes) {
				if (place.kind !== "field" || reported.has(place) || !isShared(place, analysis)) continue;
				// Once it was asked about, only the path of the failure does not exclude the error.
				const asked = (exit.believed(term) & ERROR) === 0 ? null : questionOf(term, exit, analysis);
				const reader = asked && readerOf(place, analysis, file);
				if (!reader) continue;
				reported.add(place);
				const name = sourceText(analysis.unit.image, asked.at);
				yield {
					at: asked.span,
					message: `\`${name}\` keeps the error pointer when the function returns, and ${reader.why}`,
					confidence: "likely",
					subject: spell(place),
					object: null,
					trace: asked.trace,
					ending: "the failure is seen here",
					related: [
						{ at: exit.span, message: "the error pointer stays behind here" },
						...(reader.at ? [{ at: reader.at, message: "the member is tested here" }] : []),
					],
				};
			}
		}
	},
};

/** Where the result is asked whether it is an error, before the function is left. */
function questionOf(term: Term, exit: Exit, { uses, originOf }: FunctionAnalysis): PointerUse | null {
	const origin = originOf(term);
	const asked = uses.find(
		(use) => asksForError(use) && originOf(use.pointer) === origin && use.span.start < exit.span.start,
	);
	return (origin && asked) ?? null;
}

/** Whether the place outlives the function. */
function isShared(place: Place, { graph }: FunctionAnalysis): boolean {
	const root = container(place);
	return root.kind === "target" || (root.kind === "variable" && !graph.locals.has(root.name));
}

interface Reader {
	readonly why: string;
	/** In the function at hand; null elsewhere. */
	readonly at: PointerUse["at"] | null;
}

/** Who would be misled by an error in the member. */
function readerOf(
	place: Place & { readonly kind: "field" },
	analysis: FunctionAnalysis,
	file: FileView,
): Reader | null {
	const own = isOneOfSeveral(place, analysis)
		? analysis.uses.find(({ kind, pointer }) => kind === "either" && isContentOf(pointer, place))
		: undefined;
	if (own) {
		const asked = sourceText(analysis.unit.image, own.span);
		return { why: `\`${asked}\` at its start would then set up the rest again`, at: own.span };
	}
	for (const unit of cleanersOf(analysis, file)) {
		if (!CLEANUP.test(unit.name) || !mentionsMember(bodyText(unit), place.name)) continue;
		const other = file.analysisOf(unit.name);
		if (other && isMisled(other, place.name)) {
			return { why: `\`${unit.name}()\` tests it for NULL only`, at: null };
		}
	}
	return null;
}

/** Names of functions that undo something. */
const CLEANUP =
	/(^|_)(un\w+|remove|free|exit|cleanup|clean|clear|release|destroy|fini|put|disable|teardown|deinit|detach|close|stop|disconnect|kill|delete|del)(_|$)/;

/** Functions of the file that its callers call as well: those that may run after it has failed. */
function cleanersOf({ unit }: FunctionAnalysis, { functions }: FileView): readonly FunctionUnit[] {
	const called = new Set<string>();
	for (const other of functions) {
		if (other.name === unit.name) continue;
		const names = calledIn(other);
		if (names.has(unit.name)) for (const name of names) called.add(name);
	}
	return functions.filter(({ name }) => name !== unit.name && called.has(name));
}

/** Whether the function sets up other members of the same object too, which it would then do again. */
function isOneOfSeveral(
	place: Place & { readonly kind: "field" },
	{ exits, originOf }: FunctionAnalysis,
): boolean {
	return exits.some(({ writes }) =>
		[...writes].some(([other, term]) => {
			if (other === place || other.kind !== "field" || other.base !== place.base) return false;
			return originOf(term)?.contract != null;
		}),
	);
}

function mentionsMember(body: string, name: string): boolean {
	return body.includes(`->${name}`) || body.includes(`.${name}`);
}

function isContentOf(pointer: Term, place: Place): boolean {
	return pointer.kind === "content" && pointer.place === place;
}

/** Whether the function tests the member for NULL, and nowhere for an error. */
function isMisled({ uses }: FunctionAnalysis, name: string): boolean {
	const about = uses.filter(
		({ pointer }) =>
			pointer.kind === "content" && pointer.place.kind === "field" && pointer.place.name === name,
	);
	return about.length > 0 && about.every(({ kind }) => kind === "null");
}
