import type { SourceImage, Span } from "../../src/image/image.js";
import type { FileView } from "../../src/rules/rule.js";
import { bindings, type DeferredKind, irqContexts, memberBindings } from "../knowledge/atomic/index.js";

/** A function that runs later, or on an event, as the file arranges it. */
export interface Handler {
	readonly name: string;
	readonly kind: DeferredKind;
	/** The object it is bound to as the source writes it, without `&`: `priv->timer`. */
	readonly object: string;
	readonly boundAt: Span;
}

/** A handler that must not sleep, as a message names it. */
export interface HandlerContext {
	readonly isAtomic: boolean;
	readonly text: string;
	readonly boundAt: Span;
}

const found = new WeakMap<SourceImage, readonly Handler[]>();

/** All handlers that the file binds, in order of their names in the table, then of their place. */
export function handlersIn({ image }: FileView): readonly Handler[] {
	const known = found.get(image);
	if (known) return known;
	const handlers = [...boundByCall(image), ...boundByMember(image)];
	found.set(image, handlers);
	return handlers;
}

/** The context a function of the file runs in, as far as the file arranges it; null where it does not. */
export function handlerOf(name: string, file: FileView): HandlerContext | null {
	const handler = handlersIn(file).find((item) => item.name === name && KIND_TEXT[item.kind] !== undefined);
	if (!handler) return null;
	return {
		isAtomic: irqContexts[handler.kind] !== "process",
		text: KIND_TEXT[handler.kind]!,
		boundAt: handler.boundAt,
	};
}

const KIND_TEXT: Readonly<Partial<Record<DeferredKind, string>>> = {
	irq: "an interrupt handler",
	timer: "a timer's handler",
	hrtimer: "a timer's handler",
	tasklet: "a tasklet's handler",
};

const BINDERS = new RegExp(`\\b(${bindings.map(({ name }) => name).join("|")})\\s*\\(`, "g");

function* boundByCall({ text }: SourceImage): Iterable<Handler> {
	for (const match of text.matchAll(BINDERS)) {
		const binding = bindings.find(({ name }) => name === match[1])!;
		const open = match.index + match[0].length;
		const args = argumentsAt(text, open);
		for (const { argument, kind } of binding.handlers) {
			const [handler, object] = [args[argument], args[binding.object]];
			if (!handler || !object || !/^&?\s*[A-Za-z_]\w*$/.test(handler)) continue;
			const boundAt = { start: match.index, end: open };
			yield { name: bare(handler), kind, object: bare(object), boundAt };
		}
	}
}

/** `x.function = handler;` where `x` is set up as a timer somewhere in the file. */
function* boundByMember({ text }: SourceImage): Iterable<Handler> {
	for (const { member, kind, setUpBy } of memberBindings) {
		if (!setUpBy.some((name) => text.includes(name))) continue;
		const assignment = new RegExp(
			`([\\w.>[\\]-]+?)(?:\\.|->)${member}\\s*=\\s*&?\\s*([A-Za-z_]\\w*)\\s*;`,
			"g",
		);
		for (const match of text.matchAll(assignment)) {
			const boundAt = { start: match.index, end: match.index + match[0].length };
			yield { name: match[2]!, kind, object: match[1]!, boundAt };
		}
	}
}

/** Longest text of a call's arguments that is read. */
const MAX_ARGUMENTS = 2000;

/** The arguments of a call whose parenthesis has been opened; none where it does not end. */
function argumentsAt(text: string, open: number): readonly string[] {
	const args: string[] = [];
	let [depth, from] = [0, open];
	for (let at = open; at < text.length && at < open + MAX_ARGUMENTS; at++) {
		const char = text[at]!;
		if ("([{".includes(char)) depth++;
		else if (depth > 0 && ")]}".includes(char)) depth--;
		else if (depth === 0 && (char === "," || char === ")")) {
			args.push(text.slice(from, at).trim());
			if (char === ")") return args;
			from = at + 1;
		}
	}
	return [];
}

/** Without `&`, and without parentheses around it. */
function bare(text: string): string {
	let inner = text.trim();
	while (/^[&(]/.test(inner)) {
		inner = inner.startsWith("&")
			? inner.slice(1).trim()
			: inner.replace(/^\(/, "").replace(/\)$/, "").trim();
	}
	return inner;
}
