"""Reads tools/versions.toml for tools/check-versions, tools/set-version and tools/set-repository."""

import os
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NUMBER = r"(\d+\.\d+\.\d+)"
TABLE = tomllib.loads((ROOT / "tools/versions.toml").read_text())
NAMED = {glob: pattern.replace("NUMBER", NUMBER) for glob, pattern in TABLE["named"].items()}
# Folders of what is built or installed.
BUILT = {".git", "build", "dist", "node_modules", "target"}


def sources():
    """Yields the path of each file in the repository, from its root."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - BUILT)
        yield from (str((Path(folder) / file).relative_to(ROOT)) for file in files)


def matching(glob):
    pattern = re.escape(glob).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return [ROOT / path for path in sources() if re.fullmatch(pattern, path)] if "*" in glob else [ROOT / glob]


def find(pattern, text):
    return list(re.finditer(pattern, text, re.MULTILINE | re.DOTALL))


def replace(file, pattern, new):
    text = file.read_text()
    for match in reversed(find(pattern, text)):
        text = text[:match.start(1)] + new + text[match.end(1):]
    file.write_text(text)


def workspace_version():
    return re.search(rf'\[workspace\.package\]\nversion = "{NUMBER}"', (ROOT / "Cargo.toml").read_text())[1]


def interface_of(version):
    """Before 1.0 a minor version may change the interface."""
    major, minor, _ = version.split(".", 2)
    return f"0.{minor}" if major == "0" else major


def address():
    """The address of the repository, or None as long as the packages name none."""
    found = re.search(r'^repository = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)
    return found and found[1]


def address_text(entry, url):
    """What a file says about the address, with the line before it."""
    return f"{entry['after']}\n{entry['text'].replace('ADDRESS', url)}"
