import { row, type SleepingRow } from "./row.js";

const allocates = "allocates memory that it may wait for";

/**
 * What sleeps in memory management, files, block devices, network and crypto.
 *
 * Source: mm, fs, block, lib, net/core, net/ethernet, crypto, kernel/fork.c, include/linux of Linux 6.12.
 */
export const systemSleepers: readonly SleepingRow[] = [
	row("takes a mutex", "kmem_cache_create kmem_cache_create_usercopy kmem_cache_destroy KMEM_CACHE"),
	row(
		allocates,
		"mempool_create mempool_create_kmalloc_pool mempool_create_slab_pool mempool_create_page_pool",
	),
	row(allocates, "alloc_percpu __alloc_percpu"),
	row("may sleep", "dput path_put"),
	row("waits for the lock of the pages", "set_page_dirty_lock"),
	row(allocates, "memdup_user memdup_user_nul strndup_user vmemdup_user single_open seq_open"),
	row("opens a file", "filp_open kern_path"),
	row("waits for the file", "kernel_read kernel_write vfs_fsync"),
	row("waits for the disk", "submit_bio_wait blkdev_issue_flush"),
	row("waits for the disk", "blkdev_issue_discard blkdev_issue_zeroout blk_execute_rq sync_blockdev"),
	row("waits for the disk", "sb_bread wait_on_buffer sync_dirty_buffer"),
	row("waits for requests to end", "blk_mq_freeze_queue blk_mq_freeze_queue_wait blk_mq_quiesce_queue"),
	row("takes a mutex", "del_gendisk register_blkdev unregister_blkdev"),
	row("takes the RTNL", "register_netdev unregister_netdev"),
	row("waits for a grace period", "netif_napi_del"),
	row("waits for the poll function to end", "napi_disable"),
	row(allocates, "alloc_netdev alloc_netdev_mqs alloc_etherdev alloc_etherdev_mq alloc_etherdev_mqs"),
	row("takes a mutex", "proto_register proto_unregister rhashtable_destroy"),
	row(
		allocates,
		`crypto_alloc_shash crypto_alloc_ahash crypto_alloc_skcipher crypto_alloc_aead crypto_alloc_cipher
		 crypto_alloc_sync_skcipher crypto_alloc_akcipher crypto_alloc_kpp crypto_alloc_rng crypto_alloc_comp
		 crypto_alloc_acomp`,
	),
	row(
		"takes a rwsem",
		"crypto_register_alg crypto_unregister_alg crypto_register_shash crypto_register_ahash",
	),
	row("takes a rwsem", "crypto_register_skcipher crypto_register_aead"),
	row("takes a mutex", "irq_create_mapping irq_domain_remove irq_of_parse_and_map"),
	row(
		"takes the lock of CPU hotplug",
		"cpuhp_setup_state cpuhp_setup_state_nocalls cpuhp_remove_state stop_machine",
	),
	row("may be frozen", "try_to_freeze set_freezable"),
	row("waits for the fence", "dma_fence_wait dma_fence_wait_timeout"),
	row("takes the lock of a mapping", "unmap_mapping_range truncate_pagecache truncate_setsize"),
	row("may sleep", "kmap remap_pfn_range unregister_sysctl_table"),
	row(allocates, "prepare_creds rhashtable_init"),
	row("takes a mutex", "rhashtable_free_and_destroy bioset_init bioset_exit blk_mq_unfreeze_queue"),
	row(
		"waits for a grace period",
		"netdev_rx_handler_unregister dev_remove_pack atomic_notifier_chain_unregister cleanup_srcu_struct",
	),
	row("takes a mutex", "ieee80211_iterate_interfaces ieee80211_iterate_active_interfaces"),
	row("takes a rwsem", "crypto_unregister_shash crypto_unregister_ahash crypto_unregister_skcipher"),
	row("takes a rwsem", "crypto_unregister_aead"),
	row(
		"takes the lock of CPU hotplug",
		`static_branch_enable static_branch_disable static_branch_inc static_branch_dec static_key_enable
		 static_key_disable static_key_slow_inc static_key_slow_dec static_call_update
		 cpuhp_setup_state_multi cpuhp_state_add_instance cpuhp_state_add_instance_nocalls`,
	),
	row("waits for a grace period", "kfree_rcu_mightsleep kvfree_rcu_mightsleep"),
	row("may sleep", "free_netdev register_netdevice submit_bio submit_bio_noacct"),
	row("takes a rwsem", "register_netdevice_notifier unregister_netdevice_notifier register_pernet_subsys"),
	row("takes a rwsem", "unregister_pernet_subsys register_pernet_device unregister_pernet_device"),
	row(allocates, "blk_mq_alloc_tag_set"),
];
