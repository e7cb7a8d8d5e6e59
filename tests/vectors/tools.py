"""Shared by all cases: OpenSSL, HMAC, base64url, tokens, and each vendor's fields.

Nothing here calls visitorseal. Python's hmac and OpenSSL both compute each HMAC. OpenSSL makes RSA signatures, which are
the same each time (PKCS#1 v1.5).
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

# Each vendor's signed message, with the visitor's fields as placeholders.
MESSAGES = {"reamaze": "{id}:{email}", "fernand": "{email}", "bookbag": "{id}", "thread": "{email}"}
SECRETS = {scheme: f"{scheme}-test-secret-5d0c1b7e9a" for scheme in MESSAGES}
SIGNATURES = {"reamaze": "authkey", "fernand": "hash", "bookbag": "user_hash", "thread": "connectionKey", "orlo": "jwt"}

# Each vendor's fields in the order of its page: the vendor's name, and its value. A name in braces is a setting, "=" a
# constant, a list a nested object, "*" the attributes.
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
    """The standard output of an openssl command."""
    command = ["openssl", *map(str, arguments)]
    result = subprocess.run(command, input=data, capture_output=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: {result.stderr.decode(errors='replace')}")
    return result.stdout


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
    """The digest of a visitor, as the vendor's page computes it."""
    return hmac_hex(secret or SECRETS[scheme], MESSAGES[scheme].format(**visitor))


# --- JSON and tokens -------------------------------------------------------------------------

def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode("utf-8")


def compact(value):
    """JSON without spaces and escapes, as in a token."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def b64url(data):
    return base64.urlsafe_b64encode(as_bytes(data)).rstrip(b"=").decode()


HEADER = '{"typ":"JWT","alg":"RS256"}'


def signing_input(payload, header=HEADER):
    payload = payload if isinstance(payload, (str, bytes)) else compact(payload)
    return f"{b64url(header)}.{b64url(payload)}"


def sign_with_rsa(text, key="rsa-2048", digest="sha256", *options):
    """A signing input with OpenSSL's RSA signature."""
    return f"{text}.{b64url(rsa_sign(text.encode(), key, digest, *options))}"


def token(payload, header=HEADER, key="rsa-2048"):
    """A token after RFC 7515. Payload and header may be raw text, to make hostile tokens."""
    return sign_with_rsa(signing_input(payload, header), key)


# --- The vendors' fields ---------------------------------------------------------------------

def fields_of(scheme, visitor, signature=None, settings=None, table=None):
    """The fields under the vendor's names, without empty ones."""
    out = {}
    for name, source in table or FIELDS[scheme]:
        if isinstance(source, list):
            value = fields_of(scheme, visitor, signature, settings, source)
        elif source == "attributes":
            out.update(visitor.get("attributes") or {})
            continue
        elif source.startswith("="):
            value = source[1:]
        elif source.startswith("{"):
            value = (settings or {}).get(source[1:-1])
        else:
            value = signature if source == "signature" else visitor.get(source)
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
    """JSON for the inside of <script>. It is ASCII, so that the page's charset does not matter."""
    text = json.dumps(value, separators=(",", ":"))
    text = text.replace("\\\\", "\\u005c").replace('\\"', "\\u0022")
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def error(code, field=None):
    return {"code": code, "field": field}
