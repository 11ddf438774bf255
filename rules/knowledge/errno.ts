import type { Expr } from "../../src/cfg/expression.js";

/** Error numbers that more than one name has, each by the name that counts. Source: include/uapi/asm-generic/errno.h. */
const ALIASES: ReadonlyMap<string, string> = new Map([
	["EWOULDBLOCK", "EAGAIN"],
	["EDEADLOCK", "EDEADLK"],
]);

/**
 * Names of error numbers. Source: include/uapi/asm-generic/errno-base.h and errno.h, include/linux/errno.h.
 */
const ERRNOS: ReadonlySet<string> = new Set(
	[
		"EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY",
		"EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK",
		"EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP EWOULDBLOCK ENOMSG EIDRM EBADE EBADR",
		"EDEADLOCK ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK ECOMM EPROTO EBADMSG EOVERFLOW ENOTUNIQ EBADFD",
		"EILSEQ EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT",
		"EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED",
		"ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY",
		"EINPROGRESS ESTALE EUCLEAN EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED",
		"EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON ERESTARTSYS ERESTARTNOINTR ENOIOCTLCMD",
		"EPROBE_DEFER EBADHANDLE ENOTSYNC ENOTSUPP ETOOSMALL EBADTYPE EIOCBQUEUED",
	].flatMap((line) => line.split(" ")),
);

/** `EINVAL` of `EINVAL`, aliases resolved; null for anything else. */
export function positiveErrno(expr: Expr): string | null {
	if (expr.kind !== "name" || !ERRNOS.has(expr.name)) return null;
	return ALIASES.get(expr.name) ?? expr.name;
}

/** `EINVAL` of `-EINVAL`; null for anything else. */
export function negativeErrno(expr: Expr): string | null {
	return expr.kind === "unary" && expr.op === "-" ? positiveErrno(expr.operand) : null;
}
