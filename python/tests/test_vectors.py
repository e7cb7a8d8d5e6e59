"""The shared vectors, which every language's tests read."""

import base64
import json
import re

import pytest
import visitorseal
import vectors
from vectors import assert_refuses, each, given, parsed

# JSON that Python's parser refuses or changes: no Python value is the same visitor.
ONLY_TEXT = {
    "bookbag-visitor-empty",
    "bookbag-visitor-two",
    "bookbag-visitor-cut",
    "bookbag-visitor-quotes",
    "bookbag-visitor-twice",
    "bookbag-visitor-twice-escaped",
    "bookbag-visitor-twice-attribute",
    "bookbag-visitor-nan",
    "bookbag-visitor-surrogate",
    "bookbag-visitor-surrogate-name",
    "bookbag-visitor-null",
}


def codes(items):
    return [item.code for item in items]


def is_value(case):
    return case["id"] not in ONLY_TEXT


def has_parsed_body(case):
    return parsed(given(case, "body")) is not None


def has_mapping(case):
    return isinstance(parsed(given(case, "body")), dict)


@each("digest")
def test_digests_are_those_of_the_documents(case):
    message = given(case, "message")
    signer = vectors.signer(case)
    assert signer.digest(message) == case["digest"]
    assert signer.digest_many([message, message]) == [case["digest"]] * 2


@each("sign")
def test_visitors_are_signed(case):
    signer = vectors.signer(case)
    signed = signer.sign(case["visitor"], now=case["now"])
    assert signed.scheme == signer.scheme == case["scheme"]
    assert signed.signature == case["signature"]
    assert json.dumps(signed.fields) == json.dumps(case["fields"])  # as text, since the order counts
    assert codes(signed.warnings) == case["warnings"]
    assert codes(signer.warnings) == case["signer_warnings"]
    assert signed.expires_at == case["expires_at"]
    assert signed.mark == case["mark"]
    assert json.loads(signed.to_json())["fields"] == case["fields"]
    assert signer.sign(**case["visitor"], now=case["now"]).to_json() == signed.to_json()


@each("sign")
def test_many_visitors_are_signed_in_order_with_errors_in_their_places(case):
    visitors = [case["visitor"], {}, 5, case["visitor"]]
    first, missing, malformed, last = vectors.signer(case).sign_many(visitors, now=case["now"])
    assert first.fields == last.fields == case["fields"]
    assert codes([missing, malformed]) == ["field_missing", "visitor_malformed"]


def decoded(part):
    return base64.urlsafe_b64decode(part + "==")


@each("sign_random")
def test_what_is_random_in_a_signature_verifies(case):
    signer = vectors.signer(case)
    signed = signer.sign(case["visitor"], now=case["now"])
    token_id = None
    if "header" in case:
        header, payload, _ = map(decoded, signed.signature.split("."))
        assert header == case["header"].encode()
        assert re.fullmatch("[0-9a-f]{32}".join(map(re.escape, case["payload"])), payload.decode())
        token_id = json.loads(payload).get("jti")
    assert signed.expires_at == case["expires_at"]
    assert signed.mark == case["mark"]
    assert codes(signed.warnings) == case["warnings"]
    assert codes(signer.warnings) == case["signer_warnings"]
    verified = {**case["verified"], "token_id": token_id}
    assert_comes_out({**case, "verified": verified, "body": signed.fields_json}, vectors.verify)


@each("sign_error", where=is_value)
def test_what_cannot_be_signed_is_an_error(case):
    assert_refuses(case, vectors.sign)


def test_only_json_that_no_parser_reads_faithfully_is_left_out():
    cases = vectors.read("sign_error")
    assert {case["id"] for case in cases if parsed(given(case, "visitor_json")) is None} == ONLY_TEXT


def assert_comes_out(case, call):
    if "error" in case:
        error = assert_refuses(case, call)
        if isinstance(error, visitorseal.Refused):
            expected = case.get("http_status", 401), case.get("http_error", "identity_unverified")
            assert (error.http_status, error.http_error) == expected
        return
    verified = call(case)
    said = json.loads(verified.to_json())
    assert said["verified"] is verified.is_verified is ("verified" in case)
    if "verified" in case:
        expected = case["verified"]
        contact = verified.contact()
        assert verified.status == "verified"
        found = contact and {name: getattr(contact, name) for name in expected["contact"]}
        assert found == expected["contact"]
        assert (verified.signed, verified.unsigned) == (expected["signed"], expected["unsigned"])
        assert (verified.key, verified.refusal) == (expected["key"], None)
        assert verified.token_id == expected.get("token_id")
    else:
        expected = case["anonymous"]
        assert verified.status == "anonymous"
        assert (verified.signed, verified.key, verified.contact()) == ({}, None, None)
        assert verified.unsigned == expected["unsigned"]
        assert getattr(verified.refusal, "code", None) == expected["refusal"]


@each("verify", "own_scheme")
def test_bodies_are_verified_or_refused(case):
    assert_comes_out(case, vectors.verify)


@each("verify", "own_scheme", where=has_parsed_body)
def test_parsed_fields_are_verified_or_refused_as_their_text_is(case):
    assert_comes_out(case, vectors.verify_parsed)


@each("script")
def test_pages_get_the_vendors_code(case):
    if "error" in case:
        assert_refuses(case, vectors.page)
        return
    html = vectors.page(case)
    assert html == case.get("equals", html)
    assert [text for text in case.get("contains", []) if text not in html] == []
    assert [text for text in case.get("lacks", []) if text in html] == []


@each("element")
def test_elements_state_who_the_visitor_is(case):
    if "error" in case:
        assert_refuses(case, vectors.element)
        return
    html = vectors.element(case)
    assert type(html) is visitorseal.Script
    assert html == case["equals"]


def assert_explains(case, explanation):
    findings = explanation.findings
    said = explanation.to_json()
    assert explanation.is_verified is case["verified"]
    assert findings[0].code == case["first"]
    assert findings[0].field == case.get("field", findings[0].field)
    assert set(case["also"]) <= set(codes(findings))
    assert [finding["code"] for finding in json.loads(said)["findings"]] == codes(findings)
    assert not [key["text"] for key in case["keys"] if len(key.get("text", "")) > 15 and key["text"] in said]


@each("explain")
def test_mistakes_in_a_body_are_explained(case):
    assert_explains(case, vectors.explain(case, given(case, "body")))


@each("explain", where=has_mapping)
def test_mistakes_in_a_mapping_are_explained_as_in_its_text(case):
    assert_explains(case, vectors.explain(case, parsed(given(case, "body"))))


@pytest.mark.parametrize("name", sorted(path.stem for path in vectors.FOLDER.glob("*.json")))
def test_no_file_of_vectors_is_empty(name):
    assert vectors.read(name)
