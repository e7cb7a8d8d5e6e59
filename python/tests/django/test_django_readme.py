"""The README's Django examples make a site that works."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from shopsite.settings import SECRET

README = Path(__file__).parents[2] / "README.md"
AROUND = {
    "bookbag.txt": f"{SECRET}\n",
    "shop/__init__.py": "",
    "mysite/settings.py": """
for option in ("visitor", "email_verified", "enabled"):
    VISITORSEAL["shop"][option] = f"shop.visitors.{option}"
""",
    "mysite/urls.py": """
from . import views
urlpatterns += [path("messages/", views.messages)]
""",
    "mysite/tests.py": """
    def test_knows_who_is_signed_in(self):
        from django.contrib.auth.models import User

        jane = User.objects.create_user("jane")
        self.client.force_login(jane)
        shown = self.client.get("/visitor/shop/").json()["fields"]
        self.assertEqual(shown, sign_as("shop", id=jane.pk, attributes={"plan": "growth"}).fields)
""",
}


def examples():
    """The README's files, in its order, as `startproject` places them."""
    readme = README.read_text() if README.exists() else ""
    section = re.search(r"^## Django\n(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL)
    blocks = re.findall(r"```python\n# (\S+)\n(.*?)```", section[1] if section else "", re.DOTALL)
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
        file.parent.mkdir(exist_ok=True)
        with file.open("a") as content:
            content.write(code)
    python("manage.py", "check", "--fail-level", "WARNING")
    python("manage.py", "test", "mysite")
