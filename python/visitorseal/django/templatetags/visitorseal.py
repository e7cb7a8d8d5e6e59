"""`{% load visitorseal %}`: the page's scripts in Django's templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Library
from django.template.base import Node, Parser, TextNode, Token

from visitorseal import Script

from .. import page
from ..trouble import reported
from ..visitors import OF_REQUEST

Function = TypeVar("Function", bound=Callable[..., Any])

register = Library()


def tag(function: Function) -> Function:
    """Registers a tag that writes nothing inside `{% cache %}`, which would give it to the next visitor too.

    A template that is included there, or a block that is filled there, cannot be seen.
    """
    name = function.__name__
    register.simple_tag(takes_context=True)(function)
    simple: Callable[[Parser, Token], Node] = register.tags[name]

    def compile(parser: Parser, token: Token) -> Node:
        with reported(None):
            if any(command == "cache" for command, _ in parser.command_stack):
                raise ImproperlyConfigured(
                    f"{{% {name} %}} stands inside {{% cache %}}, which would give one visitor's script to the next: "
                    f"move it out, or let VisitorScriptMiddleware insert the script"
                )
            return simple(parser, token)
        return TextNode("")

    register.tag(name, compile)
    return function


@tag
def visitor_script(
    context: Context, brand: str | None = None, visitor: Mapping[str, Any] | None = OF_REQUEST
) -> Script:
    """`{% visitor_script "shop" %}` tells the widget who is signed in.

    `visitor=` gives the visitor as a mapping; None, or one that is empty, is anonymous.
    """
    return page.visitor_script(page.request_of(context), brand, visitor)


@tag
def visitor_forget_script(context: Context, brand: str | None = None) -> Script:
    """`{% visitor_forget_script "shop" %}` makes the widget forget the visitor, after sign-out."""
    return page.visitor_forget_script(page.request_of(context), brand)


@tag
def visitor_fields(
    context: Context, brand: str | None = None, visitor: Mapping[str, Any] | None = OF_REQUEST
) -> dict[str, Any] | None:
    """`{% visitor_fields "shop" as fields %}` gives the signed fields, or None."""
    return page.visitor_fields(page.request_of(context), brand, visitor)
