"""A small site, for requests by WSGI and by ASGI."""

import os

import pytest

try:
    # Not `import django`: without Django that is this folder.
    from django import setup
except ImportError:
    collect_ignore_glob = ["test_*.py"]
else:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopsite.settings")
    setup()

    from asgiref.sync import async_to_sync
    from django.core.management import call_command
    from django.test import AsyncClient, Client, override_settings
    from django.test.utils import setup_test_environment
    from django.urls import path

    setup_test_environment()


@pytest.fixture(scope="session", autouse=True)
def database():
    call_command("migrate", verbosity=0)


@pytest.fixture
def make_user():
    from django.contrib.auth.models import User

    made = []

    def make(**fields):
        number = User.objects.count() + len(made)
        made.append(User.objects.create_user(f"user-{number}", **fields))
        return made[-1]

    yield make
    for user in made:
        user.delete()


@pytest.fixture
def jane(make_user):
    return make_user(email="jane@example.com", first_name="Jane", last_name="Doe")


@pytest.fixture(autouse=True)
def nothing_is_kept():
    """Resets caches and the memory of logged lines before each test."""
    from visitorseal.django.object_cache import CACHE
    from visitorseal.django.reporting import reset_logged

    CACHE.clear()
    reset_logged()


@pytest.fixture
def settings():
    """Changes settings until the end of the test."""
    overrides = []

    def change(**names):
        overrides.append(override_settings(**names))
        overrides[-1].enable()

    yield change
    for override in reversed(overrides):
        override.disable()


@pytest.fixture
def client_of(settings):
    """A client of a site that has one view."""

    def client_of(view):
        settings(ROOT_URLCONF=(path("", view),))
        return Client()

    return client_of


@pytest.fixture(params=["wsgi", "asgi"])
def visit(request):
    """Sends a request to a site with one view."""

    def visit(view, *, user=None, method="get", headers=None, data=None):
        client = Client() if request.param == "wsgi" else AsyncClient()
        body = {} if data is None else {"data": data, "content_type": "application/json"}

        def ask():
            return getattr(client, method)("/", headers=headers or {}, **body)

        async def ask_async():
            return await ask()

        with override_settings(ROOT_URLCONF=(path("", view),)):
            if user:
                client.force_login(user)
            return ask() if request.param == "wsgi" else async_to_sync(ask_async)()

    return visit
