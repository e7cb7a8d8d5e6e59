"""What the page of a request contains so far.

A page that contains the answer to a request that its view made in this process is as private as that answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest


class PageState:
    """The brands in a page, and whether a signed visitor is in it. While `layers` of middleware wait for the response,
    they can still set headers."""

    def __init__(self) -> None:
        self.layers = 0
        self.brands: set[str] = set()
        self.is_signed = False

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
