/**
 * Locks of graphics, sound and video.
 *
 * Source: Linux 6.12: include/linux/dma-resv.h; include/drm/ttm/ttm_bo.h, drm_modeset_lock.h,
 * drm_drv.h, drm_auth.h, drm_vma_manager.h; drivers/gpu/drm/{amd,radeon,msm,i915,xe};
 * include/sound/pcm.h, soc.h, i2c.h; include/media/v4l2-subdev.h, v4l2-ctrls.h.
 */
import type { LockRow } from "./row.js";

const sleeping = { object: 0, section: "sleeping" } as const;

// dma_resv_lock() and its like return 0 whatever comes where they are given no context: others.ts.
const graphics: readonly LockRow[] = [
	{
		...sleeping,
		kind: "reservation lock",
		member: "lock",
		acquire: ["dma_resv_lock_slow"],
		attempt: {
			nonzeroIfHeld: ["dma_resv_trylock"],
			zeroIfHeld: ["dma_resv_lock_interruptible", "dma_resv_lock_slow_interruptible"],
		},
		release: ["dma_resv_unlock"],
	},
	{
		...sleeping,
		kind: "buffer reservation",
		member: "base.resv->lock",
		acquire: [],
		attempt: { zeroIfHeld: ["ttm_bo_reserve"] },
		release: ["ttm_bo_unreserve"],
	},
	{
		...sleeping,
		kind: "buffer reservation",
		member: "tbo.base.resv->lock",
		acquire: [],
		attempt: { zeroIfHeld: ["amdgpu_bo_reserve", "radeon_bo_reserve"] },
		release: ["amdgpu_bo_unreserve", "radeon_bo_unreserve"],
	},
	{
		...sleeping,
		kind: "buffer reservation",
		member: "resv->lock",
		acquire: ["msm_gem_lock"],
		release: ["msm_gem_unlock"],
	},
	{
		...sleeping,
		kind: "buffer reservation",
		member: "ttm.base.resv->lock",
		acquire: [],
		release: ["xe_bo_unlock"],
	},
	{
		...sleeping,
		kind: "buffer reservation",
		member: "base.resv->lock",
		acquire: [],
		attempt: {
			nonzeroIfHeld: ["i915_gem_object_trylock"],
			zeroIfHeld: ["i915_gem_object_lock_interruptible"],
		},
		release: ["i915_gem_object_unlock"],
	},
	{
		...sleeping,
		kind: "engine list lock",
		member: "engines_mutex",
		acquire: ["i915_gem_context_lock_engines"],
		release: ["i915_gem_context_unlock_engines"],
	},
	{
		...sleeping,
		kind: "modeset lock",
		member: "mutex",
		acquire: [],
		attempt: { zeroIfHeld: ["drm_modeset_lock_single_interruptible"] },
		release: ["drm_modeset_unlock"],
	},
	{
		...sleeping,
		kind: "all modeset locks",
		member: "mode_config",
		acquire: ["drm_modeset_lock_all"],
		release: ["drm_modeset_unlock_all"],
	},
	{
		kind: "DRM device section", // an SRCU section of all devices, left by its index alone
		object: "drm_unplug_srcu",
		acquire: [],
		attempt: { nonzeroIfHeld: ["drm_dev_enter"] },
		release: ["drm_dev_exit"],
		shared: true,
		section: "passive",
	},
	{
		...sleeping,
		kind: "DRM master lock",
		member: "master_mutex",
		acquire: [],
		attempt: { nonzeroIfHeld: ["drm_master_internal_acquire"] },
		release: ["drm_master_internal_release"],
	},
	{
		kind: "lock of offsets",
		object: 0,
		member: "vm_lock",
		acquire: ["drm_vma_offset_lock_lookup"],
		release: ["drm_vma_offset_unlock_lookup"],
		shared: true,
		section: "atomic",
	},
	{
		...sleeping,
		kind: "queue manager lock",
		member: "lock_hidden",
		acquire: ["dqm_lock"],
		release: ["dqm_unlock"],
	},
	{
		...sleeping,
		kind: "MES lock",
		member: "mutex_hidden",
		acquire: ["amdgpu_mes_lock"],
		release: ["amdgpu_mes_unlock"],
	},
	{
		...sleeping,
		kind: "ring lock",
		member: "ring_lock",
		acquire: [],
		attempt: { zeroIfHeld: ["radeon_ring_lock"] },
		release: ["radeon_ring_unlock_commit", "radeon_ring_unlock_undo"],
	},
];

// A spinlock, or a mutex where the stream is not atomic.
const stream = { kind: "PCM stream lock", object: 0, member: "self_group.lock", section: "passive" } as const;

const sound: readonly LockRow[] = [
	{
		...stream,
		acquire: ["snd_pcm_stream_lock"],
		release: ["snd_pcm_stream_unlock"],
		guards: ["pcm_stream_lock"],
	},
	{
		...stream,
		acquire: ["snd_pcm_stream_lock_irq"],
		release: ["snd_pcm_stream_unlock_irq"],
		interrupts: "off",
		guards: ["pcm_stream_lock_irq"],
	},
	{
		...stream,
		acquire: ["snd_pcm_stream_lock_irqsave", "snd_pcm_stream_lock_irqsave_nested"],
		release: ["snd_pcm_stream_unlock_irqrestore"],
		interrupts: "save",
		guards: ["pcm_stream_lock_irqsave"],
	},
	{
		...sleeping,
		kind: "DPCM lock", // of the card that the argument is or belongs to
		member: "pcm_mutex",
		acquire: ["snd_soc_dpcm_mutex_lock"],
		release: ["snd_soc_dpcm_mutex_unlock"],
	},
	{
		...sleeping,
		kind: "DAPM lock", // of the card that the argument is or belongs to
		member: "dapm_mutex",
		acquire: ["snd_soc_dapm_mutex_lock", "snd_soc_dapm_mutex_lock_root"],
		release: ["snd_soc_dapm_mutex_unlock"],
	},
	{
		...sleeping,
		kind: "sound I2C bus lock",
		member: "lock_mutex",
		acquire: ["snd_i2c_lock"],
		release: ["snd_i2c_unlock"],
	},
	{
		...sleeping,
		kind: "use of a USB sound device",
		member: "usage_count",
		acquire: [],
		attempt: { zeroIfHeld: ["snd_usb_lock_shutdown"] },
		release: ["snd_usb_unlock_shutdown"],
		shared: true,
	},
];

const video: readonly LockRow[] = [
	{
		kind: "subdevice state lock", // taken by the subdevice or by its state, released by the state
		object: "v4l2_subdev_state",
		acquire: ["v4l2_subdev_lock_state"],
		attempt: { nonzeroIfHeld: ["v4l2_subdev_lock_and_get_active_state"] },
		loose: true, // releasing the state that is not there does nothing
		release: ["v4l2_subdev_unlock_state"],
		shared: true,
		section: "sleeping",
	},
	{
		...sleeping,
		kind: "control lock",
		member: "handler",
		acquire: ["v4l2_ctrl_lock"],
		release: ["v4l2_ctrl_unlock"],
	},
	{
		...sleeping,
		kind: "VPU instance lock",
		member: "lock",
		acquire: ["vpu_inst_lock"],
		release: ["vpu_inst_unlock"],
	},
];

export const mediaLocks: readonly LockRow[] = [...graphics, ...sound, ...video];
