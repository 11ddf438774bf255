import type { Finding, Severity } from "../rules/finding.js";

/** Shown findings, counted by rule and severity. */
export class Statistics {
	readonly #counts = new Map<string, { rule: string; severity: Severity; count: number }>();

	add(findings: readonly Finding[]): void {
		for (const { rule, severity } of findings) {
			const key = `${rule} ${severity}`;
			const entry = this.#counts.get(key) ?? { rule, severity, count: 0 };
			entry.count++;
			this.#counts.set(key, entry);
		}
	}

	/** A table, the commonest first; empty where nothing was found. */
	text(): string {
		const entries = [...this.#counts.values()].sort(
			(a, b) => b.count - a.count || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
		);
		const digits = String(entries[0]?.count ?? 0).length;
		return entries
			.map(
				({ rule, severity, count }) => `${String(count).padStart(digits)}  ${severity.padEnd(7)}  ${rule}\n`,
			)
			.join("");
	}
}
