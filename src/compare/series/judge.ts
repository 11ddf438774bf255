import { lineAfter } from "../../image/changes.js";
import type { FileImages } from "../../image/image.js";
import type { Finding } from "../../rules/finding.js";
import type { RuleSet } from "../../rules/registry.js";
import type { FunctionUnit } from "../../syntax/syntax.js";
import { movesBetween } from "../moved.js";
import type { PatchResult } from "../result.js";
import { Base, type CheckedFile, type Surroundings } from "./base.js";
import { BuildBase, concernsBuilds } from "./build-base.js";
import { FindingPool } from "./finding-pool.js";
import { isAlike, isAt, isSameFault, type OpenFinding, saysTheSame } from "./open-finding.js";
import { Settlement, settleUnseen, takeFixed } from "./settle.js";

/** A patch of a series, checked by itself. */
export interface CheckedPatch {
	readonly result: PatchResult;
	/** All files of the patch, in its order. */
	readonly images: readonly FileImages[];
	/** Those that were checked. */
	readonly files: readonly CheckedFile[];
	/** What came of the files together: how they are built. */
	readonly build: readonly Finding[];
	readonly before: Surroundings;
	readonly after: Surroundings;
}

/** What a patch does to the findings of those before it. */
export interface Judgement {
	readonly healed: readonly OpenFinding[];
	/** Findings of the patch itself that say nothing new: those of patches before it, and the end of them. */
	isOld(finding: Finding): boolean;
	/** What it introduces itself. */
	readonly opened: readonly OpenFinding[];
}

interface Tracked extends OpenFinding {
	base: Base | BuildBase;
}

/** Files before a patch that one file is compared with; more cost time and memory for each patch behind them. */
const MAX_BASES = 4;

/**
 * Follows what the patches of a series introduce through the patches behind them.
 *
 * It compares states: where a later patch changes a file again, the file before the patch that introduced
 * a finding is checked against the file as it is now. What is introduced no longer has been healed; what is
 * introduced otherwise is the same finding still. Where the later patch does not show the function, as it
 * may with hunks alone, the finding stays.
 */
export class SeriesJudge {
	private open: Tracked[] = [];
	private patches = 0;

	constructor(private readonly rules: RuleSet) {}

	/** Judges the next patch. */
	async judge(patch: CheckedPatch): Promise<Judgement> {
		const pool = new FindingPool(patch.result.findings);
		const healed = new Set<Tracked>();
		const adrift = new Map<Tracked, Finding>();
		for (const file of patch.files) await this.followFile(file, patch, pool, healed, adrift);
		for (const [open, was] of adrift) {
			if (!(await this.findMoved(open, was, patch, pool))) healed.add(open);
		}
		await this.followBuilds(patch, pool, healed);
		this.open = this.open.filter((each) => !healed.has(each));
		const opened = this.openNew(patch, pool);
		return { healed: [...healed], opened, isOld: (finding) => pool.isTaken(finding) };
	}

	private async followFile(
		file: CheckedFile,
		{ after }: CheckedPatch,
		pool: FindingPool,
		healed: Set<Tracked>,
		adrift: Map<Tracked, Finding>,
	): Promise<void> {
		const { images, check } = file;
		const { prePath, change } = images.diff;
		const here = change === "copied" ? [] : this.open.filter(({ form }) => form.path === prePath);
		const before = new Map(here.map((open) => [open, open.form]));
		for (const open of here) moveOn(open, file);
		const pending = here.filter(({ base }) => base instanceof Base);
		const bases = basesOf(pending);
		for (const base of bases) base.follow(file);
		const gone = (open: Tracked) => images.post === null || check.scope.gone.has(before.get(open)!.function);
		for (const open of pending.filter(gone)) adrift.set(open, before.get(open)!);
		if (images.post === null) return;
		const claims = pending
			.filter((open) => !gone(open))
			.map((open) => ({ open, was: before.get(open)!, introduced: [], unit: null, isRestored: false }));
		const settlement = new Settlement<Tracked>(claims, pool);
		// What is introduced since the first of them is mostly all there is to know.
		for (const base of bases) {
			const own = settlement.left.filter(({ open }) => open.base === base);
			if (own.length === 0) continue;
			const { introduced, checked, restored } = await base.recheck(after, this.rules);
			const units = checked.filter(({ image }) => image.side === "post");
			for (const claim of own) {
				const name = claim.open.form.function;
				claim.unit = units.find((unit) => unit.name === name) ?? null;
				claim.isRestored = restored.has(name);
			}
			settlement.add(base.order, introduced);
		}
		settlement.finish();
		for (const claim of settlement.left) {
			if (settleUnseen(claim, pool, check.scope) === "healed") healed.add(claim.open);
		}
	}

	/** Looks for a finding whose function the patch has taken out of its file; false where it is gone. */
	private async findMoved(
		open: Tracked,
		was: Finding,
		{ files, after }: CheckedPatch,
		pool: FindingPool,
	): Promise<boolean> {
		const { base } = open;
		takeFixed(pool, was);
		if (base instanceof BuildBase) return true;
		const home = homeOf(was, files);
		if (home) {
			const { file, name, line } = home;
			const moved = base.movedTo(file, was.function, name);
			const { introduced } = await moved.recheck(after, this.rules);
			const form = { ...was, path: file.images.post!.path, function: name };
			const tests = [(each: Finding) => isAlike(each, form), (each: Finding) => isSameFault(each, form)];
			const found = tests.flatMap((test) => introduced.find(test) ?? [])[0] ?? (line && { ...form, line });
			if (found) {
				const isFound = (each: Finding) => isAt(each, found);
				if (!pool.take("introduced", isFound)) pool.take("preexisting", isFound);
				Object.assign(open, { form: found, line: found.line, base: moved });
				return true;
			}
		}
		const found = pool.take("introduced", (each) => saysTheSame(each, was));
		const file = found && files.find(({ images }) => images.post?.path === found.path);
		if (!found || !file) return false;
		Object.assign(open, {
			...{ form: found, line: found.line },
			base: base.movedTo(file, was.function, found.function),
		});
		return true;
	}

	private async followBuilds(patch: CheckedPatch, pool: FindingPool, healed: Set<Tracked>): Promise<void> {
		for (const open of this.open) {
			const { base, form } = open;
			if (!(base instanceof BuildBase)) continue;
			base.follow(patch.images);
			if (!concernsBuilds(patch.images, form.path)) continue;
			const introduced = await base.recheck(patch.after, this.rules);
			const isSame = (each: Finding) => isSameFault(each, form);
			if (introduced === null ? takeFixed(pool, form) : !introduced.some(isSame)) healed.add(open);
			pool.take("fixed", isSame);
			pool.take("preexisting", isSame);
		}
	}

	private openNew({ build, before, files, images }: CheckedPatch, pool: FindingPool): readonly Tracked[] {
		const order = this.patches++;
		const bases = new Map<CheckedFile, Base>();
		const buildBase = new BuildBase(order, images, before);
		const opened = pool.of("introduced").map((finding) => {
			const file = files.find(({ check }) => check.findings.includes(finding));
			const isOfFile = file !== undefined && !build.includes(finding);
			if (isOfFile && !bases.has(file)) bases.set(file, new Base(order, file.images.pre, before, file));
			const base = isOfFile ? bases.get(file)! : buildBase;
			return { finding, patch: order, form: finding, line: finding.line, base };
		});
		this.open.push(...opened);
		return opened;
	}
}

/** The bases of findings of one file, the first patch first; past {@link MAX_BASES} later ones go into the first. */
function basesOf(pending: readonly Tracked[]): readonly Base[] {
	const bases = [...new Set(pending.map(({ base }) => base as Base))].sort((a, b) => a.order - b.order);
	const [first] = bases;
	const tooMany = bases.splice(1, bases.length - MAX_BASES);
	for (const base of tooMany) first?.absorb(base);
	for (const open of pending) if (tooMany.includes(open.base as Base)) open.base = first!;
	return bases;
}

/** Says of a finding what it is called and where it stands behind a patch. */
function moveOn(open: Tracked, { images, check }: CheckedFile): void {
	const { form } = open;
	open.line = lineAfter(images, form.line);
	open.form = {
		...form,
		path: images.post?.path ?? form.path,
		function: check.scope.renamed.get(form.function) ?? form.function,
		line: open.line ?? form.line,
	};
}

interface Home {
	readonly file: CheckedFile;
	/** What the function is called there. */
	readonly name: string;
	/** Where the finding stands in it; null where the function is not quite what it was. */
	readonly line: number | null;
}

/** Where a patch has put the function of a finding that it has taken out of its file; null: nowhere. */
function homeOf(was: Finding, files: readonly CheckedFile[]): Home | null {
	const move = movesBetween(files).find(
		({ old }) => old.image.path === was.path && old.name === was.function,
	);
	if (move) {
		const { to, old, unit } = move;
		const first = (each: FunctionUnit) => each.image.lineAt(each.bodySpan.start);
		return { file: to, name: unit.name, line: was.line - first(old) + first(unit) };
	}
	const file = files.find(({ check }) => check.scope.fresh.has(was.function));
	return file ? { file, name: was.function, line: null } : null;
}
