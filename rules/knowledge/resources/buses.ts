import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

/**
 * USB, HID, serial ports, ACPI, and smaller buses and frameworks.
 *
 * Source: include/linux of Linux 6.12: usb.h, usb, hid.h, serio.h, gameport.h, serdev.h, tty_driver.h,
 * serial_core.h, pcmcia, parport.h, acpi.h, auxiliary_bus.h, mfd/core.h, remoteproc.h, rpmsg.h, iommu.h,
 * vfio.h, tee_drv.h; include/acpi.
 */
export const busRows: readonly ResourceRow[] = [
	...returned("URB", "null", "usb_alloc_urb usb_get_urb | usb_free_urb usb_put_urb"),
	...returned("memory", "null", "usb_alloc_coherent | usb_free_coherent:2"),
	...returned("request", "null", "usb_ep_alloc_request | usb_ep_free_request:1"),
	...held("endpoint", "code", "usb_ep_enable | usb_ep_disable"),
	...held(
		"mapping",
		"code",
		"usb_gadget_map_request:1 usb_gadget_map_request_by_dev:1 | usb_gadget_unmap_request:1 usb_gadget_unmap_request_by_dev:1",
	),
	...held("gadget", "code", "usb_add_gadget_udc:1 | usb_del_gadget_udc"),
	...returned(
		"function",
		"error",
		`
		usb_get_function_instance | usb_put_function_instance;
		usb_get_function | usb_put_function
	`,
	),
	...held("function", "code", "usb_add_function:1 | usb_remove_function:1"),
	...returned(
		"host controller",
		"null",
		"usb_create_hcd usb_create_shared_hcd __usb_create_hcd | usb_put_hcd",
	),
	...held("host controller", "code", "usb_add_hcd | usb_remove_hcd"),
	...held(
		"power reference",
		"code",
		`
		usb_autopm_get_interface usb_autopm_get_interface_async |
			usb_autopm_put_interface usb_autopm_put_interface_async usb_autopm_put_interface_no_suspend;
		usb_autoresume_device | usb_autosuspend_device
	`,
	),
	...held(
		"interface",
		"code",
		`
		usb_register_dev | usb_deregister_dev;
		usb_driver_claim_interface:1 | usb_driver_release_interface:1
	`,
	),
	...returned("PHY", "error", "usb_get_phy | usb_put_phy"),
	...held("PHY", "code", "usb_add_phy usb_add_phy_dev | usb_remove_phy; usb_phy_init | usb_phy_shutdown"),
	...returned(
		"role switch",
		"either",
		"usb_role_switch_get fwnode_usb_role_switch_get | usb_role_switch_put",
	),
	...returned("role switch", "error", "usb_role_switch_register | usb_role_switch_unregister"),
	...returned("port", "error", "typec_register_port | typec_unregister_port"),
	...returned(
		"switch",
		"error",
		`
		typec_switch_register | typec_switch_unregister;
		typec_mux_register | typec_mux_unregister;
		typec_retimer_register | typec_retimer_unregister
	`,
	),
	...returned("switch", "error", "fwnode_typec_switch_get typec_switch_get | typec_switch_put"),
	...returned("mux", "error", "fwnode_typec_mux_get typec_mux_get | typec_mux_put"),
	...held(
		"device",
		"code",
		`
		hid_hw_start | hid_hw_stop;
		hid_hw_open | hid_hw_close;
		hid_add_device | hid_destroy_device
	`,
	),
	...returned("device", "error", "hid_allocate_device | hid_destroy_device"),
	...held(
		"port",
		"code",
		"serio_open | serio_close; serdev_device_open | serdev_device_close; gameport_open | gameport_close",
	),
	...held(
		"handle",
		"code",
		`
		input_register_handle | input_unregister_handle;
		input_open_device | input_close_device;
		input_register_handler | input_unregister_handler
	`,
	),
	...held(
		"driver",
		"code",
		`
		uart_register_driver | uart_unregister_driver;
		tty_register_driver | tty_unregister_driver;
		hid_register_driver | hid_unregister_driver;
		pnp_register_driver | pnp_unregister_driver;
		acpi_bus_register_driver | acpi_bus_unregister_driver;
		auxiliary_driver_register | auxiliary_driver_unregister;
		amba_driver_register | amba_driver_unregister;
		sdio_register_driver | sdio_unregister_driver;
		isa_register_driver | isa_unregister_driver;
		parport_register_driver | parport_unregister_driver;
		vmbus_driver_register | vmbus_driver_unregister;
		eisa_driver_register | eisa_driver_unregister;
		cpufreq_register_driver | cpufreq_unregister_driver
	`,
	),
	...returned("driver", "error", "tty_alloc_driver __tty_alloc_driver | tty_driver_kref_put"),
	...held("port", "code", "uart_add_one_port:1 | uart_remove_one_port:1"),
	...returned("terminal", "null", "tty_port_tty_get tty_kref_get get_current_tty | tty_kref_put"),
	...held("line discipline", "code", "tty_register_ldisc | tty_unregister_ldisc"),
	...held(
		"device",
		"code",
		`
		pcmcia_enable_device | pcmcia_disable_device;
		auxiliary_device_init | auxiliary_device_uninit;
		auxiliary_device_add | auxiliary_device_delete;
		parport_claim parport_claim_or_block | parport_release
	`,
	),
	...held("devices", "code", "mfd_add_devices | mfd_remove_devices"),
	...held("components", "code", "component_bind_all | component_unbind_all"),
	...held("component", "code", "component_add | component_del"),
	...held("regions", "code", "amba_request_regions | amba_release_regions"),
	...held("virtual functions", "code", "pci_enable_sriov | pci_disable_sriov"),
	...returned("mapping", "null", "pci_map_rom | pci_unmap_rom:1"),
	...returned("remote processor", "null", "rproc_alloc | rproc_free"),
	...returned("remote processor", "null", "rproc_get_by_phandle | rproc_put"),
	...held("remote processor", "code", "rproc_add | rproc_del; rproc_boot | rproc_shutdown"),
	...returned("endpoint", "null", "rpmsg_create_ept | rpmsg_destroy_ept"),
	...returned("group", "null", "iommu_group_get iommu_group_ref_get | iommu_group_put"),
	...returned("group", "error", "iommu_group_alloc | iommu_group_put"),
	...returned("domain", "error", "iommu_paging_domain_alloc | iommu_domain_free"),
	...held("device", "code", "iommu_attach_device:1 | iommu_detach_device:1"),
	...held(
		"IOMMU",
		"code",
		`
		iommu_device_register | iommu_device_unregister;
		iommu_device_sysfs_add | iommu_device_sysfs_remove
	`,
	),
	...returned("page tables", "null", "alloc_io_pgtable_ops | free_io_pgtable_ops"),
	...held(
		"reserved memory",
		"code",
		"of_reserved_mem_device_init of_reserved_mem_device_init_by_idx | of_reserved_mem_device_release",
	),
	...held("devices", "code", "of_platform_populate:3 | of_platform_depopulate"),
	...returned("context", "error", "tee_client_open_context | tee_client_close_context"),
	...returned("memory", "error", "tee_shm_alloc_kernel_buf tee_shm_register_kernel_buf | tee_shm_free"),
	...stored("table", "code", "acpi_get_table:2 | acpi_put_table"),
	...returned("framework device", "error", "coresight_register | coresight_unregister"),
	...returned("clock", "error", "ptp_clock_register | ptp_clock_unregister"),
	...returned("switch", "null", "rfkill_alloc | rfkill_destroy"),
	...held("switch", "code", "rfkill_register | rfkill_unregister"),
	...returned("object", "null", "acpi_evaluate_dsm acpi_evaluate_dsm_typed | ACPI_FREE kfree"),
	...held("resources", "either", "acpi_dev_get_resources:1 | acpi_dev_free_resource_list"),
	...held("handler", "code", "acpi_install_notify_handler | acpi_remove_notify_handler"),
	...held("handler", "code", "acpi_install_address_space_handler | acpi_remove_address_space_handler"),
	...returned("device", "null", "spi_new_device | spi_unregister_device"),
	...returned("host bridge", "null", "pci_alloc_host_bridge | pci_free_host_bridge"),
	...held("adapters", "code", "i2c_mux_add_adapter | i2c_mux_del_adapters"),
	...held("master", "code", "w1_add_master_device | w1_remove_master_device"),
	...held("pages", "error", "memremap_pages | memunmap_pages"),
	...returned(
		"device",
		"null",
		"of_platform_device_create | of_platform_device_destroy.dev of_device_unregister platform_device_unregister",
	),
	...returned("partner", "error", "typec_register_partner | typec_unregister_partner"),
	...returned("cable", "error", "typec_register_cable | typec_unregister_cable"),
	...returned(
		"mode",
		"error",
		`
		typec_port_register_altmode typec_partner_register_altmode | typec_unregister_altmode
	`,
	),
	...held(
		"driver",
		"code",
		`
		usb_composite_probe | usb_composite_unregister;
		usb_function_register | usb_function_unregister
	`,
	),
	...returned("operation", "null", "gb_operation_create | gb_operation_put"),
	...returned("connection", "error", "gb_connection_create | gb_connection_destroy"),
	...held("connection", "code", "gb_connection_enable | gb_connection_disable"),
	...held("handle", "code", "qmi_handle_init | qmi_handle_release"),
	...returned("mailbox", "error", "cmdq_mbox_create | cmdq_mbox_destroy"),
	...returned("binding", "error", "iommu_sva_bind_device | iommu_sva_unbind_device"),
	...stored("battery", "code", "power_supply_get_battery_info:1 | power_supply_put_battery_info:1"),
	...returned("device", "null", "parport_register_dev_model | parport_unregister_device"),
	...returned("device", "null", "mt76_alloc_device | mt76_free_device"),
	...held("resources", "code", "ahci_platform_enable_resources | ahci_platform_disable_resources"),
];
