"""The page's scripts in Jinja2: `OPTIONS: {"extensions": ["visitorseal.django.jinja2.VisitorExtension"]}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context

from visitorseal import Script

from . import page
from .visitors import OF_REQUEST


@pass_context
def visitor_script(
    context: Context, brand: str | None = None, visitor: Mapping[str, Any] | None = OF_REQUEST
) -> Script:
    """`{{ visitor_script("shop") }}` tells the widget who is signed in."""
    return page.visitor_script(page.request_of(context), brand, visitor)


@pass_context
def visitor_forget_script(context: Context, brand: str | None = None) -> Script:
    """`{{ visitor_forget_script("shop") }}` makes the widget forget the visitor, after sign-out."""
    return page.visitor_forget_script(page.request_of(context), brand)


@pass_context
def visitor_fields(
    context: Context, brand: str | None = None, visitor: Mapping[str, Any] | None = OF_REQUEST
) -> dict[str, Any] | None:
    """`{% set fields = visitor_fields("shop") %}` gives the signed fields, or None."""
    return page.visitor_fields(page.request_of(context), brand, visitor)


class VisitorExtension(Extension):
    """Adds the functions of this module to an environment."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        for function in (visitor_script, visitor_forget_script, visitor_fields):
            environment.globals[function.__name__] = function
