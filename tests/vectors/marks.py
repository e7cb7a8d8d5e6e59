"""The mark of a signed visitor: a second implementation. It tells two visitors of a scheme apart, and says nothing about either."""

import functools
import json

from tokens import curve_of, private_number
from tools import KEYS, as_bytes, b64url, hmac_of, openssl

FALLBACKS = ["id", "email", "phone", "name"]


def mark_of(scheme, visitor, secret, settings=None):
    """`secret` is the bytes of a shared secret, or the name of a pair in keys/."""
    secret = secret if isinstance(secret, bytes) else private_bytes(secret)
    key = hmac_of("sha256", b"visitorseal mark", secret)
    label, value = who(scheme, visitor, settings or {})
    return b64url(hmac_of("sha256", key, f"{scheme.name}\n{label}\n{value}")[:12])


def who(scheme, visitor, settings):
    """The field that says who the visitor is, and its text: the visitor's own, without the filters of the scheme."""
    values = scheme.values(visitor, settings)
    for one in scheme.contact:
        name = field_of_claim(scheme, settings.get(one.setting)) if one.setting else one.name
        value = as_text(values.get(name))
        if value:
            return name, value
    for name in FALLBACKS:
        if values.get(name):
            return name, values[name]
    return "attributes", json.dumps(values["attributes"], separators=(",", ":"))


def field_of_claim(scheme, claim):
    """Our name of a claim that a setting names."""
    return next((one.name for path, one in scheme.claims.placeholders() if path == claim), f"attributes.{claim}")


def as_text(value):
    """Text as it is, anything else as JSON. Null and empty text are nothing."""
    return (value or "") if value is None or isinstance(value, str) else json.dumps(value, separators=(",", ":"))


@functools.lru_cache(maxsize=None)
def private_bytes(pair):
    """The private number of RFC 7518 and 8037: `d`."""
    if pair.endswith("ed25519"):
        # RFC 8410, section 7: an OCTET STRING in an OCTET STRING.
        der = openssl("pkey", "-in", KEYS / f"{pair}.private.pem", "-outform", "DER")
        at = der.index(b"\4\x22\4\x20") + 4
        return der[at:at + 32]
    if "-p" in pair:
        return private_number(pair).to_bytes(curve_of(pair).size, "big")
    # RFC 8017, appendix A.1.2: version, n, e, d.
    der = openssl("rsa", "-in", KEYS / f"{pair}.private.pem", "-traditional", "-outform", "DER")
    return integers(der)[3].lstrip(b"\0")


def integers(der):
    """The INTEGERs of a DER SEQUENCE."""
    content, _ = element(der, 0)
    found, at = [], 0
    while at < len(content):
        value, at = element(content, at)
        found.append(value)
    return found


def element(der, at):
    """The content of a DER element, and where the next one begins."""
    size, at = der[at + 1], at + 2
    if size & 0x80:
        count = size & 0x7f
        size, at = int.from_bytes(der[at:at + count], "big"), at + count
    return der[at:at + size], at + size
