/** Why a mail is left alone. The words are for people and for counting: a contract. */
export const LEFT_REASONS = [
	"rfc",
	"stable",
	"backport",
	"bot",
	"unsigned",
	"reply",
	"no-c",
	"unreadable",
	"duplicate",
	"deleted",
] as const;
export type LeftReason = (typeof LEFT_REASONS)[number];

/** What may be linted all the same, where somebody asks for it. */
export const ALSO_REASONS = [
	"rfc",
	"stable",
	"backport",
	"bot",
	"unsigned",
	"reply",
] as const satisfies LeftReason[];
export type AlsoReason = (typeof ALSO_REASONS)[number];
