import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

const CLOCK = "clk_disable_unprepare";
const USAGE = `
	pm_runtime_put pm_runtime_put_sync pm_runtime_put_autosuspend __pm_runtime_put_autosuspend
	pm_runtime_put_sync_suspend pm_runtime_put_sync_autosuspend pm_runtime_put_noidle
`;

/**
 * What a driver asks of the hardware: power, clocks, interrupts, regions, buffers for it.
 *
 * Source: include/linux of Linux 6.12: clk.h, regulator/consumer.h, reset.h, phy/phy.h, pm_runtime.h,
 * interrupt.h, gpio.h, gpio/consumer.h, io.h, ioport.h, pci.h, dma-mapping.h, dmaengine.h, firmware.h.
 */
export const deviceRows: readonly ResourceRow[] = [
	...returned(
		"clock",
		"error",
		"clk_get clk_get_optional of_clk_get of_clk_get_by_name clk_get_sys | clk_put",
	),
	...held(
		"clock",
		"code",
		`
		clk_prepare_enable | ${CLOCK};
		clk_enable | clk_disable clk_disable_unprepare;
		clk_prepare | clk_unprepare clk_disable_unprepare
	`,
	),
	...held(
		"clocks",
		"code",
		`
		clk_bulk_prepare_enable:1 | clk_bulk_disable_unprepare:1;
		clk_bulk_enable:1 | clk_bulk_disable:1 clk_bulk_disable_unprepare:1;
		clk_bulk_prepare:1 | clk_bulk_unprepare:1 clk_bulk_disable_unprepare:1;
		clk_bulk_get:2 clk_bulk_get_optional:2 | clk_bulk_put:1
	`,
	),
	...stored("clocks", "error", "clk_bulk_get_all:1 | clk_bulk_put_all:1"),
	...returned(
		"regulator",
		"error",
		"regulator_get regulator_get_optional regulator_get_exclusive | regulator_put",
	),
	...held(
		"regulator",
		"code",
		`
		regulator_enable | regulator_disable regulator_force_disable regulator_disable_deferred
	`,
	),
	...held(
		"regulators",
		"code",
		`
		regulator_bulk_enable:1 | regulator_bulk_disable:1 regulator_bulk_force_disable:1;
		regulator_bulk_get:2 | regulator_bulk_free:1
	`,
	),
	...returned(
		"reset control",
		"error",
		`
		reset_control_get_exclusive reset_control_get_shared reset_control_get_optional_exclusive
			reset_control_get_optional_shared of_reset_control_get of_reset_control_get_exclusive
			of_reset_control_get_shared of_reset_control_get_by_index of_reset_control_array_get_exclusive |
			reset_control_put
	`,
	),
	...held("reset line", "code", "reset_control_deassert | reset_control_assert"),
	...held("reset lines", "code", "reset_control_bulk_deassert:1 | reset_control_bulk_assert:1"),
	...returned("PHY", "error", "phy_get of_phy_get | phy_put:1 of_phy_put"),
	...held(
		"PHY",
		"code",
		`
		phy_init | phy_exit;
		phy_power_on | phy_power_off
	`,
	),
	...held(
		"runtime PM usage count",
		"never",
		`
		pm_runtime_get_sync pm_runtime_get pm_runtime_get_noresume | ${USAGE}
	`,
	),
	...held(
		"runtime PM usage count",
		"code",
		`
		pm_runtime_resume_and_get | ${USAGE}
	`,
	),
	...held("runtime PM", "never", "pm_runtime_enable | pm_runtime_disable pm_runtime_force_suspend"),
	...returned(
		"power domain",
		"either",
		`
		dev_pm_domain_attach_by_id dev_pm_domain_attach_by_name | dev_pm_domain_detach
	`,
	),
	...held("interrupt", "code", "request_irq request_threaded_irq | free_irq"),
	...held(
		"interrupt vectors",
		"error",
		`
		pci_alloc_irq_vectors pci_alloc_irq_vectors_affinity | pci_free_irq_vectors
	`,
	),
	...held("interrupt vectors", "code", "pci_enable_msi | pci_disable_msi"),
	...held("device", "code", "pci_enable_device pci_enable_device_mem | pci_disable_device"),
	...held(
		"regions",
		"code",
		`
		pci_request_regions pci_request_regions_exclusive | pci_release_regions;
		pci_request_selected_regions pci_request_selected_regions_exclusive pci_request_mem_regions
			pci_request_io_regions | pci_release_selected_regions pci_release_regions pci_release_mem_regions
			pci_release_io_regions
	`,
	),
	...held("region", "code", "pci_request_region | pci_release_region"),
	...returned(
		"mapping",
		"null",
		`
		pci_iomap pci_iomap_range pci_iomap_wc pci_ioremap_bar pci_ioremap_wc_bar | pci_iounmap:1 iounmap;
		ioremap ioremap_wc ioremap_wt ioremap_np ioremap_cache ioremap_uc of_iomap | iounmap;
		ioport_map | ioport_unmap;
		memremap | memunmap;
		acpi_os_map_memory | acpi_os_unmap_memory
	`,
	),
	...returned("mapping", "error", "of_io_request_and_map | iounmap"),
	...held(
		"region",
		"null",
		`
		request_mem_region request_mem_region_exclusive request_mem_region_muxed | release_mem_region;
		request_region request_muxed_region | release_region
	`,
	),
	...held("GPIO", "code", "gpio_request gpio_request_one | gpio_free"),
	...returned(
		"GPIO",
		"error",
		`
		gpiod_get gpiod_get_index gpiod_get_optional gpiod_get_index_optional fwnode_gpiod_get_index |
			gpiod_put
	`,
	),
	...returned("GPIOs", "error", "gpiod_get_array gpiod_get_array_optional | gpiod_put_array"),
	...returned(
		"pin control",
		"error",
		"pinctrl_get pinctrl_get_select pinctrl_get_select_default | pinctrl_put",
	),
	...returned("PWM", "error", "pwm_get | pwm_put"),
	...returned(
		"memory",
		"null",
		`
		dma_alloc_coherent dma_alloc_attrs | dma_free_coherent:2 dma_free_attrs:2;
		dma_alloc_wc | dma_free_wc:2;
		dma_alloc_noncoherent | dma_free_noncoherent:2;
		dma_alloc_pages | dma_free_pages:2
	`,
	),
	...held("mapping", "either", "dma_map_sg:1 dma_map_sg_attrs:1 | dma_unmap_sg:1 dma_unmap_sg_attrs:1"),
	...held("mapping", "code", "dma_map_sgtable:1 | dma_unmap_sgtable:1"),
	...returned("channel", "error", "dma_request_chan dma_request_chan_by_mask | dma_release_channel"),
	...returned(
		"channel",
		"null",
		`
		dma_request_channel dma_request_slave_channel dma_get_any_slave_channel | dma_release_channel
	`,
	),
	...stored(
		"firmware",
		"code",
		`
		request_firmware request_firmware_direct firmware_request_nowarn firmware_request_platform
			request_firmware_into_buf request_partial_firmware_into_buf | release_firmware
	`,
	),
	...returned(
		"interrupt mapping",
		"null",
		`
		irq_of_parse_and_map irq_create_mapping irq_create_of_mapping irq_create_fwspec_mapping |
			irq_dispose_mapping
	`,
	),
	...returned(
		"interrupt domain",
		"null",
		`
		irq_domain_add_linear irq_domain_add_tree irq_domain_add_simple irq_domain_add_nomap
			irq_domain_create_linear irq_domain_create_tree irq_domain_create_simple irq_domain_create_hierarchy
			irq_domain_add_hierarchy | irq_domain_remove
	`,
	),
	...returned(
		"workqueue",
		"null",
		`
		alloc_workqueue alloc_ordered_workqueue create_workqueue create_singlethread_workqueue
			create_freezable_workqueue | destroy_workqueue
	`,
	),
	...returned(
		"thread",
		"error",
		`
		kthread_run kthread_create kthread_create_on_node kthread_create_on_cpu kthread_run_on_cpu |
			kthread_stop kthread_stop_put
	`,
	),
	...returned(
		"worker",
		"error",
		"kthread_create_worker kthread_create_worker_on_cpu | kthread_destroy_worker",
	),
	...returned(
		"mailbox channel",
		"error",
		"mbox_request_channel mbox_request_channel_byname | mbox_free_channel",
	),
	...returned("NVMEM cell", "error", "nvmem_cell_get of_nvmem_cell_get | nvmem_cell_put"),
	...returned(
		"NVMEM device",
		"error",
		"nvmem_device_get of_nvmem_device_get nvmem_device_find | nvmem_device_put",
	),
	...returned("memory", "error", "nvmem_cell_read | kfree"),
	...returned("interconnect path", "error", "of_icc_get | icc_put"),
	...returned("interconnect path", "either", "of_icc_get_by_index | icc_put"),
	...returned(
		"regmap",
		"error",
		`
		regmap_init regmap_init_i2c regmap_init_spi regmap_init_mmio regmap_init_mmio_clk | regmap_exit
	`,
	),
	...returned("IIO channel", "error", "iio_channel_get | iio_channel_release"),
	...returned("IIO channels", "error", "iio_channel_get_all | iio_channel_release_all"),
];

const asked = { name: "dma_mapping_error", argument: 1 };

/** What tells of its failure only when it is asked. Source: include/linux/dma-mapping.h. */
export const askedRows: readonly ResourceRow[] = returned(
	"mapping",
	"never",
	`
		dma_map_single dma_map_single_attrs | dma_unmap_single:1 dma_unmap_single_attrs:1;
		dma_map_page dma_map_page_attrs skb_frag_dma_map | dma_unmap_page:1 dma_unmap_page_attrs:1;
		dma_map_resource | dma_unmap_resource:1
	`,
).map((row) => ({ ...row, asked }));
