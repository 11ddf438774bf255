import type { RuleMeta } from "../rules/rule.js";
import { withoutMarkers } from "./markers.js";

/** The page of a rule in Markdown: what `lorelint explain` prints and what stands in `docs/rules`. */
export function rulePage(meta: RuleMeta, readExample: (name: string) => string | null): string {
	const facts = [
		`family \`${meta.family}\``,
		meta.severity,
		meta.state === "preview" ? "preview: runs only with `--preview`" : meta.state,
		`since ${meta.since}`,
	];
	return [
		`# ${meta.id}`,
		`${meta.summary}.`,
		`*${facts.join(" · ")}*`,
		meta.rationale.trim(),
		...example("A patch that it reports", readExample(meta.examples.bad)),
		...example("A patch that it leaves alone", readExample(meta.examples.ok)),
	]
		.join("\n\n")
		.concat("\n");
}

function example(title: string, fixture: string | null): string[] {
	if (fixture === null) return [];
	return [`## ${title}`, `\`\`\`diff\n${diffOf(withoutMarkers(fixture))}\n\`\`\``];
}

/** The part of a fixture that shows the code: without mail headers, index lines and signature. */
function diffOf(fixture: string): string {
	const start = fixture.search(/^diff --git /m);
	return fixture
		.slice(Math.max(0, start))
		.replace(/^(?:diff --git|index|new file mode|deleted file mode) .*\n/gm, "")
		.replace(/\n-- \n[\s\S]*$/, "")
		.trimEnd();
}
