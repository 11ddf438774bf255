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
	 kasprintf kvasprintf idr_preload radix_tree_preload __dev_alloc_page`,
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
	 kpp_request_alloc`,
	`kcalloc kmalloc_array kvcalloc kvmalloc_array kcalloc_node kmalloc_array_node krealloc
	 kmemdup kmemdup_nul kvmemdup kstrndup
	 devm_kmalloc devm_kzalloc devm_kstrdup devm_bitmap_zalloc
	 usb_alloc_coherent usb_ep_queue sg_alloc_table sock_kmalloc sk_alloc __netdev_alloc_skb
	 ida_alloc_max ida_alloc_min xa_reserve bio_split bio_alloc_clone percpu_counter_init`,
	`dma_alloc_coherent dma_alloc_wc dma_alloc_attrs dmam_alloc_coherent
	 devm_kcalloc devm_kmalloc_array devm_kmemdup devm_krealloc kmemdup_array krealloc_array
	 pskb_expand_head skb_copy_expand ida_alloc_range xa_store xa_insert
	 bio_alloc bio_alloc_bioset percpu_ref_init`,
	`idr_alloc idr_alloc_cyclic idr_alloc_u32 xa_alloc xa_cmpxchg dma_alloc_noncoherent
	 request_firmware_nowait virtqueue_add_inbuf virtqueue_add_outbuf`,
	"xa_alloc_cyclic sg_alloc_table_from_pages virtqueue_add_sgs",
];

export const allocators: readonly Allocator[] = byIndex.flatMap((names, gfp) =>
	words(names).map((name) => ({ name, gfp })),
);

/** Flags that let an allocation wait for memory, alone or with others. `& ~__GFP_DIRECT_RECLAIM` forbids it. */
export const sleepingFlags: readonly string[] = words(`
	GFP_KERNEL GFP_KERNEL_ACCOUNT GFP_NOIO GFP_NOFS GFP_USER GFP_HIGHUSER GFP_HIGHUSER_MOVABLE
	GFP_TRANSHUGE __GFP_DIRECT_RECLAIM __GFP_RECLAIM
`);
