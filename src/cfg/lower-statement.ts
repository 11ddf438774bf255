import type { NodeId } from "../syntax/syntax.js";
import { lowerGoto, lowerJump, lowerReturn } from "./lower-jump.js";
import { lowerCase, lowerDo, lowerFor, lowerSwitch, lowerWhile } from "./lower-loop.js";
import { lowerConditionalGroup } from "./lower-preprocessor.js";
import { bindGuard, lowerDeclaration, lowerScopeMacro, substatement } from "./lower-scope.js";
import type { Lowering } from "./lowering.js";

/** Lowers the whole function. */
export function lowerFunction(low: Lowering): void {
	const { builder, source } = low;
	declareLabels(low);
	const body = source.tree.childByField(0, "body");
	const { end } = source.unit.bodySpan;
	const brace = { start: end - 1, end };
	if (body >= 0) compound(low, body);
	else builder.gap(brace);
	builder.end({ kind: "return", value: null, span: brace });
}

/** All labels first: a goto may stand in front of its label. */
function declareLabels({ source, builder }: Lowering): void {
	const { tree } = source;
	for (let node = 0; node < tree.size; node++) {
		if (tree.kind(node) !== "labeled_statement") continue;
		const label = tree.childByField(node, "label");
		if (label >= 0) builder.declareLabel(tree.textOf(label), source.span(node));
	}
}

export function lowerSequence(low: Lowering, node: NodeId): void {
	const { source, builder } = low;
	const { tree } = source;
	for (let child = tree.firstChild(node); child >= 0; child = tree.nextSibling(child)) {
		if (tree.field(child) !== null) continue;
		if (tree.isBroken(child)) builder.gap(source.span(child));
		else if (tree.isNamed(child)) low.statement(child);
	}
}

function compound(low: Lowering, node: NodeId): void {
	low.builder.enterScope(low.source.span(node));
	low.sequence(node);
	low.builder.leaveScope(low.source.endOf(node));
}

/** Lowers whatever stands in the place of a statement. */
export function lowerStatement(low: Lowering, node: NodeId): void {
	const { source, builder } = low;
	const kind = source.tree.kind(node);
	if (IGNORED.has(kind)) return;
	const composed = COMPOSED.get(kind);
	// Every child of these has its place, and nobody can say what a broken one in between is.
	if (composed) for (const broken of source.brokenChildren(node)) builder.gap(source.span(broken));
	const lower = composed ?? STATEMENTS.get(kind);
	if (lower) lower(low, node);
	else low.effects(node);
}

type Lower = (low: Lowering, node: NodeId) => void;

/** What the compiler is told, and nothing that runs. */
const IGNORED: ReadonlySet<string> = new Set([
	"type_definition",
	"struct_specifier",
	"union_specifier",
	"enum_specifier",
	"preproc_def",
	"preproc_function_def",
	"preproc_call",
	"preproc_include",
	"attribute_declaration",
	"comment",
	";",
]);

const COMPOSED: ReadonlyMap<string, Lower> = new Map<string, Lower>([
	["if_statement", ifStatement],
	["while_statement", lowerWhile],
	["do_statement", lowerDo],
	["for_statement", lowerFor],
	["switch_statement", lowerSwitch],
]);

const STATEMENTS: ReadonlyMap<string, Lower> = new Map<string, Lower>([
	["compound_statement", compound],
	["labeled_statement", labeledStatement],
	["case_statement", lowerCase],
	["attributed_statement", lowerSequence],
	["preproc_if", lowerConditionalGroup],
	["preproc_ifdef", lowerConditionalGroup],
	["preproc_elif", lowerConditionalGroup],
	["preproc_elifdef", lowerConditionalGroup],
	["preproc_else", lowerSequence],
	["expression_statement", expressionStatement],
	["declaration", lowerDeclaration],
	["goto_statement", lowerGoto],
	["return_statement", lowerReturn],
	["break_statement", (low, node) => lowerJump(low, "break", low.source.span(node))],
	["continue_statement", (low, node) => lowerJump(low, "continue", low.source.span(node))],
	["ERROR", gap],
	// The parser makes out a nested function only where it has lost its way.
	["function_definition", gap],
]);

function gap({ builder, source }: Lowering, node: NodeId): void {
	builder.gap(source.span(node));
}

function labeledStatement(low: Lowering, node: NodeId): void {
	const { tree } = low.source;
	low.builder.placeLabel(tree.textOf(tree.childByField(node, "label")));
	low.sequence(node);
}

function expressionStatement(low: Lowering, node: NodeId): void {
	const inner = low.source.firstNamed(node);
	// A broken part beside the expression may be its other half.
	if (low.source.isDamaged(node)) gap(low, node);
	else if (inner >= 0 && !bindGuard(low, inner)) low.effects(inner);
}

function ifStatement(low: Lowering, node: NodeId): void {
	const { builder, source } = low;
	const { tree } = source;
	const macro = source.file.markAt(tree.start(node), "scoped-guard");
	if (macro) {
		lowerScopeMacro(low, node, macro.name);
		return;
	}
	const [yes, no, join] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
	low.condition(tree.childByField(node, "condition"), yes, no);
	builder.continueAt(yes);
	substatement(low, tree.childByField(node, "consequence"));
	builder.jump(join);
	builder.continueAt(no);
	const clause = tree.childByField(node, "alternative");
	if (clause >= 0) substatement(low, source.firstNamed(clause));
	builder.continueAt(join);
}
