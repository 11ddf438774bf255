import type { Family } from "../src/rules/finding.js";
import type { RuleMeta } from "../src/rules/rule.js";

/** What is said of a rule that has yet to be written; good enough to be accepted, and to be noticed. */
export function newMeta(id: string, family: Family, version: string): RuleMeta {
	return {
		id,
		family,
		summary: "TODO: say in one sentence what is wrong with the code that this rule reports",
		rationale: [
			"TODO: say why it matters: what happens to the machine when this code runs, and how such bugs come about.",
			"TODO: say what the rule takes as evidence, and when it stays silent because it cannot tell. Name a real fix if there is one.",
		].join("\n\n"),
		severity: "warning",
		state: "preview",
		since: version,
		examples: { bad: "bad-example", ok: "ok-example" },
	};
}

/** The files of a new rule, by path relative to the root. They compile; the bad example fails until `check` finds it. */
export function newFiles(meta: RuleMeta): ReadonlyMap<string, string> {
	const bad = `	/* expect: ${meta.id} "TODO: a part of the message" */`;
	return new Map([
		[`rules/${meta.id}/rule.ts`, ruleSource(meta)],
		[`fixtures/${meta.id}/bad-example.patch`, examplePatch("break it", bad)],
		[`fixtures/${meta.id}/ok-example.patch`, examplePatch("do it right", "")],
	]);
}

/** `rules/index.ts` with the rule in it, behind the others. Throws where it has a shape that is not known. */
export function withRule(index: string, id: string): string {
	const name = variableOf(id);
	const line = `import { ${name} } from "./${id}/rule.js";\n`;
	if (index.includes(line)) throw new Error(`rules/index.ts knows the rule ${id} already`);
	const list = /(ruleSet\(\s*\[)([^\]]*)\]/;
	if (!list.test(index)) throw new Error("rules/index.ts: no ruleSet([...]) to add the rule to");
	return (
		line +
		index.replace(list, (_, start: string, rules: string) => {
			const others = rules.trim().replace(/,$/, "");
			return `${start}${others ? `${others}, ` : ""}${name}]`;
		})
	);
}

function variableOf(id: string): string {
	return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function ruleSource(meta: RuleMeta): string {
	const fields = Object.entries(meta).map(([key, value]) => `\t\t${key}: ${JSON.stringify(value)},\n`);
	return `import type { Rule } from "../../src/rules/rule.js";

export const ${variableOf(meta.id)}: Rule = {
	meta: {
${fields.join("")}	},
	// TODO: yield a Report for every place that is wrong; the engine has walked all paths already.
	check: (_analysis) => [],
};
`;
}

function examplePatch(subject: string, marker: string): string {
	return `From: Robin Example <robin@example.org>
Subject: [PATCH] teapot: ${subject}

---
diff --git a/teapot.c b/teapot.c
--- a/teapot.c
+++ b/teapot.c
@@ -10,4 +10,5 @@ static void teapot_boil(struct teapot *pot)
 int teapot_pour(struct teapot *pot)
 {
+	teapot_tilt(pot);${marker}
 	return 0;
 }
`;
}
