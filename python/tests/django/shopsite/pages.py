"""Views for tests that need a page of their own, and addresses of the site's."""

import django
import pytest
from django.http import HttpResponse
from django.template import engines

PAGE = b"<!DOCTYPE html><html><body><h1>Shop</h1></body></html>"
ASYNC_EXEMPT = pytest.mark.skipif(
    django.VERSION < (5, 0), reason="csrf_exempt takes async views since Django 5.0"
)
MESSAGES = ["/messages/", pytest.param("/messages/async/", marks=ASYNC_EXEMPT)]


def template(source, engine="django", **context):
    """A view that renders a template."""
    source = "{% load visitorseal %}" + source if engine == "django" else source

    def view(request):
        return HttpResponse(engines[engine].from_string(source).render(dict(context), request))

    return view


def answer(content=PAGE, **arguments):
    """A view that answers with this."""
    headers = arguments.pop("headers", {})

    def view(request):
        response = HttpResponse(content, **arguments)
        for name, value in headers.items():
            response[name] = value
        return response

    return view
