"""What a page gets: the same for Django's templates, Jinja2, the middleware and the view.

A wrong set-up is logged and written as for nobody; with `DEBUG` it raises, see `trouble`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from visitorseal import Script, Signed

from .brands import Brand, find
from .charset import writes_ascii
from .nonce import nonce
from .open_pages import note_signed, written
from .trouble import reported
from .visitors import OF_REQUEST, sign

NO_REQUEST = (
    "there is no `request` in the template's context: render with a request, such as render(request, …), "
    "and in Jinja2 import macros `with context`"
)
NO_MIDDLEWARE = (
    "nothing would send Cache-Control: private, no-store with the page. Add "
    "'visitorseal.django.middleware.VisitorMiddleware' to MIDDLEWARE, and render the tag before the response is "
    "returned, not while it streams"
)
OTHER_ASCII = (
    "DEFAULT_CHARSET writes ASCII's characters as others, so that a name could become code; "
    "take one that browsers know, such as utf-8"
)
UNWRITABLE = (
    "its settings hold a character that DEFAULT_CHARSET lacks. Take that character out, or set DEFAULT_CHARSET to utf-8"
)


def visitor_script(
    request: HttpRequest | None, brand: str | None = None, visitor: Mapping[str, Any] | None = OF_REQUEST
) -> Script:
    """The script for who is signed in; for anyone else the anonymous one, which may be empty."""
    with reported(brand):
        request, chosen = _meant(request, brand)
        if not chosen.is_enabled(request):
            return Script()
        with reported(chosen.name):
            signed = _signed(request, chosen, visitor)
            if signed:
                script = _with_nonce(request, signed.script)
                _note(request, chosen, True)
                return script
        _note(request, chosen, False)
        return _with_nonce(request, chosen.page.anonymous_script)
    return Script()


def visitor_forget_script(request: HttpRequest | None, brand: str | None = None) -> Script:
    """The script that makes the widget forget the visitor; empty where the vendor documents none."""
    with reported(brand):
        request, chosen = _meant(request, brand)
        if not chosen.is_enabled(request):
            return Script()
        _note(request, chosen, False)
        return _with_nonce(request, chosen.page.forget_script)
    return Script()


def visitor_fields(
    request: HttpRequest | None, brand: str | None = None, visitor: Mapping[str, Any] | None = OF_REQUEST
) -> dict[str, Any] | None:
    """The signed fields of who is signed in, for a page that hands them over itself; None for anyone else."""
    with reported(brand):
        request, chosen = _meant(request, brand)
        if not chosen.is_enabled(request):
            return None
        signed = _signed(request, chosen, visitor)
        _note(request, chosen, signed is not None)
        return signed.fields if signed else None
    return None


def request_of(context: Any) -> HttpRequest | None:
    """The request of a template's context, where there is one."""
    # A RequestContext has it also where the variable is hidden, as in {% include … only %}.
    request: HttpRequest | None = context.get("request") or getattr(context, "request", None)
    return request


def _meant(request: HttpRequest | None, brand: str | None) -> tuple[HttpRequest, Brand]:
    if request is None:
        raise ImproperlyConfigured(NO_REQUEST)
    return request, find(brand)


def _signed(request: HttpRequest, brand: Brand, visitor: Mapping[str, Any] | None) -> Signed | None:
    """Signs the visitor, if the page can be kept out of caches."""
    signed = sign(request, brand, visitor)
    if signed and not written(request).layers:
        raise ImproperlyConfigured(NO_MIDDLEWARE)
    if signed and not writes_ascii(settings.DEFAULT_CHARSET):
        raise ImproperlyConfigured(OTHER_ASCII)
    return signed


def _note(request: HttpRequest, brand: Brand, signed: bool) -> None:
    written(request).brands.add(brand.name)
    if signed:
        note_signed(request)


def _with_nonce(request: HttpRequest, script: Callable[[str | None], Script]) -> Script:
    plain = script(None)
    found = nonce(request) if plain else None
    return _writable(script(found) if found else plain)


def _writable(script: Script) -> Script:
    """The script, if the page can hold it. Django's own error would show it."""
    try:
        script.encode(settings.DEFAULT_CHARSET)
    except UnicodeError:
        pass
    else:
        return script
    raise ImproperlyConfigured(UNWRITABLE)
