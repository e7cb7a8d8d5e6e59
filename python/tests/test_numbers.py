"""No number is rounded: signed fields, verified fields and contacts have every digit."""

import json

import pytest
import visitorseal
from samples import NOW, PRIVATE, PUBLIC, SECRET

EXACT = [
    0,
    -1,
    2**53 - 1,
    2**53,
    2**53 + 1,
    -(2**53) - 1,
    1181823456789012481,
    1181823456789012482,
    2**63 - 1,
    2**63,
    2**64 - 1,
    -(2**63),
    0.1,
    1e-7,
    1.7976931348623157e308 / 1e300,
    123456789.123456789,
]
BEYOND = [2**64, 2**64 + 1, -(2**63) - 1, 2**70, 10**400]
SIGNERS = {
    "orlo": (visitorseal.Signer("orlo", PRIVATE), visitorseal.Verifier("orlo", PUBLIC, contact_claim="User ID")),
    "bookbag": (visitorseal.Signer("bookbag", SECRET), visitorseal.Verifier("bookbag", SECRET)),
}


def both_ways(verifier, fields):
    yield verifier.verify(fields, now=NOW)
    yield verifier.verify_json(json.dumps(fields), now=NOW)


def same(one, other):
    """Whether two numbers are equal in type and in every digit."""
    return type(one) is type(other) and repr(one) == repr(other)


@pytest.mark.parametrize("number", EXACT)
@pytest.mark.parametrize("name", SIGNERS)
def test_an_attribute_keeps_every_digit(name, number):
    signer, verifier = SIGNERS[name]
    visitor = {"id": "7", "name": "Jane", "attributes": {"n": number, "deep": [{"n": number}], "User ID": "7"}}
    signed = signer.sign(visitor, now=NOW)
    for verified in both_ways(verifier, signed.fields):
        attributes = {**verified.unsigned, **verified.signed}["attributes"]
        for found in (attributes, verified.contact().attributes, json.loads(verified.to_json())[
            "signed" if name == "orlo" else "unsigned"
        ]["attributes"]):
            assert same(found["n"], number)
            assert same(found["deep"][0]["n"], number)
    if name == "orlo":
        assert same(visitorseal.inspect_token(signed.signature).unverified_claims["n"], number)
    else:
        assert same(signed.fields["user_metadata"]["n"], number)
        assert same(json.loads(signed.fields_json)["user_metadata"]["n"], number)


@pytest.mark.parametrize("number", [number for number in EXACT if isinstance(number, int)])
def test_a_number_that_identifies_a_contact_keeps_every_digit(number):
    signer, verifier = SIGNERS["orlo"]
    signed = signer.sign(name="Jane", attributes={"User ID": number}, now=NOW)
    for verified in both_ways(verifier, signed.fields):
        assert same(verified.signed["attributes"]["User ID"], number)
        if abs(number) < 2**53:
            assert verified.contact().external_id == str(number)


@pytest.mark.parametrize("number", [number for number in EXACT if isinstance(number, int)])
def test_an_id_is_its_digits(number):
    signed = SIGNERS["bookbag"][0].sign(id=number)
    assert signed.fields["user_id"] == str(number)


@pytest.mark.parametrize("number", BEYOND)
def test_a_number_that_cannot_be_held_is_an_error_and_never_rounded(number):
    for signer, verifier in SIGNERS.values():
        with pytest.raises(visitorseal.VisitorError, match="number_too_large"):
            signer.sign(id="7", name="Jane", attributes={"n": number}, now=NOW)
    fields = {**SIGNERS["bookbag"][0].sign(id="7").fields, "user_metadata": {"n": number}}
    with pytest.raises(visitorseal.Refused, match="claim_value"):
        SIGNERS["bookbag"][1].verify(fields)
    with pytest.raises(visitorseal.Refused):
        SIGNERS["bookbag"][1].verify_json(json.dumps(fields))
