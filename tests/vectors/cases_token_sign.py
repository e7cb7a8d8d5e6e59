"""Tokens of every algorithm: what is signed, what is random in it, and what a signer refuses."""

import base64

import cases_sign
import cases_sign_error
import cases_verify
import parts
from catalogue import all_schemes, key_of, minimal, only, secret_of, settings_of, sign, text_id, visitor_of
from parts import EMAIL, ID
from parts_token import (BARE, BASE64, BOTH, CHOSEN, ES256, ES384, HEX, HS256, KID_SETTING, KID_TEXT, NESTED, PEOPLE, PLAIN, REGISTERED,
                         SAMPLES, SIGNED, TYPED, typed)
from scheme_file import RANDOM
from tokens import jwk_text, jwks_text, jwk
from tools import LAST_SECOND, b64url

RULE = "the rule of the scheme format and RFC 7515, by Python and OpenSSL"


def named(name, case):
    return {**case, "id": f"part-token-{name}"}


# --- sign.json and sign_random.json ------------------------------------------------------------

def signed():
    for name, comment, of, visitor, more in SIGNED:
        if not of.is_random:
            yield named(name, cases_sign.case("part", comment, of, visitor, source=RULE, warnings=of.warnings(visitor), **more))
    yield from secrets()


def secrets():
    """RFC 7518, section 3.2: a key of the size of the hash or longer."""
    for name, size in [("HS256", 32), ("HS384", 48), ("HS512", 64)]:
        of = PLAIN[name]
        for length, codes in [(size - 1, ["secret_short"]), (size, [])]:
            yield named(f"{name.lower()}-secret-{length}", cases_sign.case("part", f"a secret of {length} bytes", of, BOTH, source=RULE,
                                                                         secret="k" * length, signer_warnings=codes))
    for name, of, secret, codes in [
        ("hex-31", HEX, "5a" * 31, ["secret_short"]), ("hex-32", HEX, "5a" * 32, []),
        ("base64-63", BASE64, base64.b64encode(b"Z" * 63).decode(), ["secret_short"]), ("base64-64", BASE64, secret_of(BASE64), []),
        ("newline", HS256, secret_of(HS256) + "\n", ["secret_space"]), ("sample", SAMPLES, "your-256-bit-secret-from-the-page", ["secret_sample"]),
    ]:
        yield named(f"secret-{name}", cases_sign.case("part", "the secret is used unchanged, with a warning", of, {"id": ID}, source=RULE,
                                                      secret=secret, signer_warnings=codes))


def random():
    """What is another text each time."""
    for scheme in all_schemes():
        if scheme.is_random:
            always = scheme.signer_warnings()
            for name, visitor in [("minimal", minimal(scheme)), ("full", only(scheme, visitor_of(scheme)))]:
                yield random_case(name, "a signature that is another each time", scheme, visitor, signer_warnings=always)
    yield {**random_case("part", "a digest over a random value", parts.CHANCE, {"id": ID}, source=RULE), "id": "part-chance"}
    for name, comment, of, visitor, more in SIGNED:
        if of.is_random:
            yield named(name, random_case("part", comment, of, visitor, source=RULE, warnings=of.warnings(visitor), **more))


def random_case(name, comment, scheme, visitor, settings=None, **more):
    settings = settings_of(scheme) if settings is None else settings
    case = cases_sign.call(name, comment, scheme, visitor, settings=settings, **more)
    signed = sign(scheme, text_id(visitor), settings=settings, now=case["now"])
    parts = {}
    if scheme.is_token:
        header, payload, _ = signed.signature.split(".")
        parts = {"header": decoded(header), "payload": decoded(payload).split(RANDOM)}
    verified = cases_verify.verified_visitor(scheme, text_id(visitor), settings=settings)["verified"]
    verified = {name: value for name, value in verified.items() if name != "token_id"}
    return {**case, **parts, "expires_at": signed.expires_at,
            "mark": cases_sign.marked(scheme, visitor, settings=settings),
            "keys": [key_of(scheme)], "policy": "required", "leeway": 0, "max_token": 8192, "verified": verified}


def decoded(part):
    return base64.urlsafe_b64decode(part + "==").decode()


# --- sign_error.json ---------------------------------------------------------------------------

def unsigned():
    for name, comment, of, code, field, more in [*of_visitors(), *of_settings(), *of_secrets(), *of_keys()]:
        yield named(name, cases_sign_error.case("part", comment, of, code, field, **more))


def of_visitors():
    for name, value in [("text", "growth"), ("number", [1]), ("nested", [["a"]]), ("null", ["a", None]), ("object", {"a": "b"})]:
        yield f"texts-{name}", "a list of texts is demanded", TYPED, "field_type", "attributes.groups", {"visitor": typed(groups=value)}
    for name, of, field, visitor in [
        ("id", HS256, "id", {"email": EMAIL}), ("second", PEOPLE, "email", {"id": ID}), ("path", NESTED, "id", {"email": EMAIL}),
    ]:
        yield f"required-{name}-absent", "a claim that must not be empty", of, "field_missing", field, {"visitor": visitor}
        yield f"required-{name}-empty", "a claim that must not be empty", of, "field_empty", field, {"visitor": {**visitor, field: ""}}
    yield ("required-blank", "nothing is left after trimming", PEOPLE, "field_empty", "email", {"visitor": {"id": ID, "email": " \u2003"}})
    for claim in ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]:
        yield (f"attribute-{claim}", "RFC 7519 registers this claim", BARE, "attribute_reserved", f"attributes.{claim}",
               {"visitor": {"attributes": {claim: 1}}})
    yield ("now-exp-year-10000", "the token would have an exp that every verifier refuses", HS256, "now_invalid", "now", {"now": LAST_SECOND})


def of_settings():
    for name, of, setting in [("kid", KID_SETTING, "key_id"), ("issuer", REGISTERED, "instance_id")]:
        yield f"setting-{name}-absent", "every token has it", of, "setting_missing", setting, {"settings": {}}
    for name, value in [("longest", 7201), ("zero", 0), ("words", "an hour")]:
        yield (f"lifetime-{name}", "longer than the vendor accepts, or no number of seconds", CHOSEN, "setting_invalid", "lifetime",
               {"settings": {"lifetime": value}})
    for name, value in [("newline", "a\nb"), ("empty", ""), ("too-long", "k" * 257)]:
        yield f"kid-{name}", "not a kid", KID_TEXT, "setting_invalid", "key_id", {"settings": {"key_id": value}}


OCT = {"kty": "oct", "k": b64url(b"0123456789abcdef0123456789abcdef"), "alg": "HS256"}


def of_secrets():
    for name, of in [("", HS256), ("-hex", HEX), ("-base64", BASE64)]:
        for what, secret in [("oct", jwk_text_of(OCT)), ("spaces", " \n" + jwk_text_of(OCT) + "\n"), ("set", jwks_text(OCT)),
                             ("public", jwk_text("rsa-2048")), ("public-set", jwks_text(jwk("ec-p256", kid="1")))]:
            yield f"secret{name}-jwk-{what}", "a JWK in the place of the shared secret", of, "secret_is_jwk", "secret", {"secret": {"secret": secret}}
        for file in ["rsa-2048.public.pem", "rsa-2048.private.pem", "ec-p256.public.pem", "ed25519.private.pem", "certificate.pem"]:
            yield (f"secret{name}-{file}", "a PEM in the place of the shared secret", of, "secret_is_pem", "secret",
                   {"secret": {"secret_file": file}})
        for what, secret in [("none", ""), ("blank", " \t\r\n")]:
            yield (f"secret{name}-{what}", "anyone could sign with an empty secret", of, "secret_empty", "secret",
                   {"secret": {"secret": secret}})
    yield ("secret-jwk-file", "a JWK in the place of the shared secret", HS256, "secret_is_jwk", "secret",
           {"secret": {"secret_file": "rsa-2048.private.jwk.json"}})
    for name, of, secret in [("hex", HEX, "zz" * 32), ("hex-odd", HEX, secret_of(HEX)[:-1]), ("base64", BASE64, "not base64 !"),
                             ("base64-url", BASE64, "-_" + secret_of(BASE64)[2:])]:
        yield f"secret-encoding-{name}", "another form", of, "secret_encoding", "secret", {"secret": {"secret": secret}}
    for name, secret in [("utf8", b"\xff\xfe" + bytes(40)), ("bom", b"\xef\xbb\xbf" + b"k" * 40), ("nul", b"k" * 40 + b"\0")]:
        yield (f"secret-{name}", "not the text that the panel shows", HS256, "secret_encoding", "secret",
               {"secret": {"secret_hex": secret.hex()}})


def jwk_text_of(members):
    return jwks_text(members)[len('{"keys":['):-len("]}")]


RSA = ["rsa-2048.private.pem", "rsa-2048.private.pkcs1.pem"]
P256 = ["ec-p256.private.pem", "ec-p256.private.sec1.pem"]
P384 = ["ec-p384.private.pem", "ec-p384.private.sec1.pem"]
ALWAYS_OTHER = ["rsa-pss.private.pem", "ec-p521.private.pem", "ec-secp256k1.private.pem", "x25519.private.pem"]
OTHERS = {
    "RS256": [*P256, *P384, "ed25519.private.pem"], "RS512": [*P256, "ed25519.private.pem"],
    "ES256": [*RSA, *P384, "ed25519.private.pem"], "ES384": [*RSA, *P256, "ed25519.private.pem"], "EdDSA": [*RSA, *P256, *P384],
}
# The keys of a pair in other forms than PEM. A command that writes the key of another algorithm as PEM would only lead to the next error.
IN_OTHER_FORMS = {
    "rsa-2048": {"certificate.pem": "key_certificate", "request.pem": "key_certificate", "openssh.private.pem": "key_unsupported",
                 "openssh.encrypted.pem": "key_unsupported", "ssh.public.txt": "key_unsupported", "ssh.rfc4716.txt": "key_unsupported"},
    "ec-p256": {"certificate.ec-p256.pem": "key_certificate", "openssh.ec-p256.private.pem": "key_unsupported",
                "ssh.ec-p256.public.txt": "key_unsupported"},
    "ed25519": {"certificate.ed25519.pem": "key_certificate", "openssh.ed25519.private.pem": "key_unsupported",
                "ssh.ed25519.public.txt": "key_unsupported", "ssh.rfc4716.ed25519.txt": "key_unsupported"},
}
OWN = {"RS256": "rsa-2048", "RS512": "rsa-2048", "ES256": "ec-p256", "ES384": "ec-p384", "EdDSA": "ed25519"}


def of_keys():
    for algorithm, others in OTHERS.items():
        own = OWN[algorithm]
        files = {
            **dict.fromkeys([*others, *ALWAYS_OTHER], "key_algorithm"),
            f"{own}.public.pem": "key_public", "encrypted.pkcs8.pem": "key_encrypted", "empty.pem": "key_empty",
            "encrypted.sec1.pem": "key_encrypted" if "-p" in own else "key_algorithm",
            "ed25519.private.jwk.json": "key_malformed", "public.jwks.json": "key_malformed",
        }
        for key, codes in IN_OTHER_FORMS.items():
            files |= codes if key == own else dict.fromkeys(codes, "key_algorithm")
        for file, code in files.items():
            yield (f"{algorithm.lower()}-key-{file}", "the constructor of the signer refuses it", PLAIN[algorithm], code, "secret",
                   {"secret": {"secret_file": file}})
    for file in ["rsa-1024.private.pem", "rsa-2047.private.pem"]:
        yield (f"rs512-key-{file}", "the constructor of the signer refuses it", PLAIN["RS512"], "key_too_short", "secret",
               {"secret": {"secret_file": file}})
    for name, of in [("es256", ES256), ("es384", ES384), ("eddsa", PLAIN["EdDSA"])]:
        yield (f"{name}-key-shared-secret", "a shared secret in the place of the private key", of, "key_malformed", "secret",
               {"secret": {"secret": secret_of(HS256)}})
