import type { CallExpr } from "../../src/cfg/expression.js";
import { ERROR, POSITIVE, type ValueSet, ZERO } from "../../src/flow/values.js";

/** What the number says that a function returns. */
export interface NumberContract {
	readonly success: ValueSet;
	readonly failures: ValueSet;
	/** What the number is, other than an error code. */
	readonly counts: string;
	/** Index of the argument that bounds the count: of nothing, 0 are done. */
	readonly bound?: number;
}

interface NumberRow extends NumberContract {
	readonly names: readonly string[];
}

/** Source: the kernel-doc of the functions, and what they return in Linux 6.12. */
const rows: readonly NumberRow[] = [
	{
		counts: "how many bytes were not copied",
		success: ZERO,
		failures: POSITIVE,
		names: [
			"copy_from_user",
			"copy_to_user",
			"__copy_from_user",
			"__copy_to_user",
			"__copy_from_user_inatomic",
			"__copy_to_user_inatomic",
			"raw_copy_from_user",
			"raw_copy_to_user",
			"clear_user",
			"__clear_user",
		],
	},
	{
		counts: "how many messages were transferred",
		success: ZERO | POSITIVE,
		failures: ERROR,
		names: ["i2c_transfer", "__i2c_transfer"],
	},
	{
		counts: "how many bytes were transferred",
		success: ZERO | POSITIVE,
		failures: ERROR,
		names: ["i2c_smbus_read_block_data", "i2c_smbus_read_i2c_block_data", "kernel_sendmsg", "kernel_recvmsg"],
	},
	{
		counts: "how many bytes were transferred",
		success: ZERO | POSITIVE,
		failures: ERROR,
		bound: 2,
		names: ["i2c_master_send", "i2c_master_recv", "i2c_master_send_dmasafe", "i2c_master_recv_dmasafe"],
	},
	{
		counts: "how many bytes were transferred",
		success: ZERO | POSITIVE,
		failures: ERROR,
		bound: 7,
		names: ["usb_control_msg"],
	},
	{
		counts: "1 where the device was active before",
		success: ZERO | POSITIVE,
		failures: ERROR,
		names: ["pm_runtime_get_sync"],
	},
	{
		counts: "an interrupt",
		success: POSITIVE,
		failures: ERROR,
		names: ["platform_get_irq", "platform_get_irq_byname", "gpio_to_irq", "gpiod_to_irq"],
	},
	{
		counts: "an interrupt",
		success: POSITIVE,
		failures: ZERO,
		names: [
			"irq_of_parse_and_map",
			"irq_create_mapping",
			"irq_create_of_mapping",
			"irq_create_fwspec_mapping",
			"irq_find_mapping",
		],
	},
	{
		counts: "the time that was left",
		success: POSITIVE,
		failures: ZERO,
		names: ["wait_for_completion_timeout", "wait_for_completion_io_timeout", "wait_event_timeout"],
	},
	{ counts: "how many entries were mapped", success: POSITIVE, failures: ZERO, names: ["dma_map_sg"] },
	{
		counts: "how many vectors there are",
		success: POSITIVE,
		failures: ERROR,
		names: ["pci_alloc_irq_vectors", "pci_alloc_irq_vectors_affinity", "pci_enable_msix_range"],
	},
];

const byName: ReadonlyMap<string, NumberContract> = new Map(
	rows.flatMap((row) => row.names.map((name) => [name, row] as const)),
);

/** What the number means that the call returns; null where it is 0 or an error code, or not known. */
export function numberContract({ name, args }: Pick<CallExpr, "name" | "args">): NumberContract | null {
	const known = (name !== null && byName.get(name)) || null;
	const bound = known?.bound === undefined ? null : args[known.bound];
	return bound?.kind === "number" && bound.value === 0 ? null : known;
}

/** Whether it returns 0 for success, else how much is left, and never an error code. */
export function leavesRemainder(name: string): boolean {
	return byName.get(name)?.failures === POSITIVE;
}
