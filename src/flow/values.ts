/**
 * What a number or pointer may be on a path: a set of classes, one bit each.
 *
 * The classes are those that kernel code tells apart: `IS_ERR()` asks for {@link ERROR}, `!p` for
 * {@link ZERO}, `ret < 0` for {@link NEGATIVE} or ERROR. The empty set is a path that cannot be.
 */
export type ValueSet = number;

export const NOTHING: ValueSet = 0;
/** 0, NULL, false. */
export const ZERO: ValueSet = 1;
/** -4095 to -1, and the pointers that stand for them. */
export const ERROR: ValueSet = 2;
/** Below -4095. */
export const NEGATIVE: ValueSet = 4;
/** Above 0, and valid pointers. */
export const POSITIVE: ValueSet = 8;
export const ANYTHING: ValueSet = ZERO | ERROR | NEGATIVE | POSITIVE;
export const NONZERO: ValueSet = ANYTHING & ~ZERO;

/** Largest errno, include/linux/err.h. */
const MAX_ERRNO = 4095;

export function classOf(value: number): ValueSet {
	if (value === 0) return ZERO;
	if (value > 0) return POSITIVE;
	return value >= -MAX_ERRNO ? ERROR : NEGATIVE;
}

/** The classes that hold a value below `bound`. */
export function below(bound: number): ValueSet {
	let set = NEGATIVE;
	if (bound > -MAX_ERRNO) set |= ERROR;
	if (bound > 0) set |= ZERO;
	if (bound > 1) set |= POSITIVE;
	return set;
}

/** The classes that hold a value of at least `bound`. */
export function atLeast(bound: number): ValueSet {
	let set = POSITIVE;
	if (bound <= 0) set |= ZERO;
	if (bound <= -1) set |= ERROR;
	if (bound < -MAX_ERRNO) set |= NEGATIVE;
	return set;
}

/** The classes of the negated values; that of an errno constant is an error. */
export function negated(set: ValueSet): ValueSet {
	let result = set & ZERO;
	if (set & POSITIVE) result |= ERROR | NEGATIVE;
	if (set & (ERROR | NEGATIVE)) result |= POSITIVE;
	return result;
}
