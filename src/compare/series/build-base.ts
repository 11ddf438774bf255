import type { FileImages } from "../../image/image.js";
import { wholeImage } from "../../image/whole.js";
import type { Finding } from "../../rules/finding.js";
import type { RuleSet } from "../../rules/registry.js";
import { checkBuild } from "../build.js";
import type { Surroundings } from "./base.js";

/** As {@link Base}, for what configurations make of a patch: that takes all of its files together. */
export class BuildBase {
	/** Where the files of the patch are now; null: a later patch has deleted them. */
	private readonly paths: (string | null)[];

	constructor(
		readonly order: number,
		private readonly files: readonly FileImages[],
		private readonly before: Surroundings,
	) {
		this.paths = files.map(({ diff }) => diff.postPath);
	}

	/** Goes on to the files as a later patch has left them. */
	follow(files: readonly FileImages[]): void {
		for (const { diff } of files) {
			if (diff.change !== "renamed" && diff.change !== "deleted") continue;
			const index = this.paths.indexOf(diff.prePath);
			if (index >= 0) this.paths[index] = diff.postPath;
		}
	}

	/** What the patch has introduced, going by the files as they are now; null where that cannot be told. */
	async recheck(now: Surroundings, rules: RuleSet): Promise<readonly Finding[] | null> {
		const files = this.files.map((images, index) => this.asNow(images, this.paths[index] ?? null, now));
		if (now.source === null || files.includes(null)) return null;
		const overlays = { pre: this.before.overlay, post: now.overlay };
		const inTree = { files: files.flatMap((images) => images ?? []), source: now.source, overlays };
		const findings = await checkBuild(inTree, rules);
		return findings.filter(({ status }) => status === "introduced");
	}

	private asNow(images: FileImages, path: string | null, { overlay }: Surroundings): FileImages | null {
		const { pre, post, diff } = images;
		if (path === null) return { ...images, diff: { ...diff, postPath: null }, post: null };
		const text = overlay.get(path)?.text ?? null;
		if (text === null || (pre ?? post)?.coverage !== "whole") return null;
		return { ...images, diff: { ...diff, postPath: path }, path, post: wholeImage(path, "post", text, []) };
	}
}

/** Whether the files of a patch can change what is declared where, or when a file is built. */
export function concernsBuilds(files: readonly FileImages[], path: string): boolean {
	return files.some(
		({ diff }) =>
			diff.prePath === path ||
			/(?:\.h|\/?(?:Kconfig|Makefile|Kbuild)[^/]*)$/.test(diff.postPath ?? diff.prePath ?? ""),
	);
}
