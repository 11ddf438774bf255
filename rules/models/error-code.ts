import type { Span } from "../../src/image/image.js";
import type { Report } from "../../src/rules/rule.js";

/** A report about an error code that is wrong by what stands there, whatever path leads to it. */
export function errorCodeReport(at: Span, message: string, subject: string, ending: string): Report {
	return { at, message, confidence: "certain", subject, object: null, trace: null, ending };
}
