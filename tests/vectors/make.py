#!/usr/bin/env python3
"""Makes the vectors beside this file: `make.py` writes them, `make.py --check` compares them with
what it would write, `make.py --keys` makes the test keys that are missing. See README.md."""

import argparse
import collections
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True  # no __pycache__ among the vectors

import cases_digest
import cases_explain
import cases_explain_token
import cases_own
import cases_script
import cases_sign
import cases_sign_error
import cases_token
import cases_verify
import make_keys
from tools import HERE

FILES = {
    "digest.json": [cases_digest],
    "sign.json": [cases_sign],
    "sign_error.json": [cases_sign_error],
    "verify.json": [cases_verify, cases_token],
    "own_scheme.json": [cases_own],
    "script.json": [cases_script],
    "explain.json": [cases_explain, cases_explain_token],
}


def collected(modules):
    """The modules' cases in their order; an id stands once."""
    cases = [case for module in modules for case in module.cases()]
    twice = [name for name, count in collections.Counter(case["id"] for case in cases).items() if count > 1]
    if twice:
        raise SystemExit(f"ids that stand twice: {', '.join(twice)}")
    return cases


def write(folder):
    """Writes every file as ASCII, so that no odd character is lost between two readers."""
    for name, modules in FILES.items():
        cases = collected(modules)
        text = json.dumps(cases, indent=1, ensure_ascii=True) + "\n"
        (folder / name).write_text(text, encoding="ascii", newline="\n")
        print(f"{name}: {len(cases)}")


def check():
    """Whether the committed files are those that would be written."""
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        write(scratch)
        different = [name for name in FILES
                     if not (HERE / name).exists() or (HERE / name).read_bytes() != (scratch / name).read_bytes()]
    for name in different:
        print(f"{name} is not what make.py writes", file=sys.stderr)
    return 1 if different else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="compare, and exit with 1 on a difference")
    mode.add_argument("--keys", action="store_true", help="make the keys that are missing in keys/")
    asked = parser.parse_args()
    if asked.check:
        return check()
    if asked.keys:
        make_keys.make_missing()
    else:
        write(HERE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
