"""explain.json: the changes that no other file plants, each where it can happen: in a field that is signed or sent, in a secret that
the site uses or explain is given, and in a digest."""

import html
import unicodedata

from cases_explain import UUID
from planted import plant
from writings import html_characters, html_twice, misread, standard, url, with_slashes

PLAIN = "d41c0e9b7a5f4e63b2a8c97d10f6e235"
MARKED = "kR7v&Xm2L'Qt9<Zs8w"
ACCENTS = "schl\u00fcssel-gr\u00fcn-kR7vXm2L"
COMMENT = "a change of the table"


def cases():
    for what, code, sent, signed in messages():
        word = "email" if "@" in sent else "id"
        scheme = "fernand" if word == "email" else "bookbag"
        yield plant(f"table-{what}", COMMENT, scheme, code, sent={word: sent}, signed={word: signed})
    record = {"id": "user-123", "email": "jane@example.com", "attributes": {"uuid": UUID, "number": 4711}}
    for what, signed, also in [("uuid", UUID, []), ("number", "4711", []), ("case", UUID.upper(), ["message_case"])]:
        yield {**plant(f"table-record-{what}", "another column of the site's record", "bookbag", "other_field", *also, message=signed),
               "visitor": record}
    for what, code, key, secret in secrets():
        yield plant(f"table-key-{what}", COMMENT, "bookbag", code, key=key, secret=secret)
    for what, code, write in results():
        yield plant(f"table-written-{what}", COMMENT, "bookbag", code, write=write)


def messages():
    """What the page sends, and what the site signed."""
    for word in ["NULL", "nil", "0", "<%= user.id %>"]:
        yield f"word-{word}", "message_empty", "user-123", word
    yield "base64-of-line", "message_encoded", "user-123", standard("user-123\n")
    yield "base64-twice", "message_encoded", "user-123", standard(standard("user-123"))
    yield "from-base64-twice", "message_encoded", standard(standard("user-123")), "user-123"
    yield "form-signed", "message_url_encoded", "jane doe 7", "jane+doe+7"
    yield "form-sent", "message_url_encoded", "jane+doe+7", "jane doe 7"
    yield "url-twice-signed", "message_url_encoded", "jane+tag@example.com", url(url("jane+tag@example.com"))
    yield "url-twice-sent", "message_url_encoded", url(url("jane+tag@example.com")), "jane+tag@example.com"
    yield "html-twice-signed", "message_html_escaped", "o'brien@example.com", html_twice("o'brien@example.com")
    yield "html-twice-sent", "message_html_escaped", html_twice("o'brien@example.com"), "o'brien@example.com"
    yield "byte-order-mark-sent", "message_space", "\ufeffuser-123", "user-123"
    yield "no-break-sent", "message_space", "jane\u00a0doe", "jane doe"
    yield "plus-sent", "message_number", "+12637", "12637"
    yield "zeros-sent", "message_number", "0012637", "12637"
    yield "salesforce-sent", "message_identifier", "0035g00000XyZabAAF", "0035g00000XyZab"
    yield "slashes-sent", "message_escaped", with_slashes("o'brien@example.com"), "o'brien@example.com"
    twice = misread(misread("jos\u00e9@example.com"))
    yield "misread-twice-signed", "message_charset", "jos\u00e9@example.com", twice
    yield "misread-twice-sent", "message_charset", twice, "jos\u00e9@example.com"


def secrets():
    """The secret that explain is given, and the one that the site used."""
    for word in ["NULL", "0", "NaN", "{{ user.id }}", "anonymous"]:
        yield f"word-{word}", "secret_word", PLAIN, word
    for form in ["NFC", "NFD", "NFKC"]:
        key = unicodedata.normalize("NFD" if form == "NFC" else "NFC", ACCENTS + "\ufb01")
        yield f"unicode-{form}", "secret_charset", key, unicodedata.normalize(form, key)
    yield "capital", "secret_case", "kR7vXm2L-qt9zs8w", "KR7vXm2L-qt9zs8w"
    yield "capital-words", "secret_case", "correct-horse-battery", "correct-horse-battery".title()
    yield "html-twice-used", "secret_escaped", MARKED, html_twice(MARKED)
    yield "html-twice-given", "secret_escaped", html_twice(MARKED), MARKED
    yield "html-decimal-given", "secret_escaped", html_characters(html.escape(MARKED, quote=False), "&#{};", "'"), MARKED
    yield "url-twice-used", "secret_escaped", MARKED, url(url(MARKED))
    yield "url-twice-given", "secret_escaped", url(url(MARKED)), MARKED
    yield "misread-1252", "secret_charset", "schl\u00fcssel\u20ac-kR7vXm2L", misread("schl\u00fcssel\u20ac-kR7vXm2L")
    yield "misread-twice", "secret_charset", ACCENTS, misread(misread(ACCENTS))
    yield "misread-twice-latin-1", "secret_charset", ACCENTS, misread(misread(ACCENTS, "latin-1"), "latin-1")
    yield "first-line", "secret_cut", f"{PLAIN}\n# the former one", PLAIN
    yield "padding-given", "secret_cut", standard("a secret of 25 characters").rstrip("="), standard("a secret of 25 characters")


def results():
    """How the digest is written."""
    yield "html-twice", "result_escaped", lambda raw: "&amp;quot;" + raw.hex() + "&amp;quot;"
    yield "url-twice", "result_url_encoded", lambda raw: url(url(standard(raw)))
    yield "tabs", "result_space", lambda raw: "\t" + raw.hex() + "\t"
    yield "curly-quotes", "result_quotes", lambda raw: "\u201c" + raw.hex() + "\u201d"
