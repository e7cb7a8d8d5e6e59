"""The scheme files of the suite, its visitors, and the claims that the tokens of these visitors have."""

import secrets
import time

from keys import SECRETS

LIFETIME = 3600
MAXIMUM = 7200
ISSUER = "https://acme-7.example"
AUDIENCE = "acme"

# Every kind of claim that a scheme file can state.
SCHEME = """\
name = "tokens"
vendor = "Tokens"
document = "https://example.com/"
read = 2026-11-20

[settings.key_id]
about = "the id of the key"
form = "name"

[settings.instance]
about = "the name of the instance"
form = "name"

[settings.lifetime]
about = "the lifetime of a token in seconds"
form = "seconds"

[signature]
kind = "jwt"
algorithm = "{algorithm}"
{secret}required = ["sub"]
lifetime = {{setting = "lifetime", default = {lifetime}, maximum = {maximum}}}

[signature.header]
kid = "{{settings.key_id}}"

[signature.claims]
iss = "https://{{settings.instance}}.example"
aud = "{audience}"
sub = "{{id}}"
user = "{{id}}"
iat = "{{now}}"
nbf = "{{now}}"
exp = "{{expires}}"
jti = "{{random}}"
name = "{{name}}"
email = "{{email}}"
email_verified = {{constant = true, with = "{{email}}"}}
plan = "{{attributes.plan}}"
groups = "{{attributes.groups|texts}}"
identity = {{external_id = "{{id}}", kind = "customer"}}
ends_at = "{{expires|iso}}"
"*" = "{{attributes}}"

[fields]
token = "{{signature}}"
"""
SETTINGS = {"instance": "acme-7"}

ODD_TEXT = "J\u00e4nne </script> \"q\" \\ / \u65e5\u672c\u8a9e \U0001f600 \u2028"
VISITORS = [
    {"id": "user-1"},
    {
        "id": ODD_TEXT,
        "name": ODD_TEXT,
        "email": "jane+\u00e9@example.com",
        "attributes": {"plan": ODD_TEXT, "groups": ["a", ODD_TEXT]},
    },
    {
        "id": "42",
        "attributes": {"count": 2**53 - 1, "debt": -1, "share": 0.5, "vip": True, "list": [1, {"deep": None}], "\u00e9": ""},
    },
]


def write_scheme(folder, algorithm):
    file = folder / f"{algorithm}.toml"
    secret = f'secret = "{SECRETS[algorithm]}"\n' if algorithm in SECRETS else ""
    text = SCHEME.format(algorithm=algorithm, secret=secret, lifetime=LIFETIME, maximum=MAXIMUM, audience=AUDIENCE)
    file.write_text(text, encoding="utf-8")
    return file


def claims_of(visitor, now, token_id):
    """The claims that the scheme states for a visitor."""
    attributes = dict(visitor.get("attributes", {}))
    with_email = {"email": visitor["email"], "email_verified": True} if "email" in visitor else {}
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": visitor["id"],
        "user": visitor["id"],
        "iat": now,
        "nbf": now,
        "exp": now + LIFETIME,
        "jti": token_id,
        **{name: visitor[name] for name in ["name"] if name in visitor},
        **with_email,
        **{name: attributes.pop(name) for name in ["plan", "groups"] if name in attributes},
        "identity": {"external_id": visitor["id"], "kind": "customer"},
        "ends_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + LIFETIME)),
        **attributes,
    }


def new_token_id():
    return secrets.token_hex(16)
