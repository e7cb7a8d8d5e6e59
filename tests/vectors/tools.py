"""What the vectors' makers share: OpenSSL, HMAC, base64url, tokens, and each vendor's shapes.

Nothing here calls visitorseal. HMACs are made twice, by Python's hmac and by OpenSSL; RSA
signatures (PKCS#1 v1.5, so always the same) are OpenSSL's.
"""

import base64
import functools
import hashlib
import hmac
import json
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
KEYS = HERE / "keys"

NOW = 1795132800  # 2026-11-20, the day on which the vendors' pages were read
LAST_SECOND = 253402300799  # 9999-12-31 23:59:59

# Each vendor's signed message, in the visitor's words.
MESSAGES = {"reamaze": "{id}:{email}", "fernand": "{email}", "bookbag": "{id}", "thread": "{email}"}
SECRETS = {scheme: f"{scheme}-test-secret-5d0c1b7e9a" for scheme in MESSAGES}
SIGNATURES = {"reamaze": "authkey", "fernand": "hash", "bookbag": "user_hash", "thread": "connectionKey", "orlo": "jwt"}

# Each vendor's payload in the order of its page: the vendor's name and what goes there. A name in
# braces is a setting, "=" a constant, a list a nested object, "*" the attributes.
FIELDS = {
    "reamaze": [("id", "id"), ("email", "email"), ("name", "name"), ("phone", "phone"), ("avatar", "avatar"),
                ("authkey", "signature")],
    "fernand": [("name", "name"), ("email", "email"), ("hash", "signature")],
    "bookbag": [("user_id", "id"), ("user_hash", "signature"),
                ("user_metadata", [("name", "name"), ("email", "email"), ("phone", "phone"), ("*", "attributes")])],
    "thread": [("appId", "{app_id}"), ("connectionType", "=messenger_auth"), ("connectionEmail", "email"),
               ("connectionKey", "signature")],
    "orlo": [("jwt", "signature")],
}


# --- OpenSSL ---------------------------------------------------------------------------------

def openssl(*arguments, data=b""):
    """What the openssl command writes to its standard output."""
    command = ["openssl", *map(str, arguments)]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return done.stdout


@functools.lru_cache(maxsize=None)
def rsa_sign(message, key="rsa-2048", digest="sha256", *options):
    return openssl("dgst", f"-{digest}", "-sign", KEYS / f"{key}.private.pem", *options, data=message)


def key_text(name):
    return (KEYS / name).read_text(encoding="utf-8")


# --- HMAC ------------------------------------------------------------------------------------

def hmac_hex(secret, message):
    """HMAC-SHA256 as Python and OpenSSL both compute it."""
    key, message = as_bytes(secret), as_bytes(message)
    by_python = hmac.new(key, message, hashlib.sha256).hexdigest()
    by_openssl = openssl("dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{key.hex()}", "-r", data=message)
    if by_openssl.split()[0].decode() != by_python:
        raise SystemExit("Python and OpenSSL disagree about an HMAC")
    return by_python


def digest_of(scheme, visitor, secret=None):
    """The documents' digest of a visitor."""
    return hmac_hex(secret or SECRETS[scheme], MESSAGES[scheme].format(**visitor))


# --- JSON and tokens -------------------------------------------------------------------------

def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode("utf-8")


def compact(value):
    """JSON without spaces, not escaped: what stands in a token."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def b64url(data):
    return base64.urlsafe_b64encode(as_bytes(data)).rstrip(b"=").decode()


HEADER = '{"typ":"JWT","alg":"RS256"}'


def signing_input(payload, header=HEADER):
    payload = payload if isinstance(payload, (str, bytes)) else compact(payload)
    return f"{b64url(header)}.{b64url(payload)}"


def sealed(text, key="rsa-2048", digest="sha256", *options):
    """A signing input with its RSA signature, by OpenSSL."""
    return f"{text}.{b64url(rsa_sign(text.encode(), key, digest, *options))}"


def token(payload, header=HEADER, key="rsa-2048"):
    """A token as RFC 7515 makes it; payload and header may be raw text to be hostile."""
    return sealed(signing_input(payload, header), key)


# --- The vendors' shapes ---------------------------------------------------------------------

def fields_of(scheme, visitor, signature=None, settings=None, table=None):
    """The payload under the vendor's names. An optional field that is empty is left out."""
    out = {}
    for name, what in table or FIELDS[scheme]:
        if isinstance(what, list):
            value = fields_of(scheme, visitor, signature, settings, what)
        elif what == "attributes":
            out.update(visitor.get("attributes") or {})
            continue
        elif what.startswith("="):
            value = what[1:]
        elif what.startswith("{"):
            value = (settings or {}).get(what[1:-1])
        else:
            value = signature if what == "signature" else visitor.get(what)
        if isinstance(value, int):
            value = str(value)
        if value not in (None, "", {}):
            out[name] = value
    return out


def claims_of(visitor, settings=None, now=NOW):
    """Orlo's claims: name, isLoggedIn, email, custom data, then the times."""
    claims = {"name": visitor["name"], "isLoggedIn": True}
    if visitor.get("email"):
        claims["email"] = visitor["email"]
    claims.update(visitor.get("attributes") or {})
    lifetime = (settings or {}).get("lifetime")
    if lifetime is not None:
        claims.update({"iat": now, "exp": now + int(lifetime)})
    return claims


def signature_of(scheme, visitor, secret=None, settings=None, now=NOW, key="rsa-2048"):
    if scheme == "orlo":
        return token(claims_of(visitor, settings, now), key=key)
    return digest_of(scheme, visitor, secret)


def script_literal(value):
    """JSON as it may stand inside <script>, in ASCII, so that no charset of the page changes it."""
    text = json.dumps(value, separators=(",", ":"))
    text = text.replace("\\\\", "\\u005c").replace('\\"', "\\u0022")
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def error(code, field=None):
    return {"code": code, "field": field}
