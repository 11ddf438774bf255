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
			const [name = "", ...members] = path.split(".");
			const call = { name, argument: Number(argument ?? 0) };
			return members.length === 0 ? call : { ...call, member: members.join(".") };
		});
}

type Fails = ResourceRow["fails"];
type Gives = (argument: number) => ResourceRow["gives"];

/** Rows of functions whose result is what the caller then owns: `alloc alloc_node | free; get | put`. */
export function returned(noun: string, fails: Fails, pairs: string): ResourceRow[] {
	return rowsOf(pairs, noun, fails, () => "result");
}

/** Rows of functions that hold, start or register what an argument points to: `enable:1 | disable:1`. */
export function held(noun: string, fails: Fails, pairs: string): ResourceRow[] {
	return rowsOf(pairs, noun, fails, (argument) => ({ argument }));
}

/** Rows of functions that put what the caller then owns where an argument points to: `create:2 | destroy`. */
export function stored(noun: string, fails: Fails, pairs: string): ResourceRow[] {
	return rowsOf(pairs, noun, fails, (out) => ({ out }));
}

/** What acquires stands before the bar, what releases behind it; a semicolon ends the pair. */
function rowsOf(pairs: string, noun: string, fails: Fails, gives: Gives): ResourceRow[] {
	return pairs.split(";").flatMap((pair) => {
		const [acquire = "", release = ""] = pair.split("|");
		const ends = calls(release);
		return calls(acquire).map(({ name, argument }) => {
			return { acquire: name, gives: gives(argument), release: ends, noun, fails };
		});
	});
}
