"""The type hints accept right calls, refuse wrong ones, and match the module."""

import ast
import inspect
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
import visitorseal

PACKAGE = pathlib.Path(visitorseal.__file__).parent

RIGHT = '''
from uuid import UUID

import visitorseal
from visitorseal import Key, Refused, Signed, Signer, Verifier, VisitorError

signer = Signer("thread", "secret", app_id="APP")
signed: Signed = signer.sign(id=UUID(int=1), email="jane@example.com", name=None, attributes={"a": [1]})
signed = signer.sign({"email": "jane@example.com"}, name="Jane Doe", now=1.5)
fields: dict[str, object] = signed.fields
signature: str | None = signed.signature
html: str = signed.script(nonce="abc") + signer.forget_script()
digests: list[str] = signer.digest_many(message for message in ("a", b"b"))
for result in signer.sign_many([{"email": "jane@example.com"}]):
    if isinstance(result, VisitorError):
        code: str = result.code
    else:
        html = result.script()

keys: list[str | bytes | Key] = ["new", b"old", Key("older", kid="older")]
verifier = Verifier(visitorseal.scheme("bookbag"), keys, policy="observe", leeway=5, max_token=4096)
try:
    verified = verifier.verify(fields)
except Refused as refusal:
    status: int = refusal.http_status
else:
    contact = verified.contact()
    if contact is not None:
        filled: str = contact.fill(contact.email or "")
    if verified.refusal is not None:
        field: str | None = verified.refusal.field
record = {"id": "user-123", "attributes": {"uuid": "9b1d"}}
findings = visitorseal.explain("bookbag", "secret", b"{}", now=1, leeway=5, max_token=4096, visitor=record).findings
fixes: list[str] = [finding.fix for finding in findings]
warning: visitorseal.Warning = signer.warnings[0]
expires_at: int | None = signed.expires_at
token_id: str | None = verified.token_id
'''

WRONG = {
    "signer.sign(id=None)": "arg-type",
    "signer.sign(email=None)": "arg-type",
    "signer.sign(id=1.5)": "arg-type",
    "signer.sign(user_id=1)": "call-arg",
    "signer.sign(5)": "arg-type",
    "signer.sign({}, 5)": "call-arg",
    "signer.digest(5)": "arg-type",
    "signer.forget_script(b'')": "arg-type",
    "Signer('bookbag')": "call-arg",
    "Signer('bookbag', None)": "arg-type",
    "Signer('thread', 'secret', app_id=[])": "arg-type",
    "Verifier('bookbag', 'secret', policy='maybe')": "arg-type",
    "Verifier('bookbag', 'secret', 'optional')": "call-arg",
    "Verifier('bookbag', {'secret'})": "arg-type",
    "verifier.verify('{}')": "arg-type",
    "verifier.verify_json({})": "arg-type",
    "verifier.verify({}).contact().name": "union-attr",
    "signed.fields = {}": "misc",
}
BEFORE_WRONG = '''
from visitorseal import Signer, Verifier

signer, verifier = Signer("bookbag", "secret"), Verifier("bookbag", "secret")
signed = signer.sign(id=1)
'''.lstrip()


@pytest.fixture(scope="module")
def mypy(tmp_path_factory):
    """Runs a module of mypy's on the package, without the part that needs Django."""
    pytest.importorskip("mypy", reason="mypy is not installed")
    folder = tmp_path_factory.mktemp("types")
    shutil.copytree(PACKAGE, folder / "visitorseal", ignore=shutil.ignore_patterns("django", "__pycache__"))
    environment = {**os.environ, "PYTHONPATH": str(folder), "MYPYPATH": str(folder)}

    def run(module, *arguments, program=""):
        (folder / "program.py").write_text(program)
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment)

    return run


def test_a_typed_program_is_accepted(mypy):
    checked = mypy("mypy", "--strict", "program.py", program=RIGHT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_type_checker_reports_each_wrong_call(mypy):
    checked = mypy("mypy", "--strict", "program.py", program=BEFORE_WRONG + "\n".join(WRONG))
    first = BEFORE_WRONG.count("\n") + 1
    expected = {first + place: code for place, code in enumerate(WRONG.values())}
    found = re.findall(r"^program\.py:(\d+): error: .*\[([\w-]+)\]$", checked.stdout, re.MULTILINE)
    assert {int(line): code for line, code in found} == expected, checked.stdout


def test_the_type_hints_match_the_module(mypy):
    checked = mypy("mypy.stubtest", "visitorseal")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def documented(node, path=()):
    """Each name that the hints define, with its documentation."""
    for child in node.body:
        if isinstance(child, (ast.ClassDef, ast.FunctionDef)) and child.name not in ("__init__", "__new__"):
            name = (*path, child.name)
            yield ".".join(name), ast.get_docstring(child)
            yield from documented(child, name)


HINTS = ast.parse((PACKAGE / "__init__.pyi").read_text("utf-8"))
DOCUMENTED = dict(documented(HINTS))


@pytest.mark.parametrize("name", DOCUMENTED)
def test_docstrings_are_the_same_in_the_module_and_in_the_type_hints(name):
    thing = visitorseal
    for part in name.split("."):
        thing = getattr(thing, part)
    assert DOCUMENTED[name]
    assert inspect.getdoc(thing) == DOCUMENTED[name]


def test_the_packages_docstring_is_the_same_in_the_type_hints():
    assert inspect.getdoc(visitorseal) == ast.get_docstring(HINTS)


def test_every_public_name_is_in_the_hints():
    [exported] = [node.value for node in HINTS.body if isinstance(node, ast.Assign)]
    assert ast.literal_eval(exported) == visitorseal.__all__
