"""explain.json: texts that templates, transports, charsets and languages change, on the way to the signature or to the page."""

import base64
import collections
import html
import itertools
import json
import uuid

import parts
from catalogue import JANE
from planted import payload_of, plant
from writings import (component, decomposed, escaped_by_javascript, form, grouped, grouped_as_in_india, html_characters,
                      html_named,
                      html_twice, in_javascript, in_json, in_lines, lower_digits, misread, rounded_by_javascript, standard, url,
                      whole_uri, with_slashes, without_marks)

EMAIL = "jane@example.com"
OBRIEN = "o'brien@example.com"
AND = "r&d@example.com"
PLUS = "jane+tag@example.com"
JOSE = "jos\u00e9@example.com"
CURLY = "o\u2019brien@example.com"
UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
OBJECT_ID = "507f1f77bcf86cd799439011"
UMLAUT = "jane@m\u00fcller.example"
SIGNED, SENT, BOTH = "signed", "sent", "both"
# The first so many changes of a code are made both ways. The further ones take turns.
BOTH_WAYS = 3
SCHEMES = {"email": ["fernand", "thread", "reamaze"], "id": ["bookbag", "reamaze"]}


def cases():
    yield from each_way()
    yield from bytes_signed()
    yield from words()
    yield from forms()
    yield from payloads()
    yield from two_at_once()


def changes():
    """A code, a name, the text, the changed text, and on which side the change can be seen."""
    yield from cases_of_letters()
    yield from spaces()
    yield from numbers()
    yield from url_encoded()
    yield from html_escaped()
    yield from code()
    yield from unicode()
    yield from identifiers()
    yield from encoded()


def each_way():
    """The server signs the changed text, and then the page sends it."""
    turns, count = {word: itertools.cycle(names) for word, names in SCHEMES.items()}, collections.Counter()
    for code_, what, text, changed, *sides in changes():
        assert text != changed, what
        count[code_] += 1
        word = "email" if "@" in text else "id"
        name, side = f"{code_.removeprefix('message_')}-{what}", (sides or [BOTH])[0]
        if side == BOTH and count[code_] > BOTH_WAYS:
            side = [SIGNED, SENT][count[code_] % 2]
        if side != SENT:
            yield plant(f"{name}-signed", "the server signs the changed text", next(turns[word]), code_, sent={word: text},
                        signed={word: changed})
        if side != SIGNED:
            scheme = next(turns[word])
            # Re:amaze joins with a colon, which only the id may hold.
            scheme = "thread" if word == "email" and ":" in changed and scheme == "reamaze" else scheme
            yield plant(f"{name}-sent", "the page sends the changed text", scheme, code_, sent={word: changed}, signed={word: text})


def cases_of_letters():
    for what, text, changed in [
        ("upper", EMAIL, EMAIL.upper()), ("domain", "Jane.Doe@example.com", "Jane.Doe@EXAMPLE.COM"),
        ("domain-lower", "Jane.Doe@Example.COM", "Jane.Doe@example.com"), ("first", EMAIL, EMAIL.capitalize()),
        ("words", "jane.doe@example.com", "jane.doe@example.com".title()), ("words-id", "mary ann", "Mary Ann"),
        ("guid", UUID, UUID.upper()), ("beyond-ascii", "\u00e9lodie@example.com", "\u00c9LODIE@EXAMPLE.COM"),
    ]:
        yield "message_case", what, text, changed


def spaces():
    for what, before, after in [
        ("bom", "\ufeff", ""), ("zero-width", "", "\u200b"), ("no-break", "", "\u00a0"), ("marks", "\u202a", "\u202c"),
        ("two", "  ", "  "), ("tab", "", "\t"),
    ]:
        side = SIGNED if what == "tab" else BOTH
        yield "message_space", what, "user-123", f"{before}user-123{after}", side
    yield "message_space", "nul", "user-123", "user-123\0", SIGNED
    yield "message_space", "newline", EMAIL, f"{EMAIL}\n", SIGNED
    yield "message_space", "newlines", EMAIL, f"\r\n{EMAIL}\r\n", SIGNED
    yield "message_space", "no-break-inside", "jane doe", "jane\u00a0doe"
    # Where a character was lost or came in cannot be found from the text that lacks it.
    for what, text, changed, side in [
        ("zero-width-inside", "jane.doe@example.com", "jane.\u200bdoe@example.com", SENT),
        ("soft-hyphen", "jane-doe", "jane\u00ad-doe", SENT),
        ("joiner", "user-123", "user\u2060-123", SENT), ("removed", "jane doe 7", "janedoe7", SIGNED),
        ("collapsed", "mary  ann", "mary ann", SIGNED),
    ]:
        yield "message_space", what, text, changed, side


def numbers():
    for what, separator in [("comma", ","), ("point", "."), ("space", " "), ("apostrophe", "'"), ("curly", "\u2019"),
                            ("no-break", "\u00a0"),
                            ("narrow", "\u202f")]:
        yield "message_number", f"grouped-{what}", "12637", grouped(12637, separator)
    for what, text, changed, *side in [
        ("grouped-millions", "1234567", grouped(1234567, ",")), ("grouped-india", "1234567", grouped_as_in_india(1234567)),
        ("grouped-four", "4711", grouped(4711, ",")), ("decimals", "12637", "12637.00"), ("decimals-comma", "12637", "12637,00"),
        ("decimals-grouped", "12637", f"{12637:,.2f}"), ("double", "12637", str(float(12637))), ("exponent", "12637", "1.2637e4"),
        ("exponent-c", "12637", f"{12637:.4e}"), ("exponent-java", "12345678", "1.2345678E7"),
        ("exponent-go", "12345678", "1.2345678e+07"),
        ("exponent-million", "1000000", "1e+06"), ("plus", "12637", f"{12637:+}"), ("zeros", "12637", f"{12637:08}"),
        ("zeros-many", "7", f"{7:010}"),
    ]:
        yield "message_number", what, text, changed, *side
    for what, number in [("2-53", 9007199254740993), ("17-digits", 10203040506070809), ("snowflake", 175928847299117063),
                         ("19-digits", 1234567890123456789)]:
        yield "message_number", f"rounded-{what}", str(number), rounded_by_javascript(number)


def url_encoded():
    for what, text, changed in [
        ("component", PLUS, component(PLUS)), ("component-apostrophe", OBRIEN, component(OBRIEN)), ("quote", OBRIEN, url(OBRIEN)),
        ("quote-at", OBRIEN, url(OBRIEN, "@")), ("lower-digits", PLUS, lower_digits(url(PLUS))), ("form", "jane doe", form("jane doe")),
        ("whole", "jane doe/7", whole_uri("jane doe/7")), ("uri-keeps", "o'brien, j", whole_uri("o'brien, j")),
        ("twice", PLUS, url(url(PLUS))),
        ("utf-8", JOSE, url(JOSE)), ("utf-8-at", JOSE, url(JOSE, "@")),
        ("escape", "jan\u0142@example.com", escaped_by_javascript("jan\u0142@example.com")), ("percent", "100%-7", url("100%-7")),
        ("slash", "team/7", url("team/7")), ("colon", "google:7", url("google:7")),
    ]:
        yield "message_url_encoded", what, text, changed
    yield "message_url_encoded", "plus-is-space", PLUS, PLUS.replace("+", " ")
    yield "message_url_encoded", "latin-1", JOSE, url(JOSE, "@", "latin-1"), SENT


def html_escaped():
    for what, text, changed in [
        ("x27", OBRIEN, html.escape(OBRIEN)), ("39", OBRIEN, html_characters(OBRIEN, "&#{};", "'")),
        ("039", OBRIEN, html_characters(OBRIEN, "&#0{};", "'")), ("apos", OBRIEN, OBRIEN.replace("'", "&apos;")),
        ("amp", AND, html.escape(AND)), ("less", "<team>7", html.escape("<team>7")),
        ("quot", '"j d"@example.com', html.escape('"j d"@example.com')),
        ("34", '"j d"@example.com', html_characters('"j d"@example.com', "&#{};", '"')), ("twice", AND, html_twice(AND)),
        ("twice-x27", OBRIEN, html_twice(OBRIEN)), ("named", JOSE, html_named(JOSE)), ("decimal", JOSE, html_characters(JOSE, "&#{};")),
        ("hex", JOSE, html_characters(JOSE, "&#x{:X};")), ("hex-lower", JOSE, html_characters(JOSE, "&#x{:x};")),
        ("plus-go", PLUS, html_characters(PLUS, "&#{};", "+")), ("plus-net", PLUS, html_characters(PLUS, "&#x{:X};", "+")),
        ("at", EMAIL, html_characters(EMAIL, "&#{};", "@")), ("at-hex", EMAIL, html_characters(EMAIL, "&#x{:x};", "@")),
        ("equals", "id=7", html_characters("id=7", "&#x{:X};", "=")), ("backtick", "jane`7", html_characters("jane`7", "&#{};", "`")),
        ("slash", "team/7", html_characters("team/7", "&#x{:X};", "/")),
    ]:
        yield "message_html_escaped", what, text, changed


def code():
    for what, text, changed in [("escapes", JOSE, json.dumps(JOSE)),
                                ("slashes", "team/7", json.dumps("team/7").replace("/", "\\/")),
                                ("rails", AND, json.dumps(AND).replace("&", "\\u0026"))]:
        yield "message_json_quoted", what, text, changed
    for what, text, changed in [
        ("django", "jane-doe@example.com", in_javascript("jane-doe@example.com", "-")), ("django-27", OBRIEN, in_javascript(OBRIEN, "'")),
        ("twig", EMAIL, in_javascript(EMAIL, "@")), ("x27", OBRIEN, in_javascript(OBRIEN, "'", "\\x{:02x}")),
        ("x-upper", "jane-doe@example.com", in_javascript("jane-doe@example.com", "-@.", "\\x{:02X}")),
        ("apostrophe", OBRIEN, with_slashes(OBRIEN)),
        ("quotes", '"j d"@example.com', with_slashes('"j d"@example.com')), ("slash", "team/7", "team\\/7"),
        ("backslash", "ACME\\jane", with_slashes("ACME\\jane")),
        ("backslash-twice", "ACME\\jane", with_slashes(with_slashes("ACME\\jane"))),
        ("json", JOSE, in_json(JOSE)), ("json-pair", "team-\U0001f642", in_json("team-\U0001f642")),
        ("amp-rails", AND, in_javascript(AND, "&", "\\u{:04x}")), ("less", "<team>7", in_javascript("<team>7", "<>")),
    ]:
        yield "message_escaped", what, text, changed
    for what, before, after in [("single", "'", "'"), ("curly", "\u201c", "\u201d"), ("curly-single", "\u2018", "\u2019"),
                                ("backticks", "`", "`")]:
        text = EMAIL if what in ("curly", "single") else "user-123"
        yield "message_quotes", what, text, f"{before}{text}{after}"
    yield "message_quotes", "single-newline", "user-123", "'user-123'\n", SIGNED


def unicode():
    hangul = "\ud55c\uae00-7"
    yield "message_unicode", "hangul", hangul, decomposed(hangul)
    yield "message_unicode", "two-marks", "ti\u1ebfn@example.com", decomposed("ti\u1ebfn@example.com")
    # What NFKC changes cannot be changed back.
    for what, text, changed in [("full-width", "\uff4a\uff41\uff4e\uff45@example.com", EMAIL),
                                ("ligature", "\ufb01ona@example.com", "fiona@example.com"),
                                ("digits", "\uff11\uff12\uff16\uff13\uff17", "12637")]:
        yield "message_unicode", what, text, changed, SIGNED
    for what, domain in [("punycode", "m\u00fcller.example"), ("label", "shop.b\u00fccher.example"), ("kanji", "\u4f8b\u3048.example")]:
        yield "message_domain", what, f"jane@{domain}", f"jane@{domain.encode('idna').decode()}"
    sharp = "fa\u00df"  # Python's codec is that of 2003, which writes ss. RFC 5891 keeps the letter.
    yield "message_domain", "sharp-s", f"jane@{sharp}.example", f"jane@xn--{sharp.encode('punycode').decode()}.example"
    # UTF-8 that was read in another charset is text again, so that a page can send it.
    for what, text, changed in [
        ("misread", JOSE, misread(JOSE)), ("misread-latin-1", JOSE, misread(JOSE, "latin-1")), ("misread-curly", CURLY, misread(CURLY)),
        ("misread-curly-latin-1", CURLY, misread(CURLY, "latin-1")), ("misread-capital", "\u00c1lvaro", misread("\u00c1lvaro", "latin-1")),
        ("misread-kanji", "\u674e-7", misread("\u674e-7", "latin-1")),
    ]:
        # U+0080 to U+009F are control characters, which no field may hold.
        yield "message_charset", what, text, changed, SIGNED if any("\x7f" <= one <= "\x9f" for one in changed) else BOTH
    yield "message_charset", "misread-twice", JOSE, misread(misread(JOSE))
    yield "message_charset", "misread-twice-latin-1", JOSE, misread(misread(JOSE, "latin-1"), "latin-1"), SIGNED
    # What is lost cannot be found from the text that lacks it.
    for what, text, changed in [
        ("question-mark", JOSE, JOSE.encode("ascii", "replace").decode()), ("ignored", JOSE, JOSE.encode("ascii", "ignore").decode()),
        ("question-marks", "\u674e\u96f7-7", "??-7"), ("transliterated", JOSE, without_marks(JOSE)),
    ]:
        yield "message_charset", what, text, changed, SIGNED


def identifiers():
    bare = uuid.UUID(UUID).hex
    gid, shopify = "gid://app/User/7", "gid://shopify/Customer/7"
    for what, text, changed, *side in [
        ("no-dashes", UUID, bare), ("braces", UUID, f"{{{UUID}}}"), ("urn", UUID, uuid.UUID(UUID).urn),
        ("braces-no-dashes", bare, f"{{{UUID}}}"), ("gid", "7", gid, SENT), ("gid-shopify", "7", shopify),
        ("gid-base64", "7", standard(shopify)), ("gid-base64-app", "7", standard(gid), SENT),
        ("object-id", OBJECT_ID, f'ObjectId("{OBJECT_ID}")'),
        ("object-id-single", OBJECT_ID, f"ObjectId('{OBJECT_ID}')"),
        ("object-id-json", OBJECT_ID, json.dumps({"$oid": OBJECT_ID}, separators=(",", ":"))),
        ("object-id-json-space", OBJECT_ID, json.dumps({"$oid": OBJECT_ID})),
        ("prefix", "123", "user-123"), ("prefix-underscore", "123", "user_123"), ("prefix-colon", "123", "user:123"),
        ("prefix-capital", "123", "User-123", SENT), ("prefix-customer", "4711", "customer-4711", SENT),
        ("prefix-uuid", UUID, f"user_{UUID}"),
        ("auth0", "5f7c8ec7c33c6c004bbafe82", "auth0|5f7c8ec7c33c6c004bbafe82"),
        ("google", "103547991597142817347", "google-oauth2|103547991597142817347"),
        ("provider", "5f7c8ec7c33c6c004bbafe82", "waad|5f7c8ec7c33c6c004bbafe82", SENT),
    ]:
        yield "message_identifier", what, text, changed, *side


def encoded():
    for what, text, changed in [
        ("base64", "user-123", standard("user-123")), ("base64-email", EMAIL, standard(EMAIL)),
        ("base64-unpadded", "user-123", standard("user-123").rstrip("=")),
        ("base64url", "~user?7", base64.urlsafe_b64encode(b"~user?7").decode()), ("hex", "user-123", b"user-123".hex()),
        ("hex-upper", "user-kl", b"user-kl".hex().upper()),
        ("base64-uuid", UUID, standard(UUID)),
    ]:
        yield "message_encoded", what, text, changed
    yield "message_encoded", "base64-line", "user-123", in_lines("user-123"), SIGNED


def bytes_signed():
    """Signed in another charset. No page can send such bytes."""
    for what, scheme, text, encoding in [
        ("latin-1", "fernand", JOSE, "latin-1"), ("latin-1-name", "bookbag", "jos\u00e9", "latin-1"),
        ("latin-1-second", "reamaze", JOSE, "latin-1"),
        ("cp1252", "thread", CURLY, "cp1252"), ("utf-16-le", "bookbag", "user-123", "utf-16-le"),
        ("utf-16-le-email", "fernand", EMAIL, "utf-16-le"),
        ("utf-16-be", "bookbag", "user-123", "utf-16-be"), ("utf-16-be-beyond-ascii", "thread", JOSE, "utf-16-be"),
        ("utf-16-pair", "bookbag", "team-\U0001f642", "utf-16-le"),
    ]:
        yield plant(f"charset-{what}", "signed in another charset", scheme, "message_charset",
                    sent={"email" if "@" in text else "id": text},
                    signed={"email" if "@" in text else "id": text.encode(encoding)})
    for what, scheme, bom, encoding in [("le", "bookbag", b"\xff\xfe", "utf-16-le"), ("be", "fernand", b"\xfe\xff", "utf-16-be")]:
        word = "id" if scheme == "bookbag" else "email"
        yield plant(f"charset-utf-16-{what}-mark", "signed in UTF-16 with a byte order mark", scheme, "message_charset",
                    signed={word: bom + JANE[word].encode(encoding)})
    whole = f"{JANE['id']}:{EMAIL}"
    yield plant("charset-utf-16-whole", "the joined fields in UTF-16", "reamaze", "message_charset", message=whole.encode("utf-16-le"))


def words():
    """The site had nothing to sign."""
    for what, text in [("object", "[object Object]"), ("nan", "NaN"), ("false", "false"), ("quotes", '""'), ("template", "{{ user.id }}"),
                       ("anonymous", "anonymousUser")]:
        yield plant(f"empty-{what}", "the site had no value where it signed", "bookbag", "message_empty", message=text)
    for what, word in [("id", "id"), ("email", "email")]:
        yield plant(f"empty-null-{what}", "the site had no value where it signed", "reamaze", "message_empty", signed={word: "null"})


def forms():
    """One change of each kind in the other forms of message and result."""
    kinds = [
        ("message_html_escaped", "html", OBRIEN, html.escape(OBRIEN)), ("message_url_encoded", "url", PLUS, component(PLUS)),
        ("message_escaped", "escaped", "jane-doe@example.com", in_javascript("jane-doe@example.com", "-")),
        ("message_charset", "charset", JOSE, JOSE.encode("latin-1")), ("message_case", "case", EMAIL, "jane@EXAMPLE.COM"),
        ("message_space", "space", EMAIL, f"{EMAIL}\u200b"), ("message_unicode", "unicode", JOSE, decomposed(JOSE)),
        ("message_domain", "domain", UMLAUT, f"jane@{UMLAUT.split('@')[1].encode('idna').decode()}"),
        ("message_number", "number", "12637", "12,637"), ("message_identifier", "identifier", UUID, uuid.UUID(UUID).hex),
        ("message_encoded", "encoded", "user-123", standard("user-123")), ("message_quotes", "quotes", "user-123", "'user-123'"),
        ("message_json_quoted", "json", "team/7-\u00e9", json.dumps("team/7-\u00e9")),
    ]
    by_email = ["crisp", "pylon", "sela", parts.ALTERNATIVES, "magicbell", parts.ADJACENT, "intercom"]
    by_id = ["magicbell", "chameleon", parts.HOLDER, parts.SHA512, parts.URL, parts.BASE64, "front", parts.WITH_TIME, parts.NOW_MS,
             parts.TYPED,
             parts.FURTHER, "product_fruits_expiring", parts.PREFIX, parts.WITH_SETTING]
    turns = {"email": itertools.cycle(by_email), "id": itertools.cycle(by_id)}
    for (code_, what, text, changed), of in [(kind, of) for kind in kinds for of in range(2)]:
        word = "email" if "@" in text else "id"
        scheme = next(turns[word])
        sent = {word: text}
        if word == "email" and scheme in (parts.ALTERNATIVES, "magicbell", "intercom"):
            sent["id"] = None
        back = of == 1 and isinstance(changed, str)
        given, signed = (changed, text) if back else (text, changed)
        yield plant(f"form-{what}-{of}", "in another form of message and result", scheme, code_, sent={**sent, word: given},
                    signed={word: signed})


def payloads():
    """A payload that was changed as a whole, where it is signed or where it is sent."""
    for scheme in [parts.JSON, parts.BARE, "discourse_connect"]:
        text = payload_of(scheme)
        for what, code_, message in [
            ("newline", "message_space", f"{text}\n"), ("utf-16", "message_charset", text.encode("utf-16-le")),
        ]:
            yield plant(f"payload-{what}", "the payload is signed changed", scheme, code_, message=message)
    text = payload_of(parts.BARE)
    yield plant("payload-json", "the payload is signed changed", parts.BARE, "message_json_quoted", message=json.dumps(text))
    yield plant("payload-escaped", "the payload is signed changed", parts.BARE, "message_escaped", message=in_json(text))
    yield plant("payload-html", "the payload is signed changed", parts.BARE, "message_html_escaped", message=html.escape(text))
    for scheme, member in [(parts.JSON, "data"), ("discourse_connect", "sso")]:
        padded = (visitor for visitor in ({**JANE, "id": f"user-{'1' * length}"} for length in range(1, 4)) if "=" in payload_of(scheme,
                                                                                                                                 visitor))
        longer = next(padded)
        text = payload_of(scheme, longer)
        for what, code_, changed in [("html", "message_html_escaped", html_characters(text, "&#x{:X};", "=")),
                                     ("quotes", "message_quotes", f"'{text}'")]:
            yield plant(f"payload-sent-{what}", "the payload is sent changed", scheme, code_, message=text, sent=longer,
                        **{member: changed})


def two_at_once():
    """Pairs that one server really makes together."""
    comment = "two changes at once"
    for what, scheme, first, also, sent, signed in [
        ("case-url", "fernand", "message_case", ["message_url_encoded"], {"email": "Jane@Example.com"}, {"email": "jane%40example.com"}),
        ("case-html", "thread", "message_case", ["message_html_escaped"], {"email": "O'Brien@example.com"},
         {"email": "o&#39;brien@example.com"}),
        ("space-html", "fernand", "message_space", ["message_html_escaped"], {"email": f"{OBRIEN} "}, {"email": html.escape(OBRIEN)}),
        ("html-space-sent", "thread", "message_space", ["message_html_escaped"], {"email": f" {html.escape(OBRIEN)}"}, {"email": OBRIEN}),
        ("case-charset", "fernand", "message_case", ["message_charset"], {"email": "Jos\u00e9@example.com"},
         {"email": JOSE.encode("latin-1")}),
        ("identifier-case", "bookbag", "message_identifier", [], {"id": UUID}, {"id": uuid.UUID(UUID).hex.upper()}),
        ("braces-case", "bookbag", "message_identifier", [], {"id": UUID}, {"id": f"{{{UUID.upper()}}}"}),
        ("json-newline", "bookbag", "message_json_quoted", ["message_space"], {"id": "team/7-\u00e9"},
         {"id": json.dumps("team/7-\u00e9") + "\n"}),
        ("other-case", "bookbag", "other_field", ["message_case"], {"email": "Jane@Example.com"}, None),
        ("other-html", "bookbag", "other_field", ["message_html_escaped"], {"email": OBRIEN}, None),
    ]:
        message = {"other-case": EMAIL, "other-html": html.escape(OBRIEN)}.get(what)
        yield plant(f"both-{what}", comment, scheme, first, *also, sent=sent, signed=signed, message=message)
    for what, scheme, codes, changes_ in [
        ("utf-16", "bookbag", ("message_charset", "secret_charset"), {"signed": {"id": "user-123".encode("utf-16-le")},
                                                                     "key": "d41c0e9b7a5f4e63b2a8c97d10f6e235",
                                                                     "secret": "d41c0e9b7a5f4e63b2a8c97d10f6e235".encode("utf-16-le")}),
        ("latin-1-upper", "fernand", ("message_charset", "result_upper_case"),
         {"sent": {"email": JOSE}, "signed": {"email": JOSE.encode("latin-1")},
                                                                              "write": lambda raw: raw.hex().upper()}),
        ("guid-upper", "bookbag", ("message_case", "result_upper_case"),
         {"sent": {"id": UUID}, "signed": {"id": UUID.upper()}, "write": lambda raw: raw.hex().upper()}),
        ("grouped-base64", "bookbag", ("message_number", "result_base64"),
         {"sent": {"id": "12637"}, "signed": {"id": "12,637"}, "write": standard}),
        ("html-newline", "thread", ("message_html_escaped", "secret_space"),
         {"sent": {"email": html.escape(OBRIEN)}, "signed": {"email": OBRIEN},
                                                                            "key": "d41c0e9b7a5f4e63b2a8c97d10f6e235",
                                                                            "secret": "d41c0e9b7a5f4e63b2a8c97d10f6e235\n"}),
        ("url-sha1", "reamaze", ("message_url_encoded", "other_hash"),
         {"sent": {"email": component(EMAIL)}, "signed": {"email": EMAIL}, "digest": "sha1"}),
        ("uuid-base64", "bookbag", ("message_identifier", "result_base64"),
         {"sent": {"id": UUID}, "signed": {"id": uuid.UUID(UUID).hex}, "write": standard}),
    ]:
        yield plant(f"both-{what}", comment, scheme, *codes, **changes_)
