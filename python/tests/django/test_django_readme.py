"""The README's Django examples make a site that works."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from shopsite.settings import SECRET

README = Path(__file__).parents[2] / "README.md"
AROUND = {
    "bookbag.txt": f"{SECRET}\n",
    "shop/__init__.py": "",
    "mysite/urls.py": """
from django.views.generic import TemplateView
from . import views
page = TemplateView.as_view(template_name="base.html")
htmx = TemplateView.as_view(template_name="htmx.html")
urlpatterns += [path("messages/", views.messages), path("", page), path("htmx/", htmx)]
""",
    "mysite/tests.py": """
    def test_knows_who_is_signed_in(self) -> None:
        from django.contrib.auth.models import User

        jane = User.objects.create_user("jane")
        self.client.force_login(jane)
        shown = self.client.get("/visitor/shop/").json()["fields"]
        self.assertEqual(shown, sign_as("shop", id=jane.pk, attributes={"plan": "growth"}).fields)

    def test_a_page_is_whole_and_private_and_signing_out_needs_no_page_of_its_own(self) -> None:
        import re

        from django.contrib.auth.models import User

        jane = User.objects.create_user("jane")
        self.client.force_login(jane)
        signed = self.client.get("/")
        self.assertEqual(signed.headers["Cache-Control"], "private, no-store")
        scripts = re.findall('<script nonce="(.*?)"', signed.content.decode())
        self.assertEqual(len(scripts), 2)
        self.assertEqual(len({*scripts}), 1)
        self.assertIn(f"'nonce-{scripts[0]}'", signed.headers["Content-Security-Policy"])
        self.assertIn(sign_as("shop", id=jane.pk).signature, signed.content.decode())
        self.client.logout()
        nobody = self.client.get("/").content.decode()
        self.assertEqual(nobody.count("<script nonce="), 2)
        self.assertNotIn("user_hash", nobody)

    def test_a_page_of_htmx_has_the_element_and_its_file(self) -> None:
        from django.contrib.auth.models import User

        jane = User.objects.create_user("jane")
        self.client.force_login(jane)
        signed = self.client.get("/htmx/").content.decode()
        self.assertIn('<script src="/static/visitorseal/bookbag.js">', signed)
        self.assertIn(f'state="signed" mark="{sign_as("shop", id=jane.pk).mark}"', signed)
        self.assertIn(' endpoint="/visitor/shop/" ', signed)
        self.client.logout()
        self.assertIn('state="anonymous"', self.client.get("/htmx/").content.decode())
""",
}


def examples():
    """The README's files, in its order, as `startproject` places them."""
    readme = README.read_text() if README.exists() else ""
    section = re.search(r"^## Django\n(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL)
    blocks = re.findall(r"```\w+\n(?:# |\{# )(\S+)(?: #\})?\n(.*?)```", section[1] if section else "", re.DOTALL)
    return [(name if "/" in name else f"mysite/{name}", code) for name, code in blocks]


def test_the_readmes_site_passes_its_own_tests(tmp_path):
    files = examples()
    if not files:
        pytest.skip("the README has no Django section here")
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    def python(*arguments):
        strict = [sys.executable, "-W", "error::DeprecationWarning", *arguments]
        subprocess.run(strict, cwd=tmp_path, env=environment, check=True)

    python("-m", "django", "startproject", "mysite", ".")
    for name, code in [*files, *AROUND.items()]:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True, parents=True)
        with file.open("a") as content:
            content.write(code)
    (tmp_path / "bookbag.txt").chmod(0o600)
    python("manage.py", "check", "--fail-level", "WARNING")
    python("manage.py", "check", "--deploy", "--tag", "visitorseal", "--fail-level", "WARNING")
    python("manage.py", "test", "mysite")
    if os.environ.get("TRY_SLOW") != "0" and find_spec("mypy") and find_spec("mypy_django_plugin"):
        python("-m", "mypy", "--strict", "mysite/views.py", "mysite/tests.py", "shop/visitors.py")
