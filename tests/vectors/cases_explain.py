"""explain.json, first half: mistakes that sites make with digests, and the finding that must come first."""

import base64
import hashlib
import html
import json
import unicodedata
import urllib.parse

from catalogue import (JANE, PUBLIC, all_schemes, at_length, claims_of, digest_of, fields_of, key_of, message_of, of_kind, other_key, read,
                       reference, representatives, secret_of, settings_of, sign, visitor_of)
from cases_verify import needed_settings, wrong_signature
from page_file import PageFile
from tools import NOW, as_bytes, b64url, compact, hash_of, hmac_hex, hmac_of, key_text, token

STRANGE = {"text": "a-secret-of-another-shop-77c1"}
OTHER = {"file": "other-2048.public.pem"}
UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
HEX_SECRET = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce"
BASE64_SECRET = base64.b64encode(hashlib.sha256(b"a secret of 32 bytes").digest()).decode()
HEX_ID = hashlib.sha256(b"user-123").hexdigest()
CLAIMS = {"name": "Jane Doe", "isLoggedIn": True, "email": "jane@example.com"}
TIMES = {"iat": NOW - 5, "exp": NOW + 600}
GOOD = {**CLAIMS, **TIMES}


def case(name, comment, scheme, body, first, also=(), *, verified=False, field=None, keys=None, settings=None, now=NOW, **options):
    """`body` is an object, raw text, or [prefix, piece, count, suffix]. `options` are leeway, max_token and visitor."""
    if isinstance(body, dict):
        body = compact(body)
    keys = [key_of(scheme)] if keys is None else keys
    scheme = reference(scheme)
    return {"id": f"{scheme['scheme']}-{name}", "comment": comment, **scheme, "keys": keys, "settings": settings or {}, "now": now, **options,
            "body_repeat" if isinstance(body, list) else "body": body,
            "verified": verified, "first": first, **({"field": field} if field else {}), "also": list(also)}


def checks(scheme):
    """What is left to check where a signature is right: without page code there is no widget that could start late."""
    widget = ["check_started_late", "check_switch_of_users"] if PageFile(read(scheme)).has_page_code else []
    return [*widget, "check_enforcement"]


def correct(name, comment, scheme, body, *, newest=True, **more):
    """A body that verifies. `newest`: with the first key."""
    found = checks(scheme) if newest else ["key_not_newest", *checks(scheme)]
    return case(name, comment, scheme, body, found[0], found[1:], verified=True, **more)


def page(scheme, visitor, signature):
    """The fields that the page sends."""
    return fields_of(scheme, visitor, signature, settings_of(scheme))


def mistake(name, comment, scheme, first, *also, sent=None, hashed=None, message=None, secret=None, key=None, make=None,
            wrap=bytes.hex, keys=None, **changes):
    """A body with a digest that a site computed with a mistake.

    The page sends the fields `sent`. The site hashes them with the changes `hashed`, or hashes `message`. It uses
    `secret` (the verifier has `key`) and the function `make`, and writes the bytes with `wrap`.
    """
    sent = {**JANE, **(sent or {})}
    if message is None:
        message = message_of(scheme, {**sent, **(hashed or {})})
    secret = secret_of(scheme) if secret is None else secret
    signature = wrap((make or mac("sha256"))(as_bytes(secret), as_bytes(message)))
    return case(name, comment, scheme, {**page(scheme, sent, signature), **changes}, first, also,
                keys=keys or [{"text": secret_of(scheme) if key is None else key}])


def mac(digest):
    return lambda secret, message: hmac_of(digest, secret, message)


def plain(digest, join=lambda secret, message: secret + message):
    """A plain hash of the joined secret and message."""
    return lambda secret, message: hash_of(digest, join(secret, message))


def upper(raw):
    return raw.hex().upper()


def standard(raw):
    return base64.b64encode(raw).decode()


def twice(raw):
    return raw.hex().encode().hex()


def around(before, after=""):
    return lambda raw: before + raw.hex() + after


def text_schemes():
    """The schemes with digests that are tested at length: hex of SHA-256, with a secret that is text."""
    return [scheme.name for scheme in of_kind(is_token=False) if at_length(scheme)]


def cases():
    yield from every_other_scheme()
    yield from corrects()
    yield from names()
    yield from messages()
    yield from secrets()
    yield from hashes()
    yield from results()
    yield from covered()
    yield from pairs()
    yield from unknown()
    yield from nothing_or_too_much()
    yield from more_pairs()
    yield from brands()
    yield from shared_keys()
    yield from bodies()
    yield from options()


def every_other_scheme():
    for scheme in representatives():
        if at_length(scheme):
            continue
        jane, settings, name = visitor_of(scheme), needed_settings(scheme), scheme.signature_name
        good = sign(scheme, jane).fields
        new, old = other_key(scheme), key_of(scheme)
        yield correct("good", "nothing is wrong", scheme, good, settings=settings)
        yield correct("good-second-key", "the second key matches", scheme, good, keys=[new, old], newest=False, settings=settings)
        without = {key: value for key, value in good.items() if key != name}
        yield case("signature-absent", "signature absent", scheme, without, "signature_missing", field=name, settings=settings)
        yield case("unknown", "a signature of something else", scheme, {**good, name: wrong_signature(scheme)},
                   "secret_unknown" if scheme.is_shared else "signature_mismatch", settings=settings)
        if scheme.secret == "text":
            spaced = sign(scheme, jane, secret=secret_of(scheme) + "\n").fields
            yield case("secret-newline", "the site read the secret from a file with its newline", scheme, spaced, "secret_space",
                       settings=settings)


def corrects():
    def good(name, comment, scheme, visitor=None, secret=None, **changes):
        visitor = {**JANE, **(visitor or {})}
        secret = secret or secret_of(scheme)
        body = {**page(scheme, visitor, digest_of(scheme, visitor, secret)), **changes}
        return correct(name, comment, scheme, body, keys=[{"text": secret}])

    for scheme in text_schemes():
        yield good("good", "nothing is wrong", scheme)
        yield correct("good-second-key", "the second key matches", scheme, page(scheme, JANE, digest_of(scheme, JANE)),
                      keys=[STRANGE, {"text": secret_of(scheme)}], newest=False)
    for scheme in ["bookbag", "reamaze"]:
        yield good("good-hex-id", "an id of 64 hex digits looks like a digest, but is an id", scheme, {"id": HEX_ID})
    for scheme in ["fernand", "thread", "reamaze"]:
        yield good("good-upper-case", "an e-mail in capitals, signed as sent", scheme, {"email": "Jane@Example.COM"})
    yield good("good-upper-case-uuid", "an id in capitals, signed as sent", "bookbag", {"id": UUID.upper()})
    yield good("good-integer", "an integer is signed as its digits", "bookbag", {"id": "42"}, user_id=42)
    yield good("good-zeros", "an id with zeros before it, signed as sent", "bookbag", {"id": "0042"})
    yield good("good-id-is-email", "an id that is the e-mail", "bookbag", {"id": JANE["email"]})
    yield good("good-nfd", "nothing is normalised", "fernand", {"email": "rene\u0301@example.com"})
    yield good("good-marks", "marks that URLs and HTML escape, signed as sent", "thread", {"email": "o'brien+r&d@example.com"})
    yield good("good-space", "a space before it, sent and signed", "fernand", {"email": " jane@example.com"})
    yield good("good-secret-newline", "a newline in the secret of both sides", "bookbag", secret=secret_of("bookbag") + "\n")
    yield good("good-secret-hex", "a secret that looks like hex is text", "thread", secret=HEX_SECRET)
    yield good("good-secret-base64", "a secret that looks like base64 is text", "reamaze", secret=BASE64_SECRET)
    yield good("good-further-members", "additional members, one of them with a name like the id's", "bookbag",
               userId="user-123", hash="0" * 64)

    def sent(name, comment, text, **more):
        return correct(name, comment, "orlo", {"jwt": text}, **more)

    claims = claims_of(JANE, {"lifetime": "600"})
    yield sent("good", "nothing is wrong", token(claims))
    yield sent("good-second-key", "the second key matches", token(claims), keys=[OTHER, PUBLIC], newest=False)
    named = token(claims, compact({"typ": "JWT", "alg": "RS256", "kid": "2026-11"}))
    yield sent("good-kid", "the key of that name", named, keys=[{**PUBLIC, "kid": "2026-11"}])
    yield sent("good-pkcs1", "the same public key as PKCS#1", token(claims), keys=[{"file": "rsa-2048.public.pkcs1.pem"}])
    yield sent("good-no-times", "a token that never expires", token(claims_of(JANE)))
    yield sent("good-attribute", "an attribute that differs from a claim only in upper and lower case", token({**claims, "Name": "JD"}))
    yield sent("good-hex-name", "a name of 64 hex digits", token({**claims, "name": HEX_ID}))
    yield sent("good-key-in-quotes", "RFC 7468, section 2: text before and after the block is ignored", token(claims),
               keys=[{"text": f'"{key_text("rsa-2048.public.pem").strip()}"'}])


def names():
    """A missing signature, and misspelt names."""
    for scheme, name in [(scheme.name, scheme.signature_name) for scheme in all_schemes() if at_length(scheme)]:
        good = page(scheme, JANE, token(claims_of(JANE)) if scheme == "orlo" else digest_of(scheme, JANE))
        without = {key: value for key, value in good.items() if key != name}
        for what, body in [("absent", without), ("null", {**good, name: None})]:
            yield case(f"signature-{what}", f"signature {what}", scheme, body, "signature_missing", field=name)
    for scheme, name, as_sent in [
        ("reamaze", "authkey", "authKey"), ("reamaze", "authkey", "auth_key"), ("reamaze", "id", "ID"), ("reamaze", "email", "e_mail"),
        ("fernand", "hash", "Hash"), ("fernand", "email", "Email"), ("fernand", "email", "emial"), ("fernand", "hash", "hahs"),
        ("bookbag", "user_id", "userId"), ("bookbag", "user_hash", "userHash"), ("bookbag", "user_hash", "user_hsah"),
        ("bookbag", "user_id", "userid"), ("bookbag", "user_id", "USER_ID"),
        ("thread", "connectionEmail", "conenctionEmail"), ("thread", "connectionEmail", "connection_email"),
        ("thread", "connectionKey", "connectionkey"), ("thread", "connectionType", "connection_type"), ("orlo", "jwt", "JWT"),
    ]:
        good = page(scheme, JANE, token(claims_of(JANE)) if scheme == "orlo" else digest_of(scheme, JANE))
        body = {(as_sent if key == name else key): value for key, value in good.items()}
        yield case(f"misspelt-{as_sent}", f"it is {name}", scheme, body, "field_misspelt")
    yield case("misspelt-nested", "it is user_id, beside user_metadata and not in it", "bookbag",
               {"user_hash": digest_of("bookbag", JANE), "user_metadata": {"userId": JANE["id"], "name": JANE["name"]}},
               "field_misspelt")


def messages():
    email, name, phone = JANE["email"], JANE["name"], JANE["phone"]

    # Another field.
    for scheme, what, message in [
        ("bookbag", "email", email), ("bookbag", "name", name), ("bookbag", "phone", phone), ("fernand", "name", name),
        ("thread", "app-id", settings_of("thread")["app_id"]), ("reamaze", "id", JANE["id"]), ("reamaze", "email", email),
        ("reamaze", "name", name),
    ]:
        yield mistake(f"other-{what}", f"the site hashed: {what}", scheme, "other_field", message=message)
    yield mistake("other-id", "the id hashed; the page sends it too", "fernand", "other_field", message=JANE["id"], id=JANE["id"])

    # Order and separator.
    yield mistake("order", "email:id", "reamaze", "message_order", message=f"{email}:{JANE['id']}")
    yield mistake("order-integer", "email:id, and the id is sent as a number", "reamaze", "message_order", sent={"id": "42"},
                  message=f"{email}:42", id=42)
    for what, separator in [("none", ""), ("space", " "), ("comma", ","), ("bar", "|"), ("minus", "-"), ("underscore", "_"),
                            ("semicolon", ";"), ("dot", "."), ("plus", "+"), ("slash", "/"), ("comma-space", ", ")]:
        yield mistake(f"separator-{what}", f"{separator!r} between id and e-mail", "reamaze", "message_separator",
                      message=f"{JANE['id']}{separator}{email}")

    # Case.
    mixed = {"email": "Jane@Example.com"}
    for scheme in ["fernand", "thread", "reamaze"]:
        yield mistake("case-lower", "the site lower-cases before it hashes", scheme, "message_case", sent=mixed,
                      hashed={"email": email})
    yield mistake("case-upper", "the site hashed capitals", "fernand", "message_case", hashed={"email": email.upper()})
    yield mistake("case-sent-lower", "the page sends lower case, the site hashed the name's capital", "thread", "message_case",
                  hashed={"email": "Jane@example.com"})
    yield mistake("case-sent-upper", "the page sends capitals", "thread", "message_case", sent={"email": email.upper()},
                  hashed={"email": email})
    yield mistake("case-uuid", "the database writes the UUID in capitals", "bookbag", "message_case", sent={"id": UUID},
                  hashed={"id": UUID.upper()})
    yield mistake("case-uuid-sent", "the page writes the UUID in capitals", "bookbag", "message_case", sent={"id": UUID.upper()},
                  hashed={"id": UUID})

    # White space.
    for scheme, what, message in [("bookbag", "newline", "user-123\n"), ("fernand", "crlf", email + "\r\n"),
                                  ("thread", "space-after", email + " "), ("bookbag", "space-before", " user-123"),
                                  ("reamaze", "newline", f"user-123:{email}\n")]:
        yield mistake(f"space-{what}", "white space hashed and not sent", scheme, "message_space", message=message)
    for scheme, sent, hashed in [("bookbag", {"id": " 42"}, {"id": "42"}), ("fernand", {"email": email + " "}, {"email": email}),
                                 ("thread", {"email": "  " + email}, {"email": email}),
                                 ("reamaze", {"email": email + " "}, {"email": email})]:
        yield mistake("space-sent", "a space sent and not hashed", scheme, "message_space", sent=sent, hashed=hashed)

    # Numbers.
    yield mistake("number-fraction", "the site hashed a double's text", "bookbag", "message_number", message="42.0", user_id=42)
    yield mistake("number-fraction-text", "the site hashed a double's text", "bookbag", "message_number", sent={"id": "42"},
                  message="42.0")
    yield mistake("number-zero-sent", "the site hashed the number without its zero", "bookbag", "message_number",
                  sent={"id": "042"}, message="42")
    yield mistake("number-zeros-hashed", "the site hashed a column with leading zeros", "bookbag", "message_number", message="0042",
                  user_id=42)
    yield mistake("number-zeros-most", "three zeros", "bookbag", "message_number", sent={"id": "42"}, message="00042")
    yield mistake("number-fraction", "the site hashed a double's text", "reamaze", "message_number", sent={"id": "42"},
                  message=f"42.0:{email}", id=42)

    # Escapes.
    for scheme, what, address in [("fernand", "at", email), ("thread", "plus", "jane+shop@example.com"), ("reamaze", "at", email)]:
        yield mistake(f"url-{what}", "encodeURIComponent before the hash", scheme, "message_url_encoded", sent={"email": address},
                      hashed={"email": urllib.parse.quote(address, safe="")})
    for scheme, what, address, escaped in [
        ("fernand", "39", "o'brien@example.com", "o&#39;brien@example.com"),
        ("thread", "039", "o'brien@example.com", "o&#039;brien@example.com"),
        ("reamaze", "x27", "o'brien@example.com", html.escape("o'brien@example.com")),
        ("fernand", "amp", "r&d@example.com", html.escape("r&d@example.com")),
        ("thread", "quot", '"jane doe"@example.com', html.escape('"jane doe"@example.com')),
    ]:
        yield mistake(f"html-{what}", "the template escapes before the hash", scheme, "message_html_escaped",
                      sent={"email": address}, hashed={"email": escaped})
    yield mistake("html-less", "the template escapes before the hash", "bookbag", "message_html_escaped", sent={"id": "<team>7"},
                  message=html.escape("<team>7"))
    yield mistake("json-quoted", "JSON.stringify before the hash", "bookbag", "message_json_quoted", message=compact(JANE["id"]))
    yield mistake("json-quoted", "JSON.stringify before the hash", "fernand", "message_json_quoted", message=compact(email))
    yield mistake("json-quoted", "JSON.stringify of the whole message", "reamaze", "message_json_quoted",
                  message=compact(message_of("reamaze", JANE)))

    # Unicode.
    composed = "ren\u00e9@ex\u00e4mple.com"
    decomposed = unicodedata.normalize("NFD", composed)
    for scheme in ["fernand", "thread", "reamaze"]:
        yield mistake("unicode-nfd", "NFC sent, NFD hashed", scheme, "message_unicode", sent={"email": composed},
                      hashed={"email": decomposed})
        yield mistake("unicode-nfc", "NFD sent, NFC hashed", scheme, "message_unicode", sent={"email": decomposed},
                      hashed={"email": composed})
    yield mistake("unicode-nfd", "NFC sent, NFD hashed", "bookbag", "message_unicode", sent={"id": "ren\u00e9"},
                  hashed={"id": "rene\u0301"})


def secrets():
    for scheme, secret in [(scheme, secret_of(scheme)) for scheme in text_schemes()]:
        yield mistake("swapped", "key and message are swapped", scheme, "key_message_swapped",
                      make=lambda secret, message: mac("sha256")(message, secret))
        yield mistake("secret-newline", "the site read the secret from a file with its newline", scheme, "secret_space",
                      secret=secret + "\n")
        yield mistake("secret-quotes", "the site read the secret with its quotes", scheme, "secret_quotes", secret=f'"{secret}"')
    for scheme, what, before, after in [("fernand", "crlf", "", "\r\n"), ("bookbag", "space", "", " "), ("thread", "before", " ", ""),
                                        ("reamaze", "both", " ", " ")]:
        yield mistake(f"secret-{what}", "white space in the site's secret", scheme, "secret_space",
                      secret=before + secret_of(scheme) + after)
    for scheme, what, before, after in [("bookbag", "newline", "", "\n"), ("fernand", "space", " ", ""), ("thread", "crlf", "", "\r\n")]:
        yield mistake(f"key-{what}", "white space only in the verifier's secret", scheme, "secret_space",
                      key=before + secret_of(scheme) + after)
    yield mistake("secret-single-quotes", "the site read the secret with its quotes", "thread", "secret_quotes",
                  secret="'" + secret_of("thread") + "'")
    for scheme, quote in [("bookbag", '"'), ("reamaze", "'")]:
        yield mistake("key-quotes", "quotes only around the verifier's secret", scheme, "secret_quotes",
                      key=quote + secret_of(scheme) + quote)
    for scheme in ["fernand", "bookbag"]:
        yield mistake("secret-hex", "the site decoded the secret as hex", scheme, "secret_hex", key=HEX_SECRET,
                      secret=bytes.fromhex(HEX_SECRET))
    for scheme in ["thread", "reamaze"]:
        yield mistake("secret-base64", "the site decoded the secret as base64", scheme, "secret_base64", key=BASE64_SECRET,
                      secret=base64.b64decode(BASE64_SECRET))


def hashes():
    for scheme, digest in [("bookbag", "sha1"), ("fernand", "sha512"), ("thread", "md5"), ("reamaze", "sha384"), ("reamaze", "sha1"),
                           ("bookbag", "sha512")]:
        yield mistake(f"hmac-{digest}", f"HMAC with {digest}", scheme, "other_hash", make=mac(digest))
    for scheme, what, digest, join in [
        ("bookbag", "secret-first", "sha256", lambda secret, message: secret + message),
        ("fernand", "secret-last", "sha256", lambda secret, message: message + secret),
        ("thread", "secret-first-colon", "sha256", lambda secret, message: secret + b":" + message),
        ("reamaze", "secret-last-colon", "sha256", lambda secret, message: message + b":" + secret),
        ("reamaze", "sha1", "sha1", lambda secret, message: secret + message),
        ("bookbag", "md5", "md5", lambda secret, message: secret + message),
        ("fernand", "sha512", "sha512", lambda secret, message: secret + message),
    ]:
        yield mistake(f"no-hmac-{what}", "a plain hash of secret and message", scheme, "no_hmac", make=plain(digest, join))
    for scheme, digest in [("bookbag", "sha256"), ("fernand", "md5"), ("thread", "sha1"), ("reamaze", "sha256")]:
        yield mistake(f"no-secret-{digest}", "a plain hash of the message", scheme, "no_secret",
                      make=plain(digest, lambda _, message: message))


def results():
    for scheme in text_schemes():
        yield mistake("result-upper-case", "capital hex digits", scheme, "result_upper_case", wrap=upper)
        yield mistake("result-base64", "base64 in the place of hex", scheme, "result_base64", wrap=standard)
    for scheme, what, wrap in [("bookbag", "base64-unpadded", lambda raw: standard(raw).rstrip("=")),
                               ("fernand", "base64url", lambda raw: base64.urlsafe_b64encode(raw).decode()),
                               ("thread", "base64url-unpadded", b64url)]:
        yield mistake(f"result-{what}", "base64 in the place of hex", scheme, "result_base64", wrap=wrap)
    for scheme in ["bookbag", "thread"]:
        yield mistake("result-twice", "hex of the hex digits", scheme, "result_hex_twice", wrap=twice)
    for scheme, prefix in [("bookbag", "sha256="), ("fernand", "sha256:"), ("reamaze", "hmac_v1:")]:
        yield mistake("result-prefix", f"{prefix} before it", scheme, "result_prefix", wrap=around(prefix))
    for scheme, what, before, after in [("bookbag", "newline", "", "\n"), ("fernand", "before", " ", ""), ("thread", "after", "", " "),
                                        ("reamaze", "crlf", "", "\r\n")]:
        yield mistake(f"result-{what}", "white space around it", scheme, "result_space", wrap=around(before, after))
    for scheme, quote in [("bookbag", '"'), ("thread", "'")]:
        yield mistake("result-quotes", "quotes around it", scheme, "result_quotes", wrap=around(quote, quote))
    yield mistake("result-second-key", "capital hex digits, by the second key", "bookbag", "result_upper_case", wrap=upper,
                  keys=[STRANGE, {"text": secret_of("bookbag")}])
    yield mistake("result-id-is-email", "the id is the e-mail, and no other field was hashed", "bookbag", "result_upper_case",
                  sent={"id": JANE["email"]}, wrap=upper)
    for scheme, field in [("bookbag", "id"), ("fernand", "email"), ("thread", "email"), ("reamaze", "id"), ("reamaze", "email")]:
        yield case(f"signature-is-{field}", "the signature field holds the value to sign", scheme,
                   page(scheme, JANE, JANE[field]), "signature_is_field")
    for scheme, field in [("bookbag", "id"), ("fernand", "email"), ("thread", "email"), ("reamaze", "id")]:
        swapped = {**JANE, field: digest_of(scheme, JANE)}
        yield case("fields-swapped", "the digest and the identifier have changed places", scheme, page(scheme, swapped, JANE[field]),
                   "fields_swapped")


def covered():
    """Fields that a verifier refuses although the signature is right, or that cannot be read."""
    for scheme, field, what in [("reamaze", "id", "id"), ("reamaze", "email", "email"), ("fernand", "email", "email"),
                                ("bookbag", "user_id", "id"), ("thread", "connectionEmail", "email")]:
        good = page(scheme, JANE, digest_of(scheme, JANE))
        absent = {key: value for key, value in good.items() if key != field}
        for name, body, code in [("absent", absent, "claim_missing"), ("empty", {**good, field: ""}, "claim_missing"),
                                 ("list", {**good, field: [JANE[what]]}, "claim_type")]:
            yield case(f"{what}-{name}", "the signature covers it", scheme, body, code, field=field)
    bookbag = page("bookbag", JANE, digest_of("bookbag", JANE))
    yield case("id-newline", "an id with a newline, sent and hashed", "bookbag",
               page("bookbag", {**JANE, "id": "user-123\n"}, hmac_hex(secret_of("bookbag"), "user-123\n")), "claim_value", field="user_id")
    yield case("id-bool", "an id is text or an integer", "bookbag", {**bookbag, "user_id": True}, "claim_type", field="user_id")
    yield case("id-fraction", "an id is text or an integer", "bookbag", {**bookbag, "user_id": 42.5}, "claim_type", field="user_id")
    yield case("metadata-list", "an unsigned value must have the right form too", "bookbag", {**bookbag, "user_metadata": []}, "claim_type",
               field="user_metadata")
    colon = {**JANE, "email": "shop:jane@example.com"}
    yield case("email-separator", "an email with a colon could belong to two visitors", "reamaze",
               page("reamaze", colon, digest_of("reamaze", colon)), "claim_value", field="email")
    thread = page("thread", JANE, digest_of("thread", JANE))
    for name, value, code in [("other", "anonymous", "claim_value"), ("null", None, "claim_missing"), ("number", 1, "claim_type")]:
        yield case(f"type-{name}", "connectionType is always messenger_auth", "thread", {**thread, "connectionType": value}, code,
                   field="connectionType")
    yield case("app-id-other", "a page of another workspace", "thread", thread, "claim_value", field="appId",
               settings={"app_id": "ANOTHER"})


def pairs():
    """Two mistakes. The message's comes first, then the one of the secret, the hash or the result."""
    email, secret = JANE["email"], {scheme: secret_of(scheme) for scheme in text_schemes()}
    mixed = {"email": "Jane@Example.com"}
    comment = "two mistakes at once"
    yield mistake("two-case-secret-newline", comment, "reamaze", "message_case", "secret_space", sent=mixed,
                  hashed={"email": email}, secret=secret["reamaze"] + "\n")
    yield mistake("two-case-secret-newline", comment, "fernand", "message_case", "secret_space", sent=mixed,
                  hashed={"email": email}, secret=secret["fernand"] + "\n")
    yield mistake("two-case-base64", comment, "thread", "message_case", "secret_base64", sent=mixed, hashed={"email": email},
                  key=BASE64_SECRET, secret=base64.b64decode(BASE64_SECRET))
    yield mistake("two-email-upper-case", comment, "bookbag", "other_field", "result_upper_case", message=email, wrap=upper)
    yield mistake("two-email-no-secret", "the e-mail's MD5, as Gravatar has it", "bookbag", "other_field", "no_secret", message=email,
                  make=plain("md5", lambda _, message: message))
    yield mistake("two-id-sha512", comment, "reamaze", "other_field", "other_hash", message=JANE["id"], make=mac("sha512"))
    yield mistake("two-newline-sha1", comment, "fernand", "message_space", "other_hash", message=email + "\n", make=mac("sha1"))
    yield mistake("two-newlines", "echo without -n, twice", "thread", "message_space", "secret_space", message=email + "\n",
                  secret=secret["thread"] + "\n")
    yield mistake("two-separator-base64", comment, "reamaze", "message_separator", "result_base64", message=f"user-123|{email}",
                  wrap=standard)
    yield mistake("two-order-quotes", comment, "reamaze", "message_order", "secret_quotes", message=f"{email}:user-123",
                  secret=f'"{secret["reamaze"]}"')
    yield mistake("two-number-no-hmac", comment, "bookbag", "message_number", "no_hmac", message="42.0", make=plain("sha256"),
                  user_id=42)
    yield mistake("two-url-prefix", comment, "fernand", "message_url_encoded", "result_prefix", message="jane%40example.com",
                  wrap=around("sha256="))
    yield mistake("two-json-hex", comment, "bookbag", "message_json_quoted", "secret_hex", message='"user-123"', key=HEX_SECRET,
                  secret=bytes.fromhex(HEX_SECRET))
    yield mistake("two-unicode-upper-case", comment, "thread", "message_unicode", "result_upper_case",
                  sent={"email": "ren\u00e9@example.com"}, hashed={"email": "rene\u0301@example.com"}, wrap=upper)
    yield mistake("two-html-twice", comment, "fernand", "message_html_escaped", "result_hex_twice",
                  sent={"email": "o'brien@example.com"}, hashed={"email": "o&#039;brien@example.com"}, wrap=twice)
    yield mistake("two-uuid-quotes", comment, "bookbag", "message_case", "result_quotes", sent={"id": UUID},
                  hashed={"id": UUID.upper()}, wrap=around('"', '"'))
    yield mistake("two-secret-base64", "no mistake in the message, so the secret's comes first", "bookbag", "secret_space", "result_base64",
                  secret=secret["bookbag"] + "\n", wrap=standard)
    yield mistake("two-quotes-upper-case", "no mistake in the message, so the secret's comes first", "thread", "secret_quotes",
                  "result_upper_case", secret=f"'{secret['thread']}'", wrap=upper)


def unknown():
    for scheme in text_schemes():
        yield mistake("unknown", "another shop's secret", scheme, "secret_unknown", secret=STRANGE["text"])
    yield mistake("unknown-hex-id", "another shop's secret; the id only looks like a digest", "bookbag", "secret_unknown",
                  sent={"id": HEX_ID}, secret=STRANGE["text"])
    yield mistake("unknown-hex-id", "another shop's secret; the id only looks like a digest", "reamaze", "secret_unknown",
                  sent={"id": HEX_ID}, secret=STRANGE["text"])
    yield mistake("unknown-two-keys", "another shop's secret, tried with two keys", "fernand", "secret_unknown",
                  secret=STRANGE["text"], keys=[{"text": secret_of("fernand")}, {"text": secret_of("bookbag")}])


def nothing_or_too_much():
    """The signature is not a digest, or the site had no value to sign."""
    good = digest_of("bookbag", JANE)
    for name, text in [("undefined", "undefined"), ("template", "{{ user_hash }}"), ("65", good + "0")]:
        yield case(f"signature-{name}", "no digest at all", "bookbag", page("bookbag", JANE, text), "signature_malformed",
                   field="user_hash")
    yield case("signature-empty", "no digest at all", "bookbag", {"user_id": JANE["id"], "user_hash": ""}, "signature_malformed",
               field="user_hash")
    yield case("signature-is-secret", "the secret has been sent to the browser", "bookbag",
               page("bookbag", JANE, secret_of("bookbag")), "signature_is_secret")
    yield case("signature-is-token", "a token in the place of a digest", "bookbag", page("bookbag", JANE, token(GOOD)), "signature_is_token")
    for name, body in [("id-absent-upper-case", {"user_hash": good.upper()}), ("id-empty-newline", {"user_id": "", "user_hash": good + "\n"})]:
        yield case(name, "there is nothing that could have been signed", "bookbag", body, "claim_missing", field="user_id")
    for scheme in ["bookbag", "fernand", "thread"]:
        for what, text in [("nothing", ""), ("undefined", "undefined"), ("none", "None"), ("null", "null")]:
            yield mistake(f"{what}-signed", "the site had no value where it signed", scheme, "message_empty", message=text)
    yield mistake("undefined-id-signed", "the site had no id where it signed", "reamaze", "message_empty",
                  message=f"undefined:{JANE['email']}")


def more_pairs():
    secret = secret_of("bookbag")
    yield mistake("secret-as-base64", "a container's secret that was not decoded", "bookbag", "secret_base64",
                  secret=base64.b64encode(secret.encode()))
    yield mistake("secret-as-hex", "a secret that was encoded as hex", "bookbag", "secret_hex", secret=secret.encode().hex())
    yield mistake("name-for-email", "id:name in place of id:email", "reamaze", "other_field", message=f"{JANE['id']}:{JANE['name']}")
    yield mistake("two-case-space", "trimmed and in lower case", "fernand", "message_space", "message_case",
                  sent={"email": " Jane@Example.com "}, hashed={"email": "jane@example.com"})
    yield mistake("two-separator-case", "another separator, in lower case", "reamaze", "message_separator", "message_case",
                  sent={"email": "Jane@Example.com"}, message=f"{JANE['id']}|jane@example.com")
    yield mistake("two-quotes-newline", "a whole line of a .env file", "bookbag", "secret_quotes", "secret_space",
                  secret=f'"{secret}"\n')
    swapped = {**JANE, "id": digest_of("bookbag", JANE).upper()}
    yield case("two-swapped-upper-case", "changed places, in capital digits", "bookbag", page("bookbag", swapped, JANE["id"]),
               "fields_swapped", ["result_upper_case"])
    for name, wrap, first, also in [
        ("openssl", around("(stdin)= "), "result_prefix", []), ("openssl-3", around("SHA2-256(stdin)= "), "result_prefix", []),
        ("coreutils", around("", "  -"), "result_space", []), ("0x", around("0x"), "result_prefix", []),
        ("dashes", lambda raw: "-".join(f"{byte:02X}" for byte in raw), "result_separated", ["result_upper_case"]),
        ("percent", lambda raw: standard(raw).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"), "result_url_encoded",
         ["result_base64"]),
    ]:
        yield mistake(f"result-{name}", "the output of a command-line tool", "bookbag", first, *also, wrap=wrap)
    good = page("bookbag", JANE, mac("sha256")(secret.encode(), JANE["email"].encode()).hex())
    metadata = {**{f"attribute {number}": f"value {number}" for number in range(40)}, **good["user_metadata"]}
    yield case("email-after-attributes", "the e-mail was hashed; it comes last", "bookbag", {**good, "user_metadata": metadata}, "other_field")
    upper_case = digest_of("fernand", JANE).upper()
    yield case("no-misspelt-option", "`game` is not a misspelling of the optional `name`", "fernand",
               {"email": JANE["email"], "game": "chess", "hash": upper_case}, "result_upper_case")


def brands():
    """Digests with the labelled keys of two brands."""
    for scheme in text_schemes():
        body = page(scheme, JANE, digest_of(scheme, JANE))
        keys = [{**STRANGE, "kid": "web"}, {"text": secret_of(scheme), "kid": "ios"}]
        yield case("other-brand", "signed with the key of the other platform", scheme, body, "other_key", checks(scheme), verified=True, keys=keys)


def shared_keys():
    for scheme in text_schemes():
        good = page(scheme, JANE, digest_of(scheme, JANE))
        for name, key, code in [
            ("empty", {"text": ""}, "secret_empty"), ("blank", {"text": " \n"}, "secret_empty"), ("pem", PUBLIC, "secret_is_pem"),
            ("private-pem", {"file": "rsa-2048.private.pem"}, "secret_is_pem"),
            ("bom", {"text": "\ufeff" + secret_of(scheme)}, "secret_encoding"),
            ("nul", {"text": secret_of(scheme) + "\0"}, "secret_encoding"),
            ("utf16", {"hex": secret_of(scheme).encode("utf-16").hex()}, "secret_encoding"),
            ("bytes", {"hex": hashlib.sha256(b"secret").hexdigest()}, "secret_encoding"),
        ]:
            yield case(f"key-{name}", "an unreadable secret", scheme, good, code, keys=[key], field="keys[0]")


def bodies():
    good = compact(page("bookbag", JANE, digest_of("bookbag", JANE)))
    jwt = token(claims_of(JANE))
    for scheme, name, body in [
        ("bookbag", "empty", ""), ("bookbag", "form", urllib.parse.urlencode(json.loads(good))),
        ("bookbag", "list", f"[{good},{good}]"), ("bookbag", "cut", good[:-1]), ("bookbag", "twice", good[:-1] + ',"user_id":"user-123"}'),
        ("fernand", "single-quotes", "{'email':'jane@example.com'}"), ("thread", "comma", '{"appId":"YOUR_APP_ID",}'),
        ("reamaze", "twice", '{"id":"1","id":"2","email":"jane@example.com","authkey":"x"}'),
        ("orlo", "token", jwt), ("orlo", "twice", f'{{"jwt":"{jwt}","jwt":"{jwt}"}}'),
    ]:
        yield case(f"body-{name}", "not one JSON object with each member once", scheme, body, "fields_malformed")
    for scheme, name, count in [("bookbag", "50-megabytes", 50_000_000), ("orlo", "50-megabytes", 50_000_000), ("fernand", "140000", 140_000)]:
        yield case(f"body-{name}", "refused by size", scheme, [f'{{"{read(scheme).signature_name}":"', "x", count, '"}'],
                   "fields_too_large")


def options():
    """What the verifier allows, `explain` allows too."""
    late = {"jwt": token({**CLAIMS, "exp": NOW - 10})}
    yield case("leeway-absent", "expired 10 seconds ago", "orlo", late, "token_expired", field="exp")
    yield case("leeway-10", "a leeway that ends now", "orlo", late, "token_expired", field="exp", leeway=10)
    yield correct("leeway-30", "expired 10 seconds ago, with a leeway of 30", "orlo", late, leeway=30)
    early = {"jwt": token({**CLAIMS, "iat": NOW + 30})}
    yield correct("leeway-30-early", "from a clock that is 30 seconds ahead", "orlo", early, leeway=30)
    yield case("leeway-29-early", "a second more than the leeway", "orlo", early, "token_not_yet_valid", field="iat", leeway=29)
    long = token({**GOOD, "note": "x" * 9000})
    yield case("max-token-absent", "a token of more than 8192 bytes", "orlo", {"jwt": long}, "token_too_large")
    yield correct("max-token-equal", "a token of as many bytes as are allowed", "orlo", {"jwt": long}, max_token=len(long))
    yield case("max-token-less", "a byte more than is allowed", "orlo", {"jwt": long}, "token_too_large", max_token=len(long) - 1)
    yield case("max-token-object", "a long token in an object", "orlo", {"jwt": {"token": long}}, "token_in_object", max_token=20_000)
    yield case("max-token-body", "a body of more than 128 KiB and the token", "orlo", ['{"jwt":"', "x", 8192 + 2 * 65_536, '"}'],
               "fields_too_large")
    yield case("max-token-larger-body", "a larger token allows a larger body", "orlo", ['{"jwt":"', "x", 8192 + 2 * 65_536, '"}'],
               "token_too_large", max_token=8192 + 16)
