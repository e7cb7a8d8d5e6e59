"""No response, log, repr or error contains a secret."""

import json
import logging
from html import unescape
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.log import AdminEmailHandler
from django.views.debug import (
    SafeExceptionReporterFilter,
    get_default_exception_reporter_filter,
    get_exception_reporter_filter,
)

from shopsite.expect import digest
from shopsite.pages import answer, template
from shopsite.policies import SCRIPTS
from shopsite.settings import MIDDLEWARE, SECRET
from visitorseal.django import verify_visitor
from visitorseal.django.brands import find_brand, read_setting
from visitorseal.django.object_cache import CACHE
from visitorseal.django.test import sign_as
from visitorseal.django.views import visitor_fields

FIELDS = {"user_id": "42", "user_hash": digest("42"), "user_metadata": {"email": "jane@example.com"}}
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
    {"scheme": "bookbag", "keys": [SECRET, Path("no-such-file")]},
    {"scheme": "bookbag", "keys": [SECRET]},
]


@verify_visitor()
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


@verify_visitor("shop")
def failing(request):
    raise RuntimeError


@verify_visitor("shop")
async def failing_async(request):
    raise RuntimeError


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("view", [failing, failing_async])
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_no_report_of_an_error_shows_what_a_page_posted(settings, mailed, caplog, debug, view, kind):
    settings(DEBUG=debug, ROOT_URLCONF=(path("", view),))
    response = Client(raise_request_exception=False).post("/", json.dumps(FIELDS), kind)
    assert response.status_code == 500
    reports = [unescape(response.content.decode()), *mailed(), caplog.text]
    assert debug or "RuntimeError" in reports[1]
    for report in reports:
        assert digest("42") not in report
        assert "jane@example.com" not in report


def test_a_sites_own_filter_of_reports_goes_on_filtering(settings):
    settings(DEFAULT_EXCEPTION_REPORTER_FILTER="test_django_secrecy.OwnFilter")
    get_default_exception_reporter_filter.cache_clear()
    request = RequestFactory().post("/", json.dumps(FIELDS), "application/json")
    verify_visitor(request)
    used = get_exception_reporter_filter(request)
    assert isinstance(used, OwnFilter)
    assert used.get_post_parameters(request) == {}
    get_default_exception_reporter_filter.cache_clear()


class OwnFilter(SafeExceptionReporterFilter):
    """A site's own."""


def breaks(user):
    raise RuntimeError


@pytest.mark.parametrize("view", [template("{% visitor_script %}"), visitor_fields])
def test_no_report_to_the_sites_staff_shows_the_visitor(settings, mailed, make_user, view):
    shop = {"scheme": "fernand", "secret": SECRET, "email_verified": breaks}
    settings(VISITORSEAL={"shop": shop}, ROOT_URLCONF=(path("", view),))
    client = Client(raise_request_exception=False)
    client.force_login(make_user(email="jane@example.com"))
    assert client.get("/").status_code == 500
    assert mailed()
    assert "jane@example.com" not in "".join(mailed())


class Mailed(AdminEmailHandler):
    """Django's reports to the site's staff, with local variables, as they would be mailed."""

    def send_mail(self, subject, message, *args, html_message=None, **kwargs):
        self.reports += [message, html_message]


@pytest.fixture
def mailed():
    handler = Mailed(include_html=True)
    handler.reports = []
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield lambda: handler.reports
    logger.removeHandler(handler)


def test_no_repr_shows_the_secret(settings):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "keys": [SECRET]}})
    brand = find_brand("shop")
    shown = [brand, brand.signer, brand.verifier, CACHE._objects, read_setting(), sign_as(id="42")]
    assert SECRET not in repr(shown) + str(shown)


def test_no_error_of_a_wrong_setting_contains_the_secret(settings):
    for options in WRONG:
        settings(VISITORSEAL={"shop": options})
        for what in ("signer", "verifier"):
            try:
                getattr(find_brand("shop"), what)
            except Exception as error:
                while error:
                    assert SECRET not in repr(error) + str(error)
                    error = error.__cause__ or error.__context__
