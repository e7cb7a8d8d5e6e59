"""Cases for each part of the scheme format, with small schemes of their own.

The schemes stand in the cases as text. A vendor's file uses a few of these parts; together they use all.
"""

import base64

import cases_digest
import cases_explain
import cases_script
import cases_sign
import cases_sign_error
import cases_verify
from catalogue import secret_of, settings_of, sign
from cases_verify import refused, verified_visitor
from page_file import PageFile
from scheme_file import RANDOM, Scheme
from tools import NOW, error, hmac_of

HEAD = 'name = "{}"\nvendor = "A vendor"\ndocument = "https://example.com/"\nread = 2026-11-28\n'
AMBIGUOUS = 'ambiguous = "An id that looks like an email address could stand for that address."\n'
EMAIL, ID = "jane@example.com", "user-123"
ADDRESS = "https://example.com/start"


def scheme(name, fields, *, message="{id}", contact="{id}", top="", secret="text", hash="sha256", result="hex", more="", page="", tail=""):
    """A scheme with digests. `more` belongs to [signature], `tail` stands after [fields]."""
    def text(value):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]" if isinstance(value, list) else f'"{value}"'
    return Scheme(HEAD.format(name) + (f"contact = {text(contact)}\n" if contact else "") + top
                  + f'\n[signature]\nkind = "hmac"\nhash = "{hash}"\nsecret = "{secret}"\nmessage = {text(message)}\nresult = "{result}"\n{more}'
                  + f"\n[fields]\n{fields}" + tail + (f"\n[page]\n{page}" if page else ""))


PLAIN = 'uid = "{id}"\nemail = "{email}"\nhash = "{signature}"\n'
SETTING = '\n[settings.{}]\nabout = "a setting"\nform = "{}"\n'

ALTERNATIVES = scheme("alternatives", PLAIN, message=["{id}", "{email}"], contact=["{id}", "{email}"], more=AMBIGUOUS)
FOLDED = scheme("folded", 'email = "{email}"\nname = "{name}"\nhash = "{signature}"\n', message="{email|trim|lower}", contact="{email}")
FOLDED_FIELD = scheme("folded_field", 'email = "{email|lower}"\nhash = "{signature}"\n', message="{email|lower}", contact="{email}")
HEX = scheme("secret_hex", PLAIN, secret="hex")
BASE64 = scheme("secret_base64", PLAIN, secret="base64", result="base64")
UPPER = scheme("result_upper", PLAIN, result="HEX")
URL = scheme("result_base64url", PLAIN, result="base64url")
SHA512 = scheme("sha512", PLAIN, hash="sha512")
SHA1 = scheme("sha1", PLAIN, hash="sha1")
PREFIX = scheme("prefix", 'uid = "{id}"\nhash = "sha256={signature}"\n')
WITH_TIME = scheme("with_time", 'uid = "{id}"\nhash = "{signature}-{now}"\n', message="{id}-{now}", more='may_hold_separator = "id"\nmax_age = 3600\n')
WITH_KEY = scheme("with_key", 'uid = "{id}"\nhash = "{settings.key_name}:{signature}"\n', top=SETTING.format("key_name", "name") + "required = true\n")
NOW_MS = scheme("now_ms", 'uid = "{id}"\nat = "{now|ms}"\nhash = "{signature}"\n', message="{id}:{now|ms}", more="max_age = 60\n")
NOW_ISO = scheme("now_iso", 'uid = "{id}"\nat = "{now|iso}"\nhash = "{signature}"\n', message="{id}{now|iso}", more="max_age = 60\n")
NOW_TEXT = scheme("now_text", 'uid = "{id}"\nat = "{now|text}"\nhash = "{signature}"\n', message="{now}:{id}", more="max_age = 60\n")
EXPIRES = scheme("expires", 'uid = "{id}"\nuntil = "{expires}"\nhash = "{signature}"\n', message="{id}:{expires}", more="lifetime = 600\n")
CHOSEN_END = scheme("chosen_end", 'uid = "{id}"\nuntil = "{expires}"\nhash = "{signature}"\n', message="{id}:{expires}",
                    top=SETTING.format("lifetime", "seconds"), more='lifetime = {setting = "lifetime", default = 600, maximum = 3600}\n')
CHANCE = scheme("chance", 'uid = "{id}"\nnonce = "{random}"\nhash = "{signature}"\n', message="{id}:{random}")
WITH_SETTING = scheme("with_setting", 'uid = "{id}"\nhash = "{signature}"\n', message="{settings.shop}:{id}",
                      top=SETTING.format("shop", "name") + "required = true\n")
ADJACENT = scheme("adjacent", PLAIN, message="{id}{email}", more='ambiguous = "The vendor joins the fields without a separator."\n')
HOLDER = scheme("holder", PLAIN, message="{id}:{email}", more='may_hold_separator = "id"\n')
FURTHER = scheme("further", PLAIN + 'phone = "{phone}"\nemail_hash = "{signatures.email}"\nphone_hash = "{signatures.phone}"\n',
                 tail='\n[signatures.email]\nmessage = "{email}"\n\n[signatures.phone]\nmessage = "{phone}"\n')
TYPED = scheme("typed", 'uid = "{id}"\nfirst = "{attributes.first}"\nage = "{attributes.age|integer}"\nscore = "{attributes.score|number}"\n'
               'vip = "{attributes.vip|boolean}"\nsite = "{attributes.site|address}"\nhash = "{signature}"\n"*" = "{attributes}"\n',
               message="{id}:{attributes.first}")
MEMBERS = '\n[signature.payload.members]\nuid = "{id}"\nmail = "{email}"\nage = "{attributes.age|integer}"\n'


def payload(name, form, encoding, fields='data = "{payload}"\nhash = "{signature}"\n', message="{payload}", members=MEMBERS, more=""):
    section = f'\n[signature.payload]\nform = "{form}"\nencoding = "{encoding}"\nrequired = ["uid"]\n{members}'
    return scheme(name, fields, message=message, more=more + section)


JSON = payload("payload_json", "json", "base64", members=MEMBERS + '"*" = "{attributes}"\n')
JSON_URL = payload("payload_url", "json", "base64url")
BARE = payload("payload_bare", "json", "none")
QUERY = payload("payload_query", "query", "none", members='\n[signature.payload.members]\nuid = "{id}"\nname = "{name}"\n')
AS_ONE = payload("payload_as_one", "json", "base64", fields='auth = "{payload} {signature} {now}"\n', message="{payload} {now}", more="max_age = 3600\n")
TABLES = scheme("tables", 'uid = "{id}"\nhash = "{signature}"\nkind = "user"\nemail = "{email}"\n'
                'email_verified = {constant = true, with = "{email}"}\n',
                tail='\n[fields.company]\ntype = "company"\nname = "{attributes.company}"\n\n[fields.options]\nmode = "chat"\nsize = 2\n')

SIGNED = [
    ("alternatives-id", "the first alternative whose fields are there", ALTERNATIVES, {"id": ID, "email": EMAIL}, {}),
    ("alternatives-email", "the visitor has no id", ALTERNATIVES, {"email": EMAIL}, {}),
    ("alternatives-empty", "an empty id counts as absent", ALTERNATIVES, {"id": "", "email": EMAIL}, {}),
    ("alternatives-at", "the signature of this id is that of an email address", ALTERNATIVES, {"id": EMAIL}, {}),
    ("folded", "trimmed and in lower case where it is signed, unchanged in the field", FOLDED, {"email": " Jane@Example.COM\u2003"}, {}),
    ("folded-unicode", "lower case by Unicode", FOLDED, {"email": "\u00c9L\u00d8DIE.\u0130\u039f\u03a3@EXEMPLE.FR"}, {}),
    ("folded-field", "the field is folded too", FOLDED_FIELD, {"email": "Jane@Example.COM"}, {}),
    ("secret-hex", "the key is the bytes of the digits", HEX, {"id": ID}, {}),
    ("secret-hex-upper", "digits in upper case", HEX, {"id": ID}, {"secret": secret_of(HEX).upper()}),
    ("secret-base64", "the key is the bytes of the base64", BASE64, {"id": ID}, {}),
    ("result-upper", "hex in upper case", UPPER, {"id": ID}, {}), ("result-base64url", "base64url without padding", URL, {"id": ID}, {}),
    ("sha512", "SHA-512", SHA512, {"id": ID}, {}), ("sha1", "SHA-1, with a warning", SHA1, {"id": ID}, {}),
    ("prefix", "the signature is the whole text", PREFIX, {"id": ID}, {}), ("with-time", "the digest and its time", WITH_TIME, {"id": ID}, {}),
    ("with-time-separator", "the id may hold the separator", WITH_TIME, {"id": "8c1f-23443"}, {}),
    ("with-key", "a setting before the digest", WITH_KEY, {"id": ID}, {}), ("now-ms", "a number in the field", NOW_MS, {"id": ID}, {}),
    ("now-iso", "RFC 3339 in UTC", NOW_ISO, {"id": ID}, {}), ("now-text", "text in the field", NOW_TEXT, {"id": ID}, {}),
    ("expires", "now and the lifetime", EXPIRES, {"id": ID}, {}), ("chosen-end", "the default lifetime", CHOSEN_END, {"id": ID}, {}),
    ("chosen-end-setting", "the site's lifetime", CHOSEN_END, {"id": ID}, {"settings": {"lifetime": "3600"}}),
    ("with-setting", "a setting in the message", WITH_SETTING, {"id": ID}, {}),
    ("adjacent", "two fields without a separator, with a warning", ADJACENT, {"id": ID, "email": EMAIL}, {}),
    ("holder", "the id holds the separator", HOLDER, {"id": "gid://shopify/Customer/1", "email": EMAIL}, {}),
    ("further", "a signature for each field", FURTHER, {"id": ID, "email": EMAIL, "phone": "+14155552671"}, {}),
    ("further-some", "no signature for a field that is absent", FURTHER, {"id": ID, "email": EMAIL}, {}),
    ("typed", "each type as JSON, and the other attributes", TYPED,
     {"id": ID, "attributes": {"zone": "EU", "first": "Jane", "age": 42, "score": 1.5, "vip": False, "site": ADDRESS}}, {}),
    ("typed-some", "an attribute that is absent, null or empty", TYPED, {"id": ID, "attributes": {"first": "Jane", "age": None, "site": ""}}, {}),
    ("payload-json", "base64 of ASCII JSON", JSON, {"id": ID, "email": "ren\u00e9@example.com", "attributes": {"age": 42, "groups": ["a", "\u674e\U0001f642"]}}, {}),
    ("payload-url", "base64url of JSON", JSON_URL, {"id": "\u00ff\u00ff>>>???", "email": EMAIL}, {}), ("payload-bare", "JSON as it is", BARE, {"id": ID, "email": EMAIL}, {}),
    ("payload-query", "a space is +", QUERY, {"id": "a b&c=d+e%/\u00e9", "name": "Jane Doe"}, {}),
    ("payload-as-one", "payload, signature and time in one text", AS_ONE, {"id": ID, "email": EMAIL}, {}),
    ("tables", "a constant with its field, and a table without its placeholders", TABLES, {"id": ID}, {}),
    ("tables-full", "everything is there", TABLES, {"id": ID, "email": EMAIL, "attributes": {"company": "Acme"}}, {}),
]


def digests():
    for of in [HEX, BASE64, UPPER, URL, SHA512, SHA1]:
        secret = secret_of(of)
        yield cases_digest.case("digest", "the form in which the scheme writes it", cases_digest.COMPARE, of, secret, "zo\u00eb@example.com",
                                of.digest(secret, "zo\u00eb@example.com"))


def signed():
    for name, comment, of, visitor, more in SIGNED:
        one = cases_sign.case("part", comment, of, visitor, source="the rule of the scheme format, by Python and OpenSSL",
                              warnings=of.warnings(visitor), signer_warnings=of.signer_warnings(), **more)
        yield {**one, "id": f"part-{name}"}


def unsigned():
    """What a signer refuses."""
    good_hex, good_base64 = secret_of(HEX), secret_of(BASE64)
    for name, comment, of, code, field, more in [
        ("alternatives-none", "neither an id nor an email", ALTERNATIVES, "field_missing", "id", {"visitor": {"name": "Jane"}}),
        ("alternatives-empty", "an empty id and no email", ALTERNATIVES, "field_empty", "id", {"visitor": {"id": ""}}),
        ("folded-empty", "nothing is left after trimming", FOLDED, "field_empty", "email", {"visitor": {"email": " \u2003 "}}),
        ("secret-hex-odd", "not hex", HEX, "secret_encoding", "secret", {"secret": {"secret": good_hex[:-1]}}),
        ("secret-hex-prefix", "not hex", HEX, "secret_encoding", "secret", {"secret": {"secret": "0x" + good_hex}}),
        ("secret-hex-newline", "white space around it", HEX, "secret_encoding", "secret", {"secret": {"secret": good_hex + "\n"}}),
        ("secret-base64-unpadded", "not standard base64", BASE64, "secret_encoding", "secret", {"secret": {"secret": good_base64.rstrip("=")}}),
        ("secret-base64-url", "not standard base64", BASE64, "secret_encoding", "secret", {"secret": {"secret": "-_" + good_base64[2:]}}),
        ("secret-base64-space", "white space around it", BASE64, "secret_encoding", "secret", {"secret": {"secret": " " + good_base64}}),
        ("setting-absent", "the message holds the setting", WITH_SETTING, "setting_missing", "shop", {"settings": {}}),
        ("lifetime-maximum", "longer than the vendor accepts", CHOSEN_END, "setting_invalid", "lifetime", {"settings": {"lifetime": "3601"}}),
        ("holder-other", "only the id may hold the separator", HOLDER, "field_separator", "email", {"visitor": {"id": "a", "email": "b:c@example.com"}}),
        ("attribute-absent", "the signature covers it", TYPED, "field_missing", "attributes.first", {"visitor": {"id": ID}}),
        ("attribute-text", "a number where text is demanded", TYPED, "field_type", "attributes.first", {"visitor": typed(first=5)}),
        ("attribute-integer", "a fraction where a whole number is demanded", TYPED, "field_type", "attributes.age", {"visitor": typed(age=1.5)}),
        ("attribute-number", "text where a number is demanded", TYPED, "field_type", "attributes.score", {"visitor": typed(score="1")}),
        ("attribute-boolean", "text where true or false is demanded", TYPED, "field_type", "attributes.vip", {"visitor": typed(vip="true")}),
        ("attribute-address", "not http or https", TYPED, "field_invalid", "attributes.site", {"visitor": typed(site="javascript:alert(1)")}),
        ("payload-required", "the payload demands it", JSON, "field_missing", "id", {"visitor": {"email": EMAIL}}),
        ("expires-year-10000", "the time would be one that every verifier refuses", EXPIRES, "now_invalid", "now", {"now": 253402300799}),
    ]:
        yield {**cases_sign_error.case("part", comment, of, code, field, **more), "id": f"part-{name}"}


def typed(**attributes):
    return {"id": ID, "attributes": {"first": "Jane", **attributes}}


def verified_or_refused():
    yield from good_bodies()
    yield from bad_bodies()
    yield from moments()


def verifying(name, comment, of, body, **more):
    settings = more.pop("settings", None)
    settings = cases_verify.needed_settings(of) if settings is None else settings
    return {**cases_verify.case("part", comment, of, body, settings=settings, **more), "id": f"part-{name}"}


def good(of, visitor):
    return verified_visitor(of, visitor, settings=settings_of(of))


def good_bodies():
    for name, comment, of, visitor, more in SIGNED:
        visitor = {**visitor, "attributes": {key: value for key, value in visitor.get("attributes", {}).items() if value not in (None, "")}}
        visitor = {key: value for key, value in visitor.items() if value not in ("", {})}
        body = sign(of, visitor, more.get("secret"), more.get("settings")).fields
        keys = [{"text": more["secret"]}] if "secret" in more else None
        yield verifying(name, comment, of, body, keys=keys, **good(of, visitor))
    body = sign(CHANCE, {"id": ID}).fields
    yield verifying("random", "the random text of the page", CHANCE, body, **good(CHANCE, {"id": ID}))
    yield verifying("random-other", "the signature covers it", CHANCE, {**body, "nonce": RANDOM[::-1]}, **refused("signature_mismatch", "hash"))
    yield verifying("random-absent", "the signature covers it", CHANCE, {key: value for key, value in body.items() if key != "nonce"},
                    **refused("claim_missing", "nonce"))


def bad_bodies():
    mismatch, malformed = refused("signature_mismatch", "hash"), refused("signature_malformed", "hash")

    def of(scheme, visitor, **changes):
        return {key: value for key, value in {**sign(scheme, visitor).fields, **changes}.items() if value is not ...}

    both = {"id": ID, "email": EMAIL}
    yield verifying("alternatives-edited", "the email is not signed where there is an id", ALTERNATIVES, of(ALTERNATIVES, both, email="m@example.com"),
                    **good(ALTERNATIVES, {"id": ID, "email": "m@example.com"}))
    yield verifying("alternatives-id-removed", "the email was not signed", ALTERNATIVES, of(ALTERNATIVES, both, uid=...), **mismatch)
    yield verifying("alternatives-id-added", "the email was signed, and an id came along", ALTERNATIVES, of(ALTERNATIVES, {"email": EMAIL}, uid="1"), **mismatch)
    yield verifying("alternatives-neither", "nothing that could have been signed", ALTERNATIVES, of(ALTERNATIVES, both, uid=..., email=...),
                    **refused("claim_missing", "uid"))
    yield verifying("folded-case", "the vendor folds what the page sends", FOLDED, of(FOLDED, {"email": EMAIL}, email="JANE@example.com "),
                    **good(FOLDED, {"email": EMAIL}))
    yield verifying("folded-edited", "another address", FOLDED, of(FOLDED, {"email": EMAIL}, email="john@example.com"), **mismatch)
    raw = hmac_of("sha256", HEX.key(secret_of(HEX)), ID)
    for name, scheme, text in [
        ("hex-upper", HEX, raw.hex().upper()), ("hex-base64", HEX, base64.b64encode(raw).decode()), ("upper-hex", UPPER, raw.hex()),
        ("base64-hex", BASE64, raw.hex()), ("base64-unpadded", BASE64, base64.b64encode(raw).decode().rstrip("=")),
        ("base64-url", BASE64, "-" + base64.b64encode(raw).decode()[1:]), ("base64-newline", BASE64, base64.b64encode(raw).decode() + "\n"),
        ("base64-unused-bits", BASE64, base64.b64encode(raw).decode()[:-2] + "B="),
        ("base64url-padded", URL, base64.urlsafe_b64encode(raw).decode()), ("base64url-standard", URL, "+" + base64.urlsafe_b64encode(raw).decode()[1:-1]),
        ("sha512-short", SHA512, raw.hex()), ("sha1-long", SHA1, raw.hex()), ("prefix-absent", PREFIX, raw.hex()),
        ("prefix-other", PREFIX, "sha1=" + raw.hex()), ("prefix-twice", PREFIX, "sha256=sha256=" + raw.hex()),
        ("with-time-none", WITH_TIME, raw.hex()), ("with-time-empty", WITH_TIME, "-" + str(NOW)),
    ]:
        yield verifying(f"form-{name}", "a digest in another form", scheme, of(scheme, {"id": ID}, hash=text), **malformed)
    yield verifying("with-key-other", "another setting before the digest", WITH_KEY, of(WITH_KEY, {"id": ID}, hash=f"another:{raw.hex()}"),
                    settings=settings_of(WITH_KEY), **malformed)
    yield verifying("with-setting-absent", "the verifier lacks the setting", WITH_SETTING, of(WITH_SETTING, {"id": ID}), settings={},
                    **refused("setting_missing", "shop"))
    yield verifying("with-setting-other", "another site's setting", WITH_SETTING, of(WITH_SETTING, {"id": ID}), settings={"shop": "another"}, **mismatch)
    yield verifying("holder-email", "only the id may hold the separator", HOLDER, of(HOLDER, {"id": "a", "email": "b:c"}), **refused("claim_value", "email"))
    three = {"id": ID, "email": EMAIL, "phone": "+14155552671"}
    yield verifying("further-wrong", "each signature that the page sends must be right", FURTHER, of(FURTHER, three, email_hash="0" * 64),
                    **refused("signature_mismatch", "email_hash"))
    yield verifying("further-edited", "the email has a signature", FURTHER, of(FURTHER, three, email="m@example.com"),
                    **refused("signature_mismatch", "email_hash"))
    without = of(FURTHER, three, email_hash=..., phone_hash=None)
    yield verifying("further-absent", "without their signatures these are merely claimed", FURTHER, without,
                    **cases_verify.verified(ID, {"id": ID}, {"email": EMAIL, "phone": "+14155552671"}))
    yield verifying("further-first-absent", "the first signature must be there", FURTHER, of(FURTHER, three, hash=...), **refused("signature_missing", "hash"))
    jane = typed(age=42, vip=True)
    for name, changes, code, field in [
        ("covered", {"first": "John"}, "signature_mismatch", "hash"), ("covered-absent", {"first": ...}, "claim_missing", "first"),
        ("covered-type", {"first": 5}, "claim_type", "first"), ("type", {"age": "42"}, "claim_type", "age"), ("boolean", {"vip": "true"}, "claim_type", "vip"),
        ("address", {"site": "javascript:alert(1)"}, "claim_value", "site"),
    ]:
        yield verifying(f"typed-{name}", "the type that the scheme demands", TYPED, of(TYPED, jane, **changes), **refused(code, field))
    other = of(JSON, {"id": "user-124", "email": EMAIL})
    yield verifying("payload-other", "the payload of another visitor", JSON, of(JSON, both, data=other["data"]), **mismatch)
    yield verifying("payload-absent", "the signature covers it", JSON, of(JSON, both, data=...), **refused("claim_missing", "data"))
    for name, text in [("not-base64", "!"), ("not-json", base64.b64encode(b"uid=1").decode()), ("list", base64.b64encode(b"[]").decode()),
                       ("twice", base64.b64encode(b'{"uid":"1","uid":"2"}').decode())]:
        digest = JSON.digest(secret_of(JSON), text)
        yield verifying(f"payload-{name}", "a good signature over something else", JSON, {"data": text, "hash": digest}, **refused("claim_value", "data"))
    text = base64.b64encode(b'{"mail":"jane@example.com"}').decode()
    yield verifying("payload-required", "a good signature over a payload without a member that must be there", JSON,
                    {"data": text, "hash": JSON.digest(secret_of(JSON), text)}, **refused("claim_missing", "uid"))
    one = of(AS_ONE, both)["auth"].split(" ")
    for name, parts, code in [("two", one[:2], "signature_malformed"), ("four", [*one, "1"], "signature_mismatch"),
                              ("swapped", [one[1], one[0], one[2]], "signature_malformed")]:
        yield verifying(f"as-one-{name}", "not the scheme's three parts", AS_ONE, {"auth": " ".join(parts)}, **refused(code, "auth"))
    yield verifying("as-one-time", "the signature covers the time", AS_ONE, {"auth": " ".join([*one[:2], str(NOW - 1)])}, **refused("signature_mismatch", "auth"))
    yield verifying("tables-condition", "a constant has its one value", TABLES, of(TABLES, both, email_verified=False), **refused("claim_value", "email_verified"))
    yield verifying("tables-constant", "a table of constants must be there", TABLES, of(TABLES, both, options=...), **refused("claim_missing", "options.mode"))


def moments():
    """Times, to the second."""
    for of, path in [(WITH_TIME, "hash"), (NOW_MS, "at"), (NOW_ISO, "at"), (NOW_TEXT, "at"), (AS_ONE, "auth")]:
        body, age = sign(of, {"id": ID}).fields, of.section["max_age"]
        for name, then, leeway, expected in [
            ("oldest", NOW + age, 0, good(of, {"id": ID})), ("too-old", NOW + age + 1, 0, refused("signature_expired", path)),
            ("old-leeway", NOW + age + 60, 60, good(of, {"id": ID})), ("early", NOW - 1, 0, refused("signature_not_yet_valid", path)),
            ("early-leeway", NOW - 60, 60, good(of, {"id": ID})),
        ]:
            yield verifying(f"{of.name}-{name}", "a time in the message, to the second", of, body, attack=8, now=then, leeway=leeway, **expected)
    body = sign(EXPIRES, {"id": ID}).fields
    for name, then, leeway, expected in [
        ("last", NOW + 599, 0, good(EXPIRES, {"id": ID})), ("over", NOW + 600, 0, refused("signature_expired", "until")),
        ("leeway", NOW + 659, 60, good(EXPIRES, {"id": ID})), ("leeway-over", NOW + 660, 60, refused("signature_expired", "until")),
        ("before", NOW - 10_000, 0, good(EXPIRES, {"id": ID})),
    ]:
        yield verifying(f"expires-{name}", "refused from that second on", EXPIRES, body, attack=8, now=then, leeway=leeway, **expected)
    for of, name, value, code in [
        (NOW_MS, "seconds", NOW, "claim_value"), (NOW_MS, "text", str(NOW * 1000), "claim_type"), (NOW_MS, "fraction", NOW * 1000 + 0.5, "claim_type"),
        (NOW_ISO, "offset", "2026-11-20T01:00:00+01:00", "claim_value"), (NOW_ISO, "date", "2026-11-20", "claim_value"), (NOW_ISO, "number", NOW, "claim_type"),
        (NOW_TEXT, "number", NOW, "claim_type"), (NOW_TEXT, "milliseconds", str(NOW * 1000), "claim_value"), (NOW_TEXT, "sign", f"+{NOW}", "claim_value"),
        (NOW_TEXT, "zero", f"0{NOW}", "claim_value"),
    ]:
        message = f"{value}:{ID}" if of is NOW_TEXT else f"{ID}:{value}" if of is NOW_MS else f"{ID}{value}"
        yield verifying(f"{of.name}-form-{name}", "a good signature over a time in another unit or form", of,
                        {"uid": ID, "at": value, "hash": of.digest(secret_of(of), message)}, attack=8, **refused(code, "at"))


# --- Pages -----------------------------------------------------------------------------------

NAMED = scheme("page_named", PLAIN + 'name = "{name}"\n', page='''global = "Widget"
script = [
  "window.Widget('user', {fields.uid}, {fields});",
  "window.Widget('name', {fields.name});",
]
forget = ["window.Widget('close');", "window.Widget('forget');"]
''')
READY = scheme("page_ready", PLAIN, page='''ready = "window.$widget && window.$widget.hasLoaded"
ready_event = "widget:ready"
script = "window.$widget.setUser({fields.uid}, {fields});"
forget = "window.$widget.reset();"
''')
EVENT = scheme("page_event", PLAIN, page='''ready_event = "widgetReady"
at_once = "window.widgetSettings = {mail: {fields.email}};"
script = "window.widget.login({fields});"
''')
MODES = scheme("page_modes", 'app = "{settings.app}"\n' + PLAIN + 'name = "{name}"\n', top=SETTING.format("app", "name") + "required = true\n",
               page='''script = "window.widget.push(['user', {fields}]);"
forget = "window.widget.push(['reset']);"

[page.prefill]
fields = ["email", "name"]
script = ["window.widget.push(['email', {fields.email}]);", "window.widget.push(['name', {fields.name}]);"]

[page.anonymous]
fields = ["app"]
at_once = "window.widget = [['app', {fields.app}]];"
''')
TAG = scheme("page_tag", PLAIN + 'vip = "{attributes.vip|boolean}"\n', top=SETTING.format("app", "name") + "required = true\n", page='''
[page.tag]
src = "https://cdn.example.com/widget.js"
async = true
type = "module"
data-app = "{settings.app}"
data-user = "{fields.uid}"
data-mail = "{fields.email}"
data-vip = "{fields.vip}"
data-hash = "{fields.hash}"
''')
QUERY_URL = scheme("url_query", PLAIN, top=SETTING.format("start", "address") + "required = true\n", page='url = "{settings.start}?{fields}"\n')
NAMED_URL = scheme("url_named", PLAIN, page='url = "https://example.com/in?user={fields.uid}&sig={fields.hash}&mail={fields.email}#top"\n')
HOSTILE = "\"'><script>alert(1)</script>&amp;\u2028\\"


def pages():
    def page(name, comment, call, of, visitor=None, **more):
        return {**cases_script.case("part", comment, call, of, visitor=visitor, **more), "id": f"part-{name}"}

    def code(of, visitor):
        return cases_script.code_of(of, visitor)

    jane = {"id": ID, "email": EMAIL, "name": "Jane Doe"}
    nameless = {"id": ID, "email": EMAIL}
    yield page("named", "a value of its own, and the other fields", "script", NAMED, jane, contains=["<script>", *code(NAMED, jane), "Widget"])
    yield page("named-absent", "a statement falls away with its value", "script", NAMED, nameless, contains=code(NAMED, nameless), lacks=["'name'"])
    yield page("named-hostile", "a value is a JavaScript literal", "script", NAMED, {"id": HOSTILE, "email": EMAIL, "name": HOSTILE},
               contains=code(NAMED, {"id": HOSTILE, "email": EMAIL, "name": HOSTILE}), lacks=["<script>alert", "</script>&", "\u2028"])
    yield page("named-forget", "several statements", "forget", NAMED, contains=PageFile(NAMED).forget_lines())
    for name, of in [("ready", READY), ("event", EVENT)]:
        yield page(name, "the script waits for its condition", "script", of, jane, contains=[*code(of, jane), *PageFile(of).waits_for()])
    yield page("ready-forget", "forgetting waits too", "forget", READY, contains=["window.$widget.reset();", *PageFile(READY).waits_for("forget")])
    yield page("modes", "without a condition the code runs at once", "script", MODES, jane, contains=code(MODES, jane), lacks=["setTimeout"])
    yield page("modes-forget", "without a condition the code runs at once", "forget", MODES, contains=["window.widget.push(['reset']);"], lacks=["setTimeout"])
    for name, visitor in [("", jane), ("-email", {"email": EMAIL})]:
        modes = PageFile(MODES)
        yield page(f"modes-prefill{name}", "code of its own", "prefill", MODES, visitor,
                   contains=modes.lines("prefill", modes.prefill_fields(visitor, settings_of(MODES)), settings_of(MODES)),
                   lacks=["'user'", '"hash"'] + (["'name'"] if name else []))
    yield page("modes-anonymous", "code of its own", "anonymous", MODES, contains=["window.widget = [['app', \"name-1\"]];"], lacks=["'user'"])
    full = {**nameless, "attributes": {"vip": True}}
    yield page("tag", "an element with attributes", "script", TAG, full, contains=["<script", *code(TAG, full), "></script>"])
    yield page("tag-nonce", "and with the page's nonce", "script", TAG, full, nonce="bm9uY2U", contains=[' nonce="bm9uY2U"', *code(TAG, full)])
    yield page("tag-absent", "an attribute without a value is left out", "script", TAG, {"id": ID}, contains=code(TAG, {"id": ID}), lacks=["data-mail", "data-vip"])
    yield page("tag-hostile", "a value is escaped for HTML", "script", TAG, {"id": HOSTILE, "email": EMAIL}, contains=code(TAG, {"id": HOSTILE, "email": EMAIL}),
               lacks=["\"'>", "<script>alert", "\u2028"])
    for name, of in [("query", QUERY_URL), ("named", NAMED_URL)]:
        for what, visitor in [("", nameless), ("-encoded", {"id": "a b/?&=#%+~\u00e9", "email": EMAIL}), ("-absent", {"id": ID})]:
            settings = settings_of(of, cases_script.TEXT)
            yield page(f"url-{name}{what}", "percent-encoded values", "url", of, visitor,
                       equals=PageFile(of).address(sign(of, visitor, settings=settings).fields, settings))
    yield page("url-setting", "the address begins with the setting", "url", QUERY_URL, nameless, settings={}, error=error("setting_missing", "start"))


def explained():
    def mistake(name, comment, of, body, first, also=(), **more):
        return {**cases_explain.case("part", comment, of, body, first, also, **more), "id": f"part-{name}"}

    for of in [ALTERNATIVES, FOLDED, HEX, BASE64, URL, SHA512, WITH_TIME, WITH_SETTING, FURTHER, TYPED, JSON, AS_ONE]:
        visitor = {"id": ID, "email": EMAIL, "attributes": {"first": "Jane"}}
        body, settings = sign(of, visitor).fields, settings_of(of)
        yield {**cases_explain.correct("part", "nothing is wrong", of, body, settings=settings), "id": f"part-{of.name}-good"}
        name = of.signature_name
        yield mistake(f"{of.name}-unknown", "a digest of something else", of, {**body, name: wrong(of, visitor)}, "secret_unknown",
                      settings=settings)
    expired = sign(WITH_TIME, {"id": ID}, now=NOW - 3601).fields
    yield mistake("expired", "an old signature", WITH_TIME, expired, "signature_expired", field="hash")
    yield mistake("early", "a clock that is wrong", WITH_TIME, sign(WITH_TIME, {"id": ID}, now=NOW + 60).fields, "signature_not_yet_valid", field="hash")
    text = FOLDED.digest(secret_of(FOLDED), "Jane@Example.com")
    yield mistake("folded-not", "the site did not fold", FOLDED, {"email": "Jane@Example.com", "hash": text}, "message_case")
    raw = HEX.digest(secret_of(HEX).encode(), ID)
    yield mistake("secret-hex-as-text", "the site did not decode the secret", HEX, {"uid": ID, "hash": raw}, "secret_hex")
    other = ALTERNATIVES.digest(secret_of(ALTERNATIVES), EMAIL)
    yield mistake("alternatives-other", "the email hashed although there is an id", ALTERNATIVES, {"uid": ID, "email": EMAIL, "hash": other}, "other_field")


def wrong(of, visitor):
    """The signature with a digest of zero bytes."""
    good_one = sign(of, visitor)
    return good_one.signature.replace(good_one.values["signature"], of.zero_result())


