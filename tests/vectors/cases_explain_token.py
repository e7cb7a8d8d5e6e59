"""explain.json, second half: mistakes with tokens and their keys."""

import base64
import hashlib
import json

from cases_explain import CLAIMS, GOOD, OTHER, TIMES, case, mac, standard
from cases_token_kinds import Maker
from catalogue import JANE, PUBLIC, of_kind
from tools import NOW, as_bytes, b64url, compact, hmac_hex, key_text, openssl, rsa_sign, sign_with_rsa, signing_input, token

EXPIRED = {**CLAIMS, "iat": NOW - 4200, "exp": NOW - 3600}


def cases():
    yield from token_forms()
    yield from token_wrappers()
    yield from token_headers()
    yield from token_claims()
    yield from token_several()
    yield from shared_secrets()


def sent(name, comment, value, first, *also, **more):
    return case(name, comment, "orlo", {"jwt": value}, first, also, **more)


def hs256(claims, secret):
    text = signing_input(claims, '{"alg":"HS256","typ":"JWT"}')
    return f"{text}.{b64url(mac('sha256')(as_bytes(secret), text.encode()))}"


def unsigned_token(claims):
    return signing_input(claims, '{"alg":"none"}') + "."


def with_header(claims=None, key="rsa-2048", **members):
    return token(claims or GOOD, compact({"typ": "JWT", "alg": "RS256", **members}), key)


def encrypted():
    """RFC 7516 with dir and A128CBC-HS256 (RFC 7518, section 5.2): five parts, the second empty."""
    header = b64url('{"alg":"dir","enc":"A128CBC-HS256"}')
    key, iv = hashlib.sha256(b"a content key").digest(), hashlib.md5(b"an initialization vector").digest()
    text = openssl("enc", "-aes-128-cbc", "-K", key[16:].hex(), "-iv", iv.hex(), data=as_bytes(compact(GOOD)))
    length = (8 * len(header)).to_bytes(8, "big")
    tag = mac("sha256")(key[:16], header.encode() + iv + text + length)[:16]
    return ".".join([header, "", b64url(iv), b64url(text), b64url(tag)])


def encrypted_with_rsa():
    """The same form with an encrypted key. Nothing decrypts it, so any 256 bytes will do."""
    parts = encrypted().split(".")
    return ".".join([b64url('{"alg":"RSA-OAEP","enc":"A128CBC-HS256"}'), b64url(rsa_sign(b"any")), *parts[2:]])


def token_forms():
    good = token(GOOD)
    header, payload, signature = good.split(".")
    for name, value in [("number", 5), ("list", ["not", "one"]), ("bool", True)]:
        yield sent(f"form-{name}", "a token is text", value, "token_not_text")
    for name, value in [("object", {"token": good}), ("object-jwt", {"jwt": good}), ("object-text", compact({"token": good})),
                        ("object-text-spaces", json.dumps({"jwt": good}, indent=2))]:
        yield sent(f"form-{name}", "the whole response of the site's server instead of its token", value, "token_in_object")
    for name, value, code in [
        ("quoted", f'"{good}"', "token_quoted"), ("single-quoted", f"'{good}'", "token_quoted"),
        ("bearer", f"Bearer {good}", "token_bearer"), ("bearer-lower-case", f"bearer {good}", "token_bearer"),
        ("url-encoded", good.replace(".", "%2E"), "token_url_encoded"), ("url-encoded-lower-case", good.replace(".", "%2e"), "token_url_encoded"),
        ("cut-signature", good[:-10], "token_cut"), ("cut-half", good[:len(good) - len(signature) // 2], "token_cut"),
        ("cut-255", good[:255], "token_cut"), ("cut-last-part", f"{header}.{payload}", "token_cut"),
        ("cut-payload", f"{header}.{payload[:40]}", "token_cut"),
        ("digest", hmac_hex("a-secret", JANE["email"]), "token_is_digest"),
        ("encrypted", encrypted(), "token_encrypted"), ("encrypted-rsa", encrypted_with_rsa(), "token_encrypted"),
        ("word", "hello", "token_malformed"), ("none", "None", "token_malformed"), ("empty", "", "token_malformed"),
        ("email", "jane@example.com", "token_malformed"), ("four-parts", f"{good}.{signature}", "token_malformed"),
        ("header-not-json", token(GOOD, "RS256"), "token_malformed"), ("payload-not-json", token("name=Jane Doe"), "token_malformed"),
        ("payload-list", token([GOOD]), "token_malformed"), ("payload-twice", token(compact(GOOD)[:-1] + ',"name":"x"}'), "token_malformed"),
        ("base64-percent", f"{header}.{payload[:20]}!{payload[21:]}.{signature}", "token_malformed"),
        ("base64-standard", sign_with_rsa(f"{header}.{standard(as_bytes(compact({**CLAIMS, 'a': '~~???>>>'})))}"), "token_malformed"),
    ]:
        yield sent(f"form-{name}", "not a token in compact form", value, code)
    yield sent("form-too-large", "a picture among the claims", token({**GOOD, "picture": "data:image/png;base64," + "A" * 6500}),
               "token_too_large")
    yield case("form-8193", "8192 bytes are the maximum", "orlo", ['{"jwt":"', "x", 8193, '"}'], "token_too_large")


def token_wrappers():
    good = token(GOOD)
    for name, value, first in [
        ("jwt", f"JWT {good}", "token_bearer"), ("header", f"Authorization: Bearer {good}", "token_bearer"),
        ("lines", "\n".join(good[at:at + 64] for at in range(0, len(good), 64)), "token_quoted"),
        ("python", f"b'{good}'", "token_quoted"), ("twice-quoted", json.dumps(json.dumps(good)), "token_quoted"),
        ("list", [good], "token_in_object"), ("list-text", json.dumps([good]), "token_in_object"),
        ("nested", {"data": {"token": good}}, "token_in_object"),
    ]:
        yield sent(f"wrapper-{name}", "there is something around the token", value, first)
    yield case("wrapper-name", "the token has another name", "orlo", {"jwt": None, "token": good}, "field_misspelt")
    yield sent("claim-game", "another claim is not a misspelt one", token({"game": "chess", "isLoggedIn": True}), "claim_missing")


def token_headers():
    pem = key_text("rsa-2048.public.pem")
    refused = "algorithm_refused"
    yield sent("alg-none", "unsigned", unsigned_token(GOOD), refused)
    yield sent("alg-hs256", "a shared secret, as most JWT samples have it", hs256(GOOD, "your-256-bit-secret"), refused)
    for alg, digest in [("RS384", "sha384"), ("RS512", "sha512")]:
        text = signing_input(GOOD, compact({"typ": "JWT", "alg": alg}))
        yield sent(f"alg-{alg.lower()}", "another algorithm with a good signature", sign_with_rsa(text, "rsa-2048", digest), refused)
    for alg in ["ps256", "es256", "eddsa"]:
        yield sent(f"alg-{alg}", "another algorithm with a good signature", key_text(f"{alg}.token.txt"), refused)
    yield sent("alg-lower-case", "alg is RS256 and nothing else", token(GOOD, '{"typ":"JWT","alg":"rs256"}'), refused)
    yield sent("alg-absent", "alg is RS256 and nothing else", token(GOOD, '{"typ":"JWT"}'), refused)
    for name, secret in [("pem", pem), ("pem-stripped", pem.removesuffix("\n"))]:
        yield sent(f"hs256-{name}", "the public key as the secret of an HMAC", hs256(GOOD, secret), "hs256_with_pem")
    jwk = {"kty": "RSA", "e": "AQAB", "n": b64url(b"\xc3" * 256)}
    for name, value in [("crit", ["exp"]), ("jwk", jwk), ("cty", "JWT"), ("x5t", "AAAA"), ("typ", "at+jwt")]:
        yield sent(f"header-{name}", "a header holds alg, typ and kid and nothing else", with_header(**{name: value}), "header_refused",
                   field=name)
    first, second = {**PUBLIC, "kid": "2026-11"}, {**OTHER, "kid": "2026-05"}
    yield sent("kid-unknown", "none of the keys has this name", with_header(kid="2025"), "key_unknown", keys=[first, second], field="kid")
    yield sent("kid-wrong", "the name of the other key", with_header(kid="2026-05"), "signature_mismatch", keys=[first, second])
    yield sent("other-key", "signed by another key", token(GOOD, key="other-2048"), "signature_mismatch")
    yield sent("other-size", "signed by another key of another size", token(GOOD, key="rsa-4096"), "signature_mismatch")
    edited = signing_input({**GOOD, "name": "Mallory"}) + "." + token(GOOD).split(".")[2]
    yield sent("edited", "the payload was changed after it was signed", edited, "signature_mismatch")


def token_claims():
    for name, more, code, field in [
        ("expired", {"iat": NOW - 4200, "exp": NOW - 3600}, "token_expired", "exp"), ("expired-now", {"exp": NOW}, "token_expired", "exp"),
        ("nbf", {**TIMES, "nbf": NOW + 60}, "token_not_yet_valid", "nbf"),
        ("iat", {"iat": NOW + 3600, "exp": NOW + 7200}, "token_not_yet_valid", "iat"),
        ("exp-milliseconds", {"iat": NOW, "exp": (NOW + 600) * 1000}, "time_in_milliseconds", "exp"),
        ("iat-milliseconds", {"iat": NOW * 1000, "exp": NOW + 600}, "time_in_milliseconds", "iat"),
        ("nbf-milliseconds", {**TIMES, "nbf": NOW * 1000}, "time_in_milliseconds", "nbf"),
        ("milliseconds", {"iat": NOW * 1000, "exp": (NOW + 600) * 1000}, "time_in_milliseconds", "exp"),
        ("exp-text", {"exp": str(NOW + 600)}, "claim_type", "exp"), ("exp-negative", {"exp": -1}, "claim_value", "exp"),
    ]:
        yield sent(f"time-{name}", "a good signature over wrong times", token({**CLAIMS, **more}), code, field=field)

    def renamed(**names):
        return token({names.get(claim, claim): value for claim, value in GOOD.items()})

    yield sent("case-name", "claims are case-sensitive", renamed(name="Name"), "claim_case")
    yield sent("case-name-upper", "claims are case-sensitive", renamed(name="NAME"), "claim_case")
    yield sent("case-logged-in", "claims are case-sensitive", renamed(isLoggedIn="isloggedin"), "claim_case")
    yield sent("case-logged-in-pascal", "claims are case-sensitive", renamed(isLoggedIn="IsLoggedIn"), "claim_case")
    yield sent("claim-renamed", "not the scheme's claim", renamed(name="customer"), "claim_missing", field="name")
    for name, changes, code, field in [
        ("name-absent", {"name": ...}, "claim_missing", "name"), ("name-null", {"name": None}, "claim_missing", "name"),
        ("logged-in-absent", {"isLoggedIn": ...}, "claim_missing", "isLoggedIn"),
        ("logged-in-text", {"isLoggedIn": "true"}, "claim_type", "isLoggedIn"), ("logged-in-number", {"isLoggedIn": 1}, "claim_type", "isLoggedIn"),
        ("name-number", {"name": 42}, "claim_type", "name"), ("email-list", {"email": ["jane@example.com"]}, "claim_type", "email"),
        ("logged-in-false", {"isLoggedIn": False}, "claim_value", "isLoggedIn"), ("name-empty", {"name": ""}, "claim_value", "name"),
        ("email-newline", {"email": "jane@example.com\n"}, "claim_value", "email"), ("audience", {"aud": "orlo"}, "claim_value", "aud"),
    ]:
        payload = {claim: value for claim, value in {**GOOD, **changes}.items() if value is not ...}
        yield sent(f"claim-{name}", "a good signature over a claim that the scheme does not allow", token(payload), code, field=field)


def token_several():
    """Several mistakes. They are reported in the order of the verifier: form, header, signature, time, claims."""
    pem = key_text("rsa-2048.public.pem")
    nameless = {claim: value for claim, value in GOOD.items() if claim != "name"}
    logged_in_text = {"isLoggedIn": "true"}
    other = token(EXPIRED, key="other-2048")
    for name, text, first, also in [
        ("other-key-expired", other, "signature_mismatch", ["token_expired"]),
        ("other-key-expired-type", token({**EXPIRED, **logged_in_text}, key="other-2048"), "signature_mismatch",
         ["token_expired", "claim_type"]),
        ("hs256-pem-expired", hs256(EXPIRED, pem), "hs256_with_pem", ["token_expired"]),
        ("hs256-milliseconds", hs256({**CLAIMS, "exp": NOW * 1000}, "a-secret"), "algorithm_refused", ["time_in_milliseconds"]),
        ("none-nameless", unsigned_token(nameless), "algorithm_refused", ["claim_missing"]),
        ("bearer-expired", f"Bearer {token(EXPIRED)}", "token_bearer", ["token_expired"]),
        ("quoted-other-key", f'"{token(GOOD, key="other-2048")}"', "token_quoted", ["signature_mismatch"]),
        ("object-expired", {"token": token(EXPIRED)}, "token_in_object", ["token_expired"]),
        ("url-encoded-nameless", token(nameless).replace(".", "%2E"), "token_url_encoded", ["claim_missing"]),
        ("cut-expired", token(EXPIRED)[:-50], "token_cut", ["token_expired"]),
        ("crit-early", with_header({**GOOD, "nbf": NOW + 60}, crit=["exp"]), "header_refused", ["token_not_yet_valid"]),
        ("jwk-other-key", with_header(key="other-2048", jwk={"kty": "RSA"}), "header_refused", ["signature_mismatch"]),
        ("expired-case", token({"Name" if claim == "name" else claim: value for claim, value in EXPIRED.items()}), "token_expired",
         ["claim_case"]),
        ("swapped-times", token({**CLAIMS, "iat": NOW + 600, "exp": NOW - 5}), "token_expired", ["token_not_yet_valid"]),
        ("milliseconds-type", token({**CLAIMS, **logged_in_text, "exp": NOW * 1000}), "time_in_milliseconds", ["claim_type"]),
        ("early-audience", token({**CLAIMS, "nbf": NOW + 60, "aud": "orlo"}), "token_not_yet_valid", ["claim_value"]),
        ("nameless-type", token({**nameless, **logged_in_text}), "claim_missing", ["claim_type"]),
    ]:
        yield sent(f"several-{name}", "more than one mistake", text, first, *also)
    yield sent("several-kid-expired", "more than one mistake", with_header(EXPIRED, kid="2025"), "key_unknown", "token_expired",
               keys=[{**PUBLIC, "kid": "2026-11"}])


def shared_secrets():
    """How sites make the signature of a token with a shared secret by mistake."""
    schemes = [scheme for scheme in of_kind(is_token=True) if scheme.is_shared and scheme.algorithm == "HS256" and scheme.secret == "text"]
    make = Maker(next(scheme for scheme in schemes if scheme.kid and isinstance(scheme.section.get("lifetime"), dict)))
    name, text, secret = make.name, make.text(), make.own_key

    def explained(what, comment, value, first, *also, field=name, made=make, **more):
        return case(what, comment, made.scheme, made.body(value), first, also, settings=made.settings, field=field, **more)

    def signed_with(key, message=text, digest="sha256"):
        return f"{text}.{b64url(mac(digest)(key, as_bytes(message)))}"

    header, payload = text.split(".")
    plain = [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode() for part in (header, payload)]
    for what, message in [("decoded", ".".join(plain)), ("payload", payload), ("payload-decoded", plain[1]), ("no-point", header + payload),
                          ("padded", ".".join(standard(as_bytes(part)) for part in plain)), ("two-points", f"{text}.")]:
        yield explained(f"input-{what}", "other bytes are signed than the token's first two parts", signed_with(secret, message), "token_input")
    for digest in ["sha384", "sha512"]:
        yield explained(f"hash-{digest}", "the header says HS256", signed_with(secret, digest=digest), "token_hash")
    digits = mac("sha256")(secret, as_bytes(text)).hex()
    for what, end in [("hex", digits), ("hex-encoded", b64url(as_bytes(digits)))]:
        yield explained(f"signature-{what}", "the digits of the signature, not its bytes", f"{text}.{end}", "token_signature_form")
    for what, key, code in [
        ("newline", secret + b"\n", "secret_space"), ("quotes", b'"' + secret + b'"', "secret_quotes"),
        ("hex", as_bytes(secret.hex()), "secret_hex"), ("base64", as_bytes(standard(secret)), "secret_base64"),
    ]:
        yield explained(f"key-{what}", "the secret in another form", signed_with(key), code, field=None)
    decodable = b64url(hashlib.sha256(b"a secret in base64url").digest())
    yield explained("key-base64url", "the site decodes the secret", signed_with(base64.urlsafe_b64decode(decodable + "=")), "secret_base64",
                    field=None, keys=[{"text": decodable}])
    yield explained("key-other", "another secret", signed_with(b"the secret of another site, of any length"), "secret_unknown")
    for other in ["HS384", "HS512"]:
        value = make.token(header=make.with_alg(other), algorithm=other)
        yield explained(f"alg-{other.lower()}", "another algorithm with the right secret", value, "algorithm_refused", field="alg")
    yield explained("kid-missing", "the vendor demands the name of the key", make.token(header='{"typ":"JWT","alg":"HS256"}'), "kid_missing",
                    field="kid")
    yield explained("end-missing", "the vendor demands a time", make.token(make.changed("exp", ...)), "expiry_missing", field="exp")
    yield explained("end-milliseconds", "the time in another unit", make.token({**make.claims, "exp": (NOW + 600) * 1000}),
                    "time_in_milliseconds", field="exp")
    short = Maker(next(scheme for scheme in schemes if scheme.maximum()))
    yield explained("end-late", "the vendor allows less", short.token({**short.claims, "exp": NOW + short.scheme.maximum() + 60}),
                    "lifetime_too_long", field="exp", made=short)
