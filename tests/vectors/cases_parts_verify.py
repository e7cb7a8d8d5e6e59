"""own_scheme.json, second half: each part of the scheme format, read backwards."""

import base64

import cases_verify
from catalogue import secret_of, settings_of, sign
from cases_verify import refused, verified_visitor
from parts import (ALTERNATIVES, AS_ONE, BASE64, BEFORE, CHANCE, EMAIL, EXPIRES, FOLDED, FURTHER, HEX, HOLDER, ID, IN_HEX, JSON, NOW_ISO, NOW_MS,
                   NOW_TEXT, PREFIX, SHA1, SHA512, SIGNED, TABLES, TYPED, UPPER, URL, WITH_KEY, WITH_SETTING, WITH_TIME, typed)
from scheme_file import RANDOM
from tools import NOW, hmac_of


def cases():
    yield from good_bodies()
    yield from bad_bodies()
    yield from moments()


def verifying(name, comment, of, body, **more):
    settings = more.pop("settings", None)
    settings = cases_verify.needed_settings(of) if settings is None else settings
    return {**cases_verify.case("part", comment, of, body, settings=settings, **more), "id": f"part-{name}"}


def good(of, visitor):
    return verified_visitor(of, visitor, settings=settings_of(of))


def good_bodies():
    for name, comment, of, visitor, more in SIGNED:
        visitor = {**visitor, "attributes": {key: value for key, value in visitor.get("attributes", {}).items() if value not in (None, "")}}
        visitor = {key: value for key, value in visitor.items() if value not in ("", {})}
        body = sign(of, visitor, more.get("secret"), more.get("settings")).fields
        keys = [{"text": more["secret"]}] if "secret" in more else None
        yield verifying(name, comment, of, body, keys=keys, **good(of, visitor))
    body = sign(CHANCE, {"id": ID}).fields
    yield verifying("random", "the random text of the page", CHANCE, body, **good(CHANCE, {"id": ID}))
    yield verifying("random-other", "the signature covers it", CHANCE, {**body, "nonce": RANDOM[::-1]},
                    **refused("signature_mismatch", "hash"))
    yield verifying("random-absent", "the signature covers it", CHANCE, {key: value for key, value in body.items() if key != "nonce"},
                    **refused("claim_missing", "nonce"))


def bad_bodies():
    mismatch, malformed = refused("signature_mismatch", "hash"), refused("signature_malformed", "hash")

    def of(scheme, visitor, **changes):
        return {key: value for key, value in {**sign(scheme, visitor).fields, **changes}.items() if value is not ...}

    both = {"id": ID, "email": EMAIL}
    yield verifying("alternatives-edited", "the email is not signed where there is an id", ALTERNATIVES,
                    of(ALTERNATIVES, both, email="m@example.com"),
                    **good(ALTERNATIVES, {"id": ID, "email": "m@example.com"}))
    yield verifying("alternatives-id-removed", "the email was not signed", ALTERNATIVES, of(ALTERNATIVES, both, uid=...), **mismatch)
    yield verifying("alternatives-id-added", "the email was signed, and an id came along", ALTERNATIVES,
                    of(ALTERNATIVES, {"email": EMAIL}, uid="1"), **mismatch)
    yield verifying("alternatives-neither", "nothing that could have been signed", ALTERNATIVES, of(ALTERNATIVES, both, uid=..., email=...),
                    **refused("claim_missing", "uid"))
    yield verifying("folded-case", "the vendor folds what the page sends", FOLDED, of(FOLDED, {"email": EMAIL}, email="JANE@example.com "),
                    **good(FOLDED, {"email": EMAIL}))
    yield verifying("folded-edited", "another address", FOLDED, of(FOLDED, {"email": EMAIL}, email="john@example.com"), **mismatch)
    for name, uid, code in [("missing", ID, "claim_value"), ("alone", "user:", "claim_value"), ("other", f"User:{ID}", "claim_value"),
                            ("number", 42, "claim_type")]:
        yield verifying(f"text-before-{name}", "the page sends the text and an id after it", BEFORE, of(BEFORE, {"id": ID}, uid=uid),
                        **refused(code, "uid"))
    yield verifying("text-before-twice", "the second text is a part of the id", BEFORE, of(BEFORE, {"id": ID}, uid=f"user:user:{ID}"), **mismatch)
    raw = hmac_of("sha256", HEX.key(secret_of(HEX)), ID)
    for name, scheme, text in [
        ("hex-upper", HEX, raw.hex().upper()), ("hex-base64", HEX, base64.b64encode(raw).decode()), ("upper-hex", UPPER, raw.hex()),
        ("base64-hex", BASE64, raw.hex()), ("base64-unpadded", BASE64, base64.b64encode(raw).decode().rstrip("=")),
        ("base64-url", BASE64, "-" + base64.b64encode(raw).decode()[1:]), ("base64-newline", BASE64, base64.b64encode(raw).decode() + "\n"),
        ("base64-unused-bits", BASE64, base64.b64encode(raw).decode()[:-2] + "B="),
        ("base64url-padded", URL, base64.urlsafe_b64encode(raw).decode()),
        ("base64url-standard", URL, "+" + base64.urlsafe_b64encode(raw).decode()[1:-1]),
        ("sha512-short", SHA512, raw.hex()), ("sha1-long", SHA1, raw.hex()), ("prefix-absent", PREFIX, raw.hex()),
        ("prefix-other", PREFIX, "sha1=" + raw.hex()), ("prefix-twice", PREFIX, "sha256=sha256=" + raw.hex()),
        ("with-time-none", WITH_TIME, raw.hex()), ("with-time-empty", WITH_TIME, "-" + str(NOW)),
    ]:
        yield verifying(f"form-{name}", "a digest in another form", scheme, of(scheme, {"id": ID}, hash=text), **malformed)
    yield verifying("with-key-other", "another setting before the digest", WITH_KEY, of(WITH_KEY, {"id": ID}, hash=f"another:{raw.hex()}"),
                    settings=settings_of(WITH_KEY), **malformed)
    yield verifying("with-setting-absent", "the verifier lacks the setting", WITH_SETTING, of(WITH_SETTING, {"id": ID}), settings={},
                    **refused("setting_missing", "shop"))
    yield verifying("with-setting-other", "another site's setting", WITH_SETTING, of(WITH_SETTING, {"id": ID}),
                    settings={"shop": "another"}, **mismatch)
    yield verifying("holder-email", "only the id may hold the separator", HOLDER, of(HOLDER, {"id": "a", "email": "b:c"}),
                    **refused("claim_value", "email"))
    three = {"id": ID, "email": EMAIL, "phone": "+14155552671"}
    yield verifying("further-wrong", "each signature that the page sends must be right", FURTHER, of(FURTHER, three, email_hash="0" * 64),
                    **refused("signature_mismatch", "email_hash"))
    yield verifying("further-edited", "the email has a signature", FURTHER, of(FURTHER, three, email="m@example.com"),
                    **refused("signature_mismatch", "email_hash"))
    without = of(FURTHER, three, email_hash=..., phone_hash=None)
    yield verifying("further-absent", "without their signatures these are merely claimed", FURTHER, without,
                    **cases_verify.verified(ID, {"id": ID}, {"email": EMAIL, "phone": "+14155552671"}))
    yield verifying("further-first-absent", "the first signature must be there", FURTHER, of(FURTHER, three, hash=...),
                    **refused("signature_missing", "hash"))
    jane = typed(age=42, vip=True)
    for name, changes, code, field in [
        ("covered", {"first": "John"}, "signature_mismatch", "hash"), ("covered-absent", {"first": ...}, "claim_missing", "first"),
        ("covered-type", {"first": 5}, "claim_type", "first"), ("type", {"age": "42"}, "claim_type", "age"),
        ("boolean", {"vip": "true"}, "claim_type", "vip"),
        ("address", {"site": "javascript:alert(1)"}, "claim_value", "site"),
    ]:
        yield verifying(f"typed-{name}", "the type that the scheme demands", TYPED, of(TYPED, jane, **changes), **refused(code, field))
    other = of(JSON, {"id": "user-124", "email": EMAIL})
    yield verifying("payload-other", "the payload of another visitor", JSON, of(JSON, both, data=other["data"]), **mismatch)
    yield verifying("payload-absent", "the signature covers it", JSON, of(JSON, both, data=...), **refused("claim_missing", "data"))
    for name, text in [("not-base64", "!"), ("not-json", base64.b64encode(b"uid=1").decode()), ("list", base64.b64encode(b"[]").decode()),
                       ("twice", base64.b64encode(b'{"uid":"1","uid":"2"}').decode())]:
        digest = JSON.digest(secret_of(JSON), text)
        yield verifying(f"payload-{name}", "a good signature over something else", JSON, {"data": text, "hash": digest},
                        **refused("claim_value", "data"))
    in_hex = of(IN_HEX, {"id": ID})
    yield verifying("payload-in-hex-upper", "digits in upper case are the same bytes", IN_HEX, {**in_hex, "data": in_hex["data"].upper()},
                    **good(IN_HEX, {"id": ID}))
    for name, data in [("plain", bytes.fromhex(in_hex["data"]).decode()), ("odd", in_hex["data"][:-1]), ("latin-1", "ff")]:
        yield verifying(f"payload-in-hex-{name}", "not UTF-8 in hex", IN_HEX, {**in_hex, "data": data}, **refused("claim_value", "data"))
    yield verifying("payload-in-hex-other", "the payload of another visitor", IN_HEX,
                    {**in_hex, "data": of(IN_HEX, {"id": "user-124"})["data"]}, **mismatch)
    text = base64.b64encode(b'{"mail":"jane@example.com"}').decode()
    yield verifying("payload-required", "a good signature over a payload without a member that must be there", JSON,
                    {"data": text, "hash": JSON.digest(secret_of(JSON), text)}, **refused("claim_missing", "uid"))
    one = of(AS_ONE, both)["auth"].split(" ")
    for name, parts, code in [("two", one[:2], "signature_malformed"), ("four", [*one, "1"], "signature_mismatch"),
                              ("swapped", [one[1], one[0], one[2]], "signature_malformed")]:
        yield verifying(f"as-one-{name}", "not the scheme's three parts", AS_ONE, {"auth": " ".join(parts)}, **refused(code, "auth"))
    yield verifying("as-one-time", "the signature covers the time", AS_ONE, {"auth": " ".join([*one[:2], str(NOW - 1)])},
                    **refused("signature_mismatch", "auth"))
    yield verifying("tables-condition", "a constant has its one value", TABLES, of(TABLES, both, email_verified=False),
                    **refused("claim_value", "email_verified"))
    yield verifying("tables-constant", "a table of constants must be there", TABLES, of(TABLES, both, options=...),
                    **refused("claim_missing", "options.mode"))


def moments():
    """Times, to the second."""
    for of, path in [(WITH_TIME, "hash"), (NOW_MS, "at"), (NOW_ISO, "at"), (NOW_TEXT, "at"), (AS_ONE, "auth")]:
        body, age = sign(of, {"id": ID}).fields, of.section["max_age"]
        for name, then, leeway, expected in [
            ("oldest", NOW + age - 1, 0, good(of, {"id": ID})), ("too-old", NOW + age, 0, refused("signature_expired", path)),
            ("old-leeway", NOW + age + 59, 60, good(of, {"id": ID})), ("early", NOW - 1, 0, refused("signature_not_yet_valid", path)),
            ("early-leeway", NOW - 60, 60, good(of, {"id": ID})),
        ]:
            yield verifying(f"{of.name}-{name}", "a time in the message, to the second", of, body, attack=8, now=then,
                            leeway=leeway, **expected)
    body = sign(EXPIRES, {"id": ID}).fields
    for name, then, leeway, expected in [
        ("last", NOW + 599, 0, good(EXPIRES, {"id": ID})), ("over", NOW + 600, 0, refused("signature_expired", "until")),
        ("leeway", NOW + 659, 60, good(EXPIRES, {"id": ID})), ("leeway-over", NOW + 660, 60, refused("signature_expired", "until")),
        ("before", NOW - 10_000, 0, good(EXPIRES, {"id": ID})),
    ]:
        yield verifying(f"expires-{name}", "refused from that second on", EXPIRES, body, attack=8, now=then, leeway=leeway, **expected)
    for of, name, value, code in [
        (NOW_MS, "seconds", NOW, "claim_value"), (NOW_MS, "text", str(NOW * 1000), "claim_type"),
        (NOW_MS, "fraction", NOW * 1000 + 0.5, "claim_type"),
        (NOW_ISO, "offset", "2026-11-20T01:00:00+01:00", "claim_value"), (NOW_ISO, "date", "2026-11-20", "claim_value"),
        (NOW_ISO, "number", NOW, "claim_type"),
        (NOW_TEXT, "number", NOW, "claim_type"), (NOW_TEXT, "milliseconds", str(NOW * 1000), "claim_value"),
        (NOW_TEXT, "sign", f"+{NOW}", "claim_value"),
        (NOW_TEXT, "zero", f"0{NOW}", "claim_value"),
    ]:
        message = f"{value}:{ID}" if of is NOW_TEXT else f"{ID}:{value}" if of is NOW_MS else f"{ID}{value}"
        yield verifying(f"{of.name}-form-{name}", "a good signature over a time in another unit or form", of,
                        {"uid": ID, "at": value, "hash": of.digest(secret_of(of), message)}, attack=8, **refused(code, "at"))
