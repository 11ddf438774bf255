import type { Span } from "../image/image.js";
import type { Expr } from "./expression.js";
import type { Block, BlockId, ScopedObject, Step, Terminator } from "./graph.js";
import { successors } from "./graph.js";

interface OpenBlock {
	readonly id: BlockId;
	readonly steps: Step[];
	end: Terminator | null;
}

/** A lexical scope while its statements are lowered. */
export interface Scope {
	readonly span: Span;
	/** What its end releases, in order of declaration. */
	readonly objects: ScopedObject[];
}

interface Label {
	/** Where its gotos go. */
	readonly block: BlockId;
	/** Offset of its statement. */
	readonly at: number;
	/** Blocks of its statements; several where each branch of an `#ifdef` has its own. */
	readonly places: BlockId[];
	/** How many of them have been lowered. */
	placed: number;
}

/** Blocks in the making: a cursor, open scopes, and the targets of jumps. */
export class GraphBuilder {
	private readonly blocks: OpenBlock[] = [];
	private readonly labels = new Map<string, Label>();
	private readonly scopes: Scope[] = [];
	private current: OpenBlock | null;
	private temps = 0;
	hasGaps = false;

	constructor() {
		this.current = this.open(this.newBlock());
	}

	/** False behind a return or goto, until the next label: what is emitted there is dropped. */
	get reachable(): boolean {
		return this.current !== null;
	}

	get scopeDepth(): number {
		return this.scopes.length;
	}

	newBlock(): BlockId {
		const id = this.blocks.length;
		this.blocks.push({ id, steps: [], end: null });
		return id;
	}

	/** A block apart from where the cursor stands, which only leads on. */
	closedBlock(end: Terminator): BlockId {
		const id = this.newBlock();
		this.open(id).end = end;
		return id;
	}

	newTemp(): number {
		return this.temps++;
	}

	private open(id: BlockId): OpenBlock {
		const block = this.blocks[id];
		if (!block) throw new Error(`no block ${id}`);
		return block;
	}

	emit(step: Step): void {
		this.current?.steps.push(step);
	}

	/** Unknown code from here on. */
	gap(span: Span): void {
		this.hasGaps = true;
		this.emit({ kind: "gap", span });
	}

	end(terminator: Terminator): void {
		if (this.current) this.current.end = terminator;
		this.current = null;
	}

	branch(condition: Expr, ifTrue: BlockId, ifFalse: BlockId, span: Span): void {
		// biome-ignore lint/suspicious/noThenProperty: nobody awaits a terminator.
		this.end({ kind: "branch", condition, then: ifTrue, else: ifFalse, span });
	}

	/** Goes on at any of the blocks; nothing known decides. */
	choose(to: readonly BlockId[], span: Span): void {
		this.end({ kind: "choice", to, span });
	}

	/** Leaves the current block open, to be ended when its targets are known. */
	endLater(): (terminator: Terminator) => void {
		const block = this.current;
		this.current = null;
		return (terminator) => {
			if (block) block.end = terminator;
		};
	}

	jump(to: BlockId): void {
		this.end({ kind: "jump", to });
	}

	/** Goes on at that block; what stood open falls through into it. */
	continueAt(id: BlockId): void {
		this.jump(id);
		this.current = this.open(id);
	}

	/** A label is known before its statement is lowered, so that gotos in front of it find it. */
	declareLabel(name: string, statement: Span): void {
		const label = this.labels.get(name);
		if (!label) {
			const block = this.newBlock();
			this.labels.set(name, { block, at: statement.start, places: [block], placed: 0 });
			return;
		}
		if (label.places.length === 1) label.places[0] = this.newBlock();
		label.places.push(this.newBlock());
		this.open(label.block).end = { kind: "choice", to: [...label.places], span: statement };
	}

	placeLabel(name: string): void {
		const label = this.labels.get(name);
		const block = label?.places[label.placed++];
		if (block !== undefined) this.continueAt(block);
	}

	enterScope(span: Span): void {
		this.scopes.push({ span, objects: [] });
	}

	bindToScope(object: ScopedObject): void {
		this.scopes.at(-1)?.objects.push(object);
	}

	/** Ends the innermost scope by falling out of it. */
	leaveScope(end: Span): void {
		this.releaseDownTo(this.scopes.length - 1, end);
		this.scopes.pop();
	}

	/** Emits the releases of all scopes deeper than `depth`, innermost first; the scopes stay open. */
	releaseDownTo(depth: number, at: Span): void {
		for (let i = this.scopes.length - 1; i >= depth; i--) {
			const objects = this.scopes[i]?.objects ?? [];
			for (let k = objects.length - 1; k >= 0; k--) {
				this.emit({ kind: "scope-exit", scope: objects[k]!, span: at });
			}
		}
	}

	/** Jumps to a label, releasing what the jump leaves: scopes around the goto but not around the label. */
	jumpToLabel(name: string, at: Span): void {
		const label = this.labels.get(name);
		if (!label) {
			this.end({ kind: "lost", label: name, span: at });
			return;
		}
		for (let i = this.scopes.length - 1; i >= 0; i--) {
			const scope = this.scopes[i]!;
			const around = scope.span.start <= label.at && label.at < scope.span.end;
			for (let k = scope.objects.length - 1; k >= 0; k--) {
				const object = scope.objects[k]!;
				// A jump back over a declaration ends the object's life as leaving its scope does.
				if (!around || label.at < object.at) this.emit({ kind: "scope-exit", scope: object, span: at });
			}
		}
		this.end({ kind: "jump", to: label.block, goto: { label: name, span: at, target: label.at } });
	}

	/** Closes the graph: blocks that were never ended cannot be reached or fall off the function's end. */
	finish(): Block[] {
		const heads = loopHeads(this.blocks);
		return this.blocks.map((block) => ({
			id: block.id,
			steps: block.steps,
			end: block.end ?? { kind: "unreachable" },
			isLoopHead: heads.has(block.id),
		}));
	}
}

/** Targets of back edges of a depth-first walk from block 0, without recursion: input is hostile. */
function loopHeads(blocks: readonly OpenBlock[]): Set<BlockId> {
	const heads = new Set<BlockId>();
	const state = new Uint8Array(blocks.length); // 0 new, 1 on the stack, 2 done
	const stack: { id: BlockId; next: readonly BlockId[]; at: number }[] = [];
	const enter = (id: BlockId) => {
		state[id] = 1;
		const end = blocks[id]?.end;
		stack.push({ id, next: end ? successors(end) : [], at: 0 });
	};
	enter(0);
	for (let top = stack.at(-1); top; top = stack.at(-1)) {
		const to = top.next[top.at++];
		if (to === undefined) {
			state[top.id] = 2;
			stack.pop();
		} else if (state[to] === 1) heads.add(to);
		else if (state[to] === 0) enter(to);
	}
	return heads;
}
