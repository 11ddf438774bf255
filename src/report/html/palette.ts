/** The colours of the page, for paper and for the dark. Every text on every ground it stands on keeps 4.5:1. */
export interface Palette {
	readonly ground: string;
	/** Of cards, heads and bars. */
	readonly raised: string;
	readonly line: string;
	readonly ink: string;
	/** Of what may be overlooked. */
	readonly faint: string;
	readonly link: string;
	readonly added: string;
	readonly removed: string;
	/** Of lines that are not in the diff. */
	readonly outside: string;
	/** Of the line that a link led to. */
	readonly target: string;
	readonly error: string;
	readonly warning: string;
	readonly note: string;
	readonly fixed: string;
	/** Ground of the code that a finding of that severity means. */
	readonly errorGround: string;
	readonly warningGround: string;
	readonly noteGround: string;
	readonly fixedGround: string;
	/**
	 * By slot. Told apart by people who see fewer colours: hues after Okabe and Ito, at the brightness that
	 * the ground asks for.
	 */
	readonly lanes: readonly string[];
}

export const LIGHT: Palette = {
	ground: "#ffffff",
	raised: "#f6f7f9",
	line: "#d9dde3",
	ink: "#1c2128",
	faint: "#59636e",
	link: "#0b57b0",
	added: "#e4f5e8",
	removed: "#fdebe9",
	outside: "#f1f2f4",
	target: "#fff3c4",
	error: "#b3261e",
	warning: "#835500",
	note: "#2458b8",
	fixed: "#1a6b3a",
	errorGround: "#fbd9d5",
	warningGround: "#fbe7bd",
	noteGround: "#d8e6fc",
	fixedGround: "#cdebd6",
	lanes: ["#0072b2", "#c85200", "#00805c", "#b0478d", "#8a6d00", "#5b6470"],
};

export const DARK: Palette = {
	ground: "#14171c",
	raised: "#1c2027",
	line: "#343b45",
	ink: "#dfe4ea",
	faint: "#9aa5b1",
	link: "#86b9f7",
	added: "#15291d",
	removed: "#33191a",
	outside: "#1f242b",
	target: "#40370f",
	error: "#ff9389",
	warning: "#e9b949",
	note: "#8fb8ff",
	fixed: "#6fce93",
	errorGround: "#54211d",
	warningGround: "#463509",
	noteGround: "#1b3157",
	fixedGround: "#1c4429",
	lanes: ["#56b4e9", "#f08a3c", "#2fc39a", "#e08fc4", "#e6d54a", "#aab4c0"],
};
