import type { ByteText } from "../input/message.js";

/** Name of the directory that relative paths start from. */
export const SOURCE_ROOT = "SRCROOT";

/** Where a file is, as SARIF says it: relative to the source root, or absolute. */
export function artifactLocation(path: ByteText): { readonly uri: string; readonly uriBaseId?: string } {
	return path.startsWith("/")
		? { uri: `file://${uriOf(path)}` }
		: { uri: uriOf(path.replace(/^(?:\.\/+)+/, "")), uriBaseId: SOURCE_ROOT };
}

/** A path as the path of a URI: the bytes of names that are not UTF-8 are kept. */
function uriOf(path: ByteText): string {
	// A character above U+00FF is no byte: such a path is Unicode already.
	const bytes = Buffer.from(path, /[\u0100-\uffff]/.test(path) ? "utf8" : "latin1");
	return [...bytes].map(percentEncoded).join("");
}

function percentEncoded(byte: number): string {
	const char = String.fromCharCode(byte);
	return /[\w.~/-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
