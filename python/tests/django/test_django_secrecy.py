"""A secret stands in no response, log, repr or error."""

import logging
from html import unescape

import pytest
from django.test import Client
from django.urls import path

from shopsite.expect import digest
from shopsite.pages import answer, template
from shopsite.policies import SCRIPTS
from shopsite.settings import MIDDLEWARE, SECRET
from visitorseal.django import verified
from visitorseal.django.brands import find, read_setting
from visitorseal.django.kept import KEPT
from visitorseal.django.test import sign_as

WRONG = [
    {"scheme": "bookbag", "secret": SECRET, "polcy": "required"},
    {"scheme": "bookbag", "secret": SECRET, "settings": ["app_id"]},
    {"scheme": "bokbag", "secret": SECRET},
    {"scheme": "thread", "secret": SECRET},
    {"scheme": "bookbag", "secret": SECRET, "settings": {"app_id": "1"}},
    {"scheme": "bookbag", "secret": SECRET, "visitor": "no.such.visitor"},
    {"scheme": "bookbag", "secret": lambda: [SECRET]},
    {"scheme": "bookbag", "secret": SECRET + "\0"},
    {"scheme": "orlo", "secret": SECRET},
    {"scheme": "orlo", "secret": f"-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----"},
    {"scheme": "bookbag", "keys": [SECRET, ""]},
    {"scheme": "bookbag", "keys": [SECRET]},
]


@verified()
def post(request):
    raise AssertionError


@pytest.mark.parametrize("options", WRONG)
@pytest.mark.parametrize("name", ["tag", "middleware", "post"])
def test_the_error_page_of_a_wrong_setting_does_not_show_the_secret(settings, caplog, jane, options, name):
    view = {"tag": template("{% visitor_script 'shop' %}"), "middleware": answer(), "post": post}[name]
    settings(
        DEBUG=True,
        VISITORSEAL={"shop": options},
        ROOT_URLCONF=(path("", view),),
        MIDDLEWARE=[*MIDDLEWARE, SCRIPTS],
    )
    client = Client(raise_request_exception=False)
    client.force_login(jane)
    response = client.get("/")
    assert SECRET not in unescape(response.content.decode())
    assert SECRET not in caplog.text


def test_no_log_of_a_page_or_a_refusal_shows_the_secret(settings, caplog, jane):
    caplog.set_level(logging.DEBUG)
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])
    client = Client()
    client.force_login(jane)
    pages = [client.get(address) for address in ("/", "/plain/", "/jinja/", "/visitor/", "/signed-out/")]
    refusal = client.post("/messages/", {"user_id": "1", "user_hash": "0" * 64}, "application/json")
    assert caplog.records
    assert digest(jane.pk) not in caplog.text
    for text in (caplog.text, *(unescape(response.content.decode()) for response in [*pages, refusal])):
        assert SECRET not in text


def test_no_repr_shows_the_secret(settings):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "keys": [SECRET]}})
    brand = find("shop")
    shown = [brand, brand.signer, brand.verifier, KEPT._things, read_setting(), sign_as(id="42")]
    assert SECRET not in repr(shown) + str(shown)


def test_no_error_of_a_wrong_setting_holds_the_secret(settings):
    for options in WRONG:
        settings(VISITORSEAL={"shop": options})
        for what in ("signer", "verifier"):
            try:
                getattr(find("shop"), what)
            except Exception as error:
                while error:
                    assert SECRET not in repr(error) + str(error)
                    error = error.__cause__ or error.__context__
