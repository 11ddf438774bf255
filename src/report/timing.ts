import type { PatchResult } from "../compare/result.js";
import { inputName } from "./reporter.js";
import { printable } from "./unicode.js";

/** Files and patches that are named, the slowest first. */
const NAMED = 5;

interface Slow {
	readonly name: string;
	readonly ms: number;
}

/** Adds up where the time of a run went. All times are wall time in milliseconds. */
export class TimeTable {
	#images = 0;
	#files = 0;
	#patches = 0;
	#slowFiles: Slow[] = [];
	#slowPatches: Slow[] = [];

	add({ patch, ms, timing }: PatchResult): void {
		this.#images += timing.images;
		this.#patches += ms;
		for (const [path, time] of timing.files) {
			this.#files += time;
			this.#slowFiles = slowest(this.#slowFiles, { name: path, ms: time });
		}
		this.#slowPatches = slowest(this.#slowPatches, { name: patch.subject || inputName(patch.input), ms });
	}

	/**
	 * @param startup from the start of the process to the first input
	 * @param whole from the start of the process to the end
	 */
	text(startup: number, whole: number): string {
		const rows: readonly (readonly [string, number])[] = [
			["start-up", startup],
			["context and images", this.#images],
			["paths and rules", this.#files],
			["headers and builds", this.#patches - this.#images - this.#files],
			["input and output", whole - startup - this.#patches],
			["in all", whole],
		];
		return [
			...rows.map(([name, ms]) => line(name, ms)),
			...list("slowest files", this.#slowFiles),
			...list("slowest patches", this.#slowPatches),
		].join("");
	}
}

function slowest(slow: readonly Slow[], next: Slow): Slow[] {
	return [...slow, next].sort((a, b) => b.ms - a.ms).slice(0, NAMED);
}

function list(title: string, entries: readonly Slow[]): string[] {
	if (entries.length < 2) return [];
	return [`${title}:\n`, ...entries.map(({ name, ms }) => `  ${line(printable(name), ms)}`)];
}

function line(name: string, ms: number): string {
	return `${String(Math.max(0, Math.round(ms))).padStart(7)} ms  ${name}\n`;
}
