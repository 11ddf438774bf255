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
		`
		alloc_skb dev_alloc_skb netdev_alloc_skb netdev_alloc_skb_ip_align napi_alloc_skb __netdev_alloc_skb
			alloc_skb_fclone nlmsg_new genlmsg_new skb_clone skb_copy pskb_copy build_skb napi_build_skb
			skb_copy_expand | ${BUFFER}
	`,
	),
	...returned(
		"network device",
		"null",
		`
		alloc_etherdev alloc_etherdev_mq alloc_etherdev_mqs alloc_netdev alloc_netdev_mq alloc_netdev_mqs
			alloc_candev alloc_candev_mqs | free_netdev free_candev
	`,
	),
	...held(
		"network device",
		"code",
		`
		register_netdev register_netdevice | unregister_netdev unregister_netdevice
			unregister_netdevice_queue
	`,
	),
	...returned(
		"reference",
		"null",
		`
		dev_get_by_name dev_get_by_index netdev_get_by_name netdev_get_by_index | dev_put netdev_put;
		in_dev_get | in_dev_put;
		in6_dev_get | in6_dev_put
	`,
	),
	...held(
		"reference",
		"never",
		`
		dev_hold | dev_put;
		netdev_hold | netdev_put;
		sock_hold | sock_put;
		dst_hold | dst_release
	`,
	),
	...returned("neighbour", "null", "neigh_lookup dst_neigh_lookup dst_neigh_lookup_skb | neigh_release"),
	...returned("neighbour", "error", "neigh_create | neigh_release"),
	...stored("socket", "code", "sock_create:3 sock_create_kern:4 sock_create_lite:3 | sock_release:0"),
	...returned("socket", "null", "sockfd_lookup | fput.file sockfd_put"),
	...returned("MII bus", "null", "mdiobus_alloc mdiobus_alloc_size | mdiobus_free"),
	...held("MII bus", "code", "mdiobus_register of_mdiobus_register | mdiobus_unregister"),
	...returned("PHY", "error", "phy_connect | phy_disconnect"),
	...returned("PHY", "null", "of_phy_connect of_phy_get_and_connect | phy_disconnect"),
	...returned("PHY device", "error", "get_phy_device | phy_device_free"),
	...returned("phylink", "error", "phylink_create | phylink_destroy"),
	...returned("page pool", "error", "page_pool_create | page_pool_destroy"),
	...held(
		"wireless device",
		"code",
		`
		wiphy_register | wiphy_unregister;
		ieee80211_register_hw | ieee80211_unregister_hw
	`,
	),
	...returned(
		"wireless device",
		"null",
		`
		wiphy_new wiphy_new_nm | wiphy_free;
		ieee80211_alloc_hw ieee80211_alloc_hw_nm | ieee80211_free_hw
	`,
	),
	...returned("Bluetooth device", "null", "hci_alloc_dev | hci_free_dev"),
	...held("Bluetooth device", "error", "hci_register_dev | hci_unregister_dev"),
	...held(
		"network namespace operations",
		"code",
		`
		register_pernet_subsys | unregister_pernet_subsys;
		register_pernet_device | unregister_pernet_device
	`,
	),
	...held("notifier", "code", "register_netdevice_notifier | unregister_netdevice_notifier"),
	...held("netlink family", "code", "genl_register_family | genl_unregister_family"),
	...held("link operations", "code", "rtnl_link_register | rtnl_link_unregister"),
	...held("protocol", "code", "proto_register | proto_unregister"),
	...returned("devlink", "null", "devlink_alloc devlink_alloc_ns | devlink_free"),
	...held(
		"network device",
		"code",
		`
		register_candev | unregister_candev;
		open_candev | close_candev;
		dsa_register_switch | dsa_unregister_switch
	`,
	),
	...held(
		"NAPI context",
		"never",
		`
		netif_napi_add:1 netif_napi_add_tx:1 netif_napi_add_weight:1 | netif_napi_del;
		napi_enable | napi_disable
	`,
	),
	...held("fixed link", "code", "of_phy_register_fixed_link | of_phy_deregister_fixed_link"),
	...held("handler", "code", "netdev_rx_handler_register | netdev_rx_handler_unregister"),
	...held(
		"notifier",
		"code",
		`
		register_inetaddr_notifier | unregister_inetaddr_notifier;
		register_inet6addr_notifier | unregister_inet6addr_notifier;
		register_netevent_notifier | unregister_netevent_notifier;
		register_switchdev_notifier | unregister_switchdev_notifier;
		register_switchdev_blocking_notifier | unregister_switchdev_blocking_notifier
	`,
	),
	...held(
		"operations",
		"code",
		`
		xt_register_match | xt_unregister_match;
		xt_register_target | xt_unregister_target;
		xt_register_matches | xt_unregister_matches;
		xt_register_targets | xt_unregister_targets;
		register_qdisc | unregister_qdisc;
		nft_register_expr | nft_unregister_expr;
		ip_set_type_register | ip_set_type_unregister;
		tcp_register_congestion_control | tcp_unregister_congestion_control;
		nfnetlink_subsys_register | nfnetlink_subsys_unregister;
		nf_register_sockopt | nf_unregister_sockopt;
		tcf_register_action | tcf_unregister_action;
		ib_register_client | ib_unregister_client
	`,
	),
	...held("hooks", "code", "nf_register_net_hooks:1 | nf_unregister_net_hooks:1"),
	...held("hook", "code", "nf_register_net_hook:1 | nf_unregister_net_hook:1"),
	...held("connection tracking", "code", "nf_ct_netns_get | nf_ct_netns_put"),
	...held("cache", "code", "dst_cache_init | dst_cache_destroy"),
	...held("cells", "code", "gro_cells_init | gro_cells_destroy"),
	...held("tags", "code", "vlan_vid_add:2 | vlan_vid_del:2"),
	...held(
		"port",
		"code",
		"devlink_port_register:1 devl_port_register:1 | devlink_port_unregister devl_port_unregister",
	),
	...returned("socket", "null", "netlink_kernel_create | netlink_kernel_release"),
	...returned("socket", "null", "sk_alloc | sk_free sock_put sk_common_release"),
	...stored("socket", "code", "inet_ctl_sock_create | inet_ctl_sock_destroy"),
	...returned("state", "null", "xfrm_state_alloc xfrm_state_lookup | xfrm_state_put"),
	...returned("BSS", "null", "cfg80211_get_bss | cfg80211_put_bss:1"),
	...returned("memory region", "error", "ib_umem_get | ib_umem_release"),
	...returned("device", "null", "_ib_alloc_device | ib_dealloc_device"),
	...held("device", "code", "ib_register_device | ib_unregister_device"),
	...returned("protection domain", "error", "ib_alloc_pd | ib_dealloc_pd"),
	...returned(
		"completion queue",
		"error",
		"ib_create_cq ib_alloc_cq ib_alloc_cq_any | ib_destroy_cq ib_free_cq",
	),
	...returned("queue pair", "error", "ib_create_qp | ib_destroy_qp"),
	...returned("memory region", "error", "ib_alloc_mr | ib_dereg_mr"),
	...returned("identifier", "error", "rdma_create_id | rdma_destroy_id"),
	...returned("agent", "error", "ib_register_mad_agent | ib_unregister_mad_agent"),
	...returned("flow rules", "error", "mlx5_add_flow_rules | mlx5_del_flow_rules"),
	...returned(
		"flow table",
		"error",
		"mlx5_create_flow_table mlx5_create_auto_grouped_flow_table | mlx5_destroy_flow_table",
	),
	...returned("flow group", "error", "mlx5_create_flow_group | mlx5_destroy_flow_group"),
	...returned("mailbox", "error", "mlx4_alloc_cmd_mailbox | mlx4_free_cmd_mailbox:1"),
	...returned("RPC client", "error", "rpc_create rpc_clone_client | rpc_shutdown_client rpc_release_client"),
	...returned("attributes", "null", "nfs_alloc_fattr | nfs_free_fattr"),
	...returned("file handle", "null", "nfs_alloc_fhandle | nfs_free_fhandle"),
	...returned(
		"route",
		"error",
		`
		ip_route_output_key ip_route_output_flow ip_route_output ip_route_output_ports | ip_rt_put
	`,
	),
	...returned(
		"reference",
		"null",
		`
		hci_dev_get hci_get_route | hci_dev_put;
		nfc_get_device | nfc_put_device;
		inet_lookup __inet_lookup_established | sock_put sock_gen_put
	`,
	),
	...returned(
		"buffer",
		"null",
		`
		ieee80211_beacon_get ieee80211_probereq_get ieee80211_nullfunc_get ieee80211_pspoll_get
			bt_skb_alloc nci_skb_alloc sock_alloc_send_skb sock_wmalloc skb_realloc_headroom | ${BUFFER}
	`,
	),
	...returned("buffer", "null", "cfg80211_vendor_cmd_alloc_reply_skb | kfree_skb cfg80211_vendor_cmd_reply"),
	...returned(
		"buffer",
		"null",
		"skb_recv_datagram | kfree_skb consume_skb skb_free_datagram:1 skb_consume_udp:1",
	),
	...returned(
		"PHY device",
		"null",
		"of_phy_find_device fwnode_phy_find_device | put_device.mdio.dev phy_device_free",
	),
	...returned("MII bus", "null", "of_mdio_find_bus mdio_find_bus | put_device.dev"),
	...returned("device", "null", "of_find_net_device_by_node | put_device.dev"),
	...returned(
		"device",
		"error",
		`
		mdio_device_create | mdio_device_free mdio_device_remove;
		phy_device_create | phy_device_free;
		fixed_phy_register | fixed_phy_unregister
	`,
	),
	...held(
		"device",
		"code",
		"phy_device_register | phy_device_remove; mdio_device_register | mdio_device_remove",
	),
	...held(
		"PHY",
		"code",
		`
		phy_connect_direct:1 | phy_disconnect;
		phy_attach_direct:1 | phy_detach;
		phylink_of_phy_connect phylink_fwnode_phy_connect phylink_connect_phy | phylink_disconnect_phy
	`,
	),
	...returned("SFP bus", "error", "sfp_bus_find_fwnode | sfp_bus_put"),
	...returned("route", "error", "ip6_dst_lookup_flow | dst_release"),
	...returned("route", "null", "dst_clone | dst_release"),
	...returned("address", "null", "ipv6_get_ifaddr | in6_ifa_put"),
	...returned(
		"reference",
		"null",
		`
		sk_psock_get | sk_psock_put:1;
		tty_ldisc_ref | tty_ldisc_deref;
		rdma_user_mmap_entry_get | rdma_user_mmap_entry_put;
		ib_device_get_by_netdev | ib_device_put;
		psample_group_get | psample_group_put;
		xprt_get | xprt_put;
		nfs_get_client | nfs_put_client;
		get_nfs_open_context | put_nfs_open_context
	`,
	),
	...held(
		"reference",
		"never",
		`
		hci_dev_hold | hci_dev_put;
		hci_conn_get | hci_conn_put;
		l2cap_chan_hold | l2cap_chan_put;
		svc_xprt_get | svc_xprt_put;
		xfrm_state_hold | xfrm_state_put
	`,
	),
	...returned("reference", "error", "rdma_get_gid_attr | rdma_put_gid_attr"),
	...returned("message", "error", "ib_create_send_mad | ib_free_send_mad"),
	...returned("address handle", "error", "rdma_create_ah | rdma_destroy_ah"),
	...held("queue pair", "code", "rdma_create_qp | rdma_destroy_qp"),
	...returned("connection", "error", "nf_conntrack_alloc | nf_conntrack_free"),
	...returned("connection", "null", "nf_ct_tmpl_alloc | nf_ct_tmpl_free nf_ct_put"),
	...returned("expectation", "null", "nf_ct_expect_alloc | nf_ct_expect_put"),
	...returned("block", "error", "flow_block_cb_alloc | flow_block_cb_free"),
	...returned("rule", "null", "flow_rule_alloc | kfree"),
	...held("extensions", "code", "tcf_exts_init | tcf_exts_destroy"),
	...stored("block", "code", "tcf_block_get | tcf_block_put"),
	...returned("queue discipline", "null", "qdisc_create_dflt | qdisc_put"),
	...held("receive queue", "code", "xdp_rxq_info_reg | xdp_rxq_info_unreg"),
	...stored("socket", "code", "udp_sock_create:2 | udp_tunnel_sock_release sock_release"),
	...held("reference", "code", "ethnl_parse_header_dev_get | ethnl_parse_header_dev_put"),
	...returned("operations", "error", "xt_hook_ops_alloc | kfree"),
	...returned("tunnel state", "null", "lwtunnel_state_alloc | kfree lwtstate_free"),
	...held("type", "code", "xfrm_register_type | xfrm_unregister_type"),
	...held("template", "code", "xt_register_template | xt_unregister_template"),
];
