import { type ResultRow, row } from "./row.js";

/**
 * Of functions in include/sound, sound/ac97, sound/core, sound/drivers, sound/firewire, sound/hda,
 * sound/isa, sound/pci and others. Derived from Linux 6.12 by `npm run derive:contracts`.
 */
export const rows: readonly ResultRow[] = [
	row(
		"error",
		`
		audioreach_alloc_apm_cmd_pkt audioreach_alloc_apm_pkt audioreach_alloc_cmd_pkt
		audioreach_alloc_graph_pkt audioreach_alloc_pkt avs_path_create catpt_dma_request_config_chan
		devm_sigmadsp_init devm_sigmadsp_init_i2c devm_sigmadsp_init_regmap q6adm_open
		q6afe_port_get_from_id q6apm_graph_open q6asm_audio_client_alloc snd_ac97_compat_alloc
		snd_ac97_controller_register snd_hda_codec_device_init snd_seq_queue_alloc
		snd_soc_alloc_ac97_component snd_soc_dai_get_stream snd_soc_dapm_new_control_unlocked
		snd_soc_new_ac97_component sun8i_adda_pr_regmap_init virtsnd_pcm_find virtsnd_pcm_find_or_create
		wcd939x_swr_get_regmap wcd_clsh_ctrl_alloc wcd_mbhc_init
		`,
	),
	row(
		"error",
		`
		snd_soc_dapm_new_control
		`,
		{ loose: true },
	),
	row(
		"null",
		`
		__snd_util_mem_alloc __snd_util_memblk_new acp_dsp_stream_get asoc_sdw_find_codec_info_acpi
		asoc_sdw_find_codec_info_dai asoc_sdw_find_codec_info_part asoc_sdw_get_codec_name
		asoc_sdw_mc_find_codec_dai_used avs_tplg_new axg_tdm_stream_alloc catpt_request_region
		catpt_stream_find cs46xx_dsp_create_codec_out_scb cs46xx_dsp_create_magic_snoop_scb
		cs46xx_dsp_create_mix_only_scb cs46xx_dsp_create_mix_to_ostream_scb cs46xx_dsp_create_scb
		cs46xx_dsp_create_spio_write_scb cs46xx_dsp_create_src_task_scb cs46xx_dsp_create_vari_decimate_scb
		cs46xx_dsp_lookup_symbol cs46xx_dsp_spos_create ct_timer_instance_new ct_timer_new
		devm_snd_soc_register_dai get_stream_info hda_component_from_index hda_dsp_stream_get
		hda_select_dai_widget_ops hdac_bus_eml_dmic_get_hlink hdac_bus_eml_get_mutex
		hdac_bus_eml_sdw_get_hlink hdac_bus_eml_ssp_get_hlink hpi_alloc_control_cache hpi_find_adapter
		intel_nhlt_get_endpoint_blob line6_alloc_sysex_buffer rsnd_ctu_of_node rsnd_dvc_of_node
		rsnd_mix_of_node rsnd_src_of_node rsnd_ssi_of_node rsnd_ssiu_of_node snd_aci_get_aci snd_array_new
		snd_card_ref snd_ctl_find_id snd_ctl_find_id_mixer snd_ctl_find_numid snd_ctl_make_virtual_master
		snd_ctl_new1 snd_devm_alloc_pages snd_dmaengine_pcm_request_channel snd_emu10k1_synth_alloc
		snd_emux_create_port snd_ff_proc_get_clk_label snd_gf1_alloc_voice snd_gf1_mem_alloc
		snd_hda_codec_pcm_new snd_hda_find_mixer_ctl snd_hda_gen_add_kctl snd_hda_get_path_from_idx
		snd_hda_jack_tbl_get snd_hda_jack_tbl_get_from_tag snd_hda_jack_tbl_get_mst
		snd_hdac_ext_bus_get_hlink_by_addr snd_hdac_ext_bus_get_hlink_by_name snd_hdac_ext_cstream_assign
		snd_hdac_ext_stream_assign snd_hdac_get_stream snd_hdac_stream_assign snd_info_create_card_entry
		snd_info_create_module_entry snd_kctl_jack_new snd_lookup_minor_data snd_lookup_oss_minor_data
		snd_midi_channel_alloc_set snd_mixart_add_ref_pipe snd_opl3_find_patch snd_pci_quirk_lookup
		snd_pci_quirk_lookup_id snd_pcm_chmap_substream snd_pdacf_create snd_seq_fifo_new
		snd_seq_kernel_client_get snd_seq_oss_readq_new snd_seq_oss_synth_info snd_seq_oss_timer_new
		snd_seq_oss_writeq_new snd_seq_pool_new snd_seq_port_query_nearest snd_seq_port_use_ptr
		snd_seq_prioq_cell_out snd_seq_prioq_new snd_seq_queue_find_name snd_seq_timer_new snd_sf_new
		snd_soc_acpi_codec_list snd_soc_acpi_find_machine snd_soc_card_get_codec_dai
		snd_soc_card_get_kcontrol snd_soc_cnew snd_soc_copy_dai_args snd_soc_find_dai
		snd_soc_get_dai_via_args snd_soc_lookup_component snd_soc_lookup_component_nolocked
		snd_soc_register_dai snd_sof_find_dai snd_sof_find_spcm_comp snd_sof_find_spcm_dai
		snd_sof_find_spcm_name snd_sof_find_swidget snd_sof_find_swidget_sname snd_sof_ipc_init
		snd_timer_instance_new snd_trident_alloc_pages snd_usb_endpoint_open snd_usb_find_csint_desc
		snd_usb_find_desc snd_usb_get_endpoint snd_usb_get_host_interface snd_util_mem_alloc
		snd_util_memhdr_new snd_vx_create sof_client_ipc4_find_module sof_intel_board_get_ctx
		sof_ipc4_find_module_by_uuid sof_ipc4_find_swidget_by_ids sst_create_block tasdevice_kzalloc
		virtsnd_ctl_msg_alloc virtsnd_pcm_ctl_msg_alloc
		`,
	),
	row(
		"null",
		`
		cs46xx_add_record_source cs46xx_dsp_create_asynch_fg_rx_scb cs46xx_dsp_create_timing_master_scb
		hdac_get_device_id rt5670_components snd_emu10k1_alloc_pages snd_hda_spdif_out_of_nid
		snd_pcm_format_silence_64 snd_soc_get_pcm_runtime snd_soc_rtdcom_lookup snd_usb_find_power_domain
		`,
		{ loose: true },
	),
	row(
		"never",
		`
		ac97_codec_dev2dev asoc_sdw_find_dailink constrs_interval constrs_mask hw_param_interval
		hw_param_interval_c hw_param_mask hw_param_mask_c snd_ctl_build_ioff snd_hdac_get_ch_alloc_from_ca
		snd_pcm_direction_name snd_pcm_stream_str snd_sb16dsp_get_pcm_ops snd_soc_component_get_dapm
		snd_soc_dai_get_pcm_stream snd_soc_dapm_kcontrol_component snd_soc_dapm_to_component
		snd_soc_link_to_codec snd_soc_link_to_cpu snd_soc_link_to_platform snd_wss_get_pcm_ops
		soc_component_to_pcm to_ac97_device
		`,
	),
	row(
		"never",
		`
		snd_info_get_str
		`,
		{ stub: "null" },
	),
];
