"""script.json: the scripts for the page. The expected code is the scheme file's, with JSON by Python in it."""

from cases_sign import marked
from catalogue import (all_schemes, at_length, is_representative, minimal, only, read, reference, settings_of, sign, signature_of, signing_secret,
                       visitor_of)
from page_file import PageFile, script_tag, stated
from tools import NOW, error, script_literal

TEXT = "00000000-0000-4000-8000-000000000000"  # the value of settings that take any text
SNIPPET = '<script>orloChat.setCustomerData("JWT_TOKEN");</script>'
ADDRESS = "https://chat.example.com/mobile?widget=WIDGET_ID&jwt=JWT_TOKEN"
JANE = {"id": "user-123", "email": "jane@example.com", "name": "Jane Doe", "phone": "+14155552671",
        "avatar": "https://example.com/a.png?s=80&d=mm", "attributes": {"plan": "growth"}}
NONCE = "cmFuZG9tIG5vbmNl"
UNKNOWN = "@@@"  # in the place of a random value


def case(name, comment, call, scheme, *, visitor=None, nonce=None, settings=None, **expected):
    settings = settings_of(scheme, TEXT) if settings is None else settings
    if "error" not in expected:
        expected = {"contains": [], "lacks": [], **expected}
    secret = signing_secret(scheme)
    scheme = reference(scheme)
    return {"id": f"{scheme['scheme']}-{name}", "comment": comment, "call": call, **scheme, **secret, "settings": settings,
            "visitor": visitor, "now": NOW, "nonce": nonce, **expected}


def person(scheme, visitor=None):
    return only(scheme, visitor_of(scheme, visitor or JANE))


def code_of(scheme, visitor, settings=None):
    """The lines of page code, and the call that states the visitor, without what is random."""
    scheme = read(scheme)
    settings = settings_of(scheme, TEXT) if settings is None else settings
    signed = sign(scheme, visitor, settings=settings)
    fields = signed.fields
    if scheme.is_random:
        unknown = [name for name in signed.values if name in ("random", "payload") or name.startswith("signature")]
        fields = scheme.fields.fill({**signed.values, **dict.fromkeys(unknown, UNKNOWN)}, scheme.own_attributes)
    call = stated("signed", marked(scheme, visitor, settings=settings), fields)
    page = PageFile(scheme)
    return [*page.lines("signed", settings), *page.update_lines(), *page.forget_lines(), *call.split(UNKNOWN)]


def with_script():
    return [scheme for scheme in all_schemes() if PageFile(scheme).has_script]


def cases():
    yield from calls()
    yield from hostile()
    yield from nonces()
    yield from forgetting()
    yield from prefills()
    yield from snippets()
    yield from addresses()


def calls():
    for scheme in with_script():
        page, visitor = PageFile(scheme), person(scheme)
        yield case("script", "runtime, the file's code, and the fields once", "script", scheme, visitor=visitor,
                   contains=[script_tag(), *code_of(scheme, visitor), *page.waits_for(), "</script>"], lacks=[' nonce="'])
        if at_length(scheme):
            yield case("script-nonce", "with the page's nonce", "script", scheme, visitor=visitor, nonce=NONCE,
                       contains=[script_tag(NONCE), *code_of(scheme, visitor)], lacks=["<script>"])
        endpoint = page.section.get("endpoint")
        if endpoint:
            with_endpoint = {**settings_of(scheme, TEXT), endpoint[len("{settings."):-1]: "/visitor-token?a=1&b=2"}
            yield case("script-endpoint", "the page fetches the token anew", "script", scheme, visitor=visitor, settings=with_endpoint,
                       contains=[*code_of(scheme, visitor, with_endpoint), script_literal("/visitor-token?a=1&b=2")])
        yield case("script-minimal", "the visitor has no other fields: statements that need one do nothing", "script", scheme,
                   visitor=minimal(scheme), nonce=NONCE, contains=[script_tag(NONCE), *code_of(scheme, minimal(scheme))])
    other = {"app_id": "</script><script>alert('app')</script>"}
    yield case("hostile-app-id", "a setting is escaped like a visitor's field", "script", "thread",
               visitor=person("thread"), settings=other, contains=code_of("thread", person("thread"), other),
               lacks=["<script>alert", "</script><"])


def hostile():
    """Attack 22: the value of a field is text to the page."""
    values = {
        "end-tag": "</script><img src=x onerror=alert(1)>", "end-tag-case": "</ScRiPt ><svg/onload=alert(1)>",
        "start-tag": "<script>alert(1)", "comment": "<!--<script>", "cdata": "]]>-->", "quotes": "\"'`",
        "backslash": "\\\";alert(1)//", "separators": "a\u2028b\u2029c", "ampersand": "&lt;/script&gt;&quot;",
        "template": "${alert(1)} {fields} {{contact.email}} JWT_TOKEN", "newlines": "a\r\nb\tc",
    }
    # Row 28: bytes that another charset reads as a backslash, or that take the next one with them.
    charsets = {
        "yen": "\u00a5\"}});alert(1)//", "overline": "\u203e\"}});alert(1)//", "trail-byte": "\u8868\u30bd\u80fd\u529f\"}});alert(1)//",
        "shift-jis": "\u00c1\"}});alert(1)//", "gbk": "\u4e01\"}});alert(1)//", "big5": "\u4e25\"}});alert(1)//",
        "utf-7": "+ACIAfQB9ACk7-alert(1)//", "astral": "\U0001f642\U0010ffff", "latin": "\u0080\u00ff\u0100", "escape": "\u001b(J\"}});alert(1)//",
        "bom": "\ufeff\ufffe\uffff",
    }
    # Pages of one kind write a value in the same way, so one scheme of a kind gets every value.
    kinds = set()
    for scheme in with_script():
        page = PageFile(scheme)
        if page.kind in kinds and not at_length(scheme):
            yield hostile_case(scheme, "hostile", "</script>".join([*values.values(), *charsets.values()]).replace("\r\n", ""))
            continue
        kinds.add(page.kind)
        for name, value in values.items():
            yield hostile_case(scheme, f"hostile-{name}", value)
        for name, value in charsets.items():
            visitor = person(scheme, {**JANE, "name": value, "attributes": {value: value}})
            yield case(f"charset-{name}", "the script is ASCII, so the page's charset does not matter", "script", scheme, visitor=visitor,
                       contains=code_of(scheme, visitor), lacks=[char for char in value if ord(char) > 126 or ord(char) < 32])
    yield case("proto", "no page can hold this key safely", "script", "bookbag",
               visitor={"id": "42", "attributes": {"__proto__": {"admin": True}}},
               error=error("attribute_key", "attributes.__proto__"))


def hostile_case(scheme, name, value):
    # Control characters are no part of an identifier; where they are tried, they stand in the rest.
    identifier = "user-123" if "\n" in value or "\x1b" in value else value
    attributes = {value: value, "nested": [{value: value}]}
    visitor = person(scheme, {**JANE, "id": identifier, "email": f"{identifier}@example.com", "name": value, "attributes": attributes})
    # A field of the message may not hold the separator.
    for field, given in {"id": "user-123", "email": "jane@example.com"}.items():
        if field in visitor and any(isinstance(piece, str) and piece in visitor[field] for message in scheme.messages for piece in message):
            visitor[field] = given
    return case(name, "in every field and in an attribute's key", "script", scheme, visitor=visitor,
                contains=code_of(scheme, visitor), lacks=raw(value))


def raw(value):
    """Parts of the value that an HTML parser would act on, and that must be escaped."""
    found = [piece for piece in ["</script><", "</ScRiPt ", "<script>alert", "<!--", "]]>", "-->", "<img", "<svg", "\u2028", "\u2029",
                                 "&lt;", "&quot;"] if piece in value]
    return found + (["\r"] if "\r" in value else [])


def nonces():
    visitor = person("bookbag")
    for name, nonce in [("padded", "bm9uY2U="), ("padded-twice", "bm9uYw=="), ("base64", "a+b/c0=="), ("base64url", "a-b_c0=="),
                        ("unpadded", "a-b_c"), ("hex", "0123456789abcdef")]:
        yield case(f"nonce-{name}", "CSP level 3, section 2.3.1: base64 or base64url", "script", "bookbag", visitor=visitor,
                   nonce=nonce, contains=[script_tag(nonce), *code_of("bookbag", visitor)])
    invalid = error("nonce_invalid", "nonce")
    for name, nonce in {
        "empty": "", "space": " ", "space-inside": "a b", "quote": 'a"b', "apostrophe": "a'b", "greater": "a>b", "newline": "abc\n",
        "first-line": 'abc\n"><script>alert(1)</script>', "padding-only": "==", "padding-thrice": "abc===",
        "padding-inside": "ab=c", "ampersand": "a&b", "non-ascii": "\u00e9", "full-width": "\uff41\uff42", "nul": "abc\0",
        "quoted": "'nonce-abc'", "attribute": 'x" onload="alert(1)',
    }.items():
        yield case(f"bad-nonce-{name}", "not base64 or base64url", "script", "bookbag", visitor=visitor, nonce=nonce, error=invalid)
    for call, scheme in [("forget", "bookbag"), ("forget", "thread"), ("anonymous", "thread")]:
        yield case(f"{call}-bad-nonce", "not base64 or base64url", call, scheme, nonce='a"b', error=invalid)
    yield case("bad-nonce", "not base64 or base64url", "script", "orlo", visitor={"name": "Jane"}, nonce="a>b",
               settings={"embed_code": SNIPPET}, error=invalid)


def forgetting():
    for scheme in all_schemes():
        page, settings = PageFile(scheme), settings_of(scheme, TEXT)
        for nonce in [None, NONCE] if at_length(scheme) else [NONCE]:
            suffix = "-nonce" if nonce and at_length(scheme) else ""
            if not page.has_page_code:
                if not is_representative(scheme):
                    continue
                for call in ["forget", "anonymous"]:
                    yield case(f"{call}{suffix}", "no page states a visitor", call, scheme, nonce=nonce, equals="")
                continue
            always = [script_tag(nonce), *page.forget_lines(), *page.waits_for(), "</script>"]
            yield case(f"forget{suffix}", "at sign-out: never empty", "forget", scheme, nonce=nonce, contains=[*always, '"forget"'])
            start = page.lines("anonymous", settings) if page.anonymous else []
            fields = page.anonymous_fields(settings) if page.anonymous else {}
            yield case(f"anonymous{suffix}", "a signed-out page: the widget forgets whom it knows, and starts where it must be started",
                       "anonymous", scheme, nonce=nonce, contains=[*always, *start, '"anonymous"', script_literal(fields) + ")"])


def prefills():
    for scheme in all_schemes():
        page, settings = PageFile(scheme), settings_of(scheme, TEXT)
        if not page.prefill and not is_representative(scheme):
            continue
        if not page.prefill:
            yield case("prefill", "the vendor documents no such mode", "prefill", scheme, visitor=JANE, error=error("not_offered"))
            continue

        def code(visitor):
            return [*page.lines("prefill", settings), *page.forget_lines(), '"prefill"',
                    script_literal(page.prefill_fields(visitor, settings)) + ")"]

        # The name of the signature's field stands in code that signed visitors share.
        signature = f'"{scheme.signature_name}":'
        yield case("prefill", "fields without a signature", "prefill", scheme, visitor=JANE, nonce=NONCE,
                   contains=[script_tag(NONCE), *code(JANE)], lacks=[signature] + ["user-123"] * ("id" not in words(page)))
        if not at_length(scheme):
            continue
        for field, value in [("email", "jane@example.com"), ("name", "</script><b>Jane</b>")]:
            yield case(f"prefill-{field}", "name or email is enough", "prefill", scheme, visitor={field: value},
                       contains=code({field: value}), lacks=["</script><", signature])
        yield case("prefill-nothing", "neither a name nor an email", "prefill", scheme, visitor={"id": "user-123"},
                   error=error("field_missing", "email"))
        yield case("prefill-bad-avatar", "a visitor is checked although nothing is signed", "prefill", scheme,
                   visitor={"email": "jane@example.com", "avatar": "javascript:alert(1)"}, error=error("field_invalid", "avatar"))


def words(page):
    """The visitor's fields of a prefilled form."""
    return [one.name for path, one in page.scheme.fields.placeholders() if path.split(".")[0] in page.prefill["fields"]]


def snippets():
    """The code from Orlo's panel."""
    visitor = person("orlo")

    def snippet(name, comment, code, wanted, nonce=NONCE, visitor=visitor, **settings):
        mark = script_tag(nonce)[len("<script"):-1]
        settings = {"embed_code": code, **settings}
        token = signature_of("orlo", visitor, settings=settings)
        # The pasted code follows our script.
        return case(f"snippet-{name}", comment, "script", "orlo", visitor=visitor, nonce=nonce, settings=settings,
                    contains=[script_tag(nonce), *code_of("orlo", visitor, settings),
                              "</script>\n" + wanted.replace("@", mark).replace("%", token)])

    call = 'orloChat.setCustomerData("%");'  # % is the token and @ the nonce, in the expected text
    word = call.replace("%", "JWT_TOKEN")
    yield snippet("plain", "the token in place of JWT_TOKEN, and nothing else changed", SNIPPET, f"<script@>{call}</script>", None)
    yield snippet("nonce", "right after the tag's name", SNIPPET, f"<script@>{call}</script>")
    yield snippet("attributes", "before other attributes", f'<script type="text/javascript" async>{word}</script>',
               f'<script@ type="text/javascript" async>{call}</script>')
    yield snippet("two-tags", "each script gets it", f'<SCRIPT src="https://x.example/w.js"></SCRIPT>\n<script>{word}</script>\n',
               f'<SCRIPT@ src="https://x.example/w.js"></SCRIPT>\n<script@>{call}</script>\n')
    yield snippet("comment", "a tag in a comment is text", f"<!-- <script> --><script>{word}</script>",
               f"<!-- <script> --><script@>{call}</script>")
    yield snippet("inner-tag", "a tag in a script's text is text", f"<script>var a = '<script>';{word}</script>",
               f"<script@>var a = '<script>';{call}</script>")
    yield snippet("attribute-tag", "a tag in an attribute's value is text", f'<div title="<script>"></div><script>{word}</script>',
               f'<div title="<script>"></div><script@>{call}</script>')
    yield snippet("twice", "each JWT_TOKEN", f"<script>{word}{word}</script>", f"<script@>{call}{call}</script>")
    yield snippet("widget-id", "WIDGET_ID is the setting", f'<script data-widget="WIDGET_ID">{word}</script>',
               f'<script@ data-widget="widget-7">{call}</script>', widget_id="widget-7")
    yield snippet("one-pass", "an inserted value is not searched again", f'<script data-widget="WIDGET_ID">{word}</script>',
               f'<script@ data-widget="JWT_TOKEN">{call}</script>', widget_id="JWT_TOKEN")
    yield snippet("no-script", "HTML without a script has no place for a nonce", '<div data-jwt="JWT_TOKEN"></div>',
               '<div data-jwt="%"></div>')
    hostile = {"name": "</script><script>alert(1)</script>", "attributes": {"<!--": "\u2028"}}
    yield snippet("hostile", "a token is base64url, whatever its claims hold", SNIPPET, f"<script@>{call}</script>", visitor=hostile)
    yield snippet("lifetime", "the token has its exp", SNIPPET, f"<script@>{call}</script>", None, lifetime=600)
    for name, settings, expected in [
        ("no-code", {}, error("setting_missing", "embed_code")),
        ("no-token", {"embed_code": "<script>orloChat.start();</script>"}, error("setting_invalid", "embed_code")),
        ("token-case", {"embed_code": SNIPPET.lower()}, error("setting_invalid", "embed_code")),
        ("no-widget-id", {"embed_code": SNIPPET + "WIDGET_ID"}, error("setting_missing", "widget_id")),
    ]:
        yield case(f"snippet-{name}", "the code cannot be used", "script", "orlo", visitor=visitor,
                   settings=settings, error=expected)


def addresses():
    visitor = person("orlo")
    token = signature_of("orlo", visitor)
    for name, widget_id in [("", "widget-7"), ("-one-pass", "JWT_TOKEN")]:
        yield case(f"url{name}", "the vendor's page for mobile apps", "url", "orlo", visitor=visitor,
                   settings={"mobile_url": ADDRESS, "widget_id": widget_id},
                   equals=f"https://chat.example.com/mobile?widget={widget_id}&jwt={token}")
    yield case("url-missing", "the address is a setting", "url", "orlo", visitor=visitor, error=error("setting_missing", "mobile_url"))
    yield case("url-widget-id-missing", "the address has WIDGET_ID", "url", "orlo", visitor=visitor,
               settings={"mobile_url": ADDRESS}, error=error("setting_missing", "widget_id"))
    yield case("url-no-token", "the address does not have JWT_TOKEN", "url", "orlo", visitor=visitor,
               settings={"mobile_url": "https://chat.example.com/mobile"}, error=error("setting_invalid", "mobile_url"))
    for scheme in all_schemes():
        page, settings = PageFile(scheme), settings_of(scheme, TEXT)
        if not page.has_url and not is_representative(scheme):
            continue
        if not page.has_url:
            yield case("url", "the vendor documents no such page", "url", scheme, visitor=person(scheme), error=error("not_offered"))
        elif page.url_text and not scheme.is_random:
            of = person(scheme)
            yield case("url", "the address with the fields in it", "url", scheme, visitor=of,
                       equals=page.address(sign(scheme, of, settings=settings).fields, settings))
        if page.has_url and not page.has_script and not page.is_pasted:
            yield case("script", "the vendor documents no script", "script", scheme, visitor=person(scheme), error=error("not_offered"))
