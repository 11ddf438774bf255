import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

/**
 * Video, radio and television devices, graphics, panels, and sound.
 *
 * Source: include/media, include/drm, include/video, include/linux/fb.h, include/linux/dma-buf.h,
 * include/linux/dma-fence.h, include/sound of Linux 6.12.
 *
 * What only prepares an object, so that its cleanup has nothing to do before it is used, stands in no row:
 * media_device_init(), media_entity_pads_init(), v4l2_async_nf_init(), v4l2_fh_init(), dma_resv_init().
 */
export const mediaRows: readonly ResourceRow[] = [
	...held(
		"device",
		"code",
		`
		v4l2_device_register:1 | v4l2_device_unregister;
		media_device_register __media_device_register | media_device_unregister;
		video_register_device | video_unregister_device vb2_video_unregister_device;
		rc_register_device | rc_unregister_device;
		cec_register_adapter | cec_unregister_adapter;
		dvb_register_adapter | dvb_unregister_adapter;
		dvb_dmxdev_init | dvb_dmxdev_release;
		dvb_dmx_init | dvb_dmx_release;
		dvb_net_init:1 | dvb_net_release
	`,
	),
	...returned(
		"device",
		"null",
		`
		video_device_alloc | video_device_release video_unregister_device;
		rc_allocate_device | rc_free_device rc_unregister_device
	`,
	),
	...held("controls", "code", "v4l2_ctrl_handler_init | v4l2_ctrl_handler_free"),
	...held(
		"subdevice",
		"code",
		`
		v4l2_async_register_subdev v4l2_async_register_subdev_sensor | v4l2_async_unregister_subdev;
		v4l2_device_register_subdev:1 | v4l2_device_unregister_subdev
	`,
	),
	...held("subdevice state", "code", "v4l2_subdev_init_finalize | v4l2_subdev_cleanup"),
	...held("entity", "code", "media_device_register_entity:1 | media_device_unregister_entity"),
	...held("notifier", "code", "v4l2_async_nf_register | v4l2_async_nf_unregister"),
	...held("endpoint", "code", "v4l2_fwnode_endpoint_alloc_parse:1 | v4l2_fwnode_endpoint_free"),
	...held("pipeline", "code", "video_device_pipeline_start | video_device_pipeline_stop"),
	...held("pipeline", "code", "v4l2_pipeline_pm_get | v4l2_pipeline_pm_put"),
	...held("file handle", "never", "v4l2_fh_add | v4l2_fh_del"),
	...returned("memory-to-memory device", "error", "v4l2_m2m_init | v4l2_m2m_release"),
	...returned("context", "error", "v4l2_m2m_ctx_init | v4l2_m2m_ctx_release"),
	...held(
		"media controller",
		"code",
		"v4l2_m2m_register_media_controller | v4l2_m2m_unregister_media_controller",
	),
	...returned("adapter", "error", "cec_allocate_adapter | cec_delete_adapter"),
	...returned(
		"notifier",
		"null",
		"cec_notifier_cec_adap_register cec_notifier_conn_register | cec_notifier_cec_adap_unregister cec_notifier_conn_unregister",
	),
	...returned("device", "error", "drm_dev_alloc | drm_dev_put"),
	...held("device", "code", "drm_dev_register | drm_dev_unregister drm_dev_unplug"),
	...held(
		"reference",
		"never",
		`
		drm_dev_get | drm_dev_put;
		drm_gem_object_get | drm_gem_object_put;
		drm_framebuffer_get | drm_framebuffer_put;
		drm_connector_get | drm_connector_put;
		drm_syncobj_get | drm_syncobj_put
	`,
	),
	...returned(
		"object",
		"null",
		`
		drm_gem_object_lookup | drm_gem_object_put;
		drm_syncobj_find | drm_syncobj_put;
		drm_framebuffer_lookup | drm_framebuffer_put
	`,
	),
	...held("object", "code", "drm_gem_object_init:1 | drm_gem_object_release"),
	...returned("pages", "error", "drm_gem_get_pages | drm_gem_put_pages:1"),
	...held(
		"connector",
		"code",
		`
		drm_connector_init:1 drm_connector_init_with_ddc:1 | drm_connector_cleanup;
		drm_connector_register | drm_connector_unregister
	`,
	),
	...held("encoder", "code", "drm_encoder_init:1 drm_simple_encoder_init:1 | drm_encoder_cleanup"),
	...held("plane", "code", "drm_universal_plane_init:1 | drm_plane_cleanup"),
	...held("CRTC", "code", "drm_crtc_init_with_planes:1 | drm_crtc_cleanup"),
	...held("framebuffer", "code", "drm_framebuffer_init:1 | drm_framebuffer_cleanup"),
	...returned("state", "null", "drm_atomic_state_alloc | drm_atomic_state_put"),
	...returned("mode", "null", "drm_mode_create drm_mode_duplicate | drm_mode_destroy:1"),
	...returned("EDID", "null", "drm_edid_alloc drm_edid_dup drm_edid_read drm_edid_read_ddc | drm_edid_free"),
	...held("bridge", "never", "drm_bridge_add | drm_bridge_remove"),
	...held("panel", "never", "drm_panel_add | drm_panel_remove"),
	...held(
		"panel",
		"code",
		`
		drm_panel_prepare | drm_panel_unprepare;
		drm_panel_enable | drm_panel_disable
	`,
	),
	...held(
		"device",
		"code",
		`
		mipi_dsi_attach | mipi_dsi_detach;
		mipi_dsi_host_register | mipi_dsi_host_unregister;
		drm_dp_aux_register | drm_dp_aux_unregister
	`,
	),
	...held("vertical blank interrupt", "code", "drm_crtc_vblank_get | drm_crtc_vblank_put"),
	...held(
		"scheduler",
		"code",
		`
		drm_sched_init | drm_sched_fini;
		drm_sched_entity_init | drm_sched_entity_destroy drm_sched_entity_fini;
		drm_sched_job_init | drm_sched_job_cleanup
	`,
	),
	...returned("framebuffer", "null", "framebuffer_alloc | framebuffer_release"),
	...held("framebuffer", "code", "register_framebuffer | unregister_framebuffer"),
	...held("colour map", "code", "fb_alloc_cmap | fb_dealloc_cmap"),
	...returned("buffer", "error", "dma_buf_get dma_buf_export | dma_buf_put"),
	...held("reference", "never", "get_dma_buf | dma_buf_put"),
	...returned("attachment", "error", "dma_buf_attach dma_buf_dynamic_attach | dma_buf_detach:1"),
	...returned(
		"mapping",
		"error",
		`
		dma_buf_map_attachment dma_buf_map_attachment_unlocked |
			dma_buf_unmap_attachment:1 dma_buf_unmap_attachment_unlocked:1
	`,
	),
	...held(
		"mapping",
		"code",
		"dma_buf_vmap:1 dma_buf_vmap_unlocked:1 | dma_buf_vunmap:1 dma_buf_vunmap_unlocked:1",
	),
	...returned("fence", "null", "dma_fence_get dma_fence_get_rcu sync_file_get_fence | dma_fence_put"),
	...returned("file", "null", "sync_file_create | fput.file"),
	...stored("sound card", "code", "snd_card_new:5 | snd_card_free"),
	...returned("sound card", "null", "snd_card_ref | snd_card_unref"),
	...held("sound card", "code", "snd_soc_register_card | snd_soc_unregister_card"),
	...held("component", "code", "snd_soc_register_component | snd_soc_unregister_component"),
	...held("memory", "code", "snd_dma_alloc_pages:3 | snd_dma_free_pages"),
	// It frees the control where it cannot add it.
	...returned("control", "null", "snd_ctl_new1 | snd_ctl_free_one snd_ctl_add:1 snd_ctl_replace:1"),
	...held("graph", "code", "media_graph_walk_init | media_graph_walk_cleanup"),
	...returned("request", "error", "media_request_get_by_fd | media_request_put"),
	...returned("timings", "null", "of_get_display_timings | display_timings_release"),
	...returned("backlight", "null", "of_find_backlight_by_node | put_device.dev"),
	...held("frontend", "code", "dvb_register_frontend:1 | dvb_unregister_frontend"),
	...stored("device", "code", "dvb_register_device:1 | dvb_unregister_device"),
	...returned("property", "error", "drm_property_create_blob | drm_property_blob_put"),
	...held("reference", "never", "ttm_bo_get | ttm_bo_put"),
	...held("buffer", "never", "ttm_bo_pin | ttm_bo_unpin"),
	...held("device", "code", "ttm_device_init | ttm_device_fini"),
	...held("configuration", "code", "drm_mode_config_init | drm_mode_config_cleanup"),
	...held("client", "code", "drm_client_init:1 | drm_client_release"),
	...held("polling", "never", "drm_kms_helper_poll_init | drm_kms_helper_poll_fini"),
	...held("walk", "never", "drm_connector_list_iter_begin:1 | drm_connector_list_iter_end"),
	...held(
		"locking context",
		"never",
		"drm_modeset_acquire_init | drm_modeset_acquire_fini; drm_exec_init | drm_exec_fini",
	),
	...returned("channel", "null", "host1x_channel_request | host1x_channel_put"),
	...returned("job", "null", "host1x_job_alloc | host1x_job_put"),
	...returned("sync point", "null", "host1x_syncpt_request host1x_syncpt_alloc | host1x_syncpt_put"),
	...returned("LCD", "error", "lcd_device_register | lcd_device_unregister"),
	...returned("device", "error", "mipi_dsi_device_register_full | mipi_dsi_device_unregister"),
	...returned("stream", "null", "sdw_alloc_stream | sdw_release_stream"),
	...held("helper", "code", "drm_fb_helper_init:1 | drm_fb_helper_fini"),
	...held("file handle", "code", "v4l2_fh_open | v4l2_fh_release"),
];
