"""The page's Content-Security-Policy nonce, from whoever makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.utils.csp import LazyNonce

try:
    from django.middleware.csp import get_nonce
except ImportError:  # Django before 6.0

    def get_nonce(request: HttpRequest) -> LazyNonce | None:
        """Gives no nonce."""
        return None


def nonce(request: HttpRequest) -> str | None:
    """Django's own nonce, or django-csp's `request.csp_nonce`; None without either.

    To ask for a nonce is to put it into the header, so ask only where there is a script.
    """
    # Both are lazy, and false until they are asked for their text.
    for found in (get_nonce(request), getattr(request, "csp_nonce", None)):
        if found is not None:
            return str(found)
    return None
