import { createHash } from "node:crypto";
import { client } from "./client.js";
import { attribute } from "./escape.js";
import { STYLE } from "./style.js";

const SCRIPT = `(${client.toString()})();`;

/** Three lanes, one of them held on some paths. */
const ICON =
	"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M3 1v14' stroke='%230072b2' stroke-width='3'/%3E%3Cpath d='M8 4v8' stroke='%23c85200' stroke-width='3'/%3E%3Cpath d='M13 2v12' stroke='%2300805c' stroke-width='3' stroke-dasharray='3 2'/%3E%3C/svg%3E";

/** Nothing is loaded from anywhere, and no script runs but the one that is on the page. */
const POLICY = [
	"default-src 'none'",
	`style-src '${hashOf(STYLE)}'`,
	`script-src '${hashOf(SCRIPT)}'`,
	"img-src data:",
	"base-uri 'none'",
	"form-action 'none'",
].join("; ");

/** A whole page that needs nothing beside it; `body` is HTML. */
export function page(title: string, version: string, body: string): string {
	return [
		"<!DOCTYPE html>",
		'<html lang="en">',
		"<head>",
		'<meta charset="utf-8"/>',
		`<meta http-equiv="Content-Security-Policy" content="${POLICY}"/>`,
		'<meta name="viewport" content="width=device-width, initial-scale=1"/>',
		'<meta name="referrer" content="no-referrer"/>',
		`<meta name="generator" content="lorelint ${attribute(version)}"/>`,
		`<title>${attribute(title)}</title>`,
		`<link rel="icon" href="${ICON}"/>`,
		`<style>${STYLE}</style>`,
		"</head>",
		`${body}`,
		`<script>${SCRIPT}</script>`,
		"</body>",
		"</html>",
		"",
	].join("\n");
}

function hashOf(source: string): string {
	return `sha256-${createHash("sha256").update(source).digest("base64")}`;
}
