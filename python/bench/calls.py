"""The rows that are measured in one process."""

import hashlib
import hmac
import json
import time
from pathlib import Path
from timeit import Timer

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from visitorseal import Signer, Verifier

SECRET = "3c6f1d0e5b2a49788f7e6d5c4b3a29180f1e2d3c"
KEYS = Path(__file__).parents[2] / "tests" / "vectors" / "keys"
PRIVATE_PEM = (KEYS / "rsa-2048.private.pem").read_text()
PUBLIC_PEM = (KEYS / "rsa-2048.public.pem").read_text()
NONCE = "bm9uY2U="
KEY_ID = "app_5a2b3c4d5e6f"
MANY = 10_000
CLAIMS = {"name": "Jane Doe", "isLoggedIn": True, "User ID": 124}

key = SECRET.encode()
private_key = load_pem_private_key(PRIVATE_PEM.encode(), None)
public_key = load_pem_public_key(PUBLIC_PEM.encode())
bookbag = Signer("bookbag", SECRET)
bookbag_verifier = Verifier("bookbag", SECRET)
orlo = Signer("orlo", PRIVATE_PEM, lifetime=3600)
orlo_verifier = Verifier("orlo", PUBLIC_PEM)
zendesk = Signer("zendesk_messaging", SECRET, key_id=KEY_ID)

ids = [f"user-{index}@example.com" for index in range(MANY)]
user_id = ids[0]
visitors = [
    {"id": id, "name": "Jane Doe", "email": "jane@example.com", "attributes": {"plan": "growth", "seats": 12}}
    for id in ids
]
body = bookbag.sign(visitors[0]).fields_json
token = orlo.sign(name="Jane Doe", attributes={"User ID": 124}).signature


def digest_by_hand(message):
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()


def signed():
    attributes = {"plan": "growth", "seats": 12}
    return bookbag.sign(id=user_id, name="Jane Doe", email="jane@example.com", attributes=attributes)


def visitor():
    attributes = {"plan": "growth", "seats": 12}
    return {"id": user_id, "name": "Jane Doe", "email": "jane@example.com", "attributes": attributes}


def fields_by_hand(visitor):
    metadata = {"name": visitor["name"], "email": visitor["email"], **visitor["attributes"]}
    fields = {"user_id": visitor["id"], "user_hash": digest_by_hand(visitor["id"]), "user_metadata": metadata}
    return json.dumps(fields)


def script_by_hand(visitor):
    fields = fields_by_hand(visitor).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f"<script nonce=\"{NONCE}\">window.bookbag('identify', {fields});</script>"


def rs256_by_hand(key):
    return jwt.encode({**CLAIMS, "exp": int(time.time()) + 3600}, key, "RS256")


def hs256():
    attributes = {"email_verified": True}
    return zendesk.sign(id=user_id, name="Jane Doe", email="jane@example.com", attributes=attributes).fields_json


def hs256_by_hand():
    claims = {
        "scope": "user",
        "external_id": user_id,
        "name": "Jane Doe",
        "email": "jane@example.com",
        "email_verified": True,
        "exp": int(time.time()) + 3600,
    }
    return json.dumps({"jwt": jwt.encode(claims, SECRET, "HS256", {"kid": KEY_ID})}, separators=(",", ":"))


def verified_by_hand():
    fields = json.loads(body)
    if not hmac.compare_digest(fields["user_hash"], digest_by_hand(fields["user_id"])):
        raise ValueError("refused")
    return fields["user_id"]


def batch():
    return [signed.fields_json for signed in bookbag.sign_many(visitors)]


def batch_by_hand():
    return [fields_by_hand(visitor) for visitor in visitors]


def digests_by_hand():
    return [digest_by_hand(id) for id in ids]


# The name, what we compare with, the runs in a round, the calls in a run, and the two statements.
ROWS = [
    ("digest", "hmac.new, hexdigest", 5_000, 1, "bookbag.digest(user_id)", "digest_by_hand(user_id)"),
    ("visitor to fields", "hmac, json.dumps", 2_000, 1, "signed().fields_json", "fields_by_hand(visitor())"),
    ("visitor to script", "the same, escaped, in a script", 2_000, 1, "signed().script(NONCE)", "script_by_hand(visitor())"),
    ("token signed", "PyJWT RS256, key loaded", 20, 1, "orlo.sign(name='Jane Doe', attributes={'User ID': 124}).signature", "rs256_by_hand(private_key)"),
    ("token signed, PEM", "PyJWT RS256, PEM", 1, 1, "orlo.sign(name='Jane Doe', attributes={'User ID': 124}).signature", "rs256_by_hand(PRIVATE_PEM)"),
    ("HS256 token to fields", "PyJWT, json.dumps", 1_000, 1, "hs256()", "hs256_by_hand()"),
    ("token verified", "PyJWT RS256, key loaded", 50, 1, "orlo_verifier.verify({'jwt': token})", "jwt.decode(token, public_key, ['RS256'])"),
    ("digest verified", "json, hmac, compare_digest", 2_000, 1, "bookbag_verifier.verify_json(body).contact().external_id", "verified_by_hand()"),
    ("10,000 in a batch", "hmac, json.dumps for each", 1, MANY, "batch()", "batch_by_hand()"),
    ("10,000 digests in a batch", "hmac.new for each", 1, MANY, "bookbag.digest_many(ids)", "digests_by_hand()"),
]  # fmt: skip

# Both sides of a row must do the same. The same header and claims stand in another order in each token.
assert bookbag.digest(user_id) == digest_by_hand(user_id)
assert json.loads(signed().fields_json) == json.loads(fields_by_hand(visitor()))
assert len(hs256()) == len(hs256_by_hand())
assert bookbag_verifier.verify_json(body).contact().external_id == verified_by_hand()


def measured(rounds):
    rows = []
    for name, than, usual, calls, *statements in ROWS:
        number = usual if rounds > 1 else max(1, usual // 100)
        timers = [Timer(statement, globals=globals()) for statement in statements]
        pairs = [[timer.timeit(number) * 1e9 / (number * calls) for timer in timers] for _ in range(rounds)]
        rows.append((name, than, "ns", pairs))
    return rows
