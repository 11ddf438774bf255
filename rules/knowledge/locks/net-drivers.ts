/**
 * Locks of network drivers, wired and wireless.
 *
 * Source: drivers/net of Linux 6.12: dsa/mv88e6xxx/chip.h, ethernet/broadcom, ethernet/freescale/enetc,
 * ethernet/intel, ethernet/qlogic/qede, wireless/ath/ath9k, wireless/broadcom/brcm80211,
 * wireless/mediatek/mt76, wireless/quantenna/qtnfmac, wireless/st/cw1200.
 */
import type { LockRow } from "./row.js";

const sleeping = { object: 0, section: "sleeping" } as const;
const atomic = { object: 0, section: "atomic" } as const;

export const netDriverLocks: readonly LockRow[] = [
	{
		...sleeping,
		kind: "switch register lock",
		member: "reg_lock",
		acquire: ["mv88e6xxx_reg_lock"],
		release: ["mv88e6xxx_reg_unlock"],
	},
	{
		...sleeping,
		kind: "PHY lock",
		member: "port.phy_mutex",
		acquire: ["bnx2x_acquire_phy_lock"],
		release: ["bnx2x_release_phy_lock"],
	},
	{
		...atomic,
		kind: "tg3 lock",
		member: "lock",
		acquire: ["tg3_full_lock"],
		release: ["tg3_full_unlock"],
		bottomHalves: true,
	},
	{
		...sleeping,
		kind: "qede lock",
		member: "qede_lock",
		acquire: ["__qede_lock"],
		release: ["__qede_unlock"],
	},
	{
		...atomic,
		kind: "mailbox lock",
		member: "mbx_lock",
		acquire: ["fm10k_mbx_lock"],
		release: ["fm10k_mbx_unlock"],
	},
	{
		...sleeping,
		kind: "vport lock",
		acquire: ["idpf_vport_ctrl_lock"],
		release: ["idpf_vport_ctrl_unlock"],
	},
	{
		kind: "ENETC MDIO lock",
		object: "enetc_mdio",
		acquire: ["enetc_lock_mdio"],
		release: ["enetc_unlock_mdio"],
		shared: true,
		section: "atomic",
	},
	{
		...sleeping,
		kind: "mt76 lock",
		member: "mutex",
		acquire: ["mt76_connac_mutex_acquire"],
		release: ["mt76_connac_mutex_release"],
	},
	{
		...sleeping,
		kind: "mt76 lock",
		member: "mt76.mutex",
		acquire: ["mt792x_mutex_acquire", "mt7615_mutex_acquire"],
		release: ["mt792x_mutex_release", "mt7615_mutex_release"],
	},
	{
		...atomic,
		kind: "mt76 status lock",
		member: "status_lock",
		acquire: ["mt76_tx_status_lock"],
		release: ["mt76_tx_status_unlock"],
		bottomHalves: true,
	},
	{
		...atomic,
		kind: "firmware signalling lock",
		member: "spinlock",
		acquire: ["brcmf_fws_lock"],
		release: ["brcmf_fws_unlock"],
	},
	{
		...atomic,
		kind: "ring lock",
		member: "lock",
		acquire: ["brcmf_commonring_lock"],
		release: ["brcmf_commonring_unlock"],
	},
	{
		kind: "ath9k queue lock",
		object: 1,
		member: "axq_lock",
		acquire: ["ath_txq_lock"],
		release: ["ath_txq_unlock"],
		section: "atomic",
		bottomHalves: true,
	},
	{
		...sleeping,
		kind: "transmit stop",
		acquire: ["wsm_lock_tx", "wsm_lock_tx_async"],
		release: ["wsm_unlock_tx"],
		shared: true,
		section: "passive",
		loose: true, // handed on to works
	},
	{
		...sleeping,
		kind: "WSM command lock",
		member: "wsm_cmd_mux",
		acquire: ["wsm_cmd_lock"],
		release: ["wsm_cmd_unlock"],
	},
	{
		...sleeping,
		kind: "qtnfmac bus lock",
		member: "bus_lock",
		acquire: ["qtnf_bus_lock"],
		release: ["qtnf_bus_unlock"],
	},
];
