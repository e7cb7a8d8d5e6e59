"""verify.json, second half: Orlo's tokens. OpenSSL signs each of them, so that only the tested check can refuse it."""

import base64
import hashlib
import hmac

from cases_verify import case, refused, verified
from catalogue import PUBLIC
from tools import HEADER, LAST_SECOND, NOW, as_bytes, b64url, compact, key_text, rsa_sign, sign_with_rsa, signing_input, token

CLAIMS = {"name": "Jane Doe", "isLoggedIn": True}
JANE = verified(None, {"name": "Jane Doe"})
SPACED_HEADER = '{"typ":"JWT", "alg":"RS256"}'  # 28 bytes, so that base64 pads it
OTHER = {"file": "other-2048.public.pem"}
MALFORMED = refused("token_malformed", "jwt")
MISMATCH = refused("signature_mismatch", "jwt")


def cases():
    yield from forms()
    yield from algorithms()
    yield from headers()
    yield from kids()
    yield from payloads()
    yield from times()
    yield from claims()
    yield from encodings()
    yield from signatures()
    yield from sizes()
    yield from contacts()


def with_token(name, comment, text, **more):
    return case(name, comment, "orlo", {"jwt": text}, **more)


def forms():
    good = token(CLAIMS)
    header, payload, signature = good.split(".")
    for name, text in {
        "word": "None", "one-part": header, "two-parts": f"{header}.{payload}", "four-parts": f"{good}.{signature}",
        "five-parts": f"{good}.{signature}.{signature}", "dots": "..", "no-header": f".{payload}.{signature}",
        "bearer": f"Bearer {good}", "quoted": f'"{good}"', "json-form": compact({"payload": payload, "signature": signature}),
    }.items():
        yield with_token(f"form-{name}", "a token is three parts with two dots", text, attack=1, **MALFORMED)
    for name, value in [("number", 5), ("bool", True), ("list", [good]), ("object", {"jwt": good})]:
        yield with_token(f"form-{name}", "a token is text", value, attack=1, **MALFORMED)
    yield with_token("empty-signature", "no key makes an empty signature", f"{header}.{payload}.", attack=1, **MISMATCH)


def algorithms():
    refusal = refused("algorithm_refused", "alg")
    for alg in ["none", "None", "NONE", "nOnE"]:
        text = signing_input(CLAIMS, compact({"typ": "JWT", "alg": alg}))
        yield with_token(f"alg-{alg}", "unsigned", f"{text}.", attack=1, **refusal)
        yield with_token(f"alg-{alg}-signed", "`alg` says unsigned, but the token is signed", sign_with_rsa(text), attack=1, **refusal)
    for name, alg in [("lower-case", "rs256"), ("space", "RS256 "), ("empty", ""), ("unknown", "XX256"), ("null", None),
                      ("number", 256), ("list", ["RS256"])]:
        yield with_token(f"alg-{name}", "alg is RS256 and nothing else", token(CLAIMS, compact({"alg": alg})), attack=3, **refusal)
    yield with_token("alg-absent", "alg is RS256 and nothing else", token(CLAIMS, '{"typ":"JWT"}'), attack=1, **refusal)

    pem = key_text("rsa-2048.public.pem")
    for name, text in {"pem": pem, "stripped": pem.strip(), "crlf": pem.replace("\n", "\r\n"), "bom": "\ufeff" + pem,
                       "comment": "# our key\n" + pem}.items():
        forged = hmac_token("HS256", hashlib.sha256, text)
        yield with_token(f"hs256-{name}", "the public key as the secret of an HMAC", forged, attack=2, keys=[{"text": text}],
                         **refusal)
        yield with_token(f"hs256-{name}-plain-key", "another spelling of the public key as the secret of an HMAC", forged,
                         attack=2, **refusal)
        if name != "bom":
            yield with_token(f"key-{name}", "the key in this form verifies (RFC 7468, section 2)", token(CLAIMS),
                             keys=[{"text": text}], **JANE)
    for alg, digest in [("HS384", hashlib.sha384), ("HS512", hashlib.sha512)]:
        yield with_token(f"{alg.lower()}-pem", "the public key as the secret of an HMAC", hmac_token(alg, digest, pem),
                         attack=2, **refusal)
    yield with_token("rs256-hmac", "`alg` is RS256, but the signature is an HMAC with the public key",
                     hmac_token("RS256", hashlib.sha256, pem), attack=2, **MISMATCH)

    for alg, digest in [("RS384", "sha384"), ("RS512", "sha512")]:
        text = signing_input(CLAIMS, compact({"typ": "JWT", "alg": alg}))
        yield with_token(alg.lower(), "another algorithm with a good signature", sign_with_rsa(text, "rsa-2048", digest), attack=3, **refusal)
    for name in ["ps256", "es256", "eddsa"]:
        yield with_token(name, "another algorithm with a good signature", key_text(f"{name}.token.txt"), attack=3, **refusal)
    for digest in ["sha1", "sha384", "sha512"]:
        yield with_token(f"rs256-{digest}", "`alg` is RS256, but the signature uses another hash",
                         sign_with_rsa(signing_input(CLAIMS), "rsa-2048", digest), attack=3, **MISMATCH)
    pss = sign_with_rsa(signing_input(CLAIMS), "rsa-2048", "sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:0")
    yield with_token("rs256-pss", "`alg` is RS256, but the signature uses PSS", pss, attack=3, **MISMATCH)


def hmac_token(alg, digest, secret):
    text = signing_input(CLAIMS, compact({"typ": "JWT", "alg": alg}))
    return f"{text}.{b64url(hmac.new(as_bytes(secret), text.encode(), digest).digest())}"


def headers():
    jwk = {"kty": "RSA", "e": "AQAB", "n": b64url(b"\xc3" * 256)}
    members = {
        "crit-unknown": {"crit": ["exp"]}, "crit-empty": {"crit": []}, "crit-text": {"crit": "exp"}, "crit-null": {"crit": None},
        "crit-b64": {"crit": ["b64"], "b64": False}, "b64": {"b64": False}, "zip": {"zip": "DEF"}, "jwk": {"jwk": jwk},
        "jku": {"jku": "https://example.com/keys.json"}, "x5u": {"x5u": "https://example.com/key.pem"}, "x5c": {"x5c": []},
        "x5t": {"x5t": "AAAA"}, "cty": {"cty": "JWT"}, "enc": {"enc": "A256GCM"}, "unknown": {"Alg": "RS256"},
        "proto": {"__proto__": {"alg": "none"}},
    }
    for name, more in members.items():
        header = compact({"typ": "JWT", "alg": "RS256", **more})
        yield with_token(f"header-{name}", "a header holds alg, typ and kid and nothing else", token(CLAIMS, header), attack=4,
                         **refused("header_refused", next(iter(more))))
    forged = token(CLAIMS, compact({"alg": "RS256", "jwk": jwk}), key="other-2048")
    yield with_token("header-jwk-forged", "signed with the key in the header", forged, attack=4,
                     **refused("header_refused", "jwk"))
    for name, typ in [("other", "at+jwt"), ("jose", "JOSE"), ("number", 5), ("null", None), ("empty", "")]:
        yield with_token(f"typ-{name}", "`typ`, if present, must be JWT", token(CLAIMS, compact({"alg": "RS256", "typ": typ})),
                         attack=4, **refused("header_refused", "typ"))
    for name, header in [("absent", '{"alg":"RS256"}'), ("lower-case", '{"typ":"jwt","alg":"RS256"}'),
                         ("last", '{ "alg" : "RS256", "typ" : "JWT" }')]:
        yield with_token(f"typ-{name}", "RFC 7519, section 5.1: `typ` is optional, in upper or lower case", token(CLAIMS, header),
                         **JANE)
    for name, header in {"list": "[]", "text": '"RS256"', "null": "null", "not-json": "RS256", "empty": "", "cut": HEADER[:-1],
                         "two": HEADER + HEADER, "utf8": b'{"alg":"RS256","typ":"\xff"}', "bom": "\ufeff" + HEADER}.items():
        yield with_token(f"header-{name}", "the header is one JSON object", token(CLAIMS, header), attack=7, **MALFORMED)
    for name, header in [("twice", '{"alg":"RS256","alg":"RS256"}'), ("twice-none", '{"alg":"none","alg":"RS256"}'),
                         ("twice-escaped", '{"alg":"RS256","\\u0061lg":"none"}')]:
        yield with_token(f"header-{name}", "each member once", token(CLAIMS, header), attack=6, **MALFORMED)


def kids():
    first, second = {**PUBLIC, "kid": "2026-11"}, {**OTHER, "kid": "2026-05"}
    unknown, unusable = refused("key_unknown", "kid"), refused("header_refused", "kid")

    def token_with_kid(kid, key="rsa-2048"):
        return token(CLAIMS, compact({"typ": "JWT", "alg": "RS256", "kid": kid}), key)

    by_second = verified(None, {"name": "Jane Doe"}, key=1)
    yield with_token("kid-first", "the key of that name", token_with_kid("2026-11"), keys=[first, second], **JANE)
    yield with_token("kid-second", "the key of that name", token_with_kid("2026-05", "other-2048"), keys=[first, second], **by_second)
    yield with_token("kid-wrong", "only the key of that name is tried", token_with_kid("2026-05"), attack=5, keys=[first, second], **MISMATCH)
    yield with_token("kid-absent", "a token without a kid is tried with every key", token(CLAIMS, key="other-2048"),
                     keys=[first, second], **by_second)
    yield with_token("kid-keys-without", "the keys have no names, so the name in the token is ignored", token_with_kid("2026-11"), **JANE)
    longest = "k" * 256
    yield with_token("kid-longest", "256 bytes are the maximum", token_with_kid(longest), keys=[{**PUBLIC, "kid": longest}], **JANE)
    for name, kid in [("other", "2025"), ("case", "2026-11".replace("-", "\u2010")), ("path", "../../dev/null"),
                      ("sql", "' UNION SELECT 'x"), ("space", "2026-11 ")]:
        yield with_token(f"kid-unknown-{name}", "none of the keys has this name", token_with_kid(kid), attack=5, keys=[first, second],
                         **unknown)
    yield with_token("kid-unknown-mixed", "one key has a name and one has none", token_with_kid("2025"), attack=5, keys=[PUBLIC, second],
                     **unknown)
    for name, kid in [("nul", "2026-11\0"), ("newline", "2026-11\n"), ("empty", ""), ("too-long", "k" * 257), ("number", 1),
                      ("null", None), ("list", ["2026-11"])]:
        yield with_token(f"kid-{name}", "a kid is text of 1 to 256 bytes without control characters", token_with_kid(kid), attack=5,
                         keys=[first, second], **unusable)
    for name, keys, index in [("shared", [first, {**OTHER, "kid": "2026-11"}], 1), ("empty-key", [{**PUBLIC, "kid": ""}], 0),
                              ("nul-key", [first, {**OTHER, "kid": "a\0"}], 1), ("too-long-key", [{**PUBLIC, "kid": "k" * 257}], 0)]:
        yield with_token(f"kid-{name}", "the constructor of the verifier refuses it", token(CLAIMS), attack=5, keys=keys,
                         **refused("kid_invalid", f"keys[{index}]"))


def payloads():
    good = compact({**CLAIMS, "email": "jane@example.com"})
    deep = '{"name":"Jane Doe","isLoggedIn":true,"a":' + "[" * 5000 + "]" * 5000 + "}"
    for name, attack, payload in [
        ("array", 7, f"[{good}]"), ("text", 7, '"Jane Doe"'), ("number", 7, "5"), ("null", 7, "null"), ("empty", 7, ""),
        ("not-json", 7, "name=Jane"), ("cut", 7, good[:-1]), ("two", 7, good + good), ("nan", 7, '{"name":NaN}'),
        ("utf8", 7, b'{"name":"\xff","isLoggedIn":true}'), ("surrogate", 19, '{"name":"\\ud800","isLoggedIn":true}'),
        ("bom", 7, "\ufeff" + good), ("deflated", 7, b"\x78\x9c\xab\x56\x02\x00"), ("deep", 7, deep),
        ("twice", 6, good[:-1] + ',"name":"Mallory"}'), ("twice-same", 6, good[:-1] + ',"isLoggedIn":true}'),
        ("twice-escaped", 6, good[:-1] + ',"em\\u0061il":"ceo@example.com"}'),
        ("twice-nested", 6, good[:-1] + ',"a":[{"b":1,"b":2}]}'), ("twice-exp", 6, good[:-1] + ',"exp":1,"exp":9999999999}'),
    ]:
        yield with_token(f"payload-{name}", "the payload is one JSON object with each member once", token(payload), attack=attack,
                         max_token=65536, **MALFORMED)
    for name, attack, body in [("twice", 6, f'{{"jwt":"{token(good)}","jwt":"{token(good)}"}}'),
                               ("twice-escaped", 6, f'{{"jwt":"{token(good)}","\\u006awt":null}}')]:
        yield case(f"body-{name}", "each member once", "orlo", body, attack=attack, **refused("fields_malformed"))
    spaced = '{"name" : "Jane Doe",\r\n "isLoggedIn" : true}'
    yield with_token("payload-spaces", "white space between members is ignored", token(spaced), **JANE)


def times():
    for claim, leeway in [(claim, leeway) for claim in ["exp", "nbf", "iat"] for leeway in [0, 60, 300]]:
        for offset in [-1, 0, 1]:
            # `exp` is the first second at which the token is invalid. `nbf` and `iat` are the first at which it is valid.
            moment = NOW + leeway + offset if claim == "exp" else NOW - leeway + offset
            good = offset < 0 if claim == "exp" else offset >= 0
            code = "token_expired" if claim == "exp" else "token_not_yet_valid"
            yield with_token(f"{claim}-leeway-{leeway}-at{offset:+d}", "to the second, RFC 7519, section 4.1",
                             token({**CLAIMS, claim: NOW}), attack=8, leeway=leeway, now=moment,
                             **(JANE if good else refused(code, claim)))
    for claim in ["exp", "nbf", "iat"]:
        for name, text, code in [
            ("string", f'"{NOW + 60}"', "claim_type"), ("null", "null", "claim_type"), ("bool", "true", "claim_type"),
            ("list", f"[{NOW}]", "claim_type"), ("object", "{}", "claim_type"), ("negative", "-1", "claim_value"),
            ("1e300", "1e300", "claim_value"), ("2-64", "18446744073709551616", "claim_value"),
            ("milliseconds", str(NOW * 1000), "claim_value"), ("year-10000", str(LAST_SECOND + 1), "claim_value"),
        ]:
            payload = f'{compact(CLAIMS)[:-1]},"{claim}":{text}}}'
            yield with_token(f"{claim}-{name}", "not a Unix time in seconds before the year 10000", token(payload), attack=8,
                             leeway=300, **refused(code, claim))
    for name, more, expected in [
        ("exp-fraction", {"exp": NOW + 0.5}, JANE), ("exp-fraction-over", {"exp": NOW - 0.5}, refused("token_expired", "exp")),
        ("nbf-fraction", {"nbf": NOW - 0.5}, JANE), ("nbf-fraction-early", {"nbf": NOW + 0.5}, refused("token_not_yet_valid", "nbf")),
        ("iat-fraction", {"iat": NOW - 0.5}, JANE), ("iat-fraction-early", {"iat": NOW + 0.5}, refused("token_not_yet_valid", "iat")),
        ("exp-zero", {"exp": 0}, refused("token_expired", "exp")), ("exp-last-second", {"exp": LAST_SECOND}, JANE),
        ("times-all", {"iat": NOW, "nbf": NOW, "exp": NOW + 600}, JANE), ("times-none", {}, JANE),
        ("times-swapped", {"iat": NOW, "nbf": NOW + 600, "exp": NOW + 300}, refused("token_not_yet_valid", "nbf")),
    ]:
        yield with_token(name, "a fraction of a second is legal, RFC 7519, section 2", token({**CLAIMS, **more}), attack=8,
                         **expected)
    exponent = compact(CLAIMS)[:-1] + ',"exp":1.7951328005e9}'
    yield with_token("exp-exponent", "another spelling of the same number", token(exponent), attack=8, **JANE)
    for name, now in [("milliseconds", NOW * 1000), ("year-10000", LAST_SECOND + 1)]:
        yield with_token(f"now-{name}", "the verifier's time is not a Unix time in seconds", token(CLAIMS), attack=8, now=now,
                         **refused("now_invalid", "now"))
    yield with_token("leeway-capped", "300 seconds are the maximum", token(CLAIMS), attack=8, leeway=301,
                     **refused("leeway_invalid", "leeway"))
    expired = token({**CLAIMS, "exp": NOW})
    for policy, expected in [("optional", refused("token_expired", "exp")),
                             ("observe", {"anonymous": {"unsigned": {}, "refusal": "token_expired"}})]:
        yield with_token(f"{policy}-expired", "an expired token counts as a wrong signature", expired, policy=policy, **expected)


def claims():
    for name, changes, code, field in [
        ("logged-in-text", {"isLoggedIn": "true"}, "claim_type", "isLoggedIn"),
        ("logged-in-number", {"isLoggedIn": 1}, "claim_type", "isLoggedIn"),
        ("logged-in-false", {"isLoggedIn": False}, "claim_value", "isLoggedIn"),
        ("logged-in-absent", {"isLoggedIn": ...}, "claim_missing", "isLoggedIn"),
        ("logged-in-null", {"isLoggedIn": None}, "claim_missing", "isLoggedIn"),
        ("name-absent", {"name": ...}, "claim_missing", "name"), ("name-null", {"name": None}, "claim_missing", "name"),
        ("name-empty", {"name": ""}, "claim_value", "name"), ("name-number", {"name": 5}, "claim_type", "name"),
        ("name-list", {"name": ["Jane"]}, "claim_type", "name"), ("name-nul", {"name": "Jane\0"}, "claim_value", "name"),
        ("email-object", {"email": {}}, "claim_type", "email"), ("email-bool", {"email": True}, "claim_type", "email"),
        ("email-newline", {"email": "a@b.c\n"}, "claim_value", "email"),
        ("audience", {"aud": "another service"}, "claim_value", "aud"), ("audiences", {"aud": []}, "claim_value", "aud"),
        ("attribute-proto", {"__proto__": {"admin": True}}, "claim_value", "__proto__"),
    ]:
        payload = {claim: value for claim, value in {**CLAIMS, **changes}.items() if value is not ...}
        yield with_token(f"claim-{name}", "a good signature over a claim that the scheme does not allow", token(payload),
                         attack=22 if "proto" in name else 9, **refused(code, field))
    for name, more in [("email-null", {"email": None}), ("email-empty", {"email": ""})]:
        yield with_token(f"claim-{name}", "an optional claim may be null or empty", token({**CLAIMS, **more}), **JANE)
    registered = {"iss": "https://example.com", "sub": "user-123", "jti": "1", "iat": NOW}
    yield with_token("claim-registered", "the claims of RFC 7519 are not attributes", token({**CLAIMS, **registered}),
                     verified={**JANE["verified"], "token_id": "1"})
    nested = {"a": [1, "two", {"b": None}], "c": {"d": 1.5}, "e": False}
    yield with_token("claim-attributes", "every other claim is an attribute, of any JSON type", token({**CLAIMS, **nested}),
                     **verified(None, {"name": "Jane Doe", "attributes": nested}))


def encodings():
    """base64url after RFC 7515, section 2. Each text is signed unchanged."""
    good = token(CLAIMS)
    text, signature = good.rsplit(".", 1)
    header, payload = text.split(".")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    in_part = {
        "payload-padded": f"{header}.{padded(compact({**CLAIMS, 'a': pad_to(2)}))}",
        "payload-padded-twice": f"{header}.{padded(compact({**CLAIMS, 'a': pad_to(1)}))}",
        "header-padded": f"{padded(SPACED_HEADER)}.{payload}",
        "payload-plus-slash": f"{header}.{plus_slash()}", "payload-space": f"{header}.{payload[:8]} {payload[8:]}",
        "payload-newline": f"{header}.{payload}\n", "header-newline": f"{header[:8]}\r\n{header[8:]}.{payload}",
        "payload-unused-bits": f"{header}.{unused_bits(b64url(compact({**CLAIMS, 'a': pad_to(1)})), alphabet)}",
        "payload-one-letter-more": f"{header}.{b64url(compact({**CLAIMS, 'a': pad_to(0)}))}A",
        "payload-nul": f"{header}.{payload}\0", "payload-full-width": f"{header}.\uff21{payload[1:]}",
    }
    for name, signed in in_part.items():
        resigned = f"{signed}.{b64url(rsa_sign(signed.encode(), 'rsa-2048', 'sha256'))}"
        yield with_token(f"base64-{name}", "not base64url without padding", resigned, attack=10, **MALFORMED)
    in_signature = {
        "padded": signature + "==", "padded-once": signature + "=", "plus-slash": translated(signature), "space": signature + " ",
        "newline": signature + "\n", "space-inside": signature[:9] + " " + signature[9:], "nul": signature + "\0",
        "comma": signature + ",", "unused-bits": unused_bits(signature, alphabet), "percent": signature + "%3D",
        "unicode": signature + "\u00e9", "hash": signature + "#", "leading-space": " " + signature,
    }
    for name, changed in in_signature.items():
        yield with_token(f"base64-signature-{name}", "only base64url, and nothing after it", f"{text}.{changed}", attack=10,
                         **MALFORMED)
    yield with_token("base64-leading-space", "nothing before it", " " + good, attack=10, **MALFORMED)


def pad_to(remainder):
    """A value that makes the length of the payload leave this remainder when divided by 3."""
    return next("x" * n for n in range(3) if len(compact({**CLAIMS, "a": "x" * n})) % 3 == remainder)


def padded(text):
    encoded = base64.urlsafe_b64encode(as_bytes(text)).decode()
    assert encoded.endswith("=")
    return encoded


def plus_slash():
    """A payload whose base64 has both characters in which base64url differs."""
    return translated(b64url(compact({**CLAIMS, "a": "~~~???>>>\u00ff\u00ff\u00ff~~~?"})))


def translated(text):
    changed = text.replace("-", "+").replace("_", "/")
    assert changed != text
    return changed


def unused_bits(text, alphabet):
    """Sets unused bits of the last character. A lenient decoder reads the same bytes."""
    changed = text[:-1] + alphabet[alphabet.index(text[-1]) | 1]
    assert len(text) % 4 in (2, 3) and changed != text
    return changed


def signatures():
    text = signing_input(CLAIMS)
    signature = rsa_sign(text.encode())
    flipped = bytes([signature[0] ^ 1]) + signature[1:]
    for name, changed in {
        "truncated": signature[:-1], "half": signature[:128], "extended": signature + b"\0", "leading-zero": b"\0" + signature,
        "zero": bytes(256), "one": bytes(255) + b"\1", "ones": b"\xff" * 256, "flipped": flipped, "reversed": signature[::-1],
        "twice": signature * 2, "one-byte": b"\0",
    }.items():
        yield with_token(f"signature-{name}", "not the signature of this token", f"{text}.{b64url(changed)}", attack=11, **MISMATCH)
    yield with_token("signature-other-key", "a good signature with another key", token(CLAIMS, key="other-2048"), attack=11, **MISMATCH)
    swapped = signing_input({**CLAIMS, "name": "Mallory"})
    yield with_token("signature-other-payload", "the signature of another payload", f"{swapped}.{b64url(signature)}", attack=11,
                     **MISMATCH)
    spaced = signing_input(CLAIMS, SPACED_HEADER)
    yield with_token("signature-other-header", "the signature of another header", f"{spaced}.{b64url(signature)}", attack=11,
                     **MISMATCH)
    garbage = signing_input("not JSON")
    yield with_token("signature-before-payload", "the payload is not read before the signature is checked",
                     f"{garbage}.{b64url(signature)}", attack=11, **MISMATCH)
    yield with_token("key-pkcs1", "the same public key as PKCS#1", token(CLAIMS), keys=[{"file": "rsa-2048.public.pkcs1.pem"}],
                     **JANE)
    yield with_token("key-4096", "a key of 4096 bits", token(CLAIMS, key="rsa-4096"), keys=[{"file": "rsa-4096.public.pem"}], **JANE)


def sizes():
    too_large = refused("token_too_large", "jwt")
    filled = next(token({**CLAIMS, "a": "x" * n}) for n in range(5700, 5900)
                  if len(signing_input({**CLAIMS, "a": "x" * n})) + 343 == 8192)
    attributes = {"a": "x" * (len(base64.urlsafe_b64decode(filled.split(".")[1] + "==")) - len(compact({**CLAIMS, "a": ""})))}
    whole = verified(None, {"name": "Jane Doe", "attributes": attributes})
    yield with_token("size-8192", "8192 bytes are the default maximum", filled, attack=12, **whole)
    yield with_token("size-8191", "the caller sets another maximum", filled, attack=12, max_token=8191, **too_large)
    larger = token({**CLAIMS, "a": attributes["a"] + "x"})
    yield with_token("size-8194", "8192 bytes are the default maximum", larger, attack=12, **too_large)
    yield with_token("size-raised", "the caller sets another maximum", larger, attack=12, max_token=16384,
                     **verified(None, {"name": "Jane Doe", "attributes": {"a": attributes["a"] + "x"}}))
    yield case("size-100000-dots", "refused by size before it is parsed", "orlo", ['{"jwt":"', ".", 100_000, '"}'], attack=12,
               **too_large)
    yield case("size-50-megabytes", "refused by size before it is parsed", "orlo", ['{"jwt":"', "A", 50_000_000, '"}'], attack=12,
               **refused("fields_too_large"))


def contacts():
    custom = {"User ID": 124, "Telephone": "01234567890", "VIP": True, "Empty": ""}
    text = token({**CLAIMS, "email": "jane@example.com", **custom})
    signed = {"email": "jane@example.com", "name": "Jane Doe", "attributes": custom}
    for name, claim, identity in [
        ("none", None, None), ("email", "email", "jane@example.com"), ("name", "name", "Jane Doe"), ("integer", "User ID", "124"),
        ("text", "Telephone", "01234567890"),
    ]:
        settings = {"contact_claim": claim} if claim else {}
        yield with_token(f"contact-{name}", "the setting names the claim that identifies a contact", text, settings=settings,
                         **verified(identity, signed))
    for name, claim, code in [("bool", "VIP", "claim_type"), ("empty", "Empty", "claim_value"), ("absent", "Customer", "claim_missing")]:
        yield with_token(f"contact-{name}", "without an identity two people would be one contact", text, attack=18,
                         settings={"contact_claim": claim}, **refused(code, claim))
