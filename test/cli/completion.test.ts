import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { testFolder } from "../harness/folder.js";
import { run } from "./capture.js";

const folder = testFolder();
writeFileSync(join(folder, "0001-fix.patch"), "");

const PRINT = 'printf "%s\\n" "\x24{COMPREPLY[@]}"';

/** What a shell offers for the last word of a command line. */
type Offers = (words: readonly string[]) => readonly string[];

const SHELLS: Readonly<Record<string, { readonly check: readonly string[]; readonly offers?: Offers }>> = {
	bash: {
		check: ["-n"],
		offers: (words) =>
			lines("bash", [
				"-c",
				`. "$0"; shift; COMP_WORDS=(lorelint "$@"); COMP_CWORD=$#; _lorelint; ${PRINT}`,
				script("bash"),
				"-",
				...words,
			]),
	},
	fish: {
		check: ["--no-execute"],
		offers: (words) =>
			lines("fish", [
				"-c",
				`source ${script("fish")}; complete -C '${["lorelint", ...words].join(" ")}'`,
			]).map((line) => line.split("\t")[0]!),
	},
	// What zsh offers shows only where somebody types.
	zsh: { check: ["-n"] },
};

const CASES: readonly { readonly words: readonly string[]; readonly offered: readonly string[] }[] = [
	{ words: ["--form"], offered: ["--format"] },
	{ words: ["expl"], offered: ["explain"] },
	{ words: ["explain", "unbal"], offered: ["unbalanced-lock"] },
	{ words: ["--select", "lock,unbal"], offered: ["lock,unbalanced-lock"] },
	{ words: ["check-tree", "--fail-on", "n"], offered: ["never", "note"] },
	{ words: ["completion", ""], offered: ["bash", "fish", "zsh"] },
	{ words: ["0001"], offered: ["0001-fix.patch"] },
	{ words: ["lint", "--no-tr"], offered: ["--no-tree"] },
];

for (const [shell, { check, offers }] of Object.entries(SHELLS)) {
	const { stdout, status } = await run(["completion", shell]);
	writeFileSync(script(shell), stdout);
	const skip = spawnSync(shell, ["-c", "exit 0"]).status === 0 ? false : `${shell} is not installed`;

	describe(`completion of ${shell}`, { skip }, () => {
		it("is a script without faults", () => {
			assert.equal(status, 0);
			const { stderr, status: fault } = spawnSync(shell, [...check, script(shell)], { encoding: "utf8" });
			assert.deepEqual({ stderr, fault }, { stderr: "", fault: 0 });
		});

		for (const { words, offered } of offers ? CASES : []) {
			it(`lorelint ${words.join(" ")}`, () => assert.deepEqual([...offers!(words)].sort(), offered));
		}
	});
}

it("a branch name that looks like a command is not run by bash", (context) => {
	if (spawnSync("git", ["--version"]).status !== 0) return context.skip("git is not installed");
	const name = `$(touch\${IFS}pwned)`;
	const git = (...args: string[]) =>
		spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: folder });
	git("init", "-q");
	git("commit", "-q", "--allow-empty", "-m", "x");
	git("branch", name);
	const offered = lines("bash", ["-c", `. "$0"; cur=; _lorelint_revisions; ${PRINT}; ls`, script("bash")]);
	assert.ok(offered.includes(name));
	assert.ok(!offered.includes("pwned"));
});

it("an unknown shell is a wrong call", async () => {
	const { status, stderr } = await run(["completion", "tcsh"]);
	assert.equal(status, 2);
	assert.match(stderr, /tcsh.*bash, zsh, fish/s);
});

function script(shell: string): string {
	return join(folder, `.lorelint.${shell}`);
}

function lines(command: string, args: readonly string[]): string[] {
	const { stdout } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
	return stdout.split("\n").filter((line) => line !== "");
}
