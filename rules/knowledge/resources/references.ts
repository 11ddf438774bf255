import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

/** The getters that go on from one node drop the reference to it. */
const NODE = `
	of_node_put of_get_next_child:1 of_get_next_available_child:1 of_get_next_reserved_child:1 of_get_next_parent
	of_find_node_by_name of_find_node_by_type of_find_compatible_node of_find_matching_node
	of_find_matching_node_and_match of_find_node_with_property of_find_all_nodes of_get_next_cpu_node
	of_graph_get_next_endpoint:1
`;
const FWNODE = `
	fwnode_handle_put fwnode_get_next_parent fwnode_get_next_child_node:1 fwnode_get_next_available_child_node:1
	device_get_next_child_node:1 fwnode_graph_get_next_endpoint:1
`;
const PCI = `pci_dev_put pci_get_device:2 pci_get_subsys:4 pci_get_class:1 pci_get_base_class:1`;

/**
 * References to nodes, devices and other objects that are counted.
 *
 * Source: drivers/of/base.c, drivers/of/property.c, drivers/base/property.c, drivers/base/core.c,
 * drivers/base/bus.c, drivers/pci/search.c, lib/kobject.c, include/linux of Linux 6.12.
 */
export const referenceRows: readonly ResourceRow[] = [
	...returned(
		"reference",
		"null",
		`
		of_find_node_by_name of_find_node_by_type of_find_compatible_node of_find_matching_node
			of_find_matching_node_and_match of_find_node_with_property of_find_node_by_path
			of_find_node_opts_by_path of_find_node_by_phandle of_find_all_nodes of_get_parent of_get_next_parent
			of_get_next_child of_get_next_available_child of_get_next_reserved_child of_get_child_by_name
			of_get_compatible_child of_parse_phandle of_get_cpu_node of_get_next_cpu_node of_cpu_device_node_get
			of_get_cpu_state_node of_find_next_cache_node of_graph_get_next_endpoint
			of_graph_get_endpoint_by_regs of_graph_get_remote_endpoint of_graph_get_port_parent
			of_graph_get_remote_port_parent of_graph_get_remote_port of_graph_get_remote_node
			of_graph_get_port_by_id of_irq_find_parent of_node_get | ${NODE};
		fwnode_handle_get fwnode_get_parent fwnode_get_next_parent fwnode_get_next_child_node
			fwnode_get_next_available_child_node device_get_next_child_node fwnode_get_named_child_node
			device_get_named_child_node fwnode_get_nth_parent fwnode_graph_get_next_endpoint
			fwnode_graph_get_port_parent fwnode_graph_get_remote_port_parent fwnode_graph_get_remote_port
			fwnode_graph_get_remote_endpoint fwnode_graph_get_endpoint_by_id | ${FWNODE};
		bus_find_device bus_find_device_by_name bus_find_device_by_of_node bus_find_device_by_fwnode
			bus_find_device_by_devt bus_find_device_by_acpi_dev bus_find_next_device class_find_device
			class_find_device_by_name class_find_device_by_of_node class_find_device_by_fwnode
			class_find_device_by_devt class_find_device_by_acpi_dev driver_find_device
			driver_find_device_by_name driver_find_device_by_of_node driver_find_device_by_fwnode
			driver_find_device_by_devt driver_find_next_device driver_find_device_by_acpi_dev device_find_child
			device_find_child_by_name device_find_any_child platform_find_device_by_driver | put_device;
		of_find_device_by_node | put_device.dev platform_device_put;
		of_find_i2c_device_by_node i2c_find_device_by_fwnode of_find_i2c_adapter_by_node
			i2c_find_adapter_by_fwnode of_find_mipi_dsi_device_by_node | put_device.dev;
		pci_get_device pci_get_subsys pci_get_class pci_get_base_class pci_get_slot
			pci_get_domain_bus_and_slot pci_dev_get | ${PCI};
		usb_get_dev | usb_put_dev;
		usb_get_intf | usb_put_intf;
		usb_get_hcd | usb_put_hcd;
		i2c_get_adapter of_get_i2c_adapter_by_node i2c_get_adapter_by_fwnode | i2c_put_adapter;
		spi_controller_get | spi_controller_put;
		acpi_dev_get_first_match_dev acpi_get_acpi_dev acpi_dev_get_next_consumer_dev
			acpi_dev_get_next_match_dev | acpi_dev_put acpi_dev_get_next_match_dev;
		scsi_device_lookup scsi_device_lookup_by_target | scsi_device_put __scsi_iterate_devices:1;
		scsi_host_get scsi_host_lookup | scsi_host_put;
		kobject_create_and_add kobject_get_unless_zero | kobject_put;
		kset_create_and_add | kset_unregister kset_put;
		kset_get | kset_put;
		get_task_mm | mmput mmput_async;
		get_pid get_task_pid find_get_pid | put_pid;
		get_pid_task find_get_task_by_vpid | put_task_struct;
		fget fget_raw fget_task | fput __fput_sync;
		maybe_get_net | put_net
	`,
	),
	...returned(
		"reference",
		"error",
		`
		fwnode_find_reference | ${FWNODE};
		pidfd_get_pid | put_pid;
		pidfd_get_task | put_task_struct;
		get_net_ns_by_fd get_net_ns_by_pid | put_net
	`,
	),
	...held(
		"reference",
		"never",
		`
		get_device | put_device;
		kref_get | kref_put;
		kobject_init kobject_init_and_add | kobject_put;
		__module_get | module_put;
		mmget | mmput mmput_async;
		mmgrab | mmdrop;
		get_file | fput;
		get_task_struct | put_task_struct;
		kobject_get | kobject_put
	`,
	),
	...stored(
		"reference",
		"code",
		`
		of_parse_phandle_with_args:4 of_parse_phandle_with_fixed_args:4
			of_parse_phandle_with_optional_args:4 | of_node_put.np;
		fwnode_property_get_reference_args:5 | fwnode_handle_put.fwnode
	`,
	),
	...held("reference", "code", "scsi_device_get | scsi_device_put"),
	...held(
		"reference",
		"null",
		`
		try_module_get | module_put;
		mmget_not_zero | mmput mmput_async
	`,
	),
	...returned(
		"credentials",
		"null",
		`
		prepare_creds | abort_creds commit_creds put_cred;
		prepare_kernel_cred | put_cred abort_creds
	`,
	),
	...returned(
		"reference",
		"never",
		`
		get_cred get_current_cred | put_cred;
		get_user_ns | put_user_ns;
		get_net | put_net
	`,
	),
];
