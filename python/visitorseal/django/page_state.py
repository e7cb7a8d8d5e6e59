"""What the page of a request contains so far.

A page that contains the answer to a request that its view made in this process is as private as that answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest


class PageState:
    """The brands in a page, and whether it states a signed visitor or nobody. While `layers` of middleware wait for the
    response, they can still set headers."""

    def __init__(self) -> None:
        self.layers = 0
        self.brands: set[str] = set()
        self.is_signed = False
        self.is_nobody = False
        # What a cache outside our middleware wants, while caches inside it must not store the page.
        self.outer_cache: Any = None

    def __repr__(self) -> str:
        return f"<PageState {', '.join(sorted(self.brands))}>"


_OPEN_REQUESTS: ContextVar[tuple[HttpRequest, ...]] = ContextVar("visitorseal.open", default=())


def page_state(request: HttpRequest) -> PageState:
    """The state of the request's page."""
    # A framework that wraps the request in its own object shares META with it.
    state: PageState = request.META.setdefault("visitorseal.page_state", PageState())
    return state


@contextmanager
def open_request(request: HttpRequest) -> Iterator[None]:
    """Keeps a request open while its view runs, also for requests that the view makes in this process."""
    before = _OPEN_REQUESTS.get()
    _OPEN_REQUESTS.set((*before, request))
    page_state(request).layers += 1
    try:
        yield
    finally:
        page_state(request).layers -= 1
        _OPEN_REQUESTS.set(before)


def mark_signed(request: HttpRequest) -> None:
    """Marks the page of a request as a signed visitor's, and each open page, which may contain it."""
    for each in (*_OPEN_REQUESTS.get(), request):
        page_state(each).is_signed = True
        # cache_page stores the page before our middleware sets headers, so forbid it here.
        each._cache_update_cache = False  # type: ignore[attr-defined]


def mark_nobody(request: HttpRequest) -> None:
    """Marks the page of a request as one that states nobody, and each open page, which may contain it.

    cache_page would store it before our middleware says that it varies by cookie, and then give it to signed-in visitors.
    """
    for each in (*_OPEN_REQUESTS.get(), request):
        state = page_state(each)
        if not state.is_nobody:
            state.is_nobody = True
            state.outer_cache = getattr(each, "_cache_update_cache", None)
            each._cache_update_cache = False  # type: ignore[attr-defined]


def allow_outer_caches(request: HttpRequest) -> None:
    """Lets caches outside our middleware store a page that states nobody, since it now varies by cookie."""
    state = page_state(request)
    if state.is_nobody and not state.is_signed and state.outer_cache is not None:
        request._cache_update_cache = state.outer_cache  # type: ignore[attr-defined]
