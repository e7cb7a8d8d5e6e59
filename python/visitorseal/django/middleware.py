"""Middleware that keeps pages with a signed visitor out of caches, and inserts the scripts into pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from .brands import brand_names, find_brand
from .cache_headers import drop_conditions, is_conditional, make_private
from .charset import holds_ascii
from .end_of_body import end_of_body
from .page import visitor_element, visitor_script
from .page_state import allow_outer_caches, open_request, page_state
from .reporting import log_once, report_configuration

__all__ = ["VisitorMiddleware", "VisitorScriptMiddleware"]

# A cache outside stores a page with what it says of nobody, and may bring the page back to us, with its attributes.
BRANDS_OF_NOBODY = "_visitorseal_brands"


class VisitorMiddleware(MiddlewareMixin):
    """Sends a page with a signed visitor with `Cache-Control: private, no-store`.

    Without it, or `VisitorScriptMiddleware`, template tags sign nobody. It overrules every caching header that the site
    sets before, in or after the view. A conditional request of a signed-in visitor gets the whole page. Otherwise a 304
    could show a cached anonymous page to someone who has signed in since.
    """

    def __call__(self, request: HttpRequest) -> Any:
        """Lets the tags sign until the response is ready."""
        if iscoroutinefunction(self.get_response):
            return self.__acall__(request)
        with open_request(request):
            return super().__call__(request)

    async def __acall__(self, request: HttpRequest) -> Any:
        """Lets the tags sign until the response is ready."""
        with open_request(request):
            return await super().__acall__(request)

    def process_request(self, request: HttpRequest) -> None:
        """Asks for the whole page before a cache answers, if somebody is known to be signed in."""
        if is_conditional(request) and _somebody_is_signed_in(request, if_unknown=False):
            drop_conditions(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Asks for the whole page if somebody may have signed in since."""
        if is_conditional(request) and _somebody_is_signed_in(request, if_unknown=True):
            drop_conditions(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Sets the headers of the page. Tags that are rendered later, in a stream, sign nobody."""
        page = page_state(request)
        if page.brands or page.is_nobody:
            patch_vary_headers(response, ["Cookie"])
            allow_outer_caches(request)
            if not page.is_signed:
                response.__dict__[BRANDS_OF_NOBODY] = {*page.brands}
        if page.is_signed:
            make_private(response)
        return response


class VisitorScriptMiddleware(VisitorMiddleware):
    """Inserts the script of every enabled brand before `</body>`, unless a template tag has written it.

    With the option `element` it inserts the element. It changes whole HTML pages only: no streams and no compressed
    responses. The option `insert` turns it off for a brand. A scheme whose script has a place of its own in the page is left
    out, and the log says so: its tag belongs into the template. It also does everything that `VisitorMiddleware` does.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Inserts the scripts and sets the headers of the page."""
        if isinstance(response, HttpResponse) and _is_page(response):
            _insert(request, response)
        return super().process_response(request, response)


def _is_page(response: HttpResponse) -> bool:
    # The page of a server error must not need the database.
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
    # A view may answer HEAD without a page. The headers must be the page's all the same.
    if place < 0 and not (request.method == "HEAD" and not content):
        return
    scripts = _encoded(_scripts(request, response), response.charset)
    if not scripts or place < 0:
        return
    response.content = content[:place] + scripts + content[place:]
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))


def _encoded(scripts: str, charset: str) -> bytes:
    """The scripts in the charset of the page; nothing if the charset cannot hold them."""
    try:
        # Our scripts are ASCII. Code that the site pasted into its settings may not be.
        return scripts.encode("ascii" if scripts.isascii() else charset)
    except UnicodeError:  # Its text contains the scripts.
        log_once(
            logging.ERROR,
            f"VISITORSEAL: A brand's settings contain a character that the charset {charset} lacks. Remove the "
            f"character, or serve the pages in utf-8. Pages in {charset} get no script.",
        )
        return b""


def _scripts(request: HttpRequest, response: HttpResponse) -> str:
    """The scripts of the brands that the page does not contain yet."""
    scripts = []
    written = page_state(request).brands
    stored = response.__dict__.get(BRANDS_OF_NOBODY, ())
    with report_configuration(None):
        for name in brand_names():
            with report_configuration(name):
                brand = find_brand(name)
                if name not in written and not brand.only_verifies and brand.is_inserted(request):
                    write = visitor_element if brand.options["element"] else visitor_script
                    html = write({"request": request}, name)
                    if name not in stored or page_state(request).is_signed:
                        scripts.append(html)
    return "".join(scripts)


def _somebody_is_signed_in(request: HttpRequest, *, if_unknown: bool) -> bool:
    """Whether any brand would sign somebody; `if_unknown` where that is not known."""
    try:
        brands = [brand for brand in map(find_brand, brand_names()) if not brand.only_verifies]
        return any(brand.is_enabled(request) and brand.visitor(request) for brand in brands)
    except Exception:  # A page that needs the visitor raises or logs it. Many pages do not.
        return if_unknown
