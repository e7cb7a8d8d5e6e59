"""Serves the tests' site: `python serve.py --charset shift_jis --port 8000`.

The address names the visitor, in UTF-8 for every charset: `/?id=42&name=Jane`. `/` has the tag of Django's templates,
and `/jinja/` that of Jinja2. Into `/plain/` the middleware inserts the script. `/visitor/` is the JSON.
"""

import argparse
import os
from urllib.parse import parse_qsl
from wsgiref.simple_server import make_server

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("--charset", default="utf-8", help="the site's DEFAULT_CHARSET")
arguments.add_argument("--port", type=int, default=0, help="a free port by default, which is printed")
options = arguments.parse_args()

os.environ["DJANGO_SETTINGS_MODULE"] = "shopsite.settings"

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402


def visitor(request):
    """The visitor in the address's query."""
    return dict(parse_qsl(request.META["QUERY_STRING"]))


settings.DEFAULT_CHARSET = options.charset
settings.VISITORSEAL["shop"]["visitor"] = visitor
settings.MIDDLEWARE.append("visitorseal.django.middleware.VisitorScriptMiddleware")
with make_server("127.0.0.1", options.port, get_wsgi_application()) as server:
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
