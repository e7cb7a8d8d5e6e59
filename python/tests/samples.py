"""A site, its secret and its visitor, for tests that need any."""

import hashlib
import hmac

from vectors import KEYS

SECRET = "a-shared-secret-of-some-length"
PRIVATE = (KEYS / "rsa-2048.private.pem").read_text()
PUBLIC = (KEYS / "rsa-2048.public.pem").read_text()
OTHER_PRIVATE = (KEYS / "other-2048.private.pem").read_text()
OTHER_PUBLIC = (KEYS / "other-2048.public.pem").read_text()
NOW = 1_795_132_800

JANE = {
    "id": "user-123",
    "email": "jane@example.com",
    "name": "Jane Doe",
    "phone": "+442071838750",
    "avatar": "https://example.com/jane.png",
    "attributes": {"plan": "growth", "seats": 7},
}

# A scheme whose tokens have an id.
TOKEN = """
name = "own"
vendor = "Own"
document = "https://example.com/"
read = 2026-11-28
contact = "{id}"
[signature]
kind = "jwt"
algorithm = "HS256"
secret = "text"
[signature.claims]
sub = "{id}"
jti = "{random}"
[fields]
token = "{signature}"
"""


def digest(message, secret=SECRET):
    """The HMAC of the vendors' help pages."""
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()
