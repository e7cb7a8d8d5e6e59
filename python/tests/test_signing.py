"""Signing."""

import json

import pytest
import visitorseal
from samples import JANE, NOW, PRIVATE, SECRET, digest

BOOKBAG = visitorseal.Signer("bookbag", SECRET)
REAMAZE = visitorseal.Signer("reamaze", SECRET)
ORLO = visitorseal.Signer("orlo", PRIVATE, embed_code="<script>jwt = 'JWT_TOKEN'</script>")


def test_fields_have_the_names_and_the_order_of_the_vendors_page():
    signed = REAMAZE.sign(JANE)
    assert signed.signature == digest("user-123:jane@example.com")
    assert list(signed.fields.items()) == [
        ("id", "user-123"),
        ("email", "jane@example.com"),
        ("name", "Jane Doe"),
        ("phone", "+442071838750"),
        ("avatar", "https://example.com/jane.png"),
        ("authkey", signed.signature),
    ]


def test_fields_are_a_new_dict_each_time():
    signed = BOOKBAG.sign(JANE)
    first = signed.fields
    first["user_metadata"].clear()
    first.clear()
    named = {name: JANE[name] for name in ("name", "email", "phone")}
    assert signed.fields["user_metadata"] == {**named, **JANE["attributes"]}


def test_signing_does_not_change_the_visitor():
    visitor = {**JANE, "attributes": dict(JANE["attributes"])}
    BOOKBAG.sign(visitor, name="Another")
    assert visitor == JANE


def test_to_json_has_scheme_signature_fields_end_mark_and_warnings():
    signed = BOOKBAG.sign(id="user-123")
    expected = {
        "scheme": "bookbag",
        "signature": digest("user-123"),
        "fields": signed.fields,
        "expires_at": None,
        "mark": signed.mark,
        "warnings": [],
    }
    said = json.loads(signed.to_json())
    assert list(said.items()) == list(expected.items())


def test_a_field_that_the_widget_does_not_show_is_a_warning():
    [warning] = REAMAZE.sign(id="1", email="jane@example.com", attributes={"plan": "growth"}).warnings
    assert (warning.code, warning.field) == ("field_unused", "attributes")
    assert warning.reason


@pytest.mark.parametrize(
    "secret, codes",
    [
        (SECRET, []),
        ("short", ["secret_short"]),
        (f"{SECRET} ", ["secret_space"]),
        ("{{ YOUR SSO SECRET }}", ["secret_sample"]),
    ],
)
def test_a_problem_with_the_secret_is_a_warning(secret, codes):
    warnings = visitorseal.Signer("reamaze", secret).warnings
    assert [(warning.code, warning.field) for warning in warnings] == [(code, "secret") for code in codes]


@pytest.mark.parametrize("secret", [SECRET, SECRET.encode()])
def test_a_secret_is_text_or_bytes(secret):
    assert visitorseal.Signer("bookbag", secret).digest("x") == digest("x")


@pytest.mark.parametrize("secret", [None, "", b"", "  "])
def test_a_secret_that_is_not_set_is_an_error(secret):
    with pytest.raises(visitorseal.ConfigurationError) as caught:
        visitorseal.Signer("bookbag", secret)
    assert (caught.value.code, caught.value.field) == ("secret_empty", "secret")


@pytest.mark.parametrize("value", ["APP", 7])
def test_a_setting_is_text_or_a_whole_number(value):
    signer = visitorseal.Signer("thread", SECRET, app_id=value)
    assert signer.sign(email="jane@example.com").fields["appId"] == str(value)


SETTINGS = {
    "missing": ({}, "setting_missing", "app_id"),
    "none": ({"app_id": None}, "setting_missing", "app_id"),
    "unknown": ({"app_id": "a", "lifetime": 5}, "setting_unknown", "lifetime"),
    "list": ({"app_id": ["a"]}, "setting_invalid", "app_id"),
    "bytes": ({"app_id": b"a"}, "setting_invalid", "app_id"),
    "float": ({"app_id": 1.5}, "setting_invalid", "app_id"),
    "surrogate": ({"app_id": "\ud800"}, "setting_invalid", "app_id"),
}


@pytest.mark.parametrize("settings, code, field", SETTINGS.values(), ids=SETTINGS)
def test_settings_are_checked_when_the_signer_is_made(settings, code, field):
    with pytest.raises(visitorseal.ConfigurationError) as caught:
        visitorseal.Signer("thread", SECRET, **settings)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize("message", ["é\0\u2028", "", "x" * 100_000])
def test_a_digest_hashes_text_as_utf_8_and_bytes_unchanged(message):
    assert BOOKBAG.digest(message) == BOOKBAG.digest(message.encode()) == digest(message)


@pytest.mark.parametrize("given", [list, tuple, iter, dict.fromkeys])
def test_many_digests_are_in_the_order_of_any_iterable(given):
    messages = ["a", b"b", "c"]
    assert BOOKBAG.digest_many(given(messages)) == [digest("a"), digest("b"), digest("c")]
    assert BOOKBAG.digest_many([]) == []


def test_a_scheme_of_tokens_has_no_digest():
    for call, argument in (ORLO.digest, "x"), (ORLO.digest_many, ["x"]):
        with pytest.raises(visitorseal.ConfigurationError, match="not_offered"):
            call(argument)


@pytest.mark.parametrize("signer", [REAMAZE, ORLO], ids=["hmac", "rsa"])
def test_sign_many_gives_a_result_or_an_error_for_each_visitor_in_order(signer):
    visitors = [JANE, {**JANE, "name": 5}, None, {}, {**JANE, "phone": "5"}, JANE]
    results = signer.sign_many(iter(visitors), now=NOW)
    codes = ["field_type", "visitor_malformed", "field_missing", "field_invalid"]
    assert [getattr(result, "code", "signed") for result in results] == ["signed", *codes, "signed"]
    assert {type(result) for result in results} == {visitorseal.Signed, visitorseal.VisitorError}
    assert results[0].fields == results[-1].fields == signer.sign(JANE, now=NOW).fields
    assert signer.sign_many([], now=NOW) == []


def test_an_exception_of_an_iterable_is_raised():
    def visitors():
        yield JANE
        raise KeyError("of the iterable's own")

    with pytest.raises(KeyError, match="of the iterable's own"):
        BOOKBAG.sign_many(visitors())


@pytest.mark.parametrize("scheme", ["reamaze", "fernand"])
def test_a_form_is_filled_in_without_a_signature(scheme):
    signed = visitorseal.Signer(scheme, SECRET).prefill(JANE)
    assert signed.signature is None
    assert signed.fields == {"name": "Jane Doe", "email": "jane@example.com"}


def test_a_form_is_filled_in_only_where_the_vendor_documents_it():
    with pytest.raises(visitorseal.ConfigurationError, match="not_offered"):
        BOOKBAG.prefill(JANE)
