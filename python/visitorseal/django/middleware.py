"""Keeps pages with a signed visitor out of caches, and puts the scripts into pages whose templates do not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from .body import end_of_body
from .brands import find, names
from .caching import drop_conditions, is_conditional, make_private
from .charset import holds_ascii
from .open_pages import opened, written
from .page import visitor_script
from .trouble import reported, say_once


class VisitorMiddleware(MiddlewareMixin):
    """Sends a page with a signed visitor in it with `Cache-Control: private, no-store`.

    Without it, or the middleware below, template tags sign nobody. Whatever the site says of caches before,
    in or after the view is overruled. A conditional request of a signed-in visitor is answered in full: the
    copy that it asks to confirm may be an anonymous one.
    """

    def __call__(self, request: HttpRequest) -> Any:
        """Lets the tags sign until the response is there."""
        if iscoroutinefunction(self.get_response):
            return self.__acall__(request)
        with opened(request):
            return super().__call__(request)

    async def __acall__(self, request: HttpRequest) -> Any:
        """Lets the tags sign until the response is there."""
        with opened(request):
            return await super().__acall__(request)

    def process_request(self, request: HttpRequest) -> None:
        """Asks for a whole page before a cache answers, where it is known already that somebody is signed in."""
        if is_conditional(request) and _somebody_is_signed_in(request, unless_told=False):
            drop_conditions(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Asks for a whole page where the visitor may have signed in since."""
        if is_conditional(request) and _somebody_is_signed_in(request, unless_told=True):
            drop_conditions(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Marks the page as one visitor's. Tags that are rendered later, as in streams, sign nobody."""
        page = written(request)
        if page.brands:
            patch_vary_headers(response, ["Cookie"])
        if page.is_signed:
            make_private(response)
        return response


class VisitorScriptMiddleware(VisitorMiddleware):
    """Inserts the script of every enabled brand before the `</body>` of HTML pages, once.

    Responses without a whole HTML page in plain bytes are left alone. A page with a signed visitor in it,
    also through a template tag, is sent with `Cache-Control: private, no-store`.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Inserts the scripts and marks the page as one visitor's."""
        if isinstance(response, HttpResponse) and _is_page(response):
            _insert(request, response)
        return super().process_response(request, response)


def _is_page(response: HttpResponse) -> bool:
    # A page that tells of an error of the server must not depend on the database.
    return (
        response.status_code < 500
        and response.status_code not in (204, 206, 304)
        and response.get("Content-Type", "").partition(";")[0].strip().lower() == "text/html"
        and not response.get("Content-Disposition", "").strip().lower().startswith("attachment")
        and not response.has_header("Content-Encoding")
        and holds_ascii(response.charset)
    )


def _insert(request: HttpRequest, response: HttpResponse) -> None:
    content = response.content
    place = end_of_body(content)
    # A view may leave out the page in answer to HEAD: the headers are those of the page all the same.
    if place < 0 and not (request.method == "HEAD" and not content):
        return
    scripts = _encoded(_scripts(request), response.charset)
    if not scripts or place < 0:
        return
    response.content = content[:place] + scripts + content[place:]
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))


def _encoded(scripts: str, charset: str) -> bytes:
    """The scripts in the charset of the page; none where it cannot hold them."""
    try:
        # What we write is ASCII. What the site has pasted into its settings may not be.
        return scripts.encode("ascii" if scripts.isascii() else charset)
    except UnicodeError:  # Its text shows the scripts.
        say_once(
            logging.ERROR,
            f"VISITORSEAL: no script is inserted into pages in {charset}: a brand's settings hold a character that "
            f"this charset lacks. Take that character out, or serve the pages in utf-8.",
        )
        return b""


def _scripts(request: HttpRequest) -> str:
    """The scripts of the brands that the page has not dealt with."""
    scripts = []
    with reported(None):
        for name in names():
            with reported(name):
                if name not in written(request).brands and not find(name).is_of_a_vendor:
                    scripts.append(visitor_script(request, name))
    return "".join(scripts)


def _somebody_is_signed_in(request: HttpRequest, *, unless_told: bool) -> bool:
    """Whether any brand would sign somebody; `unless_told` where that cannot be told."""
    try:
        brands = [brand for brand in map(find, names()) if not brand.is_of_a_vendor]
        return any(brand.is_enabled(request) and brand.visitor(request) for brand in brands)
    except Exception:  # It is raised or logged where a page needs the visitor; many pages do not.
        return unless_told
