"""The page's scripts in Jinja2: `OPTIONS: {"extensions": ["visitorseal.django.jinja2.VisitorExtension"]}`."""

from __future__ import annotations

from jinja2 import Environment, pass_context
from jinja2.ext import Extension

from .page import FUNCTIONS

__all__ = ["VisitorExtension"]


class VisitorExtension(Extension):
    """Adds `visitor_script`, `visitor_forget_script` and `visitor_fields` to an environment, see `page`."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        for function in FUNCTIONS:
            environment.globals[function.__name__] = pass_context(function)
