import { held, returned, stored } from "./groups.js";
import type { ResourceRow } from "./row.js";

/**
 * Files, file systems, block devices and the page cache.
 *
 * Source: include/linux of Linux 6.12: fs.h, namei.h, dcache.h, buffer_head.h, pagemap.h, blkdev.h, bio.h,
 * file.h, mount.h, posix_acl.h.
 */
export const fileRows: readonly ResourceRow[] = [
	...returned("file", "error", "fput filp_close", "filp_open file_open_root dentry_open"),
	...returned("file descriptor", "error", "put_unused_fd fd_install", "get_unused_fd_flags"),
	...returned("file", "error", "fput fd_install:1", "anon_inode_getfile alloc_file_pseudo shmem_file_setup"),
	...stored("path", "code", "path_put", "kern_path:2 user_path_at:3"),
	...held("path", "never", "path_put", "path_get"),
	...returned(
		"dentry",
		"null",
		"dput",
		"dget_parent d_find_alias d_find_any_alias d_alloc d_alloc_anon d_alloc_name d_make_root d_lookup",
	),
	...returned(
		"dentry",
		"error",
		"dput",
		"lookup_one_len lookup_one_len_unlocked lookup_positive_unlocked lookup_one",
	),
	...returned("dentry", "error", "done_path_create:1", "kern_path_create user_path_create"),
	...returned("name", "error", "putname", "getname getname_kernel"),
	...returned(
		"inode",
		"null",
		"iput iget_failed discard_new_inode",
		"new_inode igrab ilookup ilookup5 iget_locked iget5_locked",
	),
	...held("inode", "never", "iput", "ihold"),
	...returned(
		"buffer",
		"null",
		"brelse bforget __brelse",
		"sb_bread sb_bread_unmovable sb_getblk sb_find_get_block __bread __getblk",
	),
	...held("buffer", "never", "brelse put_bh", "get_bh"),
	...held("folio", "never", "folio_put", "folio_get"),
	...held("page", "never", "put_page", "get_page"),
	...returned("page", "null", "put_page", "find_get_page grab_cache_page"),
	...returned(
		"folio",
		"error",
		"folio_put",
		"filemap_get_folio filemap_lock_folio filemap_grab_folio __filemap_get_folio read_cache_folio read_mapping_folio",
	),
	...returned("page", "error", "put_page", "read_cache_page read_mapping_page"),
	...returned("mount", "error", "mntput kern_unmount", "vfs_kern_mount kern_mount"),
	...returned("mount", "never", "mntput", "mntget"),
	...held("write access", "code", "mnt_drop_write", "mnt_want_write"),
	...held("write access", "code", "mnt_drop_write_file", "mnt_want_write_file"),
	...returned("bio", "null", "bio_put", "bio_alloc bio_alloc_bioset bio_alloc_clone"),
	...held("bio set", "code", "bioset_exit", "bioset_init"),
	...returned("disk", "error", "put_disk", "blk_alloc_disk blk_mq_alloc_disk"),
	...held("disk", "code", "del_gendisk", "add_disk device_add_disk:1"),
	...held("tag set", "code", "blk_mq_free_tag_set", "blk_mq_alloc_tag_set"),
	...returned("request", "error", "blk_mq_free_request", "blk_mq_alloc_request"),
	...returned("queue", "error", "blk_mq_destroy_queue blk_put_queue", "blk_mq_alloc_queue"),
	...returned("block device", "error", "fput bdev_fput", "bdev_file_open_by_dev bdev_file_open_by_path"),
	...returned("ACL", "null", "posix_acl_release", "posix_acl_alloc posix_acl_dup"),
	...returned("event", "error", "eventfd_ctx_put", "eventfd_ctx_fdget eventfd_ctx_fileget"),
	...returned(
		"context",
		"error",
		"put_fs_context",
		"fs_context_for_mount fs_context_for_submount fs_context_for_reconfigure",
	),
];
