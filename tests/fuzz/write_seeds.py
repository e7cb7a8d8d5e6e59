#!/usr/bin/env python3
"""Writes the inputs that fuzzing starts with, from the shared vectors, keys and scheme files, into FOLDER/TARGET.

Needs: nothing.
"""

import argparse
import hashlib
import json
import re
import tomllib
from pathlib import Path

root = Path(__file__).parents[2]
parser = argparse.ArgumentParser("tests/fuzz/write_seeds.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=Path)
out = parser.parse_args().folder
LARGEST = 8192


def cases(name: str) -> list:
    return json.loads((root / f"tests/vectors/{name}.json").read_text())


def write(target: str, data: bytes | str) -> None:
    data = data.encode() if isinstance(data, str) else data
    if len(data) <= LARGEST:
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def text(data: str) -> bytes:
    """A text as bindings/c/fuzz/calls.c reads it. The last text of an input may have any length."""
    data = data.encode()
    return bytes([16 + len(data) if len(data) < 239 else 255]) + data


for number, case in enumerate(cases("verify") + cases("explain")):
    body = case.get("body") or json.dumps(case.get("fields"))
    write("fields", body)
    # Each takes some milliseconds, and all are read before the first change is tried.
    if number % 20 == 0:
        write("explain", body)
    # A Bookbag verifier that fills an error: key, no kid, no settings, fields.
    write("c", bytes([1, 0, 0]) + text("a secret of some length") + bytes([0, 0]) + text(body))
    try:
        values = json.loads(body).values()
    except (ValueError, AttributeError, RecursionError):
        continue
    for value in values:
        if isinstance(value, str) and value.count(".") == 2:
            write("token", value)
for case in cases("sign") + cases("sign_error"):
    visitor = case.get("visitor_json") or json.dumps(case.get("visitor"))
    write("visitor", visitor)
    # A Bookbag signer that fills an error: secret, no settings, visitor.
    write("c", bytes([1, 0, 1]) + text("a secret of some length") + bytes([0]) + text(visitor))
# A page with an element, and with the vendor's code.
for number, case in enumerate(cases("element") + cases("script")):
    write("html", bytes([number % 256]) + "\n".join([case.get("equals") or "", *case.get("contains", [])]).encode())
for key in (root / "tests/vectors/keys").iterdir():
    write("key", key.read_bytes())
# Keys as variables, dashboards and editors change them.
for case in cases("explain"):
    for key in case["keys"]:
        if "file" not in key:
            write("key", bytes.fromhex(key["hex"]) if "hex" in key else key["text"])
# Edits of what the sites signed: a first byte below the space, then what tests/fuzz/src/visitors.rs reads.
for number in range(32):
    edit = bytes([number, number]) + b"jane@example.com" * 2 + bytes(range(number, number + 40))
    write("fields", edit)
    write("explain", edit)

files = [path.read_text() for path in sorted((root / "core/schemes").glob("*.toml"))]
files += [case["scheme_toml"] for case in cases("own_scheme") if case.get("scheme_toml")]
words = {"{attributes.plan}", "|trim", "|lower", "|integer", "|number", "|boolean", "|address", "|ms", "|iso", "|text"}


def collect(value: object) -> None:
    """The keys, the constants and the placeholders of a file."""
    if isinstance(value, dict):
        for key, inner in value.items():
            words.add(f"{key} = ")
            collect(inner)
    elif isinstance(value, list):
        for inner in value:
            collect(inner)
    elif isinstance(value, str):
        words.update(re.findall(r"\{[a-z_.|]+\}", value))
        words.add(f'"{value}"')


for file in files:
    write("scheme", file)
    words.update(re.findall(r"^\[.*\]$", file, re.MULTILINE))
    try:
        document = tomllib.loads(file)
    except tomllib.TOMLDecodeError:
        continue
    # A dictionary has what every vendor's file may have, not the texts of one vendor.
    collect({key: value for key, value in document.items() if key not in ("vendor", "document", "read", "example")})
quoted = ("".join(char if char.isalnum() or char in " _{}.|=[]:-" else f"\\x{ord(char):02x}" for char in word)
          for word in sorted(words) if word.isascii() and len(word) <= 64)
(out / "scheme.dict").write_text("".join(f'"{word}"\n' for word in quoted))
