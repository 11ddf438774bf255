#!/bin/bash
# The work of action.yml: lints commits of the repository in the current directory, with annotations on
# standard output and, where SARIF_FILE is set, a report beside. Everything comes by the environment, since
# titles and branch names of pull requests are written by strangers.
#
#   RANGE        commits to lint; else those of the event
#   BASE, HEAD   commits before and after the event
#   FAIL_ON      least severity that fails the step
#   SARIF_FILE   where to write a report for code scanning
set -u

lorelint=$(dirname -- "${BASH_SOURCE[0]}")/../../bin/lorelint.js

range=${RANGE:-}
if [ -z "$range" ]; then
	case ${BASE:-} in
	# A pushed branch that is new has nothing before it.
	"" | *[!0]*) range=${BASE:+$BASE..}$HEAD ;;
	*) range=$HEAD ;;
	esac
fi

# Without a range of the caller's, a shallow checkout is what goes wrong most.
if [ -z "${RANGE:-}" ] && ! git cat-file -e "${range%%..*}^{commit}" 2>/dev/null; then
	echo "lorelint: there is no commit ${range%%..*}; does actions/checkout have 'fetch-depth: 0'?" >&2
	exit 2
fi

"$lorelint" --git="$range" --format github --fail-on "${FAIL_ON:-warning}"
status=$?

if [ -n "${SARIF_FILE:-}" ]; then
	"$lorelint" --git="$range" --format sarif --output="$SARIF_FILE" --fail-on never
fi
exit "$status"
