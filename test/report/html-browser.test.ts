import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Browser, findBrowser, type Tab } from "./browser.js";
import { DEMO, HOSTILE, pageInTree, pageOf, TALL_PATCH, TALL_SOURCE } from "./pages.js";

const command = findBrowser();
const skip = command === null && "no chromium in PATH (or named by CHROMIUM)";

/** Widths at which the page must be good, in CSS pixels. */
const WIDE = 1400;
const PHONE = 400;

const XHTML = '<html lang="en" xmlns="http://www.w3.org/1999/xhtml">';

describe("the page in a browser", { skip }, () => {
	const folder = mkdtempSync(join(tmpdir(), "lorelint-page-"));
	const pages: Record<"demo" | "hostile" | "tall", string> = { demo: "", hostile: "", tall: "" };
	let browser: Browser;
	let tab: Tab;

	before(async () => {
		pages.demo = write("demo.html", await pageOf([DEMO]));
		pages.hostile = write("hostile.html", await pageOf(HOSTILE));
		pages.tall = write("tall.html", await pageInTree(TALL_PATCH, { "pot.c": TALL_SOURCE }));
		browser = await Browser.start(command!);
		tab = await browser.newTab();
	});
	after(async () => {
		await browser?.close();
		rmSync(folder, { recursive: true });
	});

	function write(name: string, page: string): string {
		writeFileSync(join(folder, name), page);
		return pathToFileURL(join(folder, name)).href;
	}

	async function open(page: keyof typeof pages, width = WIDE, scheme = "light"): Promise<void> {
		await tab.resize(width, 900, width === PHONE);
		await tab.prefer({ "prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce" });
		await tab.goTo(pages[page]);
	}

	for (const page of ["demo", "hostile", "tall"] as const) {
		it(`loads nothing, complains of nothing and runs nothing foreign: ${page}`, async () => {
			tab.complaints.length = 0;
			tab.requests.length = 0;
			await open(page);
			assert.deepEqual(tab.complaints, []);
			assert.deepEqual(tab.requests, [pages[page]]);
			assert.equal(await tab.ask("document.querySelectorAll('img, iframe, object, script').length"), 1);
		});

		it(`is nested as it is written: ${page}`, async () => {
			await open(page);
			const text = readFileSync(fileURLToPath(pages[page]), "utf8");
			assert.equal(await tab.ask(differenceOfParsers(text.replace('<html lang="en">', XHTML))), "");
		});

		for (const [width, scheme] of [
			[PHONE, "light"],
			[PHONE, "dark"],
			[WIDE, "light"],
			[WIDE, "dark"],
		] as const) {
			it(`fits and can be read at ${width}, ${scheme}: ${page}`, async () => {
				await open(page, width, scheme);
				assert.equal(await tab.ask("document.documentElement.scrollWidth"), width);
				assert.deepEqual(await tab.ask(`(${weakTexts})()`), []);
			});
		}
	}

	it("keeps the lanes in sight on a phone, also where the code is scrolled sideways", async () => {
		await open("demo", PHONE);
		const lanes = await tab.ask<{ left: number; right: number; height: number }[]>(`(() => {
			for (const code of document.querySelectorAll(".code")) code.scrollLeft = 200;
			return [...document.querySelectorAll("[open] .row:not(.wide) .lane")].map((lane) => {
				const { left, right, height } = lane.getBoundingClientRect();
				return { left, right, height };
			});
		})()`);
		assert.ok(lanes.length > 10);
		for (const { left, right, height } of lanes)
			assert.ok(left >= 0 && right <= PHONE && right - left >= 4 && height > 15);
	});

	it("has targets for fingers on a phone", async () => {
		await open("demo", PHONE);
		const small = await tab.ask(`[...document.querySelectorAll(
				"button, .steps a, .contents a, .why summary, .self, .files a"
			)].filter((target) => {
				const { width, height } = target.getBoundingClientRect();
				return height > 0 && (height < 44 || width < 44);
			}).map((target) => target.outerHTML)`);
		assert.deepEqual(small, []);
	});

	it("goes from finding to finding by keys, and keeps a path in sight", async () => {
		await open("demo");
		const focused = () => tab.ask<string>("document.activeElement.dataset.pick ?? ''");
		const stops = () =>
			tab.ask<string[]>(
				"[...document.querySelectorAll('.stop.chosen')].map((stop) => stop.closest('.row').id)",
			);
		const visited = [];
		for (const key of ["n", "j", "n", "p", "k"]) {
			await tab.press(key);
			visited.push(await focused());
		}
		assert.deepEqual(visited, ["1", "2", "1", "2", "1"]);
		assert.deepEqual(await stops(), ["p1f1R17", "p1f1R18", "p1f1R19", "p1f1R24"]);
		assert.equal(await tab.ask("document.querySelector('output').textContent"), "1/2");

		await tab.press(" ");
		await tab.ask("document.activeElement.blur()");
		assert.equal((await stops()).length, 4);
		assert.equal(await tab.ask("document.querySelectorAll('[aria-pressed=true]').length"), 1);
		const faint = "Number(getComputedStyle(document.querySelector('.stop:not(.chosen)')).opacity) < 0.5";
		assert.equal(await tab.ask(faint), true);

		await tab.press("n");
		await tab.press("Enter");
		assert.deepEqual(await stops(), []);
		await tab.press("Enter");
		await tab.ask("document.activeElement.blur()");
		assert.equal((await stops()).length, 3);
		await tab.press("Escape");
		assert.deepEqual(await stops(), []);
	});

	it("shows a path while the pointer is on its finding", async () => {
		await open("demo");
		const { x, y } = await tab.ask<{ x: number; y: number }>(`(() => {
			document.getElementById("finding-1").scrollIntoView({ block: "center" });
			const { x, y } = document.getElementById("finding-1").getBoundingClientRect();
			return { x: x + 20, y: y + 20 };
		})()`);
		await tab.call("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
		assert.equal(await tab.ask("document.querySelectorAll('.stop.chosen').length"), 4);
		await tab.call("Input.dispatchMouseEvent", { type: "mouseMoved", x: 1, y: 1 });
		assert.equal(await tab.ask("document.querySelectorAll('.stop.chosen').length"), 0);
	});

	it("lets Tab reach findings, steps, explanations and code", async () => {
		await open("demo");
		const reached = new Set<string>();
		for (let i = 0; i < 40; i++) {
			await tab.press("Tab");
			reached.add(
				await tab.ask(
					"document.activeElement.className || document.activeElement.parentElement.className || document.activeElement.tagName",
				),
			);
			const outlined =
				"document.activeElement === document.body || getComputedStyle(document.activeElement).outlineStyle !== 'none'";
			assert.equal(await tab.ask(outlined), true);
		}
		const all = [...reached].join(" ");
		for (const name of ["pick", "code", "why", "self", "patch"])
			assert.match(all, new RegExp(`\\b${name}\\b`));
		assert.equal(await tab.ask("document.querySelectorAll('.steps a[href]').length"), 7);
	});

	it("helps", async () => {
		await open("demo");
		await tab.press("?");
		assert.equal(await tab.ask("document.querySelector('dialog').open"), true);
		await tab.press("Escape");
		assert.equal(await tab.ask("document.querySelector('dialog').open"), false);
	});

	it("leads from a step to its line", async () => {
		await open("demo");
		await tab.ask("document.querySelector('.steps a').click()");
		await tab.ask("new Promise((resolve) => setTimeout(resolve, 50))");
		const row = await tab.ask<{ id: string; top: number; ground: string }>(`(() => {
			const row = document.querySelector(":target");
			return { id: row.id, top: row.getBoundingClientRect().top, ground: getComputedStyle(row).backgroundColor };
		})()`);
		assert.equal(row.id, "p1f1R17");
		assert.ok(row.top > 90 && row.top < 900, `${row.top}`);
		assert.notEqual(row.ground, "rgb(255, 255, 255)");
	});

	it("unfolds what a link leads into", async () => {
		await open("tall");
		assert.equal(await tab.ask("document.querySelector('.unfold').open"), false);
		await tab.ask("location.hash = document.querySelector('.unfold .row[id]').id");
		await tab.ask("new Promise((resolve) => setTimeout(resolve, 50))");
		assert.equal(await tab.ask("document.querySelector('.unfold').open"), true);
	});

	it("says what is held at a line that is pointed at", async () => {
		await open("demo");
		await tab.ask("document.querySelector('#p1f1R19 .gutter').click()");
		const tip = "document.querySelector('#p1f1R19 .held').getBoundingClientRect().width";
		assert.ok((await tab.ask<number>(tip)) > 50);
	});

	it("is whole without a script", async () => {
		await tab.call("Emulation.setScriptExecutionDisabled", { value: true });
		try {
			await open("demo");
			const shown = await tab.ask<Record<string, number>>(`(() => {
				const visible = (name) => [...document.querySelectorAll(name)].filter((one) => one.checkVisibility()).length;
				return { cards: visible(".card"), stops: visible(".stop"), lanes: visible(".row:not(.wide) .lane"), buttons: visible("button") };
			})()`);
			assert.equal(shown.cards, 2);
			assert.equal(shown.stops, 7);
			assert.ok(shown.lanes! > 15);
			assert.equal(shown.buttons, 0);
		} finally {
			await tab.call("Emulation.setScriptExecutionDisabled", { value: false });
		}
	});

	it("prints on white, without buttons, with no line cut off", async () => {
		await open("demo", WIDE, "dark");
		await tab.prefer({ "prefers-color-scheme": "dark" }, "print");
		assert.equal(await tab.ask("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
		assert.equal(
			await tab.ask("[...document.querySelectorAll('button')].some((one) => one.checkVisibility())"),
			false,
		);
		await tab.resize(700, 900);
		assert.equal(await tab.ask("document.documentElement.scrollWidth"), 700);
		assert.equal((await tab.pdf()).subarray(0, 5).toString(), "%PDF-");
	});
});

/**
 * Runs in the page: where the parser for HTML, which mends everything, and that for XML, which mends nothing,
 * make different trees of one text.
 */
function differenceOfParsers(page: string): string {
	// What stands in these is no markup.
	const source = page.replace(/(<(style|script)>).*?(<\/\2>)/gs, "$1$3").replace("<!DOCTYPE html>", "");
	return `(() => {
		const source = ${JSON.stringify(source)};
		const outline = (type) => {
			const tree = new DOMParser().parseFromString(source, type);
			return [...tree.querySelectorAll("*")].map((one) => one.parentElement?.localName + " > " + one.localName);
		};
		const [html, xml] = [outline("text/html"), outline("application/xhtml+xml")];
		const at = html.findIndex((line, index) => line !== xml[index]);
		return at < 0 && html.length === xml.length ? "" : at + ": " + html[at] + ", " + xml[at];
	})()`;
}

/** Runs in the page: texts that do not stand out from their ground as WCAG 2 asks for (4.5:1). */
const weakTexts = `() => {
	const channels = (color) => color.match(/[\\d.]+/g).map(Number);
	const luminance = (color) => {
		const [r, g, b] = channels(color).slice(0, 3).map((value) => {
			const part = value / 255;
			return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const groundOf = (element) => {
		for (let at = element; at; at = at.parentElement) {
			const color = getComputedStyle(at).backgroundColor;
			if ((channels(color)[3] ?? 1) > 0.99) return color;
		}
		return "rgb(255, 255, 255)";
	};
	const weak = new Set();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const element = node.parentElement;
		if (node.data.trim() === "" || element.closest("script, dialog") || !element.checkVisibility()) continue;
		const style = getComputedStyle(element);
		const [dark, light] = [luminance(style.webkitTextFillColor), luminance(groundOf(element))].sort((a, b) => a - b);
		const ratio = (light + 0.05) / (dark + 0.05);
		if (ratio < 4.5) weak.add(element.className + " " + element.tagName + ": " + ratio.toFixed(2));
	}
	return [...weak];
}`;
