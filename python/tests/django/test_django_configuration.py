"""A wrong configuration never breaks a page: it is logged once. With `DEBUG` it raises."""

import json
import logging
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.test import override_settings
from django.urls import path

from shopsite.expect import digest, is_nobodys, text
from shopsite.pages import PAGE, answer, template
from shopsite.policies import SCRIPTS
from shopsite.settings import MIDDLEWARE, SECRET
from visitorseal import ConfigurationError
from visitorseal.django.views import visitor_fields

THREAD = {"scheme": "thread", "settings": {"app_id": "app-1"}}


def boom():
    raise RuntimeError(f"the vault said {SECRET}")


# The options, what the log says of them, and whether the page has the scheme's anonymous script all the same.
WRONG = {
    "no secret": ({**THREAD, "secret": None}, "The option 'secret' is not set.", True),
    "empty secret": ({**THREAD, "secret": ""}, "secret_empty (secret)", True),
    "no file": ({**THREAD, "secret": Path("no-such-file")}, "may the server's user read it?", True),
    "no vault": ({**THREAD, "secret": boom}, "The callable of the option 'secret' raised RuntimeError.", True),
    "no text": ({**THREAD, "secret": lambda: [SECRET]}, "wrong type or size: TypeError", True),
    "no scheme": ({"scheme": "thrad", "secret": SECRET}, "scheme_unknown (thrad)", False),
    "no setting": ({"scheme": "thread", "secret": SECRET}, "setting_missing (app_id)", False),
    "option": ({**THREAD, "secrets": SECRET}, "There is no option 'secrets'.", False),
    "no dict": (SECRET, "must be a name with a dict of options", False),
    "visitor": ({**THREAD, "secret": SECRET, "visitor": "no.such"}, "The option 'visitor' cannot be imported", True),
    "enabled": ({**THREAD, "secret": SECRET, "enabled": "no.such"}, "The option 'enabled' cannot be imported", False),
}
WAYS = {
    "tag": template('<body>{% visitor_script "shop" %}</body>'),
    "jinja2": template('<body>{{ visitor_script("shop") }}</body>', "jinja2"),
    "middleware": answer(b"<body></body>"),
}


@pytest.fixture(params=WRONG)
def wrong(request, settings):
    options, reason, anonymous = WRONG[request.param]
    settings(VISITORSEAL={"shop": options}, MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])
    return reason, anonymous


def said(caplog):
    ours = [record for record in caplog.records if record.name == "visitorseal.django"]
    return [record for record in ours if record.levelno == logging.ERROR]


@pytest.mark.parametrize("way", WAYS)
def test_the_page_is_an_anonymous_one_and_the_log_says_once_what_to_change(visit, caplog, jane, wrong, way):
    reason, anonymous = wrong
    for _ in range(2):
        page = text(visit(WAYS[way], user=jane))
        assert page.count("<script") == anonymous
        assert ('{"appId":"app-1"}' in page) == anonymous
    [record] = said(caplog)
    assert record.getMessage().startswith("VISITORSEAL['shop']: ")
    assert reason in record.getMessage()
    assert record.getMessage().endswith(" The page shows the widget without a signed-in visitor.")
    assert SECRET not in caplog.text


@pytest.mark.parametrize("way", WAYS)
def test_while_debugging_it_is_an_error(visit, settings, jane, wrong, way):
    settings(DEBUG=True)
    with pytest.raises((ImproperlyConfigured, ConfigurationError)) as caught:
        visit(WAYS[way], user=jane)
    assert SECRET not in str(caught.value)


def test_the_json_has_no_fields(visit, caplog, jane, wrong):
    response = visit(visitor_fields, user=jane)
    assert response.status_code == 200
    assert json.loads(response.content)["fields"] is None
    assert len(said(caplog)) == 1


@pytest.mark.parametrize("tag", ['visitor_script "sohp"', 'visitor_element "sohp"', 'visitor_forget_script "sohp"', 'visitor_fields "sohp" as x'])
def test_an_unknown_brand_leaves_the_page_as_it_is(visit, caplog, jane, tag):
    assert text(visit(template(f"<p>{{% {tag} %}}</p>"), user=jane)) == "<p></p>"
    [record] = said(caplog)
    assert "There is no brand 'sohp'. The setting has 'shop'." in record.getMessage()


def test_a_missing_setting_leaves_pages_as_they_are(visit, settings, caplog, jane):
    settings(VISITORSEAL=None, MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])
    assert visit(answer(), user=jane).content == PAGE
    assert text(visit(template("<p>{% visitor_script %}</p>"), user=jane)) == "<p></p>"
    [record] = said(caplog)
    assert "VISITORSEAL: The setting must be a dict of brands." in record.getMessage()


def test_a_template_without_a_request_leaves_its_page_as_it_is(caplog):
    assert engines["django"].from_string("<p>{% load visitorseal %}{% visitor_script %}</p>").render({}) == "<p></p>"
    assert engines["jinja2"].from_string("<p>{{ visitor_script() }}</p>").render({}) == "<p></p>"
    [record] = said(caplog)
    assert "There is no `request` in the template's context" in record.getMessage()


def test_on_a_site_without_users_nobody_is_signed_in(visit, settings, caplog):
    settings(MIDDLEWARE=[MIDDLEWARE[-1]])
    assert is_nobodys(visit(template("<p>{% visitor_script %}</p>")))
    [record] = said(caplog)
    assert "There is no request.user." in record.getMessage()


def test_the_script_that_forgets_needs_no_secret(visit, settings):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": None}})
    assert "window.bookbag('identify', null);" in text(visit(template("{% visitor_forget_script %}")))


def test_a_wrong_brand_leaves_the_others_as_they_are(visit, settings, jane):
    good = {"scheme": "bookbag", "secret": SECRET}
    settings(VISITORSEAL={"shop": {"scheme": "bokbag"}, "outlet": good}, MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])
    assert digest(jane.pk) in text(visit(answer(), user=jane))


def test_under_a_bare_wsgi_server_which_runs_no_checks_pages_are_served(settings):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": None}}, MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])
    environ, statuses = {}, []
    setup_testing_defaults(environ)
    with override_settings(ROOT_URLCONF=(path("", answer()),)):
        application = get_wsgi_application()
        body = b"".join(application(environ, lambda status, headers: statuses.append(status)))
    assert statuses == ["200 OK"]
    assert body.startswith(b"<!DOCTYPE html><html><body><h1>Shop</h1><script")


def test_an_exception_of_the_sites_own_code_is_raised(visit, settings):
    def visitor(request):
        raise ZeroDivisionError

    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "visitor": visitor}})
    with pytest.raises(ZeroDivisionError):
        visit(template("{% visitor_script %}"))


def test_a_signers_warnings_are_logged_once(visit, settings, caplog, jane):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": f"{SECRET} \n"}})
    for _ in range(2):
        visit(template("{% visitor_script %}"), user=jane)
    [record] = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith("VISITORSEAL['shop']: secret_space (secret): ")
    assert record.getMessage().endswith(". Visitors are signed with this secret all the same.")


