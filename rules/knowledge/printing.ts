/**
 * Names of functions and macros that print: those of include/linux/{printk,dev_printk,netdevice}.h, and
 * what subsystems and drivers call theirs, always by the level at the end.
 */
const BY_LEVEL =
	/(^|_)(emerg|alert|crit|err|error|warn|warning|notice|info|dbg|debug|printk|cont|verbose)(_once|_ratelimited|_rl|_fmt)?$/i;

/** Whether a function of that name that is given a text prints it, and does nothing else. */
export function prints(name: string): boolean {
	return BY_LEVEL.test(name);
}

const AS_ERROR = /(^|_)(emerg|alert|crit|err|error)(_once|_ratelimited|_rl|_fmt)?$/i;

const AS_DETAIL = /(^|_)(info|dbg|debug|verbose)(_once|_ratelimited|_rl|_fmt)?$/i;

/** Whether it prints what is of interest to few. */
export function printsDetail(name: string): boolean {
	return AS_DETAIL.test(name);
}

/** Whether it prints what is an error. */
export function printsError(name: string): boolean {
	return AS_ERROR.test(name);
}
