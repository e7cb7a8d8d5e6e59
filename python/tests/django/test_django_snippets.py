"""The Django snippets of docs/vendors make a signature that verifies."""

import json
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.test import RequestFactory, override_settings
from visitorseal.django.middleware import VisitorScriptMiddleware

sys.path.append(str(Path(__file__).parents[1]))
from snippets import assert_signed, pages_with, snippet  # noqa: E402

pytestmark = pytest.mark.skipif(os.environ.get("TRY_SLOW") == "0", reason="another interpreter does")


@pytest.mark.parametrize("page", pages_with("Django"), ids=lambda page: page["scheme"])
def test_the_snippet_signs(page, monkeypatch):
    for name, value in page["environment"].items():
        monkeypatch.setenv(name, value)
    request = RequestFactory().get("/")
    user = page["user"]
    request.user = SimpleNamespace(is_authenticated=True, pk=user.get("id"), profile=user, get_full_name=lambda: user.get("name", ""), **user)
    request.session = {name: user[name] for name in page["handed"]}
    request.user.profile = {name: value for name, value in user.items() if name not in page["handed"]}
    made = {"INSTALLED_APPS": [], "MIDDLEWARE": [], "urlpatterns": [], "path": lambda _, view: view}
    for _, code in snippet(page, "Django"):
        exec(compile(code, f"{page['scheme']}.md", "exec"), made)
    if page["gives"] == "url":
        response = made[page["scheme"]](request)
        assert_signed(page, response["Location"])
        assert response["Cache-Control"] == "private, no-store"
        return
    shop, visitors = ModuleType("shop"), ModuleType("shop.visitors")
    # A page whose visitor is Django's own user has no function.
    visitors.__dict__[page["scheme"]] = made.get(page["scheme"])
    monkeypatch.setitem(sys.modules, "shop", shop)
    monkeypatch.setitem(sys.modules, "shop.visitors", visitors)
    with override_settings(VISITORSEAL=made["VISITORSEAL"]):
        if page["gives"] == "script":
            is_inserted = made["VISITORSEAL"][page["scheme"]].get("insert", True)
            tag = "" if is_inserted else f'{{% load visitorseal %}}{{% visitor_script "{page["scheme"]}" %}}'
            template = Template(f"<!doctype html><body>Hello{tag}</body>")
            response = VisitorScriptMiddleware(lambda _: HttpResponse(template.render(RequestContext(request))))(request)
            assert_signed(page, response.text if hasattr(response, "text") else response.content.decode())
        else:
            [view] = made["urlpatterns"]
            response = view(request, brand=page["scheme"])
            assert_signed(page, json.dumps(json.loads(response.content)["fields"]))
        assert response["Cache-Control"] == "private, no-store"
