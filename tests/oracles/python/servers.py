"""Code of vendors' servers and samples that a rule of the table cannot state. Each is written anew here."""

import base64
import hashlib
import hmac
import json


def hyvor_talk(job):
    """The vendor's sample in Python. Its JSON has a space after each separator."""
    visitor = job["visitor"]
    user = {"timestamp": job["now"], "id": visitor["id"], "name": visitor["name"], "email": visitor["email"]}
    text = base64.b64encode(json.dumps(user).encode()).decode("ascii")
    signature = hmac.new(job["secret"].encode(), text.encode(), hashlib.sha256)
    return {"fields": {"sso-user": text, "sso-hash": signature.hexdigest()}}


def commento(job):
    """The callback reads the payload's bytes from hex, and demands a token, an email address and a name."""
    fields = job["fields"]
    payload = bytes.fromhex(fields["payload"])
    signature = hmac.digest(bytes.fromhex(job["secret"]), payload, "sha256")
    members = json.loads(payload)
    return {"accepted": hmac.compare_digest(signature, bytes.fromhex(fields["hmac"]))
            and all(members.get(name) for name in ("token", "email", "name"))}


SERVERS = {
    "adtac/commento": {"commento": commento},
    "hyvor/hyvor-talk-examples": {"hyvor_talk": hyvor_talk},
}
