import { words } from "./row.js";

/**
 * Functions that allocate with flags they are given, and which flags let them sleep.
 *
 * Source: the prototypes under include of Linux 6.12 that have a gfp_t parameter; linux/gfp_types.h.
 */
export interface Allocator {
	readonly name: string;
	/** Index of the argument with the flags. */
	readonly gfp: number;
}

/** Names by the index of the flags. */
const byIndex: readonly string[] = [
	`alloc_page alloc_pages __get_free_page __get_free_pages __get_dma_pages get_zeroed_page folio_alloc
	 kasprintf kvasprintf kvasprintf_const argv_split filemap_alloc_folio idr_preload radix_tree_preload __dev_alloc_page`,
	`kmalloc kzalloc kvmalloc kvzalloc kmalloc_node kzalloc_node kvmalloc_node kvzalloc_node
	 kstrdup kstrdup_const bitmap_alloc bitmap_zalloc devm_kasprintf
	 kmem_cache_alloc kmem_cache_zalloc kmem_cache_alloc_node mempool_alloc
	 alloc_pages_node alloc_pages_exact devm_get_free_pages __vmalloc alloc_percpu_gfp
	 dma_pool_alloc dma_pool_zalloc sgl_alloc
	 alloc_skb __alloc_skb __dev_alloc_skb bt_skb_alloc skb_clone skb_copy pskb_copy skb_share_check
	 skb_unshare skb_unclone nlmsg_new genlmsg_new
	 usb_alloc_urb usb_submit_urb usb_ep_alloc_request ida_alloc bio_kmalloc
	 alloc_cpumask_var zalloc_cpumask_var
	 skcipher_request_alloc aead_request_alloc ahash_request_alloc akcipher_request_alloc
	 kpp_request_alloc bitmap_zalloc_node alloc_cpumask_var_node zalloc_cpumask_var_node
	 kmem_cache_alloc_bulk page_pool_alloc_pages dst_cache_init posix_acl_alloc audit_log_start`,
	`kcalloc kmalloc_array kvcalloc kvmalloc_array kcalloc_node kmalloc_array_node krealloc
	 kmemdup kmemdup_nul kvmemdup kstrndup
	 devm_kmalloc devm_kzalloc devm_kstrdup devm_bitmap_zalloc
	 usb_alloc_coherent usb_ep_queue sg_alloc_table sock_kmalloc sk_alloc __netdev_alloc_skb
	 ida_alloc_max ida_alloc_min xa_reserve bio_split bio_alloc_clone percpu_counter_init
	 drmm_kzalloc drmm_kmalloc devm_kstrdup_const kmem_cache_alloc_lru page_frag_alloc kvrealloc kfifo_alloc
	 __alloc_percpu_gfp __vmalloc_node __pskb_copy cfg80211_del_sta ceph_msg_new`,
	`dma_alloc_coherent dma_alloc_wc dma_alloc_attrs dmam_alloc_coherent
	 devm_kcalloc devm_kmalloc_array devm_kmemdup devm_krealloc kmemdup_array krealloc_array
	 pskb_expand_head skb_copy_expand ida_alloc_range xa_store xa_insert
	 bio_alloc bio_alloc_bioset percpu_ref_init
	 xa_store_irq xa_store_bh xa_insert_irq xa_insert_bh drmm_kcalloc sock_wmalloc dev_coredumpv
	 dma_alloc_noncontiguous cfg80211_new_sta cfg80211_remain_on_channel_expired`,
	`idr_alloc idr_alloc_cyclic idr_alloc_u32 xa_alloc xa_cmpxchg dma_alloc_noncoherent
	 request_firmware_nowait virtqueue_add_inbuf virtqueue_add_outbuf
	 xa_alloc_irq xa_alloc_bh xa_cmpxchg_irq xa_cmpxchg_bh devm_krealloc_array alloc_skb_with_frags
	 dev_coredumpm nlmsg_multicast genlmsg_multicast netlink_broadcast cfg80211_ready_on_channel`,
	`xa_alloc_cyclic xa_alloc_cyclic_irq sg_alloc_table_from_pages virtqueue_add_sgs
	 genlmsg_multicast_netns rtnl_notify nlmsg_notify cfg80211_disconnected cfg80211_mgmt_tx_status
	 cfg80211_michael_mic_failure`,
];

export const allocators: readonly Allocator[] = byIndex.flatMap((names, gfp) =>
	words(names).map((name) => ({ name, gfp })),
);

/** Flags that let an allocation wait for memory, alone or with others. `& ~__GFP_DIRECT_RECLAIM` forbids it. */
export const sleepingFlags: readonly string[] = words(`
	GFP_KERNEL GFP_KERNEL_ACCOUNT GFP_NOIO GFP_NOFS GFP_USER GFP_HIGHUSER GFP_HIGHUSER_MOVABLE
	GFP_TRANSHUGE __GFP_DIRECT_RECLAIM __GFP_RECLAIM
`);
