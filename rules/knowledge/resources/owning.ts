/** Functions that end or take over what the argument names: `name:index`, 0 where none stands. */
export const owningCalls = `
	netif_rx netif_receive_skb netif_receive_skb_list dev_queue_xmit napi_gro_receive:1
	skb_queue_tail:1 skb_queue_head:1 __skb_queue_tail:1 __skb_queue_head:1
	genlmsg_reply nlmsg_unicast:1 netlink_unicast:1 netlink_broadcast:1 nlmsg_multicast:1 genlmsg_unicast:1
	genlmsg_multicast:1 genlmsg_multicast_netns:2 rtnl_notify rtnl_unicast
	devm_add_action_or_reset:2
	fd_install:1 d_instantiate:1 d_add:1 d_splice_alias:0 d_make_root:0
	commit_creds:0
`;
