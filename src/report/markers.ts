/** What a marker in a fixture says of its line: see CONTRIBUTING.md. */
export interface Marker {
	readonly kind: "expect" | "healed" | "fixed" | "preexisting" | "trace" | "todo-missing" | "todo-false";
	/** Rule id; null for `trace`. */
	readonly rule: string | null;
	/** Must occur in the message; empty: any message. */
	readonly message: string;
}

const COMMENT =
	/[ \t]*(?:\/\*[ \t]*((?:expect|healed|fixed|preexisting|trace|todo):.*?)\*\/|\/\/[ \t]*((?:expect|healed|fixed|preexisting|trace|todo):.*))/g;
const ONE =
	/(expect|healed|fixed|preexisting|trace|todo):[ \t]*(?:(missing|false)[ \t]+)?([a-z][a-z0-9-]*)?[ \t]*(?:"([^"]*)")?[ \t;]*/y;

/**
 * A line of a fixture without its marker comments, and what they say. Several markers may share
 * a comment. Throws an Error where a comment begins like a marker and is none.
 *
 *     return -EINVAL;	/* expect: unbalanced-lock "still held" *\/
 */
export function splitMarkers(line: string): { readonly text: string; readonly markers: readonly Marker[] } {
	const markers: Marker[] = [];
	const text = line.replace(COMMENT, (_, block?: string, rest?: string) => {
		markers.push(...parseMarkers((block ?? rest)!.trim()));
		return "";
	});
	return markers.length > 0 ? { text: text.trimEnd(), markers } : { text: line, markers };
}

/** A whole fixture as a reader should see it. */
export function withoutMarkers(fixture: string): string {
	return fixture
		.split("\n")
		.map((line) => splitMarkers(line).text)
		.join("\n");
}

function parseMarkers(text: string): Marker[] {
	const markers: Marker[] = [];
	ONE.lastIndex = 0;
	while (ONE.lastIndex < text.length) {
		const match = ONE.exec(text);
		if (!match) throw new Error(`malformed marker: ${text}`);
		markers.push(markerOf(match, text));
	}
	return markers;
}

function markerOf([, word, what, rule, message = ""]: RegExpExecArray, text: string): Marker {
	const isTrace = word === "trace";
	if ((word === "todo") !== (what !== undefined))
		throw new Error(`todo: must say 'missing' or 'false': ${text}`);
	if (isTrace === (rule !== undefined)) throw new Error(`a marker names a rule, a trace names none: ${text}`);
	const kind = (word === "todo" ? `todo-${what}` : word) as Marker["kind"];
	return { kind, rule: rule ?? null, message };
}
