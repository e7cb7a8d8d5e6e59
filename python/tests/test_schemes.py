"""The catalogue, and schemes of one's own."""

import json
import pathlib
import re

import pytest
import visitorseal
from samples import SECRET, TOKEN

FILES = sorted((pathlib.Path(__file__).parents[2] / "core" / "schemes").glob("*.toml"))
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def test_the_catalogue_has_every_scheme_file():
    assert FILES
    assert sorted(visitorseal.schemes()) == [file.stem for file in FILES]


@each_file
def test_a_scheme_has_the_values_of_its_file(file):
    tomllib = pytest.importorskip("tomllib", reason="TOML comes with Python 3.11")
    toml = tomllib.loads(file.read_text())
    scheme = visitorseal.scheme(file.stem)
    assert (scheme.name, scheme.vendor, scheme.document) == (toml["name"], toml["vendor"], toml["document"])
    assert (scheme.product, scheme.category) == (toml["product"], toml["category"])
    signature = toml["signature"]
    assert scheme.algorithm == (signature.get("algorithm") or f"HMAC-{signature['hash'].upper()}")
    assert scheme.key_kind == ("shared" if scheme.algorithm.startswith(("HMAC", "HS")) else "pair")
    settings = toml.get("settings", {}).items()
    assert [(setting.name, setting.about, setting.is_required) for setting in scheme.settings] == [
        (name, setting["about"], setting.get("required", False)) for name, setting in settings
    ]
    refused = toml.get("refused", {"status": 401, "error": "identity_unverified"})
    shown = json.loads(scheme.to_json())
    assert (shown["refused"], shown["key_kind"]) == (refused, scheme.key_kind)


def test_a_scheme_of_ones_own_need_not_say_its_product_and_category():
    for top, expected in [("", (None, None)), ('product = "Messenger"\ncategory = "comments"', ("Messenger", "comments"))]:
        scheme = visitorseal.Scheme.parse(top + TOKEN)
        assert (scheme.product, scheme.category) == expected


@each_file
def test_a_scheme_says_what_the_signature_covers(file):
    tomllib = pytest.importorskip("tomllib", reason="TOML comes with Python 3.11")
    toml = tomllib.loads(file.read_text())
    signed = [toml["signature"].get(key) for key in ("message", "payload", "claims")] + [toml.get("signatures")]
    names = re.findall(r"\{((?:id|email|name|phone|avatar|attributes)(?:\.[^{}|]+)?)[|}]", json.dumps(signed))
    assert sorted(visitorseal.scheme(file.stem).covers) == sorted(set(names))


@each_file
def test_parsing_a_file_of_the_catalogue_gives_the_same_scheme(file):
    assert visitorseal.Scheme.parse(file.read_text()).to_json() == visitorseal.scheme(file.stem).to_json()


def test_a_scheme_may_be_passed_in_place_of_its_name():
    scheme = visitorseal.scheme("bookbag")
    signed = visitorseal.Signer(scheme, SECRET).sign(id=1)
    assert visitorseal.Verifier(scheme, SECRET).verify(signed.fields).is_verified
    assert visitorseal.explain(scheme, SECRET, signed.fields).is_verified


@pytest.mark.parametrize("name", ["no_such_vendor", "", "Bookbag", "\0", "bookbag "])
def test_an_unknown_scheme_raises_a_configuration_error(name):
    for call in visitorseal.scheme, lambda name: visitorseal.Signer(name, SECRET):
        with pytest.raises(visitorseal.ConfigurationError, match="scheme_unknown"):
            call(name)


@pytest.mark.parametrize("toml", ["", "name = ", "name = 'x'", "\0", "[[[" * 1000])
def test_a_scheme_that_cannot_be_read_raises_a_configuration_error(toml):
    with pytest.raises(visitorseal.ConfigurationError, match="scheme_malformed"):
        visitorseal.Scheme.parse(toml)
