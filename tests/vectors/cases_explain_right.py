"""explain.json: right bodies that look like mistakes, and wrong ones that no mistake explains."""

import hashlib
import html
import itertools
import uuid

import parts
from cases_explain import HEX_SECRET, STRANGE, UUID, case, checks, text_schemes
from cases_verify import needed_settings
from catalogue import JANE, read, secret_of, sign, visitor_of
from planted import plant, with_first
from writings import component, decomposed, misread, standard

IDS = {
    "html": "a&amp;b", "url": "jane%2Btag", "grouped": "12,637", "decimals": "12637.00", "exponent": "1e5", "zeros": "00042",
    "sign": "+42",
    "big": "9007199254740993", "uuid-bare": uuid.UUID(UUID).hex, "uuid-braces": f"{{{UUID}}}", "gid": "gid://shopify/Customer/7",
    "object-id": 'ObjectId("507f1f77bcf86cd799439011")', "prefix": "user-123", "auth0": "auth0|5f7c8ec7c33c6c004bbafe82",
    "base64": standard("user-123"), "hex": b"user-123".hex(), "63-digits": hashlib.sha256(b"user-123").hexdigest()[1:],
    "json": '"user-123"', "escaped": "jane\\u002Ddoe", "backslash": "ACME\\jane", "quotes": "'user-123'",
    "accent-apart": decomposed("ren\u00e9"),
    "misread": misread("ren\u00e9"), "no-break": "jane\u00a0doe", "dollar": "$USER",
}
# Signed rightly, and nobody all the same.
NOBODIES = {"word": "undefined", "template": "{{ user.id }}", "bytes": "b'user-123'"}
EMAILS = {
    "punycode": "jane@" + "m\u00fcller.example".encode("idna").decode(), "capitals": "JANE@EXAMPLE.COM",
    "html": html.escape("o'brien@example.com"), "url": component("jane+tag@example.com"), "misread": misread("jos\u00e9@example.com"),
    "question-mark": "jos?@example.com",
}
SECRETS = {
    "dollar": "kR7v$Xm2L$Qt9Zs8w", "hash": "kR7vXm2Lq9#Qt9Zs8w", "name": "NAME=kR7vXm2Lq9Qt9Zs8w", "space": "correct horse battery staple",
    "hex": HEX_SECRET, "base64-twice": standard(standard("a-secret-of-a-shop")), "quotes": '"kR7vXm2Lq9Qt9Zs8w"',
    "html": "kR7v&amp;Xm2Lq9Qt9Zs8w", "url": "kR7v%2FXm2L%3D%3D", "backslash": "kR7\\vXm2\\Lq9\\n", "word": "undefined",
    "label": "Bearer kR7vXm2Lq9Qt9Zs8w",
}


def cases():
    yield from ids_and_emails()
    yield from secrets()
    yield from digests()
    yield from unknown()


def right(name, comment, scheme, visitor, secret=None, before=()):
    of = read(scheme)
    found = [*before, *checks(of)]
    secret = secret or secret_of(of)
    visitor = visitor_of(of, with_first({**JANE, **visitor}))
    return case(f"right-{name}", comment, scheme, sign(of, visitor, secret=secret).fields, found[0], found[1:], verified=True,
                keys=[{"text": secret}], settings=needed_settings(of))


def ids_and_emails():
    comment = "signed as sent, although it looks like a mistake"
    by_id = itertools.cycle(["bookbag", "reamaze", "bookbag", parts.ALTERNATIVES, "chatwoot", parts.BASE64])
    by_email = itertools.cycle(["fernand", "thread", "reamaze", "crisp"])
    for name, text in IDS.items():
        yield right(f"id-{name}", comment, next(by_id), {"id": text})
    for name, text in NOBODIES.items():
        yield right(f"id-{name}", "signed as sent, but it identifies nobody", next(by_id), {"id": text}, before=["check_identity"])
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
    for name in ["html", "grouped", "uuid-bare", "base64", "63-digits", "auth0"]:
        yield plant(f"unknown-id-{name}", comment, "bookbag", "secret_unknown", sent={"id": IDS[name]}, secret=STRANGE["text"])
    for name in ["punycode", "misread"]:
        yield plant(f"unknown-email-{name}", comment, "fernand", "secret_unknown", sent={"email": EMAILS[name]}, secret=STRANGE["text"])
    for name in ["dollar", "name", "space", "base64-twice"]:
        yield plant(f"unknown-secret-{name}", comment, "thread", "secret_unknown", key=SECRETS[name], secret=STRANGE["text"])
