import type { Span } from "../image/image.js";
import type { FunctionUnit, NodeId, ParsedFile, SyntaxTree } from "../syntax/syntax.js";
import type { GraphBuilder } from "./builder.js";
import type { Expr } from "./expression.js";
import type { BlockId, ScopedObject, SwitchCase } from "./graph.js";
import { ExpressionLowering } from "./lower-expression.js";

/** Where `break` and `continue` go, and how many scopes stay open there. */
interface JumpTarget {
	readonly breakTo: BlockId;
	/** Null in a switch: `continue` belongs to the loop around it. */
	readonly continueTo: BlockId | null;
	readonly depth: number;
}

interface OpenSwitch {
	readonly cases: SwitchCase[];
	otherwise: BlockId | null;
}

/** Statements nested deeper than this (only hostile input is) become a gap. */
const MAX_DEPTH = 150;

/** Lowers the statements of one function into a {@link GraphBuilder}. */
export class StatementLowerer {
	readonly locals: Set<string>;
	private readonly tree: SyntaxTree;
	private readonly expressions: ExpressionLowering;
	private readonly targets: JumpTarget[] = [];
	private readonly switches: OpenSwitch[] = [];
	private depth = 0;

	constructor(
		private readonly unit: FunctionUnit,
		private readonly file: ParsedFile,
		private readonly builder: GraphBuilder,
	) {
		this.tree = unit.tree();
		this.locals = new Set(unit.parameters.filter((name) => name !== ""));
		this.expressions = new ExpressionLowering(this.tree, builder, {
			blockValue: (compound) => this.blockValue(compound),
		});
	}

	body(): void {
		this.declareLabels();
		const body = this.tree.childByField(0, "body");
		const end = { start: this.unit.bodySpan.end - 1, end: this.unit.bodySpan.end };
		if (body >= 0) this.compound(body);
		else this.builder.gap(end);
		this.builder.end({ kind: "return", value: null, span: end });
	}

	/** All labels first: a goto may stand in front of its label. */
	private declareLabels(): void {
		for (let node = 0; node < this.tree.size; node++) {
			if (this.tree.kind(node) !== "labeled_statement") continue;
			const label = this.tree.childByField(node, "label");
			if (label >= 0) this.builder.declareLabel(this.tree.textOf(label), this.tree.start(node));
		}
	}

	private compound(node: NodeId): void {
		this.builder.enterScope(this.span(node));
		this.sequence(node);
		this.builder.leaveScope(this.endOf(node));
	}

	/** The statements among the children of `node`; punctuation, conditions and directives pass through. */
	private sequence(node: NodeId): void {
		for (const child of this.expressions.children(node)) {
			if (this.tree.field(child) === null) this.statement(child);
		}
	}

	private blockValue(compound: NodeId): Expr | null {
		const statements = this.expressions.children(compound);
		const last = statements.at(-1);
		this.builder.enterScope(this.span(compound));
		for (const statement of statements.slice(0, -1)) this.statement(statement);
		let value: Expr | null = null;
		if (last !== undefined && this.tree.kind(last) === "expression_statement") {
			const inner = this.expressions.firstNamed(last);
			if (inner >= 0) {
				const temp = this.builder.newTemp();
				const result = this.expressions.value(inner);
				this.builder.emit({ kind: "set-temp", temp, value: result, span: this.span(inner) });
				value = { kind: "temp", temp, span: this.span(inner) };
			}
		} else if (last !== undefined) this.statement(last);
		this.builder.leaveScope(this.endOf(compound));
		return value;
	}

	private statement(node: NodeId): void {
		if (node < 0) return;
		if (this.depth >= MAX_DEPTH) return this.builder.gap(this.span(node));
		this.depth++;
		try {
			this.lower(node);
		} finally {
			this.depth--;
		}
	}

	private lower(node: NodeId): void {
		const { tree, builder } = this;
		if (tree.isBroken(node)) return builder.gap(this.span(node));
		switch (tree.kind(node)) {
			case "compound_statement":
				return this.compound(node);
			case "expression_statement":
				return this.expressionStatement(node);
			case "declaration":
				return this.declaration(node);
			case "if_statement":
				return this.ifStatement(node);
			case "while_statement":
				return this.whileStatement(node);
			case "do_statement":
				return this.doStatement(node);
			case "for_statement":
				return this.forStatement(node);
			case "switch_statement":
				return this.switchStatement(node);
			case "case_statement":
				return this.caseStatement(node);
			case "labeled_statement": {
				const label = tree.childByField(node, "label");
				builder.placeLabel(tree.textOf(label));
				return this.sequence(node);
			}
			case "goto_statement":
				return this.gotoStatement(node);
			case "return_statement":
				return this.returnStatement(node);
			case "break_statement":
				return this.leaveTo(node, (target) => target.breakTo);
			case "continue_statement":
				return this.leaveTo(node, (target) => target.continueTo);
			case "preproc_if":
			case "preproc_ifdef":
			case "preproc_elif":
			case "preproc_elifdef":
				return this.preprocessorBranch(node);
			case "preproc_else":
			case "attributed_statement":
				return this.sequence(node);
			case "type_definition":
			case "struct_specifier":
			case "union_specifier":
			case "enum_specifier":
			case "preproc_def":
			case "preproc_function_def":
			case "preproc_call":
			case "preproc_include":
			case "comment":
			case ";":
				return;
			case "function_definition":
				return builder.gap(this.span(node)); // an error recovery's work
			default:
				return this.expressions.effects(node);
		}
	}

	private expressionStatement(node: NodeId): void {
		const inner = this.expressions.firstNamed(node);
		if (inner < 0) return;
		if (this.holdsError(node)) return this.builder.gap(this.span(node));
		const kind = this.tree.kind(inner);
		if (kind === "call_expression" && this.guardStatement(inner)) return;
		if (kind === "gnu_asm_expression") return this.asm(inner);
		this.expressions.effects(inner);
	}

	/** `guard(mutex)(&m)` and `CLASS(fd, f)(n)`: a call of a call. */
	private guardStatement(call: NodeId): boolean {
		const inner = this.tree.childByField(call, "function");
		if (inner < 0 || this.tree.kind(inner) !== "call_expression") return false;
		const name = this.expressions.calleeName(inner);
		const [classNode, variableNode] = this.expressions.argumentNodes(inner);
		if (classNode === undefined || (name !== "guard" && name !== "CLASS")) return false;
		const variable = name === "CLASS" && variableNode !== undefined ? this.tree.textOf(variableNode) : null;
		if (variable) this.locals.add(variable);
		const args = this.expressions.argumentNodes(call).map((arg) => this.expressions.value(arg));
		this.bind({
			via: name === "guard" ? "guard" : "class",
			class: this.tree.textOf(classNode),
			args,
			variable,
			at: this.tree.start(call),
		});
		return true;
	}

	private bind(scope: ScopedObject): void {
		const span = { start: scope.at, end: scope.at };
		this.builder.emit({ kind: "scope-enter", scope, span });
		this.builder.bindToScope(scope);
	}

	private asm(node: NodeId): void {
		const labels: BlockId[] = [];
		const list = this.tree.childByField(node, "goto_labels");
		for (const child of list < 0 ? [] : this.expressions.children(list)) {
			const block = this.builder.labelBlock(this.tree.textOf(child));
			if (block !== null) labels.push(block);
		}
		this.builder.emit({ kind: "expr", expr: { kind: "opaque", operands: [], span: this.span(node) }, span: this.span(node) });
		if (labels.length === 0) return;
		const next = this.builder.newBlock();
		this.builder.end({ kind: "choice", to: [next, ...labels], span: this.span(node) });
		this.builder.continueAt(next);
	}

	private declaration(node: NodeId): void {
		for (const child of this.expressions.children(node)) {
			if (this.tree.field(child) !== "declarator") continue;
			if (this.tree.kind(child) !== "init_declarator") this.declare(child, null);
			else this.declare(this.tree.childByField(child, "declarator"), this.tree.childByField(child, "value"));
		}
	}

	private declare(declarator: NodeId, value: NodeId | null): void {
		let name = declarator;
		let isArray = false;
		while (name >= 0 && this.tree.kind(name) !== "identifier") {
			if (this.tree.kind(name) === "array_declarator") isArray = true;
			const inner = this.tree.childByField(name, "declarator");
			name = inner >= 0 ? inner : this.expressions.firstNamed(name);
		}
		if (name < 0) return;
		const text = this.tree.textOf(name);
		const span = this.span(declarator);
		this.locals.add(text);
		const init = value === null ? null : this.expressions.value(value);
		this.builder.emit({ kind: "declare", name: text, init, isArray, span });
		this.cleanupOf(declarator, text);
	}

	/** `__free(f)` stands behind the name, in front of the `=`. */
	private cleanupOf(declarator: NodeId, variable: string): void {
		const from = this.tree.end(declarator);
		const mark = this.file.marks.find((item) => item.kind === "cleanup" && item.start >= from);
		if (!mark || this.tree.image.text.slice(from, mark.start).trim() !== "") return;
		this.bind({ via: "free", class: mark.name, args: [], variable, at: from });
	}

	private ifStatement(node: NodeId): void {
		const { tree, builder } = this;
		const guard = this.file.markAt(tree.start(node), "scoped-guard");
		if (guard) return this.scopedGuard(node, guard.name);
		const [yes, no, join] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
		this.condition(tree.childByField(node, "condition"), yes, no);
		builder.continueAt(yes);
		this.statement(tree.childByField(node, "consequence"));
		builder.jump(join);
		builder.continueAt(no);
		const alternative = tree.childByField(node, "alternative");
		if (alternative >= 0) {
			// The else clause holds `else` and its statement.
			if (tree.kind(alternative) === "else_clause") this.sequence(alternative);
			else this.statement(alternative);
		}
		builder.continueAt(join);
	}

	private condition(node: NodeId, yes: BlockId, no: BlockId): void {
		if (node >= 0 && !this.holdsError(node)) return this.expressions.condition(node, yes, no);
		this.builder.gap(node >= 0 ? this.span(node) : this.unit.bodySpan);
		this.builder.end({ kind: "choice", to: [yes, no], span: this.span(Math.max(node, 0)) });
	}

	/** `scoped_guard(mutex, &m) { ... }`; the conditional forms may leave instead of entering. */
	private scopedGuard(node: NodeId, macro: string): void {
		const { tree, builder } = this;
		const args = this.commaList(tree.childByField(node, "condition"));
		const after = builder.newBlock();
		const enter = builder.newBlock();
		// scoped_guard() over a conditional class skips its body when the lock is not got.
		builder.end({ kind: "choice", to: [enter, after], span: this.span(node) });
		builder.continueAt(enter);
		builder.enterScope(this.span(node));
		const [classNode, ...rest] = args;
		const operands = macro === "scoped_cond_guard" ? rest.slice(1) : rest;
		this.bind({
			via: "guard",
			class: classNode === undefined ? "" : tree.textOf(classNode),
			args: operands.map((arg) => this.expressions.value(arg)),
			variable: null,
			at: tree.start(node),
		});
		this.statement(tree.childByField(node, "consequence"));
		builder.leaveScope(this.endOf(node));
		builder.jump(after);
		builder.continueAt(after);
	}

	private commaList(node: NodeId): NodeId[] {
		const { tree } = this;
		const found: NodeId[] = [];
		let rest = node;
		while (rest >= 0 && tree.kind(rest) === "parenthesized_expression") rest = this.expressions.firstNamed(rest);
		while (rest >= 0 && tree.kind(rest) === "comma_expression") {
			found.push(tree.childByField(rest, "left"));
			rest = tree.childByField(rest, "right");
		}
		if (rest >= 0) found.push(rest);
		return found;
	}

	private whileStatement(node: NodeId): void {
		const { tree, builder } = this;
		const [head, body, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
		builder.continueAt(head);
		const iterator = this.file.markAt(tree.start(node), "iterator");
		const condition = tree.childByField(node, "condition");
		if (iterator) {
			const args = this.commaList(condition).map((arg) => this.expressions.value(arg));
			builder.emit({ kind: "iterate", macro: iterator.name, args, span: this.span(condition) });
			builder.end({ kind: "choice", to: [body, after], span: this.span(condition) });
		} else this.condition(condition, body, after);
		builder.continueAt(body);
		this.loopBody(tree.childByField(node, "body"), { breakTo: after, continueTo: head });
		builder.jump(head);
		builder.continueAt(after);
	}

	private doStatement(node: NodeId): void {
		const { tree, builder } = this;
		const [body, test, after] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
		builder.continueAt(body);
		this.loopBody(tree.childByField(node, "body"), { breakTo: after, continueTo: test });
		builder.continueAt(test);
		this.condition(tree.childByField(node, "condition"), body, after);
		builder.continueAt(after);
	}

	private forStatement(node: NodeId): void {
		const { tree, builder } = this;
		const [head, body, step, after] = [
			builder.newBlock(),
			builder.newBlock(),
			builder.newBlock(),
			builder.newBlock(),
		];
		builder.enterScope(this.span(node));
		const initializer = tree.childByField(node, "initializer");
		if (initializer >= 0) this.statement(initializer);
		builder.continueAt(head);
		const condition = tree.childByField(node, "condition");
		if (condition >= 0) this.condition(condition, body, after);
		else builder.jump(body);
		builder.continueAt(body);
		this.loopBody(tree.childByField(node, "body"), { breakTo: after, continueTo: step });
		builder.continueAt(step);
		this.expressions.effects(tree.childByField(node, "update"));
		builder.jump(head);
		builder.continueAt(after);
		builder.leaveScope(this.endOf(node));
	}

	private loopBody(body: NodeId, to: { breakTo: BlockId; continueTo: BlockId | null }): void {
		this.targets.push({ ...to, depth: this.builder.scopeDepth });
		this.statement(body);
		this.targets.pop();
	}

	private switchStatement(node: NodeId): void {
		const { tree, builder } = this;
		const after = builder.newBlock();
		const value = this.expressions.value(tree.childByField(node, "condition"));
		const open: OpenSwitch = { cases: [], otherwise: null };
		// The dispatch needs the cases, which only the body tells: end it when they are known.
		const dispatch = builder.newBlock();
		builder.continueAt(dispatch);
		const finish = builder.endLater();
		this.switches.push(open);
		this.loopBody(tree.childByField(node, "body"), { breakTo: after, continueTo: null });
		this.switches.pop();
		finish({ kind: "switch", value, cases: open.cases, otherwise: open.otherwise ?? after, span: this.span(node) });
		builder.continueAt(after);
	}

	private caseStatement(node: NodeId): void {
		const { tree, builder } = this;
		const open = this.switches.at(-1);
		const block = builder.newBlock();
		builder.continueAt(block);
		const value = tree.childByField(node, "value");
		if (open && value < 0) open.otherwise = block;
		if (open && value >= 0) {
			// What a case label names is constant: its evaluation emits no steps.
			open.cases.push({ values: [this.expressions.value(value)], to: block });
		}
		this.sequence(node);
	}

	private gotoStatement(node: NodeId): void {
		const label = this.tree.childByField(node, "label");
		if (label < 0 || this.holdsError(node)) return this.builder.end({ kind: "unreachable" });
		this.builder.jumpToLabel(this.tree.textOf(label), this.span(node));
	}

	private returnStatement(node: NodeId): void {
		const { builder } = this;
		const inner = this.expressions.firstNamed(node);
		const span = this.span(node);
		if (this.holdsError(node)) builder.gap(span);
		const value = inner < 0 ? null : this.expressions.value(inner);
		if (value === null) {
			builder.releaseDownTo(0, span);
			return builder.end({ kind: "return", value, span });
		}
		// The value is computed before the scopes end.
		const temp = builder.newTemp();
		builder.emit({ kind: "set-temp", temp, value, span });
		builder.releaseDownTo(0, span);
		builder.end({ kind: "return", value: { kind: "temp", temp, span: this.span(inner) }, span });
	}

	private leaveTo(node: NodeId, choose: (target: JumpTarget) => BlockId | null): void {
		for (let i = this.targets.length - 1; i >= 0; i--) {
			const target = this.targets[i]!;
			const to = choose(target);
			if (to === null) continue;
			this.builder.releaseDownTo(target.depth, this.span(node));
			return this.builder.jump(to);
		}
		this.builder.end({ kind: "unreachable" });
	}

	/** A conditional group inside a function is a branch on its condition. */
	private preprocessorBranch(node: NodeId): void {
		const { tree, builder } = this;
		const [yes, no, join] = [builder.newBlock(), builder.newBlock(), builder.newBlock()];
		const condition = { kind: "config", text: this.configText(node), span: this.span(node) } as const;
		const negated = /^#\s*(ifndef|elifndef)$/.test(tree.textOf(tree.firstChild(node)));
		const [then, otherwise] = negated ? [no, yes] : [yes, no];
		builder.end({ kind: "branch", condition, then, else: otherwise, span: condition.span });
		builder.continueAt(yes);
		this.sequence(node);
		builder.jump(join);
		builder.continueAt(no);
		const alternative = tree.childByField(node, "alternative");
		if (alternative >= 0) this.statement(alternative);
		builder.continueAt(join);
	}

	/** `defined(CONFIG_X)`, `IS_ENABLED(CONFIG_X)` and `#ifdef CONFIG_X` ask the same. */
	private configText(node: NodeId): string {
		const name = this.tree.childByField(node, "name");
		const text = name >= 0 ? this.tree.textOf(name) : this.tree.textOf(this.tree.childByField(node, "condition"));
		return configSymbol(text);
	}

	/** Whether an ERROR or MISSING node stands inside. */
	private holdsError(node: NodeId): boolean {
		const end = this.tree.end(node);
		for (let inner = node; inner < this.tree.size && this.tree.start(inner) <= end; inner++) {
			if (this.tree.isBroken(inner)) return this.within(inner, node);
		}
		return false;
	}

	private within(inner: NodeId, outer: NodeId): boolean {
		let at = inner;
		while (at > outer) at = this.tree.parent(at);
		return at === outer;
	}

	private span(node: NodeId): Span {
		return { start: this.tree.start(node), end: this.tree.end(node) };
	}

	private endOf(node: NodeId): Span {
		return { start: this.tree.end(node) - 1, end: this.tree.end(node) };
	}
}

/** The symbol a preprocessor condition asks for, where it asks for just one. */
export function configSymbol(text: string): string {
	const match = /^\s*(?:defined|IS_ENABLED|IS_BUILTIN|IS_REACHABLE)?\s*\(?\s*(\w+)\s*\)?\s*$/.exec(text);
	return match?.[1] ?? text.replace(/\s+/g, " ").trim();
}
