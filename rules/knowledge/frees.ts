/** Functions that free the memory an argument points to, NULL or not. Source: mm/slab_common.c, mm/util.c, mm/vmalloc.c, mm/percpu.c. */
export const frees: ReadonlyMap<string, number> = new Map([
	["kfree", 0],
	["kfree_sensitive", 0],
	["kvfree", 0],
	["vfree", 0],
	["kmem_cache_free", 1],
	["free_percpu", 0],
]);

/** What becomes of an object that a function is given. */
export interface Ending {
	readonly name: string;
	/** Index of the argument that points to it. */
	readonly argument: number;
	/**
	 * `freed`: it is gone. `consumed`: it belongs to the callee, who frees it sooner or later. `dropped`: a
	 * reference to it is gone, and with the last one the object.
	 */
	readonly what: "freed" | "consumed" | "dropped";
	/** On which results: `always`, or only on a failure, told by a result that is not 0 (`code`). */
	readonly when: "always" | "code";
}

function ends(
	what: Ending["what"],
	argument: number,
	names: string,
	when: Ending["when"] = "always",
): Ending[] {
	return names
		.trim()
		.split(/\s+/)
		.map((name) => ({ name, argument, what, when }));
}

/**
 * What ends the life of objects. Source: the functions themselves, in Linux 6.12. Functions that only drop
 * a reference, as `usb_free_urb()` and `put_device()` do, are `dropped` whatever their names say.
 */
export const endings: readonly Ending[] = [
	...[...frees].map(([name, argument]): Ending => ({ name, argument, what: "freed", when: "always" })),
	// Source: include/linux/{slab,bitmap,fs,sched}.h, mm/util.c, mm/mempool.c, mm/dmapool.c, mm/slab_common.c.
	...ends(
		"freed",
		0,
		"kvfree_sensitive kfree_const bitmap_free kmem_cache_destroy mempool_destroy mempool_free",
	),
	...ends("freed", 0, "vfree_atomic __putname free_vm_area"),
	...ends("freed", 1, "devm_kfree devm_free_percpu dma_pool_free dmam_pool_free"),
	...ends("freed", 2, "dma_free_coherent dmam_free_coherent dma_free_attrs"),
	...ends(
		"freed",
		0,
		"release_firmware destroy_workqueue free_cpumask_var free_netdev free_candev mdiobus_free",
	),
	// Source: include/crypto, include/linux/crypto.h.
	...ends("freed", 0, "crypto_free_acomp crypto_free_ahash crypto_free_shash crypto_free_skcipher"),
	...ends("freed", 0, "crypto_free_sync_skcipher crypto_free_aead crypto_free_akcipher crypto_free_cipher"),
	...ends("freed", 0, "crypto_free_kpp crypto_free_rng crypto_free_comp crypto_free_lskcipher"),
	...ends("freed", 0, "acomp_request_free ahash_request_free skcipher_request_free aead_request_free"),
	...ends("freed", 0, "akcipher_request_free kpp_request_free"),
	// Source: net/mac80211/main.c, net/wireless/core.c, drivers/infiniband/core/device.c, drivers/net/mdio.
	...ends("freed", 0, "ieee80211_free_hw wiphy_free ib_dealloc_device"),
	// Source: net/core/{skbuff,dev}.c, include/linux/{skbuff,netdevice}.h. Nobody who calls them counts on a
	// second reference without having taken it.
	...ends("freed", 0, "kfree_skb kfree_skb_reason consume_skb kfree_skb_list kfree_skb_partial __kfree_skb"),
	...ends("freed", 0, "dev_kfree_skb dev_kfree_skb_any dev_kfree_skb_irq dev_kfree_skb_any_reason"),
	...ends("freed", 0, "dev_kfree_skb_irq_reason dev_consume_skb_any dev_consume_skb_irq napi_consume_skb"),
	...ends("freed", 0, "nlmsg_free"),
	...ends("consumed", 0, "netif_rx __netif_rx netif_rx_ni netif_receive_skb dev_queue_xmit genlmsg_reply"),
	...ends("consumed", 1, "napi_gro_receive nlmsg_unicast netlink_unicast netlink_broadcast genlmsg_unicast"),
	...ends("consumed", 1, "ieee80211_rx_irqsafe ieee80211_rx ieee80211_rx_ni ieee80211_tx_status_irqsafe"),
	...ends("consumed", 1, "ieee80211_tx_status_skb ieee80211_tx_status_ni ieee80211_free_txskb"),
	...ends("consumed", 0, "rtnl_notify rtnl_unicast"),
	// They free the buffer where they fail; `__skb_pad()` and its kin are told whether to.
	...ends("freed", 0, "skb_padto skb_put_padto eth_skb_pad skb_pad", "code"),
	// Source: sound/core/control.c.
	...ends("freed", 1, "snd_ctl_add", "code"),
	...ends("dropped", 0, "put_device of_node_put fwnode_handle_put kobject_put dev_put sock_put module_put"),
	...ends("dropped", 0, "pci_dev_put platform_device_put usb_put_dev usb_put_intf usb_free_urb usb_put_urb"),
	...ends("dropped", 0, "scsi_host_put scsi_device_put fput dma_buf_put bio_put put_pid put_task_struct"),
	...ends("dropped", 0, "iput dput mmput mntput dst_release nf_ct_put blkcg_put css_put input_free_device"),
];

/** What a pointer is taken for that a function derives from another: it points into the same memory. */
export const interiors: ReadonlySet<string> = new Set([
	"netdev_priv",
	"aead_request_ctx",
	"ahash_request_ctx",
]);

/** Take a reference: to drop one after that does not end the object. `argument` points to it, or into it. */
export const keepers: readonly Pick<Ending, "name" | "argument">[] = [
	...[
		"skb_get",
		"kref_get",
		"refcount_inc",
		"atomic_inc",
		"get_device",
		"kobject_get",
		"dev_hold",
		"sock_hold",
	].map((name) => ({ name, argument: 0 })),
	...["refcount_add", "atomic_add"].map((name) => ({ name, argument: 1 })),
];
