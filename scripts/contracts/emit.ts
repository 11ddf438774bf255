import type { Contract } from "../../rules/knowledge/results/row.js";

/** A row's worth of one name, and where the name is from. */
export interface Entry extends Contract {
	readonly name: string;
	/** The file that defines it. */
	readonly path: string;
}

/** Folders of the tree that share a table, first match wins; the rest is in `others`. */
const TABLES: readonly (readonly [string, RegExp])[] = [
	["gpu", /^(drivers\/(gpu|video|accel)|include\/(drm|video))\//],
	["media", /^(drivers\/(media|staging\/media)|include\/media)\//],
	["sound", /^(sound|include\/sound)\//],
	["net-drivers", /^drivers\/(net|infiniband|bluetooth|isdn|atm)\//],
	["net", /^(net|include\/(net|rdma|linux\/(netfilter|sunrpc|ceph)))\//],
	[
		"scsi-and-storage",
		/^(drivers\/(scsi|ata|nvme|block|md|mtd|target|message|memstick|mmc|nvdimm|cxl)|block|include\/(scsi|target))\//,
	],
	["filesystems", /^fs\//],
	["kernel", /^(kernel|init|ipc|security|crypto|virt|io_uring)\//],
	["memory-and-library", /^(mm|lib)\//],
	["arch", /^arch\//],
	[
		"buses",
		/^drivers\/(base|bus|pci|usb|i2c|i3c|spi|spmi|slimbus|soundwire|acpi|of|pnp|tty|hid|virtio|vfio|iommu|firmware)\//,
	],
	["devices", /^drivers\//],
	["headers", /^include\//],
];

function tableOf(path: string): string {
	return TABLES.find(([, pattern]) => pattern.test(path))?.[0] ?? "others";
}

const ORDER = ["error", "null", "both", "optional", "never"];
const WIDTH = 108;
/** Longest table, in lines. */
const MAX_LINES = 330;

/** The files of the tables: name to text. */
export function tables(entries: readonly Entry[], release: string): ReadonlyMap<string, string> {
	const files = new Map<string, string>();
	const groups = groupBy(entries, ({ path }) => tableOf(path));
	for (const [name, group] of [...groups].sort()) {
		const parts = split(group);
		for (const [i, part] of parts.entries()) {
			files.set(parts.length === 1 ? name : `${name}-${i + 1}`, tableText(part, release));
		}
	}
	return files;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(key(item));
		if (group) group.push(item);
		else groups.set(key(item), [item]);
	}
	return groups;
}

/** In runs of paths, so that what belongs together stays in one file. */
function split(entries: readonly Entry[]): readonly (readonly Entry[])[] {
	const sorted = [...entries].sort((a, b) => compare(a.path, b.path) || compare(a.name, b.name));
	const length = sorted.reduce((sum, { name }) => sum + name.length + 1, 0);
	const count = Math.ceil(length / (WIDTH - 18) / (MAX_LINES - 60));
	const size = Math.ceil(sorted.length / count);
	return Array.from({ length: count }, (_, i) => sorted.slice(i * size, (i + 1) * size));
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function tableText(entries: readonly Entry[], release: string): string {
	const folders = [
		...new Set(entries.map(({ path }) => path.split("/").slice(0, -1).slice(0, 2).join("/"))),
	].sort();
	const groups = groupBy(
		entries,
		({ fails, stub, loose }) => `${ORDER.indexOf(fails)} ${stub ?? ""} ${loose}`,
	);
	const rows = [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => rowText(group));
	const from = folders.length > 8 ? `${folders.slice(0, 8).join(", ")} and others` : folders.join(", ");
	return [
		'import { type ResultRow, row } from "./row.js";',
		"",
		"/**",
		...wrap(`Of functions in ${from}. Derived from Linux ${release} by \`npm run derive:contracts\`.`, " * "),
		" */",
		"export const rows: readonly ResultRow[] = [",
		...rows,
		"];",
		"",
	].join("\n");
}

function rowText(entries: readonly Entry[]): string {
	const { fails, stub, loose } = entries[0]!;
	const names = wrap(
		entries
			.map(({ name }) => name)
			.sort()
			.join(" "),
		"\t\t",
	).join("\n");
	const extra = [...(stub === null ? [] : [`stub: "${stub}"`]), ...(loose ? ["loose: true"] : [])];
	const last = extra.length === 0 ? "" : `\n\t\t{ ${extra.join(", ")} },`;
	return `\trow(\n\t\t"${fails}",\n\t\t\`\n${names}\n\t\t\`,${last}\n\t),`;
}

function wrap(text: string, indent: string): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		if (line !== "" && line.length + word.length + 1 + indent.length * 4 > WIDTH) {
			lines.push(indent + line);
			line = word;
		} else line = line === "" ? word : `${line} ${word}`;
	}
	return [...lines, indent + line];
}

/** Text of the module that puts the tables together. */
export function indexText(names: readonly string[]): string {
	const identifier = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
	return [
		...names.map((name) => `import { rows as ${identifier(name)} } from "./${name}.js";`),
		'import type { ResultRow } from "./row.js";',
		"",
		"/** Every row, by where the functions are defined. */",
		"export const resultRows: readonly ResultRow[] = [",
		...names.map((name) => `\t...${identifier(name)},`),
		"];",
		"",
	].join("\n");
}
