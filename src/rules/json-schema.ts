/** As much of a JSON schema as is used here. */
export interface JsonSchema {
	readonly title?: string;
	readonly description?: string;
	readonly type?: string;
	readonly enum?: readonly unknown[];
	readonly const?: unknown;
	readonly anyOf?: readonly JsonSchema[];
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly required?: readonly string[];
	readonly items?: JsonSchema;
	readonly [keyword: string]: unknown;
}
