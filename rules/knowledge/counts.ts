/**
 * Functions that return how many bytes they could not copy, 0 for success and never an error code.
 * Source: include/linux/uaccess.h.
 */
export const remainders: ReadonlySet<string> = new Set([
	"copy_from_user",
	"copy_to_user",
	"copy_in_user",
	"__copy_from_user",
	"__copy_to_user",
	"__copy_from_user_inatomic",
	"__copy_to_user_inatomic",
	"raw_copy_from_user",
	"raw_copy_to_user",
	"clear_user",
	"__clear_user",
]);
