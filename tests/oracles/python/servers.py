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


SERVERS = {
    "hyvor/hyvor-talk-examples": {"hyvor_talk": hyvor_talk},
}
