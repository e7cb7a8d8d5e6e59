"""own_scheme.json, third part: each part of the format that tokens use, read backwards."""

from cases_token_kinds import Maker
from cases_verify import refused
from catalogue import key_of, settings_of
from parts import EMAIL, ID
from parts_token import (AUDIENCE, BARE, BESIDE, BOTH, BOTH_AGES, CHANCE, CHANCE_NESTED, CHOSEN, KID, KID_SETTING, KID_TEXT, MAX_AGE, NESTED,
                         OPTIONAL_END, PEOPLE, REGISTERED, REPEATED, SIGNED, TIMES, TYPED, typed)
from scheme_file import RANDOM
from tokens import header_of
from tools import NOW

PREFIX = "part-"


def cases():
    yield from good_tokens()
    yield from registered()
    yield from kids()
    yield from types()
    yield from nested()
    yield from repeated()
    yield from beside()
    yield from ends()
    yield from ages()
    yield from times()


def make_for(scheme, visitor=None, settings=None):
    return Maker(scheme, visitor or {"id": ID}, settings, PREFIX)


def clean(visitor):
    """The visitor without values that are left out."""
    attributes = {key: value for key, value in visitor.get("attributes", {}).items() if value not in (None, "")}
    visitor = {**visitor, **({"id": str(visitor["id"])} if "id" in visitor else {}), "attributes": attributes}
    return {key: value for key, value in visitor.items() if value not in ("", {})}


def good_tokens():
    for name, comment, of, visitor, more in SIGNED:
        make = make_for(of, clean(visitor), {**settings_of(of), **more.get("settings", {})})
        yield {**make.case("good", comment, make.token(), **make.good), "id": f"part-token-{name}"}


def registered():
    make = make_for(REGISTERED)
    good = make.good
    for name, path, value, code in [
        ("iss-absent", "iss", ..., "claim_missing"), ("iss-null", "iss", None, "claim_missing"), ("iss-other", "iss", "https://evil.example/", "claim_value"),
        ("iss-slash", "iss", "https://name-1.example", "claim_value"), ("iss-case", "iss", "https://NAME-1.example/", "claim_value"),
        ("iss-empty", "iss", "", "claim_value"),
        ("aud-absent", "aud", ..., "claim_missing"), ("aud-null", "aud", None, "claim_missing"), ("aud-other", "aud", "another", "claim_value"),
        ("aud-case", "aud", "ACME", "claim_value"), ("aud-empty", "aud", "", "claim_value"), ("aud-list-other", "aud", ["another"], "claim_value"),
        ("aud-list-empty", "aud", [], "claim_value"), ("aud-list-part", "aud", ["acme.example", "acm"], "claim_value"),
        ("aud-number", "aud", 5, "claim_type"), ("aud-object", "aud", {"acme": True}, "claim_type"),
        ("aud-list-nested", "aud", [["acme"]], "claim_type"), ("exp-absent", "exp", ..., "claim_missing"),
        ("iat-absent", "iat", ..., "claim_missing"), ("nbf-absent", "nbf", ..., "claim_missing"),
    ]:
        yield make.case(name, "a good signature over a claim that the scheme does not allow", make.token(make.changed(path, value)), attack=9,
                        **refused(code, path))
    for name, aud in [("one", ["acme"]), ("first", ["acme", "another"]), ("last", ["another", "acme"])]:
        yield make.case(f"aud-list-{name}", "RFC 7519, section 4.1.3: a list that names the audience", make.token({**make.claims, "aud": aud}), **good)
    yield make.case("settings-other", "a token for another instance", make.token(), settings={"instance_id": "name-2"}, attack=9,
                    **refused("claim_value", "iss"))
    make = make_for(AUDIENCE)
    yield make.case("list", "a list that names the audience", make.token({**make.claims, "aud": ["YOUR_APP", "other"]}), **make.good)
    for path in ["aud", "iss"]:
        yield make.case(f"{path}-other", "a token for another site", make.token({**make.claims, path: "another"}), attack=9,
                        **refused("claim_value", path))
    make = make_for(CHANCE)
    yield make.case("jti", "the verifier hands out the jti", make.token(), **make.good)
    yield make.case("jti-other", "any text may be a jti", make.token({**make.claims, "jti": "another"}),
                    **{"verified": {**make.good["verified"], "token_id": "another"}})
    for name, value in [("number", 5), ("list", ["t-1"]), ("object", {})]:
        yield make.case(f"jti-{name}", "a jti is text", make.token({**make.claims, "jti": value}), attack=9, **refused("claim_type", "jti"))
    yield make.case("jti-absent", "the scheme states a jti", make.token({"sub": ID}), attack=9, **refused("claim_missing", "jti"))
    make = make_for(CHANCE_NESTED)
    for name, path, value, code in [("random-absent", "once.nonce", ..., "claim_missing"), ("random-number", "once.nonce", 5, "claim_type"),
                                    ("version", "once.version", 2, "claim_value"), ("at-absent", "at", ..., "claim_missing"),
                                    ("at-text", "at", str(NOW), "claim_type"), ("at-milliseconds", "at", NOW * 1000, "claim_value")]:
        yield make.case(name, "a good signature over a claim that the scheme does not allow", make.token(make.changed(path, value)), attack=9,
                        **refused(code, path))
    yield make.case("at-early", "a time in the future", make.token(), attack=8, now=NOW - 1, **refused("token_not_yet_valid", "at"))
    yield make.case("at-early-leeway", "within the leeway", make.token(), now=NOW - 60, leeway=60, **make.good)
    yield make.case("random-other", "any text may be a random value", make.token(make.changed("once.nonce", RANDOM[::-1])), **make.good)


def kids():
    refusal, unknown = refused("header_refused", "kid"), refused("key_unknown", "kid")
    for scheme, kid in [(KID, "2026-11"), (KID_SETTING, "name-1"), (KID_TEXT, "acme/YOUR_KEY_ID#1")]:
        make, key = make_for(scheme), key_of(scheme)
        for name, other in [("absent", None), ("other", "2025"), ("case", kid.swapcase() if kid != kid.swapcase() else kid + "a"), ("longer", kid + "1"),
                            ("space", f"{kid} "), ("path", f"../{kid}")]:
            yield make.case(f"kid-{name}", "the scheme demands its kid", make.token(header=header_of(make.algorithm, other)), attack=5, **refusal)
        yield make.case("kid-key", "the key of that name", make.token(), keys=[{**key, "kid": kid}], **make.good)
        yield make.case("kid-key-other", "none of the keys has this name", make.token(), attack=5, keys=[{**key, "kid": "2025"}], **unknown)
        yield make.case("kid-both-other", "the token's kid is the key's and not the scheme's", make.token(header=header_of(make.algorithm, "2025")),
                        attack=5, keys=[{**key, "kid": "2025"}], **refusal)
    make = make_for(KID_SETTING)
    yield make.case("kid-settings-other", "another setting than the signer's", make.token(), attack=5, settings={"key_id": "name-2"}, **refusal)


def types():
    make = make_for(TYPED, typed(plan="growth", age=42, score=1.5, vip=True, site="https://example.com/a", groups=["a", "b"]))
    for name, changes, code in [
        ("plan-number", {"plan": 5}, "claim_type"), ("plan-list", {"plan": ["growth"]}, "claim_type"), ("age-text", {"age": "42"}, "claim_type"),
        ("age-fraction", {"age": 42.5}, "claim_type"), ("score-text", {"score": "1.5"}, "claim_type"), ("vip-text", {"vip": "true"}, "claim_type"),
        ("vip-number", {"vip": 1}, "claim_type"), ("site-javascript", {"site": "javascript:alert(1)"}, "claim_value"),
        ("site-number", {"site": 5}, "claim_type"), ("groups-text", {"groups": "a"}, "claim_type"), ("groups-numbers", {"groups": [1]}, "claim_type"),
        ("groups-nested", {"groups": [["a"]]}, "claim_type"), ("groups-null", {"groups": ["a", None]}, "claim_type"),
        ("groups-object", {"groups": {"a": "b"}}, "claim_type"), ("proto", {"__proto__": {"admin": True}}, "claim_value"),
    ]:
        yield make.case(name, "the type that the scheme demands", make.token({**make.claims, **changes}), attack=22 if name == "proto" else 9,
                        **refused(code, next(iter(changes))))
    more = make_for(TYPED, {"id": ID, "attributes": {"zone": [1, {"a": None}], "ok": False}})
    yield more.case("attributes", "every other claim is an attribute", more.token(), **more.good)
    yield more.case("attributes-registered", "claims of RFC 7519 are not attributes", more.token({**more.claims, "iss": "https://example.com", "nbf": NOW}),
                    **more.good)
    bare = make_for(BARE, {"attributes": {"a": 1}})
    yield bare.case("good", "nothing but attributes", bare.token(), **bare.good)
    yield bare.case("registered", "claims of RFC 7519 are not attributes", bare.token({"a": 1, "sub": "user-123", "iat": NOW, "jti": "t-1"}),
                    verified={**bare.good["verified"], "token_id": "t-1"})
    people = make_for(PEOPLE, {"id": ID, "email": EMAIL, "name": "Jane Doe"})
    for name, path, value, code in [
        ("constant-text", "scope", "admin", "claim_value"), ("constant-absent", "scope", ..., "claim_missing"), ("constant-type", "scope", 1, "claim_type"),
        ("constant-number", "version", 3, "claim_value"), ("constant-number-text", "version", "2", "claim_type"), ("constant-bool", "live", False, "claim_value"),
        ("with-false", "email_verified", False, "claim_value"), ("with-text", "email_verified", "true", "claim_type"),
        ("picture", "picture", "javascript:alert(1)", "claim_value"), ("email-absent", "email", ..., "claim_missing"), ("email-empty", "email", "", "claim_value"),
        ("id-absent", "user_id", ..., "claim_missing"), ("id-null", "user_id", None, "claim_missing"), ("name-list", "name", ["Jane"], "claim_type"),
    ]:
        yield people.case(name, "a good signature over a claim that the scheme does not allow", people.token(people.changed(path, value)), attack=9,
                          **refused(code, path))


def nested():
    make = make_for(NESTED, {"id": ID, "email": EMAIL, "attributes": {"company": "Acme", "plan": "growth"}})
    for name, path, value, code in [
        ("id-absent", "identity.external_id", ..., "claim_missing"), ("id-empty", "identity.external_id", "", "claim_value"),
        ("id-list", "identity.external_id", [ID], "claim_type"), ("email-number", "identity.email", 5, "claim_type"),
        ("constant", "options.size", 3, "claim_value"), ("constant-absent", "options.mode", ..., "claim_missing"),
        ("plan-number", "company.plan.name", 5, "claim_type"), ("proto", "custom.__proto__", {"a": 1}, "claim_value"),
    ]:
        yield make.case(name, "a good signature over a claim that the scheme does not allow", make.token(make.changed(path, value)), attack=9,
                        **refused(code, path))
    for name, value in [("absent", ...), ("null", None), ("text", ID), ("list", [{"external_id": ID}])]:
        yield make.case(f"table-{name}", "the table holds a claim that must be there", make.token(make.changed("identity", value)), attack=9,
                        **refused("claim_missing", "identity.external_id"))
    flat = {**{name: of for name, of in make.claims.items() if name != "identity"}, "identity.external_id": ID}
    yield make.case("flat", "a path is no name", make.token(flat), attack=9, **refused("claim_missing", "identity.external_id"))


def repeated():
    make = make_for(REPEATED, BOTH)
    for name, changes, field in [
        ("second", {"id": "user-124"}, "id"), ("first", {"sub": "user-124"}, "id"), ("nested", {"user": {"id": "user-124", "email": EMAIL}}, "user.id"),
        ("nested-email", {"user": {"id": ID, "email": "mallory@example.com"}}, "email"),
        ("case", {"id": ID.upper()}, "id"),
    ]:
        yield make.case(name, "claims of one field must agree", make.token({**make.claims, **changes}), attack=9, **refused("claim_value", field))
    make = make_for(REPEATED, {**BOTH, "id": "42"})
    yield make.case("integer", "an integer counts as its digits", make.token({**make.claims, "id": 42}), **make.good)


def beside():
    make = make_for(BESIDE, {**BOTH, "name": "Jane Doe"})
    body = make.body(make.token())
    for name, changes, expected in [
        ("name-other", {"name": "Mallory"}, make_for(BESIDE, {**BOTH, "name": "Mallory"}).good),
        ("name-absent", {"name": None}, make_for(BESIDE, BOTH).good),
        ("app-other", {"app": "another"}, refused("claim_value", "app")), ("kind-other", {"kind": "hash"}, refused("claim_value", "kind")),
        ("kind-absent", {"kind": None}, refused("claim_missing", "kind")), ("name-number", {"name": 5}, refused("claim_type", "name")),
    ]:
        sent = {key: value for key, value in {**body, **changes}.items() if value is not None}
        yield make.case(name, "fields beside the token", body=sent, attack=9 if "error" in expected else None, **expected)


def ends():
    """Lifetimes: fixed, chosen by the site up to the vendor's maximum, or optional."""
    make = make_for(CHOSEN, BOTH)
    expired, missing, too_long = refused("token_expired", "exp"), refused("claim_missing", "exp"), refused("claim_value", "exp")
    for name, exp, leeway, expected in [
        ("longest", NOW + 7200, 0, make.good), ("too-long", NOW + 7201, 0, too_long), ("longest-leeway", NOW + 7260, 60, make.good),
        ("too-long-leeway", NOW + 7261, 60, too_long), ("never", 253402300799, 0, too_long), ("last", NOW + 1, 0, make.good), ("over", NOW, 0, expired),
        ("over-leeway", NOW - 59, 60, make.good), ("over-leeway-end", NOW - 60, 60, expired), ("fraction", NOW + 0.5, 0, make.good),
    ]:
        yield make.case(f"exp-{name}", "to the second", make.token({**make.claims, "exp": exp}), attack=8, leeway=leeway, **expected)
    yield make.case("exp-absent", "the scheme has a lifetime, so every token ends", make.token(make.changed("exp", ...)), attack=8, **missing)
    yield make.case("setting", "the verifier's own lifetime does not matter", make.token(), settings={"lifetime": "60"}, **make.good)
    make = make_for(OPTIONAL_END, BOTH)
    yield make.case("exp-present", "the site may set an end", make.token({**make.claims, "exp": NOW + 1}), **make.good)
    yield make.case("exp-over", "the site may set an end", make.token({**make.claims, "exp": NOW}), attack=8, **expired)


def ages():
    """max_age: the age of {now} from which the vendor refuses a token."""
    make = make_for(MAX_AGE, BOTH)
    expired, early = refused("token_expired", "iat"), refused("token_not_yet_valid", "iat")
    for name, then, leeway, expected in [
        ("oldest", NOW + 899, 0, make.good), ("too-old", NOW + 900, 0, expired), ("old-leeway", NOW + 959, 60, make.good),
        ("too-old-leeway", NOW + 960, 60, expired), ("early", NOW - 1, 0, early), ("early-leeway", NOW - 60, 60, make.good),
        ("too-early-leeway", NOW - 61, 60, early),
    ]:
        yield make.case(f"iat-{name}", "to the second", make.token(), attack=8, now=then, leeway=leeway, **expected)
    for name, value, code in [("absent", ..., "claim_missing"), ("text", str(NOW), "claim_type"), ("milliseconds", NOW * 1000, "claim_value"),
                              ("null", None, "claim_type")]:
        yield make.case(f"iat-{name}", "the age of every token must be known", make.token(make.changed("iat", value)), attack=8, **refused(code, "iat"))
    make = make_for(BOTH_AGES, BOTH)
    yield make.case("iat-too-old", "the token has not ended, but it is too old", make.token(), attack=8, now=NOW + 900, **refused("token_expired", "iat"))
    yield make.case("exp-over", "the token is young, but it has ended", make.token({**make.claims, "exp": NOW + 5}), attack=8, now=NOW + 5,
                    **refused("token_expired", "exp"))


def times():
    """Times in any claim and form."""
    make = make_for(TIMES)
    for name, then, leeway, expected in [
        ("last", NOW + 59, 0, make.good), ("over", NOW + 60, 0, refused("token_expired", "ends.at")), ("over-leeway", NOW + 89, 30, make.good),
        ("over-leeway-end", NOW + 90, 30, refused("token_expired", "ends.at")), ("early", NOW - 1, 0, refused("token_not_yet_valid", "made")),
        ("early-leeway", NOW - 30, 30, make.good),
    ]:
        yield make.case(name, "to the second", make.token(), attack=8, now=then, leeway=leeway, **expected)
    later = make.scheme.claims.fill({**make.values, "expires": NOW + 100}, ())
    old = {**later, "made": NOW - 90}
    yield make.case("too-old", "older than the scheme allows", make.token(old), attack=8, **refused("token_expired", "made"))
    yield make.case("oldest", "as old as the scheme allows", make.token({**later, "made": NOW - 89}), **make.good)
    for name, path, value, code in [
        ("made-absent", "made", ..., "claim_missing"), ("made-text", "made", str(NOW), "claim_type"), ("made-ms-seconds", "made_ms", NOW, "claim_value"),
        ("made-ms-text", "made_ms", str(NOW * 1000), "claim_type"), ("made-ms-absent", "made_ms", ..., "claim_missing"),
        ("made-iso-offset", "made_iso", "2026-11-20T01:00:00+01:00", "claim_value"), ("made-iso-date", "made_iso", "2026-11-20", "claim_value"),
        ("made-iso-number", "made_iso", NOW, "claim_type"), ("made-text-number", "made_text", NOW, "claim_type"),
        ("made-text-sign", "made_text", f"+{NOW}", "claim_value"), ("made-milliseconds", "made", NOW * 1000, "claim_value"),
        ("made-iso-early", "made_iso", "2026-11-20T00:00:01Z", "token_not_yet_valid"), ("made-ms-early", "made_ms", NOW * 1000 + 1000, "token_not_yet_valid"),
        ("ends-iso-over", "ends.iso", "2026-11-20T00:00:00Z", "token_expired"), ("ends-ms-over", "ends.ms", NOW * 1000, "token_expired"),
        ("ends-text-over", "ends.text", str(NOW), "token_expired"), ("ends-absent", "ends.at", ..., "claim_missing"),
        ("ends-table-absent", "ends", ..., "claim_missing"),
    ]:
        yield make.case(name, "a good signature over a time in another unit or form", make.token(make.changed(path, value)), attack=8,
                        **refused(code, "ends.at" if path == "ends" else path))
