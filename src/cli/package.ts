import { readFileSync } from "node:fs";

/** Root of the installed package: this module is `dist/src/cli/package.js` in it. */
const ROOT = new URL("../../../", import.meta.url);

export function version(): string {
	const manifest = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8")) as { version: string };
	return manifest.version;
}

/** Text of the fixture `fixtures/<rule>/<name>.patch`, or null where the package comes without it. */
export function readFixture(rule: string, name: string): string | null {
	try {
		return readFileSync(new URL(`fixtures/${rule}/${name}.patch`, ROOT), "utf8");
	} catch {
		return null;
	}
}
