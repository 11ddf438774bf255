import { type Changes, changesOf, composed, replaced } from "../../image/changes.js";
import { readHeaders } from "../../image/headers.js";
import type { FileImages, SourceImage } from "../../image/image.js";
import type { SeriesOverlay } from "../../image/series.js";
import type { ContextSource } from "../../input/context.js";
import type { RuleSet } from "../../rules/registry.js";
import { type ImagesCheck, type Recheck, recheckImages } from "../check.js";
import type { Scope } from "../scope.js";

/** What is known of the tree at one point of a series. */
export interface Surroundings {
	readonly source: ContextSource | null;
	readonly overlay: SeriesOverlay;
}

/** A file of a patch that has been checked. */
export interface CheckedFile {
	readonly images: FileImages;
	readonly check: ImagesCheck;
}

/**
 * A file as it was before the patch that introduced something there, beside the file as the patches since
 * have left it: whether the finding is still there is asked of these two.
 */
export class Base {
	/** Names as the last patch has left them. */
	private scope: Scope;
	private current: SourceImage;
	/** From `pre` to `current`; null where that is not known to the line. */
	private changes: Changes | null;

	/** @param order number of the patch in its series */
	constructor(
		readonly order: number,
		private readonly pre: SourceImage | null,
		private readonly before: Surroundings,
		{ images, check }: CheckedFile,
	) {
		this.scope = check.scope;
		this.current = images.post!;
		this.changes = pre === images.pre ? changesOf(images) : null;
	}

	/** Goes on to the file as a later patch has left it. */
	follow({ images, check }: CheckedFile): void {
		const { pre, post } = images;
		if (post === null) return;
		const changes = this.current.text === pre?.text ? changesOf(images) : null;
		this.changes = this.changes && changes && composed(this.changes, changes);
		this.scope = withNewNames(this.scope, check.scope.renamed);
		this.current = post;
	}

	/** Takes over what a later patch has done to the file: it is then told by the file before this one. */
	absorb({ scope }: Base): void {
		this.scope = {
			...this.scope,
			changed: new Set([...this.scope.changed, ...scope.changed]),
			callers: new Set([...this.scope.callers, ...scope.callers]),
			renamed: new Map([...scope.renamed, ...this.scope.renamed]),
		};
	}

	/** The base of one function that a later patch has moved to another file, or under another name. */
	movedTo(file: CheckedFile, name: string, newName: string): Base {
		const scope = withNewNames(this.scope, new Map([[name, newName]]));
		const moved = new Base(this.order, this.pre, this.before, file);
		moved.scope = { ...scope, changed: new Set([newName]), callers: new Set() };
		return moved;
	}

	/** Checks again what the patch did, with the file as it is now in the place of what it left. */
	async recheck(now: Surroundings, rules: RuleSet): Promise<Recheck> {
		const sides = this.sides();
		const [pre, post] = await Promise.all([
			sides.pre ? readHeaders(sides.pre, this.before.source, this.before.overlay) : [],
			readHeaders(sides.post, now.source, now.overlay),
		]);
		return recheckImages(sides, { pre, post }, rules, this.scope);
	}

	private sides(): { readonly pre: SourceImage | null; readonly post: SourceImage } {
		const { pre, current } = this;
		const isWhole = [pre, current].every((image) => image === null || image.coverage === "whole");
		if (!isWhole) return { pre, post: current };
		const changes = this.changes ?? replaced(pre, current);
		return {
			pre: pre && { ...pre, changed: changes.map((change) => change.pre) },
			post: { ...current, changed: changes.map((change) => change.post) },
		};
	}
}

function withNewNames(scope: Scope, names: ReadonlyMap<string, string>): Scope {
	if (names.size === 0) return scope;
	const now = (name: string) => names.get(name) ?? name;
	const renamed = new Map([...scope.renamed].map(([first, last]) => [first, now(last)]));
	const isLast = new Set(scope.renamed.values());
	for (const [old, name] of names) if (!isLast.has(old)) renamed.set(old, name);
	const all = (set: ReadonlySet<string>) => new Set([...set].map(now));
	return { ...scope, renamed, changed: all(scope.changed), callers: all(scope.callers) };
}
