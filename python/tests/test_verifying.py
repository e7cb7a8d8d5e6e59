"""Verifying."""

import collections
import inspect
import json
import types

import pytest
import visitorseal
from samples import JANE, NOW, OTHER_PUBLIC, PRIVATE, PUBLIC, SECRET, TOKEN, digest
from visitorseal import Key, Verifier

FORMER = "the-secret-before-it-was-rotated"
FIELDS = {"user_id": "user-123", "user_hash": digest("user-123")}
FORGED = {**FIELDS, "user_hash": digest("user-124")}
BOOKBAG = Verifier("bookbag", SECRET)


def refused(verifier, fields, **now):
    with pytest.raises(visitorseal.Refused) as caught:
        verifier.verify(fields, **now)
    return caught.value


@pytest.mark.parametrize("key", [SECRET, SECRET.encode(), Key(SECRET), Key(SECRET.encode(), kid="a")])
def test_keys_are_one_key_or_a_sequence_of_keys(key):
    for keys in key, [key], (key,), [key, FORMER]:
        assert Verifier("bookbag", keys).verify(FIELDS).key == 0


@pytest.mark.parametrize("before", [0, 1, 15])
def test_key_is_the_position_of_the_key_that_fits(before):
    assert Verifier("bookbag", [FORMER] * before + [SECRET]).verify(FIELDS).key == before


KEYS = {
    "none": (None, "secret_empty"),
    "none-in-list": ([None], "secret_empty"),
    "none-behind-another": ([SECRET, None], "secret_empty"),
    "empty-key": (Key(""), "secret_empty"),
    "no-key": ([], "key_count"),
    "17-keys": ([SECRET] * 17, "key_count"),
    "surrogate": ("\ud800" * 9, "secret_encoding"),
    "pem": (PUBLIC, "secret_is_pem"),
}


@pytest.mark.parametrize("keys, code", KEYS.values(), ids=KEYS)
def test_a_key_that_is_none_is_an_error(keys, code):
    with pytest.raises(visitorseal.ConfigurationError, match=code):
        Verifier("bookbag", keys)


@pytest.mark.parametrize(
    "keys",
    [{SECRET}, {SECRET: 1}, iter([SECRET]), bytearray(b"x"), 5, object(), [5], [[SECRET]], [bytearray(b"x")]],
)
def test_keys_without_an_order_or_of_other_types_are_type_errors(keys):
    with pytest.raises(TypeError):
        Verifier("bookbag", keys)


def test_a_verified_token_hands_out_its_id_and_a_digest_has_none():
    scheme, secret = visitorseal.Scheme.parse(TOKEN), SECRET * 2
    signed = [visitorseal.Signer(scheme, secret).sign(id=1) for _ in range(2)]
    ids = [Verifier(scheme, secret).verify(one.fields).token_id for one in signed]
    claims = [visitorseal.inspect_token(one.signature).unverified_claims for one in signed]
    assert ids == [claim["jti"] for claim in claims] and len(set(ids)) == 2
    assert json.loads(Verifier(scheme, secret).verify(signed[0].fields).to_json())["token_id"] == ids[0]
    digest = BOOKBAG.verify(FIELDS)
    assert digest.token_id is None and "token_id" not in json.loads(digest.to_json())


def test_a_named_key_is_the_only_one_for_a_token_of_that_name():
    jwt = pytest.importorskip("jwt", reason="PyJWT makes the token")
    claims = {"name": "Jane Doe", "isLoggedIn": True}
    fields = {"jwt": jwt.encode(claims, PRIVATE, "RS256", headers={"kid": "new"})}
    former, new = Key(OTHER_PUBLIC, kid="former"), Key(PUBLIC, kid="new")
    assert (new.kid, Key(PUBLIC).kid) == ("new", None)
    assert Verifier("orlo", [former, new]).verify(fields).key == 1
    assert refused(Verifier("orlo", [former, Key(PUBLIC, kid="other")]), fields).code == "key_unknown"


MAPPINGS = [dict, collections.OrderedDict, types.MappingProxyType, collections.UserDict, collections.ChainMap]


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_fields_are_any_mapping(mapping):
    assert BOOKBAG.verify(mapping(FIELDS)).signed == {"id": "user-123"}


@pytest.mark.parametrize("encoded", [str, str.encode])
def test_a_body_is_text_or_bytes(encoded):
    assert BOOKBAG.verify_json(encoded(json.dumps(FIELDS))).is_verified


POLICIES = {
    "required": {"wrong": "signature_mismatch", "none": "signature_missing"},
    "optional": {"wrong": "signature_mismatch", "none": "anonymous"},
    "observe": {"wrong": "anonymous", "none": "anonymous"},
}
UNPROVEN = {"wrong": FORGED, "none": {"user_id": "user-123"}}


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("signature", UNPROVEN)
def test_the_policy_decides_about_a_visitor_without_proof(policy, signature):
    verifier, expected = Verifier("bookbag", SECRET, policy=policy), POLICIES[policy][signature]
    if expected != "anonymous":
        assert refused(verifier, UNPROVEN[signature]).code == expected
        return
    verified = verifier.verify(UNPROVEN[signature])
    assert (verified.status, verified.is_verified, verified.key) == ("anonymous", False, None)
    assert (verified.signed, verified.unsigned, verified.contact()) == ({}, {"id": "user-123"}, None)


def test_under_observe_the_refusal_is_that_of_optional():
    verifier = Verifier("bookbag", SECRET, policy="observe")
    refusal = verifier.verify(FORGED).refusal
    assert type(refusal) is visitorseal.Refused
    assert refusal.code == "signature_mismatch"
    assert (refusal.http_status, refusal.http_error) == (401, "identity_unverified")
    assert verifier.verify(FIELDS).refusal is None
    assert verifier.verify({"user_id": "user-123"}).refusal is None


@pytest.mark.parametrize("policy", ["", "Required", "strict"])
def test_an_unknown_policy_raises_a_configuration_error(policy):
    with pytest.raises(visitorseal.ConfigurationError, match="policy_unknown"):
        Verifier("bookbag", SECRET, policy=policy)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("body", ["", "null", "[]", '{"a":1,"a":2}', b"\xff", '"\ud800"', '{"a":NaN}'])
def test_a_body_that_is_no_json_object_is_refused_under_every_policy(policy, body):
    with pytest.raises(visitorseal.Refused, match="fields_malformed"):
        Verifier("bookbag", SECRET, policy=policy).verify_json(body)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    "fields, field",
    [
        (None, None),
        ([], None),
        ("{}", None),
        ({5: 1}, None),
        ({"user_id": b"1"}, "user_id"),
        ({"user_id": "\ud800"}, "user_id"),
        ({"user_metadata": {"a": float("nan")}}, "user_metadata.a"),
        ({"user_metadata": {"a": {1, 2}}}, "user_metadata.a"),
    ],
)
def test_fields_that_json_cannot_hold_are_refused_under_every_policy(policy, fields, field):
    error = refused(Verifier("bookbag", SECRET, policy=policy), fields)
    assert (error.code, error.field) == ("fields_malformed", field)


def test_the_largest_token_is_given_in_bytes():
    token = visitorseal.Signer("orlo", PRIVATE).sign(name="Jane Doe", now=NOW).signature
    verifiers = [Verifier("orlo", PUBLIC, max_token=len(token) - short) for short in (0, 1)]
    assert verifiers[0].verify({"jwt": token}).is_verified
    assert refused(verifiers[1], {"jwt": token}).code == "token_too_large"


def test_the_documented_default_of_max_token_is_the_one_that_counts():
    documented = inspect.signature(Verifier).parameters["max_token"].default
    assert Verifier("orlo", PUBLIC).max_body == Verifier("orlo", PUBLIC, max_token=documented).max_body


def test_a_body_beyond_max_body_is_too_large():
    body = json.dumps({**FIELDS, "user_metadata": {"name": ""}})
    largest = body.replace('""', '"%s"' % ("x" * (BOOKBAG.max_body - len(body))))
    assert len(largest) == BOOKBAG.max_body
    assert BOOKBAG.verify_json(largest).is_verified
    with pytest.raises(visitorseal.Refused, match="fields_too_large"):
        BOOKBAG.verify_json(largest.replace("x", "xx", 1))
    assert refused(BOOKBAG, json.loads(largest.replace("xx", "xxx"))).code == "fields_too_large"


@pytest.mark.parametrize("leeway, max_token", [(2**70, 1), (0, -1), (0, 2**70)])
def test_a_limit_beyond_64_bits_raises_an_overflow_error(leeway, max_token):
    with pytest.raises(OverflowError):
        Verifier("bookbag", SECRET, leeway=leeway, max_token=max_token)


def test_fields_must_agree_with_the_settings():
    fields = visitorseal.Signer("thread", SECRET, app_id="APP").sign(JANE).fields
    assert Verifier("thread", SECRET).verify(fields).is_verified
    assert Verifier("thread", SECRET, app_id="APP").verify(fields).is_verified
    assert refused(Verifier("thread", SECRET, app_id="OTHER"), fields).field == "appId"


@pytest.fixture(scope="module")
def verified():
    return BOOKBAG.verify(visitorseal.Signer("bookbag", SECRET).sign(JANE).fields)


def test_signed_and_unsigned_are_new_dicts_in_the_visitors_words(verified):
    verified.unsigned["attributes"].clear()
    verified.signed.clear()
    assert verified.signed == {"id": "user-123"}
    assert verified.unsigned == {name: JANE[name] for name in ("name", "email", "phone", "attributes")}
    assert json.loads(verified.to_json()) == {
        "verified": True, "signed": verified.signed, "unsigned": verified.unsigned, "key": 0
    }


def test_a_contact_has_every_field_and_lists_the_unsigned_ones(verified):
    contact = verified.contact()
    assert (contact.external_id, contact.name, contact.email) == ("user-123", "Jane Doe", "jane@example.com")
    assert (contact.phone, contact.attributes) == ("+442071838750", {"plan": "growth", "seats": 7})
    assert set(contact.unsigned) == {"name", "email", "phone", "attributes"}


@pytest.mark.parametrize(
    "text, filled",
    [
        ("Hi {{contact.name}} <{{contact.email}}>", "Hi Jane Doe <jane@example.com>"),
        ("{{contact.external_id}}: {{contact.attr.plan}}", "user-123: growth"),
        ("[{{contact.attr.none}}{{contact.none}}]", "[]"),
        ("", ""),
    ],
)
def test_a_contact_fills_a_text(verified, text, filled):
    assert verified.contact().fill(text) == filled
