import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** The browser that tests open pages in: CHROMIUM, or the first of these in PATH; null where there is none. */
export function findBrowser(): string | null {
	const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"];
	for (const name of names) {
		if (name && spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0) return name;
	}
	return null;
}

interface Reply {
	readonly id?: number;
	readonly method?: string;
	readonly params?: Record<string, unknown>;
	readonly result?: Record<string, unknown>;
	readonly error?: { readonly message: string };
}

/** How long an answer may take, milliseconds: machines that test many things at once are slow. */
const PATIENCE = 60_000;
/** A browser that ends before it answers is started again so often. */
const STARTS = 3;

/**
 * A headless browser, driven by the DevTools protocol. It speaks through a pipe (file descriptors 3 and 4,
 * JSON that ends in a NUL), so that no port is open and no library is needed.
 */
export class Browser {
	private next = 1;
	private rest = "";
	private readonly waiting = new Map<number, (reply: Reply) => void>();
	private readonly gone: Promise<void>;
	/** The end of what it said on standard error. */
	private lastWords = "";
	private readonly listeners = new Set<(reply: Reply) => void>();
	private readonly input: Writable;

	private constructor(
		private readonly child: ChildProcess,
		private readonly profile: string,
	) {
		this.input = child.stdio[3] as Writable;
		this.input.on("error", () => {});
		(child.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => this.read(text));
		(child.stdio[2] as Readable).setEncoding("utf8").on("data", (text: string) => {
			this.lastWords = (this.lastWords + text).slice(-1000);
		});
		this.gone = new Promise((resolve) => {
			child.once("error", () => resolve());
			child.once("exit", () => resolve());
		});
		this.gone.then(() => {
			const message = `the browser has ended: ${this.lastWords}`;
			for (const [id, take] of this.waiting) take({ id, error: { message } });
		});
	}

	/** A browser that answers. */
	static async start(command: string): Promise<Browser> {
		for (let start = 1; ; start++) {
			const browser = Browser.launch(command);
			try {
				await browser.send("Browser.getVersion");
				return browser;
			} catch (error) {
				await browser.close();
				if (start === STARTS) throw error;
			}
		}
	}

	private static launch(command: string): Browser {
		const profile = mkdtempSync(join(tmpdir(), "lorelint-browser-"));
		const flags = [
			...["--headless", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "--no-first-run"],
			// A sandbox needs rights that containers and root do not have; the page is our own.
			...["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions"],
			...["--disable-background-networking", "--disable-component-update", "--hide-scrollbars"],
		];
		const child = spawn(command, flags, { stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"] });
		return new Browser(child, profile);
	}

	private read(text: string): void {
		const parts = (this.rest + text).split("\0");
		this.rest = parts.pop()!;
		for (const part of parts) {
			const reply = JSON.parse(part) as Reply;
			if (reply.id === undefined) for (const listener of this.listeners) listener(reply);
			else this.waiting.get(reply.id)?.(reply);
		}
	}

	/** Calls a method of the protocol. */
	send(
		method: string,
		params: Record<string, unknown> = {},
		sessionId?: string,
	): Promise<Record<string, unknown>> {
		const id = this.next++;
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`no answer to ${method}`)), PATIENCE);
			this.waiting.set(id, ({ error, result }) => {
				clearTimeout(timer);
				this.waiting.delete(id);
				if (error) reject(new Error(`${method}: ${error.message}`));
				else resolve(result ?? {});
			});
			this.input.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
		});
	}

	listen(listener: (event: Reply) => void): void {
		this.listeners.add(listener);
	}

	async newTab(): Promise<Tab> {
		const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
		const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
		return await Tab.open(this, sessionId as string);
	}

	async close(): Promise<void> {
		if (this.child.exitCode === null) await this.send("Browser.close").catch(() => this.child.kill());
		await this.gone;
		rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}

/** A tab, and all that it complained of or asked the network for. */
export class Tab {
	/** Console errors, exceptions and what the policy of the page refused. */
	readonly complaints: string[] = [];
	/** Every address that was asked for. */
	readonly requests: string[] = [];
	private loaded: (() => void) | null = null;

	private constructor(
		private readonly browser: Browser,
		private readonly session: string,
	) {}

	static async open(browser: Browser, session: string): Promise<Tab> {
		const tab = new Tab(browser, session);
		browser.listen(({ method, params }) => tab.hear(method ?? "", params ?? {}));
		for (const domain of ["Page", "Runtime", "Log", "Network", "Audits"]) await tab.call(`${domain}.enable`);
		return tab;
	}

	call(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
		return this.browser.send(method, params, this.session);
	}

	private hear(method: string, params: Record<string, unknown>): void {
		const told = JSON.stringify(params).slice(0, 500);
		if (method === "Page.loadEventFired") this.loaded?.();
		if (method === "Network.requestWillBeSent")
			this.requests.push((params.request as { url: string }).url.slice(0, 200));
		if (method === "Runtime.exceptionThrown" || method === "Log.entryAdded" || method === "Audits.issueAdded")
			this.complaints.push(`${method} ${told}`);
		if (method === "Runtime.consoleAPICalled") this.complaints.push(`console ${told}`);
	}

	/** The size of the window in CSS pixels. */
	async resize(width: number, height: number, mobile = false): Promise<void> {
		await this.call("Emulation.setDeviceMetricsOverride", { width, height, mobile, deviceScaleFactor: 1 });
	}

	async prefer(features: Readonly<Record<string, string>>, media = ""): Promise<void> {
		const list = Object.entries(features).map(([name, value]) => ({ name, value }));
		await this.call("Emulation.setEmulatedMedia", { media, features: list });
	}

	async goTo(url: string): Promise<void> {
		const loaded = new Promise<void>((resolve) => {
			this.loaded = resolve;
		});
		await this.call("Page.navigate", { url });
		await loaded;
	}

	/** What an expression comes to in the page; it must be JSON. */
	async ask<T>(expression: string): Promise<T> {
		const { result, exceptionDetails } = await this.call("Runtime.evaluate", {
			...{ expression, returnByValue: true, awaitPromise: true },
		});
		if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails).slice(0, 800)}`);
		return (result as { value: T }).value;
	}

	/** Presses a key, as a person would: `n`, `Tab`, `Enter`, ` `, `Escape`. */
	async press(key: string): Promise<void> {
		const text = key.length === 1 ? key : key === "Enter" ? "\r" : "";
		const windowsVirtualKeyCode = { Tab: 9, Enter: 13, Escape: 27, " ": 32 }[key] ?? 0;
		const params = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode };
		await this.call("Input.dispatchKeyEvent", {
			...{ type: text ? "keyDown" : "rawKeyDown", ...params, text },
		});
		await this.call("Input.dispatchKeyEvent", { type: "keyUp", ...params });
	}

	async screenshot(whole = false): Promise<Buffer> {
		const { data } = await this.call("Page.captureScreenshot", { captureBeyondViewport: whole });
		return Buffer.from(data as string, "base64");
	}

	/** The page as it would be printed. */
	async pdf(): Promise<Buffer> {
		const { data } = await this.call("Page.printToPDF", {});
		return Buffer.from(data as string, "base64");
	}
}
