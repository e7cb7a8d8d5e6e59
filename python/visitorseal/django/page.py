"""The helpers of pages, which Django's templates, Jinja2 and the middleware call alike.

`context` is the template's context, or a dict with the `request`. A wrong configuration is logged, and the page is
that of an anonymous visitor; with `DEBUG` it raises.
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
from .page_state import mark_signed, page_state
from .reporting import report_configuration
from .visitors import sign

NO_REQUEST = (
    "There is no `request` in the template's context. Render with a request, such as render(request, …), "
    "and in Jinja2 import macros `with context`."
)
NO_MIDDLEWARE = (
    "No middleware would send Cache-Control: private, no-store with the page. Add "
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

    Nobody signed in: the widget's anonymous script, which may be empty. `visitor=` is another visitor, a mapping; None
    or an empty mapping is an anonymous one.
    """
    with report_configuration(brand):
        request, chosen = _request_and_brand(context, brand)
        if not chosen.is_enabled(request):
            return Script()
        with report_configuration(chosen.name):
            signed = _sign_into_page(request, chosen, visitor)
            if signed:
                script = _with_nonce(request, signed.script)
                _add_to_page(request, chosen, is_signed=True)
                return script
        _add_to_page(request, chosen)
        return _with_nonce(request, chosen.page.anonymous_script)
    return Script()


def visitor_forget_script(context: Any, brand: str | None = None) -> Script:
    """Writes the script that makes the widget forget the visitor: `{% visitor_forget_script "shop" %}`.

    It is empty where the vendor documents none.
    """
    with report_configuration(brand):
        request, chosen = _request_and_brand(context, brand)
        if not chosen.is_enabled(request):
            return Script()
        _add_to_page(request, chosen)
        return _with_nonce(request, chosen.page.forget_script)
    return Script()


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
        signed = _sign_into_page(request, chosen, visitor)
        _add_to_page(request, chosen, is_signed=signed is not None)
        return signed.fields if signed else None
    return None


FUNCTIONS: tuple[Callable[..., Any], ...] = (visitor_script, visitor_forget_script, visitor_fields)


def _request_and_brand(context: Any, brand: str | None) -> tuple[HttpRequest, Brand]:
    # {% include … only %} hides the variable, and a RequestContext has the request all the same.
    request = context.get("request") or getattr(context, "request", None)
    if request is None:
        raise ImproperlyConfigured(NO_REQUEST)
    return request, find_brand(brand)


def _sign_into_page(
    request: HttpRequest, brand: Brand, visitor: Mapping[str, Any] | None | EllipsisType
) -> Signed | None:
    """Signs the visitor, if the page can be kept out of caches."""
    signed = sign(request, brand, visitor)
    if signed and not page_state(request).layers:
        raise ImproperlyConfigured(NO_MIDDLEWARE)
    if signed and not writes_ascii(settings.DEFAULT_CHARSET):
        raise ImproperlyConfigured(OTHER_ASCII)
    return signed


def _add_to_page(request: HttpRequest, brand: Brand, *, is_signed: bool = False) -> None:
    page_state(request).brands.add(brand.name)
    if is_signed:
        mark_signed(request)


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
