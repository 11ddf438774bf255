import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

/**
 * Devices, drivers and what else is made known to a core, and allocated for that.
 *
 * Source: include/linux of Linux 6.12: device.h, platform_device.h, cdev.h, i2c.h, spi, usb.h, input.h,
 * rtc.h, hwmon.h, iio, backlight, leds.h, thermal.h, power_supply.h, gpio/driver.h, debugfs.h, proc_fs.h.
 */
export const registrationRows: readonly ResourceRow[] = [
	// What could not be added or registered is still to be put.
	...held("reference", "never", "device_initialize | put_device"),
	...held(
		"device",
		"never",
		`
		device_register | device_unregister put_device device_del;
		platform_device_register | platform_device_unregister platform_device_put platform_device_del
	`,
	),
	...held(
		"device",
		"code",
		`
		device_add | device_del device_unregister;
		platform_device_add | platform_device_del platform_device_unregister;
		misc_register | misc_deregister;
		input_register_device | input_unregister_device;
		iio_device_register | iio_device_unregister
	`,
	),
	...returned(
		"device",
		"error",
		`
		root_device_register | device_unregister put_device;
		platform_device_register_simple platform_device_register_data platform_device_register_resndata
			platform_device_register_full | platform_device_unregister;
		hwmon_device_register hwmon_device_register_with_groups hwmon_device_register_with_info |
			hwmon_device_unregister
	`,
	),
	...returned(
		"device",
		"null",
		`
		platform_device_alloc | platform_device_put platform_device_unregister;
		spi_alloc_device spi_dev_get | spi_dev_put spi_unregister_device;
		input_allocate_device | input_free_device input_unregister_device;
		iio_device_alloc | iio_device_free
	`,
	),
	...held(
		"driver",
		"code",
		`
		platform_driver_register __platform_driver_register platform_driver_probe |
			platform_driver_unregister;
		pci_register_driver | pci_unregister_driver;
		i2c_add_driver | i2c_del_driver;
		spi_register_driver | spi_unregister_driver;
		usb_register | usb_deregister;
		driver_register | driver_unregister
	`,
	),
	...held("drivers", "code", "platform_register_drivers | platform_unregister_drivers"),
	...held("bus", "code", "bus_register | bus_unregister"),
	...held("class", "code", "class_register | class_unregister"),
	...returned("class", "error", "class_create | class_destroy"),
	...returned("character device", "null", "cdev_alloc | cdev_del kobject_put.kobj"),
	...held(
		"character device",
		"code",
		`
		cdev_add | cdev_del;
		cdev_device_add | cdev_device_del
	`,
	),
	...stored("device numbers", "code", "alloc_chrdev_region | unregister_chrdev_region"),
	...held("adapter", "code", "i2c_add_adapter i2c_add_numbered_adapter | i2c_del_adapter"),
	...returned(
		"client",
		"error",
		`
		i2c_new_client_device i2c_new_dummy_device i2c_new_scanned_device i2c_new_ancillary_device |
			i2c_unregister_device
	`,
	),
	...returned(
		"controller",
		"null",
		"spi_alloc_host spi_alloc_target | spi_controller_put spi_unregister_controller",
	),
	...held("controller", "code", "spi_register_controller | spi_unregister_controller"),
	...returned("trigger", "null", "iio_trigger_alloc | iio_trigger_free iio_trigger_put"),
	...held("trigger", "code", "iio_trigger_register | iio_trigger_unregister"),
	...held("buffer", "code", "iio_triggered_buffer_setup | iio_triggered_buffer_cleanup"),
	...returned("backlight", "error", "backlight_device_register | backlight_device_unregister"),
	...held("LED", "code", "led_classdev_register:1 | led_classdev_unregister"),
	...returned(
		"thermal zone",
		"error",
		`
		thermal_zone_device_register_with_trips thermal_tripless_zone_device_register |
			thermal_zone_device_unregister
	`,
	),
	...returned(
		"cooling device",
		"error",
		`
		thermal_cooling_device_register thermal_of_cooling_device_register |
			thermal_cooling_device_unregister
	`,
	),
	...returned("power supply", "error", "power_supply_register | power_supply_unregister"),
	...returned("power supply", "null", "power_supply_get_by_name | power_supply_put"),
	...returned("power supply", "either", "power_supply_get_by_phandle | power_supply_put"),
	...held("chip", "code", "gpiochip_add_data | gpiochip_remove"),
	...held("watchdog", "code", "watchdog_register_device | watchdog_unregister_device"),
	...held("provider", "code", "of_clk_add_provider of_clk_add_hw_provider | of_clk_del_provider"),
	...held("file system", "code", "register_filesystem | unregister_filesystem"),
	...held(
		"provider",
		"code",
		`
		of_genpd_add_provider_simple of_genpd_add_provider_onecell | of_genpd_del_provider;
		of_dma_controller_register | of_dma_controller_free;
		icc_provider_register | icc_provider_deregister
	`,
	),
	...held("DMA device", "code", "dma_async_device_register | dma_async_device_unregister"),
	...held("map", "code", "iio_map_array_register | iio_map_array_unregister"),
	...returned(
		"device",
		"error",
		`
		nvmem_register | nvmem_unregister;
		pinctrl_register | pinctrl_unregister;
		regulator_register | regulator_unregister;
		extcon_dev_allocate | extcon_dev_free;
		devfreq_add_device | devfreq_remove_device
	`,
	),
	...held(
		"device",
		"code",
		"extcon_dev_register | extcon_dev_unregister; uio_register_device:1 | uio_unregister_device",
	),
	...stored("pin controller", "code", "pinctrl_register_and_init:3 | pinctrl_unregister"),
	...stored(
		"interrupt chip",
		"code",
		"regmap_add_irq_chip:5 regmap_add_irq_chip_fwnode:6 | regmap_del_irq_chip:1",
	),
	...held("LED trigger", "code", "led_trigger_register | led_trigger_unregister"),
	...held("chip", "code", "pwmchip_add | pwmchip_remove"),
	...returned("chip", "error", "pwmchip_alloc | pwmchip_put"),
	...returned("lock", "null", "hwspin_lock_request hwspin_lock_request_specific | hwspin_lock_free"),
	...held(
		"controller",
		"code",
		`
		mbox_controller_register | mbox_controller_unregister;
		reset_controller_register | reset_controller_unregister
	`,
	),
	...returned("SoC device", "error", "soc_device_register | soc_device_unregister"),
	...returned("mux", "error", "mux_control_get | mux_control_put"),
	...held("mux", "code", "mux_control_select | mux_control_deselect"),
	...held("clock", "code", "clk_hw_register:1 of_clk_hw_register:1 | clk_hw_unregister"),
	...returned("clock", "error", "clk_register | clk_unregister"),
	...returned(
		"clock",
		"error",
		`
		clk_hw_register_fixed_rate | clk_hw_unregister_fixed_rate clk_hw_unregister;
		clk_hw_register_fixed_factor | clk_hw_unregister_fixed_factor clk_hw_unregister;
		clk_hw_register_gate | clk_hw_unregister_gate clk_hw_unregister;
		clk_hw_register_divider | clk_hw_unregister_divider clk_hw_unregister;
		clk_hw_register_mux | clk_hw_unregister_mux clk_hw_unregister;
		clk_register_gate | clk_unregister_gate clk_unregister;
		clk_register_fixed_rate | clk_unregister_fixed_rate clk_unregister;
		clk_register_divider | clk_unregister_divider clk_unregister
	`,
	),
	...returned("GPIO", "error", "gpiochip_request_own_desc | gpiochip_free_own_desc"),
	...held("lookup table", "never", "gpiod_add_lookup_table | gpiod_remove_lookup_table"),
	...returned("memory", "null", "mtk_alloc_clk_data | mtk_free_clk_data"),
	...held("rate", "code", "clk_rate_exclusive_get clk_set_rate_exclusive | clk_rate_exclusive_put"),
	...held("trigger", "code", "hid_sensor_setup_trigger:2 | hid_sensor_remove_trigger:1"),
];
