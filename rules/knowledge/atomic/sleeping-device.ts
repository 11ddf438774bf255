import { row, type SleepingRow } from "./row.js";

const allocates = "allocates memory that it may wait for";

/**
 * What sleeps in the driver core and in the frameworks that drivers are written against.
 *
 * Source: drivers/base, clk, regulator, gpio, i2c, spi, usb, pci, mmc, phy, reset, net/phy, input, leds,
 * thermal, power/supply, hwmon, char, dma, firmware, mailbox, iio, rtc, video, media of Linux 6.12.
 */
export const deviceSleepers: readonly SleepingRow[] = [
	row(
		"takes mutexes",
		"device_register device_unregister device_add device_del device_create device_destroy",
	),
	row("takes a mutex", "device_link_add device_link_del device_link_remove device_attach driver_attach"),
	row("takes a mutex", "device_release_driver component_add component_del"),
	row("takes a mutex", "component_master_add_with_match component_master_del"),
	row(allocates, "class_create class_register bus_register"),
	row(allocates, "driver_register"),
	row(
		allocates,
		`platform_device_alloc platform_device_add platform_device_register 
		 platform_device_register_full platform_device_register_simple platform_device_register_data
		 platform_device_register_resndata`,
	),
	row("takes a mutex", "of_platform_populate of_platform_depopulate devm_of_platform_populate"),
	row(allocates, "devm_add_action devm_add_action_or_reset mfd_add_devices devm_mfd_add_devices"),
	row(
		allocates,
		`sysfs_create_file sysfs_create_files sysfs_create_group sysfs_create_groups sysfs_create_link
		 sysfs_create_bin_file device_create_file device_create_bin_file`,
	),
	row(
		"takes a rwsem",
		`sysfs_remove_file sysfs_remove_group sysfs_remove_groups sysfs_remove_link sysfs_remove_bin_file
		 device_remove_file device_remove_bin_file`,
	),
	row(allocates, "kobject_create_and_add kobject_init_and_add kobject_uevent kobject_uevent_env"),
	row(
		"takes an inode lock",
		`debugfs_create_file debugfs_create_dir debugfs_create_u8 debugfs_create_u16 debugfs_create_u32
		 debugfs_create_u64 debugfs_create_x8 debugfs_create_x16 debugfs_create_x32 debugfs_create_x64
		 debugfs_create_bool debugfs_create_blob debugfs_create_ulong debugfs_create_size_t
		 debugfs_create_atomic_t debugfs_create_symlink debugfs_create_regset32
		 debugfs_create_file_unsafe debugfs_remove debugfs_remove_recursive`,
	),
	row(
		allocates,
		`proc_create proc_create_data proc_create_seq_private proc_create_single_data proc_mkdir
		 proc_mkdir_data proc_symlink`,
	),
	row("loads a file", "request_firmware request_firmware_direct firmware_request_nowarn"),
	row(
		"loads a file",
		"request_firmware_into_buf request_partial_firmware_into_buf firmware_request_platform",
	),
	row("loads a module", "request_module request_module_nowait"),
	row(
		"takes the mutex of the clocks",
		`clk_prepare clk_unprepare clk_prepare_enable clk_disable_unprepare clk_bulk_prepare clk_bulk_unprepare
		 clk_bulk_prepare_enable clk_bulk_disable_unprepare clk_set_parent clk_set_rate_exclusive
		 clk_set_min_rate clk_set_max_rate clk_put clk_register clk_unregister
		 clk_hw_register clk_hw_unregister clk_notifier_register clk_notifier_unregister`,
	),
	row(
		allocates,
		`devm_clk_get devm_clk_get_optional devm_clk_get_enabled devm_clk_get_optional_enabled
		 devm_clk_get_prepared devm_clk_bulk_get devm_clk_bulk_get_all devm_clk_hw_register
		 of_clk_add_hw_provider devm_of_clk_add_hw_provider of_clk_add_provider`,
	),
	row("takes a mutex", "clk_get of_clk_get of_clk_get_by_name of_clk_del_provider"),
	row(
		"takes the mutex of the regulator",
		`regulator_enable regulator_disable regulator_force_disable regulator_is_enabled
		 regulator_set_voltage regulator_get_voltage regulator_set_current_limit regulator_get_current_limit
		 regulator_set_mode regulator_get_mode regulator_set_load regulator_sync_voltage regulator_put
		 regulator_bulk_enable regulator_bulk_disable`,
	),
	row(
		allocates,
		`devm_regulator_get devm_regulator_get_optional devm_regulator_get_exclusive
		 devm_regulator_bulk_get devm_regulator_get_enable devm_regulator_register`,
	),
	row(
		"may sleep",
		`gpiod_set_value_cansleep gpiod_get_value_cansleep gpiod_set_raw_value_cansleep
		 gpiod_get_raw_value_cansleep gpiod_set_array_value_cansleep gpiod_get_array_value_cansleep
		 gpio_set_value_cansleep gpio_get_value_cansleep gpiod_put`,
	),
	row(allocates, "devm_gpiod_get devm_gpiod_get_optional devm_gpiod_get_index gpiochip_add_data"),
	row("waits for a grace period", "gpiochip_remove"),
	row(
		"waits for the transfer",
		`i2c_transfer i2c_transfer_buffer_flags i2c_master_send i2c_master_recv i2c_master_send_dmasafe
		 i2c_smbus_xfer i2c_smbus_read_byte i2c_smbus_write_byte i2c_smbus_read_byte_data
		 i2c_smbus_write_byte_data i2c_smbus_read_word_data i2c_smbus_write_word_data
		 i2c_smbus_read_word_swapped i2c_smbus_write_word_swapped i2c_smbus_read_block_data
		 i2c_smbus_write_block_data i2c_smbus_read_i2c_block_data i2c_smbus_write_i2c_block_data
		 i2c_smbus_read_i2c_block_data_or_emulated`,
	),
	row("takes a mutex", "i2c_add_adapter i2c_add_numbered_adapter i2c_del_adapter i2c_del_driver"),
	row(allocates, "i2c_new_client_device i2c_new_dummy_device i2c_new_ancillary_device"),
	row(
		"waits for the transfer",
		`spi_sync spi_sync_locked spi_sync_transfer spi_write spi_read spi_write_then_read spi_w8r8 spi_w8r16
		 spi_w8r16be`,
	),
	row("takes a mutex", "spi_setup spi_register_controller spi_unregister_controller"),
	row(
		"waits for the transfer",
		`usb_control_msg usb_control_msg_send usb_control_msg_recv usb_bulk_msg usb_interrupt_msg
		 usb_get_descriptor usb_get_status usb_string usb_clear_halt usb_sg_wait`,
	),
	row(
		"waits for the URB to end",
		"usb_kill_urb usb_poison_urb usb_kill_anchored_urbs usb_poison_anchored_urbs",
	),
	row("waits for URBs to end", "usb_wait_anchor_empty_timeout"),
	row(
		"waits for the device",
		"usb_set_interface usb_set_configuration usb_reset_configuration usb_reset_device",
	),
	row("takes mutexes", "usb_add_hcd usb_remove_hcd usb_add_gadget_udc usb_add_gadget"),
	row("takes mutexes", "usb_del_gadget_udc usb_del_gadget usb_gadget_register_driver_owner"),
	row("waits for the device", "usb_autopm_get_interface usb_autopm_put_interface"),
	row("takes a mutex", "pci_free_irq_vectors"),
	row("takes a mutex", "pci_enable_msi pci_disable_msi pci_enable_msix_range pci_disable_msix"),
	row("may sleep", "pci_enable_sriov pci_disable_sriov pci_reset_function pci_request_irq pci_free_irq"),
	row(allocates, "pcim_enable_device pcim_iomap pcim_iomap_regions pci_rescan_bus"),
	row(allocates, "devm_ioremap devm_ioremap_wc devm_ioremap_resource devm_platform_ioremap_resource"),
	row(allocates, "devm_platform_ioremap_resource_byname devm_request_mem_region devm_request_region"),
	row(allocates, "devm_platform_get_and_ioremap_resource request_region request_mem_region devm_of_iomap"),
	row("takes a mutex", "dma_pool_create dma_pool_destroy dma_request_chan dma_release_channel"),
	row("waits for the channel", "dmaengine_terminate_sync dmaengine_synchronize"),
	row("takes a mutex", "dma_async_device_register dma_async_device_unregister"),
	row("takes a mutex", "misc_register misc_deregister register_chrdev unregister_chrdev alloc_chrdev_region"),
	row("takes a mutex", "cdev_add cdev_del cdev_device_add cdev_device_del tty_register_driver"),
	row("takes a mutex", "tty_unregister_driver uart_register_driver uart_unregister_driver"),
	row("takes a mutex", "uart_add_one_port uart_remove_one_port"),
	row(allocates, "input_allocate_device input_register_device"),
	row(allocates, "devm_input_allocate_device input_mt_init_slots input_ff_create input_ff_create_memless"),
	row(allocates, "power_supply_register devm_power_supply_register"),
	row(allocates, "led_classdev_register devm_led_classdev_register"),
	row(allocates, "hwmon_device_register hwmon_device_register_with_info"),
	row(allocates, "devm_hwmon_device_register_with_info devm_hwmon_device_register_with_groups"),
	row("takes a mutex", "thermal_zone_device_update thermal_zone_device_unregister"),
	row("takes a mutex", "backlight_update_status backlight_device_register backlight_device_unregister"),
	row("takes a mutex", "register_framebuffer unregister_framebuffer"),
	row("takes a mutex", "rtc_read_time rtc_set_time rtc_read_alarm rtc_set_alarm"),
	row("takes the mutex of the phy", "phy_init phy_exit phy_power_on phy_power_off"),
	row(
		"takes the mutex of the MDIO bus",
		`mdiobus_read mdiobus_write phy_read phy_write phy_read_mmd phy_write_mmd phy_modify phy_modify_mmd
		 phy_modify_changed phy_set_bits phy_clear_bits phy_set_bits_mmd phy_clear_bits_mmd phy_read_paged
		 phy_write_paged phy_modify_paged`,
	),
	row("takes a mutex", "phy_start phy_stop phy_disconnect mdiobus_unregister"),
	row("waits for the host", "mmc_wait_for_req mmc_wait_for_cmd"),
	row("takes a mutex", "iio_device_unregister"),
	row("takes a mutex", "video_register_device video_unregister_device media_device_unregister"),
	row("takes a mutex", "v4l2_ctrl_handler_free v4l2_ctrl_handler_setup"),
	row("takes a mutex", "v4l2_ctrl_g_ctrl v4l2_ctrl_s_ctrl v4l2_async_unregister_subdev"),
	row("takes a mutex", "snd_soc_component_read snd_soc_component_write"),
	row("takes a mutex", "snd_soc_register_card snd_soc_unregister_card snd_soc_jack_report"),
	row(allocates, "snd_card_new snd_card_register snd_pcm_new snd_ctl_new1 snd_device_new"),
	row("takes a mutex", "hid_hw_open hid_hw_close icc_set_bw scsi_add_host scsi_remove_host"),
	row("waits for the command", "scsi_execute_cmd ps2_command"),
	row("takes a rwsem", "blocking_notifier_chain_register blocking_notifier_chain_unregister"),
	row("takes a rwsem", "register_reboot_notifier unregister_reboot_notifier"),
	row("takes the mutex of the clocks", "clk_set_rate"),
	row("takes locks of the SPI controller", "spi_mem_exec_op"),
	row("maps memory, for which it allocates", "ioremap ioremap_wc"),
	row(allocates, "dev_set_name kobject_add kset_create_and_add device_wakeup_enable nvmem_cell_read"),
	row("takes a rwsem", "sysfs_notify register_pm_notifier unregister_pm_notifier led_trigger_register"),
	row("takes a mutex", "of_alias_get_id dev_pm_opp_set_rate rdma_destroy_id i2c_get_adapter"),
	row("takes a mutex", "thermal_zone_device_enable thermal_zone_device_disable"),
	row("takes a mutex", "usb_gadget_connect usb_gadget_disconnect usb_gadget_activate usb_gadget_deactivate"),
	row("takes a mutex", "serial8250_register_8250_port serial8250_unregister_port scsi_remove_device"),
	row("takes a mutex", "drm_helper_hpd_irq_event vb2_queue_release"),
	row("sends an event, for which it allocates", "drm_kms_helper_hotplug_event drm_sysfs_hotplug_event"),
	row(
		"may sleep",
		"pwm_apply_might_sleep virtio_cread virtio_cread_le virtio_cwrite virtio_cwrite_le gpio_free",
	),
	row(allocates, "mdiobus_alloc mdiobus_register of_mdiobus_register input_setup_polling"),
	row("waits for what is sent", "tty_wait_until_sent"),
	row("waits for probes to end", "wait_for_device_probe"),
	row("may sleep", "driver_unregister platform_driver_unregister pci_unregister_driver class_destroy"),
	row("may sleep", "class_unregister platform_device_unregister i2c_unregister_device"),
	row("may sleep", "input_unregister_device power_supply_unregister led_classdev_unregister"),
	row("may sleep", "hwmon_device_unregister iio_device_register usb_create_hcd snd_card_free"),
	row("may sleep", "mmc_remove_host mmc_add_host iounmap"),
	row(allocates, "framebuffer_alloc ptp_clock_register v4l2_ctrl_handler_init"),
	row(allocates, "devm_rtc_allocate_device mmc_alloc_host devm_phy_get"),
];
