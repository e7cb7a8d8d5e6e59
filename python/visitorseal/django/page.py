"""The helpers of pages, which Django's templates, Jinja2 and the middleware call alike.

`context` is the template's context, or a dict with the `request`. A wrong configuration is logged, and the page is
that of an anonymous visitor; with `DEBUG` it raises. A page that nobody can keep out of caches states nothing: it would
give one visitor to another, or sign everyone out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import EllipsisType
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from visitorseal import Script, Signed

from .brands import Brand, find_brand
from .charset import writes_ascii
from .nonce import nonce
from .page_state import mark_nobody, mark_signed, page_state
from .reporting import report_configuration
from .visitors import sign

NO_REQUEST = (
    "There is no `request` in the template's context. Render with a request, such as render(request, …), "
    "and in Jinja2 import macros `with context`."
)
NO_MIDDLEWARE = (
    "No middleware would keep the page out of caches. Add "
    "'visitorseal.django.middleware.VisitorMiddleware' to MIDDLEWARE, and render the tag before the response is "
    "returned, not while it streams."
)
OTHER_ASCII = (
    "DEFAULT_CHARSET changes some ASCII characters, so a name could become code. "
    "Use a charset that browsers know, such as utf-8."
)
UNWRITABLE = (
    "The brand's settings contain a character that DEFAULT_CHARSET lacks. Remove the character, or set DEFAULT_CHARSET "
    "to utf-8."
)


def visitor_script(
    context: Any, brand: str | None = None, visitor: Mapping[str, Any] | None | EllipsisType = ...
) -> Script:
    """Writes the script for the visitor of this request: `{% visitor_script "shop" %}`.

    Nobody signed in: the script with which the widget forgets whom it knew, and starts. `visitor=` is another visitor, a
    mapping; None or an empty mapping is an anonymous one.
    """

    def write(request: HttpRequest, chosen: Brand, signed: Signed | None) -> Script:
        return _with_nonce(request, signed.script if signed else chosen.page.anonymous_script)

    return _state(context, brand, visitor, write)


def visitor_element(
    context: Any,
    brand: str | None = None,
    visitor: Mapping[str, Any] | None | EllipsisType = ...,
    endpoint: str | None = None,
) -> Script:
    """Writes the element for the visitor of this request: `{% visitor_element "shop" %}`.

    The page's `<head>` must have the scheme's file. Nobody signed in: the element with which the widget forgets whom it
    knew, and starts. `visitor=` is another visitor, as in `visitor_script`. `endpoint=` is the address that gives the
    fields anew, in place of the brand's option `endpoint`.
    """

    def write(request: HttpRequest, chosen: Brand, signed: Signed | None) -> Script:
        if signed is None:
            return _checked(chosen.page.anonymous_element())
        return _checked(signed.element(chosen.endpoint if endpoint is None else str(endpoint)))

    return _state(context, brand, visitor, write)


def visitor_forget_script(context: Any, brand: str | None = None) -> Script:
    """Writes the script that makes the widget forget the visitor: `{% visitor_forget_script "shop" %}`.

    Most pages need none, because `visitor_script` and `visitor_element` forget where nobody is signed in. This one forgets
    whatever the browser remembers.
    """

    def write(request: HttpRequest, chosen: Brand, signed: Signed | None) -> Script:
        return _with_nonce(request, chosen.page.forget_script)

    return _state(context, brand, None, write)


def visitor_fields(
    context: Any, brand: str | None = None, visitor: Mapping[str, Any] | None | EllipsisType = ...
) -> dict[str, Any] | None:
    """Gives the signed fields, for a page with code of its own: `{% visitor_fields "shop" as fields %}`.

    None where nobody is signed in. `visitor=` is another visitor, as in `visitor_script`.
    """
    with report_configuration(brand):
        request, chosen = _request_and_brand(context, brand)
        if not chosen.is_enabled(request):
            return None
        signed = sign(request, chosen, visitor)
        if signed:
            _need_private_page(request)
            mark_signed(request)
        page_state(request).brands.add(chosen.name)
        return signed.fields if signed else None
    return None


FUNCTIONS: tuple[Callable[..., Any], ...] = (visitor_script, visitor_element, visitor_forget_script, visitor_fields)


def _state(
    context: Any,
    brand: str | None,
    visitor: Mapping[str, Any] | None | EllipsisType,
    write: Callable[[HttpRequest, Brand, Signed | None], Script],
) -> Script:
    """Writes who the visitor is; nothing into a page that a cache may give to others."""
    with report_configuration(brand):
        request, chosen = _request_and_brand(context, brand)
        if not chosen.is_enabled(request):
            return Script()
        with report_configuration(chosen.name):
            _need_private_page(request)
            return _add_to_page(request, chosen, visitor, write)
    return Script()


def _add_to_page(
    request: HttpRequest,
    brand: Brand,
    visitor: Mapping[str, Any] | None | EllipsisType,
    write: Callable[[HttpRequest, Brand, Signed | None], Script],
) -> Script:
    with report_configuration(brand.name):
        signed = sign(request, brand, visitor)
        if signed:
            html = write(request, brand, signed)
            page_state(request).brands.add(brand.name)
            mark_signed(request)
            return html
    page_state(request).brands.add(brand.name)
    html = write(request, brand, None)
    if html:
        mark_nobody(request)
    return html


def _request_and_brand(context: Any, brand: str | None) -> tuple[HttpRequest, Brand]:
    # {% include … only %} hides the variable, and a RequestContext has the request all the same.
    request = context.get("request") or getattr(context, "request", None)
    if request is None:
        raise ImproperlyConfigured(NO_REQUEST)
    return request, find_brand(brand)


def _need_private_page(request: HttpRequest) -> None:
    """Raises `ImproperlyConfigured` for a page that cannot be kept out of caches, or whose charset is not safe."""
    if not page_state(request).layers:
        raise ImproperlyConfigured(NO_MIDDLEWARE)
    if not writes_ascii(settings.DEFAULT_CHARSET):
        raise ImproperlyConfigured(OTHER_ASCII)


def _with_nonce(request: HttpRequest, script: Callable[[str | None], Script]) -> Script:
    plain = script(None)
    found = nonce(request) if plain else None
    return _checked(script(found) if found else plain)


def _checked(script: Script) -> Script:
    """The script, if the page's charset can hold it. Django's own error would show the script."""
    try:
        script.encode(settings.DEFAULT_CHARSET)
    except UnicodeError:
        pass
    else:
        return script
    raise ImproperlyConfigured(UNWRITABLE)
