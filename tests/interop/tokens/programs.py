"""Runs the program visitorseal, and the program of each library."""

import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = (HERE.parents[2] / os.environ.get("CARGO_TARGET_DIR", "target")).resolve()
INSTALLED = TARGET / "tokens"

# `install` lays the libraries there. A library's name is the one in its answer and in gaps.py.
LIBRARIES = {
    "PyJWT": [INSTALLED / "python/bin/python", HERE / "libraries/pyjwt.py"],
    "jose": ["node", INSTALLED / "node/jose.mjs"],
    "jsonwebtoken": ["node", INSTALLED / "node/jsonwebtoken.mjs"],
    "ruby-jwt": ["ruby", HERE / "libraries/ruby_jwt.rb"],
    "nimbus-jose-jwt": ["java", "-cp", INSTALLED / "nimbus/*", HERE / "libraries/Nimbus.java"],
}


def do_jobs(library, jobs):
    """The library with its version, and its answers."""
    done = subprocess.run(LIBRARIES[library], input=json.dumps(jobs), stdout=subprocess.PIPE, encoding="utf-8", check=True)
    result = json.loads(done.stdout)
    if len(result["answers"]) != len(jobs):
        raise SystemExit(f"{library} answered {len(result['answers'])} of {len(jobs)} jobs")
    return result["library"], result["answers"]


class Stopped(Exception):
    """The program visitorseal refused its scheme, its settings or a key."""


def keygen(algorithm, folder, *options):
    """The folder with the files that `visitorseal keygen` writes."""
    arguments = [TARGET / "debug/visitorseal", "keygen", "--algorithm", algorithm, "--out", folder, *options]
    subprocess.run(arguments, check=True, capture_output=True)
    return folder


def visitorseal(command, inputs, *options, settings=None):
    """The results for these inputs, one line each of one run of the program, and the program's messages."""
    arguments = [TARGET / "debug/visitorseal", command, "--lines", *options]
    for name, value in (settings or {}).items():
        arguments += ["--setting", f"{name}={value}"]
    lines = "".join(json.dumps(line) + "\n" for line in inputs)
    done = subprocess.run(arguments, input=lines, capture_output=True, encoding="utf-8")
    if done.returncode > 1:
        raise Stopped(done.stderr.strip())
    results = [json.loads(line) for line in done.stdout.splitlines()]
    if len(results) != len(inputs):
        raise Stopped(f"{len(results)} results for {len(inputs)} inputs. {done.stderr.strip()}")
    return results, done.stderr
