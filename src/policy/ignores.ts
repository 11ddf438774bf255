import picomatch from "picomatch";
import { toUnicode } from "../report/unicode.js";
import type { Finding } from "../rules/finding.js";
import type { Ignore } from "./config.js";

/** The entry that says that a finding at a path is to be ignored; null where none does. */
export type Ignorer = (finding: Finding, path: string) => Ignore | null;

/** The entries of a configuration as a question to findings; the first that applies answers it. */
export function ignorerOf(ignores: readonly Ignore[]): Ignorer {
	const entries = ignores.map((ignore) => ({ ignore, ...matchersOf(ignore) }));
	return (finding, place) => {
		const path = toUnicode(place);
		// Both come from a patch: globs with many stars would take very long for them.
		if (path.length > MAX_LENGTH || finding.function.length > MAX_LENGTH) return null;
		const entry = entries.find(
			({ ignore: { rule }, ...item }) =>
				(rule === undefined || rule === finding.rule || rule === finding.family) &&
				(item.path === null || item.path(path)) &&
				(item.name === null || item.name(toUnicode(finding.function))),
		);
		return entry?.ignore ?? null;
	};
}

function matchersOf({ path, function: name }: Ignore) {
	return {
		path: path === undefined ? null : pathMatcher(path),
		name: name === undefined ? null : picomatch(name, { dot: true, bash: true }),
	};
}

/** The folder that holds all files an entry can be about; empty: any. */
export function folderOf({ path = "" }: Ignore): string {
	const parts = path.replace(/^\.\//, "").replace(/\/+$/, "").split("/");
	const glob = parts.findIndex((part) => /[*?[\]{}()!+@\\]/.test(part));
	return (glob < 0 ? parts : parts.slice(0, glob)).join("/");
}

/** Longer names are no kernel's, and match no glob. */
const MAX_LENGTH = 500;

/** `drivers/staging` and `drivers/staging/` mean what is in the folder, too. */
function pathMatcher(glob: string): (path: string) => boolean {
	const bare = glob.replace(/^\.\//, "").replace(/\/+$/, "");
	return picomatch([bare, `${bare}/**`], { dot: true });
}
