"""own_scheme.json: a site's own scheme reads the token of RFC 7515, appendix A.2."""

from cases_verify import refused, verified
from tools import NOW, b64url, rsa_sign

SCHEME = '''name = "rfc7515"
vendor = "RFC 7515"
document = "https://www.rfc-editor.org/rfc/rfc7515"
read = 2026-11-20

[signature]
kind = "jwt"
algorithm = "RS256"

[signature.claims]
"*" = "{attributes}"

[fields]
token = "{signature}"

[refused]
status = 403
error = "token_refused"
'''
# The octets of the appendix: the payload has line breaks in it.
TEXT = (b64url('{"alg":"RS256"}') + "."
        + b64url('{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'))
SIGNATURE = (
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKB"
    "YNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6Bf"
    "I7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw")
EXPIRY = 1300819380


def cases():
    if b64url(rsa_sign(TEXT.encode(), "rfc7515-a2")) != SIGNATURE:
        raise SystemExit("OpenSSL does not make the signature of RFC 7515 A.2: key or token is copied wrongly")
    root = verified(None, {"attributes": {"http://example.com/is_root": True}})
    token = f"{TEXT}.{SIGNATURE}"
    yield case("verified", "a second before it expires", token, EXPIRY - 1, **root)
    yield case("expired", "the second at which it expires", token, EXPIRY, **refused("token_expired", "exp"))
    yield case("expired-long-ago", "years later", token, NOW, **refused("token_expired", "exp"))
    yield case("leeway", "within the leeway", token, EXPIRY + 59, leeway=60, **root)
    yield case("wrong-key", "another key", token, EXPIRY - 1, key="rsa-2048", **refused("signature_mismatch", "token"))
    yield case("cut", "without its signature", TEXT, EXPIRY - 1, **refused("token_malformed", "token"))


def case(name, comment, token, now, *, key="rfc7515-a2", leeway=0, **expected):
    answer = {"http_status": 403, "http_error": "token_refused"} if "error" in expected else {}
    return {"id": f"rfc7515-a2-{name}", "comment": comment, "source": "RFC 7515, appendix A.2", "scheme_toml": SCHEME,
            "keys": [{"file": f"{key}.public.pem"}], "policy": "required", "leeway": leeway, "max_token": 8192, "settings": {},
            "now": now, "body": f'{{"token":"{token}"}}', **expected, **answer}
