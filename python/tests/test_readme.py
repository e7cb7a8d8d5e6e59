"""The README's examples run, and are typed strictly."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
LIBRARY = ["Start", "Sign", "Page", "Verify", "Explain", "Rotate", "Errors"]
CACHE = Path(tempfile.mkdtemp(prefix="mypy-"))
KEYS = Path(__file__).parents[2] / "tests" / "vectors" / "keys"


def examples():
    """The Python blocks of each section. `Start` is what comes before the first heading."""
    found = {}
    text = README.read_text(encoding="utf-8").replace("# visitorseal for Python", "## Start", 1)
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        found[section.partition("\n")[0]] = re.findall(r"^```python\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    return found


def run(names, folder, monkeypatch):
    """Runs the blocks of these sections one after the other, in a folder with Orlo's key."""
    monkeypatch.chdir(folder)
    (folder / "private.pem").write_bytes((KEYS / "rsa-2048.private.pem").read_bytes())
    variables = {"__name__": "__main__"}
    for name in names:
        for block in examples()[name]:
            exec(compile(block, f"README.md, {name}", "exec"), variables)
    return variables


def test_the_examples_run_from_signing_to_errors(tmp_path, monkeypatch, capsys):
    made = run(LIBRARY, tmp_path, monkeypatch)
    said = capsys.readouterr().out
    assert made["signed"].fields["user_hash"].startswith("8038e2")
    assert 'nonce="bm9uY2U="' in made["html"]
    assert ' state="signed" mark="' in made["element"] and ' endpoint="/visitor" ' in made["element"]
    assert ' state="anonymous" ' in made["nobody"]
    assert "field_empty id The id is empty, but" in said
    shown = [line for line in examples()["Explain"][0].splitlines() if line.startswith("# ")]
    assert len(shown) == 2 and {line.removeprefix("# ") for line in shown} <= set(said.splitlines())
    assert "{'name': 'Jane Doe', 'since': '2026-11-28T09:30:00Z', 'credit': '12.50'}" in said
    assert "None\n1800003600\n" in said
    # What the example of verifying prints for the body that a page posts.
    assert "user-123\nJane Doe\nHello Jane Doe\n" in said


def test_the_flask_example_serves_a_signed_page(tmp_path, monkeypatch):
    pytest.importorskip("flask")
    app = run(["Flask"], tmp_path, monkeypatch)["app"]
    app.secret_key = "for this test"
    client = app.test_client()
    nobody = client.get("/").text
    assert nobody.count("<script") == 1
    assert '("bookbag", "anonymous", "", {});</script>' in nobody
    with client.session_transaction() as session:
        session["user"] = {"id": 7, "name": "</script><script>alert(1)</script>"}
    page = client.get("/")
    assert page.text.count("<script") == 1
    assert '"user_id":"7"' in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    nonce = re.search('<script nonce="(.*?)"', page.text)[1]
    assert page.headers["Content-Security-Policy"] == f"script-src 'nonce-{nonce}'"


def test_the_fastapi_example_serves_a_signed_page(tmp_path, monkeypatch):
    TestClient = pytest.importorskip("fastapi.testclient").TestClient

    page = TestClient(run(["FastAPI"], tmp_path, monkeypatch)["app"]).get("/")
    assert '"user_id":"user-123"' in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("names", [LIBRARY, ["Flask"], ["FastAPI"]], ids=lambda names: names[-1])
def test_the_examples_are_typed_strictly(tmp_path, names):
    pytest.importorskip("mypy", reason="mypy is not installed")
    if os.environ.get("TRY_SLOW") == "0":
        pytest.skip("another interpreter does")
    example = tmp_path / "example.py"
    example.write_text("\n".join(block for name in names for block in examples()[name]), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(CACHE), str(example)]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_fastapi_example_verifies_what_a_page_posts(tmp_path, monkeypatch):
    TestClient = pytest.importorskip("fastapi.testclient").TestClient

    client = TestClient(run(["FastAPI"], tmp_path, monkeypatch)["app"])
    digest = "8038e22e2bb8cc8e7048be1b29f0cf43cd2c468c75037229bfb2d5fb79a9ea48"
    answer = client.post("/conversations", json={"user_id": "user-123", "user_hash": digest})
    assert (answer.status_code, answer.json()) == (200, {"contact": "user-123"})
    answer = client.post("/conversations", json={"user_id": "user-124", "user_hash": digest})
    assert (answer.status_code, answer.json()) == (401, {"error": "identity_unverified"})
