/**
 * Functions that end or take over what the argument names, whatever they return: `name:index`, 0 where none
 * stands. What releases a resource stands in its row.
 *
 * Read in net/core/dev.c, net/netlink/af_netlink.c, net/netlink/genetlink.c, include/net/netlink.h,
 * net/wireless/nl80211.c, net/mac80211, net/bluetooth/hci_core.c, net/nfc/nci/core.c, block/blk-core.c,
 * fs/dcache.c, fs/file.c, kernel/cred.c, drivers/base/devres.c, drivers/gpu/drm/drm_managed.c,
 * sound/core/control.c of Linux 6.12.
 */
export const owningCalls = `
	netif_rx netif_receive_skb dev_queue_xmit dev_direct_xmit napi_gro_receive:1
	skb_queue_tail:1 skb_queue_head:1 __skb_queue_tail:1 __skb_queue_head:1 skb_append:1
	skb_share_check skb_unshare skb_complete_tx_timestamp
	genlmsg_reply genlmsg_unicast:1 genlmsg_multicast:1 genlmsg_multicast_netns:2
	nlmsg_unicast:1 nlmsg_multicast:1 netlink_unicast:1 netlink_broadcast:1 rtnl_notify rtnl_unicast
	cfg80211_vendor_cmd_reply cfg80211_vendor_event
	ieee80211_rx:1 ieee80211_rx_ni:1 ieee80211_rx_irqsafe:1 ieee80211_rx_napi:2
	ieee80211_tx_status_skb:1 ieee80211_tx_status_ni:1 ieee80211_tx_status_irqsafe:1 ieee80211_free_txskb:1
	hci_recv_frame:1 nci_recv_frame:1
	submit_bio submit_bio_noacct
	d_instantiate:1 d_instantiate_new:1 d_add:1 d_splice_alias d_make_root d_obtain_alias d_obtain_root
	fd_install:1 commit_creds
	devm_add_action_or_reset:2 drmm_add_action_or_reset:2 devres_add:1
	snd_ctl_add:1 snd_ctl_replace:1
	partition_sched_domains:1 partition_sched_domains_locked:1
`;
