"""Puts the scripts into pages whose templates do not."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from .brands import brands
from .encoding import encode
from .page import visitor_script, written

END_OF_BODY = re.compile(rb"</body(?=[\s/>])", re.IGNORECASE)


class VisitorScriptMiddleware(MiddlewareMixin):
    """Inserts the script of every enabled brand before the `</body>` of HTML pages, once.

    Responses without a whole HTML page in plain bytes are left alone. A page with a signed visitor in it,
    also through a template tag, is sent with `Cache-Control: private, no-store`.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Inserts the scripts and marks the page as one visitor's."""
        if isinstance(response, HttpResponse) and _is_page(request, response):
            _insert(request, response)
        noted = written(request)
        if noted:
            patch_vary_headers(response, ["Cookie"])
        if any(noted.values()):
            patch_cache_control(response, private=True, no_store=True)
            # Else a browser's anonymous copy of the page could be confirmed for who has signed in since.
            for validator in ("ETag", "Last-Modified"):
                del response.headers[validator]
        return response


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    # A page that tells of an error of the server must not depend on the database.
    return (
        request.method != "HEAD"
        and response.status_code < 500
        and response.status_code not in (204, 206, 304)
        and response.get("Content-Type", "").partition(";")[0].strip().lower() == "text/html"
        and not response.get("Content-Disposition", "").strip().lower().startswith("attachment")
        and not response.has_header("Content-Encoding")
    )


def _insert(request: HttpRequest, response: HttpResponse) -> None:
    content = response.content
    ends = list(END_OF_BODY.finditer(content))
    if not ends:
        return
    absent = [brand.name for brand in brands().values() if brand.signs and brand.name not in written(request)]
    scripts = encode("".join(visitor_script(request, name) for name in absent), response.charset)
    if not scripts:
        return
    place = ends[-1].start()
    response.content = content[:place] + scripts + content[place:]
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
