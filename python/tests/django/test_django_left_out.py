"""In production a wrong attribute is left out, unless the signature covers it. The visitor stays signed in."""

import datetime
import logging
from pathlib import Path

import pytest

from shopsite.expect import digest, is_nobodys, text
from shopsite.pages import template
from shopsite.settings import SECRET
from visitorseal import Scheme, VisitorError
from visitorseal.django.brands import Brand
from visitorseal.django.test import sign_as
from visitorseal.django.visitors import MAX_ATTRIBUTES

SCRIPT = template("{% visitor_script %}")
GIVEN = "{% visitor_script visitor=visitor %}"
PRIVATE = Path(__file__).parents[3] / "tests" / "vectors" / "keys" / "rsa-2048.private.pem"
WRONG = {
    "object": {"model": object()},
    "two": {"model": object(), "token": b"secret bytes"},
    "nested": {"model": {"inner": [1, object()]}},
    "reserved": {"email": "other@example.com"},
    "prototype": {"__proto__": 1},
    "nul": {"note": "a\0b"},
    "long name": {"x" * 60: object()},
    "line in name": {"a\nb": object()},
}


def brand(attributes, scheme="bookbag", **options):
    def visitor(request):
        return {"id": 42, "name": "Jane", "attributes": attributes}

    return {"VISITORSEAL": {"shop": {"secret": SECRET, "scheme": scheme, "visitor": visitor, **options}}}


def lines(caplog):
    return [record.getMessage() for record in caplog.records if record.name == "visitorseal.django"]


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_attribute_is_left_out_and_the_visitor_is_signed(visit, settings, caplog, wrong):
    settings(**brand({"plan": "growth", **wrong, "seats": 7}))
    page = text(visit(SCRIPT))
    assert digest("42") in page
    assert '"user_metadata":{"name":"Jane","plan":"growth","seats":7}' in page
    assert len(lines(caplog)) == len(wrong)
    for line in lines(caplog):
        assert line.startswith("VISITORSEAL['shop']: attribute_left_out (attributes.")
        assert line.endswith(". The visitor is signed without this attribute.")
        assert "\n" not in line and "secret bytes" not in line


class Raising:
    def __index__(self):
        raise ValueError("jane@example.com")


PARIS_BEFORE_1911 = datetime.timezone(datetime.timedelta(minutes=9, seconds=21))
NEVER = datetime.datetime.min.replace(tzinfo=PARIS_BEFORE_1911)


@pytest.mark.parametrize("value", [Raising(), NEVER], ids=["own", "min"])
def test_an_attribute_whose_own_code_raises_is_left_out_too(visit, settings, caplog, value):
    settings(**brand({"plan": "growth", "odd": value}))
    assert '"user_metadata":{"name":"Jane","plan":"growth"}' in text(visit(SCRIPT))
    [line] = lines(caplog)
    assert "attribute_left_out (attributes.odd): " in line
    assert "jane@example.com" not in caplog.text


@pytest.fixture
def signings(monkeypatch):
    """What signers were asked to sign."""
    asked, make = [], Brand.signer.fget

    class Counting:
        def __init__(self, signer):
            self.signer = signer

        def sign(self, visitor):
            asked.append(visitor)
            return self.signer.sign(visitor)

    monkeypatch.setattr(Brand, "signer", property(lambda self: Counting(make(self))))
    return asked


def test_of_more_attributes_than_a_visitor_may_have_none_is_left_out(visit, settings, caplog, signings):
    settings(**brand({f"a{number}": object() for number in range(MAX_ATTRIBUTES + 1)}))
    assert "user_hash" not in text(visit(SCRIPT))
    assert len(signings) == 1
    [line] = lines(caplog)
    assert line.startswith("VISITORSEAL['shop']: field_type (attributes.a0): ")
    assert line.endswith("The page shows the widget without a signed-in visitor.")


def test_of_as_many_attributes_as_a_visitor_may_have_each_wrong_one_is_left_out(visit, settings, signings):
    settings(**brand({f"a{number}": object() for number in range(MAX_ATTRIBUTES)}))
    assert '"user_metadata":{"name":"Jane"}' in text(visit(SCRIPT))
    assert len(signings) == MAX_ATTRIBUTES + 2


def test_the_number_of_attributes_is_the_limit_of_the_signer():
    def sign(count):
        return sign_as("shop", id=1, attributes={f"a{number}": 1 for number in range(count)})

    assert len(sign(MAX_ATTRIBUTES).fields["user_metadata"]) == MAX_ATTRIBUTES
    with pytest.raises(VisitorError, match="attributes_too_many"):
        sign(MAX_ATTRIBUTES + 1)


def test_it_is_logged_once_for_a_brand_and_an_attribute(visit, settings, caplog):
    settings(**brand({"model": object()}))
    for _ in range(3):
        visit(SCRIPT)
    [record] = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert record.levelno == logging.WARNING
    assert "attribute_left_out (attributes.model): " in record.getMessage()


def test_an_attribute_of_a_visitor_that_a_tag_names_is_left_out_too(visit):
    given = template(GIVEN, visitor={"id": 42, "attributes": {"model": object(), "plan": "growth"}})
    assert '"user_metadata":{"plan":"growth"}' in text(visit(given))


def test_while_debugging_it_is_an_error(visit, settings):
    settings(DEBUG=True, **brand({"model": object()}))
    with pytest.raises(VisitorError, match="attributes.model"):
        visit(SCRIPT)


def test_an_attribute_that_the_signature_covers_makes_the_visitor_anonymous(visit, settings, caplog):
    embed = {"embed_code": "<script>orlo('JWT_TOKEN')</script>"}
    settings(**brand({"model": object()}, "orlo", settings=embed, secret=PRIVATE))
    assert is_nobodys(visit(SCRIPT))
    [line] = lines(caplog)
    assert "(attributes.model)" in line
    assert line.endswith("The page shows the widget without a signed-in visitor.")


COVERING = """
name = "covering"
vendor = "Covering"
document = "https://example.com/"
read = 2026-11-20
[signature]
kind = "hmac"
hash = "sha256"
secret = "text"
message = "{id}:{attributes.first}"
result = "hex"
[fields]
id = "{id}"
first = "{attributes.first}"
age = "{attributes.age|integer}"
hash = "{signature}"
"*" = "{attributes}"
[page]
at_once = "window.covering = {fields};"
forget = "window.covering = null;"
"""


def test_an_attribute_that_the_signature_covers_by_its_name_is_never_left_out(visit, settings, caplog):
    covering = Scheme.parse(COVERING)
    settings(**brand({"model": object(), "first": "Jane", "age": "old", "plan": "growth"}, covering))
    page = text(visit(SCRIPT))
    assert f'{{"id":"42","first":"Jane","hash":"{digest("42:Jane")}","plan":"growth"}}' in page
    assert [line.split("(")[1].split(")")[0] for line in lines(caplog)] == ["attributes.model", "attributes.age"]
    caplog.clear()
    settings(**brand({"model": object(), "first": object(), "age": 5}, covering))
    assert "first" not in text(visit(SCRIPT))
    [line] = lines(caplog)
    assert "(attributes.first)" in line
    assert line.endswith("The page shows the widget without a signed-in visitor.")


def test_other_mistakes_beside_it_make_the_visitor_anonymous_as_before(visit, settings, caplog):
    settings(**brand({"model": object()}))
    given = template(GIVEN, visitor={"id": "a\nb", "attributes": {"model": object()}})
    assert is_nobodys(visit(given))
    assert lines(caplog)[-1].startswith("VISITORSEAL['shop']: field_invalid (id): ")


@pytest.mark.parametrize("attributes", [5, {5: 1}, dict.fromkeys(map(str, range(300)), 1)], ids=["int", "key", "many"])
def test_attributes_that_are_wrong_as_a_whole_make_the_visitor_anonymous(visit, settings, attributes):
    settings(**brand(attributes))
    assert is_nobodys(visit(SCRIPT))
