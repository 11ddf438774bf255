import { words } from "./row.js";

/**
 * Freeing socket buffers.
 *
 * Source: include/linux/netdevice.h (what it says of interrupts at dev_kfree_skb_irq),
 * include/linux/skbuff.h, net/core/skbuff.c and net/core/dev.c of Linux 6.12.
 */

/**
 * Free a buffer at once, which may not be done in a hard interrupt or with interrupts off. The first
 * argument is the buffer. `dev_kfree_skb` is another name of `consume_skb`.
 */
export const skbFrees: readonly string[] = words(`
	kfree_skb kfree_skb_reason kfree_skb_list kfree_skb_list_reason consume_skb dev_kfree_skb
`);

/** Free all buffers of a queue at once; nothing happens to one that is empty. */
export const skbQueueFrees: readonly string[] = words("skb_queue_purge __skb_queue_purge");

/** Free a buffer, later if interrupts are off. */
export const skbFreesAnywhere: readonly string[] = words(`
	dev_kfree_skb_any dev_kfree_skb_any_reason dev_kfree_skb_irq dev_kfree_skb_irq_reason
	dev_consume_skb_any dev_consume_skb_irq
`);
