#!/bin/bash
# A per-patch test of NIPA, the CI of netdev: lints the commit at HEAD of the tree it runs in.
#
# Exits 0 (pass), 250 (warning) or 1 (fail), says on standard output what was found, and in short on the
# file descriptor DESC_FD. LORELINT names the program where it is not on the PATH.

lorelint=${LORELINT:-lorelint}

# Whoever tries the test by hand has no such descriptor.
case ${DESC_FD:-} in
"" | *[!0-9]*) DESC_FD=1 ;;
*) { : >&"$DESC_FD"; } 2>/dev/null || DESC_FD=1 ;;
esac

# NIPA reads the pipe only after the test has ended: more than fits into it would block for ever. A letter
# of UTF-8 that is cut in two would end NIPA.
describe() {
	LC_ALL=C tr '\200-\377' '?' | head -c 8000 >&"$DESC_FD"
}

if ! command -v -- "$lorelint" >/dev/null; then
	echo "$lorelint is not installed" | describe
	exit 1
fi

found=$("$lorelint" --git HEAD --format terse)
status=$?

if [ -z "$found" ] && [ "$status" -eq 0 ]; then
	echo "nothing found" | describe
	exit 0
fi
if [ -z "$found" ]; then
	echo "lorelint failed with status $status" | describe
	exit 1
fi

printf '%s\n' "$found" | describe
"$lorelint" --git HEAD --fail-on never

# The word stands only in lines that are errors.
case $found in
*ERROR:*) exit 1 ;;
esac
# Notes alone leave the status at 0.
[ "$status" -eq 0 ] || exit 250
