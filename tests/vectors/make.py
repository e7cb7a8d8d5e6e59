#!/usr/bin/env python3
"""Writes the vectors in this folder. README.md says where the expected values come from.

Needs: Python 3.11 or later and the command openssl, version 3.0 or later.
"""

import argparse
import collections
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True  # no __pycache__ among the vectors

import cases_digest
import cases_element
import cases_explain
import cases_explain_key
import cases_explain_message
import cases_explain_place
import cases_explain_reported
import cases_explain_result
import cases_explain_right
import cases_explain_secret
import cases_explain_table
import cases_explain_token
import cases_identity
import cases_own
import cases_parts
import cases_parts_page
import cases_parts_verify
import cases_script
import cases_sign
import cases_sign_error
import cases_token
import cases_token_keys
import cases_token_kinds
import cases_token_page
import cases_token_parts
import cases_token_sign
import cases_verify
import catalogue
import make_keys
from tools import HERE, check_hashes

FILES = {
    "digest.json": [cases_digest.cases, cases_parts.digests],
    "sign.json": [cases_sign.cases, cases_identity.cases, cases_parts.signed, cases_token_sign.signed],
    "sign_random.json": [cases_token_sign.random],
    "sign_error.json": [cases_sign_error.cases, cases_parts.unsigned, cases_token_sign.unsigned],
    "verify.json": [cases_verify.cases, cases_token.cases, cases_token_kinds.cases, cases_token_keys.cases],
    "own_scheme.json": [cases_own.cases, cases_parts_verify.cases, cases_token_parts.cases],
    "script.json": [cases_script.cases, cases_parts_page.cases, cases_token_page.cases],
    "element.json": [cases_element.cases],
    "explain.json": [cases_explain.cases, cases_explain_message.cases, cases_explain_secret.cases, cases_explain_result.cases,
                     cases_explain_reported.cases, cases_explain_right.cases, cases_explain_table.cases, cases_explain_token.cases, cases_explain_key.cases,
                     cases_explain_place.cases, cases_parts.explained],
}


def collect_cases(sources):
    """The cases in order. Each id must be unique."""
    cases = [case for source in sources for case in source()]
    duplicates = [name for name, count in collections.Counter(case["id"] for case in cases).items() if count > 1]
    if duplicates:
        raise SystemExit(f"several cases have the same id: {', '.join(duplicates)}")
    return cases


def write(folder):
    """Writes every file as ASCII, so that readers with another default encoding get the same characters."""
    files = {name: collect_cases(sources) for name, sources in FILES.items()}
    check_hashes()
    for name, cases in files.items():
        text = json.dumps(cases, indent=1, ensure_ascii=True) + "\n"
        (folder / name).write_text(text, encoding="ascii", newline="\n")
        print(f"{name}: {len(cases)}")


def check():
    """Returns 1 if a committed file differs from what `write` writes."""
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        write(scratch)
        different = [name for name in FILES
                     if not (HERE / name).exists() or (HERE / name).read_bytes() != (scratch / name).read_bytes()]
    for name in different:
        print(f"{name} differs from what make.py writes. Run make.py.", file=sys.stderr)
    return 1 if different else 0


def main():
    parser = argparse.ArgumentParser("tests/vectors/make.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="compare the files and exit with 1 if one differs")
    mode.add_argument("--keys", action="store_true", help="make the missing test keys in keys/ and change no other")
    parser.add_argument("--schemes", metavar="FOLDER", type=pathlib.Path, help="read these scheme files too")
    parser.add_argument("--output", metavar="FOLDER", type=pathlib.Path, default=HERE, help="write the files there")
    arguments = parser.parse_args()
    if arguments.schemes:
        catalogue.FOLDERS.append(arguments.schemes)
    if arguments.check:
        return check()
    if arguments.keys:
        make_keys.make_missing()
    else:
        write(arguments.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
