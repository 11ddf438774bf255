import picomatch from "picomatch";
import { toUnicode } from "../report/unicode.js";
import type { Finding } from "../rules/finding.js";
import type { Ignore } from "./config.js";

/** Tells why a finding at a path is to be ignored; null where it is not. */
export type Ignorer = (finding: Finding, path: string) => string | null;

/** The entries of a configuration as a question to findings; the first that applies answers it. */
export function ignorerOf(ignores: readonly Ignore[]): Ignorer {
	const entries = ignores.map(({ rule, path, function: name, reason }) => ({
		rule,
		path: path === undefined ? null : pathMatcher(path),
		name: name === undefined ? null : picomatch(name, { dot: true, bash: true }),
		reason,
	}));
	return (finding, place) => {
		const path = toUnicode(place);
		// Both come from a patch: globs with many stars would take very long for them.
		if (path.length > MAX_LENGTH || finding.function.length > MAX_LENGTH) return null;
		const entry = entries.find(
			(item) =>
				(item.rule === undefined || item.rule === finding.rule || item.rule === finding.family) &&
				(item.path === null || item.path(path)) &&
				(item.name === null || item.name(toUnicode(finding.function))),
		);
		return entry?.reason ?? null;
	};
}

/** Longer names are no kernel's, and match no glob. */
const MAX_LENGTH = 500;

/** `drivers/staging` and `drivers/staging/` mean what is in the folder, too. */
function pathMatcher(glob: string): (path: string) => boolean {
	const bare = glob.replace(/^\.\//, "").replace(/\/+$/, "");
	return picomatch([bare, `${bare}/**`], { dot: true });
}
