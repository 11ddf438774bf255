/**
 * What the page does beyond being read. The text of this function goes on the page as it is compiled, so it
 * must need nothing from outside of itself. The page is whole without it: findings, paths and lanes are
 * there, and only the way from one to the next is missing.
 */
export function client(): void {
	const root = document.documentElement;
	const cards = [...document.querySelectorAll<HTMLElement>(".card")];
	const position = document.querySelector("output");
	const help = document.querySelector("dialog");
	/** Of the finding whose path is kept in sight; empty for none. */
	let picked = "";

	const numberOf = (card: Element | null | undefined) => card?.id.replace("finding-", "") ?? "";

	/** Brings out one path; the others step back. */
	function show(number: string): void {
		root.classList.toggle("choosing", number !== "");
		for (const mark of document.querySelectorAll(".chosen")) mark.classList.remove("chosen");
		if (number === "") return;
		for (const mark of document.querySelectorAll(`[data-path="${number}"]`)) mark.classList.add("chosen");
		document.getElementById(`finding-${number}`)?.classList.add("chosen");
	}

	function pick(number: string): void {
		picked = number;
		for (const button of document.querySelectorAll("[data-pick]")) {
			button.setAttribute("aria-pressed", String(button.getAttribute("data-pick") === number));
		}
		show(number);
	}

	/** Opens whatever is folded around an element. */
	function unfold(element: Element | null): void {
		for (let at = element?.closest("details"); at; at = at.parentElement?.closest("details")) at.open = true;
	}

	function goTo(index: number): void {
		const card = cards[index];
		if (!card) return;
		unfold(card.parentElement);
		// A long way is not worth watching.
		card.scrollIntoView({ block: "center", behavior: "instant" });
		card.querySelector<HTMLElement>("[data-pick]")?.focus({ preventScroll: true });
		if (picked !== "") pick(numberOf(card));
	}

	/** The finding that has the focus, or the first below the middle of the window; counted from 0. */
	function current(): number {
		const focused = cards.findIndex((card) => card.contains(document.activeElement));
		if (focused >= 0) return focused;
		const below = cards.findIndex((card) => card.getBoundingClientRect().top > innerHeight / 2);
		return (below < 0 ? cards.length : below) - 0.5;
	}

	function step(by: 1 | -1): void {
		const at = current();
		const next = by > 0 ? Math.floor(at) + 1 : Math.ceil(at) - 1;
		goTo((next + cards.length) % cards.length);
	}

	function tell(): void {
		const focused = cards.findIndex((card) => card.contains(document.activeElement));
		if (position) position.textContent = focused < 0 ? `${cards.length}` : `${focused + 1}/${cards.length}`;
	}

	const keys: Record<string, () => void> = {
		n: () => step(1),
		j: () => step(1),
		p: () => step(-1),
		k: () => step(-1),
		"?": () => help?.showModal(),
		Escape: () => pick(""),
	};

	document.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey || help?.open) return;
		const act = keys[event.key];
		if (!act) return;
		event.preventDefault();
		act();
	});
	document.addEventListener("click", (event) => {
		const target = event.target instanceof Element ? event.target : null;
		const button = target?.closest("[data-pick]")?.getAttribute("data-pick");
		if (button) pick(picked === button ? "" : button);
		if (target?.closest("[data-step=next]")) step(1);
		if (target?.closest("[data-step=previous]")) step(-1);
		if (target?.closest("[data-help]")) help?.showModal();
		if (target?.closest("[data-close]")) help?.close();
		for (const gutter of document.querySelectorAll(".told")) gutter.classList.remove("told");
		target?.closest(".gutter")?.classList.add("told");
		const number = target?.closest(".number");
		if (number) location.hash = number.closest(".row")?.id ?? "";
	});
	document.addEventListener("focusin", (event) => {
		const card = event.target instanceof Element ? event.target.closest(".card") : null;
		show(numberOf(card) || picked);
		tell();
	});
	document.addEventListener("focusout", () => show(picked));
	for (const card of cards) {
		card.addEventListener("mouseenter", () => show(numberOf(card)));
		card.addEventListener("mouseleave", () => show(picked));
	}
	const follow = () => {
		const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
		unfold(target?.parentElement ?? null);
		target?.scrollIntoView({ block: "center" });
	};
	addEventListener("hashchange", follow);
	root.classList.add("with-script");
	tell();
	if (location.hash) follow();
}
