"""The Python snippets of docs/vendors make a signature that verifies."""

import pytest
from snippets import PAGES, assert_signed, snippet


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["scheme"])
def test_the_python_snippet_signs(page, monkeypatch):
    for name, value in page["environment"].items():
        monkeypatch.setenv(name, value)
    [(_, code)] = snippet(page, "Python")
    made = {}
    exec(compile(code, f"{page['scheme']}.md", "exec"), made)
    assert_signed(page, str(made[f"visitor_{page['gives']}"](page["user"])))
    if page["gives"] == "script":
        nobody = str(made["visitor_script"](None))
        assert '", "anonymous", "", ' in nobody
