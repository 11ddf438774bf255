import { ENVIRONMENT, EXAMPLES, EXIT_STATUSES, FILES, PURPOSE, SUMMARY } from "./help.js";
import type { ArgumentOutline, CommandOutline, OptionOutline } from "./outline.js";

/** The manual page lorelint(1) in the man macros of roff. */
export function manualPage(program: CommandOutline, version: string): string {
	const [lint, ...others] = [...program.commands].sort(
		(a, b) => Number(b.name === "lint") - Number(a.name === "lint"),
	);
	if (lint?.name !== "lint") throw new Error("the program has no command 'lint'");
	return [
		`.TH LORELINT 1 "" "lorelint ${version}" "User Commands"`,
		".SH NAME",
		`lorelint ${String.raw`\-`} ${text(SUMMARY)}`,
		".SH SYNOPSIS",
		...synopsis("lorelint", lint, "[lint] "),
		...others.flatMap((command) => synopses(`lorelint ${command.name}`, command)),
		".SH DESCRIPTION",
		...PURPOSE.flatMap((paragraph, index) => [...(index > 0 ? [".PP"] : []), text(paragraph)]),
		".SH OPTIONS",
		...program.options.flatMap(option),
		".SH COMMANDS",
		...others.flatMap((command) => section(`lorelint ${command.name}`, command)),
		".SH EXIT STATUS",
		...EXIT_STATUSES.flatMap(([status, meaning]) => entry(`.B ${status}`, meaning)),
		".SH ENVIRONMENT",
		...ENVIRONMENT.flatMap(([name, meaning]) => entry(`.B ${text(name)}`, meaning)),
		".SH FILES",
		...FILES.flatMap(([name, meaning]) => entry(`.I ${text(name)}`, meaning)),
		".SH EXAMPLES",
		...EXAMPLES.flatMap(([command, meaning]) => entry(`.B ${code(command)}`, meaning)),
		".SH SEE ALSO",
		".BR git-format-patch (1),",
		".BR git-send-email (1),",
		".BR githooks (5),",
		".BR b4 (1)",
		"",
	].join("\n");
}

/** A command without commands of its own, or each of those. */
function leaves(path: string, command: CommandOutline): [string, CommandOutline][] {
	if (command.commands.length === 0) return [[path, command]];
	return command.commands.flatMap((child) => leaves(`${path} ${child.name}`, child));
}

function synopses(path: string, command: CommandOutline): string[] {
	return leaves(path, command).flatMap(([at, leaf]) => [".br", ...synopsis(at, leaf)]);
}

function synopsis(path: string, { options, arguments: values }: CommandOutline, before = ""): string[] {
	const parts = [...(options.length > 1 ? ["[options]"] : []), ...values.map(argument)];
	return [`.B ${code(path)}`, text(before + parts.join(" "))].filter((line) => line !== "");
}

function argument({ name, required, variadic, choices }: ArgumentOutline): string {
	const shown = `${choices.length > 0 ? choices.join("|") : name}${variadic ? " ..." : ""}`;
	return required ? shown : `[${shown}]`;
}

function section(path: string, command: CommandOutline): string[] {
	return leaves(path, command).flatMap(([at, leaf]) => [
		`.SS ${code(at)}`,
		text(sentence(leaf.description)),
		...leaf.options.filter(({ long }) => long !== "--help").flatMap(option),
	]);
}

function option({ short, long, value, description, fallback }: OptionOutline): string[] {
	const flags = [short, long].filter((flag) => flag !== null).map((flag) => `\\fB${code(flag)}\\fR`);
	const head = `${flags.join(", ")}${value === null ? "" : ` \\fI${text(value.name)}\\fR`}`;
	const choices = value?.choices ?? [];
	const facts = [sentence(description)];
	if (!choices.every((choice) => description.includes(choice))) facts.push(`One of ${choices.join(", ")}.`);
	if (fallback !== null) facts.push(`Default: ${fallback}.`);
	return entry(head, facts.join(" "));
}

function entry(head: string, body: string): string[] {
	return [".TP", head, text(body)];
}

function sentence(description: string): string {
	const ended = /[.!?]$/.test(description) ? description : `${description}.`;
	return ended.charAt(0).toUpperCase() + ended.slice(1);
}

/** Text for roff: no escape of its own, and no line that looks like a request. */
function text(plain: string): string {
	return plain
		.replaceAll("\\", "\\e")
		.replace(/^(?=[.'])/gm, "\\&")
		.replaceAll("'", "\\(aq")
		.replaceAll("--", "\\-\\-");
}

/** What a user types: every hyphen is a minus, so that it can be copied. */
function code(plain: string): string {
	return text(plain).replace(/(?<!\\)-/g, "\\-");
}
