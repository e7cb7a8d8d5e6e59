"""The requests whose responses are still to come: a page that holds a part of another is signed as that part is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest


class Written:
    """What the page of a request holds so far. While `layers` of middleware wait for it, headers can go with it."""

    def __init__(self) -> None:
        self.layers = 0
        self.brands: set[str] = set()
        self.is_signed = False

    def __repr__(self) -> str:
        return f"<Written {', '.join(sorted(self.brands))}>"


_OPEN: ContextVar[tuple[HttpRequest, ...]] = ContextVar("visitorseal.open", default=())


def written(request: HttpRequest) -> Written:
    """What the page holds."""
    # META is one dict also where a framework wraps the request in its own.
    page: Written = request.META.setdefault("visitorseal.written", Written())
    return page


@contextmanager
def opened(request: HttpRequest) -> Iterator[None]:
    """Counts a request as open, also for what is signed in the requests that it makes of this process."""
    before = _OPEN.get()
    _OPEN.set((*before, request))
    written(request).layers += 1
    try:
        yield
    finally:
        written(request).layers -= 1
        _OPEN.set(before)


def note_signed(request: HttpRequest) -> None:
    """Takes note that a signed visitor is in the page of a request, and in each page that may hold a part of it."""
    for each in (*_OPEN.get(), request):
        written(each).is_signed = True
        # Else cache_page would keep the page for everyone: it is done before any header says otherwise.
        each._cache_update_cache = False  # type: ignore[attr-defined]
