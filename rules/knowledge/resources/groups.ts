import type { ResourceRelease, ResourceRow } from "./row.js";

/**
 * Function names between blanks, each with the index of the argument meant where that is not 0, and with
 * the member of the object that it is given where it is not given the object: `free_irq:1`,
 * `put_device.dev`.
 */
export function calls(names: string): ResourceRelease[] {
	return names
		.trim()
		.split(/\s+/)
		.map((word) => {
			const [path = "", argument] = word.split(":");
			const [name = "", member] = path.split(".");
			const call = { name, argument: Number(argument ?? 0) };
			return member === undefined ? call : { ...call, member };
		});
}

type Fails = ResourceRow["fails"];

/** Rows of functions whose result is what the caller then owns. */
export function returned(noun: string, fails: Fails, release: string, acquire: string): ResourceRow[] {
	const ends = calls(release);
	return calls(acquire).map(({ name }) => ({
		acquire: name,
		gives: "result",
		release: ends,
		noun,
		fails,
	}));
}

/** Rows of functions that hold, start or register what an argument points to. */
export function held(noun: string, fails: Fails, release: string, acquire: string): ResourceRow[] {
	const ends = calls(release);
	return calls(acquire).map(({ name, argument }) => ({
		acquire: name,
		gives: { argument },
		release: ends,
		noun,
		fails,
	}));
}

/** Rows of functions that put what the caller then owns where an argument points to. */
export function stored(noun: string, fails: Fails, release: string, acquire: string): ResourceRow[] {
	const ends = calls(release);
	return calls(acquire).map(({ name, argument }) => ({
		acquire: name,
		gives: { out: argument },
		release: ends,
		noun,
		fails,
	}));
}
