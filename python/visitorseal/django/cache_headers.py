"""Keeps a response with a signed visitor out of every cache, whatever headers the site sets before or after."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase, ResponseHeaders
from django.utils.cache import patch_vary_headers

# Headers that let a cache store a response, or confirm a stored copy.
_CACHING_HEADERS = (
    "cache-control",
    "surrogate-control",
    "edge-control",
    "x-accel-expires",
    "x-reverse-proxy-ttl",
    "expires",
    "etag",
    "last-modified",
)
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class _PrivateHeaders(ResponseHeaders):
    """Headers whose `Cache-Control` stays `private, no-store`, even if outer middleware sets another."""

    def __init__(self, headers: ResponseHeaders) -> None:
        super().__init__(headers)
        super().__setitem__("Cache-Control", "private, no-store")

    def __setitem__(self, name: Any, value: Any) -> None:
        if not _allows_caching(name):
            super().__setitem__(name, value)

    def pop(self, name: str, default: Any = None) -> Any:
        return default if name.lower() == "cache-control" else super().pop(name, default)


def make_private(response: HttpResponseBase) -> None:
    """Sends a response with `Cache-Control: private, no-store`. Headers that are set later do not change it."""
    response.headers = _PrivateHeaders(response.headers)
    patch_vary_headers(response, ["Cookie"])


def drop_conditions(request: HttpRequest) -> None:
    """Removes the headers that allow an answer 304 Not Modified: the browser's copy may be an anonymous page."""
    for name in _CONDITIONS:
        request.META.pop(name, None)
    request.__dict__.pop("headers", None)  # Django caches it here, from META.


def is_conditional(request: HttpRequest) -> bool:
    """Whether the browser asks if its copy of a page is still right."""
    return (
        request.method in ("GET", "HEAD")
        and any(name in request.META for name in _CONDITIONS)
        and request.accepts("text/html")
    )


def _allows_caching(name: Any) -> bool:
    lower = (name.decode("latin-1") if isinstance(name, bytes) else str(name)).lower()
    return lower in _CACHING_HEADERS or lower.endswith("-cache-control")
