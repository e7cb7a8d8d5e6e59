"""sign.json: visitors and their signed fields."""

from catalogue import (JANE, all_schemes, alternatives, at_length, minimal, only, read, reference, secret_of, settings_of, sign,
                       signing_secret, text_id, visitor_of)
from marks import mark_of
from tokens import pair_of
from tools import NOW

PAGE, COMPUTED = "the vendor's page", "the vendor's rule, by Python and OpenSSL"
HOSTILE = "</script><script>alert(\"x\")</script>'\\\u2028\u2029&<!--]]>"
NAMED = {"name": "Jane Doe", "email": "jane@example.com"}


def case(name, comment, scheme, visitor, *, secret=None, key=None, settings=None, now=NOW, **more):
    """`key` is the pair that makes the signature."""
    settings = settings_of(scheme) if settings is None else settings
    signed = sign(scheme, text_id(visitor), secret, settings, now, key)
    return {**call(name, comment, scheme, visitor, secret=secret, key=key, settings=settings, now=now, **more),
            "signature": signed.signature, "fields": signed.fields, "expires_at": signed.expires_at,
            "mark": marked(scheme, visitor, secret, key, settings)}


def marked(scheme, visitor, secret=None, key=None, settings=None):
    """The mark that a signer with this secret or pair gives the visitor."""
    scheme = read(scheme)
    secret = scheme.key(secret or secret_of(scheme)) if scheme.is_shared else key or pair_of(scheme.algorithm)
    return mark_of(scheme, text_id(visitor), secret, settings)


def call(name, comment, scheme, visitor, *, source=COMPUTED, secret=None, key=None, file=None, settings=None, now=NOW, warnings=(),
         signer_warnings=(), **more):
    """A case without what is signed. `file` is the file of the key for the signer."""
    given = {"secret": secret} if secret else signing_secret(scheme)
    given = {"secret_file": file or f"{key}.private.pem"} if file or key else given
    scheme = reference(scheme)
    return {"id": f"{scheme['scheme']}-{name}", "comment": comment, "source": source, **scheme, **given,
            "settings": settings, "visitor": visitor, "now": now, "warnings": list(warnings), "signer_warnings": list(signer_warnings), **more}


def cases():
    for scheme in all_schemes():
        yield from of_file(scheme)
    yield from reamaze()
    yield from fernand()
    yield from bookbag()
    yield from thread()
    yield from orlo()


def of_file(scheme):
    """The file's own examples and what every scheme must do. sign_random.json has what is random."""
    if scheme.is_random:
        return
    always = scheme.signer_warnings()
    for number, example in enumerate(scheme.examples, 1):
        if "signature" in example:
            short = ["secret_short"] if scheme.is_short(example["secret"]) else []
            yield case(f"example-{number}", "an example of the scheme file", scheme, example["visitor"], source=example["source"],
                       secret=example["secret"], settings=example.get("settings", {}), now=example.get("now", NOW),
                       warnings=scheme.warnings(example["visitor"]), signer_warnings=[*short, "secret_sample", *always])
    if at_length(scheme):
        return
    needed, full = minimal(scheme), only(scheme, visitor_of(scheme))
    yield case("minimal", "what the signature covers, and nothing else", scheme, needed, signer_warnings=always)
    yield case("full", "every field that the widget has a place for", scheme, full, signer_warnings=always)
    for number, other in enumerate(alternatives(scheme), 2):
        yield case(f"alternative-{number}", "the visitor lacks the fields of the first message", scheme, other, signer_warnings=always)
    empty = {word: "" for word in ["name", "email", "phone", "avatar"] if word in full and word not in needed}
    if empty:
        yield case("empty-optionals", "an optional field that is empty is left out", scheme, {**needed, **empty}, signer_warnings=always)
    hostile = {**needed, **({"name": HOSTILE + "\u00e9\u674e"} if "name" in full else {}),
               **({"attributes": {**needed.get("attributes", {}), HOSTILE: HOSTILE}} if scheme.takes_attributes() else {})}
    if hostile != needed:
        yield case("hostile", "quotes, tags and other scripts are ordinary text", scheme, hostile, signer_warnings=always)
    unused = {word: value for word, value in JANE.items() if word not in scheme.places()}
    if "attributes" in unused:
        unused["attributes"] = {**needed.get("attributes", {}), **unused["attributes"]}
    if unused:
        yield case("unused", "the widget has no place for these", scheme, {**needed, **unused}, signer_warnings=always,
                   warnings=scheme.warnings({**needed, **unused}))


def reamaze():
    full = {"id": "user-123", **NAMED, "phone": "+14155552671", "avatar": "https://example.com/a.png?s=80&d=mm"}
    minimal = {"id": "user-123", "email": "jane@example.com"}
    yield case("minimal", "id and email are signed", "reamaze", minimal)
    yield case("full", "all fields of the vendor's page", "reamaze", full)
    for name, secret, codes in [("sample", "{{ YOUR SSO SECRET }}", ["secret_sample"]),
                                ("short-sample", "YOUR SSO SECRET", ["secret_short", "secret_sample"])]:
        yield case(name, "the example secret of the vendor's page signs, with a warning", "reamaze",
                   minimal, source=PAGE, secret=secret, signer_warnings=codes)
    yield case("integer-id", "an integer is signed as its digits, and is text in the fields", "reamaze",
               {"id": 42, "email": "jane@example.com"})
    yield case("empty-optionals", "an optional field that is empty is left out", "reamaze",
               {**minimal, "name": "", "phone": "", "avatar": ""})
    yield case("attributes-unused", "the vendor takes customer data elsewhere", "reamaze",
               {**minimal, "attributes": {"plan": "growth"}}, warnings=["field_unused"])
    yield case("hostile-id", "quotes and tags in an id are ordinary bytes", "reamaze",
               {"id": HOSTILE, "email": "jane@example.com", "name": HOSTILE})


def fernand():
    secret = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce"
    yield case("published", "the page's own example", "fernand", {"name": "Richard", "email": "richard@piedpiper.com"},
               source=PAGE, secret=secret, signer_warnings=["secret_sample"])
    yield case("minimal", "an email alone", "fernand", {"email": "jane@example.com"})
    yield case("email-case", "the email is signed and sent as it is written", "fernand", {"email": "Jane.Doe@Example.COM"})
    yield case("nfc", "é as one character", "fernand", {"name": "Ren\u00e9", "email": "ren\u00e9@example.com"})
    yield case("nfd", "é as two characters: nothing is normalised", "fernand",
               {"name": "Rene\u0301", "email": "rene\u0301@example.com"})
    yield case("id-unused", "the widget has no place for an id, a telephone number or an avatar", "fernand",
               {"id": "user-123", **NAMED, "phone": "+14155552671", "avatar": "https://example.com/a.png"},
               warnings=["field_unused"] * 3)
    yield case("email-without-at", "it is signed unchanged, with a warning", "fernand", {"email": "jane"},
               warnings=["email_shape"])
    yield case("email-with-space", "white space around an email is signed too, with a warning", "fernand",
               {"email": " jane@example.com "}, warnings=["email_shape"])
    for name, secret, codes in [("secret-short", "Jefe", ["secret_short"]),
                                ("secret-space", secret_of("fernand") + "\n", ["secret_space"]),
                                ("secret-quoted", f'"{secret_of("fernand")}"', ["secret_space"])]:
        yield case(name, "the secret is used unchanged, with a warning", "fernand", {"email": "jane@example.com"},
                   secret=secret, signer_warnings=codes)


def bookbag():
    yield case("published", "the page's own example", "bookbag",
               {"id": "user-123", **NAMED, "attributes": {"plan": "growth"}}, source=PAGE)
    yield case("minimal", "an id alone: there is no user_metadata", "bookbag", {"id": "user-123"})
    yield case("full", "attributes of every JSON type keep their order", "bookbag",
               {"id": "user-123", **NAMED, "phone": "+14155552671",
                "attributes": {"z": "last", "a": 1, "float": 1.5, "flag": True, "none": None, "list": [1, "two", []],
                               "object": {"b": 2, "a": {}}}})
    yield case("integer-id", "an integer is signed as its digits, and is text in the fields", "bookbag", {"id": 42})
    yield case("text-id", "the same digest as for the integer 42", "bookbag", {"id": "42"})
    yield case("negative-id", "an integer with its sign", "bookbag", {"id": -7})
    yield case("largest-id", "the largest integer of 64 bits, which a double cannot hold", "bookbag",
               {"id": 18446744073709551615}, beyond_double=True)
    yield case("padded-id", "nothing is trimmed", "bookbag", {"id": " 042 "}, warnings=["id_space"])
    yield case("non-ascii", "names in several scripts", "bookbag",
               {"id": "zoë-42", "name": "Zoë Ångström 李 🙂 \u202eRTL", "attributes": {"Город": "Київ"}})
    yield case("hostile", "quotes, tags and line separators are unescaped in the fields", "bookbag",
               {"id": HOSTILE, "name": HOSTILE, "attributes": {HOSTILE: HOSTILE}})
    yield case("number-inexact", "JavaScript rounds an integer from 2^53 on", "bookbag",
               {"id": "user-123", "attributes": {"n": 9007199254740993, "m": 9007199254740992, "exact": 9007199254740991}},
               warnings=["number_inexact"] * 2, beyond_double=True)
    yield case("avatar-unused", "the widget has no place for an avatar", "bookbag",
               {"id": "user-123", "avatar": "https://example.com/a.png"}, warnings=["field_unused"])
    yield case("fractions", "a number with a fraction keeps its digits", "bookbag",
               {"id": "user-123", "attributes": {"n": 127.25046024254391, "m": 20.889548108395786, "tenth": 0.1}})
    yield case("most-attributes", "256 attributes are the maximum", "bookbag",
               {"id": "user-123", "attributes": {f"k{number}": number for number in range(256)}})


def thread():
    yield case("published", "the page's own example, with connectionEmail as its table spells it", "thread",
               {"email": "foo@bar.com"}, source=PAGE)
    yield case("app-id", "the App ID is a setting", "thread", {"email": "Foo@Bar.com"},
               settings={"app_id": "00000000-0000-4000-8000-000000000000"})
    yield case("others-unused", "the widget takes an email only", "thread",
               {"id": 42, **NAMED, "attributes": {"plan": "growth"}}, warnings=["field_unused"] * 3)


def orlo():
    name = {"name": "customer name"}
    custom = {"User ID": 124, "Telephone": "01234567890", "Custom field 1": "value"}
    yield case("minimum", "the minimum of the vendor's page, without exp", "orlo", name, source=PAGE)
    yield case("empty-email", "the page's second example; an empty email is left out", "orlo", {**name, "email": ""},
               source=PAGE)
    yield case("custom-data", "the page's third example: claims in this order", "orlo", {**name, "attributes": custom},
               source=PAGE)
    yield case("full", "name, isLoggedIn, email, then attributes", "orlo", {**NAMED, "attributes": custom})
    for lifetime in [600, "600"]:
        yield case(f"lifetime-{type(lifetime).__name__}", "exp stands where the file has it; a setting may be a number or text",
                   "orlo", {**NAMED, "attributes": custom}, settings={"lifetime": lifetime})
    yield case("now-unused", "without a lifetime the time does not matter", "orlo", name, now=0)
    yield case("pkcs1", "the same key as PKCS#1 makes the same token", "orlo", name, file="rsa-2048.private.pkcs1.pem")
    yield case("rsa-4096", "a key of 4096 bits", "orlo", name, key="rsa-4096")
    yield case("non-ascii", "UTF-8 is not escaped in the payload", "orlo",
               {"name": "Zoë 李 🙂", "email": "Zoë@Exämple.com", "attributes": {"Größe": "42 \u2028"}})
    yield case("hostile", "JSON escapes quotes, backslash and control characters and nothing else", "orlo",
               {"name": HOSTILE + "\n\t\u0001\u007f", "attributes": {HOSTILE: HOSTILE}})
    yield case("unused", "the token has no place for an id, a telephone number or an avatar", "orlo",
               {"id": "user-123", **name, "phone": "+14155552671", "avatar": "https://example.com/a.png"},
               warnings=["field_unused"] * 3)
    for which, claim, attributes in [("attribute", "User ID", {"User ID": "u-7"}), ("number", "User ID", custom),
                                     ("email", "email", {}), ("name", "name", {}), ("absent", "User ID", {"Plan": "growth"}),
                                     ("boolean", "User ID", {"User ID": True}), ("fraction", "User ID", {"User ID": 1.5}),
                                     ("empty", "User ID", {"User ID": ""}), ("null", "User ID", {"User ID": None})]:
        yield case(f"contact-claim-{which}", "the mark is of the claim that identifies the contact, or else of the email", "orlo",
                   {**NAMED, "attributes": attributes}, settings={"contact_claim": claim})
    yield case("key-style", "agents read these keys", "orlo",
               {**name, "attributes": {"userId": 1, "User ID": 2, "user_id": 3}}, warnings=["attribute_key_style"] * 2)
    yield case("warnings-in-order", "first warnings about values, then about unused fields, then about keys", "orlo",
               {"id": "user-123", **name, "email": "jane", "attributes": {"userId": 9007199254740993}},
               warnings=["email_shape", "number_inexact", "field_unused", "attribute_key_style"], beyond_double=True)
    yield case("large", "a verifier may refuse a token over 8 KiB", "orlo", {**name, "attributes": {"Notes": "x" * 6000}},
               warnings=["token_large"])
