"""digest.json: the one line of code of the vendors' pages, over exact bytes."""

from catalogue import at_length, of_kind, reference, secret_of, settings_of
from tools import as_bytes, hmac_hex

RFC_4231 = [
    ("2", "Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    ("4", bytes(range(1, 26)).decode(), b"\xcd" * 50, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
]
FERNAND = ("6fdc0085d97cc621edcc0333fd93ef220f0eb1ce", "richard@piedpiper.com",
           "fc3cf30c76a8b5c1c875b79c53a36bd8e2d653a1ec00c11fff538583ef759244")
BY_OPENSSL = [
    ("empty-message", "an empty message has a digest too", None, ""),
    ("non-ascii", "key and message are the bytes of their UTF-8", "clé-ключ-鍵-🔑-0123456789", "zoë@exämple.com"),
    ("nfc", "é as one character", None, "ren\u00e9@example.com"),
    ("nfd", "é as e with an accent: other bytes, another digest", None, "rene\u0301@example.com"),
    ("long-key", "a key of 100 bytes is longer than a block and is hashed first", "k" * 100, "user-123"),
    ("block-key", "a key of exactly one block", "k" * 64, "user-123"),
    ("nul-newline", "NUL and newline are ordinary bytes", None, "a\0b\nc\r\n"),
]


COMPARE = "Python's hmac and openssl dgst -mac HMAC"


def cases():
    for scheme in of_kind(is_token=False):
        yield from (of_text_and_hex(scheme) if at_length(scheme) else of_form(scheme))
    yield case("published", "the digest that Fernand's page prints", "Fernand's page", "fernand", FERNAND[0], FERNAND[1],
               published(*FERNAND))


def of_text_and_hex(scheme):
    for number, key, message, expected in RFC_4231:
        yield case(f"rfc4231-{number}", f"RFC 4231, test case {number}", "RFC 4231, section 4", scheme, key, message,
                   published(key, message, expected))
    secret = secret_of(scheme)
    for name, comment, key, message in BY_OPENSSL:
        yield case(name, comment, COMPARE, scheme, key or secret, message, hmac_hex(key or secret, message))
    big = case("megabyte", "a message of a million letters", COMPARE, scheme, secret, b"", hmac_hex(secret, b"a" * 1_000_000))
    del big["message_hex"]
    yield {**big, "message_repeat": ["", "a", 1_000_000, ""]}


def of_form(scheme):
    """One digest in the scheme's own form: its hash, how it reads the secret, how it writes the result."""
    secret, message = secret_of(scheme), "zoë@exämple.com\0"
    yield case("digest", "the bytes of a message in the form that the vendor reads", COMPARE, scheme, secret, message,
               scheme.digest(secret, message))


def published(key, message, expected):
    if hmac_hex(key, message) != expected:
        raise SystemExit("a published digest is copied wrongly")
    return expected


def case(name, comment, source, scheme, secret, message, digest):
    settings, scheme = settings_of(scheme), reference(scheme)
    return {"id": f"{scheme['scheme']}-{name}", "comment": comment, "source": source, **scheme, "secret": secret,
            **({"settings": settings} if settings else {}),
            "message_hex": as_bytes(message).hex(), "digest": digest}
