import type { ValueOutline } from "../manual/outline.js";
import type { Entry } from "./entries.js";

/** Completion for fish 3 or newer. */
export function fishCompletion(entries: readonly Entry[], rules: readonly string[]): string {
	const commands = entries.filter(({ path }) => path.length > 0);
	return `# fish completion for lorelint; load it with: lorelint completion fish | source

# Whether the command line has got as far as this command.
function __lorelint_at
    set -l command ''
    for word in (commandline -opc)[2..-1]
        switch "$command $word"
            case ${commands.map(({ path }) => quoted(` ${path.join(" ")}`)).join(" ")}
                set command "$command $word"
        end
    end
    test "$command" = "$argv[1]"
end

function __lorelint_rules
    printf '%s\\n' ${rules.join(" ")}
end

# The last item of a comma-separated list is completed; what stands before it is kept.
function __lorelint_list
    set -l before (string match -r '^(?:.*,)?' -- (commandline -ct | string replace -r '^--[a-z-]+=' ''))
    printf "$before%s\\n" $argv
end

complete -c lorelint -f
${entries.map(linesOf).join("")}`;
}

function linesOf({ path, options, arguments: values, commands }: Entry): string {
	const at = `complete -c lorelint -n ${quoted(`__lorelint_at '${path.length > 0 ? ` ${path.join(" ")}` : ""}'`)}`;
	return [
		...commands.map(({ name, description }) => `${at} -a ${name} -d ${quoted(shortened(description))}`),
		...values.slice(0, 1).flatMap((value) => offers(value, `${at} `)),
		...options.map(({ short, long, value, description }) => {
			const flags = `${short === null ? "" : ` -s ${short.slice(1)}`} -l ${long.slice(2)}`;
			const [offer] = value === null ? [] : offers(value, "");
			// -x: nothing but what is offered; -r: any value, files too.
			const wants = value === null ? "" : value.kind === "file" ? " -r -F" : ` -x${offer ? ` ${offer}` : ""}`;
			return `${at}${flags}${wants} -d ${quoted(shortened(description))}`;
		}),
	]
		.map((line) => `${line}\n`)
		.join("");
}

function offers({ kind, choices, isList }: ValueOutline, before: string): string[] {
	const words = kind === "rule" ? "(__lorelint_rules)" : choices.join(" ");
	switch (kind) {
		case "choice":
		case "rule":
			return [`${before}-a ${quoted(isList ? `(__lorelint_list ${words})` : words)}`];
		case "revision":
			return [`${before}-a ${quoted("HEAD (git for-each-ref --format='%(refname:short)' 2>/dev/null)")}`];
		case "directory":
			return [`${before}-a ${quoted("(__fish_complete_directories)")}`];
		case "file":
			return [`${before}-F`];
		case "text":
			return [];
	}
}

/** What fits beside a word in the list. */
function shortened(description: string): string {
	return description.split(/[:;(]/, 1)[0]!.trim();
}

/** A word for single quotes of fish. */
function quoted(word: string): string {
	return `'${word.replace(/[\\']/g, "\\$&")}'`;
}
