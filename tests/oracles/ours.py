"""What visitorseal signs and verifies, with a scheme file, its example's secret and settings."""

import base64
import json
import subprocess
import tomllib
from dataclasses import dataclass
from functools import cache

import visitorseal
from programs import ROOT

# What `openssl genpkey` needs for each kind of key.
PAIRS = {
    "RS256": ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "ES256": ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "EdDSA": ["ED25519"],
}


class Unsigned(Exception):
    """The scheme cannot sign this visitor."""


@cache
def key_pair(algorithm, folder, number):
    """A private and a public key as PEM."""
    file = folder / f"{algorithm}-{number}.pem"
    subprocess.run(["openssl", "genpkey", "-out", file, "-algorithm", *PAIRS[algorithm]], check=True, capture_output=True)
    command = ["openssl", "pkey", "-in", file, "-pubout"]
    return file.read_text("ascii"), subprocess.run(command, check=True, capture_output=True, encoding="ascii").stdout


def another_secret(text):
    """A secret of the same form: its digits or letters in reverse."""
    body = text.rstrip("=")
    return body[::-1] + text[len(body):]


def parts_of(token):
    """The header and the claims of a token."""
    return [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in token.split(".")[:2]]


@dataclass
class One:
    """A visitor with the fields and the signature that visitorseal gives."""

    visitor: dict
    fields: dict
    signature: str


class Ours:
    def __init__(self, name, row, now, folder, number=0):
        self.name, self.row, self.now, self.folder, self.number = name, row, now, folder, number
        text = (ROOT / f"core/schemes/{name}.toml").read_text("utf-8")
        self.scheme = visitorseal.Scheme.parse(text)
        example = tomllib.loads(text).get("example", [{}])[0]
        self.settings = example.get("settings", {}) | row.get("settings", {})
        self.token = not self.scheme.algorithm.startswith("HMAC")
        if self.scheme.key_kind == "pair":
            self.secret, self.verifying = key_pair(self.scheme.algorithm, folder, number)
        else:
            self.secret = example["secret"] if number == 0 else another_secret(example["secret"])
            self.verifying = self.secret
        self.signer = visitorseal.Signer(self.scheme, self.secret, **self.settings)

    def other(self):
        """The same scheme with another secret."""
        return Ours(self.name, self.row, self.now, self.folder, self.number + 1)

    def sign(self, visitor, attributes=None):
        attributes = self.row.get("attributes") if attributes is None else attributes
        visitor = {name: value for name, value in visitor.items() if name not in self.row.get("without", [])}
        visitor |= {"attributes": attributes} if attributes else {}
        try:
            signed = self.signer.sign(visitor, now=self.now)
        except visitorseal.VisitorError as error:
            raise Unsigned(f"{error.code} {error.field}") from error
        return One(visitor, signed.fields, signed.signature)

    def verified(self, fields):
        return visitorseal.Verifier(self.scheme, self.verifying, **self.settings).verify(fields, now=self.now).signed

    def token_in(self, fields, one):
        """The token in fields that have one where ours has one."""
        return next(fields[name] for name, value in one.fields.items() if value == one.signature)

    def same_meaning(self, one, theirs):
        """What is wrong with fields whose text is not ours: they must verify here, and state the same visitor."""
        try:
            theirs_signed, ours_signed = self.verified(theirs), self.verified(one.fields)
        except visitorseal.Refused as error:
            return f"visitorseal refuses it: {error.code} {error.field}: {theirs}"
        return None if theirs_signed == ours_signed else f"visitorseal reads {theirs_signed} in it, not {ours_signed}"

    def wrong_token(self, one, theirs, is_plain, differs):
        """What is wrong with a token: it must have our header and claims, in our order, and verify here."""
        header, claims = parts_of(self.token_in(theirs, one))
        our_header, our_claims = parts_of(one.signature)
        for name in self.row.get("of_its_own", []):
            part, our_part = (header, our_header) if name in header or name in our_header else (claims, our_claims)
            if part.pop(name, None) == our_part.pop(name, None) and is_plain:
                return f"its {name} is ours: take it out of `of_its_own`"
        if header != our_header:
            return f"its header is {header}, not {our_header}"
        if claims != our_claims:
            return f"its claims are {claims}, not {our_claims}"
        if is_plain and (list(claims) == list(our_claims)) == bool(differs):
            return f"the order of its claims is {list(claims)}, ours is {list(our_claims)}: `differs` says so, or does not"
        wrong = self.same_meaning(one, theirs)
        if "refused" in self.row:
            return None if wrong else "visitorseal accepts it: take `refused` out"
        return wrong
