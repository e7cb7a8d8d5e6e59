"""explain.json: secrets that configuration changes, where the site reads them or where explain is given them."""

import base64
import collections
import html
import itertools
import json

import parts
import parts_token
from cases_explain import HEX_SECRET, text_schemes
from catalogue import of_kind, read, secret_of
from planted import plant, plant_token
from writings import html_characters, in_json, in_lines, misread, standard, url, with_slashes

PLAIN = "d41c0e9b7a5f4e63b2a8c97d10f6e235"
MIXED = "kR7vXm2Lq9QtZs8wHc4bNy6P"
MARKED = "kR7/vX2+Lm9&Qt='Zs\"8w"
HASH = "kR7vXm2Lq9Qt#Zs8wHc4b"
PHRASE = "correct horse battery staple"
WINDOWS = "kR7\\vXm2\\Lq9Qt\\nZs8w"
GERMAN = "schl\u00fcssel-47-gr\u00f6\u00dfe"
TEXT_32_BYTES = standard(bytes.fromhex(PLAIN) * 2)
UNPADDED = standard(bytes.fromhex(PLAIN))
TEXT_WITH_PLUS = standard(bytes(range(248, 256)) * 3)
USED, GIVEN, BOTH = "used", "given", "both"
# The first so many changes of a code are made on both sides. The further ones take turns.
BOTH_WAYS = 2


def cases():
    yield from each_way()
    yield from names()
    yield from words()
    yield from encoded_secrets()
    yield from other_results()
    yield from tokens()
    yield from two_at_once()


def changes():
    """A code, a name, the secret, the changed secret, and who has the changed one."""
    yield from quotes_and_spaces()
    yield from encodings()
    yield from charsets()
    yield from cut()
    yield from escaped()
    yield "secret_case", "upper", PLAIN, PLAIN.upper()
    yield "secret_case", "lower", MIXED, MIXED.lower(), USED
    yield "secret_case", "lower-given", MIXED.upper(), MIXED.lower(), GIVEN


def each_way():
    turns, count = itertools.cycle(text_schemes()), collections.Counter()
    for code, what, secret, changed, *sides in changes():
        assert secret != changed, what
        count[code] += 1
        name, side = f"key-{code.removeprefix('secret_')}-{what}", (sides or [BOTH])[0]
        if side == BOTH and count[code] > BOTH_WAYS:
            side = [USED, GIVEN][count[code] % 2]
        if side != GIVEN:
            yield plant(f"{name}-used", "the site signs with the changed secret", next(turns), code, key=secret, secret=changed)
        if side != USED:
            yield plant(f"{name}-given", "explain is given the changed secret", next(turns), code, key=changed, secret=secret)


def quotes_and_spaces():
    for what, before, after in [("crlf", "", "\r\n"), ("tab", "", "\t"), ("no-break", "", "\u00a0"), ("zero-width", "", "\u200b"),
                                ("newlines", "", "\n\n")]:
        yield "secret_space", what, MIXED, f"{before}{MIXED}{after}"
    yield "secret_space", "line-break", MIXED, f"{MIXED[:12]}\n{MIXED[12:]}", GIVEN
    for what, before, after in [("double", '"', '"'), ("single", "'", "'"), ("curly", "\u201c", "\u201d"), ("backticks", "`", "`")]:
        yield "secret_quotes", what, MIXED, f"{before}{MIXED}{after}"


def encodings():
    yield "secret_hex", "text", MIXED, MIXED.encode().hex()
    yield "secret_hex", "text-upper", MIXED, MIXED.encode().hex().upper()
    yield "secret_hex", "bytes", HEX_SECRET, bytes.fromhex(HEX_SECRET), USED
    yield "secret_base64", "text", MIXED, standard(MIXED)
    yield "secret_base64", "newline", PLAIN, standard(f"{PLAIN}\n")
    yield "secret_base64", "twice", MIXED, standard(standard(MIXED))
    yield "secret_base64", "url", "~kR7?vXm2>Lq9~", base64.urlsafe_b64encode(b"~kR7?vXm2>Lq9~").decode()
    yield "secret_base64", "unpadded", MIXED + "x", standard(MIXED + "x").rstrip("=")
    yield "secret_base64", "lines", MARKED * 3, in_lines(MARKED * 3)
    yield "secret_base64", "bytes", TEXT_32_BYTES, base64.b64decode(TEXT_32_BYTES), USED


def charsets():
    for what, changed in [("utf-16-le", MIXED.encode("utf-16-le")), ("utf-16-be", MIXED.encode("utf-16-be")),
                          ("utf-16-le-mark", b"\xff\xfe" + MIXED.encode("utf-16-le"))]:
        yield "secret_charset", what, MIXED, changed, USED
    yield "secret_charset", "mark", MIXED, f"\ufeff{MIXED}", USED
    yield "secret_charset", "latin-1", GERMAN, GERMAN.encode("latin-1"), USED
    yield "secret_charset", "misread", GERMAN, misread(GERMAN, "latin-1")
    yield "secret_charset", "misread-cp1252", GERMAN, misread(GERMAN)
    # The bytes of a decoded secret, each as a character of Latin-1, in UTF-8.
    yield "secret_charset", "question-marks", GERMAN, GERMAN.encode("ascii", "replace").decode(), USED


def cut():
    for what, secret, changed in [
        ("hash", HASH, HASH.split("#")[0]), ("hash-space", f"{MIXED} #7", MIXED), ("space", PHRASE, PHRASE.split()[0]),
        ("first", MIXED, MIXED[1:]),
        ("last", MIXED, MIXED[:-1]), ("32", PLAIN * 2, PLAIN), ("64", PLAIN * 3, PLAIN * 2),
        ("variable", "kR7vXm2L-$Qt9Zs8w", "kR7vXm2L-"), ("variable-inside", "kR7vXm2L$Qt9-Zs8w", "kR7vXm2L-Zs8w"),
        ("variable-digit", "kR7vXm2L$1Qt9Zs8w", "kR7vXm2LQt9Zs8w"), ("variable-braces", "kR7v${Xm2L}Qt9Zs8w", "kR7vQt9Zs8w"),
        ("variables", "kR7v$Xm2L.Qt9$Zs8w.", "kR7v.Qt9."),
    ]:
        yield "secret_cut", what, secret, changed, USED
    yield "secret_cut", "padding", UNPADDED, UNPADDED.rstrip("=")
    yield "secret_cut", "padding-one", TEXT_32_BYTES, TEXT_32_BYTES.rstrip("=")


def escaped():
    for what, secret, changed in [
        ("url", MARKED, url(MARKED)), ("form-decoded", MARKED, MARKED.replace("+", " ")), ("html", MARKED, html.escape(MARKED)),
        ("html-decimal", MARKED, html_characters(MARKED.replace("&", "&amp;"), "&#{};", "'\"")),
        ("html-amp", "kR7vXm2L&Qt9Zs8w", html.escape("kR7vXm2L&Qt9Zs8w")),
        ("json", MARKED, in_json(MARKED)), ("json-slash", "kR7/vXm2/Lq9Qt", "kR7\\/vXm2\\/Lq9Qt"),
        ("slashes", "kR7'vXm2'Lq9Qt", with_slashes("kR7'vXm2'Lq9Qt")),
        ("backslashes", WINDOWS, with_slashes(WINDOWS)), ("dollars", "kR7v$Xm2L$Qt9Zs8w", "kR7v$$Xm2L$$Qt9Zs8w"),
        ("dollar-escaped", "kR7v$Xm2LQt9Zs8w", "kR7v\\$Xm2LQt9Zs8w"),
        ("plus", TEXT_WITH_PLUS, url(TEXT_WITH_PLUS)),
    ]:
        yield "secret_escaped", what, secret, changed
    yield "secret_escaped", "backslashes-lost", WINDOWS, WINDOWS.replace("\\", ""), USED


def names():
    """The name of the variable, before the secret or in its place."""
    for scheme in text_schemes():
        secret, name = secret_of(scheme), f"{scheme.upper()}_SECRET"
        yield plant("key-name-used", "the site signs with the whole line", scheme, "secret_name", secret=f"{name}={secret}")
        yield plant("key-name-given", "explain is given the whole line", scheme, "secret_name", key=f"{name}={secret}", secret=secret)
        yield plant("key-name-alone", "the name in place of its value", scheme, "secret_name", secret=name)
    for what, scheme, line in [
        ("export", "bookbag", "export BOOKBAG_SECRET={}"), ("quoted", "fernand", 'FERNAND_SECRET="{}"'), ("yaml", "thread", "secret: {}"),
        ("bearer", "reamaze", "Bearer {}"), ("spaces", "bookbag", "BOOKBAG_SECRET = {}"), ("lower", "fernand", "secret={}"),
    ]:
        yield plant(f"key-line-{what}-given", "explain is given the whole line", scheme, "secret_name", key=line.format(MIXED),
                    secret=MIXED)
    for what, scheme, line in [("export", "reamaze", "export REAMAZE_SECRET={}"), ("bearer", "bookbag", "Bearer {}"),
                               ("yaml", "fernand", "secret: {}")]:
        yield plant(f"key-line-{what}-used", "the site signs with the whole line", scheme, "secret_name", key=MIXED,
                    secret=line.format(MIXED))
    for what, name in [("dollar", "$BOOKBAG_SECRET"), ("braces", "${BOOKBAG_SECRET}"), ("short", "SECRET"), ("key", "BOOKBAG_SECRET_KEY"),
                       ("node", "process.env.BOOKBAG_SECRET"), ("windows", "%BOOKBAG_SECRET%")]:
        yield plant(f"key-name-alone-{what}", "the name in place of its value", "bookbag", "secret_name", secret=name)


def words():
    """What a server writes for a secret that is missing. HMAC fills up a key with zeros, so a zero is the empty key for OpenSSL too."""
    turns = itertools.cycle(text_schemes())
    for what, secret in [("undefined", "undefined"), ("null", "null"), ("none", "None"), ("nil", "nil"), ("quotes", '""'),
                         ("single-quotes", "''"),
                         ("empty", b"\0"), ("object", "[object Object]"), ("changeme", "changeme"), ("false", "false")]:
        yield plant(f"key-word-{what}", "the site had no secret where it signed", next(turns), "secret_word", secret=secret)


def encoded_secrets():
    """Schemes whose secrets are hex or base64."""
    for scheme in ["pylon", parts.HEX]:
        secret = secret_of(scheme)
        for what, code, used in [("newline", "secret_space", f"{secret}\n"), ("quotes", "secret_quotes", f'"{secret}"')]:
            yield plant(f"key-text-{what}", "the site signs with the text and does not decode it", scheme, "secret_hex", code,
                        secret=used.encode())
        yield plant("key-text-upper", "the site signs with the text and does not decode it", scheme, "secret_hex",
                    secret=secret.upper().encode())
        yield plant("key-word", "the site had no secret where it signed", scheme, "secret_word", secret=b"undefined")
        yield plant("key-name-alone", "the name in place of its value", scheme, "secret_name",
                    secret=f"{read(scheme).name.upper()}_SECRET".encode())
    secret = secret_of(parts.BASE64)
    yield plant("key-unpadded", "the site signs with the text and does not decode it", parts.BASE64, "secret_base64",
                secret=secret.rstrip("=").encode())
    yield plant("key-base64-hex", "the site decodes the secret as base64", "woes", "secret_base64",
                secret=base64.b64decode(secret_of("woes")))
    yield plant("key-word", "the site had no secret where it signed", parts.BASE64, "secret_word", secret=b"null")


def other_results():
    """One change of each kind in the other forms of message and result."""
    schemes = itertools.cycle(["crisp", "magicbell", "chameleon", "intercom", "product_fruits_expiring", parts.SHA512, parts.URL,
                               parts.WITH_TIME, parts.PREFIX,
                               "onesignal_hash", "disqus", parts.JSON])
    for what, code, secret, changed in [
        ("newline", "secret_space", MIXED, f"{MIXED}\r\n"), ("cut", "secret_cut", HASH, HASH.split("#")[0]),
        ("name", "secret_name", f"APP_SECRET={MIXED}", MIXED),
        ("escaped", "secret_escaped", MARKED, html.escape(MARKED)), ("word", "secret_word", MIXED, "undefined"),
        ("case", "secret_case", PLAIN, PLAIN.upper()),
        ("charset", "secret_charset", MIXED, MIXED.encode("utf-16-le")), ("base64", "secret_base64", PLAIN, standard(f"{PLAIN}\n")),
        ("quotes", "secret_quotes", MIXED, f"'{MIXED}'"), ("hex", "secret_hex", PLAIN, bytes.fromhex(PLAIN)),
        ("padding", "secret_cut", UNPADDED, UNPADDED.rstrip("=")),
        ("variable", "secret_cut", "kR7vXm2L$Qt9-Zs8w", "kR7vXm2L-Zs8w"),
    ]:
        yield plant(f"key-other-{what}", "in another form of message and result", next(schemes), code, key=secret, secret=changed)


def tokens():
    """Tokens with a shared secret."""
    shared = [scheme for scheme in of_kind(is_token=True) if scheme.is_shared and scheme.secret == "text"]
    schemes = itertools.cycle([*shared, parts_token.HS256])
    long = MIXED + PLAIN
    for what, code, secret, changed in [
        ("crlf", "secret_space", long, f"{long}\r\n"), ("curly", "secret_quotes", long, f"\u201c{long}\u201d"),
        ("utf-16", "secret_charset", long, long.encode("utf-16-le")),
        ("mark", "secret_charset", long, f"\ufeff{long}"), ("cut", "secret_cut", f"{long}#{PLAIN}", long),
        ("padding", "secret_cut", UNPADDED * 2, (UNPADDED * 2).rstrip("=")),
        ("variable", "secret_cut", f"{long}$Qt9-{PLAIN}", f"{long}-{PLAIN}"), ("name", "secret_name", long, f"SECRET={long}"),
        ("name-given", "secret_name", f"JWT_SECRET={long}", long),
        ("alone", "secret_name", long, "JWT_SECRET"), ("html", "secret_escaped", MARKED + long, html.escape(MARKED + long)),
        ("dollars", "secret_escaped", f"$a{long}", f"$$a{long}"),
        ("word", "secret_word", long, "undefined"), ("case", "secret_case", PLAIN * 2, (PLAIN * 2).upper()),
        ("base64-newline", "secret_base64", long, standard(f"{long}\n")),
        ("base64-twice", "secret_base64", long, standard(standard(long))),
        ("json", "secret_escaped", MARKED + long, json.dumps(MARKED + long)[1:-1]),
    ]:
        yield plant_token(f"key-token-{what}", "a token that was signed with a changed secret", next(schemes), code, key=secret,
                          secret=changed if isinstance(changed, bytes) else changed.encode())
    yield plant_token("key-token-newline", "the site signs with the text and does not decode it", parts_token.HEX, "secret_hex",
                      "secret_space", secret=f"{secret_of(parts_token.HEX)}\n".encode())
    # The command base64 gives its text with a newline too.
    yield plant_token("key-token-newline", "the site signs with the text and does not decode it", parts_token.BASE64, "secret_base64",
                      secret=f"{secret_of(parts_token.BASE64)}\n".encode())


def two_at_once():
    """Pairs that one server really makes together."""
    comment, scheme = "two changes at once", "bookbag"
    upper = lambda raw: raw.hex().upper()
    for what, codes, changes_ in [
        ("newline-upper", ("secret_space", "result_upper_case"), {"secret": f"{MIXED}\n", "write": upper}),
        ("quotes-base64", ("secret_quotes", "result_base64"), {"secret": f'"{MIXED}"', "write": standard}),
        ("word-base64", ("secret_word", "result_base64"), {"secret": "undefined", "write": standard}),
        ("utf-16-upper", ("secret_charset", "result_upper_case"), {"secret": MIXED.encode("utf-16-le"), "write": upper}),
        ("base64-upper", ("secret_base64", "result_upper_case"), {"secret": standard(f"{MIXED}\n"), "write": upper}),
        ("cut-sha1", ("secret_cut", "other_hash"), {"key": HASH, "secret": HASH.split("#")[0], "digest": "sha1"}),
        ("name-quotes", ("secret_name",), {"secret": f'BOOKBAG_SECRET="{MIXED}"'}),
        ("newline-case", ("message_case", "secret_space"),
         {"sent": {"id": "USER-123"}, "signed": {"id": "user-123"}, "secret": f"{MIXED}\n"}),
        ("word-email", ("other_field", "secret_word"), {"message": "jane@example.com", "secret": "undefined"}),
        ("escaped-newline", ("secret_space", "secret_escaped"), {"key": "kR7vXm2L&Qt9Zs8w", "secret": "kR7vXm2L&amp;Qt9Zs8w\n"}),
    ]:
        yield plant(f"key-both-{what}", comment, scheme, *codes, **{"key": MIXED, **changes_})
