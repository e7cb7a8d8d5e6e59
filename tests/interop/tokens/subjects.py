"""What is compared: for each algorithm a scheme file, keys, and tokens of visitorseal."""

import time
from dataclasses import dataclass, field
from pathlib import Path

import keys as key_files
from programs import visitorseal
from schemes import LIFETIME, SETTINGS, VISITORS, write_scheme


def token_of(result):
    if "signature" not in result:
        raise SystemExit(f"visitorseal did not sign: {result}")
    return result["signature"]


@dataclass
class Subject:
    """An algorithm with its scheme file and its keys."""

    label: str
    algorithm: str
    scheme: Path
    keys: key_files.Keys
    other_keys: key_files.Keys
    kid: str
    # The tokens of visitorseal by the form of the key, one for each visitor.
    tokens: dict[str, list[str]] = field(default_factory=dict)
    expired: str = ""
    @property
    def settings(self):
        return SETTINGS | {"key_id": self.kid}

    def sign(self, visitors, file, *options):
        """The tokens of visitorseal with this key file, and its messages."""
        options = ("--scheme-file", self.scheme, "--secret-file", file, *options)
        signed, messages = visitorseal("sign", visitors, *options, settings=self.settings)
        return [token_of(result) for result in signed], messages

    def sign_all(self):
        """Makes the tokens that the libraries verify."""
        for form, file in self.keys.signing.items():
            self.tokens[form], _ = self.sign(VISITORS, file)
        [self.expired], _ = self.sign(VISITORS[:1], file, "--now", str(int(time.time()) - 2 * LIFETIME))

    def verify(self, tokens, *files):
        """The results of visitorseal for these tokens with these key files."""
        options = [option for file in files for option in ("--key-file", file)]
        fields = [{"token": token} for token in tokens]
        return visitorseal("verify", fields, "--scheme-file", self.scheme, *options, settings=self.settings)[0]


def all_subjects(folder):
    keys, other_keys = key_files.all_keys(folder), key_files.all_keys(folder)
    for algorithm in key_files.ALGORITHMS:
        scheme = write_scheme(folder, algorithm)
        yield Subject(algorithm, algorithm, scheme, keys[algorithm], other_keys[algorithm], f"key-{algorithm}")
    # RFC 7518 demands 32 bytes for HS256, but vendors choose their secrets.
    short = [key_files.secret(folder, "text", 16) for _ in range(2)]
    yield Subject("HS256 with a short secret", "HS256", folder / "HS256.toml", *short, "key-HS256")
