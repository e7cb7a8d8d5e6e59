"""The page's Content-Security-Policy nonce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.utils.csp import LazyNonce

try:
    from django.middleware.csp import get_nonce
except ImportError:  # Django before 6.0

    def get_nonce(request: HttpRequest) -> LazyNonce | None:
        """No nonce: Django has its own since 6.0."""
        return None


def nonce(request: HttpRequest) -> str | None:
    """Django's own nonce, or django-csp's `request.csp_nonce`; None without either.

    Reading a nonce puts it into the header, so call this only for a page with a script.
    """
    # Both are lazy, and false until their text is read.
    for found in (get_nonce(request), getattr(request, "csp_nonce", None)):
        if found is not None:
            return str(found)
    return None
