import type { UndeclaredCall } from "../config/undeclared.js";
import type { FunctionAnalysis } from "../flow/analysis.js";
import type { Tracked } from "../flow/model.js";
import type { Origin } from "../flow/observed.js";
import type { TraceNode } from "../flow/trace.js";
import type { SourceImage, Span } from "../image/image.js";
import type { FunctionUnit } from "../syntax/syntax.js";
import type { Confidence, Family, Severity, WitnessStep } from "./finding.js";

/** What is said of a rule everywhere: `lorelint rules`, `explain`, the docs, SARIF. */
export interface RuleMeta {
	/** Reads as "allow X": `unbalanced-lock`. Lower case, hyphens; also the name of its folder. */
	readonly id: string;
	readonly family: Family;
	/** One sentence, no trailing full stop. */
	readonly summary: string;
	/** Why it matters and what the rule takes as evidence, in Markdown paragraphs. */
	readonly rationale: string;
	readonly severity: Severity;
	/** `preview` rules run only with `--preview`: their precision has not been shown on real patches. */
	readonly state: "stable" | "preview";
	/** Version that introduced it. */
	readonly since: string;
	/** Fixture names (`fixtures/<id>/<name>.patch`) shown by `explain`. */
	readonly examples: { readonly bad: string; readonly ok: string };
}

/** What a rule says of one place; the framework adds path, line, function and fingerprint. */
export interface Report {
	/** Where the comment belongs: the statement that goes wrong. */
	readonly at: Span;
	/** One sentence: what is wrong, and on which object, as the source spells it. */
	readonly message: string;
	readonly confidence: Confidence;
	/** The canonical name of the object the finding is about; part of the fingerprint. */
	readonly subject: string;
	/** Text of the statement as far as it identifies the finding; part of the fingerprint. Default: the text of `at`. */
	readonly statement?: string;
	/** The tracked object it is about, whose last change is the first step of the witness. */
	readonly object: Tracked | null;
	/** Last step of the path that shows it. */
	readonly trace: TraceNode | null;
	/**
	 * Set where this side alone does not show that it is wrong: the report counts only if the other
	 * side of the patch gives one of these keys among its {@link Rule.evidence}.
	 */
	readonly onlyIf?: readonly string[];
	/**
	 * Set likewise: the report counts only if there is another side, and it gives none of these keys. It
	 * is the patch that has begun it.
	 */
	readonly unless?: readonly string[];
	/**
	 * Set where nothing that other functions do makes it right: without it, neither `onlyIf` nor `unless`
	 * counts where the patch may have moved a duty of the function elsewhere.
	 */
	readonly staysHere?: boolean;
	/** What the last step of the witness says; by default that the path ends there. */
	readonly ending?: string;
	/** The call in a callee that it comes down to: where the comment belongs if the patch changed the callee. */
	readonly origin?: Origin | null;
	/** Steps to show behind the path, such as a sibling path that does it right. */
	readonly related?: readonly { readonly at: Span; readonly message: string }[];
}

/** The file around the function, where a rule must know of its neighbours. */
export interface FileView {
	readonly image: SourceImage;
	/** In order of their place. */
	readonly functions: readonly FunctionUnit[];
	/** Of the function of that name in the file; null where there is none, or more than one. */
	analysisOf(name: string): FunctionAnalysis | null;
	/** Whether the file defines a function-like macro of that name. */
	isMacro(name: string): boolean;
	/** Whether only this side of a patch has the function. */
	isNew(unit: FunctionUnit): boolean;
}

/** A function on one side of a patch. */
export interface OneSide {
	readonly analysis: FunctionAnalysis;
	readonly file: FileView;
}

/** A patch in its tree: what the configurations of the kernel make of one side of it. */
export interface BuildView {
	/** Calls that the patch may have to do with. */
	readonly undeclared: readonly UndeclaredCall[];
}

/** What a rule says of a function that some configuration breaks; no path leads to it. */
export interface BuildReport extends Pick<Report, "at" | "message" | "confidence" | "subject"> {
	readonly unit: FunctionUnit;
	/** In place of a path. */
	readonly steps: readonly WitnessStep[];
}

/**
 * A rule is one value: what is said of it, and a pure function over what the engine found out
 * about one function. It never walks a graph: the engine has walked every path before.
 */
export interface Rule {
	readonly meta: RuleMeta;
	/** What is wrong with the function by itself; rules that only compare have none. */
	check?(analysis: FunctionAnalysis, file: FileView): Iterable<Report>;
	/**
	 * What is wrong with `after` only beside `before`, where keys of evidence cannot say it. Called with
	 * the sides of a patch in order, and the other way round for what the patch has mended; reports are
	 * about `after`.
	 */
	compare?(before: OneSide, after: OneSide): Iterable<Report>;
	/** What is wrong with one side of a patch as configurations build it; needs the tree. */
	checkBuild?(build: BuildView): Iterable<BuildReport>;
	/**
	 * What the function does right, as keys. A patch that ends it is suspect even where the code
	 * after it could be meant so: a function that released a lock on every path keeps it on one.
	 */
	evidence?(analysis: FunctionAnalysis, file: FileView): Iterable<string>;
}
