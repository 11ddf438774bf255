import type { ValueOutline } from "../manual/outline.js";
import { shellWord } from "../shell-word.js";
import { type Entry, flagsOf } from "./entries.js";

/** Completion for bash 4 or newer; needs nothing of bash-completion. */
export function bashCompletion(entries: readonly Entry[], rules: readonly string[]): string {
	return `# bash completion for lorelint; load it with: source <(lorelint completion bash)

_lorelint_words() {
	# The last item of a comma-separated list is completed; what stands before it is kept.
	local list= item=$cur
	if [[ $2 == list && $cur == *,* ]]; then
		list=\${cur%,*},
		item=\${cur##*,}
	fi
	mapfile -t COMPREPLY < <(compgen -P "$list" -W "$1" -- "$item")
}

_lorelint_files() {
	compopt -o filenames 2>/dev/null
	mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
}

_lorelint_revisions() {
	local range= item=$cur ref
	if [[ $cur == *..* ]]; then
		range=\${cur%..*}..
		item=\${cur##*..}
	fi
	# Not by compgen -W: it would expand what a branch is called, and run a $(...) in it.
	while read -r ref; do
		if [[ $ref == "$item"* ]]; then COMPREPLY+=("$range$ref"); fi
	done < <(echo HEAD; git for-each-ref --format='%(refname:short)' 2>/dev/null)
}

_lorelint() {
	local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= word i
	# --option=value arrives as three words.
	if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=\${COMP_WORDS[i]}
		case "$command $word" in
${paths(entries)}		esac
	done
	COMPREPLY=()
	case "$command $prev" in
${values(entries)}	esac
	case "$command" in
${words(entries)}	esac
}

_lorelint_rules=${shellWord(rules.join(" "))}
complete -F _lorelint lorelint
`;
}

function paths(entries: readonly Entry[]): string {
	return entries
		.filter(({ path }) => path.length > 0)
		.map(({ path }) => `\t\t${shellWord(keyOf(path))}) command=${shellWord(` ${path.join(" ")}`)} ;;\n`)
		.join("");
}

/** What `"$command $word"` is for a command word that leads to a path. */
function keyOf(path: readonly string[]): string {
	return `${["", ...path].join(" ")}`;
}

function values(entries: readonly Entry[]): string {
	return entries
		.flatMap(({ path, options }) =>
			options.flatMap((option) => {
				if (option.value === null) return [];
				const patterns = flagsOf(option).map((flag) => shellWord(keyOf([...path, flag])));
				return [`\t${patterns.join("|")}) ${offer(option.value)}; return ;;\n`];
			}),
		)
		.join("");
}

function words(entries: readonly Entry[]): string {
	return entries
		.map(({ path, options, commands, arguments: values }) => {
			const flags = options.flatMap(flagsOf).join(" ");
			const names = commands.map(({ name }) => name);
			const [value] = values;
			const offers = [
				`\t\tif [[ $cur == -* ]]; then _lorelint_words ${shellWord(flags)}; return; fi`,
				value === undefined ? "" : `\t\t${offer(value)}`,
				names.length === 0
					? ""
					: `\t\tmapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -W ${shellWord(names.join(" "))} -- "$cur")`,
			].filter((line) => line !== "");
			return `\t${shellWord(keyOf(path))})\n${offers.join("\n")}\n\t\t;;\n`;
		})
		.join("");
}

function offer({ kind, choices, isList }: ValueOutline): string {
	const list = isList ? " list" : "";
	switch (kind) {
		case "choice":
			return `_lorelint_words ${shellWord(choices.join(" "))}${list}`;
		case "rule":
			return `_lorelint_words "$_lorelint_rules"${list}`;
		case "revision":
			return "_lorelint_revisions";
		case "directory":
			return "_lorelint_files -d";
		case "file":
			return "_lorelint_files -f";
		case "text":
			return ":";
	}
}
