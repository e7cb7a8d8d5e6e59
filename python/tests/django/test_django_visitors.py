"""Who the visitor is: users, other visitors, verified addresses, and values that cannot be signed."""

import logging

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from shopsite.expect import digest, is_nobodys, text
from shopsite.pages import template
from shopsite.settings import SECRET
from visitorseal import ConfigurationError, VisitorError
from visitorseal.django.defaults import signed_in_user

SCRIPT = template("{% visitor_script %}")


def brand(scheme="bookbag", **options):
    return {"VISITORSEAL": {"shop": {"scheme": scheme, "secret": SECRET, **options}}}


def member(request):
    number = request.headers.get("Member")
    return {"id": number, "email": "member@example.com"} if number else None


def has_staff_address(user):
    return user.email.endswith("@example.com")


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_a_user_is_an_id_an_email_and_a_name(jane):
    visitor = {"id": jane.pk, "email": "jane@example.com", "name": "Jane Doe"}
    assert signed_in_user(request_of(jane)) == visitor


def test_what_a_user_leaves_blank_is_left_out(make_user):
    user = make_user()
    assert signed_in_user(request_of(user)) == {"id": user.pk}


def test_an_anonymous_user_is_no_visitor():
    assert signed_in_user(request_of(AnonymousUser())) is None


def test_a_user_model_of_ones_own_needs_no_names_and_may_rename_its_email_field():
    class Member:
        EMAIL_FIELD = "address"
        is_authenticated = True
        pk = "m-1"
        address = "member@example.com"

    assert signed_in_user(request_of(Member())) == {"id": "m-1", "email": "member@example.com"}


def test_without_request_user_there_is_an_error_that_says_what_to_add():
    message = "Add AuthenticationMiddleware to MIDDLEWARE, or set the option `visitor`."
    with pytest.raises(ImproperlyConfigured, match=message):
        signed_in_user(RequestFactory().get("/"))


@pytest.mark.parametrize("visitor", [member, "test_django_visitors.member"])
def test_the_option_visitor_replaces_the_user(visit, settings, visitor):
    settings(**brand(visitor=visitor))
    assert digest("7") in text(visit(SCRIPT, headers={"Member": "7"}))
    assert is_nobodys(visit(SCRIPT))


@pytest.mark.parametrize("verified", [True, has_staff_address, "test_django_visitors.has_staff_address"])
def test_a_verified_address_is_signed(visit, settings, jane, verified):
    settings(**brand("fernand", email_verified=verified))
    assert digest("jane@example.com") in text(visit(SCRIPT, user=jane))


@pytest.mark.parametrize("verified", [False, lambda user: False, "test_django_visitors.has_staff_address"])
def test_an_unverified_address_makes_the_visitor_anonymous_if_the_scheme_signs_it(
    visit, settings, make_user, caplog, verified
):
    mallory = make_user(email="jane@elsewhere.example")
    for debug in (True, False):
        settings(DEBUG=debug, **brand("fernand", email_verified=verified))
        assert is_nobodys(visit(SCRIPT, user=mallory))
    assert caplog.records == []


def test_an_unverified_address_is_left_out_where_it_is_not_signed(visit, settings, jane):
    settings(**brand(email_verified=False))
    page = text(visit(SCRIPT, user=jane))
    assert digest(jane.pk) in page
    assert "jane@example.com" not in page


def test_a_visitor_that_is_passed_counts_as_verified(visit, settings):
    settings(**brand("fernand", email_verified=False))
    given = template("{% visitor_script visitor=visitor %}", visitor={"email": "jane@example.com"})
    assert digest("jane@example.com") in text(visit(given))


def test_a_user_who_cannot_be_signed_is_anonymous_and_logged_without_data(
    visit, settings, make_user, caplog
):
    settings(**brand("fernand"))
    user = make_user(email="jane\n@example.com", first_name="Jane")
    assert is_nobodys(visit(SCRIPT, user=user))
    (record,) = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith("VISITORSEAL['shop']: field_invalid (email): ")
    assert record.getMessage().endswith(". The page shows the widget without a signed-in visitor.")
    assert "jane" not in record.getMessage()


def test_a_user_who_cannot_be_signed_is_an_error_while_debugging(visit, settings, make_user):
    settings(DEBUG=True, **brand("fernand"))
    with pytest.raises(VisitorError, match="field_missing"):
        visit(SCRIPT, user=make_user())


class NoMapping:
    """It behaves like a mapping and is none, so nobody would ask whether its address was verified."""

    def keys(self):
        return ["id", "email"]

    def __contains__(self, name):
        return name in self.keys()

    def __getitem__(self, name):
        return "jane@example.com"


@pytest.mark.parametrize("visitor", [["id", 1], 5, True, object(), "42", NoMapping()], ids=lambda v: type(v).__name__)
def test_a_visitor_that_is_no_mapping_is_logged(visit, settings, jane, caplog, visitor):
    settings(**brand(visitor=lambda request: visitor, email_verified=False))
    assert is_nobodys(visit(SCRIPT, user=jane))
    assert "visitor_malformed" in caplog.text


def test_a_wrong_setting_is_an_error_while_debugging(visit, settings, jane):
    settings(DEBUG=True, **brand("thread"))
    with pytest.raises(ConfigurationError, match="setting_missing"):
        visit(SCRIPT, user=jane)
