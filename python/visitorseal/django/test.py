"""Helpers for the tests of a site or a vendor."""

from __future__ import annotations

from typing import Any

from visitorseal import Signed

from .brands import find_brand

__all__ = ["sign_as"]


def sign_as(brand: str | None = None, /, **visitor: Any) -> Signed:
    """Signs any visitor with a brand's secret and settings: `sign_as("shop", id="42", name="Jane")`.

    Post its `fields` to a view (`client.post(url, sign_as("shop", id="42").fields, content_type="application/json")`),
    or search a page for its `signature`. Raises `VisitorError`, and `ImproperlyConfigured` or `ConfigurationError` for
    a wrong setting.
    """
    return find_brand(brand).signer.sign(visitor)
