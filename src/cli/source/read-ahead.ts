import type { InputItem } from "../../input/message.js";
import type { Terminal } from "../terminal.js";

/** Messages, and bytes of them, that are read ahead to find a mail: they have to be kept. */
const READ_AHEAD = 200;
const READ_AHEAD_BYTES = 64 * 1024 * 1024;

type Read = (paths: readonly string[]) => AsyncIterable<InputItem>;

/** Inputs whose messages may be looked at before they are read. */
export interface AheadReader {
	/** The same as the reader itself; each input is to be read once, in order. */
	readonly read: Read;
	/** Whether one of the first messages of the inputs is a mail. */
	holdsMail(): Promise<boolean>;
}

/**
 * Lets the inputs be searched for mails. What is read on the way is kept, so that standard input can be
 * searched as well.
 */
export function readAhead(inputs: readonly string[], { stdin }: Terminal): AheadReader {
	const read: Read = async function* (paths) {
		const { readInputs } = await import("../../input/inputs.js");
		yield* readInputs(paths, stdin ? { stdin } : {});
	};
	const streams = inputs.map((input) => ({
		input,
		held: [] as InputItem[],
		rest: read([input])[Symbol.asyncIterator](),
	}));
	let answer: boolean | null = null;
	return {
		async *read(paths) {
			for (const path of paths) {
				const at = streams.findIndex(({ input }) => input === path);
				const [stream] = at < 0 ? [] : streams.splice(at, 1);
				if (stream === undefined) {
					yield* read([path]);
					continue;
				}
				yield* stream.held;
				for await (const item of { [Symbol.asyncIterator]: () => stream.rest }) {
					yield answer === false && isMail(item) ? refused(item) : item;
				}
			}
		},
		async holdsMail() {
			answer ??= await search();
			return answer;
		},
	};

	async function search(): Promise<boolean> {
		let count = 0;
		let bytes = 0;
		for (const { held, rest } of streams) {
			while (count < READ_AHEAD && bytes < READ_AHEAD_BYTES) {
				const { done, value } = await rest.next();
				if (done) break;
				count++;
				bytes += value.type === "message" ? value.message.body.length : 0;
				held.push(value);
				if (isMail(value)) return true;
			}
		}
		return false;
	}
}

/** A mail behind so many patches that are none: by now the configuration of the tree is in force. */
function refused(item: InputItem): InputItem {
	if (item.type === "problem") return item;
	const { input, line } = item.message;
	const message =
		"this mail was not checked: the configuration of the tree that it patches is in force; give --config or --no-config";
	return { type: "problem", input, problem: { path: null, line, message } };
}

function isMail(item: InputItem): boolean {
	return item.type === "message" && item.message.isMail === true;
}
