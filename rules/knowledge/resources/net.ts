import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

/** What ends a buffer, and what sends it off, queues it or gives it to the stack. */
const BUFFER = `
	kfree_skb kfree_skb_reason consume_skb dev_kfree_skb dev_kfree_skb_any dev_kfree_skb_irq dev_consume_skb_any
	dev_consume_skb_irq kfree_skb_partial __kfree_skb napi_consume_skb kfree_skb_list
	nlmsg_free
	netif_rx netif_receive_skb napi_gro_receive:1 dev_queue_xmit
	skb_queue_tail:1 skb_queue_head:1 __skb_queue_tail:1 __skb_queue_head:1
`;

/**
 * Network devices, their buffers, and references to them.
 *
 * Source: include/linux/netdevice.h, include/linux/skbuff.h, include/linux/etherdevice.h,
 * include/linux/phy.h, include/net and net/core of Linux 6.12.
 */
export const netRows: readonly ResourceRow[] = [
	...returned(
		"buffer",
		"null",
		BUFFER,
		`alloc_skb dev_alloc_skb netdev_alloc_skb netdev_alloc_skb_ip_align napi_alloc_skb __netdev_alloc_skb
		 alloc_skb_fclone nlmsg_new genlmsg_new skb_clone skb_copy pskb_copy build_skb napi_build_skb skb_copy_expand`,
	),
	...returned(
		"network device",
		"null",
		"free_netdev free_candev",
		"alloc_etherdev alloc_etherdev_mq alloc_etherdev_mqs alloc_netdev alloc_netdev_mq alloc_netdev_mqs alloc_candev alloc_candev_mqs",
	),
	...held(
		"network device",
		"code",
		"unregister_netdev unregister_netdevice unregister_netdevice_queue",
		"register_netdev register_netdevice",
	),
	...returned(
		"reference",
		"null",
		"dev_put netdev_put",
		"dev_get_by_name dev_get_by_index netdev_get_by_name netdev_get_by_index",
	),
	...held("reference", "never", "dev_put", "dev_hold"),
	...held("reference", "never", "netdev_put", "netdev_hold"),
	...held("reference", "never", "sock_put", "sock_hold"),
	...returned("reference", "null", "in_dev_put", "in_dev_get"),
	...returned("reference", "null", "in6_dev_put", "in6_dev_get"),
	...held("reference", "never", "dst_release", "dst_hold"),
	...returned("neighbour", "null", "neigh_release", "neigh_lookup dst_neigh_lookup dst_neigh_lookup_skb"),
	...returned("neighbour", "error", "neigh_release", "neigh_create"),
	...stored("socket", "code", "sock_release:0", "sock_create:3 sock_create_kern:4 sock_create_lite:3"),
	...returned("socket", "null", "fput.file sockfd_put", "sockfd_lookup"),
	...returned("MII bus", "null", "mdiobus_free", "mdiobus_alloc mdiobus_alloc_size"),
	...held("MII bus", "code", "mdiobus_unregister", "mdiobus_register of_mdiobus_register"),
	...returned("PHY", "error", "phy_disconnect", "phy_connect"),
	...returned("PHY", "null", "phy_disconnect", "of_phy_connect of_phy_get_and_connect"),
	...returned("PHY device", "error", "phy_device_free", "get_phy_device"),
	...returned("phylink", "error", "phylink_destroy", "phylink_create"),
	...returned("page pool", "error", "page_pool_destroy", "page_pool_create"),
	...held("wireless device", "code", "wiphy_unregister", "wiphy_register"),
	...returned("wireless device", "null", "wiphy_free", "wiphy_new wiphy_new_nm"),
	...returned("wireless device", "null", "ieee80211_free_hw", "ieee80211_alloc_hw ieee80211_alloc_hw_nm"),
	...held("wireless device", "code", "ieee80211_unregister_hw", "ieee80211_register_hw"),
	...returned("Bluetooth device", "null", "hci_free_dev", "hci_alloc_dev"),
	...held("Bluetooth device", "error", "hci_unregister_dev", "hci_register_dev"),
	...held("network namespace operations", "code", "unregister_pernet_subsys", "register_pernet_subsys"),
	...held("network namespace operations", "code", "unregister_pernet_device", "register_pernet_device"),
	...held("notifier", "code", "unregister_netdevice_notifier", "register_netdevice_notifier"),
	...held("netlink family", "code", "genl_unregister_family", "genl_register_family"),
	...held("link operations", "code", "rtnl_link_unregister", "rtnl_link_register"),
	...held("protocol", "code", "proto_unregister", "proto_register"),
	...returned("devlink", "null", "devlink_free", "devlink_alloc devlink_alloc_ns"),
];
