"""After a sign-out the next page makes the widget forget, whatever page it is."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import path

from shopsite.expect import digest, is_nobodys, text
from shopsite.pages import answer, template
from shopsite.policies import SCRIPTS
from shopsite.settings import INSTALLED_APPS, MIDDLEWARE, SECRET, TEMPLATES

MESSAGES = "django.contrib.messages"
ADMIN = {
    "INSTALLED_APPS": ["django.contrib.admin", MESSAGES, *INSTALLED_APPS, "django.contrib.staticfiles"],
    "STATIC_URL": "/static/",
    "TEMPLATES": [
        {
            **TEMPLATES[0],
            "OPTIONS": {
                "context_processors": [
                    *TEMPLATES[0]["OPTIONS"]["context_processors"],
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
}
VIEWS = {
    "inserted": answer(),
    "script": template("<body>{% visitor_script %}</body>"),
    "element": template("<body>{% visitor_element %}</body>"),
}


@pytest.fixture(params=VIEWS)
def site(request, settings, make_user):
    """A site with the admin, and a signed-in member of its staff. The page is written in one of the ways."""
    way = request.param
    settings(**ADMIN)
    call_command("migrate", verbosity=0)
    urls = (path("", VIEWS[way]), path("admin/", admin.site.urls))
    chain = [*MIDDLEWARE, "django.contrib.messages.middleware.MessageMiddleware", *[SCRIPTS] * (way == "inserted")]
    settings(MIDDLEWARE=chain, ROOT_URLCONF=urls)
    client = Client()
    jane = make_user(is_staff=True)
    client.force_login(jane)
    assert digest(jane.pk) in text(client.get("/"))
    return client, way


def test_after_the_admins_sign_out_the_next_page_forgets(site):
    client, way = site
    signed_out = client.post("/admin/logout/")
    assert "registration/logged_out.html" in [used.name for used in signed_out.templates]
    assert is_nobodys(signed_out) == (way == "inserted")
    assert is_nobodys(client.get("/"))


def test_after_a_sign_out_that_redirects_the_next_page_forgets(site, settings):
    client, _ = site
    settings(LOGOUT_REDIRECT_URL="/")
    assert is_nobodys(client.post("/admin/logout/", follow=True))


def test_after_a_sign_out_without_a_page_the_next_page_forgets(site):
    client, _ = site
    client.logout()
    assert is_nobodys(client.get("/"))


def test_the_address_of_the_fields_has_nobody_after_a_sign_out(jane):
    client = Client()
    client.force_login(jane)
    assert client.get("/visitor/shop/").json()["mark"]
    client.logout()
    nobody = {"scheme": "bookbag", "fields": None, "mark": None, "expires_at": None}
    assert client.get("/visitor/shop/").json() == nobody


def test_another_brand_forgets_too(settings):
    settings(
        MIDDLEWARE=[*MIDDLEWARE, SCRIPTS],
        ROOT_URLCONF=(path("", answer()),),
        VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET}, "desk": {"scheme": "fernand", "secret": SECRET}},
    )
    page = text(Client().get("/"))
    assert page.count('"anonymous", ""') == page.count("<script") == 2
