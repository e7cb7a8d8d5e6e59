"""The helpers of pages in Jinja2: `OPTIONS: {"extensions": ["visitorseal.django.jinja2.VisitorExtension"]}`."""

from __future__ import annotations

from jinja2 import Environment, pass_context
from jinja2.ext import Extension

from .page import FUNCTIONS

__all__ = ["VisitorExtension"]


class VisitorExtension(Extension):
    """Adds the functions of `page`, such as `visitor_script` and `visitor_element`, to an environment."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        for function in FUNCTIONS:
            environment.globals[function.__name__] = pass_context(function)
