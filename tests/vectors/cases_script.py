"""script.json: the scripts for the page. The expected calls are those of the vendors' pages."""

from tools import FIELDS, NOW, SECRETS, SIGNATURES, error, fields_of, script_literal, signature_of

APP_ID = "00000000-0000-4000-8000-000000000000"
# The call of each vendor's page, with the fields where the page has an object.
CALLS = {
    "reamaze": "_support['user'] = @;", "fernand": "Fernand('set', {user: @});", "bookbag": "window.bookbag('identify', @);",
    "thread": "chatgenieParams = @;",
}
START = "window.chatgenie.default.messenger().initialize("
FORGET = {"bookbag": "window.bookbag('identify', null);", "thread": "window.chatgenie.default.messenger().destroy();"}
SNIPPET = '<script>orloChat.setCustomerData("JWT_TOKEN");</script>'
ADDRESS = "https://chat.example.com/mobile?widget=WIDGET_ID&jwt=JWT_TOKEN"
JANE = {"id": "user-123", "email": "jane@example.com", "name": "Jane Doe", "phone": "+14155552671",
        "avatar": "https://example.com/a.png?s=80&d=mm", "attributes": {"plan": "growth"}}
USED = {"reamaze": ["id", "email", "name", "phone", "avatar"], "fernand": ["email", "name"], "thread": ["email"],
        "bookbag": ["id", "email", "name", "phone", "attributes"], "orlo": ["email", "name", "attributes"]}
NONCE = "cmFuZG9tIG5vbmNl"


def case(name, comment, call, scheme, *, visitor=None, nonce=None, settings=None, **expected):
    secret = {"secret_file": "rsa-2048.private.pem"} if scheme == "orlo" else {"secret": SECRETS[scheme]}
    settings = {"app_id": APP_ID} if scheme == "thread" and settings is None else settings or {}
    if "error" not in expected:
        expected = {"contains": [], "lacks": [], **expected}
    return {"id": f"{scheme}-{name}", "comment": comment, "call": call, "scheme": scheme, **secret, "settings": settings,
            "visitor": visitor, "now": NOW, "nonce": nonce, **expected}


def person(scheme, visitor=None):
    visitor = visitor or JANE
    return {field: visitor[field] for field in USED[scheme] if field in visitor}


def call_of(scheme, visitor, settings=None):
    settings = settings or {"app_id": APP_ID}
    fields = fields_of(scheme, visitor, signature_of(scheme, visitor), settings)
    return CALLS[scheme].replace("@", script_literal(fields))


def cases():
    yield from calls()
    yield from hostile()
    yield from nonces()
    yield from forgetting()
    yield from prefills()
    yield from snippets()
    yield from addresses()


def calls():
    for scheme in CALLS:
        visitor = person(scheme)
        wanted = ["<script>", call_of(scheme, visitor), "</script>"] + ([START] if scheme == "thread" else [])
        yield case("script", "the documents' call with the fields in it", "script", scheme, visitor=visitor, contains=wanted,
                   lacks=["nonce"])
        yield case("script-nonce", "with the page's nonce", "script", scheme, visitor=visitor, nonce=NONCE,
                   contains=[f'<script nonce="{NONCE}">', call_of(scheme, visitor)], lacks=["<script>"])
    other = {"app_id": "</script><script>alert('app')</script>"}
    yield case("hostile-app-id", "a setting is escaped like a visitor's field", "script", "thread",
               visitor=person("thread"), settings=other, contains=[call_of("thread", person("thread"), other)],
               lacks=["<script>alert", "</script><"])


def hostile():
    """Attack 22: the value of a field is text to the page."""
    values = {
        "end-tag": "</script><img src=x onerror=alert(1)>", "end-tag-case": "</ScRiPt ><svg/onload=alert(1)>",
        "start-tag": "<script>alert(1)", "comment": "<!--<script>", "cdata": "]]>-->", "quotes": "\"'`",
        "backslash": "\\\";alert(1)//", "separators": "a\u2028b\u2029c", "ampersand": "&lt;/script&gt;&quot;",
        "template": "${alert(1)} {fields} {{contact.email}} JWT_TOKEN", "newlines": "a\r\nb\tc",
    }
    for name, value in values.items():
        # Control characters are no part of an identifier; where they are tried, they stand in the rest.
        identifier = "user-123" if name == "newlines" else value
        for scheme in CALLS:
            visitor = person(scheme, {**JANE, "id": identifier, "email": f"{identifier}@example.com", "name": value,
                                      "attributes": {value: value, "nested": [{value: value}]}})
            if scheme == "reamaze":
                visitor["email"] = "jane@example.com"
            yield case(f"hostile-{name}", "in every field and in an attribute's key", "script", scheme, visitor=visitor,
                       contains=[call_of(scheme, visitor)], lacks=raw(value))
    # Row 28: bytes that another charset reads as a backslash, or that take the next one with them.
    for name, value in {
        "yen": "\u00a5\"}});alert(1)//", "overline": "\u203e\"}});alert(1)//", "trail-byte": "\u8868\u30bd\u80fd\u529f\"}});alert(1)//",
        "shift-jis": "\u00c1\"}});alert(1)//", "gbk": "\u4e01\"}});alert(1)//", "big5": "\u4e25\"}});alert(1)//",
        "utf-7": "+ACIAfQB9ACk7-alert(1)//", "astral": "\U0001f642\U0010ffff", "latin": "\u0080\u00ff\u0100", "escape": "\u001b(J\"}});alert(1)//",
        "bom": "\ufeff\ufffe\uffff",
    }.items():
        for scheme in CALLS:
            visitor = person(scheme, {**JANE, "name": value, "attributes": {value: value}})
            yield case(f"charset-{name}", "the script is ASCII, so the page's charset does not matter", "script", scheme, visitor=visitor,
                       contains=[call_of(scheme, visitor)], lacks=[char for char in value if ord(char) > 126 or ord(char) < 32])
    yield case("proto", "no page can hold this key safely", "script", "bookbag",
               visitor={"id": "42", "attributes": {"__proto__": {"admin": True}}},
               error=error("attribute_key", "attributes.__proto__"))


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
                   nonce=nonce, contains=[f'<script nonce="{nonce}">', call_of("bookbag", visitor)])
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
    for scheme in FIELDS:
        for nonce in [None, NONCE]:
            start = f'<script nonce="{nonce}">' if nonce else "<script>"
            suffix = "-nonce" if nonce else ""
            forget = {"contains": [start, FORGET[scheme]]} if scheme in FORGET else {"equals": ""}
            yield case(f"forget{suffix}", "at sign-out, where the vendor documents it", "forget", scheme, nonce=nonce, **forget)
            start_widget = {"equals": ""}
            if scheme == "thread":
                start_widget = {"contains": [start, f'chatgenieParams = {{"appId":"{APP_ID}"}};', START],
                                "lacks": ["connectionType", "connectionEmail", "connectionKey"]}
            yield case(f"anonymous{suffix}", "for a visitor who is not signed in, where the widget must be started", "anonymous",
                       scheme, nonce=nonce, **start_widget)


def prefills():
    for scheme, names in [("reamaze", ["email", "name"]), ("fernand", ["name", "email"])]:
        def wanted(visitor):
            return CALLS[scheme].replace("@", script_literal({name: visitor[name] for name in names if name in visitor}))
        yield case("prefill", "name and email without a signature", "prefill", scheme, visitor=JANE, nonce=NONCE,
                   contains=[f'<script nonce="{NONCE}">', wanted(JANE)], lacks=[SIGNATURES[scheme], "user-123"])
        for field, value in [("email", "jane@example.com"), ("name", "</script><b>Jane</b>")]:
            yield case(f"prefill-{field}", "name or email is enough", "prefill", scheme, visitor={field: value},
                       contains=[wanted({field: value})], lacks=["</script><", SIGNATURES[scheme]])
        yield case("prefill-nothing", "neither a name nor an email", "prefill", scheme, visitor={"id": "user-123"},
                   error=error("field_missing", "email"))
        yield case("prefill-bad-avatar", "a visitor is checked although nothing is signed", "prefill", scheme,
                   visitor={"email": "jane@example.com", "avatar": "javascript:alert(1)"}, error=error("field_invalid", "avatar"))
    for scheme in ["bookbag", "thread", "orlo"]:
        yield case("prefill", "the vendor documents no such mode", "prefill", scheme, visitor=JANE, error=error("not_offered"))


def snippets():
    """The code from Orlo's panel."""
    visitor = person("orlo")
    token = signature_of("orlo", visitor)

    def snippet(name, comment, code, wanted, nonce=NONCE, **settings):
        mark = f' nonce="{nonce}"' if nonce else ""
        return case(f"snippet-{name}", comment, "script", "orlo", visitor=visitor, nonce=nonce,
                    settings={"embed_code": code, **settings}, equals=wanted.replace("@", mark).replace("%", token))

    call = 'orloChat.setCustomerData("%");'  # % is the token and @ the nonce, in the expected text
    word = call.replace("%", "JWT_TOKEN")
    yield snippet("plain", "the token in place of JWT_TOKEN, and nothing else changed", SNIPPET, f"<script>{call}</script>", None)
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
    yield case("snippet-hostile", "a token is base64url, whatever its claims hold", "script", "orlo", visitor=hostile, nonce=NONCE,
               settings={"embed_code": SNIPPET},
               equals=f'<script nonce="{NONCE}">{call.replace("%", signature_of("orlo", hostile))}</script>')
    lifetime = {"embed_code": SNIPPET, "lifetime": 600}
    yield case("snippet-lifetime", "the token has its iat and exp", "script", "orlo", visitor=visitor, settings=lifetime,
               equals=f'<script>{call.replace("%", signature_of("orlo", visitor, settings=lifetime))}</script>')
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
    for scheme in CALLS:
        yield case("url", "the vendor documents no such page", "url", scheme, visitor=person(scheme), error=error("not_offered"))
