"""explain.json: right bodies that look like mistakes, and wrong ones that no mistake explains."""

import base64
import hashlib
import html
import itertools
import uuid

import parts
from cases_explain import HEX_SECRET, STRANGE, UUID, correct, text_schemes
from cases_verify import needed_settings
from catalogue import JANE, read, secret_of, sign, visitor_of
from planted import plant, with_first
from writings import component, decomposed, misread, standard

IDS = {
    "html": "a&amp;b", "html-decimal": "o&#39;brien", "url": "jane%2Btag", "percent": "100%", "plus": "jane+doe", "grouped": "12,637",
    "grouped-space": "12 637",
    "decimals": "12637.00", "exponent": "1e5", "zeros": "00042", "sign": "+42", "negative": "-42", "big": "9007199254740993",
    "huge": "1234567890123456789012345",
    "guid": "3F2504E0-4F89-41D3-9A0C-0305E82C3301", "uuid-bare": uuid.UUID(UUID).hex, "uuid-braces": f"{{{UUID}}}",
    "urn": f"urn:uuid:{UUID}", "gid": "gid://shopify/Customer/7",
    "gid-base64": standard("gid://shopify/Customer/7"), "object-id": "507f1f77bcf86cd799439011",
    "object-id-call": 'ObjectId("507f1f77bcf86cd799439011")', "prefix": "user-123", "auth0": "auth0|5f7c8ec7c33c6c004bbafe82",
    "base64": standard("user-123"), "base64url": base64.urlsafe_b64encode(b"~user?7").decode(), "hex": b"user-123".hex(),
    "63-digits": hashlib.sha256(b"user-123").hexdigest()[1:], "md5": hashlib.md5(b"user-123").hexdigest(),
    "json": '"user-123"', "json-object": '{"id":7}', "escaped": "jane\\u002Ddoe", "slashes": "team\\/7", "backslash": "ACME\\jane",
    "quotes": "'user-123'", "curly": "\u201cjane\u201d",
    "accent": "ren\u00e9", "accent-apart": decomposed("ren\u00e9"), "misread": misread("ren\u00e9"), "question-mark": "jos?",
    "full-width": "\uff11\uff12", "no-break": "jane\u00a0doe",
    "word": "undefined", "none": "None", "zero": "0", "object": "[object Object]", "template": "{{ user.id }}",
    "token": "eyJhbGciOiJIUzI1NiJ9.e30.x", "hash": "sha256=user", "bytes": "b'user-123'", "list": "[1,2,3]",
    "dollar": "$USER", "name": "NAME=value",
}
EMAILS = {
    "punycode": "jane@" + "m\u00fcller.example".encode("idna").decode(), "domain": "jane@m\u00fcller.example",
    "capitals": "JANE@EXAMPLE.COM", "plus": "jane+tag@example.com",
    "apostrophe": "o'brien@example.com", "html": html.escape("o'brien@example.com"), "url": component("jane+tag@example.com"),
    "misread": misread("jos\u00e9@example.com"), "apart": decomposed("jos\u00e9@example.com"),
    "question-mark": "jos?@example.com", "quoted": '"jane doe"@example.com',
}
SECRETS = {
    "dollar": "kR7v$Xm2L$Qt9Zs8w", "hash": "kR7vXm2Lq9#Qt9Zs8w", "name": "NAME=kR7vXm2Lq9Qt9Zs8w", "space": "correct horse battery staple",
    "hex": HEX_SECRET, "base64": standard(b"a secret of a few bytes!!"),
    "base64-twice": standard(standard("a-secret-of-a-shop")), "quotes": '"kR7vXm2Lq9Qt9Zs8w"', "html": "kR7v&amp;Xm2Lq9Qt9Zs8w",
    "url": "kR7v%2FXm2L%3D%3D", "backslash": "kR7\\vXm2\\Lq9\\n", "capitals": "D41C0E9B7A5F4E63B2A8C97D10F6E235",
    "word": "undefined", "changeme": "changeme", "accent": "schl\u00fcssel-47-gr\u00f6\u00dfe", "label": "Bearer kR7vXm2Lq9Qt9Zs8w",
    "variable": "${BOOKBAG_SECRET}",
}


def cases():
    yield from ids_and_emails()
    yield from secrets()
    yield from digests()
    yield from unknown()


def right(name, comment, scheme, visitor, secret=None):
    of = read(scheme)
    secret = secret or secret_of(of)
    visitor = visitor_of(of, with_first({**JANE, **visitor}))
    return correct(f"right-{name}", comment, scheme, sign(of, visitor, secret=secret).fields, keys=[{"text": secret}],
                   settings=needed_settings(of))


def ids_and_emails():
    comment = "signed as sent, although it looks like a mistake"
    by_id = itertools.cycle(["bookbag", "reamaze", "bookbag", parts.ALTERNATIVES, "chatwoot", parts.BASE64])
    by_email = itertools.cycle(["fernand", "thread", "reamaze", "crisp"])
    for name, text in IDS.items():
        yield right(f"id-{name}", comment, next(by_id), {"id": text})
    for name, text in EMAILS.items():
        yield right(f"email-{name}", comment, next(by_email), {"email": text})


def secrets():
    schemes = itertools.cycle([*text_schemes(), "magicbell"])
    for name, secret in SECRETS.items():
        yield right(f"secret-{name}", "the secret of both sides, although it looks like a mistake", next(schemes), {}, secret)


def digests():
    """Digests that begin or end in an odd way."""
    for name, scheme, fits in [
        ("zero", "bookbag", lambda text: text.startswith("0")), ("two-zeros", "fernand", lambda text: text.startswith("00")),
        ("0e", "reamaze", lambda text: text.startswith("0e")),
        ("digits", "thread", lambda text: text[:12].isdigit()), ("letters", "bookbag", lambda text: text[:5].isalpha()),
        ("last-zeros", "bookbag", lambda text: text.endswith("00")),
        ("plus", "magicbell", lambda text: text.startswith("+")), ("slash", "magicbell", lambda text: text.startswith("/")),
    ]:
        for number in itertools.count(1):
            visitor = {**JANE, "id": f"user-{number}", "email": f"jane{number}@example.com"}
            if fits(sign(scheme, visitor_of(scheme, visitor)).signature):
                break
        yield right(f"digest-{name}", "a digest that looks as if it were cut or a number", scheme,
                    {"id": visitor["id"], "email": visitor["email"]})


def unknown():
    """Another shop's secret, for texts of many forms. core/tests/explain_unknown.rs tries more."""
    comment = "another shop's secret"
    for name in ["html", "grouped", "uuid-bare", "gid", "base64", "63-digits", "escaped", "accent", "auth0", "big", "word", "object-id"]:
        yield plant(f"unknown-id-{name}", comment, "bookbag", "secret_unknown", sent={"id": IDS[name]}, secret=STRANGE["text"])
    for name in ["punycode", "html", "url", "misread"]:
        yield plant(f"unknown-email-{name}", comment, "fernand", "secret_unknown", sent={"email": EMAILS[name]}, secret=STRANGE["text"])
    for name in ["dollar", "hash", "name", "space", "hex", "base64", "html", "label"]:
        yield plant(f"unknown-secret-{name}", comment, "thread", "secret_unknown", key=SECRETS[name], secret=STRANGE["text"])
