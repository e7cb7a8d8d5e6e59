"""Does what the README says to somebody who begins: its first example, and the steps for Django if the current folder is a new site.

`python -m django startproject mysite . && python try_readme.py README.md`. It needs no pytest and starts no process of Python, because
an emulator runs it too. tests/django/test_django_readme.py has all of Django's examples.
"""

import contextlib
import hmac
import io
import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(sys.argv[1]).read_text(encoding="utf-8")
MARKER = "<!-- the page ends -->"


def block(language, after):
    """The first block in a language after a text."""
    return re.search(rf"^```{language}\n(.*?)^```", README[README.index(after) :], re.MULTILINE | re.DOTALL)[1]


def digest(secret, message):
    return hmac.new(secret.encode(), message.encode(), "sha256").hexdigest()


def sign():
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(block("python", "# visitorseal for Python"), {})
    expected = digest("the secret from Bookbag's dashboard", "user-123")
    assert f'"user_hash":"{expected}"' in printed.getvalue(), printed.getvalue()
    print("signed")


def serve():
    """The steps under `## Django`. The site's only page has what every page has: an end of its body."""
    settings = Path("mysite/settings.py")
    settings.write_text(settings.read_text() + "\n" + block("python", "## Django"))
    subprocess.run(["sh", "-c", block("sh", "## Django")], check=True)
    Path("mysite/urls.py").write_text(
        "from django.http import HttpResponse\nfrom django.urls import path\n"
        f'urlpatterns = [path("", lambda request: HttpResponse("<html><body>{MARKER}</body></html>"))]\n'
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings"
    # In the place of this folder: its `django` is no Django.
    sys.path[0] = os.getcwd()

    import django
    from django.core.management import call_command

    django.setup()
    call_command("check", fail_level="WARNING")
    call_command("migrate", verbosity=0)

    from django.contrib.auth.models import User
    from django.test import Client

    jane = User.objects.create_user("jane", email="jane@example.com")
    # Its own default, testserver, is no host of the site.
    client = Client(headers={"host": "localhost"})
    nobody = client.get("/").content.decode()
    client.force_login(jane)
    page = client.get("/")
    html = page.content.decode()
    assert MARKER + "<script" in html and html.endswith("</script></body></html>"), html
    assert f'"user_hash":"{digest("the agent" + chr(39) + "s signing secret", str(jane.pk))}"' in html, html
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "<script" in nobody and "user_hash" not in nobody, nobody
    print(f"served a signed visitor with Django {django.__version__}")


sign()
if Path("manage.py").exists():
    serve()
