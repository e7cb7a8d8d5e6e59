"""Runs the program of each language, once for all its jobs."""

import json
import os
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = (ROOT / os.environ.get("CARGO_TARGET_DIR", "target")).resolve() / "oracles"
PROGRAMS = {
    "python": [TARGET / "python/bin/python", HERE / "python/answer.py"],
    "node": ["node", TARGET / "node/answer.mjs"],
}


def answers(language, jobs):
    """An answer for each job."""
    # The zone is one in which local time is not UTC: no library's signature may depend on it.
    done = subprocess.run(PROGRAMS[language], input=json.dumps(jobs), stdout=subprocess.PIPE, encoding="utf-8", check=True,
                          env=os.environ | {"TZ": "America/St_Johns"})
    return json.loads(done.stdout)


def versions():
    """The packages of each language, with the versions of the lock files."""
    lock = json.loads((HERE / "node/package-lock.json").read_text("utf-8"))
    pinned = re.findall(r"^(\S+)==(\S+)", (HERE / "python/requirements.txt").read_text("utf-8"), re.MULTILINE)
    return {
        "python": dict(pinned),
        "node": {path.removeprefix("node_modules/"): entry["version"] for path, entry in lock["packages"].items() if path},
    }
