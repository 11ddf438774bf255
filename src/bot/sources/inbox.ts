import { readEpoch } from "../../input/git/epoch.js";
import { findRepository, gitFault } from "../../input/git/repository.js";
import type { MailSource, SourceItem, SourceOptions } from "./source.js";

/** The epochs of a public-inbox v2 archive, one behind the other. */
export function inboxSource(epochs: readonly string[]): MailSource {
	return async function* (options) {
		for (const epoch of epochs) yield* itemsOf(epoch, options);
	};
}

async function* itemsOf(epoch: string, options: SourceOptions): AsyncGenerator<SourceItem> {
	try {
		const repository = await findRepository(epoch);
		if (repository === null) throw new Error((await gitFault(epoch)) ?? "not a git repository");
		for await (const { commit, time, text, fault, isDeleted } of readEpoch(repository, options)) {
			const place = `${epoch}@${commit}`;
			if (text !== null) yield { type: "mail", place, line: 1, text, time, isDeleted };
			else yield { type: "problem", place, line: 1, message: reasonOf(fault, options.limit) };
		}
	} catch (error) {
		yield { type: "fault", place: epoch, message: (error as Error).message };
	}
}

function reasonOf(fault: string | null, limit: number): string {
	if (fault === "too large") return `the mail is larger than ${limit} bytes and was not read`;
	return "the commit brings no mail that could be read: its object is not there";
}
