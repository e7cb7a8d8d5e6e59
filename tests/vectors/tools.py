"""Shared by all cases: OpenSSL, hashes, base64url, tokens and literals for a page.

Nothing here calls visitorseal. Python and OpenSSL both compute each hash. OpenSSL makes RSA signatures, which are the same
each time (PKCS#1 v1.5).
"""

import base64
import functools
import hashlib
import hmac
import json
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
KEYS = HERE / "keys"

NOW = 1795132800  # 2026-11-20, the day on which the first vendors' pages were read
LAST_SECOND = 253402300799  # 9999-12-31 23:59:59


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


# --- Hashes ----------------------------------------------------------------------------------

_to_check = {}  # what Python computed: (hash, key or None) -> {message: digest}


def hmac_of(name, secret, message):
    """The bytes of an HMAC. `check_hashes` compares it with OpenSSL's."""
    key, message = as_bytes(secret), as_bytes(message)
    digest = hmac.new(key, message, name).digest()
    _to_check.setdefault((name, key), {})[message] = digest
    return digest


def hash_of(name, message):
    """The bytes of a plain hash. `check_hashes` compares it with OpenSSL's."""
    digest = hashlib.new(name, message).digest()
    _to_check.setdefault((name, None), {})[message] = digest
    return digest


def hmac_hex(secret, message):
    return hmac_of("sha256", secret, message).hex()


def check_hashes():
    """Stops if OpenSSL computes another hash than Python did. One command checks all messages of a key."""
    with tempfile.TemporaryDirectory() as folder:
        for (name, key), digests in _to_check.items():
            files = [pathlib.Path(folder) / str(number) for number in range(len(digests))]
            for file, message in zip(files, digests):
                file.write_bytes(message)
            options = [] if key is None else ["-mac", "HMAC", "-macopt", f"hexkey:{key.hex()}"]
            lines = openssl("dgst", f"-{name}", *options, "-r", *files).decode().splitlines()
            if [line.split()[0] for line in lines] != [digest.hex() for digest in digests.values()]:
                raise SystemExit(f"Python and OpenSSL disagree about a hash ({name})")


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


# --- The page --------------------------------------------------------------------------------

def script_literal(value):
    """JSON for the inside of <script>. It is ASCII, so that the page's charset does not matter."""
    text = json.dumps(value, separators=(",", ":"))
    text = text.replace("\\\\", "\\u005c").replace('\\"', "\\u0022")
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def error(code, field=None):
    return {"code": code, "field": field}
