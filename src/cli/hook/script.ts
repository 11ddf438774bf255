import { createHash } from "node:crypto";
import { shellWord } from "../shell-word.js";
import type { HookName } from "./names.js";

/** What is put behind the name of a hook that was there before; that hook runs first. */
export const BEFORE = ".before-lorelint";

/** What a hook calls: absolute paths. */
export interface Program {
	readonly node: string;
	readonly lorelint: string;
}

/**
 * The hook as a POSIX shell script.
 *
 * Only findings stop what git is about to do, and the user who interrupts. A lorelint that is not there any
 * more, or fails, says so and lets it pass.
 */
export function hookScript(hook: HookName, { node, lorelint }: Program): string {
	return signed(
		hook,
		// By its own name: whoever puts a hook of theirs in front of this one gives it another.
		`before="\${0%/*}/${hook}${BEFORE}"
if [ -x "$before" ]; then
	"$before" "$@" || exit
fi

node=${shellWord(node)}
lorelint=${shellWord(lorelint)}
[ -x "$node" ] || node=$(command -v node) || node=
if [ -z "$node" ] || [ ! -f "$lorelint" ]; then
	printf '%s\\n' "lorelint: not found at $lorelint, so the ${hook} hook checked nothing" >&2
	exit 0
fi
"$node" "$lorelint" hook run ${hook} -- "$@"
status=$?
case $status in
0 | 2) exit 0 ;;
1 | 130 | 143) exit 1 ;;
esac
printf '%s\\n' "lorelint: ended with status $status, so the ${hook} hook checked nothing" >&2
exit 0
`,
	);
}

/** Whose hook a file is; `changed`: ours, but somebody has written into it since. */
export function ownerOf(text: string): "ours" | "changed" | "other" {
	const [, sum, body] = /^#!\/bin\/sh\n#[^\n]*\n# lorelint-hook ([0-9a-f]{64})\n(.*)$/s.exec(text) ?? [];
	if (sum !== undefined && body !== undefined) return sum === sumOf(body) ? "ours" : "changed";
	return text.includes("# lorelint-hook ") ? "changed" : "other";
}

/** The sum tells later versions too that the hook is ours, whatever their own script looks like. */
function signed(hook: HookName, body: string): string {
	const origin = `# Made by 'lorelint hook install ${hook}'; 'lorelint hook uninstall ${hook}' takes it away.`;
	return `#!/bin/sh\n${origin}\n# lorelint-hook ${sumOf(body)}\n${body}`;
}

function sumOf(body: string): string {
	return createHash("sha256").update(body).digest("hex");
}
