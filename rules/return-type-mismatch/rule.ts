import type { Expr } from "../../src/cfg/expression.js";
import { closingBrace, type ReturnStatement, returnStatements } from "../../src/cfg/returns.js";
import { expressionsOf, partsOf } from "../../src/cfg/walk.js";
import type { Exit, FunctionAnalysis } from "../../src/flow/analysis.js";
import type { SourceImage, Span } from "../../src/image/image.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";

/** What a function that returned a value on every path gives as evidence, and one that had none to return. */
const RETURNED = "returned";
const WAS_VOID = "was void";

export const returnTypeMismatch: Rule = {
	meta: {
		id: "return-type-mismatch",
		family: "return",
		summary: "A void function returns a value, or a function that must return one returns none",
		rationale: `
A \`void\` function cannot tell its caller of a failure. \`return -EINVAL;\` in it does not compile without
a warning, and where it does the error is lost: the caller goes on as if all were well. It comes about
when a check is copied from a function that does return errors. The other way round, a caller of a
function that returns nothing where it should reads whatever the register holds.

The type must stand plainly in front of the name; of functions that a macro makes, or whose header an
\`#ifdef\` splits, the rule says nothing. In a \`void\` function \`return f(x);\` is left alone unless \`f\` is
a function of the same file that is not \`void\`: as an extension, one \`void\` function may return another.

That control falls off the end is reported where no statement of the function returns a value, and
where every path did, or the function was \`void\`, before the patch.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-errno-from-void", ok: "ok-void-calls-void" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const { unit, graph } = analysis;
		if (unit.returnsValue === null) return;
		const statements = returnStatements(graph);
		for (const statement of statements) {
			const returns = statement.values.length > 0;
			if (returns === unit.returnsValue) continue;
			if (returns && !statement.values.some((value) => hasValue(value, analysis, file))) continue;
			yield returns ? valueFromVoid(statement, analysis) : noValue(statement.span, analysis);
		}
		const end = unit.returnsValue ? fallsOff(analysis) : null;
		if (!end) return;
		const isPlain = statements.every(({ values }) => values.length === 0) && isReadable(analysis, file);
		const report = { ...noValue(end.span, analysis), trace: end.trace };
		yield isPlain ? report : { ...report, confidence: "likely", onlyIf: [RETURNED, WAS_VOID] };
	},

	*evidence(analysis: FunctionAnalysis): Iterable<string> {
		const { unit, exits } = analysis;
		if (unit.returnsValue === false) yield WAS_VOID;
		const isShown = !isSupplied(closingBrace(unit), unit.image);
		const returned = exits.length > 0 && exits.every(({ value }) => value !== null);
		if (unit.returnsValue && isShown && returned) yield RETURNED;
	},
};

function valueFromVoid({ span }: ReturnStatement, { unit }: FunctionAnalysis): Report {
	return {
		at: span,
		message: `\`${unit.name}()\` is \`void\` but returns a value here, which no caller will see`,
		confidence: "certain",
		subject: "value",
		object: null,
		trace: null,
		ending: "a value is returned here",
	};
}

function noValue(at: Span, { unit }: FunctionAnalysis): Report {
	return {
		at,
		message: `\`${unit.name}()\` returns no value here, though its type is \`${unit.returnType}\``,
		confidence: "certain",
		subject: "no value",
		object: null,
		trace: null,
		ending: "the function ends here without a value",
	};
}

/** Makers of error codes and error pointers, which are no function of any file. Source: include/linux/err.h. */
const ERROR_MACROS: ReadonlySet<string> = new Set(["PTR_ERR", "ERR_PTR", "ERR_CAST", "PTR_ERR_OR_ZERO"]);

/** Whether the expression has a type other than `void`: only of a call one cannot tell by its looks. */
function hasValue(expr: Expr, { unit }: FunctionAnalysis, { functions }: FileView): boolean {
	if (expr.kind === "opaque" || expr.kind === "temp" || expr.kind === "config") return false;
	if (expr.kind !== "call") return true;
	if (expr.name === null) return false;
	const same = functions.filter(({ name }) => name === expr.name && name !== unit.name);
	if (same.length === 0) return ERROR_MACROS.has(expr.name);
	return same.every(({ returnsValue }) => returnsValue === true);
}

/** The way out by the closing brace, where one is known to lead there. */
function fallsOff({ unit, exits }: FunctionAnalysis): Exit | null {
	const brace = closingBrace(unit);
	if (!unit.clean || isSupplied(brace, unit.image)) return null;
	return exits.find(({ span, imprecise }) => span.start === brace.start && !imprecise) ?? null;
}

function isSupplied({ start }: Span, { supplied }: SourceImage): boolean {
	return supplied.some((span) => span.start <= start && start < span.end);
}

/** Whether nothing in the function can return or end the path unseen: a macro, assembly, a function that never returns. */
function isReadable({ graph, unit: { image, bodySpan } }: FunctionAnalysis, file: FileView): boolean {
	const isPlain = (expr: Expr): boolean => {
		if (expr.kind === "opaque") return false;
		if (expr.kind === "call" && (expr.name === null || isSuspect(expr.name) || file.isMacro(expr.name))) {
			return false;
		}
		return partsOf(expr).every(isPlain);
	};
	// A name for a statement is a macro, which may hold a return.
	const holdsMacro = graph.blocks.some(({ steps }) =>
		steps.some((step) => step.kind === "expr" && step.expr.kind === "name"),
	);
	// An `#include` may stand for the whole body.
	const hasDirectives = image.text.slice(bodySpan.start, bodySpan.end).includes("\n#");
	return !graph.hasGaps && !holdsMacro && !hasDirectives && [...expressionsOf(graph)].every(isPlain);
}

/** A macro, by its capitals, or what may never return, by its name. */
function isSuspect(name: string): boolean {
	return (
		!/[a-z]/.test(name) || /exit|panic|die|abort|halt|bug|fatal|reboot|restart|loop|throw|fault/.test(name)
	);
}
