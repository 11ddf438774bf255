/**
 * Locks of networking.
 *
 * Source: Linux 6.12: include/linux/netdevice.h, rtnetlink.h, genetlink.h, netfilter/nfnetlink.h,
 * udp_tunnel.h, phy.h; include/net/sock.h, sch_generic.h, af_unix.h, cfg80211.h, devlink.h,
 * bluetooth/*.h; net/mptcp/protocol.h, net/tipc, net/can, net/openvswitch; drivers/infiniband/core/cma.c.
 */
import type { LockRow } from "./row.js";

const sleeping = { object: 0, section: "sleeping" } as const;
const atomic = { object: 0, section: "atomic" } as const;

export const netLocks: readonly LockRow[] = [
	{
		kind: "RTNL",
		object: "rtnl",
		acquire: ["rtnl_lock", "rtnl_net_lock"],
		attempt: {
			nonzeroIfHeld: ["rtnl_trylock", "rtnl_net_trylock"],
			zeroIfHeld: ["rtnl_lock_killable", "rtnl_net_lock_killable"], // the latter: later
		},
		release: ["rtnl_unlock", "__rtnl_unlock", "rtnl_net_unlock"],
		section: "sleeping",
		guards: ["rtnl"],
	},
	{
		...sleeping,
		kind: "socket lock",
		member: "sk_lock",
		acquire: ["lock_sock", "lock_sock_nested", "sockopt_lock_sock"],
		release: ["release_sock", "sockopt_release_sock"],
	},
	{
		...atomic,
		kind: "socket spinlock",
		member: "sk_lock.slock",
		acquire: ["bh_lock_sock", "bh_lock_sock_nested"],
		release: ["bh_unlock_sock"],
	},
	{
		...atomic,
		kind: "socket spinlock",
		member: "sk_lock.slock",
		acquire: ["mptcp_data_lock"],
		release: ["mptcp_data_unlock"],
		bottomHalves: true,
	},
	{
		...atomic,
		kind: "UNIX socket lock", // of the unix_sock that begins with the sock
		member: "lock",
		acquire: ["unix_state_lock"],
		release: ["unix_state_unlock"],
	},
	{
		...atomic,
		kind: "transmit lock of a device",
		member: "tx_global_lock",
		acquire: ["netif_tx_lock"],
		release: ["netif_tx_unlock"],
	},
	{
		...atomic,
		kind: "transmit lock of a device",
		member: "tx_global_lock",
		acquire: ["netif_tx_lock_bh"],
		release: ["netif_tx_unlock_bh"],
		bottomHalves: true,
	},
	{
		...atomic,
		kind: "transmit lock of a queue",
		member: "_xmit_lock",
		acquire: ["__netif_tx_lock"],
		attempt: { nonzeroIfHeld: ["__netif_tx_trylock"] },
		release: ["__netif_tx_unlock"],
	},
	{
		...atomic,
		kind: "transmit lock of a queue",
		member: "_xmit_lock",
		acquire: ["__netif_tx_lock_bh"],
		release: ["__netif_tx_unlock_bh"],
		bottomHalves: true,
	},
	{
		...atomic,
		kind: "address list lock",
		member: "addr_list_lock",
		acquire: ["netif_addr_lock"],
		release: ["netif_addr_unlock"],
	},
	{
		...atomic,
		kind: "address list lock",
		member: "addr_list_lock",
		acquire: ["netif_addr_lock_bh"],
		release: ["netif_addr_unlock_bh"],
		bottomHalves: true,
	},
	{
		...atomic,
		kind: "qdisc tree lock",
		acquire: ["sch_tree_lock"],
		release: ["sch_tree_unlock"],
		bottomHalves: true,
	},
	{
		...sleeping,
		kind: "net device lock",
		member: "lock",
		acquire: ["netdev_lock"], // later
		release: ["netdev_unlock"], // later
	},
	{
		kind: "generic netlink lock",
		object: "genl",
		acquire: ["genl_lock"],
		release: ["genl_unlock"],
		section: "sleeping",
	},
	{
		kind: "nfnetlink lock",
		object: "nfnl",
		acquire: ["nfnl_lock"],
		release: ["nfnl_unlock"],
		section: "sleeping",
	},
	{ kind: "OVS lock", object: "ovs", acquire: ["ovs_lock"], release: ["ovs_unlock"], section: "sleeping" },
	{
		kind: "x_tables compatibility lock",
		object: "xt_compat",
		acquire: ["xt_compat_lock"],
		release: ["xt_compat_unlock"],
		section: "sleeping",
	},
	{
		...sleeping,
		kind: "devlink lock",
		member: "lock",
		acquire: ["devl_lock"],
		attempt: { nonzeroIfHeld: ["devl_trylock"] },
		release: ["devl_unlock"],
	},
	{
		...sleeping,
		kind: "wiphy lock",
		member: "mtx",
		acquire: ["wiphy_lock"],
		release: ["wiphy_unlock"],
		guards: ["wiphy"],
	},
	{
		...sleeping,
		kind: "HCI device lock",
		member: "lock",
		acquire: ["hci_dev_lock"],
		release: ["hci_dev_unlock"],
	},
	{
		...sleeping,
		kind: "HCI request lock",
		member: "req_lock",
		acquire: ["hci_req_sync_lock"],
		release: ["hci_req_sync_unlock"],
	},
	{
		...sleeping,
		kind: "L2CAP channel lock",
		member: "lock",
		acquire: ["l2cap_chan_lock"],
		release: ["l2cap_chan_unlock"],
	},
	{
		...sleeping,
		kind: "RFCOMM channel lock",
		member: "lock",
		acquire: ["rfcomm_dlc_lock"],
		release: ["rfcomm_dlc_unlock"],
	},
	{
		kind: "RFCOMM lock",
		object: "rfcomm",
		acquire: ["rfcomm_lock"],
		release: ["rfcomm_unlock"],
		section: "sleeping",
	},
	{
		...atomic,
		kind: "SCO connection lock",
		member: "lock",
		acquire: ["sco_conn_lock"],
		release: ["sco_conn_unlock"],
	},
	{
		...atomic,
		kind: "ISO connection lock",
		member: "lock",
		acquire: ["iso_conn_lock"],
		release: ["iso_conn_unlock"],
	},
	{
		...atomic,
		kind: "TIPC node lock",
		member: "lock",
		acquire: ["tipc_node_read_lock"],
		release: ["tipc_node_read_unlock"],
		shared: true,
		bottomHalves: true,
	},
	{
		...atomic,
		kind: "TIPC node lock",
		member: "lock",
		acquire: ["tipc_node_write_lock"],
		release: ["tipc_node_write_unlock", "tipc_node_write_unlock_fast"],
		bottomHalves: true,
	},
	{
		...atomic,
		kind: "TIPC broadcast lock",
		acquire: ["tipc_bcast_lock"],
		release: ["tipc_bcast_unlock"],
		bottomHalves: true,
	},
	{
		...atomic,
		kind: "J1939 session list lock",
		member: "active_session_list_lock",
		acquire: ["j1939_session_list_lock"],
		release: ["j1939_session_list_unlock"],
		bottomHalves: true,
	},
	{
		...sleeping,
		kind: "RDMA handler lock",
		member: "handler_mutex",
		acquire: ["rdma_lock_handler"],
		release: ["rdma_unlock_handler"],
	},
	{
		...sleeping,
		kind: "MDIO bus lock",
		member: "mdio.bus->mdio_lock",
		// phy_select_page() and phy_save_page() keep the lock where they fail, too.
		acquire: ["phy_lock_mdio_bus", "phy_select_page", "phy_save_page"],
		release: ["phy_unlock_mdio_bus", "phy_restore_page"],
	},
];
