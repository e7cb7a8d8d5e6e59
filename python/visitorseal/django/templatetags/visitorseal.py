"""`{% load visitorseal %}`: the page's scripts in Django's templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template import Context, Library

from visitorseal import Script

from .. import page
from ..visitors import OF_REQUEST

register = Library()


@register.simple_tag(takes_context=True)
def visitor_script(
    context: Context, brand: str | None = None, visitor: Mapping[str, Any] | None = OF_REQUEST
) -> Script:
    """`{% visitor_script "shop" %}` tells the widget who is signed in.

    `visitor=` gives the visitor as a mapping; None, or one that is empty, is anonymous.
    """
    return page.visitor_script(page.request_of(context), brand, visitor)


@register.simple_tag(takes_context=True)
def visitor_forget_script(context: Context, brand: str | None = None) -> Script:
    """`{% visitor_forget_script "shop" %}` makes the widget forget the visitor, after sign-out."""
    return page.visitor_forget_script(page.request_of(context), brand)


@register.simple_tag(takes_context=True)
def visitor_fields(
    context: Context, brand: str | None = None, visitor: Mapping[str, Any] | None = OF_REQUEST
) -> dict[str, Any] | None:
    """`{% visitor_fields "shop" as fields %}` gives the signed fields, or None."""
    return page.visitor_fields(page.request_of(context), brand, visitor)
