import { calls } from "./groups.js";
import type { ResourceIterator } from "./row.js";

function iterators(release: string, names: string): ResourceIterator[] {
	return calls(names).map(({ name, argument }) => ({ name, variable: argument, release }));
}

/**
 * Loops that drop the reference to one object when they go on to the next: who leaves one early, by
 * `break`, `goto` or `return`, has it still. Those that end in `_scoped` drop it by themselves.
 *
 * Source: include/linux/of.h, of_graph.h, property.h, pci.h, acpi.h, gpio/driver.h, dma-fence-chain.h,
 * include/scsi/scsi_device.h, fs/xfs/libxfs/xfs_ag.h of Linux 6.12.
 */
export const resourceIterators: readonly ResourceIterator[] = [
	...iterators(
		"of_node_put",
		`for_each_child_of_node:1 for_each_available_child_of_node:1 for_each_reserved_child_of_node:1
		 for_each_of_cpu_node for_each_node_by_name for_each_node_by_type for_each_compatible_node
		 for_each_matching_node for_each_matching_node_and_match for_each_node_with_property
		 for_each_endpoint_of_node:1`,
	),
	...iterators(
		"fwnode_handle_put",
		`fwnode_for_each_child_node:1 fwnode_for_each_available_child_node:1 device_for_each_child_node:1
		 fwnode_graph_for_each_endpoint:1 fwnode_for_each_parent_node:1 for_each_gpiochip_node:1`,
	),
	...iterators("pci_dev_put", "for_each_pci_dev"),
	...iterators("acpi_dev_put", "for_each_acpi_dev_match for_each_acpi_consumer_dev:1"),
	...iterators("dma_fence_put", "dma_fence_chain_for_each"),
	...iterators("scsi_device_put", "shost_for_each_device"),
	...iterators(
		"xfs_perag_rele",
		`for_each_perag:2 for_each_perag_from:2 for_each_perag_range:3 for_each_perag_wrap:3
		 for_each_perag_wrap_at:4 for_each_perag_wrap_range:5`,
	),
];
