import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Root of the installed package: this module is `dist/src/cli/package.js` in it. */
const ROOT = new URL("../../../", import.meta.url);

export function version(): string {
	const manifest = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8")) as { version: string };
	return manifest.version;
}

/** How this lorelint is run again: absolute paths of Node and of the script. */
export function executable(): { readonly node: string; readonly lorelint: string } {
	return { node: process.execPath, lorelint: fileURLToPath(new URL("bin/lorelint.js", ROOT)) };
}

/** Text of the fixture `fixtures/<rule>/<name>.patch`, or null where the package comes without it. */
export function readFixture(rule: string, name: string): string | null {
	try {
		return readFileSync(new URL(`fixtures/${rule}/${name}.patch`, ROOT), "utf8");
	} catch {
		return null;
	}
}
