import { ownRowsSchema } from "../rules/knowledge/own-schema.js";
import { configSchema, RULE_TITLE } from "../src/policy/schema.js";
import type { JsonSchema } from "../src/rules/json-schema.js";
import type { RuleMeta } from "../src/rules/rule.js";

/** The text of the schema that is published, which is the one that validates. */
export function publishedSchema(metas: readonly RuleMeta[]): string {
	return `${JSON.stringify(configSchema(metas, ownRowsSchema), null, 2)}\n`;
}

/** What each key of a configuration means, in tables: the keys of the file, of entries of `ignores`, and of each kind of row. */
export function keyTables(): string {
	// The names of rules are no keys to explain here.
	const { properties = {} } = configSchema([], ownRowsSchema);
	const rows = Object.entries(ownRowsSchema.properties ?? {});
	return [
		`### Keys of the file\n\n${table({ properties })}`,
		`### An entry of \`ignores\`\n\n${table(properties.ignores?.items ?? {})}`,
		...rows.map(
			([name, { description, items = {} }]) =>
				`### A row of \`knowledge.${name}\`\n\n${description}\n\n${table(items)}`,
		),
	].join("\n");
}

function table({ properties = {}, required = [] }: JsonSchema, above = ""): string {
	const head = above === "" ? "| key | value | meaning |\n|---|---|---|\n" : "";
	const rows = Object.entries(properties).map(([key, schema]) => {
		const mark = required.includes(key) ? "" : " (optional)";
		const isOptional = required.length > 0 ? mark : "";
		const own = `| \`${above}${key}\`${isOptional} | ${formText(schema)} | ${cell(schema.description ?? "")} |\n`;
		const inner = schema.type === "array" ? schema.items : schema;
		const isNested = inner?.type === "object" && key !== "rules" && key !== "ignores" && key !== "knowledge";
		return isNested ? own + table(inner, `${above}${key}.`) : own;
	});
	return head + rows.join("");
}

function formText(schema: JsonSchema): string {
	const { title, type, items, anyOf } = schema;
	if (title === RULE_TITLE && type === "object") return "levels by rule or family";
	if (title === RULE_TITLE) return "a rule or family";
	if (schema.enum) return schema.enum.map((item) => `\`"${item}"\``).join(", ");
	if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
	if (anyOf) return anyOf.map(formText).join(" or ");
	if (type === "array")
		return `list of ${PLURALS[items?.title ?? items?.type ?? ""] ?? formText(items ?? {})}`;
	if (type === "boolean") return "`true`, `false`";
	if (type === "integer") return "number from 0";
	if (type === "object") {
		const [key] = schema.required ?? [];
		return key !== undefined && schema.properties && Object.keys(schema.properties).length === 1
			? `\`{"${key}": …}\``
			: "object";
	}
	return title ?? "text";
}

const PLURALS: Readonly<Record<string, string>> = {
	object: "objects",
	[RULE_TITLE]: "rules or families",
	"C name": "C names",
};

function cell(text: string): string {
	return text.replaceAll("|", "\\|");
}
