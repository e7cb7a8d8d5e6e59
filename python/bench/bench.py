"""Compares visitorseal with Python's own way: medians of interleaved rounds, and their ratio."""

import hashlib
import hmac
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from timeit import Timer

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from visitorseal import Signer

ROUNDS = 31
SECRET = "3c6f1d0e5b2a49788f7e6d5c4b3a29180f1e2d3c"
PEM = (Path(__file__).parents[2] / "tests" / "vectors" / "keys" / "rsa-2048.private.pem").read_text()
NONCE = "bm9uY2U="
CLAIMS = {"name": "Jane Doe", "isLoggedIn": True, "User ID": 124}
KEY_ID = "app_5a2b3c4d5e6f"

key = SECRET.encode()
message = b"jane.doe@example.com12345"
private_key = load_pem_private_key(PEM.encode(), None)
bookbag = Signer("bookbag", SECRET)
orlo = Signer("orlo", PEM)
zendesk = Signer("zendesk_messaging", SECRET, key_id=KEY_ID)
digest = bookbag.digest


def signed():
    return bookbag.sign(id="user-123", name="Jane Doe", email="jane@example.com", attributes={"plan": "growth"})


def by_hand():
    user_id = "user-123"
    return {
        "user_id": user_id,
        "user_hash": hmac.new(key, user_id.encode(), hashlib.sha256).hexdigest(),
        "user_metadata": {"name": "Jane Doe", "email": "jane@example.com", "plan": "growth"},
    }


def script_by_hand():
    return f"<script nonce=\"{NONCE}\">window.bookbag('identify', {json.dumps(by_hand())});</script>"


def token():
    return orlo.sign(name="Jane Doe", attributes={"User ID": 124}).signature


def fields():
    attributes = {"email_verified": True}
    return zendesk.sign(id="user-123", name="Jane Doe", email="jane@example.com", attributes=attributes).fields_json


def fields_by_hand():
    claims = {
        "scope": "user",
        "external_id": "user-123",
        "name": "Jane Doe",
        "email": "jane@example.com",
        "email_verified": True,
        "exp": int(time.time()) + 3600,
    }
    return json.dumps({"jwt": jwt.encode(claims, SECRET, "HS256", {"kid": KEY_ID})}, separators=(",", ":"))


ROWS = [
    # Our call, the other way, the runs in a round, and the two statements.
    ("digest", "hmac.new(…).hexdigest()", 20_000, "digest(message)", "hmac.new(key, message, hashlib.sha256).hexdigest()"),
    ("Bookbag, signed as JSON", "dict + hmac + json", 5_000, "signed().to_json()", "json.dumps(by_hand())"),
    ("Bookbag, the page's script", "the same in a script", 5_000, "signed().script(NONCE)", "script_by_hand()"),
    ("Zendesk (HS256), as JSON", "PyJWT + json", 2_000, "fields()", "fields_by_hand()"),
    ("RS256 token", "PyJWT, key loaded", 20, "token()", "jwt.encode(CLAIMS, private_key, 'RS256')"),
    ("RS256 token", "PyJWT, PEM text", 1, "token()", "jwt.encode(CLAIMS, PEM, 'RS256')"),
]

# The same header and claims, in another order.
assert len(fields()) == len(fields_by_hand())


def show(ours_name, theirs_name, ours, theirs):
    ratio = statistics.median(a / b for a, b in zip(ours, theirs))
    times = [f"{statistics.median(taken) * 1e6:>9.2f} us" for taken in (ours, theirs)]
    print(f"{ours_name:<28}{theirs_name:<28}{times[0]:>12}{times[1]:>12}{ratio:>8.3f}")


def started(statement):
    """The seconds that a fresh interpreter needs for a statement."""
    code = f"import time; start = time.perf_counter(); {statement}; print(time.perf_counter() - start)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)


print(f"{'Python ' + sys.version.split()[0]:<28}{'theirs':<28}{'ours':>12}{'theirs':>12}{'ratio':>8}")
for what, than, number, *statements in ROWS:
    timers = [Timer(statement, globals=globals()) for statement in statements]
    rounds = [[timer.timeit(number) / number for timer in timers] for _ in range(ROUNDS)]
    show(what, than, *zip(*rounds))
starts = [(started("import visitorseal"), started("import hmac, hashlib")) for _ in range(ROUNDS)]
show("import visitorseal", "import hmac, hashlib", *zip(*starts))
