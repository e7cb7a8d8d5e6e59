"""The JSON view for single-page apps."""

import json
import time
from pathlib import Path

import pytest
from django.test import Client

from shopsite.expect import digest, directives
from shopsite.settings import SECRET
from visitorseal.django.test import sign_as
from visitorseal.django.views import visitor_fields

PRIVATE_KEY = Path(__file__).parents[3] / "tests" / "vectors" / "keys" / "rsa-2048.private.pem"
PRIVATE = {"private", "no-store"}


def shop(**options):
    return {"VISITORSEAL": {"shop": {"scheme": "bookbag", "secret": SECRET, **options}}}


def test_it_answers_with_the_fields_of_the_signed_in_user(visit, jane):
    response = visit(visitor_fields, user=jane)
    assert json.loads(response.content) == {
        "scheme": "bookbag",
        "fields": {
            "user_id": str(jane.pk),
            "user_hash": digest(jane.pk),
            "user_metadata": {"name": "Jane Doe", "email": "jane@example.com"},
        },
        "mark": sign_as("shop", id=jane.pk).mark,
        "expires_at": None,
    }
    assert len(sign_as("shop", id=jane.pk).mark) == 16


def test_it_says_when_a_token_expires(visit, settings, jane):
    orlo = {"scheme": "orlo", "secret": PRIVATE_KEY, "settings": {"lifetime": 600}}
    settings(VISITORSEAL={"shop": {**orlo, "visitor": lambda request: {"name": "Jane Doe"}}})
    before = time.time()
    answered = json.loads(visit(visitor_fields, user=jane).content)
    assert int(before) + 600 <= answered["expires_at"] <= time.time() + 600
    assert len(answered["mark"]) == 16


def test_it_answers_null_where_nobody_is_signed_in(visit):
    assert json.loads(visit(visitor_fields).content) == {
        "scheme": "bookbag",
        "fields": None,
        "mark": None,
        "expires_at": None,
    }


def test_no_cache_may_store_an_answer(visit, jane):
    for user in (jane, None):
        response = visit(visitor_fields, user=user)
        assert directives(response) == PRIVATE
        assert "Cookie" in directives(response, "Vary")


def test_the_answer_varies_by_cookie_even_without_a_session(visit, settings):
    settings(**shop(visitor=lambda request: {"id": request.COOKIES.get("member", "nobody")}))
    assert "Cookie" in directives(visit(visitor_fields), "Vary")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_takes_get_and_head_only(visit, method):
    assert visit(visitor_fields, method=method).status_code == 405


def test_head_is_answered_with_the_headers_of_get(visit, jane):
    got, asked = (visit(visitor_fields, user=jane, method=method) for method in ("get", "head"))
    assert asked.status_code == 200
    assert asked.headers == got.headers


def test_the_address_names_the_brand(settings, jane):
    settings(VISITORSEAL={**shop()["VISITORSEAL"], "desk": {"scheme": "fernand", "secret": SECRET}})
    client = Client()
    client.force_login(jane)
    fields = {brand: client.get(f"/visitor/{brand}/").json()["fields"] for brand in ("shop", "desk")}
    assert (fields["shop"]["user_hash"], fields["desk"]["hash"]) == (digest(jane.pk), digest(jane.email))


def test_the_address_need_not_name_the_only_brand(jane):
    client = Client()
    client.force_login(jane)
    assert client.get("/visitor/").json() == client.get("/visitor/shop/").json()


def test_an_unknown_brand_is_not_found():
    assert Client().get("/visitor/nobody/").status_code == 404


@pytest.mark.parametrize("options", [{"enabled": False}, {"enabled": lambda request: False}])
def test_a_disabled_brand_is_not_found(visit, settings, jane, options):
    settings(**shop(**options))
    assert visit(visitor_fields, user=jane).status_code == 404


def test_a_brand_that_only_verifies_is_not_found(visit, settings, jane):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "keys": [SECRET]}})
    assert visit(visitor_fields, user=jane).status_code == 404
