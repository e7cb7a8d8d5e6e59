"""Serves a site with htmx: `HTMX=FOLDER python serve_htmx.py --way element`. It prints its address.

`HTMX` names the folder of the npm package htmx.org, or of its built file. The site has two pages (`/` and `/second/`) whose
links and forms htmx boosts, a fragment, and a Content-Security-Policy without inline scripts (`--way element`) or with a
nonce for them (`--way inline`). The ids of the page: `who`; the links `home`, `second`, `plain-home` (a load in full) and
`sign-out-get`; the forms `sign-in-a`, `sign-in-b`, `sign-out-post` and `sign-out-admin`; the buttons `get-part` and
`sign-out-fetch`. Ana is user 1 and Ben is user 2. The widget records its calls in `window.calls`.
"""

import argparse
import os
from wsgiref.simple_server import WSGIRequestHandler

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("--way", choices=["element", "inline"], default="element", help="what states the visitor")
arguments.add_argument("--insert", action="store_true", help="the middleware writes it, also into the admin's pages; no tags")
arguments.add_argument("--endpoint", action="store_true", help="the element names the address of the fields, /visitor/shop/")
arguments.add_argument("--scheme", default="bookbag")
arguments.add_argument("--secret", default="the agent's signing secret", help="its text, or PEM for a key pair")
arguments.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the scheme")
arguments.add_argument("--element-file", help="the file that `visitorseal page` wrote, where the package has none")
arguments.add_argument("--widget", help="a file with the widget's code; by default it is a stand-in for Bookbag's")
arguments.add_argument("--port", type=int, default=0, help="a free port by default")
options = arguments.parse_args()

os.environ["DJANGO_SETTINGS_MODULE"] = "htmxsite.settings"

from django import setup  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402


class Quiet(WSGIRequestHandler):
    """Logs no request."""

    def log_message(self, *args):
        """Logs nothing."""


settings.WAY, settings.INSERT = options.way, options.insert
settings.HTMX, settings.WIDGET, settings.ELEMENT_FILE = os.environ["HTMX"], options.widget, options.element_file
settings.VISITORSEAL = {
    "shop": {
        "scheme": options.scheme,
        "secret": options.secret,
        "settings": dict(each.split("=", 1) for each in options.set),
        "element": options.way == "element",
        "insert": options.insert,
        "endpoint": "/visitor/shop/" if options.endpoint else None,
    }
}
setup()
call_command("migrate", verbosity=0)

from django.contrib.auth.models import User  # noqa: E402

for name in ("ana", "ben"):
    User.objects.create_superuser(name, f"{name}@example.com", "a password", first_name=name.title())
with ThreadedWSGIServer(("127.0.0.1", options.port), Quiet) as server:
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
