import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CASES, caseNames, expectedOf, imagesOf, render } from "./case.js";

for (const name of caseNames()) {
	test(`images: ${name}`, async () => {
		const found = render(await imagesOf(name));
		// UPDATE_EXPECTED=1 writes what is found; read it before you believe it.
		if (process.env.UPDATE_EXPECTED) writeFileSync(join(CASES, name, "expected.txt"), found, "latin1");
		assert.equal(found, expectedOf(name));
	});
}
