import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

/**
 * Files, file systems, block devices and the page cache.
 *
 * Source: include/linux of Linux 6.12: fs.h, namei.h, dcache.h, buffer_head.h, pagemap.h, blkdev.h, bio.h,
 * file.h, mount.h, posix_acl.h.
 */
export const fileRows: readonly ResourceRow[] = [
	...returned(
		"file",
		"error",
		`
		filp_open file_open_root dentry_open | fput filp_close;
		anon_inode_getfile alloc_file_pseudo shmem_file_setup | fput fd_install:1
	`,
	),
	...returned("file descriptor", "error", "get_unused_fd_flags | put_unused_fd fd_install"),
	...stored("path", "code", "kern_path:2 user_path_at:3 | path_put"),
	...held("path", "never", "path_get | path_put"),
	...returned(
		"dentry",
		"null",
		`
		d_find_alias d_find_any_alias d_alloc d_alloc_anon d_alloc_name d_make_root d_lookup |
			dput
	`,
	),
	...returned(
		"dentry",
		"error",
		`
		lookup_one_len lookup_one_len_unlocked lookup_positive_unlocked lookup_one | dput;
		kern_path_create user_path_create | done_path_create:1
	`,
	),
	...returned("name", "error", "getname getname_kernel | putname"),
	...returned(
		"inode",
		"null",
		`
		new_inode igrab ilookup ilookup5 iget_locked iget5_locked | iput iget_failed discard_new_inode
	`,
	),
	...held("inode", "never", "ihold | iput"),
	...returned(
		"buffer",
		"null",
		`
		sb_bread sb_bread_unmovable sb_getblk sb_find_get_block __bread __getblk | brelse bforget __brelse
	`,
	),
	...held("buffer", "never", "get_bh | brelse put_bh"),
	...held("folio", "never", "folio_get | folio_put"),
	...held("page", "never", "get_page | put_page"),
	...returned("page", "null", "find_get_page grab_cache_page | put_page"),
	...returned(
		"folio",
		"error",
		`
		filemap_get_folio filemap_lock_folio filemap_grab_folio __filemap_get_folio read_cache_folio
			read_mapping_folio | folio_put
	`,
	),
	...returned("page", "error", "read_cache_page read_mapping_page | put_page"),
	...returned("mount", "error", "vfs_kern_mount kern_mount | mntput kern_unmount"),
	...returned("mount", "never", "mntget | mntput"),
	...returned("bio", "null", "bio_alloc bio_alloc_bioset bio_alloc_clone | bio_put"),
	...held("bio set", "code", "bioset_init | bioset_exit"),
	...returned("disk", "error", "blk_alloc_disk blk_mq_alloc_disk | put_disk"),
	...held("disk", "code", "add_disk device_add_disk:1 | del_gendisk"),
	...held("tag set", "code", "blk_mq_alloc_tag_set | blk_mq_free_tag_set"),
	...returned("request", "error", "blk_mq_alloc_request | blk_mq_free_request"),
	...returned("queue", "error", "blk_mq_alloc_queue | blk_mq_destroy_queue blk_put_queue"),
	...returned("block device", "error", "bdev_file_open_by_dev bdev_file_open_by_path | fput bdev_fput"),
	...returned("ACL", "null", "posix_acl_alloc posix_acl_dup | posix_acl_release"),
	...returned("event", "error", "eventfd_ctx_fdget eventfd_ctx_fileget | eventfd_ctx_put"),
	...returned(
		"context",
		"error",
		`
		fs_context_for_mount fs_context_for_submount fs_context_for_reconfigure | put_fs_context
	`,
	),
	...returned("old credentials", "never", "override_creds | revert_creds"),
	...returned(
		"handle",
		"error",
		`
		ext4_journal_start ext4_journal_start_sb ext4_journal_start_with_reserve | ext4_journal_stop;
		jbd2_journal_start jbd2__journal_start | jbd2_journal_stop;
		ocfs2_start_trans | ocfs2_commit_trans:1
	`,
	),
	...returned("path", "null", "btrfs_alloc_path | btrfs_free_path"),
	...returned(
		"transaction",
		"error",
		`
		btrfs_start_transaction btrfs_join_transaction btrfs_attach_transaction |
			btrfs_end_transaction btrfs_commit_transaction btrfs_end_transaction_throttle
	`,
	),
	...returned("extent map", "error", "btrfs_get_extent | btrfs_free_extent_map"),
	...returned("buffer", "error", "ext4_sb_bread | brelse"),
	...stored(
		"transaction",
		"code",
		"xfs_trans_alloc:5 xfs_trans_alloc_empty:1 | xfs_trans_cancel xfs_trans_commit",
	),
	...returned("reference", "null", "xfs_perag_get | xfs_perag_put; xfs_perag_grab | xfs_perag_rele"),
	...returned("request", "error", "ceph_mdsc_create_request | ceph_mdsc_put_request"),
	...returned("request", "null", "ceph_osdc_alloc_request | ceph_osdc_put_request"),
	...held(
		"write access",
		"code",
		"get_write_access | put_write_access; deny_write_access | allow_write_access",
	),
	...returned("file", "null", "get_task_exe_file get_mm_exe_file | fput"),
	...returned(
		"reference",
		"null",
		`
		get_fs_type | put_filesystem;
		kernfs_find_and_get kernfs_find_and_get_ns kernfs_walk_and_get | kernfs_put;
		sysfs_get_dirent | sysfs_put kernfs_put;
		get_swap_device | put_swap_device
	`,
	),
	...held("reference", "never", "kernfs_get | kernfs_put; get_filesystem | put_filesystem"),
	...returned("mount", "error", "clone_private_mount | mntput kern_unmount"),
	...stored("mount", "code", "simple_pin_fs:1 | simple_release_fs"),
	...returned(
		"reference",
		"error",
		"cgroup_get_from_path cgroup_get_from_fd cgroup_get_from_id | cgroup_put",
	),
	...returned("record", "null", "audit_log_start | audit_log_end"),
	...returned("ring buffer", "null", "ring_buffer_alloc | ring_buffer_free"),
	...returned("buffer", "either", "ext4_bread ext4_getblk | brelse"),
	...returned(
		"page",
		"null",
		`
		find_lock_page find_or_create_page pagecache_get_page grab_cache_page_write_begin | put_page
	`,
	),
	...returned("page", "error", "read_cache_page_gfp | put_page"),
	...returned("buffer head", "null", "alloc_buffer_head | free_buffer_head"),
	...returned("lock", "null", "locks_alloc_lock | locks_free_lock"),
	...returned("group", "error", "fsnotify_alloc_group | fsnotify_put_group"),
	...returned("device information", "null", "bdi_alloc | bdi_put"),
	...returned("cache", "null", "mb_cache_create | mb_cache_destroy"),
	...stored("name", "code", "fscrypt_setup_filename:3 | fscrypt_free_filename"),
	...held("reference", "null", "blk_get_queue | blk_put_queue"),
	...returned("request", "error", "scsi_alloc_request | blk_mq_free_request"),
	...returned("DAX device", "null", "fs_dax_get_by_bdev | put_dax fs_put_dax"),
	...returned("DAX device", "error", "alloc_dax | put_dax"),
	...returned("dentry", "never", "dget_parent | dput"),
	...held("reference", "never", "dget | dput"),
	...returned("inode", "error", "ext4_iget f2fs_iget ext2_iget | iput iget_failed"),
	...returned("inode", "null", "ocfs2_get_system_file_inode | iput"),
	...returned("super block", "error", "sget sget_fc | deactivate_locked_super deactivate_super"),
	...held("search", "code", "hfs_find_init:1 | hfs_find_exit"),
	...held("glock", "code", "gfs2_glock_nq_init:3 | gfs2_glock_dq_uninit"),
	...stored("buffer", "code", "gfs2_meta_inode_buffer:1 | brelse"),
	...held("transaction", "code", "gfs2_trans_begin | gfs2_trans_end"),
	...returned("reference", "null", "btrfs_lookup_block_group | btrfs_put_block_group"),
	...returned(
		"page",
		"error",
		"f2fs_get_node_page f2fs_get_meta_page f2fs_get_lock_data_page | f2fs_put_page",
	),
	...returned("link", "error", "cifs_sb_tlink | cifs_put_tlink"),
	...returned("path", "null", "alloc_dentry_path | free_dentry_path"),
	...stored("array", "code", "xfarray_create:3 | xfarray_destroy"),
	...held("write access", "code", "fh_want_write | fh_drop_write"),
	...held("reference", "code", "debugfs_file_get | debugfs_file_put"),
	...returned("string", "null", "match_strdup | kfree"),
	...returned(
		"table",
		"null",
		"register_sysctl_sz | unregister_sysctl_table; register_net_sysctl_sz | unregister_net_sysctl_table",
	),
];
