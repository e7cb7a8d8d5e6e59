"""`{% load visitorseal %}`: the functions of `page`, such as `visitor_script` and `visitor_element`, as tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.template import Library
from django.template.base import Node, Parser, TextNode, Token

from ..page import FUNCTIONS
from ..reporting import report_configuration

register = Library()


def register_tag(function: Callable[..., Any]) -> None:
    """Registers a tag that writes nothing inside `{% cache %}`, which would give it to the next visitor too.

    It cannot notice a cache around an included template, or around a block that is filled there.
    """
    name = function.__name__
    register.simple_tag(takes_context=True)(function)
    compile_simple: Callable[[Parser, Token], Node] = register.tags[name]

    def compile(parser: Parser, token: Token) -> Node:
        with report_configuration(None):
            if any(command == "cache" for command, _ in parser.command_stack):
                raise ImproperlyConfigured(
                    f"{{% {name} %}} is inside {{% cache %}}, which would give one visitor's script to the next. "
                    f"Move it out, or let VisitorScriptMiddleware insert the script."
                )
            return compile_simple(parser, token)
        return TextNode("")

    register.tag(name, compile)


for function in FUNCTIONS:
    register_tag(function)
