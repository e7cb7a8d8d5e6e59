"""explain.json: mistakes planted as sites make them, and the finding that has to come first."""

import base64
import hashlib
import hmac
import html
import json
import unicodedata
import urllib.parse

from cases_verify import JANE, PUBLIC
from tools import (MESSAGES, NOW, SECRETS, SIGNATURES, as_bytes, b64url, claims_of, compact, digest_of, fields_of, hmac_hex, key_text,
                   openssl, rsa_sign, sealed, signing_input, token)

CHECKS = ["check_started_late", "check_switch_of_users", "check_enforcement"]
STRANGE = {"text": "a-secret-of-another-shop-77c1"}
OTHER = {"file": "other-2048.public.pem"}
UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
HEX_SECRET = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce"
BASE64_SECRET = base64.b64encode(hashlib.sha256(b"a secret of 32 bytes").digest()).decode()
HEX_ID = hashlib.sha256(b"user-123").hexdigest()
SETTINGS = {"app_id": "YOUR_APP_ID"}


# --- Building a case -------------------------------------------------------------------------

def case(name, comment, scheme, body, first, also=(), *, verified=False, field=None, keys=None, settings=None, now=NOW):
    """`body` is an object, raw text, or [prefix, piece, count, suffix]."""
    if isinstance(body, dict):
        body = compact(body)
    default = [PUBLIC] if scheme == "orlo" else [{"text": SECRETS[scheme]}]
    return {"id": f"{scheme}-{name}", "comment": comment, "scheme": scheme, "keys": default if keys is None else keys,
            "settings": settings or {}, "now": now, "body_repeat" if isinstance(body, list) else "body": body,
            "verified": verified, "first": first, **({"field": field} if field else {}), "also": list(also)}


def correct(name, comment, scheme, body, *, newest=True, **more):
    """An input that verifies; `newest` when it does with the first key."""
    found = CHECKS if newest else ["key_not_newest", *CHECKS]
    return case(name, comment, scheme, body, found[0], found[1:], verified=True, **more)


def page(scheme, visitor, signature):
    """What the page sends."""
    return fields_of(scheme, visitor, signature, SETTINGS)


def message_of(scheme, visitor):
    return MESSAGES[scheme].format(**visitor)


def planted(name, comment, scheme, first, *also, sent=None, hashed=None, message=None, secret=None, key=None, make=None,
            wrap=bytes.hex, keys=None, **changes):
    """A digest as a site made it, and the fields as its page sent them.

    The page sends `sent`; the site hashed the same with `hashed` in it, or else `message`, under
    `secret` (the verifier's is `key`) with `make`, and wrote the bytes as `wrap` does.
    """
    sent = {**JANE, **(sent or {})}
    if message is None:
        message = message_of(scheme, {**sent, **(hashed or {})})
    secret = SECRETS[scheme] if secret is None else secret
    signature = wrap((make or mac("sha256"))(as_bytes(secret), as_bytes(message)))
    return case(name, comment, scheme, {**page(scheme, sent, signature), **changes}, first, also,
                keys=keys or [{"text": SECRETS[scheme] if key is None else key}])


def mac(digest):
    """HMAC with that hash, as Python and OpenSSL both compute it."""
    def make(secret, message):
        by_openssl = openssl("dgst", f"-{digest}", "-mac", "HMAC", "-macopt", f"hexkey:{secret.hex()}", "-binary", data=message)
        return agreed(hmac.new(secret, message, digest).digest(), by_openssl)
    return make


def plain(digest, join=lambda secret, message: secret + message):
    """That hash of both, or of what `join` makes of them."""
    def make(secret, message):
        data = join(secret, message)
        return agreed(hashlib.new(digest, data).digest(), openssl("dgst", f"-{digest}", "-binary", data=data))
    return make


def agreed(by_python, by_openssl):
    if by_python != by_openssl:
        raise SystemExit("Python and OpenSSL disagree about a hash")
    return by_python


def upper(raw):
    return raw.hex().upper()


def standard(raw):
    return base64.b64encode(raw).decode()


def twice(raw):
    return raw.hex().encode().hex()


def around(before, after=""):
    return lambda raw: before + raw.hex() + after


# --- What is in the file ---------------------------------------------------------------------

def cases():
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
    yield from token_forms()
    yield from token_wrappers()
    yield from token_headers()
    yield from token_claims()
    yield from token_several()
    yield from public_keys()


def corrects():
    def good(name, comment, scheme, visitor=None, secret=None, **changes):
        visitor = {**JANE, **(visitor or {})}
        secret = secret or SECRETS[scheme]
        body = {**page(scheme, visitor, digest_of(scheme, visitor, secret)), **changes}
        return correct(name, comment, scheme, body, keys=[{"text": secret}])

    for scheme in MESSAGES:
        yield good("good", "nothing is wrong", scheme)
        yield correct("good-second-key", "the second key matches", scheme, page(scheme, JANE, digest_of(scheme, JANE)),
                      keys=[STRANGE, {"text": SECRETS[scheme]}], newest=False)
    for scheme in ["bookbag", "reamaze"]:
        yield good("good-hex-id", "an id of 64 hex digits looks like a digest, and is none", scheme, {"id": HEX_ID})
    for scheme in ["fernand", "thread", "reamaze"]:
        yield good("good-upper-case", "an e-mail in capitals, signed as sent", scheme, {"email": "Jane@Example.COM"})
    yield good("good-upper-case-uuid", "an id in capitals, signed as sent", "bookbag", {"id": UUID.upper()})
    yield good("good-integer", "an integer is its digits", "bookbag", {"id": "42"}, user_id=42)
    yield good("good-zeros", "an id with zeros before it, signed as sent", "bookbag", {"id": "0042"})
    yield good("good-id-is-email", "an id that is the e-mail", "bookbag", {"id": JANE["email"]})
    yield good("good-nfd", "nothing is normalised", "fernand", {"email": "rene\u0301@example.com"})
    yield good("good-marks", "marks that URLs and HTML escape, signed as sent", "thread", {"email": "o'brien+r&d@example.com"})
    yield good("good-space", "a space before it, sent and signed", "fernand", {"email": " jane@example.com"})
    yield good("good-secret-newline", "a newline in the secret of both sides", "bookbag", secret=SECRETS["bookbag"] + "\n")
    yield good("good-secret-hex", "a secret that looks like hex is text", "thread", secret=HEX_SECRET)
    yield good("good-secret-base64", "a secret that looks like base64 is text", "reamaze", secret=BASE64_SECRET)
    yield good("good-further-members", "members beside the scheme's, one of them nearly named like the id", "bookbag",
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
    yield sent("good-attribute", "an attribute that differs from a claim in case alone", token({**claims, "Name": "JD"}))
    yield sent("good-hex-name", "a name of 64 hex digits", token({**claims, "name": HEX_ID}))
    yield sent("good-key-in-quotes", "RFC 7468, section 2: text before and after the block means nothing", token(claims),
               keys=[{"text": f'"{key_text("rsa-2048.public.pem").strip()}"'}])


def names():
    """The signature's field, and members that are named nearly as the scheme has them."""
    for scheme, name in SIGNATURES.items():
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
    yield case("misspelt-nested", "it is user_id, and stands beside user_metadata, not in it", "bookbag",
               {"user_hash": digest_of("bookbag", JANE), "user_metadata": {"userId": JANE["id"], "name": JANE["name"]}},
               "field_misspelt")


def messages():
    email, name, phone = JANE["email"], JANE["name"], JANE["phone"]

    # Another field.
    for scheme, what, message in [
        ("bookbag", "email", email), ("bookbag", "name", name), ("bookbag", "phone", phone), ("fernand", "name", name),
        ("thread", "app-id", SETTINGS["app_id"]), ("reamaze", "id", JANE["id"]), ("reamaze", "email", email),
        ("reamaze", "name", name),
    ]:
        yield planted(f"other-{what}", f"the site hashed: {what}", scheme, "other_field", message=message)
    yield planted("other-id", "the id hashed; the page sends it too", "fernand", "other_field", message=JANE["id"], id=JANE["id"])

    # Order and separator.
    yield planted("order", "email:id", "reamaze", "message_order", message=f"{email}:{JANE['id']}")
    yield planted("order-integer", "email:id, and the id is sent as a number", "reamaze", "message_order", sent={"id": "42"},
                  message=f"{email}:42", id=42)
    for what, separator in [("none", ""), ("space", " "), ("comma", ","), ("bar", "|"), ("minus", "-"), ("underscore", "_"),
                            ("semicolon", ";"), ("dot", "."), ("plus", "+"), ("slash", "/"), ("comma-space", ", ")]:
        yield planted(f"separator-{what}", f"{separator!r} between id and e-mail", "reamaze", "message_separator",
                      message=f"{JANE['id']}{separator}{email}")

    # Case.
    mixed = {"email": "Jane@Example.com"}
    for scheme in ["fernand", "thread", "reamaze"]:
        yield planted("case-lower", "the site lower-cases before it hashes", scheme, "message_case", sent=mixed,
                      hashed={"email": email})
    yield planted("case-upper", "the site hashed capitals", "fernand", "message_case", hashed={"email": email.upper()})
    yield planted("case-sent-lower", "the page sends lower case, the site hashed the name's capital", "thread", "message_case",
                  hashed={"email": "Jane@example.com"})
    yield planted("case-sent-upper", "the page sends capitals", "thread", "message_case", sent={"email": email.upper()},
                  hashed={"email": email})
    yield planted("case-uuid", "the database writes the UUID in capitals", "bookbag", "message_case", sent={"id": UUID},
                  hashed={"id": UUID.upper()})
    yield planted("case-uuid-sent", "the page writes the UUID in capitals", "bookbag", "message_case", sent={"id": UUID.upper()},
                  hashed={"id": UUID})

    # White space.
    for scheme, what, message in [("bookbag", "newline", "user-123\n"), ("fernand", "crlf", email + "\r\n"),
                                  ("thread", "space-after", email + " "), ("bookbag", "space-before", " user-123"),
                                  ("reamaze", "newline", f"user-123:{email}\n")]:
        yield planted(f"space-{what}", "white space hashed and not sent", scheme, "message_space", message=message)
    for scheme, sent, hashed in [("bookbag", {"id": " 42"}, {"id": "42"}), ("fernand", {"email": email + " "}, {"email": email}),
                                 ("thread", {"email": "  " + email}, {"email": email}),
                                 ("reamaze", {"email": email + " "}, {"email": email})]:
        yield planted("space-sent", "a space sent and not hashed", scheme, "message_space", sent=sent, hashed=hashed)

    # Numbers.
    yield planted("number-fraction", "the site hashed a double's text", "bookbag", "message_number", message="42.0", user_id=42)
    yield planted("number-fraction-text", "the site hashed a double's text", "bookbag", "message_number", sent={"id": "42"},
                  message="42.0")
    yield planted("number-zero-sent", "the site hashed the number without its zero", "bookbag", "message_number",
                  sent={"id": "042"}, message="42")
    yield planted("number-zeros-hashed", "the site hashed a column with leading zeros", "bookbag", "message_number", message="0042",
                  user_id=42)
    yield planted("number-zeros-most", "three zeros", "bookbag", "message_number", sent={"id": "42"}, message="00042")
    yield planted("number-fraction", "the site hashed a double's text", "reamaze", "message_number", sent={"id": "42"},
                  message=f"42.0:{email}", id=42)

    # Escapes.
    for scheme, what, address in [("fernand", "at", email), ("thread", "plus", "jane+shop@example.com"), ("reamaze", "at", email)]:
        yield planted(f"url-{what}", "encodeURIComponent before the hash", scheme, "message_url_encoded", sent={"email": address},
                      hashed={"email": urllib.parse.quote(address, safe="")})
    for scheme, what, address, escaped in [
        ("fernand", "39", "o'brien@example.com", "o&#39;brien@example.com"),
        ("thread", "039", "o'brien@example.com", "o&#039;brien@example.com"),
        ("reamaze", "x27", "o'brien@example.com", html.escape("o'brien@example.com")),
        ("fernand", "amp", "r&d@example.com", html.escape("r&d@example.com")),
        ("thread", "quot", '"jane doe"@example.com', html.escape('"jane doe"@example.com')),
    ]:
        yield planted(f"html-{what}", "the template escapes before the hash", scheme, "message_html_escaped",
                      sent={"email": address}, hashed={"email": escaped})
    yield planted("html-less", "the template escapes before the hash", "bookbag", "message_html_escaped", sent={"id": "<team>7"},
                  message=html.escape("<team>7"))
    yield planted("json-quoted", "JSON.stringify before the hash", "bookbag", "message_json_quoted", message=compact(JANE["id"]))
    yield planted("json-quoted", "JSON.stringify before the hash", "fernand", "message_json_quoted", message=compact(email))
    yield planted("json-quoted", "JSON.stringify of the whole message", "reamaze", "message_json_quoted",
                  message=compact(message_of("reamaze", JANE)))

    # Unicode.
    composed = "ren\u00e9@ex\u00e4mple.com"
    decomposed = unicodedata.normalize("NFD", composed)
    for scheme in ["fernand", "thread", "reamaze"]:
        yield planted("unicode-nfd", "NFC sent, NFD hashed", scheme, "message_unicode", sent={"email": composed},
                      hashed={"email": decomposed})
        yield planted("unicode-nfc", "NFD sent, NFC hashed", scheme, "message_unicode", sent={"email": decomposed},
                      hashed={"email": composed})
    yield planted("unicode-nfd", "NFC sent, NFD hashed", "bookbag", "message_unicode", sent={"id": "ren\u00e9"},
                  hashed={"id": "rene\u0301"})


def secrets():
    for scheme, secret in SECRETS.items():
        yield planted("swapped", "key and message are swapped", scheme, "key_message_swapped",
                      make=lambda secret, message: mac("sha256")(message, secret))
        yield planted("secret-newline", "the site read the secret from a file with its newline", scheme, "secret_space",
                      secret=secret + "\n")
        yield planted("secret-quotes", "the site read the secret with its quotes", scheme, "secret_quotes", secret=f'"{secret}"')
    for scheme, what, before, after in [("fernand", "crlf", "", "\r\n"), ("bookbag", "space", "", " "), ("thread", "before", " ", ""),
                                        ("reamaze", "both", " ", " ")]:
        yield planted(f"secret-{what}", "white space in the site's secret", scheme, "secret_space",
                      secret=before + SECRETS[scheme] + after)
    for scheme, what, before, after in [("bookbag", "newline", "", "\n"), ("fernand", "space", " ", ""), ("thread", "crlf", "", "\r\n")]:
        yield planted(f"key-{what}", "white space in the verifier's secret alone", scheme, "secret_space",
                      key=before + SECRETS[scheme] + after)
    yield planted("secret-single-quotes", "the site read the secret with its quotes", "thread", "secret_quotes",
                  secret=f"'{SECRETS['thread']}'")
    for scheme, quote in [("bookbag", '"'), ("reamaze", "'")]:
        yield planted("key-quotes", "quotes around the verifier's secret alone", scheme, "secret_quotes",
                      key=quote + SECRETS[scheme] + quote)
    for scheme in ["fernand", "bookbag"]:
        yield planted("secret-hex", "the site decoded the secret as hex", scheme, "secret_hex", key=HEX_SECRET,
                      secret=bytes.fromhex(HEX_SECRET))
    for scheme in ["thread", "reamaze"]:
        yield planted("secret-base64", "the site decoded the secret as base64", scheme, "secret_base64", key=BASE64_SECRET,
                      secret=base64.b64decode(BASE64_SECRET))


def hashes():
    for scheme, digest in [("bookbag", "sha1"), ("fernand", "sha512"), ("thread", "md5"), ("reamaze", "sha384"), ("reamaze", "sha1"),
                           ("bookbag", "sha512")]:
        yield planted(f"hmac-{digest}", f"HMAC with {digest}", scheme, "other_hash", make=mac(digest))
    for scheme, what, digest, join in [
        ("bookbag", "secret-first", "sha256", lambda secret, message: secret + message),
        ("fernand", "secret-last", "sha256", lambda secret, message: message + secret),
        ("thread", "secret-first-colon", "sha256", lambda secret, message: secret + b":" + message),
        ("reamaze", "secret-last-colon", "sha256", lambda secret, message: message + b":" + secret),
        ("reamaze", "sha1", "sha1", lambda secret, message: secret + message),
        ("bookbag", "md5", "md5", lambda secret, message: secret + message),
        ("fernand", "sha512", "sha512", lambda secret, message: secret + message),
    ]:
        yield planted(f"no-hmac-{what}", "a plain hash of secret and message", scheme, "no_hmac", make=plain(digest, join))
    for scheme, digest in [("bookbag", "sha256"), ("fernand", "md5"), ("thread", "sha1"), ("reamaze", "sha256")]:
        yield planted(f"no-secret-{digest}", "a plain hash of the message", scheme, "no_secret",
                      make=plain(digest, lambda _, message: message))


def results():
    for scheme in MESSAGES:
        yield planted("result-upper-case", "capital hex digits", scheme, "result_upper_case", wrap=upper)
        yield planted("result-base64", "base64 where hex belongs", scheme, "result_base64", wrap=standard)
    for scheme, what, wrap in [("bookbag", "base64-unpadded", lambda raw: standard(raw).rstrip("=")),
                               ("fernand", "base64url", lambda raw: base64.urlsafe_b64encode(raw).decode()),
                               ("thread", "base64url-unpadded", b64url)]:
        yield planted(f"result-{what}", "base64 where hex belongs", scheme, "result_base64", wrap=wrap)
    for scheme in ["bookbag", "thread"]:
        yield planted("result-twice", "hex of the hex digits", scheme, "result_hex_twice", wrap=twice)
    for scheme, prefix in [("bookbag", "sha256="), ("fernand", "sha256:"), ("reamaze", "hmac_v1:")]:
        yield planted("result-prefix", f"{prefix} before it", scheme, "result_prefix", wrap=around(prefix))
    for scheme, what, before, after in [("bookbag", "newline", "", "\n"), ("fernand", "before", " ", ""), ("thread", "after", "", " "),
                                        ("reamaze", "crlf", "", "\r\n")]:
        yield planted(f"result-{what}", "white space around it", scheme, "result_space", wrap=around(before, after))
    for scheme, quote in [("bookbag", '"'), ("thread", "'")]:
        yield planted("result-quotes", "quotes around it", scheme, "result_quotes", wrap=around(quote, quote))
    yield planted("result-second-key", "capital hex digits, by the second key", "bookbag", "result_upper_case", wrap=upper,
                  keys=[STRANGE, {"text": SECRETS["bookbag"]}])
    yield planted("result-id-is-email", "the id is the e-mail, and no other field was hashed", "bookbag", "result_upper_case",
                  sent={"id": JANE["email"]}, wrap=upper)
    for scheme, field in [("bookbag", "id"), ("fernand", "email"), ("thread", "email"), ("reamaze", "id"), ("reamaze", "email")]:
        yield case(f"signature-is-{field}", "what should have been signed stands in the signature's place", scheme,
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
               page("bookbag", {**JANE, "id": "user-123\n"}, hmac_hex(SECRETS["bookbag"], "user-123\n")), "claim_value", field="user_id")
    yield case("id-bool", "an id is text or an integer", "bookbag", {**bookbag, "user_id": True}, "claim_type", field="user_id")
    yield case("id-fraction", "an id is text or an integer", "bookbag", {**bookbag, "user_id": 42.5}, "claim_type", field="user_id")
    yield case("metadata-list", "unsigned, and still of a form", "bookbag", {**bookbag, "user_metadata": []}, "claim_type",
               field="user_metadata")
    colon = {**JANE, "id": "shop:user-123"}
    yield case("id-separator", "an id with a colon could belong to two visitors", "reamaze",
               page("reamaze", colon, digest_of("reamaze", colon)), "claim_value", field="id")
    thread = page("thread", JANE, digest_of("thread", JANE))
    for name, value, code in [("other", "anonymous", "claim_value"), ("null", None, "claim_missing"), ("number", 1, "claim_type")]:
        yield case(f"type-{name}", "connectionType is always messenger_auth", "thread", {**thread, "connectionType": value}, code,
                   field="connectionType")
    yield case("app-id-other", "another workspace's page", "thread", thread, "claim_value", field="appId",
               settings={"app_id": "ANOTHER"})


def pairs():
    """Two mistakes: the message's first, then the secret's, the hash's or the result's."""
    email, secret = JANE["email"], SECRETS
    mixed = {"email": "Jane@Example.com"}
    comment = "two mistakes at once"
    yield planted("two-case-secret-newline", comment, "reamaze", "message_case", "secret_space", sent=mixed,
                  hashed={"email": email}, secret=secret["reamaze"] + "\n")
    yield planted("two-case-secret-newline", comment, "fernand", "message_case", "secret_space", sent=mixed,
                  hashed={"email": email}, secret=secret["fernand"] + "\n")
    yield planted("two-case-base64", comment, "thread", "message_case", "secret_base64", sent=mixed, hashed={"email": email},
                  key=BASE64_SECRET, secret=base64.b64decode(BASE64_SECRET))
    yield planted("two-email-upper-case", comment, "bookbag", "other_field", "result_upper_case", message=email, wrap=upper)
    yield planted("two-email-no-secret", "the e-mail's MD5, as Gravatar has it", "bookbag", "other_field", "no_secret", message=email,
                  make=plain("md5", lambda _, message: message))
    yield planted("two-id-sha512", comment, "reamaze", "other_field", "other_hash", message=JANE["id"], make=mac("sha512"))
    yield planted("two-newline-sha1", comment, "fernand", "message_space", "other_hash", message=email + "\n", make=mac("sha1"))
    yield planted("two-newlines", "echo without -n, twice", "thread", "message_space", "secret_space", message=email + "\n",
                  secret=secret["thread"] + "\n")
    yield planted("two-separator-base64", comment, "reamaze", "message_separator", "result_base64", message=f"user-123|{email}",
                  wrap=standard)
    yield planted("two-order-quotes", comment, "reamaze", "message_order", "secret_quotes", message=f"{email}:user-123",
                  secret=f'"{secret["reamaze"]}"')
    yield planted("two-number-no-hmac", comment, "bookbag", "message_number", "no_hmac", message="42.0", make=plain("sha256"),
                  user_id=42)
    yield planted("two-url-prefix", comment, "fernand", "message_url_encoded", "result_prefix", message="jane%40example.com",
                  wrap=around("sha256="))
    yield planted("two-json-hex", comment, "bookbag", "message_json_quoted", "secret_hex", message='"user-123"', key=HEX_SECRET,
                  secret=bytes.fromhex(HEX_SECRET))
    yield planted("two-unicode-upper-case", comment, "thread", "message_unicode", "result_upper_case",
                  sent={"email": "ren\u00e9@example.com"}, hashed={"email": "rene\u0301@example.com"}, wrap=upper)
    yield planted("two-html-twice", comment, "fernand", "message_html_escaped", "result_hex_twice",
                  sent={"email": "o'brien@example.com"}, hashed={"email": "o&#039;brien@example.com"}, wrap=twice)
    yield planted("two-uuid-quotes", comment, "bookbag", "message_case", "result_quotes", sent={"id": UUID},
                  hashed={"id": UUID.upper()}, wrap=around('"', '"'))
    yield planted("two-secret-base64", "no mistake in the message: the secret's first", "bookbag", "secret_space", "result_base64",
                  secret=secret["bookbag"] + "\n", wrap=standard)
    yield planted("two-quotes-upper-case", "no mistake in the message: the secret's first", "thread", "secret_quotes",
                  "result_upper_case", secret=f"'{secret['thread']}'", wrap=upper)


def unknown():
    for scheme in MESSAGES:
        yield planted("unknown", "another shop's secret", scheme, "secret_unknown", secret=STRANGE["text"])
    yield planted("unknown-hex-id", "another shop's secret; the id only looks like a digest", "bookbag", "secret_unknown",
                  sent={"id": HEX_ID}, secret=STRANGE["text"])
    yield planted("unknown-hex-id", "another shop's secret; the id only looks like a digest", "reamaze", "secret_unknown",
                  sent={"id": HEX_ID}, secret=STRANGE["text"])
    yield planted("unknown-two-keys", "another shop's secret, tried with two keys", "fernand", "secret_unknown",
                  secret=STRANGE["text"], keys=[{"text": SECRETS["fernand"]}, {"text": SECRETS["bookbag"]}])


def nothing_or_too_much():
    """The signature's field holds no digest, or the site had nothing to sign."""
    good = digest_of("bookbag", JANE)
    for name, text in [("undefined", "undefined"), ("template", "{{ user_hash }}"), ("63", good[1:]), ("65", good + "0")]:
        yield case(f"signature-{name}", "no digest at all", "bookbag", page("bookbag", JANE, text), "signature_malformed",
                   field="user_hash")
    yield case("signature-empty", "no digest at all", "bookbag", {"user_id": JANE["id"], "user_hash": ""}, "signature_malformed",
               field="user_hash")
    yield case("signature-is-secret", "the secret has been sent to the browser", "bookbag",
               page("bookbag", JANE, SECRETS["bookbag"]), "signature_is_secret")
    yield case("signature-is-token", "a token where a digest belongs", "bookbag", page("bookbag", JANE, token(GOOD)), "signature_is_token")
    for name, body in [("id-absent-upper-case", {"user_hash": good.upper()}), ("id-empty-newline", {"user_id": "", "user_hash": good + "\n"})]:
        yield case(name, "there is nothing that could have been signed", "bookbag", body, "claim_missing", field="user_id")
    for scheme in ["bookbag", "fernand", "thread"]:
        for what, text in [("nothing", ""), ("undefined", "undefined"), ("none", "None"), ("null", "null")]:
            yield planted(f"{what}-signed", "the site had no value where it signed", scheme, "message_empty", message=text)
    yield planted("undefined-id-signed", "the site had no id where it signed", "reamaze", "message_empty",
                  message=f"undefined:{JANE['email']}")


def more_pairs():
    secret = SECRETS["bookbag"]
    yield planted("secret-as-base64", "an undecoded secret of a container's", "bookbag", "secret_base64",
                  secret=base64.b64encode(secret.encode()))
    yield planted("secret-as-hex", "a secret written as hex on the way", "bookbag", "secret_hex", secret=secret.encode().hex())
    yield planted("name-for-email", "id:name in place of id:email", "reamaze", "other_field", message=f"{JANE['id']}:{JANE['name']}")
    yield planted("two-case-space", "trimmed and in lower case", "fernand", "message_case", "message_space",
                  sent={"email": " Jane@Example.com "}, hashed={"email": "jane@example.com"})
    yield planted("two-separator-case", "joined otherwise, in lower case", "reamaze", "message_separator", "message_case",
                  sent={"email": "Jane@Example.com"}, message=f"{JANE['id']}|jane@example.com")
    yield planted("two-quotes-newline", "a line of a .env file, whole", "bookbag", "secret_quotes", "secret_space",
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
        yield planted(f"result-{name}", "as the tool printed it", "bookbag", first, *also, wrap=wrap)
    good = page("bookbag", JANE, mac("sha256")(secret.encode(), JANE["email"].encode()).hex())
    metadata = {**{f"attribute {number}": f"value {number}" for number in range(40)}, **good["user_metadata"]}
    yield case("email-after-attributes", "the e-mail was hashed; it comes last", "bookbag", {**good, "user_metadata": metadata}, "other_field")
    upper_case = digest_of("fernand", JANE).upper()
    yield case("no-misspelt-option", "an optional name is not a misspelt game", "fernand",
               {"email": JANE["email"], "game": "chess", "hash": upper_case}, "result_upper_case")


def brands():
    """Digests with the labelled keys of two brands."""
    for scheme in MESSAGES:
        body = page(scheme, JANE, digest_of(scheme, JANE))
        keys = [{**STRANGE, "kid": "web"}, {"text": SECRETS[scheme], "kid": "ios"}]
        yield case("other-brand", "signed with the key of the other platform", scheme, body, "other_key", CHECKS, verified=True, keys=keys)


def shared_keys():
    for scheme in MESSAGES:
        good = page(scheme, JANE, digest_of(scheme, JANE))
        for name, key, code in [
            ("empty", {"text": ""}, "secret_empty"), ("blank", {"text": " \n"}, "secret_empty"), ("pem", PUBLIC, "secret_is_pem"),
            ("private-pem", {"file": "rsa-2048.private.pem"}, "secret_is_pem"),
            ("bom", {"text": "\ufeff" + SECRETS[scheme]}, "secret_encoding"), ("nul", {"text": SECRETS[scheme] + "\0"}, "secret_encoding"),
            ("utf16", {"hex": SECRETS[scheme].encode("utf-16").hex()}, "secret_encoding"),
            ("bytes", {"hex": hashlib.sha256(b"secret").hexdigest()}, "secret_encoding"),
        ]:
            yield case(f"key-{name}", "a secret that cannot be read", scheme, good, code, keys=[key], field="keys[0]")


def bodies():
    good = compact(page("bookbag", JANE, digest_of("bookbag", JANE)))
    jwt = token(claims_of(JANE))
    for scheme, name, body in [
        ("bookbag", "empty", ""), ("bookbag", "form", urllib.parse.urlencode(json.loads(good))), ("bookbag", "list", f"[{good}]"),
        ("bookbag", "cut", good[:-1]), ("bookbag", "text", compact(good)), ("bookbag", "twice", good[:-1] + ',"user_id":"user-123"}'),
        ("fernand", "single-quotes", "{'email':'jane@example.com'}"), ("thread", "comma", '{"appId":"YOUR_APP_ID",}'),
        ("reamaze", "twice", '{"id":"1","id":"2","email":"jane@example.com","authkey":"x"}'),
        ("orlo", "token", jwt), ("orlo", "twice", f'{{"jwt":"{jwt}","jwt":"{jwt}"}}'),
    ]:
        yield case(f"body-{name}", "not one JSON object with each member once", scheme, body, "fields_malformed")
    for scheme, name, count in [("bookbag", "50-megabytes", 50_000_000), ("orlo", "50-megabytes", 50_000_000), ("fernand", "140000", 140_000)]:
        yield case(f"body-{name}", "refused by size", scheme, [f'{{"{SIGNATURES[scheme]}":"', "x", count, '"}'], "fields_too_large")


# --- Tokens ----------------------------------------------------------------------------------

CLAIMS = {"name": "Jane Doe", "isLoggedIn": True, "email": "jane@example.com"}
TIMES = {"iat": NOW - 5, "exp": NOW + 600}
GOOD = {**CLAIMS, **TIMES}
EXPIRED = {**CLAIMS, "iat": NOW - 4200, "exp": NOW - 3600}


def sent(name, comment, value, first, *also, **more):
    return case(name, comment, "orlo", {"jwt": value}, first, also, **more)


def hs256(claims, secret):
    text = signing_input(claims, '{"alg":"HS256","typ":"JWT"}')
    return f"{text}.{b64url(mac('sha256')(as_bytes(secret), text.encode()))}"


def unsecured(claims):
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


def wrapped_by_rsa():
    """The same form with a key that is wrapped: nobody unwraps it, so that any 256 bytes will do."""
    parts = encrypted().split(".")
    return ".".join([b64url('{"alg":"RSA-OAEP","enc":"A128CBC-HS256"}'), b64url(rsa_sign(b"any")), *parts[2:]])


def token_forms():
    good = token(GOOD)
    header, payload, signature = good.split(".")
    for name, value in [("number", 5), ("list", ["not", "one"]), ("bool", True)]:
        yield sent(f"form-{name}", "a token is text", value, "token_not_text")
    for name, value in [("object", {"token": good}), ("object-jwt", {"jwt": good}), ("object-text", compact({"token": good})),
                        ("object-text-spaces", json.dumps({"jwt": good}, indent=2))]:
        yield sent(f"form-{name}", "the whole answer of the site's server, not the token in it", value, "token_in_object")
    for name, value, code in [
        ("quoted", f'"{good}"', "token_quoted"), ("single-quoted", f"'{good}'", "token_quoted"),
        ("bearer", f"Bearer {good}", "token_bearer"), ("bearer-lower-case", f"bearer {good}", "token_bearer"),
        ("url-encoded", good.replace(".", "%2E"), "token_url_encoded"), ("url-encoded-lower-case", good.replace(".", "%2e"), "token_url_encoded"),
        ("cut-signature", good[:-10], "token_cut"), ("cut-half", good[:len(good) - len(signature) // 2], "token_cut"),
        ("cut-255", good[:255], "token_cut"), ("cut-last-part", f"{header}.{payload}", "token_cut"),
        ("cut-payload", f"{header}.{payload[:40]}", "token_cut"),
        ("digest", hmac_hex("a-secret", JANE["email"]), "token_is_digest"),
        ("encrypted", encrypted(), "token_encrypted"), ("encrypted-rsa", wrapped_by_rsa(), "token_encrypted"),
        ("word", "hello", "token_malformed"), ("none", "None", "token_malformed"), ("empty", "", "token_malformed"),
        ("email", "jane@example.com", "token_malformed"), ("four-parts", f"{good}.{signature}", "token_malformed"),
        ("header-not-json", token(GOOD, "RS256"), "token_malformed"), ("payload-not-json", token("name=Jane Doe"), "token_malformed"),
        ("payload-list", token([GOOD]), "token_malformed"), ("payload-twice", token(compact(GOOD)[:-1] + ',"name":"x"}'), "token_malformed"),
        ("base64-percent", f"{header}.{payload[:20]}!{payload[21:]}.{signature}", "token_malformed"),
        ("base64-standard", sealed(f"{header}.{standard(as_bytes(compact({**CLAIMS, 'a': '~~???>>>'})))}"), "token_malformed"),
    ]:
        yield sent(f"form-{name}", "no token in compact form as it stands", value, code)
    yield sent("form-too-large", "a picture among the claims", token({**GOOD, "picture": "data:image/png;base64," + "A" * 6500}),
               "token_too_large")
    yield case("form-8193", "8192 bytes are the most", "orlo", ['{"jwt":"', "x", 8193, '"}'], "token_too_large")


def token_wrappers():
    good = token(GOOD)
    for name, value, first in [
        ("jwt", f"JWT {good}", "token_bearer"), ("header", f"Authorization: Bearer {good}", "token_bearer"),
        ("lines", "\n".join(good[at:at + 64] for at in range(0, len(good), 64)), "token_quoted"),
        ("python", f"b'{good}'", "token_quoted"), ("twice-quoted", json.dumps(json.dumps(good)), "token_quoted"),
        ("list", [good], "token_in_object"), ("list-text", json.dumps([good]), "token_in_object"),
        ("nested", {"data": {"token": good}}, "token_in_object"),
    ]:
        yield sent(f"wrapper-{name}", "something stands around the token", value, first)
    yield case("wrapper-name", "the token stands under another name", "orlo", {"jwt": None, "token": good}, "field_misspelt")
    yield sent("claim-game", "another claim is not a misspelt one", token({"game": "chess", "isLoggedIn": True}), "claim_missing")


def token_headers():
    pem = key_text("rsa-2048.public.pem")
    refused = "algorithm_refused"
    yield sent("alg-none", "unsigned", unsecured(GOOD), refused)
    yield sent("alg-hs256", "a shared secret, as most JWT samples have it", hs256(GOOD, "your-256-bit-secret"), refused)
    for alg, digest in [("RS384", "sha384"), ("RS512", "sha512")]:
        text = signing_input(GOOD, compact({"typ": "JWT", "alg": alg}))
        yield sent(f"alg-{alg.lower()}", "another algorithm, well signed", sealed(text, "rsa-2048", digest), refused)
    for alg in ["ps256", "es256", "eddsa"]:
        yield sent(f"alg-{alg}", "another algorithm, well signed", key_text(f"{alg}.token.txt"), refused)
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
        yield sent(f"time-{name}", "well signed, and its times are not now", token({**CLAIMS, **more}), code, field=field)

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
        yield sent(f"claim-{name}", "well signed, and not what the scheme says", token(payload), code, field=field)


def token_several():
    """First what the verifier meets first: form, header, signature, time, claims."""
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
        ("none-nameless", unsecured(nameless), "algorithm_refused", ["claim_missing"]),
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


def public_keys():
    good = token(GOOD)
    pem = key_text("rsa-2048.public.pem")
    one_line = pem.replace("\n", "\\n")
    in_base64 = standard(as_bytes(pem))
    for name, text, code, *also in [
        ("literal-newlines", one_line, "key_literal_newlines"), ("literal-crlf", pem.replace("\n", "\\r\\n"), "key_literal_newlines"),
        ("base64", in_base64, "key_base64"), ("base64-lines", base64.encodebytes(as_bytes(pem)).decode(), "key_base64"),
        ("quoted", f'"{one_line}"', "key_quoted", "key_literal_newlines"),
        ("single-quoted", f"'{one_line}'", "key_quoted", "key_literal_newlines"),
        ("quoted-base64", f'"{in_base64}"', "key_quoted", "key_base64"),
        ("secret", "your-256-bit-secret", "key_malformed"), ("cut", pem[:200], "key_malformed"),
    ]:
        yield sent(f"key-{name}", "a key as an environment variable spoils it, or no key", good, code, *also, keys=[{"text": text}],
                   field="keys[0]")
    for file, code in {
        "rsa-2048.private.pem": "key_private", "rsa-2048.private.pkcs1.pem": "key_private", "certificate.pem": "key_certificate",
        "rsa-1024.public.pem": "key_too_short", "encrypted.pkcs8.pem": "key_encrypted", "encrypted.legacy.pem": "key_encrypted",
        "ec-p256.public.pem": "key_unsupported", "ed25519.public.pem": "key_unsupported", "openssh.private.pem": "key_unsupported",
        "ssh.public.txt": "key_unsupported", "empty.pem": "key_empty", "two-keys.public.pem": "key_malformed",
        "rsa-e1.public.pem": "key_malformed",
    }.items():
        yield sent(f"key-{file}", "a key that cannot be read", good, code, keys=[{"file": file}], field="keys[0]")
