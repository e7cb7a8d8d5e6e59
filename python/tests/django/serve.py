"""Serves the tests' site: `python serve.py --charset shift_jis --port 8000`.

The address says who is signed in: `/?id=42&name=Jane`, in UTF-8 whatever the charset is. `/` holds the tag of
Django's templates, `/jinja/` that of Jinja2, into `/plain/` the middleware puts the script, `/visitor/` is the JSON.
"""

import argparse
import os
from urllib.parse import parse_qsl
from wsgiref.simple_server import make_server

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("--charset", default="utf-8", help="the site's DEFAULT_CHARSET")
arguments.add_argument("--port", type=int, default=0, help="a free one unless given; it is printed")
given = arguments.parse_args()

os.environ["DJANGO_SETTINGS_MODULE"] = "shopsite.settings"

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402


def visitor(request):
    """Whoever the address names."""
    return dict(parse_qsl(request.META["QUERY_STRING"]))


settings.DEFAULT_CHARSET = given.charset
settings.VISITORSEAL["shop"]["visitor"] = visitor
settings.MIDDLEWARE.append("visitorseal.django.middleware.VisitorScriptMiddleware")
with make_server("127.0.0.1", given.port, get_wsgi_application()) as server:
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
