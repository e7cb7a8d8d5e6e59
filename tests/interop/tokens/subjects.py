"""What is compared: for each algorithm a scheme file, keys, and tokens of visitorseal."""

import time
from dataclasses import dataclass, field
from pathlib import Path

import keys as key_files
from programs import visitorseal
from schemes import LIFETIME, SETTINGS, VISITORS, write_scheme


@dataclass
class Subject:
    """An algorithm with its scheme file and its keys."""

    label: str
    algorithm: str
    scheme: Path
    keys: key_files.Keys
    other_keys: key_files.Keys
    # The tokens of visitorseal by the form of the key, one for each visitor.
    tokens: dict[str, list[str]] = field(default_factory=dict)
    expired: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def kid(self):
        return "key-" + self.algorithm

    @property
    def settings(self):
        return SETTINGS | {"key_id": self.kid}

    def sign(self):
        """Makes the tokens of visitorseal."""
        for form, file in self.keys.signing.items():
            options = ("--scheme-file", self.scheme, "--secret-file", file)
            signed = visitorseal("sign", VISITORS, *options, settings=self.settings)
            self.tokens[form] = [result["signature"] for result in signed]
        self.warnings = signed[0]["warnings"]
        past = str(int(time.time()) - 2 * LIFETIME)
        self.expired = visitorseal("sign", VISITORS[:1], *options, "--now", past, settings=self.settings)[0]["signature"]

    def verify(self, tokens, *files):
        """The results of visitorseal for these tokens with these key files."""
        options = [option for file in files for option in ("--key-file", file)]
        fields = [{"token": token} for token in tokens]
        return visitorseal("verify", fields, "--scheme-file", self.scheme, *options, settings=self.settings)


def all_subjects(folder):
    keys, other_keys = key_files.all_keys(folder), key_files.all_keys(folder)
    for algorithm in key_files.ALGORITHMS:
        yield Subject(algorithm, algorithm, write_scheme(folder, algorithm), keys[algorithm], other_keys[algorithm])
    # RFC 7518 demands 32 bytes for HS256, but vendors choose their secrets.
    short = [key_files.secret(folder, "text", 16) for _ in range(2)]
    yield Subject("HS256 with a short secret", "HS256", folder / "HS256.toml", *short)
