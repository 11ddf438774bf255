import type { ByteText } from "../../input/message.js";

/** What stands at one place of a source. */
export type SourceItem =
	| {
			readonly type: "mail";
			/** Where it lies, for people: a commit of an epoch, a file. */
			readonly place: string;
			/** 1-based line of that file at which it begins. */
			readonly line: number;
			/** The whole mail as bytes, without the `From ` line of an mbox. */
			readonly text: ByteText;
			/** When the archive got it, where it says so: milliseconds since 1970. */
			readonly time: number | null;
			/** The archive has taken it back since. */
			readonly isDeleted: boolean;
	  }
	/** A mail that could not be read; those behind it are. */
	| { readonly type: "problem"; readonly place: string; readonly line: number; readonly message: string }
	/** The source itself could not be read, or not to its end. */
	| { readonly type: "fault"; readonly place: string; readonly message: string };

export interface SourceOptions {
	/** Mails that came earlier may be passed over; milliseconds since 1970. */
	readonly since: number | null;
	/** Bytes of the longest mail to read; the memory taken grows with it. */
	readonly limit: number;
	/** What `-` reads. */
	readonly stdin?: AsyncIterable<Uint8Array>;
}

/** An archive or mailbox on this machine: read, never written. Gives its mails in its own order; never throws. */
export type MailSource = (options: SourceOptions) => AsyncIterable<SourceItem>;
