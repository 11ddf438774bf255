import { type ResultRow, row } from "./row.js";

/**
 * Of functions in arch/alpha, arch/arc, arch/arm, arch/arm64, arch/loongarch, arch/m68k,
 * arch/mips, arch/parisc and others. Derived from Linux 6.12 by `npm run derive:contracts`.
 */
export const rows: readonly ResultRow[] = [
	row(
		"error",
		`
		arm_iommu_create_mapping diag204_get_buffer diag2fc_store gmap_shadow gtm_get_timer16
		hypfs_create_str hypfs_create_u64 hypfs_mkdir idal_buffer_alloc ipl_report_init ldc_alloc
		ldc_alloc_exp_dring omap_voltage_get_voltdata pseries_of_derive_parent sgx_alloc_epc_page
		sgx_alloc_va_page sgx_encl_load_page sgx_encl_page_alloc vas_rx_win_open vas_tx_win_open
		zpci_create_device
		`,
	),
	row(
		"error",
		`
		mce_get_debugfs_dir rh_create xen_init_debugfs
		`,
		{ loose: true },
	),
	row(
		"null",
		`
		__arm_ioremap_exec __find_pci2phy_map __ioremap_prot acpi_get_enable_method acpi_os_ioremap
		alloc_insn_page alloc_optinsn_page alloc_pa_dev alloc_spu_context alloc_spu_gang alloc_tc alloc_vmcs
		alloc_vpe amd_get_mmconfig_range amiga_chip_alloc arch_alloc_vmap_stack arch_vma_name
		atari_stram_alloc ccw_device_id_match clkdm_lookup cow_malloc cow_strdup current_mm_id
		cvmx_bootmem_find_named_block cvmx_fpa_alloc dbg_get_reg debug_register dlpar_configure_connector
		dmi_alloc dmi_early_remap dmi_remap dwarf_unwind_stack early_ioremap early_memremap_ro ecardm_iomap
		eeh_pe_bus_get eeh_pe_bus_get_nolock eeh_pe_get eeh_phb_pe_get epoll_put_uevent
		ev7_collect_logout_frame_subpackets fd_dma_mem_alloc find_kvm_host_pte find_kvm_secondary_pte
		find_node_by_compatible find_node_by_devtype find_pa_parent_type find_section find_static_vm_vaddr
		find_vas_instance fsl_get_immr fw_getenv get_ctrl_domain_from_cpu get_dma_chan get_dma_info get_fdt
		get_got_entry get_mem_type get_mon_domain_from_cpu get_parent get_plt_entry get_pseries_errorlog
		get_signal_page get_tc get_xsave_addr get_zdev_by_fid gmap_create hwpath_to_device
		hyp_early_alloc_contig init_amd_microcode init_phb_dynamic insn_get_modrm_reg_ptr
		intel_pebs_constraints iommu_init_table ioport_map ioremap ioremap_cache ioremap_encrypted
		ioremap_prot ioremap_wc ioremap_wt iowa_mem_find_bus ipic_init ipl_report_finish irq_cfg
		kmap_high_get kvm_arch_alloc_vm kvm_create_pit kvm_find_cpuid_entry kvm_find_cpuid_entry_index
		kvm_mpidr_to_vcpu kvm_pgd_alloc kvm_s390_get_io_int kvmhv_get_nested kvmppc_gsb_new kvmppc_gsm_new
		kvmppc_mmu_hpte_cache_next kvmppc_xics_find_ics kvmppc_xics_find_server kvmppc_xive_find_server
		kvmppc_xive_find_source lookup_address lookup_s2_mmu malloc marvel_find_io7 mdesc_get_property
		mdesc_grab memchr memcons_init mips_machine_is_compatible mm_iommu_get mm_iommu_lookup move_initrd
		mpc512x_select_psc_compat mpic_alloc mpic_request_timer msrs_alloc mte_allocate_tag_storage
		of_create_pci_dev of_iomap of_ioremap omap_hwmod_get_mpu_rt_va omap_hwmod_lookup
		opal_vmalloc_to_sg_list os_info_old_entry papr_sysparm_buf_alloc pasemi_dma_alloc_chan
		pci_acpi_scan_root pci_add_device_node_info pci_find_bus_by_node pci_find_controller_for_domain
		pci_get_pdn_by_devfn pci_iomap pci_iomap_range pci_map_biosrom pci_mmconfig_add pci_mmconfig_lookup
		pcibios_alloc_controller pcibios_get_irq_routing_table pgd_alloc plat_ioremap pmac_i2c_find_bus
		pmd_alloc_one pmf_find_function pnv_ioda_alloc_pe pnv_ioda_get_pe pnv_pci_table_alloc
		pop_hyp_memcache port_data pte_alloc_one pte_alloc_one_kernel pud_alloc_one pwrdm_lookup
		rdt_find_domain rdtgroup_kn_lock_live root_to_sp samsung_gpiolib_getchip save_area_alloc
		setup_kdump_cmdline setup_machine_tags snp_safe_alloc_page snp_safe_alloc_page_node split_if_spec
		sta2x11_get_instance strchr strrchr strstr tdx_dump_mce_info txx9_alloc_pci_controller uml_kmalloc
		uml_load_file uml_parse_vector_ifspec uml_vector_default_bpf uml_vector_fetch_arg
		uml_vector_user_open unwind_get_entry_regs vgic_find_mmio_region vgic_get_mmio_region
		vgic_v3_rdist_free_slot vgic_v3_rdist_region_from_index vio_get_attribute vio_register_device_node
		vma_alloc_zeroed_movable_folio vmalloc vmx_find_uret_msr vpe_get_shared x86_acpi_os_ioremap
		x86_match_cpu zpci_iov_find_parent_pf
		`,
	),
	row(
		"null",
		`
		__vm_id_reg alloc_pci_root_info cbe_get_cpu_pmd_regs cbe_get_cpu_pmd_shadow_regs get_fixed_pmc
		get_gate_vma get_gp_pmc get_vpe init_intel_microcode ioremap_np ioremap_uc irqd_cfg
		kvm_vcpu_sbi_find_ext memscan node_to_amd_nb pci_get_pdn phys_to_virt prel64_pointer
		s3c_set_platdata search_module_dbetables uml_strdup uml_vector_user_bpf unwind_add_table
		unwind_table_add vgic_get_irq voltdm_lookup
		`,
		{ loose: true },
	),
	row(
		"both",
		`
		pmb_remap_caller sgx_encl_grow
		`,
	),
	row(
		"never",
		`
		__memcpy __memmove __memset clocksource_default_clock copy_from_user_page kvm_get_pmu_events memcpy
		memmove memset memset16 memset32 memset64 scr_memcpyw scr_memmovew skip_spaces strcat strcpy strncat
		strncpy task_user_regset_view
		`,
	),
	row(
		"never",
		`
		clk_get_fpi execmem_arch_setup
		`,
		{ stub: "null" },
	),
];
