import { printable } from "../../report/unicode.js";
import type { Terminal } from "../terminal.js";

/** Milliseconds without a word: short runs show no progress at all. */
const PATIENCE = 600;
/** Milliseconds between two updates. */
const INTERVAL = 100;
const WIDTH = 78;

/** One line on standard error that says what is being done; nothing unless that is a terminal. */
export interface Progress {
	update(what: string): void;
	/** Takes the line away, so that other output can stand in its place. */
	clear(): void;
}

export function createProgress(terminal: Terminal): Progress {
	if (!terminal.liveStderr) return { update: () => {}, clear: () => {} };
	let next = performance.now() + PATIENCE;
	let shown = false;
	return {
		update: (what) => {
			const now = performance.now();
			if (now < next) return;
			next = now + INTERVAL;
			shown = true;
			terminal.writeError(`\r\x1b[K${printable(what).slice(0, WIDTH)}`);
		},
		clear: () => {
			if (shown) terminal.writeError("\r\x1b[K");
			shown = false;
		},
	};
}
