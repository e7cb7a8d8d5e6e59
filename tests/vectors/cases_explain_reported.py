"""explain.json: what integrators have reported, in issues and questions, about HMACs in any language, and what such servers,
databases and settings are known to do."""

import base64
import hashlib
import uuid

from cases_explain import UUID
from planted import plant
from tools import compact, hash_of, hmac_hex, hmac_of
from writings import standard, url

SECRET = "d41c0e9b7a5f4e63b2a8c97d10f6e235"
EMAIL = "jane@example.com"
JOSE = "jos\u00e9@example.com"
OBJECT_ID = "507f1f77bcf86cd799439011"
SVIX = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


def cases():
    for what, scheme, first, sent, signed in texts():
        word = "email" if scheme == "fernand" else "id"
        yield plant(f"reported-{what}", "reported, or known of such servers", scheme, first, sent={word: sent}, signed={word: signed},
                    key=SECRET)
    for what, codes, key, used in secrets():
        yield plant(f"reported-key-{what}", "reported, or known of such servers", "bookbag", *codes, key=key, secret=used)
    yield plant("reported-key-app-id", "the App ID in place of the secret", "thread", "secret_is_field", key=SECRET, secret="YOUR_APP_ID")
    for what, code, make in methods():
        yield plant(f"reported-{what}", "reported, or known of such servers", "bookbag", code, key=SECRET, make=make)
    for what, codes, write in digests():
        yield plant(f"reported-written-{what}", "reported, or known of such servers", "bookbag", *codes, key=SECRET, write=write)
    answer = {"hash": hmac_hex(SECRET, "user-123")}
    yield plant("reported-answer", "the server's whole answer", "bookbag", "field_misspelt", key=SECRET, user_hash=answer)
    yield plant("reported-answer-list", "a list of one", "bookbag", "result_quotes", key=SECRET, user_hash=[answer["hash"]])


def texts():
    """What the page sends, and what the site signed."""
    dash = "jan\u2013doe"
    for what, first, sent, signed in [
        ("django-template", "message_html_escaped", "o&#x27;brien@example.com", "o'brien@example.com"),
        ("url-in-page", "message_url_encoded", "jane%2Btag%40example.com", "jane+tag@example.com"),
        ("escapejs", "message_escaped", "jane\\u002Ddoe@example.com", "jane-doe@example.com"),
        ("latin-1", "message_charset", JOSE, JOSE.encode("latin-1")), ("lost-accent", "message_charset", JOSE, "jos\ufffd@example.com"),
        # Java: charset.encode(text).array() is longer than the text.
        ("byte-buffer", "message_space", "jane.doe.smith@example.com", "jane.doe.smith@example.com\0\0"),
        # validator.js: normalizeEmail
        ("gmail-dots", "message_address", "jane.doe@gmail.com", "janedoe@gmail.com"),
        ("gmail-tag", "message_address", "jane+tag@gmail.com", "jane@gmail.com"),
        ("googlemail", "message_address", "jane@googlemail.com", "jane@gmail.com"),
        ("turkish-locale", "message_case", "INFO@EXAMPLE.COM", "\u0131nfo@example.com"),
        ("gravatar", "message_hashed", EMAIL, hashlib.md5(EMAIL.encode()).hexdigest()),
        ("hashed-email", "message_hashed", EMAIL, hashlib.sha256(EMAIL.encode()).hexdigest()),
        ("name-and-address", "other_field", EMAIL, f"Jane Doe <{EMAIL}>"), ("mailto", "message_identifier", EMAIL, f"mailto:{EMAIL}"),
    ]:
        yield what, "fernand", first, sent, signed
    for what, first, sent, signed in [
        ("localized-number", "message_number", "12,637", "12637"),
        ("encoding-unicode", "message_charset", "user-123", "user-123".encode("utf-16-le")),
        # Node before version 6: update() took the low byte of each UTF-16 unit.
        ("node-binary", "message_charset", dash, bytes(ord(one) & 255 for one in dash)),
        ("char-20", "message_space", "user-123", "user-123".ljust(20)),
        ("char-36", "message_space", "user-123", "user-123".ljust(36)), ("python-bytes", "message_quotes", "user-123", "b'user-123'"),
        ("python-tuple", "message_quotes", "42", "(42,)"), ("list", "message_quotes", "user-123", '["user-123"]'),
        ("object", "message_json_quoted", "user-123", '{"user_id":"user-123"}'),
        ("query", "message_json_quoted", "user-123", "user_id=user-123"),
        ("arabic-digits", "message_number", "12637", "\u0661\u0662\u0666\u0663\u0667"),
        ("php-float", "message_number", "1234567890123456789", "1.2345678901235E+18"),
        ("printf-g", "message_number", "12345678", f"{12345678:g}"), ("32-bits", "message_number", str(2**32 + 12637), "12637"),
        ("joined", "other_field", "user-123", f"user-123{EMAIL}"), ("template", "message_empty", "user-123", "{{ customer.id }}"),
        ("promise", "message_empty", "user-123", "[object Promise]"), ("minus-one", "message_empty", "user-123", "-1"),
        ("empty-guid", "message_empty", UUID, str(uuid.UUID(int=0))),
        ("salesforce", "message_identifier", "0035g00000XyZab", "0035g00000XyZabAAF"),
        ("guid-bytes", "message_identifier", UUID, uuid.UUID(UUID).bytes_le.hex()),
        ("uuid-bytes", "message_identifier", UUID, uuid.UUID(UUID).bytes),
        ("uuid-short", "message_identifier", base64.urlsafe_b64encode(uuid.UUID(UUID).bytes).decode().rstrip("="), UUID),
        ("uuid-repr", "message_identifier", UUID, repr(uuid.UUID(UUID))),
        ("object-id-node", "message_identifier", OBJECT_ID, f"new ObjectId('{OBJECT_ID}')"),
        ("relay", "message_identifier", standard("User:7"), "7"), ("environment", "message_identifier", "user-123", "staging-user-123"),
        ("sha256-first", "message_hashed", "user-123", hashlib.sha256(b"user-123").digest()),
    ]:
        yield what, "bookbag", first, sent, signed


def secrets():
    """What explain is given, and what the site signed with."""
    plain = "kHvXm2Lq9QtZs8wHc4bNy6Px"
    yield from [
        # Bytes as the characters of Latin-1, and those in UTF-8: node-geocoder, CyberChef, CryptoJS.
        ("binary-base64", ("secret_base64", "secret_charset"), plain, base64.b64decode(plain).decode("latin-1").encode()),
        ("binary-hex", ("secret_hex", "secret_charset"), SECRET, bytes.fromhex(SECRET).decode("latin-1").encode()),
        ("whsec", ("secret_base64",), SVIX, base64.b64decode(SVIX.removeprefix("whsec_"))),
        ("whsec-removed", ("secret_name",), SVIX, SVIX.removeprefix("whsec_")),
        ("laravel", ("secret_base64",), f"base64:{standard(bytes.fromhex(SECRET))}", bytes.fromhex(SECRET)),
        ("reference", ("secret_name",), SECRET, "${env:BOOKBAG_SECRET}"),
        ("json", ("secret_name",), SECRET, compact({"BOOKBAG_SECRET": SECRET})),
        ("angles", ("secret_quotes",), SECRET, f"<{SECRET}>"), ("semicolon", ("secret_quotes",), SECRET, f"{SECRET};"),
        ("comma", ("secret_quotes",), SECRET, f'"{SECRET}",'),
        ("parenthesis", ("secret_quotes",), SECRET, f"({SECRET}"), ("twice", ("secret_escaped",), SECRET, SECRET * 2),
        ("sha256", ("secret_hashed",), SECRET, hashlib.sha256(SECRET.encode()).digest()),
        ("sha256-hex", ("secret_hashed",), SECRET, hashlib.sha256(SECRET.encode()).hexdigest()),
        ("md5", ("secret_hashed",), SECRET, hashlib.md5(SECRET.encode()).hexdigest()),
        ("percent", ("secret_escaped",), "kR7v%Xm2LQt9", "kR7v%%Xm2LQt9"),
        ("newline", ("secret_escaped",), "kR7v\\nQt9Zs8w", "kR7v\nQt9Zs8w"),
        ("equals", ("secret_cut",), "kR7vXm2Lq9=Qt9Zs8w", "kR7vXm2Lq9"),
        ("exclamation", ("secret_escaped",), "kR7v!Xm2LQt9", "kR7v\\!Xm2LQt9"),
    ]


def methods():
    def again(make):
        return lambda secret, message: make(secret, hmac_of("sha256", secret, message).hex().encode())

    yield from [
        ("joined-bar", "no_hmac", lambda secret, message: hash_of("sha256", message + b"|" + secret)),
        ("md5-of-hmac", "hashed_twice", again(lambda _, digest: hash_of("md5", digest))),
        ("hmac-of-hmac", "hashed_twice", again(lambda secret, digest: hmac_of("sha256", secret, digest))),
        ("sha512-256", "other_hash", lambda secret, message: hmac_of("sha512-256", secret, message)),
        ("sha224", "other_hash", lambda secret, message: hmac_of("sha224", secret, message)),
    ]


def digests():
    yield from [
        # Node: digest("binary") in a Buffer, in UTF-8.
        ("binary-hex", ("result_bytes",), lambda raw: raw.decode("latin-1").encode().hex()),
        ("binary-base64", ("result_bytes",), lambda raw: standard(raw.decode("latin-1"))),
        ("base64-twice", ("result_base64",), lambda raw: standard(standard(raw))),
        ("hex-of-base64", ("result_hex_twice",), lambda raw: standard(raw).encode().hex()),
        # Liquid: hmac_sha256 | base64_encode | url_encode
        ("liquid", ("result_url_encoded", "result_base64"), lambda raw: url(standard(raw.hex()))),
        ("halopsa", ("result_prefix",), lambda raw: f"sha256= {raw.hex()}"),
        ("json", ("result_prefix",), lambda raw: compact({"user_hash": raw.hex()})),
        ("token-like", ("result_prefix",), lambda raw: f"user-123.{raw.hex()}"),
        ("stripe", ("result_prefix",), lambda raw: f"t=1795132800,v1={raw.hex()}"),
        ("dots", ("result_cut",), lambda raw: f"{raw.hex()[:32]}..."),
    ]
