"""element.json: the element that states who the visitor is, character by character."""

import json

from cases_script import JANE, TEXT, person
from cases_sign import marked
from catalogue import all_schemes, at_length, is_representative, minimal, read, reference, settings_of, sign, signing_secret, visitor_of
from page_file import PageFile
from parts import EMAIL, ID, PLAIN, SETTING, scheme
from parts_token import FETCHED, HS256, setting
from tools import NOW, error

HOSTILE = "</visitorseal-visitor><script>alert(1)</script>\" onload='alert(1)' x=`&quot;&amp;<!--\\\u2028\u00e9\U0001f642"
RENEWED = scheme("element_renewed", PLAIN, top=setting("renew", "endpoint"),
                 page='endpoint = "{settings.renew}"\nat_once = "window.user = {fields};"\nforget = "window.user = null;"\n')
EMPTY = scheme("element_empty", 'app = "{settings.app}"\n' + PLAIN, top=SETTING.format("app", "text"),
               page='at_once = "window.app = {fields};"\nforget = "window.app = null;"\nanonymous = ["app"]\n')
ADDRESS_ONLY = scheme("element_address", PLAIN, page='url = "https://example.com/in?{fields}"\n')
ENDPOINTS = {"path": "/visitor", "query": "/visitor?a=1&b=2", "root": "/", "https": "https://api.example.com/visitor",
             "http": "http://localhost:8000/visitor"}
WRONG = {"relative": "visitor", "other-host": "//evil.example/token", "javascript": "javascript:alert(1)", "empty": "",
         "data": "data:application/json,{}", "file": "file:///etc/passwd", "space": "/visitor token", "newline": "/visitor\n",
         "backslash": "/\\evil.example", "no-host": "https://", "quote": '/a"b', "tag": "/</visitorseal-visitor>"}


def element(scheme, state, *, mark=None, fields=None, expires=None, endpoint=None):
    attributes = {
        "scheme": scheme.name, "state": state, "mark": mark, "fields": json.dumps(fields, separators=(",", ":")) if fields else None,
        "expires": expires, "endpoint": endpoint,
    }
    written = "".join(f' {name}="{entities(str(value))}"' for name, value in attributes.items() if value is not None)
    return f'<visitorseal-visitor{written} data-turbo-temporary hx-history="false"></visitorseal-visitor>'


def entities(text):
    for character, name in {"&": "amp", "<": "lt", ">": "gt", '"': "quot"}.items():
        text = text.replace(character, f"&{name};")
    return "".join(char if char.isascii() else f"&#x{ord(char):x};" for char in text)


def case(name, comment, call, scheme, *, visitor=None, endpoint=None, settings=None, **expected):
    """A case of the call: `element`, `prefill_element` or `anonymous_element`."""
    scheme = read(scheme)
    settings = settings_of(scheme, TEXT) if settings is None else settings
    if not expected:
        expected = {"equals": expected_element(call, scheme, visitor, settings, endpoint)}
    named = reference(scheme)
    return {"id": f"{scheme.name}-{name}", "comment": comment, "call": call, **named, **signing_secret(scheme), "settings": settings,
            "visitor": visitor, "now": NOW, "endpoint": endpoint, **expected}


def expected_element(call, scheme, visitor, settings, endpoint):
    page = PageFile(scheme)
    endpoint = endpoint or page.endpoint(settings)
    if call == "anonymous_element":
        fields = page.anonymous_fields(settings) if page.anonymous else {}
        return element(scheme, "anonymous", fields=fields, endpoint=endpoint)
    if call == "prefill_element":
        return element(scheme, "prefill", fields=page.prefill_fields(visitor, settings), endpoint=endpoint)
    signed = sign(scheme, visitor, settings=settings)
    return element(scheme, "signed", mark=marked(scheme, visitor, settings=settings), fields=signed.fields, expires=signed.expires_at,
                   endpoint=endpoint)


def cases():
    yield from of_files()
    yield from hostile()
    yield from endpoints()
    yield from refused()


def of_files():
    for scheme in all_schemes():
        page = PageFile(scheme)
        if not page.has_page_code and not is_representative(scheme):
            continue
        if not page.has_page_code:
            yield case("element", "the vendor documents no code for a page", "element", scheme, visitor=person(scheme), error=error("not_offered"))
            yield case("anonymous", "the vendor documents no code for a page", "anonymous_element", scheme, error=error("not_offered"))
            continue
        if not scheme.is_random:
            yield case("element", "a signed visitor", "element", scheme, visitor=person(scheme))
            if at_length(scheme):
                yield case("element-minimal", "a signed visitor", "element", scheme, visitor=minimal(scheme))
        yield case("anonymous", "nobody is signed in", "anonymous_element", scheme)
        if page.prefill:
            yield case("prefill", "a prefilled form has no mark", "prefill_element", scheme, visitor=JANE)


def hostile():
    """Attack 22: the value of a field is text to the page."""
    for name in ["bookbag", "fernand", "thread", "reamaze"]:
        of = read(name)
        visitor = visitor_of(of, {**JANE, "id": HOSTILE, "email": f"{HOSTILE}@example.com", "name": HOSTILE,
                                  "attributes": {HOSTILE: [HOSTILE, {HOSTILE: None}], "control": "\r\n\t\x1b\x01"}})
        yield case("hostile", "in every field and in an attribute's key", "element", of, visitor={
            name: value for name, value in visitor.items() if name in of.places() and (name != "attributes" or of.takes_attributes())})
    yield case("hostile-prefill", "in every field", "prefill_element", "fernand", visitor={"name": HOSTILE, "email": EMAIL})
    yield case("hostile-anonymous", "in a setting", "anonymous_element", "thread", settings={"app_id": HOSTILE})


def endpoints():
    jane = {"id": ID, "email": EMAIL}
    for name, endpoint in {**ENDPOINTS, "non-ascii": "https://\u00e4.example/visitor?\u674e"}.items():
        yield case(f"endpoint-{name}", "the address that gives the fields anew", "element", "bookbag", visitor={"id": ID}, endpoint=endpoint)
    yield case("endpoint-setting", "the scheme's setting has the address", "element", RENEWED, visitor=jane, settings={"renew": "/a?b&c"})
    yield case("endpoint-both", "the argument comes before the setting", "element", RENEWED, visitor=jane, settings={"renew": "/a"}, endpoint="/b")
    yield case("endpoint-neither", "the setting is not there", "element", RENEWED, visitor=jane, settings={})
    yield case("endpoint-token", "a token ends", "element", FETCHED, visitor=jane, settings={"endpoint": "/token"})
    yield case("endpoint-prefill", "a prefilled form", "prefill_element", "fernand", visitor={"email": EMAIL}, endpoint="/visitor")
    yield case("anonymous-no-fields", "no setting, so no fields", "anonymous_element", EMPTY, settings={})
    yield case("anonymous-fields", "what the widget needs to start", "anonymous_element", EMPTY, settings={"app": "a-1"})


def refused():
    jane = {"id": ID, "email": EMAIL}
    for name, endpoint in WRONG.items():
        yield case(f"endpoint-wrong-{name}", "neither a path of the site nor an http or https address", "element", "bookbag", visitor={"id": ID},
                   endpoint=endpoint, error=error("setting_invalid", "endpoint"))
    yield case("endpoint-wrong", "the name of the argument, not of the setting", "element", RENEWED, visitor=jane, endpoint="b",
               error=error("setting_invalid", "endpoint"))
    for name, of in [("address", ADDRESS_ONLY), ("none", HS256)]:
        yield case(f"no-code-{name}", "a scheme without code for a page", "element", of, visitor=jane, error=error("not_offered"))
        yield case(f"no-code-{name}-anonymous", "a scheme without code for a page", "anonymous_element", of, error=error("not_offered"))
