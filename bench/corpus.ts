import { createHash } from "node:crypto";
import { type Dirent, readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** A number that depends on the path alone, so that samples and halves of a tree agree everywhere. */
function digest(path: string): number {
	return createHash("sha256").update(path).digest().readUInt32LE(0);
}

/** The half of the tree a file belongs to; rewrites were tuned on one and are judged on the other. */
export function halfOf(path: string): "tuned" | "other" {
	return digest(path) % 2 === 0 ? "tuned" : "other";
}

/** All `.c` files below `top`, lowest digest of their path within it first. */
export function sourceFiles(top: string): string[] {
	const entries = readdirSync(top, { recursive: true, withFileTypes: true }) as Dirent[];
	return entries
		.filter((entry) => entry.isFile() && entry.name.endsWith(".c"))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort((a, b) => digest(relative(top, a)) - digest(relative(top, b)));
}

/** Wall time of a synchronous run. */
export function seconds(run: () => unknown): number {
	const start = process.hrtime.bigint();
	run();
	return Number(process.hrtime.bigint() - start) / 1e9;
}
