"""Explaining a refused signature, and reading a token."""

import json

import pytest
import visitorseal
from samples import JANE, NOW, PRIVATE, PUBLIC, SECRET, digest

UPPER = {"user_id": "user-123", "user_hash": digest("user-123").upper()}
FORMS = {"mapping": dict, "text": json.dumps, "bytes": lambda fields: json.dumps(fields).encode()}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_fields_are_explained_in_every_form(form):
    explanation = visitorseal.explain("bookbag", SECRET, form(UPPER))
    finding = explanation.findings[0]
    assert not explanation.is_verified
    assert (finding.code, finding.field) == ("result_upper_case", "user_hash")
    assert finding.reason and finding.fix
    assert str(finding) == f"{finding.code}: {finding.reason}; {finding.fix}"
    assert json.loads(explanation.to_json())["findings"][0] == {
        name: getattr(finding, name) for name in ("code", "field", "reason", "fix")
    }


def test_for_a_right_signature_the_findings_name_what_else_can_stop_a_widget():
    explanation = visitorseal.explain("bookbag", [SECRET], {**UPPER, "user_hash": digest("user-123")})
    assert explanation.is_verified
    assert {finding.code.partition("_")[0] for finding in explanation.findings} == {"check"}


@pytest.mark.parametrize("keys, code", [(None, "secret_empty"), (PUBLIC, "secret_is_pem")])
def test_a_key_that_cannot_be_used_is_a_finding(keys, code):
    assert visitorseal.explain("bookbag", keys, UPPER).findings[0].code == code


@pytest.mark.parametrize(
    "fields, code",
    [
        ([], "fields_malformed"),
        ({"user_id": b"1"}, "fields_malformed"),
        ({"user_id": "\ud800"}, "fields_malformed"),
        ("\ud800", "fields_malformed"),
        ({"user_id": "x" * 1_000_000}, "fields_too_large"),
    ],
    ids=["list", "bytes", "surrogate", "text-surrogate", "large"],
)
def test_fields_that_cannot_be_read_are_a_finding(fields, code):
    assert visitorseal.explain("bookbag", SECRET, fields).findings[0].code == code


@pytest.mark.parametrize(
    "code, arguments, settings",
    [
        ("scheme_unknown", ("no_such_vendor", SECRET, {}), {}),
        ("key_count", ("bookbag", [], {}), {}),
        ("key_count", ("bookbag", [], []), {}),
        ("now_invalid", ("bookbag", SECRET, {}), {"now": NOW * 1000}),
        ("leeway_invalid", ("bookbag", SECRET, {}), {"leeway": 301}),
        ("leeway_invalid", ("bookbag", SECRET, {}), {"leeway": -1}),
        ("setting_unknown", ("bookbag", SECRET, {}), {"app_id": "a"}),
    ],
)
def test_wrong_arguments_of_explain_raise_a_configuration_error(code, arguments, settings):
    with pytest.raises(visitorseal.ConfigurationError, match=code):
        visitorseal.explain(*arguments, **settings)


@pytest.mark.parametrize("leeway, max_token", [(2**70, 1), (0, -1), (0, 2**70)])
def test_a_limit_beyond_64_bits_raises_an_overflow_error(leeway, max_token):
    with pytest.raises(OverflowError):
        visitorseal.explain("bookbag", SECRET, {}, leeway=leeway, max_token=max_token)


ORLO = visitorseal.Signer("orlo", PRIVATE, lifetime=60).sign(JANE, now=NOW).fields


def explain_orlo(fields=ORLO, now=NOW, **options):
    """Whether the fields verify, and the first finding's code."""
    explanation = visitorseal.explain("orlo", PUBLIC, fields, now=now, **options)
    return explanation.is_verified, explanation.findings[0].code


@pytest.mark.parametrize("leeway, expected", [(0, "token_expired"), (5, "token_expired"), (30, None)])
def test_a_token_that_expired_ten_seconds_ago_is_right_with_the_verifiers_leeway(leeway, expected):
    is_verified, code = explain_orlo(now=NOW + 70, leeway=leeway)
    assert is_verified is (expected is None)
    assert expected in (None, code)


@pytest.mark.parametrize("form", [dict, json.dumps], ids=["mapping", "text"])
def test_a_token_may_be_as_large_as_the_verifier_allows(form):
    assert explain_orlo(form(ORLO), max_token=100) == (False, "token_too_large")
    assert explain_orlo(form(ORLO), max_token=len(ORLO["jwt"]))[0]
    assert explain_orlo(form({**ORLO, "jwt": "x" * 200_000}))[1] == "fields_too_large"
    assert explain_orlo(form({**ORLO, "jwt": "x" * 200_000}), max_token=200_000)[1] != "fields_too_large"


@pytest.mark.parametrize("visitor", [None, {}, {"id": "user-123"}, JANE], ids=["none", "empty", "id", "jane"])
def test_the_sites_record_of_the_visitor_may_be_passed(visitor):
    explanation = visitorseal.explain("bookbag", SECRET, UPPER, visitor=visitor)
    assert explanation.findings[0].code == "result_upper_case"


@pytest.mark.parametrize(
    "visitor",
    [
        5,
        [],
        {"user_id": "user-123"},
        {"id": b"user-123"},
        {"id": "user-123", "phone": "+442071838750x"},
        {"id": "user-123", "attributes": {"rate": float("nan")}},
        {"id": "user-123", "attributes": {"bio": "x" * 100_000}},
    ],
    ids=["number", "list", "unknown", "bytes", "phone", "nan", "large"],
)
def test_a_wrong_record_raises_what_signing_it_raises(visitor):
    def raised(call):
        with pytest.raises(visitorseal.VisitorError) as caught:
            call()
        return caught.value.args, vars(caught.value)

    signing = raised(lambda: visitorseal.Signer("bookbag", SECRET).sign(visitor))
    for fields in (UPPER, []):
        assert raised(lambda: visitorseal.explain("bookbag", SECRET, fields, visitor=visitor)) == signing


def test_a_token_is_read_without_being_verified():
    signed = visitorseal.Signer("orlo", PRIVATE).sign(name="Jane Doe", attributes={"plan": "growth"}, now=NOW)
    token, _ = signed.signature.rsplit(".", 1)
    inspected = visitorseal.inspect_token(f"{token}.AAAA")
    header = {"typ": "JWT", "alg": "RS256"}
    claims = {"name": "Jane Doe", "isLoggedIn": True, "plan": "growth"}
    assert (inspected.unverified_header, inspected.unverified_claims) == (header, claims)
    assert json.loads(inspected.to_json()) == {"unverified": True, "header": header, "claims": claims}


@pytest.mark.parametrize(
    "token, code",
    [("", "token_malformed"), ("a.b", "token_malformed"), ("x" * 10**6, "token_too_large")],
    ids=["empty", "two-parts", "large"],
)
def test_text_that_is_no_token_is_refused(token, code):
    with pytest.raises(visitorseal.Refused, match=code):
        visitorseal.inspect_token(token)
