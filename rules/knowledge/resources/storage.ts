import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

/**
 * SCSI, ATA, MMC, MTD, device mapper, cryptography.
 *
 * Source: include/scsi, include/target, include/linux/libata.h, include/linux/mmc, include/linux/mtd,
 * include/linux/device-mapper.h, include/crypto, include/linux/crypto.h of Linux 6.12.
 */
export const storageRows: readonly ResourceRow[] = [
	...returned(
		"host",
		"null",
		`
		scsi_host_alloc | scsi_host_put;
		iscsi_host_alloc | iscsi_host_free;
		mmc_alloc_host | mmc_free_host;
		ata_host_alloc | ata_host_put
	`,
	),
	...held(
		"host",
		"code",
		`
		scsi_add_host scsi_add_host_with_dma | scsi_remove_host;
		mmc_add_host | mmc_remove_host
	`,
	),
	...returned(
		"transport",
		"null",
		`
		fc_attach_transport | fc_release_transport;
		sas_attach_transport | sas_release_transport;
		spi_attach_transport | spi_release_transport
	`,
	),
	...returned("PHY", "null", "sas_phy_alloc | sas_phy_free"),
	...returned("frame", "null", "fc_frame_alloc | fc_frame_free"),
	...held("template", "code", "target_register_template | target_unregister_template"),
	...held("portal group", "code", "core_tpg_register:1 | core_tpg_deregister"),
	...held("MTD device", "code", "mtd_device_register mtd_device_parse_register | mtd_device_unregister"),
	...held("chip", "code", "nand_scan | nand_cleanup"),
	...returned("MTD device", "error", "get_mtd_device get_mtd_device_nm | put_mtd_device"),
	...returned("MTD map", "null", "do_map_probe | map_destroy"),
	...stored("device", "code", "dm_get_device:3 | dm_put_device:1"),
	...held("target", "code", "dm_register_target | dm_unregister_target"),
	...returned(
		"client",
		"error",
		`
		dm_io_client_create | dm_io_client_destroy;
		dm_bufio_client_create | dm_bufio_client_destroy;
		dm_kcopyd_client_create | dm_kcopyd_client_destroy
	`,
	),
	...held("function", "code", "sdio_enable_func | sdio_disable_func; sdio_claim_irq | sdio_release_irq"),
	...returned(
		"cipher",
		"error",
		`
		crypto_alloc_shash | crypto_free_shash;
		crypto_alloc_ahash | crypto_free_ahash;
		crypto_alloc_skcipher | crypto_free_skcipher;
		crypto_alloc_sync_skcipher | crypto_free_sync_skcipher;
		crypto_alloc_lskcipher | crypto_free_lskcipher;
		crypto_alloc_aead | crypto_free_aead;
		crypto_alloc_cipher | crypto_free_cipher;
		crypto_alloc_akcipher | crypto_free_akcipher;
		crypto_alloc_kpp | crypto_free_kpp;
		crypto_alloc_comp | crypto_free_comp;
		crypto_alloc_acomp | crypto_free_acomp
	`,
	),
	...returned("generator", "error", "crypto_alloc_rng | crypto_free_rng"),
	...returned(
		"request",
		"null",
		`
		skcipher_request_alloc | skcipher_request_free;
		aead_request_alloc | aead_request_free;
		ahash_request_alloc | ahash_request_free;
		akcipher_request_alloc | akcipher_request_free;
		kpp_request_alloc | kpp_request_free;
		acomp_request_alloc | acomp_request_free
	`,
	),
	...held(
		"algorithm",
		"code",
		`
		crypto_register_alg | crypto_unregister_alg;
		crypto_register_skcipher | crypto_unregister_skcipher;
		crypto_register_skciphers | crypto_unregister_skciphers;
		crypto_register_aead | crypto_unregister_aead;
		crypto_register_aeads | crypto_unregister_aeads;
		crypto_register_shash | crypto_unregister_shash;
		crypto_register_shashes | crypto_unregister_shashes;
		crypto_register_ahash | crypto_unregister_ahash;
		crypto_register_akcipher | crypto_unregister_akcipher;
		crypto_register_kpp | crypto_unregister_kpp;
		crypto_register_scomp | crypto_unregister_scomp;
		crypto_register_template | crypto_unregister_template
	`,
	),
	...held("generator", "code", "hwrng_register | hwrng_unregister"),
	...held("host", "error", "sdhci_pltfm_init | sdhci_pltfm_free"),
	...returned("engine", "null", "crypto_engine_alloc_init | crypto_engine_exit"),
];
