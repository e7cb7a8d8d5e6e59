"""sign_error.json: what a signer must refuse."""

from catalogue import (all_schemes, at_length, is_representative, minimal, of_kind, reference, secret_of, settings_of, signing_secret,
                       with_shared_secret)
from tools import LAST_SECOND, NOW, compact, error, key_text

REAMAZE = {"id": "user-123", "email": "jane@example.com"}


def case(name, comment, scheme, code, field=None, *, visitor=None, secret=None, settings=None, now=NOW):
    """The default visitor is the scheme's minimal one."""
    visitor = minimal(scheme) if visitor is None else visitor
    visitor = compact(visitor) if isinstance(visitor, dict) else visitor
    visitor_json = {"visitor_json": visitor} if isinstance(visitor, str) else {"visitor_json_repeat": visitor}
    settings = settings_of(scheme) if settings is None else settings
    secret = secret or signing_secret(scheme)
    scheme = reference(scheme)
    return {"id": f"{scheme['scheme']}-{name}", "comment": comment, **scheme, **secret, "settings": settings, **visitor_json,
            "now": now, "error": error(code, field)}


def cases():
    yield {"id": "no_such_vendor-scheme", "comment": "no scheme of this name", "scheme": "no_such_vendor", "secret": "-", "settings": {},
           "visitor_json": "{}", "now": NOW, "error": error("scheme_unknown", "no_such_vendor")}
    yield from every_scheme()
    yield from secrets()
    yield from private_keys()
    yield from settings()
    yield from times()
    yield from visitors()
    yield from fields()
    yield from attributes()


def every_scheme():
    for scheme in all_schemes():
        needed, settings = minimal(scheme), settings_of(scheme)
        for field in required_fields(scheme):
            yield from lacking(scheme, field)
        if at_length(scheme):
            continue
        yield from separators(scheme, needed)
        yield from typed(scheme, needed)
        if not is_representative(scheme):
            continue
        yield case("now-milliseconds", "not a Unix time in seconds", scheme, "now_invalid", "now", now=NOW * 1000)
        if scheme.secret in ("hex", "base64"):
            yield case("secret-text", f"not {scheme.secret}", scheme, "secret_encoding", "secret", secret={"secret": "not-hex or base64 !"})
            yield case("secret-newline", "white space around it", scheme, "secret_encoding", "secret",
                       secret={"secret": secret_of(scheme) + "\n"})
        for name, of in scheme.settings.items():
            if of.get("required"):
                yield case(f"setting-{name}-absent", "every signer needs it", scheme, "setting_missing", name,
                           settings={key: value for key, value in settings.items() if key != name})


def required_fields(scheme):
    """The visitor's fields without which nobody is signed: texts, and attributes with a member of their own."""
    needed = minimal(scheme)
    return [*(word for word in needed if word != "attributes"), *(f"attributes.{name}" for name in needed.get("attributes", {}))]


def lacking(scheme, field):
    needed = minimal(scheme)
    name = field.removeprefix("attributes.")
    inside = needed if name == field else needed["attributes"]

    def with_value(value):
        changed = {key: of for key, of in inside.items() if key != name} | ({} if value is ... else {name: value})
        return changed if inside is needed else {**needed, "attributes": changed}

    yield case(f"{field}-absent", "the signature covers it", scheme, "field_missing", field, visitor=with_value(...))
    if inside is needed:
        if at_length(scheme):
            yield case(f"{field}-null", "null is not the word None", scheme, "field_missing", field, visitor=with_value(None))
        yield case(f"{field}-empty", "every visitor without a value would have the same signature", scheme, "field_empty", field,
                   visitor=with_value(""))


def separators(scheme, needed):
    """A field that holds the separator, unless the scheme says that it may."""
    message = scheme.messages[0] if scheme.messages else []
    fields = [piece.name for piece in message if not isinstance(piece, str) and piece.is_of_visitor and piece.attribute is None]
    texts = [piece for piece in message if isinstance(piece, str)]
    for field in fields if texts else []:
        if field != scheme.section.get("may_hold_separator"):
            yield case(f"{field}-separator", "another visitor could have the same message", scheme, "field_separator", field,
                       visitor={**needed, field: f"a{texts[0]}b"})


def typed(scheme, needed):
    """One attribute of each type that the scheme demands."""
    seen = set()
    wrong = {"integer": (1.5, "field_type"), "number": ("1", "field_type"), "boolean": ("true", "field_type"),
             "address": ("javascript:alert(1)", "field_invalid"), "texts": ("growth", "field_type")}
    for one in scheme.placeholders():
        kind = next((name for name in one.filters if name in wrong), "text")
        if one.attribute and kind not in seen:
            seen.add(kind)
            value, code = wrong.get(kind, (5, "field_type"))
            yield case(f"attribute-{kind}", f"the scheme wants {kind} here", scheme, code, one.name,
                       visitor={**needed, "attributes": {**needed.get("attributes", {}), one.attribute: value}})


def secrets():
    for name, value in [("none", ""), ("blank", " \t\r\n")]:
        for scheme in filter(is_representative, with_shared_secret()):
            if name == "none" and not at_length(scheme):
                continue
            yield case(f"secret-{name}", "anyone could sign with an empty secret", scheme, "secret_empty", "secret",
                       secret={"secret": value})
    for name, value in [("utf8", b"\xff\xfe" + bytes(20)), ("latin1", b"cl\xe9-0123456789abcdef"),
                        ("bom", b"\xef\xbb\xbf0123456789abcdef"), ("nul", b"0123456789\x00abcdef")]:
        yield case(f"secret-{name}", "not the text that the panel shows", "bookbag", "secret_encoding", "secret",
                   secret={"secret_hex": value.hex()})
    for name in ["rsa-2048.private.pem", "rsa-2048.public.pem", "certificate.pem"]:
        yield case(f"secret-{name}", "a PEM in the place of the shared secret", "bookbag", "secret_is_pem", "secret",
                   secret={"secret_file": name})
    for name in ["ec-p256.jwk.json", "public.jwks.json"]:
        yield case(f"secret-{name}", "a JWK in the place of the shared secret", "bookbag", "secret_is_jwk", "secret",
                   secret={"secret_file": name})


def private_keys():
    files = {
        "rsa-1024.private.pem": "key_too_short", "rsa-2047.private.pem": "key_too_short", "rsa-2048.public.pem": "key_public",
        "rsa-2048.public.pkcs1.pem": "key_public", "encrypted.pkcs8.pem": "key_encrypted",
        "encrypted.legacy.pem": "key_encrypted", "empty.pem": "key_empty", "certificate.pem": "key_certificate",
        "ec-p256.private.pem": "key_algorithm", "ec-p256.private.sec1.pem": "key_algorithm", "ed25519.private.pem": "key_algorithm",
        "rsa-pss.private.pem": "key_algorithm", "x25519.private.pem": "key_algorithm", "encrypted.sec1.pem": "key_algorithm",
        "openssh.private.pem": "key_unsupported", "ssh.public.txt": "key_unsupported",
        "rsa-2048.literal-newlines.txt": "key_malformed",
    }
    for name, code in files.items():
        yield case(f"key-{name}", "the constructor of the signer refuses it", "orlo", code, "secret", secret={"secret_file": name})
    pem = key_text("rsa-2048.private.pem")
    texts = {
        "blank": ("\n \n", "key_empty"), "shared-secret": (secret_of("bookbag"), "key_malformed"),
        "cut": (pem[:800], "key_malformed"), "without-lines": (pem.split("-----")[2], "key_malformed"),
        "two": (pem + key_text("other-2048.private.pem"), "key_malformed"),
        "half": (pem.replace(pem[500:820], ""), "key_malformed"),
    }
    for name, (text, code) in texts.items():
        yield case(f"key-{name}", "not one readable PEM key", "orlo", code, "secret", secret={"secret": text})


def settings():
    yield case("setting-unknown", "Bookbag has no settings", "bookbag", "setting_unknown", "app_id",
               settings={"app_id": "x"})
    yield case("setting-of-another", "Thread has no lifetime", "thread", "setting_unknown", "lifetime",
               settings={"app_id": "x", "lifetime": 600})
    yield case("setting-missing", "Thread needs the App ID", "thread", "setting_missing", "app_id", settings={})
    yield case("setting-null", "null is the same as absent", "thread", "setting_missing", "app_id",
               settings={"app_id": None})
    snippet = '<script>orloChat.setCustomerData("JWT_TOKEN");</script>'
    invalid = [
        ("thread", "app_id", "empty", ""), ("thread", "app_id", "newline", "a\nb"), ("thread", "app_id", "bool", True),
        ("thread", "app_id", "list", ["a"]), ("orlo", "lifetime", "zero", 0), ("orlo", "lifetime", "negative", -1),
        ("orlo", "lifetime", "fraction", 1.5), ("orlo", "lifetime", "words", "ten minutes"),
        ("orlo", "lifetime", "sign", "+600"), ("orlo", "lifetime", "century", 3_153_600_000),
        ("orlo", "widget_id", "space", "a b"), ("orlo", "widget_id", "quote", 'a"b'), ("orlo", "widget_id", "tag", "<b>"),
        ("orlo", "widget_id", "path", "../x"), ("orlo", "embed_code", "empty", ""),
        ("orlo", "embed_code", "no-token", "<script>orloChat.start();</script>"),
        ("orlo", "mobile_url", "javascript", "javascript:alert('JWT_TOKEN')"),
        ("orlo", "mobile_url", "no-token", "https://chat.example.com/m"),
        ("orlo", "mobile_url", "space", "https://chat.example.com/ JWT_TOKEN"),
    ]
    for scheme, name, what, value in invalid:
        yield case(f"setting-{name}-{what}", "a value that the setting does not take", scheme, "setting_invalid", name,
                   settings={name: value})
    for name, value in [("embed_code", snippet + "WIDGET_ID"), ("mobile_url", "https://x.example/WIDGET_ID?JWT_TOKEN")]:
        yield case(f"setting-widget-id-for-{name}", "the text has WIDGET_ID, but the setting widget_id is missing", "orlo",
                   "setting_missing", "widget_id", settings={name: value})


def times():
    for name, now in [("milliseconds", NOW * 1000), ("year-10000", LAST_SECOND + 1)]:
        for lifetime in [None, 600]:
            yield case(f"now-{name}{'-lifetime' if lifetime else ''}", "not a Unix time in seconds", "orlo", "now_invalid",
                       "now", now=now, settings={"lifetime": lifetime} if lifetime else {})
        for scheme in filter(at_length, of_kind(is_token=False)):
            yield case(f"now-{name}", "not a Unix time in seconds; it is checked although a digest has no time", scheme, "now_invalid", "now",
                       now=now)
    yield case("now-exp-year-10000", "the token would have an exp that every verifier refuses", "orlo", "now_invalid",
               "now", now=LAST_SECOND, settings={"lifetime": 600})


def visitors():
    malformed = {
        "empty": "", "null": "null", "list": "[]", "text": '"user-123"', "two": '{"id":"1"}{}', "cut": '{"id":"1"',
        "quotes": "{'id':'1'}", "twice": '{"id":"1","id":"1"}', "twice-escaped": '{"email":"a@b.c","em\\u0061il":"d@e.f"}',
        "twice-attribute": '{"id":"1","attributes":{"a":1,"a":2}}', "nan": '{"id":"1","attributes":{"a":NaN}}',
        "surrogate": '{"id":"\\ud800"}', "surrogate-name": '{"id":"1","name":"\\udfff\\ud800"}',
    }
    for name, text in malformed.items():
        yield case(f"visitor-{name}", "not one JSON object with each member once", "bookbag", "visitor_malformed",
                   visitor=text)
    head = '{"id":"42","name":"'
    for name, count in [("70000", 70000), ("one-byte-over", 65537 - len(head) - 2)]:
        yield case(f"visitor-{name}", "over 64 KiB", "bookbag", "visitor_too_large", visitor=[head, "x", count, '"}'])
    yield case("visitor-large-attribute", "over 64 KiB", "orlo", "visitor_too_large",
               visitor=['{"name":"Jane","attributes":{"a":"', "x", 70000, '"}}'])
    for name in ["user_id", "Email", "__proto__", "constructor", "attribute"]:
        yield case(f"visitor-member-{name}", "a visitor has no such member", "bookbag", "field_unknown", name,
                   visitor=f'{{"id":"42","{name}":"x"}}')


def fields():
    yield case("email-null", "an identifier must not be null, even if it is not signed",
               "bookbag", "field_missing", "email", visitor='{"id":"42","email":null}')
    for name, value in {"true": "true", "fraction": "42.0", "exponent": "1e3", "list": "[]", "object": "{}",
                        "2-64": "18446744073709551616", "below-64-bits": "-9223372036854775809"}.items():
        yield case(f"id-{name}", "an id is text, or an integer of at most 64 bits", "bookbag", "field_type", "id",
                   visitor=f'{{"id":{value}}}')
    for field, value in [("email", 5), ("name", []), ("phone", 14155552671), ("avatar", {}), ("attributes", []),
                         ("attributes", "x")]:
        yield case(f"{field}-{type(value).__name__}", "a value of the wrong type", "bookbag", "field_type", field,
                   visitor=compact({"id": "42", field: value}))
    for name, field, value in [
        ("nul", "id", "42\0"), ("newline", "id", "42\n"), ("delete", "id", "42\x7f"), ("tab", "email", "a\t@b.c"),
        ("nul", "name", "Jane\0"), ("national", "phone", "4155552671"), ("zero", "phone", "+0155552671"),
        ("spaces", "phone", "+1 415 555 2671"), ("too-long", "phone", "+1234567890123456"), ("short", "phone", "+1"),
        ("full-width", "phone", "+\uff11\uff14\uff11\uff15"), ("newline", "phone", "+14155552671\n"),
        ("javascript", "avatar", "javascript:alert(1)"), ("data", "avatar", "data:image/png;base64,AA=="),
        ("relative", "avatar", "/a.png"), ("no-scheme", "avatar", "//example.com/a.png"), ("no-host", "avatar", "https://"),
        ("quote", "avatar", 'https://example.com/"onerror="x'), ("space", "avatar", " https://example.com/a.png"),
        ("newline", "avatar", "https://example.com/\na.png"), ("tag", "avatar", "https://example.com/<b>"),
    ]:
        yield case(f"{field}-{name}", "a value that the field does not take", "reamaze", "field_invalid", field,
                   visitor=compact({**REAMAZE, field: value}))
    for field, value in [("email", "b:c@d.e"), ("email", ":")]:
        yield case(f"{field}-separator-{value}", "a:b with c would have the same message as a with b:c", "reamaze", "field_separator", field,
                   visitor=compact({**REAMAZE, field: value}))


def attributes():
    def with_attributes(scheme, text):
        return compact(minimal(scheme))[:-1] + f',"attributes":{text}}}'

    many = {f"k{number}": number for number in range(257)}
    yield case("attributes-257", "256 is the maximum", "bookbag", "attributes_too_many",
               visitor=compact({"id": "42", "attributes": many}))
    yield case("attribute-deep", "32 levels are the maximum", "bookbag", "attribute_too_deep", "attributes.a",
               visitor=with_attributes("bookbag", f'{{"a":{"[" * 33}{"]" * 33}}}'))
    for scheme, keys in [("bookbag", ["name", "email", "phone"]),
                         ("orlo", ["name", "isLoggedIn", "email", "iss", "sub", "aud", "exp", "nbf", "iat", "jti"])]:
        for key in keys:
            yield case(f"attribute-{key}", "the scheme uses this key itself", scheme, "attribute_reserved",
                       f"attributes.{key}", visitor=with_attributes(scheme, f'{{"{key}":1}}'))
    for name, field, text in [("", "__proto__", '{"__proto__":1}'), ("-escaped", "__proto__", '{"__pr\\u006fto__":{}}'),
                              ("-nested", "a", '{"a":{"__proto__":1}}'), ("-in-list", "a", '{"a":[{"__proto__":1}]}')]:
        for scheme in ["bookbag", "orlo"]:
            yield case(f"attribute-proto{name}", "no page can hold this key safely", scheme, "attribute_key",
                       f"attributes.{field}", visitor=with_attributes(scheme, text))
    for name, value in [("2-64", "18446744073709551616"), ("below-64-bits", "-9223372036854775809"),
                        ("1e300", "1e300"), ("in-list", "[1,1e300]"), ("nested", '{"b":-18446744073709551616}')]:
        yield case(f"attribute-number-{name}", "a number beyond 64 bits", "bookbag", "number_too_large", "attributes.a",
                   visitor=with_attributes("bookbag", f'{{"a":{value}}}'))
