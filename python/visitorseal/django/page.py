"""What a page gets: the same for Django's templates, Jinja2, the middleware and the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from visitorseal import Script

from .brands import Brand, find
from .nonce import nonce
from .visitors import OF_REQUEST, sign


def visitor_script(
    request: HttpRequest, brand: str | None = None, visitor: Mapping[str, Any] | None = OF_REQUEST
) -> Script:
    """The script for who is signed in; for anyone else the anonymous one, which may be empty.

    Raises `ImproperlyConfigured` and `ConfigurationError` for a wrong setting, and what `sign` raises.
    """
    chosen = find(brand)
    if not chosen.is_enabled(request):
        return Script()
    signed = sign(request, chosen, visitor)
    _note(request, chosen, signed is not None)
    return _with_nonce(request, signed.script if signed else chosen.signer.anonymous_script)


def visitor_forget_script(request: HttpRequest, brand: str | None = None) -> Script:
    """The script for the page after sign-out; empty where the vendor documents none.

    Raises `ImproperlyConfigured` and `ConfigurationError` for a wrong setting.
    """
    chosen = find(brand)
    if not chosen.is_enabled(request):
        return Script()
    _note(request, chosen, False)
    return _with_nonce(request, chosen.signer.forget_script)


def visitor_fields(
    request: HttpRequest, brand: str | None = None, visitor: Mapping[str, Any] | None = OF_REQUEST
) -> dict[str, Any] | None:
    """The signed fields of who is signed in, for a page that hands them over itself; None for anyone else.

    Raises as `visitor_script`.
    """
    chosen = find(brand)
    if not chosen.is_enabled(request):
        return None
    signed = sign(request, chosen, visitor)
    _note(request, chosen, signed is not None)
    return signed.fields if signed else None


def written(request: HttpRequest) -> dict[str, bool]:
    """The brands that the page has dealt with so far, and whether a signed visitor is in it."""
    # META is one dict also where a framework wraps the request in its own.
    noted: dict[str, bool] = request.META.setdefault("visitorseal.written", {})
    return noted


def request_of(context: Any) -> HttpRequest:
    """The request of a template's context. Raises `ImproperlyConfigured` where there is none."""
    # A RequestContext has it also where the variable is hidden, as in {% include … only %}.
    request: HttpRequest | None = context.get("request") or getattr(context, "request", None)
    if request is None:
        raise ImproperlyConfigured(
            "A visitorseal tag finds no `request` in the template's context: render with a request, "
            "such as render(request, …), and in Jinja2 import macros `with context`."
        )
    return request


def _note(request: HttpRequest, brand: Brand, signed: bool) -> None:
    noted = written(request)
    noted[brand.name] = signed or noted.get(brand.name, False)
    if signed:
        # Else cache_page would keep the page for everyone: it is done before any header says otherwise.
        request._cache_update_cache = False  # type: ignore[attr-defined]


def _with_nonce(request: HttpRequest, script: Callable[[str | None], Script]) -> Script:
    plain = script(None)
    found = nonce(request) if plain else None
    return script(found) if found else plain
