"""The parameter `now`, Python's clock without it, and when a signature ends."""

import datetime
import json
import math
import time

import pytest
import visitorseal
from samples import NOW, PRIVATE, PUBLIC, SECRET

SIGNER = visitorseal.Signer("orlo", PRIVATE, lifetime=60)
VERIFIER = visitorseal.Verifier("orlo", PUBLIC)


def end(signed):
    return visitorseal.inspect_token(signed.signature).unverified_claims["exp"]


@pytest.mark.parametrize("now", [NOW, float(NOW), NOW + 0.999])
def test_a_fraction_of_now_is_cut_off(now):
    signed = SIGNER.sign(name="Jane Doe", now=now)
    assert end(signed) == NOW + 60
    assert end(SIGNER.sign_many([{"name": "Jane Doe"}], now=now)[0]) == NOW + 60


def test_without_now_the_time_is_that_of_pythons_clock(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: NOW + 0.5)
    signed = SIGNER.sign(name="Jane Doe")
    assert end(signed) == NOW + 60
    assert VERIFIER.verify(signed.fields).is_verified
    monkeypatch.setattr(time, "time", lambda: NOW + 61.0)
    with pytest.raises(visitorseal.Refused, match="token_expired"):
        VERIFIER.verify(signed.fields)
    assert visitorseal.explain("orlo", PUBLIC, signed.fields).findings[0].code == "token_expired"


def test_the_clock_of_the_system_is_the_one_that_runs():
    before = int(time.time())
    assert before <= end(SIGNER.sign(name="Jane Doe")) - 60 <= time.time()


CALLS = {
    "sign": lambda now: SIGNER.sign(name="Jane Doe", now=now),
    "sign-hmac": lambda now: visitorseal.Signer("bookbag", SECRET).sign(id=1, now=now),
    "sign-many": lambda now: SIGNER.sign_many([{"name": "Jane Doe"}], now=now),
    "verify": lambda now: VERIFIER.verify({}, now=now),
    "verify-json": lambda now: VERIFIER.verify_json("{}", now=now),
    "explain": lambda now: visitorseal.explain("orlo", PUBLIC, {}, now=now),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("now", [NOW * 1000, NOW * 1000.0, -1, math.nan, math.inf, 1e300])
def test_a_now_that_is_no_unix_time_raises_a_configuration_error(call, now):
    with pytest.raises(visitorseal.ConfigurationError) as caught:
        call(now)
    assert (caught.value.code, caught.value.field) == ("now_invalid", "now")


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("now", ["5", b"5", datetime.datetime(2026, 11, 20), [], "now"])
def test_a_now_that_is_no_number_raises_a_type_error(call, now):
    with pytest.raises(TypeError):
        call(now)


FRUITS = {"workspace_code": "w", "language": "en"}
ENDS = {
    # Chameleon takes a hash for a day: core/schemes/chameleon.toml.
    "age": ("chameleon", {}, {"id": 1}, NOW + 86_400),
    "lifetime": ("product_fruits_expiring", {**FRUITS, "lifetime": 90}, {"id": 1}, NOW + 90),
    "default-lifetime": ("product_fruits_expiring", FRUITS, {"id": 1}, NOW + 3600),
    "digest-without-a-time": ("bookbag", {}, {"id": 1}, None),
}


@pytest.mark.parametrize("scheme, settings, visitor, end", ENDS.values(), ids=ENDS)
def test_a_signature_ends_when_the_vendor_stops_accepting_it(scheme, settings, visitor, end):
    signer = visitorseal.Signer(scheme, SECRET, **settings)
    for signed in [signer.sign(visitor, now=NOW + 0.9), *signer.sign_many([visitor], now=NOW)]:
        assert signed.expires_at == end
        assert json.loads(signed.to_json())["expires_at"] == end


def test_a_token_ends_with_its_claim_exp_and_never_without_one():
    signed = SIGNER.sign(name="Jane Doe", now=NOW)
    assert signed.expires_at == end(signed) == NOW + 60
    assert visitorseal.Signer("orlo", PRIVATE).sign(name="Jane Doe", now=NOW).expires_at is None


def test_a_prefilled_form_never_ends():
    assert visitorseal.Page("reamaze").prefill(email="jane@example.com").expires_at is None


@pytest.mark.parametrize("leeway, late", [(0, 0), (5, 5), (300, 300)])
def test_a_token_is_valid_until_its_expiry_plus_the_leeway(leeway, late):
    verifier = visitorseal.Verifier("orlo", PUBLIC, leeway=leeway)
    fields = SIGNER.sign(name="Jane Doe", now=NOW).fields
    assert verifier.verify(fields, now=NOW + 59 + late).is_verified
    with pytest.raises(visitorseal.Refused, match="token_expired"):
        verifier.verify(fields, now=NOW + 60 + late)


@pytest.mark.parametrize("leeway", [-1, 301, 2**62])
def test_a_leeway_is_0_to_300_seconds(leeway):
    with pytest.raises(visitorseal.ConfigurationError, match="leeway_invalid"):
        visitorseal.Verifier("orlo", PUBLIC, leeway=leeway)
