"""The snippets of docs/vendors for Python, Flask and FastAPI make a signature that verifies."""

import os
import sys
from types import ModuleType

import pytest
from snippets import PAGES, assert_refused, assert_signed, pages_with, snippet
from visitorseal import Refused

pytestmark = pytest.mark.skipif(os.environ.get("TRY_SLOW") == "0", reason="another interpreter does")
PATHS = {"script": "/", "fields": "/visitor"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["scheme"])
def test_the_python_snippet_signs(page, monkeypatch):
    for name, value in page["environment"].items():
        monkeypatch.setenv(name, value)
    [(_, code)] = snippet(page, "Python")
    made = {}
    exec(compile(code, f"{page['scheme']}.md", "exec"), made)
    if page["gives"] == "verified":
        [(name, value)] = page["user"].items()
        assert made[f"verified_{name}"](*page["arguments"]) == value
        assert_refused(Refused, made[f"verified_{name}"], page["refused"])
        return
    sign = made[f"visitor_{page['gives']}"]
    # A value that comes with a request is not among those of the user.
    user = {name: value for name, value in page["user"].items() if name not in page["handed"]}
    assert_signed(page, str(sign(user, *page["arguments"])))
    if page["refused"]:
        assert_refused(ValueError, sign, [user, *page["refused"]])
    if page["gives"] == "script":
        nobody = str(made["visitor_script"](None))
        assert '", "anonymous", "", ' in nobody


@pytest.mark.parametrize("page", pages_with("Flask"), ids=lambda page: page["scheme"])
def test_the_flask_snippet_signs(page, monkeypatch):
    pytest.importorskip("flask")
    for name, value in page["environment"].items():
        monkeypatch.setenv(name, value)
    [(_, code)] = snippet(page, "Flask")
    made = {"__name__": "shop"}
    exec(compile(code, f"{page['scheme']}.md", "exec"), made)
    made["app"].secret_key = "for this test"
    client = made["app"].test_client()
    with client.session_transaction() as session:
        session["user"] = {name: value for name, value in page["user"].items() if name not in page["handed"]}
        session.update({name: page["user"][name] for name in page["handed"]})
    response = client.get(PATHS.get(page["gives"], f"/{page['scheme']}"))
    assert_signed(page, response.headers.get("Location") or response.text)
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("page", pages_with("FastAPI"), ids=lambda page: page["scheme"])
def test_the_fastapi_snippet_signs(page, monkeypatch):
    TestClient = pytest.importorskip("fastapi.testclient").TestClient

    for name, value in page["environment"].items():
        monkeypatch.setenv(name, value)
    session = ModuleType("session")
    session.signed_in = lambda: page["user"]
    monkeypatch.setitem(sys.modules, "session", session)
    [(_, code)] = snippet(page, "FastAPI")
    made = {"__name__": "shop"}
    exec(compile(code, f"{page['scheme']}.md", "exec"), made)
    client = TestClient(made["app"], follow_redirects=False)
    response = client.get(PATHS.get(page["gives"], f"/{page['scheme']}"))
    assert_signed(page, response.headers.get("Location") or response.text)
    assert response.headers["Cache-Control"] == "private, no-store"
