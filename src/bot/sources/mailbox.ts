import { readLines } from "../../input/lines.js";
import { filesOf, openFile, uncompressed } from "../../input/sources.js";
import { splitMessages } from "../../input/split.js";
import { arrivalOf, readHead } from "../mail/head.js";
import type { MailSource, SourceItem, SourceOptions } from "./source.js";

/** A maildir, an mbox (plain or gzip), a folder of these, or `-` for standard input. */
export function mailboxSource(path: string): MailSource {
	return async function* (options) {
		if (path === "-") {
			yield* itemsOf(path, uncompressed(options.stdin ?? process.stdin), options);
			return;
		}
		try {
			for (const file of await filesOf(path)) yield* itemsOf(file, openFile(file), options);
		} catch (error) {
			yield { type: "fault", place: path, message: (error as Error).message };
		}
	};
}

async function* itemsOf(
	place: string,
	bytes: AsyncIterable<Uint8Array>,
	{ limit }: SourceOptions,
): AsyncGenerator<SourceItem> {
	try {
		for await (const raw of splitMessages(readLines(refusingXz(bytes), limit), limit)) {
			const { line } = raw;
			if (raw.type === "oversized") {
				const message = `the mail is larger than ${limit} bytes or a million lines and was not read`;
				yield { type: "problem", place, line, message };
			} else if (raw.form !== "mail") {
				yield { type: "problem", place, line, message: "this is no mail" };
			} else {
				const time = arrivalOf(readHead(raw.text));
				yield { type: "mail", place, line, text: raw.text, time, isDeleted: false };
			}
		}
	} catch (error) {
		yield { type: "fault", place, message: (error as Error).message };
	}
}

async function* refusingXz(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let isFirst = true;
	for await (const chunk of bytes) {
		if (isFirst && Buffer.from(chunk).subarray(0, 6).equals(XZ_MAGIC)) {
			throw new Error(
				"this is compressed by xz; unpack it first, for instance by: xzcat FILE | lorelint scan -",
			);
		}
		isFirst = false;
		yield chunk;
	}
}

const XZ_MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
