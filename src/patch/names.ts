import type { ByteText } from "../input/message.js";

/** The names of the two sides as a diff writes them, prefixes and all; null for /dev/null. */
export interface NamePair {
	readonly pre: ByteText | null;
	readonly post: ByteText | null;
}

/**
 * The two names behind `diff --git `; null where a space in them leaves more than one reading.
 *
 * Unquoted names may hold spaces. Git writes the same path twice there, save for renames, which have
 * lines of their own; so the middle is where both halves agree.
 */
export function gitLineNames(text: ByteText): NamePair | null {
	const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(text);
	if (quoted !== null) return { pre: unquoteName(quoted[1]!), post: unquoteName(quoted[2]!) };
	const middle = (text.length - 1) / 2;
	const pre = text.slice(0, middle);
	const post = text.slice(middle + 1);
	return text[middle] === " " && afterSlash(pre) === afterSlash(post) ? { pre, post } : null;
}

/** The name on a `--- ` or `+++ ` line, without the time stamp of a diff that is not git's. */
export function sideName(text: ByteText): ByteText | null {
	if (text.startsWith('"')) return unquoteName(/^"(?:[^"\\]|\\.)*"?/.exec(text)![0]);
	const name = text.replace(/\t.*$/s, "").replace(/ +\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d.*)?$/, "");
	return name === "/dev/null" ? null : name.trimEnd();
}

/** A name as git quotes it where it holds special bytes: in double quotes, with the escapes of C. */
export function unquoteName(text: ByteText): ByteText {
	if (!text.startsWith('"')) return text;
	return text
		.slice(1, text.endsWith('"') && text.length > 1 ? -1 : undefined)
		.replace(/\\([0-3][0-7]{2}|.)/gs, (_, code: string) =>
			code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
		);
}

const ESCAPES: Readonly<Record<string, string>> = {
	a: "\x07",
	b: "\b",
	t: "\t",
	n: "\n",
	v: "\v",
	f: "\f",
	r: "\r",
};

/**
 * Takes the prefixes off a pair of names: `a/` and `b/`, or whatever else git or diff was told to write
 * in front. `--no-prefix` writes none, and then both names are equal.
 *
 * `hint` is the pair of the `diff --git` line, which tells for an added or deleted file, where only one
 * side has a name, whether that has a prefix.
 */
export function withoutPrefixes(names: NamePair, hint: NamePair | null): NamePair {
	const { pre, post } = names;
	if (pre === null || post === null) {
		const bare = hint?.pre != null && hint.post != null ? withoutPrefixes(hint, null) : null;
		const only = bare?.post ?? withoutDot((pre ?? post ?? "").replace(/^[ab]\//, ""));
		return { pre: pre === null ? null : only, post: post === null ? null : only };
	}
	const tail = afterSlash(pre);
	const usual = /^[ab]\//.test(pre) && /^[ab]\//.test(post);
	if (usual || (pre !== post && tail !== "" && tail === afterSlash(post))) {
		return sameFile(tail, afterSlash(post));
	}
	return sameFile(withoutDot(pre), withoutDot(post));
}

/** `file.orig` and `file~` beside `file` are the editor's copies of it, not a second path. */
function sameFile(pre: ByteText, post: ByteText): NamePair {
	if (/^(?:\.orig|\.old|~)$/.test(pre.slice(post.length)) && pre.startsWith(post)) return { pre: post, post };
	if (post.slice(pre.length) === ".new" && post.startsWith(pre)) return { pre, post: pre };
	return { pre, post };
}

function afterSlash(name: ByteText): ByteText {
	return name.slice(name.indexOf("/") + 1);
}

function withoutDot(name: ByteText): ByteText {
	return name.replace(/^(?:\.\/)+/, "");
}

/** Why a path must not be followed; null for an ordinary path inside a tree. */
export function pathFault(path: ByteText): string | null {
	if (path === "") return "the path is empty";
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	if (/[\x00-\x1f\x7f]/.test(path)) return "the path has control characters";
	if (path.startsWith("/")) return "the path is absolute";
	if (path.split("/").some((part) => part === ".." || part === ".git"))
		return "the path leads out of the tree";
	return null;
}
