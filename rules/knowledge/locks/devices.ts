/**
 * Locks of devices, buses and single drivers.
 *
 * Source: Linux 6.12: include/linux/device.h, usb.h, pci.h, i2c.h, spi/spi.h, serial_core.h, tty.h,
 * serio.h, fb.h, rtc.h, iio/iio.h, mmc/sdio_func.h, i3c/master.h, mfd, parport.h; include/media/*.h;
 * drivers/mmc/core, drivers/pci, drivers/md, drivers/pmdomain, drivers/scsi, drivers/nvdimm.
 */
import type { LockRow } from "./row.js";

const sleeping = { object: 0, section: "sleeping" } as const;
const atomic = { object: 0, section: "atomic" } as const;

const core: readonly LockRow[] = [
	{
		...sleeping,
		kind: "device lock",
		member: "mutex",
		acquire: ["device_lock"],
		attempt: { nonzeroIfHeld: ["device_trylock"], zeroIfHeld: ["device_lock_interruptible"] },
		release: ["device_unlock"],
		guards: ["device"],
		conditionalGuards: ["device_intr"], // later
	},
	{
		...sleeping,
		kind: "device lock",
		member: "dev.mutex",
		acquire: ["usb_lock_device"],
		attempt: {
			nonzeroIfHeld: ["usb_trylock_device"],
			zeroIfHeld: ["usb_lock_device_interruptible", "usb_lock_device_for_reset"],
		},
		release: ["usb_unlock_device"],
	},
	{
		...sleeping,
		kind: "PCI device lock",
		member: "dev.mutex",
		acquire: ["pci_dev_lock"],
		attempt: { nonzeroIfHeld: ["pci_dev_trylock"] },
		release: ["pci_dev_unlock"],
		guards: ["pci_dev"],
	},
	{
		...sleeping,
		kind: "PCI configuration lock",
		member: "block_cfg_access",
		acquire: ["pci_cfg_access_lock"],
		attempt: { nonzeroIfHeld: ["pci_cfg_access_trylock"] },
		release: ["pci_cfg_access_unlock"],
	},
	{
		kind: "PCI rescan lock",
		object: "pci_rescan_remove",
		acquire: ["pci_lock_rescan_remove"],
		release: ["pci_unlock_rescan_remove"],
		section: "sleeping",
	},
	{
		...sleeping,
		kind: "USB port lock",
		member: "status_lock",
		acquire: ["usb_lock_port"],
		release: ["usb_unlock_port"],
	},
	{
		...sleeping,
		kind: "I2C bus lock",
		member: "bus_lock",
		acquire: ["i2c_lock_bus"],
		attempt: { nonzeroIfHeld: ["i2c_trylock_bus"] },
		release: ["i2c_unlock_bus"],
	},
	{
		...sleeping,
		kind: "SPI bus lock",
		member: "bus_lock_mutex",
		acquire: ["spi_bus_lock"],
		returnsZero: true,
		release: ["spi_bus_unlock"],
	},
	{
		...sleeping,
		kind: "I3C bus lock",
		member: "lock",
		acquire: ["i3c_bus_normaluse_lock"],
		release: ["i3c_bus_normaluse_unlock"],
		shared: true,
	},
	{
		...sleeping,
		kind: "I3C bus lock",
		member: "lock",
		acquire: ["i3c_bus_maintenance_lock"],
		release: ["i3c_bus_maintenance_unlock"],
	},
	{
		...sleeping,
		kind: "MMC host", // counts the claims of one task
		acquire: ["mmc_claim_host"],
		release: ["mmc_release_host"],
		shared: true,
	},
	{
		...sleeping,
		kind: "MMC card", // counts the claims of one task
		acquire: ["mmc_get_card"],
		release: ["mmc_put_card"],
		shared: true,
	},
	{
		...sleeping,
		kind: "SDIO host", // counts the claims of one task
		acquire: ["sdio_claim_host"],
		release: ["sdio_release_host"],
		shared: true,
	},
	{
		// A mutex or a spinlock, as the domain says.
		kind: "power domain lock",
		object: 0,
		acquire: ["genpd_lock", "genpd_lock_nested"],
		attempt: { zeroIfHeld: ["genpd_lock_interruptible"] },
		release: ["genpd_unlock"],
		section: "passive",
	},
	{
		...sleeping,
		kind: "nvdimm bus lock",
		acquire: ["nvdimm_bus_lock"],
		release: ["nvdimm_bus_unlock"],
	},
	{
		...sleeping,
		kind: "RTC lock",
		member: "ops_lock",
		acquire: ["rtc_lock"],
		release: ["rtc_unlock"],
	},
	{
		...sleeping,
		kind: "frame buffer lock",
		member: "lock",
		acquire: ["lock_fb_info"],
		release: ["unlock_fb_info"],
	},
	{
		...sleeping,
		kind: "direct mode",
		member: "mlock",
		acquire: [],
		attempt: {
			nonzeroIfHeld: ["iio_device_claim_direct"], // later
			zeroIfHeld: ["iio_device_claim_direct_mode"],
		},
		release: ["iio_device_release_direct_mode", "iio_device_release_direct"], // the latter: later
		conditionalGuards: ["iio_claim_direct_try"],
	},
	{
		...sleeping,
		kind: "buffer mode",
		member: "mlock",
		acquire: [],
		attempt: { zeroIfHeld: ["iio_device_claim_buffer_mode"] },
		release: ["iio_device_release_buffer_mode"],
	},
	{
		...sleeping,
		kind: "PMBus lock",
		acquire: [],
		attempt: { zeroIfHeld: ["pmbus_lock_interruptible"] },
		release: ["pmbus_unlock"],
	},
	{
		...sleeping,
		kind: "mc13xxx lock",
		member: "lock",
		acquire: ["mc13xxx_lock"],
		release: ["mc13xxx_unlock"],
	},
	{
		...sleeping,
		kind: "si476x lock",
		member: "cmd_lock",
		acquire: ["si476x_core_lock"],
		release: ["si476x_core_unlock"],
	},
];

const terminals: readonly LockRow[] = [
	{
		...sleeping,
		kind: "terminal lock",
		member: "legacy_mutex",
		acquire: ["tty_lock"],
		attempt: { zeroIfHeld: ["tty_lock_interruptible"] },
		release: ["tty_unlock"],
	},
	{
		...atomic,
		kind: "UART port lock",
		member: "lock",
		acquire: ["uart_port_lock"],
		attempt: { nonzeroIfHeld: ["uart_port_trylock"] },
		release: ["uart_port_unlock", "uart_unlock_and_check_sysrq"],
		guards: ["uart_port_lock"], // later
		conditionalGuards: ["uart_port_lock_try"], // later
	},
	{
		...atomic,
		kind: "UART port lock",
		member: "lock",
		acquire: ["uart_port_lock_irq"],
		release: ["uart_port_unlock_irq"],
		interrupts: "off",
		guards: ["uart_port_lock_irq"], // later
	},
	{
		...atomic,
		kind: "UART port lock",
		member: "lock",
		acquire: ["uart_port_lock_irqsave"],
		attempt: { nonzeroIfHeld: ["uart_port_trylock_irqsave"] },
		release: ["uart_port_unlock_irqrestore", "uart_unlock_and_check_sysrq_irqrestore"],
		interrupts: "save",
		guards: ["uart_port_lock_irqsave", "uart_port_lock_check_sysrq_irqsave"], // later
		conditionalGuards: ["uart_port_lock_irqsave_try"], // later
	},
	{
		...atomic,
		kind: "serio lock",
		member: "lock",
		acquire: ["serio_pause_rx"],
		release: ["serio_continue_rx"],
		interrupts: "off",
		guards: ["serio_pause_rx"],
	},
];

const storage: readonly LockRow[] = [
	{
		...sleeping,
		kind: "device-mapper table",
		member: "io_barrier",
		acquire: ["dm_get_live_table"],
		release: ["dm_put_live_table"],
		shared: true,
		section: "passive",
	},
	{
		...sleeping,
		kind: "RAID configuration lock",
		member: "reconfig_mutex",
		acquire: ["mddev_lock_nointr"],
		attempt: { nonzeroIfHeld: ["mddev_trylock"], zeroIfHeld: ["mddev_lock"] },
		release: ["mddev_unlock"],
	},
	{
		...sleeping,
		kind: "RAID configuration lock",
		member: "reconfig_mutex",
		acquire: ["mddev_suspend_and_lock_nointr"],
		attempt: { zeroIfHeld: ["mddev_suspend_and_lock"] },
		release: ["mddev_unlock_and_resume"],
	},
	{
		...atomic,
		kind: "adapter lock",
		member: "platform_data->spin_lock",
		acquire: ["ahd_lock", "ahc_lock"],
		release: ["ahd_unlock", "ahc_unlock"],
		interrupts: "save",
	},
	{
		...sleeping,
		kind: "inter-driver lock",
		acquire: ["qla83xx_idc_lock"],
		release: ["qla83xx_idc_unlock"],
	},
];

export const deviceLocks: readonly LockRow[] = [...core, ...terminals, ...storage];
