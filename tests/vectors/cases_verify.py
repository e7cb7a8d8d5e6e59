"""verify.json, first half: cases for every scheme, and digests."""

import base64
import functools
import hashlib
import hmac
import json

from catalogue import (JANE, PUBLIC, all_schemes, alternatives, answer, at_length, digest_of, key_of, of_kind, only, other_key, read,
                       reference, representatives, secret_of, settings_of, sign, visitor_of)
from tokens import pair_of
from tools import HERE, NOW, as_bytes, compact, error, hmac_hex, key_text


# --- Building a case -------------------------------------------------------------------------

def case(name, comment, scheme, body, *, attack=None, keys=None, policy="required", leeway=0, max_token=8192,
         settings=None, now=NOW, **expected):
    """`body` is an object, raw text, bytes, or [prefix, piece, count, suffix]."""
    if isinstance(body, dict):
        body = compact(body)
    kind = {str: "body", bytes: "body_hex", list: "body_repeat"}[type(body)]
    settings = settings or {}
    if "error" in expected and kinds()[expected["error"]["code"]] == "refused":
        expected = {**expected, **answer(scheme)}
    keys = [key_of(scheme)] if keys is None else keys
    scheme = reference(scheme)
    return {"id": f"{scheme['scheme']}-{name}", "attack": attack, "comment": comment, **scheme, "keys": keys, "policy": policy,
            "leeway": leeway, "max_token": max_token, "settings": settings, "now": now,
            kind: body.hex() if isinstance(body, bytes) else body, **expected}


@functools.lru_cache(maxsize=None)
def kinds():
    """The kind of each code."""
    return {code["code"]: code["kind"] for code in json.loads((HERE / "errors.json").read_text())["errors"]}


def verified(external_id, signed, unsigned=None, key=0):
    """A verifier's result with its contact. Without an external id there is no contact."""
    unsigned = unsigned or {}
    if external_id is None:
        return {"verified": {"signed": signed, "unsigned": unsigned, "key": key, "contact": None}}
    both = {**unsigned, **signed}
    contact = {"external_id": external_id, **{field: both.get(field) for field in ["name", "email", "phone"]},
               "attributes": {**unsigned.get("attributes", {}), **signed.get("attributes", {})},
               "unsigned": [field for field in ["name", "email", "phone"] if field in unsigned and field not in signed]
               + ["attributes"] * bool(set(unsigned.get("attributes", {})) - set(signed.get("attributes", {})))}
    return {"verified": {"signed": signed, "unsigned": unsigned, "key": key, "contact": contact}}


def verified_visitor(scheme, visitor, key=0, settings=None):
    """`verified` for the fields of a visitor that the scheme sends."""
    scheme = read(scheme)
    signed, unsigned = scheme.outcome(visitor, settings)
    result = verified(scheme.identity(signed, settings), signed, unsigned, key)
    if scheme.is_token and "jti" in scheme.claims.members:
        result["verified"]["token_id"] = scheme.claims.fill(scheme.values(visitor, settings), scheme.own_attributes)["jti"]
    return result


def anonymous(unsigned=None, refusal=None):
    return {"anonymous": {"unsigned": unsigned or {}, "refusal": refusal}}


def refused(code, field=None):
    return {"error": error(code, field)}


def body_of(scheme, visitor, **changes):
    """The body of a request with a good signature, and then with changes."""
    return {**sign(scheme, visitor).fields, **changes}


# --- Every scheme ----------------------------------------------------------------------------

def cases():
    for scheme in all_schemes():
        yield from round_trip(scheme)
    for scheme in representatives():
        yield from policies(scheme)
    for scheme in (scheme for scheme in representatives() if not scheme.is_token):
        yield from (covered if at_length(scheme) else covered_briefly)(scheme)
        yield from times(scheme)
    yield from metadata()
    yield from ids()
    yield from constants()
    yield from bodies()
    yield from digests()
    yield from verifiers()


def needed_settings(scheme):
    """The settings without which a verifier can neither make the message nor split the text that holds the signature. Of a token:
    those in its header and claims."""
    scheme = read(scheme)
    used = {one.setting for pieces in [*scheme.messages, scheme.signature_pieces, scheme.kid or []] for one in pieces if not isinstance(one, str)}
    used |= {one.setting for _, one in scheme.claims.placeholders()} if scheme.is_token else set()
    return {name: value for name, value in settings_of(scheme).items() if name in used}


def round_trip(scheme):
    jane, settings = only(scheme, visitor_of(scheme)), needed_settings(scheme)
    good, new, old = body_of(scheme, jane), other_key(scheme), key_of(scheme)

    def good_case(name, comment, body, key=0, visitor=jane, **more):
        return case(name, comment, scheme, body, settings=settings, **more, **verified_visitor(scheme, visitor, key, settings))

    yield good_case("round-trip", "a signed visitor", good)
    yield good_case("rotation-old-key", "the second key matches", good, 1, keys=[new, old])
    yield case("rotation-over", "the old key is no longer accepted", scheme, good, attack=11, keys=[new], settings=settings,
               **refused("signature_mismatch", scheme.signature_name))
    extra = {"messages": [{"role": "user"}], "session": None}
    takes_all = scheme.fields.attributes
    yield good_case("unknown-members", "members that the scheme does not know are " + ("attributes" if takes_all else "dropped"),
                    {**good, **extra},
                    visitor={**jane, "attributes": {**jane.get("attributes", {}), **extra}} if takes_all else jane)
    for number, other in enumerate(alternatives(scheme), 2):
        yield good_case(f"alternative-{number}", "the page lacks the fields of the first message", body_of(scheme, other), visitor=other)
    if at_length(scheme):
        yield good_case("spaces", "white space between members is ignored", " \r\n\t" + compact(good).replace('":"', '" : "', 1) + "\n")
        yield good_case("same-key-twice", "`key` is the position of the first key that matches", good, 1, keys=[new, old, old])
        yield good_case("sixteen-keys", "sixteen keys are the maximum", good, 15, keys=[new] * 15 + [old])


def wrong_signature(scheme, visitor=None):
    """A well-formed signature of something else."""
    visitor = visitor or visitor_of(scheme)
    if scheme.is_token:
        other = {"secret": secret_of(scheme, "new")} if scheme.is_shared else {"key": pair_of(scheme.algorithm, other=True)}
        return sign(scheme, visitor, **other).signature
    good = sign(scheme, visitor)
    digest = good.values["signature"]
    return good.signature.replace(digest, scheme.zero_result())


def policies(scheme):
    """Absent, null, empty and wrong signatures under each policy."""
    name, jane, settings = scheme.signature_name, visitor_of(scheme), needed_settings(scheme)
    good = body_of(scheme, jane)
    claimed = claims(scheme, good)
    malformed = "token_malformed" if scheme.is_token else "signature_malformed"
    absent = {key: value for key, value in good.items() if key != name}
    brief = {("required", "absent"), ("required", "empty"), ("optional", "absent"), ("optional", "wrong"), ("observe", "wrong")}
    for what, body, code in [("absent", absent, "signature_missing"), ("null", {**good, name: None}, "signature_missing"),
                             ("empty", {**good, name: ""}, malformed),
                             ("wrong", {**good, name: wrong_signature(scheme)}, "signature_mismatch")]:
        outcome = {
            "required": refused(code, name),
            "optional": anonymous(claimed) if code == "signature_missing" else refused(code, name),
            "observe": anonymous(claimed, None if code == "signature_missing" else code),
        }
        for policy, expected in outcome.items():
            if at_length(scheme) or (policy, what) in brief:
                yield case(f"{policy}-{what}", f"signature {what} under the policy {policy}", scheme, body, settings=settings,
                           attack=15 if what in ("absent", "null", "empty") else 11, policy=policy, **expected)
    for policy in ["optional", "observe"] if at_length(scheme) else []:
        yield case(f"{policy}-good", "a good signature verifies under every policy", scheme, good, policy=policy, settings=settings,
                   **verified_visitor(scheme, jane))


def claims(scheme, body):
    """What the browser claims: the fields that stand in the body in the visitor's words. A payload is not read."""
    signed, unsigned = scheme.outcome(only(scheme, visitor_of(scheme)))
    if scheme.payload or scheme.is_token:
        sent = {one.name for _, one in scheme.fields.placeholders()}
        own = {**signed.get("attributes", {}), **unsigned.get("attributes", {})}
        others = scheme.fields.takes_attributes()
        own = {key: value for key, value in own.items() if f"attributes.{key}" in sent or others and key not in scheme.own_attributes}
        texts = {word: value for word, value in {**signed, **unsigned}.items() if word in sent}
        return {**texts, **({"attributes": own} if own else {})}
    attributes = {**signed.get("attributes", {}), **unsigned.get("attributes", {})}
    return {**signed, **unsigned, **({"attributes": attributes} if attributes else {})}


def covered_briefly(scheme):
    """Each covered field that stands in the body, edited and left out; and one that is not covered, edited."""
    name, jane, settings = scheme.signature_name, visitor_of(scheme), needed_settings(scheme)
    good = body_of(scheme, jane)
    paths = {one.name: path for path, one in scheme.fields.placeholders() if one.is_of_visitor}
    alternatives = len(scheme.messages) > 1
    for field in scheme.covered(jane):
        if field not in paths or "." in paths[field]:
            continue
        edited = {**good, paths[field]: "x" + str(good[paths[field]])}
        yield case(f"edited-{field}", "the signature covers it", scheme, edited, attack=11, settings=settings,
                   **refused("signature_mismatch", name))
        absent = {key: value for key, value in good.items() if key != paths[field]}
        if not alternatives:
            yield case(f"{field}-absent", "the signature covers it", scheme, absent, attack=21, settings=settings,
                       **refused("claim_missing", paths[field]))
    signed, unsigned = scheme.outcome(jane)
    for field in ["name", "email"]:
        if field in unsigned and "." not in paths[field]:
            changed = {**jane, field: "mallory@example.com"}
            yield case(f"edited-{field}", "unsigned fields do not change whether the visitor is verified", scheme,
                       {**good, paths[field]: "mallory@example.com"}, settings=settings, **verified_visitor(scheme, changed, 0, settings))
            break
    for field in set(signed) & set(paths) if scheme.is_token else ():
        if "." not in paths[field]:
            yield case(f"edited-{field}", "a field beside a token is what the token says", scheme,
                       {**good, paths[field]: "x" + good[paths[field]]}, attack=11, settings=settings,
                       **refused("claim_value", paths[field]))
            absent = {key: value for key, value in good.items() if key != paths[field]}
            yield case(f"{field}-absent", "a field beside a token may be absent", scheme, absent, settings=settings,
                       **verified_visitor(scheme, jane, 0, settings))
    accent = {**jane, **{word: of for word, of in {"email": "ren\u00e9@example.com", "id": "ren\u00e9", "name": "Ren\u00e9"}.items()}}
    yield case("non-ascii", "bytes in, bytes signed", scheme, body_of(scheme, accent), settings=settings,
               **verified_visitor(scheme, accent, 0, settings))
    if scheme.payload:
        path = scheme.path_of("payload")
        if path != name:
            others = {name: "other" if isinstance(value, str) and "://" not in value else value
                      for name, value in jane["attributes"].items()}
            other = body_of(scheme, {**jane, "id": "user-124", "email": "mallory@example.com", "attributes": others})
            yield case("other-payload", "the payload of another visitor", scheme, {**good, path: other[path]}, settings=settings, attack=11,
                       **refused("signature_mismatch", name))
    for setting, value in settings_of(scheme).items():
        path = scheme.path_of(f"settings.{setting}")
        if path and path != name:
            both = {**settings, setting: value}
            yield case(f"{setting}-same", "the field equals the setting", scheme, good, settings=both,
                       **verified_visitor(scheme, jane, 0, both))
            # A setting in the message gives another message.
            wrong = refused("signature_mismatch", name) if setting in needed_settings(scheme) else refused("claim_value", path)
            yield case(f"{setting}-other", "a page of another site", scheme, good, settings={**both, setting: "another-1"}, **wrong)


def times(scheme):
    """A time in the message, to the second."""
    jane, settings = visitor_of(scheme), needed_settings(scheme)

    def at(made, then, what, comment, **expected):
        return case(what, comment, scheme, sign(scheme, jane, now=made).fields, settings=settings, now=then, attack=8, **expected)

    def good(visitor=jane):
        return verified_visitor(scheme, visitor, 0, settings)

    if scheme.has("now") and "max_age" in scheme.section:
        age = scheme.section["max_age"]
        yield at(NOW, NOW + age - 1, "oldest", "as old as the scheme allows", **good())
        yield at(NOW, NOW + age, "too-old", "a second older", **refused("signature_expired", time_path(scheme, "now")))
        yield at(NOW, NOW - 1, "early", "from the future", **refused("signature_not_yet_valid", time_path(scheme, "now")))
    if scheme.has("expires") and scheme.lifetime(settings_of(scheme)) is not None:
        lifetime = scheme.lifetime(settings_of(scheme))
        yield at(NOW, NOW + lifetime - 1, "last-second", "a second before it expires", **good())
        yield at(NOW, NOW + lifetime, "expired", "the second at which it expires",
                 **refused("signature_expired", time_path(scheme, "expires")))


def time_path(scheme, name):
    """Where the error says that the time is: in a field, in the payload, or in the text that holds the signature."""
    in_payload = scheme.payload and next((path for path, one in scheme.payload.table.placeholders() if one.name == name), None)
    return scheme.path_of(name) or in_payload or scheme.signature_name


def covered(scheme):
    """Each covered field, changed in every way. These schemes send them as fields of their own."""
    name = scheme.signature_name
    for field in scheme.covered(JANE):
        vendor = scheme.path_of(field)
        good = body_of(scheme, JANE)
        without = {key: value for key, value in good.items() if key != vendor}
        yield case(f"edited-{field}", "the signature covers it", scheme, {**good, vendor: "x" + JANE[field]}, attack=11,
                   **refused("signature_mismatch", name))
        for what, body in [("absent", without), ("null", {**good, vendor: None}), ("empty", {**good, vendor: ""})]:
            yield case(f"{field}-{what}", "the signature covers it", scheme, body, attack=21,
                       **refused("claim_missing", vendor))
        for what, value in [("list", []), ("object", {}), ("bool", True)]:
            yield case(f"{field}-{what}", "a value of the wrong type", scheme, {**good, vendor: value}, attack=18,
                       **refused("claim_type", vendor))
        yield case(f"{field}-nul", "an identifier must not hold NUL, even if its digest is right", scheme,
                   body_of(scheme, {**JANE, field: JANE[field] + "\0"}), attack=18, **refused("claim_value", vendor))
        yield case(f"{field}-case", "the signature is case-sensitive", scheme, {**good, vendor: JANE[field].upper()},
                   attack=11, **refused("signature_mismatch", name))
    accent = {**JANE, "email": "ren\u00e9@example.com", "id": "ren\u00e9"}
    other = {**JANE, "email": "rene\u0301@example.com", "id": "rene\u0301"}
    yield case("non-ascii", "bytes in, bytes signed", scheme, body_of(scheme, accent), **verified_visitor(scheme, accent))
    signature = digest_of(scheme, accent)
    yield case("nfd", "nothing is normalised: the digest is that of the composed form", scheme,
               {**body_of(scheme, other), name: signature}, **refused("signature_mismatch", name))
    escaped = compact(body_of(scheme, accent)).replace("\u00e9", "\\u00e9")
    yield case("escaped", "how JSON escapes a letter does not matter", scheme, escaped, **verified_visitor(scheme, accent))


def metadata():
    """Fields that the signature does not cover may change, and are reported as unsigned."""
    good = body_of("bookbag", JANE)

    def with_metadata(value):
        return {**good, "user_metadata": value}

    edited = {"name": "Mallory", "email": "ceo@example.com", "plan": "enterprise", "admin": True}
    unsigned = {"email": "ceo@example.com", "name": "Mallory", "attributes": {"plan": "enterprise", "admin": True}}
    yield case("edited-metadata", "unsigned fields do not change whether the visitor is verified", "bookbag",
               with_metadata(edited), **verified("user-123", {"id": "user-123"}, unsigned))
    nobody = verified("user-123", {"id": "user-123"})
    for what, value in [("empty", {}), ("null", None), ("empty-name", {"name": "", "email": ""}), ("null-name", {"name": None})]:
        yield case(f"metadata-{what}", "there are no unsigned fields", "bookbag", with_metadata(value), **nobody)
    yield case("metadata-phone", "an unsigned telephone number may have any form", "bookbag",
               with_metadata({"phone": "0415 555 2671"}),
               **verified("user-123", {"id": "user-123"}, {"phone": "0415 555 2671"}))
    for what, value, code, field in [
        ("list", [], "claim_type", "user_metadata"), ("text", "Jane", "claim_type", "user_metadata"),
        ("name-number", {"name": 5}, "claim_type", "user_metadata.name"),
        ("email-object", {"email": {}}, "claim_type", "user_metadata.email"),
        ("name-nul", {"name": "Jane\0"}, "claim_value", "user_metadata.name"),
        ("email-newline", {"email": "a@b.c\n"}, "claim_value", "user_metadata.email"),
        ("proto", {"__proto__": {"admin": True}}, "claim_value", "user_metadata.__proto__"),
        ("nested-proto", {"a": [{"__proto__": 1}]}, "claim_value", "user_metadata.a"),
    ]:
        yield case(f"metadata-{what}", "an unsigned value must have the right form too", "bookbag", with_metadata(value),
                   attack=22 if "proto" in what else 9, **refused(code, field))
    for what, number in [("2-64", "18446744073709551616"), ("1e300", "1e300")]:
        yield case(f"metadata-number-{what}", "a number beyond 64 bits", "bookbag",
                   compact(with_metadata({"n": "@"})).replace('"@"', number), **refused("claim_value", "user_metadata.n"))
    for what, value in [("javascript", "javascript:alert(1)"), ("data", "data:text/html,x"), ("no-scheme", "//example.com/a.png"),
                        ("quote", 'https://example.com/"onerror="x')]:
        yield case(f"avatar-{what}", "an avatar is http or https", "reamaze", body_of("reamaze", JANE, avatar=value),
                   attack=24, **refused("claim_value", "avatar"))
    yield case("edited-name", "the name is not signed", "reamaze", body_of("reamaze", JANE, name="Mallory"),
               **verified_visitor("reamaze", {**JANE, "name": "Mallory"}))


def ids():
    signature = digest_of("bookbag", {"id": "42"})
    good = verified("42", {"id": "42"})
    mismatch, type_, value = (refused("signature_mismatch", "user_hash"), refused("claim_type", "user_id"),
                              refused("claim_value", "user_id"))
    for name, text, expected in [
        ("text", '"42"', good), ("integer", "42", good), ("leading-space", '" 42"', mismatch), ("space", '"42 "', mismatch),
        ("zero", '"042"', mismatch), ("plus", '"+42"', mismatch), ("full-width", '"\uff14\uff12"', mismatch),
        ("nul", '"42\\u0000"', value), ("newline", '"42\\n"', value), ("fraction", "42.0", type_), ("exponent", "4.2e1", type_),
        ("string-fraction", '"42.0"', mismatch), ("negative", "-42", mismatch), ("other", "43", mismatch),
    ]:
        yield case(f"id-42-{name}", "the digest of the id 42", "bookbag", f'{{"user_id":{text},"user_hash":"{signature}"}}',
                   attack=18, **expected)
    for number, fits in [(2**53 - 1, True), (1 - 2**53, True), (2**53, False), (-(2**53), False), (2**53 + 1, False),
                         (2**64 - 1, False), (2**64, False)]:
        text = str(number)
        body = f'{{"user_id":{text},"user_hash":"{digest_of("bookbag", {"id": text})}"}}'
        yield case(f"id-{text}", "JavaScript rounds integers from 2^53 on", "bookbag", body, attack=18,
                   **(verified(text, {"id": text}) if fits else type_))
    yield case("id-large-as-text", "as text, an integer may be of any size", "bookbag", body_of("bookbag", {"id": str(2**64)}),
               **verified(str(2**64), {"id": str(2**64)}))
    yield case("id-integer", "an integer is signed as its digits", "reamaze", body_of("reamaze", {**JANE, "id": "42"}, id=42),
               **verified_visitor("reamaze", {**JANE, "id": "42"}))
    yield case("email-number", "only an id may be a number", "fernand", body_of("fernand", {**JANE, "email": "42"}, email=42),
               attack=18, **refused("claim_type", "email"))
    for field, visitor in [("email", {"id": "a:", "email": "b:c"}), ("email", {"id": "a", "email": "b:c"})]:
        yield case(f"separator-{visitor['id']}-{visitor['email']}", "two visitors have this digest", "reamaze",
                   body_of("reamaze", visitor), attack=20, **refused("claim_value", field))


def constants():
    good = body_of("thread", JANE)
    without = {key: value for key, value in good.items() if key != "connectionType"}
    yield case("type-absent", "connectionType is always messenger_auth", "thread", without,
               **refused("claim_missing", "connectionType"))
    for what, value, code in [("null", None, "claim_missing"), ("other", "anonymous", "claim_value"), ("empty", "", "claim_value"),
                              ("case", "Messenger_Auth", "claim_value"), ("number", 1, "claim_type")]:
        yield case(f"type-{what}", "connectionType is always messenger_auth", "thread", {**good, "connectionType": value},
                   **refused(code, "connectionType"))
    yield case("type-absent-optional", "a good signature with wrong fields is refused under the policy optional too", "thread",
               without, policy="optional", **refused("claim_missing", "connectionType"))
    yield case("app-id", "the App ID equals the setting", "thread", good, settings={"app_id": "YOUR_APP_ID"},
               **verified_visitor("thread", JANE))
    yield case("app-id-absent", "the App ID is missing, but there is a setting to compare it with", "thread",
               {name: value for name, value in good.items() if name != "appId"}, settings={"app_id": "YOUR_APP_ID"},
               **refused("claim_missing", "appId"))
    yield case("proto", "`__proto__` is never part of the fields: somebody edited them", "thread", {**good, "__proto__": {"admin": True}}, attack=22,
               **refused("claim_value", "__proto__"))
    yield case("app-id-other", "a page of another workspace", "thread", good, settings={"app_id": "ANOTHER"},
               **refused("claim_value", "appId"))
    misspelt = {("conenctionEmail" if key == "connectionEmail" else key): value for key, value in good.items()}
    yield case("misspelt", "the vendor's example misspells connectionEmail, and the widget does not read the misspelling", "thread", misspelt,
               **refused("claim_missing", "connectionEmail"))


def bodies():
    """Bodies that are not one JSON object with each member once: refused under every policy."""
    good = compact(body_of("bookbag", JANE))
    deep = '{"user_id":"42","user_metadata":{"a":' + "[" * 5000 + "]" * 5000 + "}}"
    malformed = {
        "empty": (None, ""), "null": (None, "null"), "list": (None, f"[{good}]"), "text": (None, '"user-123"'),
        "number": (None, "42"), "two": (None, good + good), "cut": (None, good[:-1]), "quotes": (None, "{'user_id':'42'}"),
        "comma": (None, good[:-1] + ",}"), "comment": (None, good + "//"), "nan": (None, '{"user_id":NaN}'),
        "form": (None, "user_id=user-123"), "bom": (19, "\ufeff" + good), "raw-newline": (19, '{"user_id":"4\n2"}'),
        "twice": (6, good[:-1] + ',"user_id":"user-123"}'), "twice-escaped": (6, good[:-1] + ',"user\\u005fid":"x"}'),
        "twice-signature": (6, good[:-1] + ',"user_hash":null}'), "twice-nested": (6, '{"user_metadata":{"a":1,"a":2}}'),
        "twice-unknown": (6, good[:-1] + ',"session":1,"session":2}'), "deep": (7, deep),
        "surrogate": (19, '{"user_id":"\\ud800"}'), "surrogate-name": (19, good.replace("Jane", "\\udc00\\ud800")),
        "utf8": (19, b'{"user_id":"\xff"}'), "overlong": (19, b'{"user_id":"\xc0\xaf"}'), "cesu": (19, b'{"user_id":"\xed\xa0\x80"}'),
        "utf16": (19, good.encode("utf-16-le")),
    }
    for name, (attack, body) in malformed.items():
        yield case(f"body-{name}", "not one JSON object with each member once", "bookbag", body, attack=attack,
                   **refused("fields_malformed"))
    for policy in ["optional", "observe"]:
        yield case(f"body-{policy}", "such a body is refused under every policy", "bookbag", "[]", policy=policy,
                   **refused("fields_malformed"))
    yield case("body-nothing", "an object without members has no signature", "bookbag", "{}",
               **refused("signature_missing", "user_hash"))
    pair = good.replace("Jane", "\\ud83d\\ude42")
    yield case("body-surrogate-pair", "a pair of surrogates is one character", "bookbag", pair, attack=19,
               **verified_visitor("bookbag", {**JANE, "name": "\U0001f642 Doe"}))
    yield case("body-50-megabytes", "refused by size before it is parsed", "bookbag",
               ['{"user_id":"42","user_hash":"', "0", 50_000_000, '"}'], attack=12, **refused("fields_too_large"))
    yield case("now-milliseconds", "not a Unix time in seconds", "bookbag", good, now=NOW * 1000, **refused("now_invalid", "now"))


def digests():
    """Wrong digests of Bookbag's id."""
    secret, message = secret_of("bookbag"), JANE["id"]
    good = hmac_hex(secret, message)
    raw = bytes.fromhex(good)
    malformed = [
        (15, "number", 5), (15, "zero", 0), (15, "bool", True), (15, "list", [good]), (15, "object", {"hash": good}),
        (15, "63", good[:-1]), (15, "65", good + "0"), (15, "prefix", "sha256=" + good), (15, "0x", "0x" + good),
        (15, "newline", good + "\n"), (15, "space", " " + good), (15, "nul", good + "\0"), (15, "nul-inside", good[:63] + "\0"),
        (15, "full-width", "".join(chr(ord(digit) + 0xFEE0) for digit in good)), (15, "full-width-digit", "\uff10" + good[1:]),
        (15, "not-hex", "g" + good[1:]), (15, "base64", base64.b64encode(raw).decode()), (15, "binary", raw.decode("latin-1")),
        (15, "base64url", base64.urlsafe_b64encode(raw).decode().rstrip("=")), (15, "sign", "+" + good[1:]),
        (15, "two-bytes", "\u00e9" * 32), (16, "upper-case", good.upper()), (16, "mixed-case", good[:32] + good[32:].upper()),
        (17, "sha1", hmac.new(as_bytes(secret), as_bytes(message), hashlib.sha1).hexdigest()),
        (17, "md5", hmac.new(as_bytes(secret), as_bytes(message), hashlib.md5).hexdigest()),
        (17, "sha512", hmac.new(as_bytes(secret), as_bytes(message), hashlib.sha512).hexdigest()),
        (17, "word-none", "None"), (12, "long", "0" * 100_000),
    ]
    for attack, name, value in malformed:
        yield case(f"digest-{name}", "a signature is 64 lower-case hex digits", "bookbag", body_of("bookbag", JANE, user_hash=value),
                   attack=attack, **refused("signature_malformed", "user_hash"))

    def sha256(text):
        return hashlib.sha256(as_bytes(text)).hexdigest()

    hmac_sha384 = hmac.new(as_bytes(secret), as_bytes(message), hashlib.sha384).hexdigest()
    mismatched = [
        (17, "hash-of-both", sha256(secret + message)), (17, "hash-of-both-swapped", sha256(message + secret)),
        (17, "hash-of-message", sha256(message)), (17, "swapped", hmac_hex(message, secret)),
        (17, "hash-of-hmac", sha256(raw)), (17, "sha384-cut", hmac_sha384[:64]),
        (17, "secret-newline", hmac_hex(secret + "\n", message)), (17, "message-newline", hmac_hex(secret, message + "\n")),
        (17, "json-message", hmac_hex(secret, compact(message))), (17, "secret-base64", hmac_hex(base64.b64encode(as_bytes(secret)), message)),
        (11, "zeros", "0" * 64), (11, "first-digit", ("1" if good[0] == "0" else "0") + good[1:]),
        (11, "last-digit", good[:-1] + ("1" if good[-1] == "0" else "0")), (11, "reversed", good[::-1]),
        (11, "email", hmac_hex(secret, JANE["email"])),
    ]
    for attack, name, value in mismatched:
        yield case(f"digest-{name}", "64 hex digits of something else", "bookbag", body_of("bookbag", JANE, user_hash=value),
                   attack=attack, **refused("signature_mismatch", "user_hash"))
    hex_secret = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce"
    decoded = hmac_hex(bytes.fromhex(hex_secret), JANE["email"])
    yield case("digest-secret-as-hex", "a secret that looks like hex is text", "fernand",
               {"email": JANE["email"], "hash": decoded}, attack=17, keys=[{"text": hex_secret}], **refused("signature_mismatch", "hash"))
    yield case("digest-published", "the example of the vendor's page", "fernand",
               {"name": "Richard", "email": "richard@piedpiper.com",
                "hash": "fc3cf30c76a8b5c1c875b79c53a36bd8e2d653a1ec00c11fff538583ef759244"}, keys=[{"text": hex_secret}],
               **verified_visitor("fernand", {"email": "richard@piedpiper.com", "name": "Richard"}))


def verifiers():
    """Invalid arguments of a verifier: the error comes before a body is read."""
    secret = {"text": secret_of("bookbag")}
    good = body_of("bookbag", JANE)

    def invalid_verifier(name, code, field, **arguments):
        return case(name, "the constructor of the verifier refuses it", "bookbag", good, **arguments, **refused(code, field))

    yield invalid_verifier("keys-none", "key_count", None, keys=[])
    yield invalid_verifier("keys-17", "key_count", None, keys=[secret] * 17)
    yield invalid_verifier("key-empty", "secret_empty", "keys[0]", keys=[{"text": ""}])
    yield invalid_verifier("key-blank-second", "secret_empty", "keys[1]", keys=[secret, {"text": " \n"}])
    yield invalid_verifier("key-bom", "secret_encoding", "keys[0]", keys=[{"text": "\ufeff" + secret_of("bookbag")}])
    yield invalid_verifier("key-pem", "secret_is_pem", "keys[0]", keys=[PUBLIC])
    yield invalid_verifier("policy", "policy_unknown", "policy", policy="strict")
    yield invalid_verifier("policy-case", "policy_unknown", "policy", policy="Optional")
    yield invalid_verifier("setting", "setting_unknown", "app_id", settings={"app_id": "x"})
    yield invalid_verifier("leeway-301", "leeway_invalid", "leeway", leeway=301)
    yield case("key-with-kid", "a shared secret may have a name too", "bookbag", good, keys=[{**secret, "kid": "2026-11"}],
               **verified_visitor("bookbag", JANE))
    yield invalid_verifier("key-jwk", "secret_is_jwk", "keys[0]", keys=[{"file": "ec-p256.jwk.json"}])
    files = {
        "rsa-1024.public.pem": "key_too_short", "rsa-2047.public.pem": "key_too_short", "rsa-2048.private.pem": "key_private",
        "rsa-2048.private.pkcs1.pem": "key_private", "rsa-2048.literal-newlines.txt": "key_private",
        "encrypted.pkcs8.pem": "key_encrypted", "encrypted.legacy.pem": "key_encrypted", "certificate.pem": "key_certificate",
        "ec-p256.public.pem": "key_algorithm", "ed25519.public.pem": "key_algorithm", "rsa-pss.public.pem": "key_algorithm",
        "rsa-e1.public.pem": "key_weak", "openssh.private.pem": "key_unsupported",
        "ssh.public.txt": "key_unsupported", "empty.pem": "key_empty", "two-keys.public.pem": "key_malformed",
    }
    body = body_of("orlo", JANE)
    for name, code in files.items():
        yield case(f"key-{name}", "the constructor of the verifier refuses it", "orlo", body, attack=13, keys=[{"file": name}],
                   **refused(code, "keys[0]"))
    yield case("key-second", "the error names the key", "orlo", body, attack=13,
               keys=[PUBLIC, {"file": "rsa-1024.public.pem"}], **refused("key_too_short", "keys[1]"))
    for name, text in [("secret", secret_of("bookbag")), ("cut", key_text("rsa-2048.public.pem")[:200])]:
        yield case(f"key-{name}", "the constructor of the verifier refuses it", "orlo", body, attack=13, keys=[{"text": text}],
                   **refused("key_malformed", "keys[0]"))
