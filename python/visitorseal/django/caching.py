"""No cache keeps a response that holds a signed visitor, whatever the site says of it before or after."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase, ResponseHeaders
from django.utils.cache import patch_vary_headers

# What lets a cache keep a response, or confirm an earlier copy of it.
_KEEPERS = (
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
    """Headers whose `Cache-Control` stays `private, no-store`, also where outer middleware sets another."""

    def __init__(self, headers: ResponseHeaders) -> None:
        super().__init__(headers)
        super().__setitem__("Cache-Control", "private, no-store")

    def __setitem__(self, name: Any, value: Any) -> None:
        if not _lets_a_cache_keep(name):
            super().__setitem__(name, value)

    def pop(self, name: str, default: Any = None) -> Any:
        return default if name.lower() == "cache-control" else super().pop(name, default)


def make_private(response: HttpResponseBase) -> None:
    """Sends a response with `Cache-Control: private, no-store`, now and after all that is still set."""
    response.headers = _PrivateHeaders(response.headers)
    patch_vary_headers(response, ["Cookie"])


def drop_conditions(request: HttpRequest) -> None:
    """Takes from a request what could be answered by 304: the browser's copy may be an anonymous one."""
    for name in _CONDITIONS:
        request.META.pop(name, None)
    request.__dict__.pop("headers", None)  # It is made of META when it is first asked for.


def is_conditional(request: HttpRequest) -> bool:
    """Whether the request is for a page that the browser has a copy of."""
    return (
        request.method in ("GET", "HEAD")
        and any(name in request.META for name in _CONDITIONS)
        and request.accepts("text/html")
    )


def _lets_a_cache_keep(name: Any) -> bool:
    lower = (name.decode("latin-1") if isinstance(name, bytes) else str(name)).lower()
    return lower in _KEEPERS or lower.endswith("-cache-control")
