import type { ArgumentOutline, OptionOutline, ValueOutline } from "../manual/outline.js";
import { shellWord } from "../shell-word.js";
import { type Entry, flagsOf } from "./entries.js";

/** Completion for zsh 5, as a file `_lorelint` of `fpath` or to be sourced after `compinit`. */
export function zshCompletion(entries: readonly Entry[], rules: readonly string[]): string {
	const paths = entries.filter(({ path }) => path.length > 0).map(({ path }) => shellWord(keyOf(path)));
	return `#compdef lorelint
# zsh completion for lorelint; load it with: source <(lorelint completion zsh)

_lorelint_rules() {
	local -a rules=(${rules.join(" ")})
	_describe -t rules rule rules
}

_lorelint_rule_list() {
	_values -s , rule ${rules.join(" ")}
}

_lorelint_revisions() {
	local -a revisions=(HEAD \${(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"})
	compset -P '*..'
	_describe -t revisions revision revisions
}

_lorelint() {
	local curcontext="$curcontext" command= i depth=1
	local -a commands
	for ((i = 2; i < CURRENT; i++)); do
		case "$command $words[i]" in
		(${paths.join("|")})
			command="$command $words[i]"
			depth=$i
			;;
		esac
	done
	words=(lorelint "\${(@)words[depth+1,-1]}")
	((CURRENT -= depth - 1))
	case "$command" in
${entries.map(caseOf).join("")}	esac
}

if [[ $funcstack[1] == _lorelint ]]; then _lorelint "$@"; else compdef _lorelint lorelint; fi
`;
}

function keyOf(path: readonly string[]): string {
	return ["", ...path].join(" ");
}

function caseOf({ path, options, arguments: values, commands }: Entry): string {
	const names = commands.map(({ name, description }) => shellWord(`${name}:${flat(description)}`));
	const offerCommands =
		names.length === 0
			? ""
			: `\t\tcommands=(${names.join(" ")})\n\t\t((CURRENT == 2)) && _describe -t commands command commands\n`;
	const specs = [...options.map(optionSpec), ...values.map(argumentSpec)];
	const key = path.length === 0 ? "''" : shellWord(keyOf(path));
	return `\t(${key})\n${offerCommands}\t\t_arguments -S ${specs.join(" ")}\n\t\t;;\n`;
}

function optionSpec(option: OptionOutline): string {
	const flags = flagsOf(option);
	const names = flags.length > 1 ? `{${flags.join(",")}}` : flags[0]!;
	const help = shellWord(`[${flat(option.description).replace(/[[\]]/g, "\\$&")}]${actionOf(option.value)}`);
	// A long option also takes its value behind '='.
	const spelled = option.value === null ? names : names.replace(option.long, `${option.long}=`);
	return `'*'${spelled}${help}`;
}

function argumentSpec(value: ArgumentOutline): string {
	return shellWord(`${value.variadic ? "*" : ""}${actionOf(value)}`);
}

function actionOf(value: ValueOutline | null): string {
	if (value === null) return "";
	return `:${value.name.replaceAll(":", "\\:")}:${valuesOf(value)}`;
}

function valuesOf({ kind, choices, isList, name }: ValueOutline): string {
	switch (kind) {
		case "choice":
			return isList ? `_values -s , ${name} ${choices.join(" ")}` : `(${choices.join(" ")})`;
		case "rule":
			return isList ? "_lorelint_rule_list" : "_lorelint_rules";
		case "revision":
			return "_lorelint_revisions";
		case "directory":
			return "_files -/";
		case "file":
			return "_files";
		case "text":
			return " ";
	}
}

/** What fits beside a word in the list; a colon would end it. */
function flat(description: string): string {
	return description.split(/[:;(]/, 1)[0]!.trim();
}
