"""Small schemes, one or more for each part of the scheme format, and visitors that they sign.

A vendor's file uses a few of these parts; together these use all.
"""

from catalogue import secret_of
from scheme_file import Scheme

HEAD = 'name = "{}"\nvendor = "A vendor"\ndocument = "https://example.com/"\nread = 2026-11-28\n'
AMBIGUOUS = 'ambiguous = "An id that looks like an email address could stand for that address."\n'
DEPRECATED = 'deprecated = "A vendor offers tokens, and keeps this for older sites."\n'
EMAIL = "jane@example.com"
ID = "user-123"
ADDRESS = "https://example.com/start"


def scheme(name, fields, *, message="{id}", contact="{id}", top="", secret="text", hash="sha256", result="hex", more="", page="", tail=""):
    """A scheme with digests. `more` belongs to [signature], `tail` stands after [fields]."""
    def text(value):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]" if isinstance(value, list) else f'"{value}"'
    return Scheme(HEAD.format(name) + (f"contact = {text(contact)}\n" if contact else "") + top
                  + f'\n[signature]\nkind = "hmac"\nhash = "{hash}"\nsecret = "{secret}"\nmessage = {text(message)}\n'
                  + f'result = "{result}"\n{more}'
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
BEFORE = scheme("text_before", 'uid = "user:{id}"\nmail = "mailto:{email}"\nplan = "plan-{attributes.plan}"\nhash = "{signature}"\n')
OVERLAP = scheme("overlap", 'uid = "{id}"\nhash = "{signature}"\n', message="{settings.shop}::shop::{id}", more='may_hold_separator = "id"\n',
                 top=SETTING.format("shop", "text") + "required = true\n")
WITH_TIME = scheme("with_time", 'uid = "{id}"\nhash = "{signature}-{now}"\n', message="{id}-{now}",
                   more='may_hold_separator = "id"\nmax_age = 3600\n')
WITH_KEY = scheme("with_key", 'uid = "{id}"\nhash = "{settings.key_name}:{signature}"\n',
                  top=SETTING.format("key_name", "name") + "required = true\n")
NOW_MS = scheme("now_ms", 'uid = "{id}"\nat = "{now|ms}"\nhash = "{signature}"\n', message="{id}:{now|ms}", more="max_age = 60\n")
NOW_ISO = scheme("now_iso", 'uid = "{id}"\nat = "{now|iso}"\nhash = "{signature}"\n', message="{id}{now|iso}", more="max_age = 60\n")
NOW_TEXT = scheme("now_text", 'uid = "{id}"\nat = "{now|text}"\nhash = "{signature}"\n', message="{now}:{id}", more="max_age = 60\n")
EXPIRES = scheme("expires", 'uid = "{id}"\nuntil = "{expires}"\nhash = "{signature}"\n', message="{id}:{expires}", more="lifetime = 600\n")
CHOSEN_END = scheme("chosen_end", 'uid = "{id}"\nuntil = "{expires}"\nhash = "{signature}"\n', message="{id}:{expires}",
                    top=SETTING.format("lifetime", "seconds"), more='lifetime = {setting = "lifetime", default = 600, maximum = 3600}\n')
CHANCE = scheme("chance", 'uid = "{id}"\nnonce = "{random}"\nhash = "{signature}"\n', message="{id}:{random}")
WITH_SETTING = scheme("with_setting", 'uid = "{id}"\nhash = "{signature}"\n', message="{settings.shop}:{id}",
                      top=SETTING.format("shop", "name") + "required = true\n")
OLD = scheme("old", PLAIN, top=DEPRECATED)
REPLACED = scheme("replaced", PLAIN, hash="sha1", top=DEPRECATED + 'replaced_by = "old"\n')
ADJACENT = scheme("adjacent", PLAIN, message="{id}{email}", more='ambiguous = "The vendor joins the fields without a separator."\n')
HOLDER = scheme("holder", PLAIN, message="{id}:{email}", more='may_hold_separator = "id"\n')
FURTHER = scheme("further", PLAIN + 'phone = "{phone}"\nemail_hash = "{signatures.email}"\nphone_hash = "{signatures.phone}"\n',
                 more='ambiguous = "An id that looks like an address has its signature."\n',
                 tail='\n[signatures.email]\nmessage = "{email}"\n\n[signatures.phone]\nmessage = "{phone}"\n')
TYPED = scheme("typed",
               'uid = "{id}"\nfirst = "{attributes.first}"\nage = "{attributes.age|integer}"\nscore = "{attributes.score|number}"\n'
               'vip = "{attributes.vip|boolean}"\nsite = "{attributes.site|address}"\nhash = "{signature}"\n"*" = "{attributes}"\n',
               message="{id}:{attributes.first}")
MEMBERS = '\n[signature.payload.members]\nuid = "{id}"\nmail = "{email}"\nage = "{attributes.age|integer}"\n'


def payload(name, form, encoding, fields='data = "{payload}"\nhash = "{signature}"\n', message="{payload}", members=MEMBERS, more=""):
    section = f'\n[signature.payload]\nform = "{form}"\nencoding = "{encoding}"\nrequired = ["uid"]\n{members}'
    return scheme(name, fields, message=message, more=more + section)


JSON = payload("payload_json", "json", "base64", members=MEMBERS + '"*" = "{attributes}"\n')
JSON_URL = payload("payload_url", "json", "base64url")
BARE = payload("payload_bare", "json", "none")
IN_HEX = payload("payload_in_hex", "json", "none", fields='data = "{payload|hex}"\nhash = "{signature}"\n')
QUERY = payload("payload_query", "query", "none", members='\n[signature.payload.members]\nuid = "{id}"\nname = "{name}"\n')
AS_ONE = payload("payload_as_one", "json", "base64", fields='auth = "{payload} {signature} {now}"\n', message="{payload} {now}",
                 more="max_age = 3600\n")
TABLES = scheme("tables", 'uid = "{id}"\nhash = "{signature}"\nkind = "user"\nemail = "{email}"\n'
                'email_verified = {constant = true, with = "{email}"}\n',
                tail='\n[fields.company]\ntype = "company"\nname = "{attributes.company}"\n\n[fields.options]\nmode = "chat"\nsize = 2\n')


def typed(**attributes):
    return {"id": ID, "attributes": {"first": "Jane", **attributes}}


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
    ("deprecated", "the vendor offers another way, with a warning", OLD, {"id": ID}, {}),
    ("replaced", "the scheme to use is named, with the warning after that of the hash", REPLACED, {"id": ID}, {}),
    ("text-before", "text before fields and an attribute", BEFORE, {"id": ID, "email": EMAIL, "attributes": {"plan": "pro"}}, {}),
    ("text-before-absent", "a field that is absent has no text before it", BEFORE, {"id": ID}, {}),
    ("overlap", "a separator that overlaps itself, beside a setting", OVERLAP, {"id": "::shop::" + ID}, {}),
    ("prefix", "the signature is the whole text", PREFIX, {"id": ID}, {}),
    ("with-time", "the digest and its time", WITH_TIME, {"id": ID}, {}),
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
    ("typed-some", "an attribute that is absent, null or empty", TYPED,
     {"id": ID, "attributes": {"first": "Jane", "age": None, "site": ""}}, {}),
    ("payload-json", "base64 of ASCII JSON", JSON, {"id": ID, "email": "ren\u00e9@example.com",
                                                    "attributes": {"age": 42, "groups": ["a", "\u674e\U0001f642"]}}, {}),
    ("payload-url", "base64url of JSON", JSON_URL, {"id": "\u00ff\u00ff>>>???", "email": EMAIL}, {}),
    ("payload-in-hex", "JSON is signed, and sent in hex", IN_HEX, {"id": ID, "email": "ren\u00e9@example.com"}, {}),
    ("payload-bare", "JSON as it is", BARE, {"id": ID, "email": EMAIL}, {}),
    ("payload-query", "a space is +", QUERY, {"id": "a b&c=d+e%/\u00e9", "name": "Jane Doe"}, {}),
    ("payload-as-one", "payload, signature and time in one text", AS_ONE, {"id": ID, "email": EMAIL}, {}),
    ("tables", "a constant with its field, and a table without its placeholders", TABLES, {"id": ID}, {}),
    ("tables-full", "everything is there", TABLES, {"id": ID, "email": EMAIL, "attributes": {"company": "Acme"}}, {}),
]
