"""Runs a test folder of NIPA as its core does: nipa.py FOLDER TREE prints what is recorded, as JSON."""

import json
import os
import subprocess
import sys

folder, tree = sys.argv[1:]
with open(os.path.join(folder, "info.json")) as info:
    command = json.load(info)["run"]
if not command[0].startswith("/"):
    command[0] = os.path.join(folder, command[0])

# The reading end is not read before the test has ended.
reader, writer = os.pipe()
process = subprocess.run(
    command,
    cwd=tree,
    env={**os.environ, "DESC_FD": str(writer)},
    pass_fds=[writer],
    stdin=subprocess.DEVNULL,
    capture_output=True,
    timeout=60,
)
os.close(writer)
with os.fdopen(reader) as description:
    json.dump(
        {
            "retcode": process.returncode,
            "stdout": process.stdout.decode("utf-8", "ignore"),
            "stderr": process.stderr.decode("utf-8", "ignore"),
            "desc": description.read(),
        },
        sys.stdout,
    )
