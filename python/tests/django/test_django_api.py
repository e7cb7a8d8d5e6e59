"""The names of visitorseal.django are those of tests/vectors/api.json, and no others."""

import ast
import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest
from django.template import engines

import visitorseal.django
from visitorseal.django.options import OPTIONS
from visitorseal.django.templatetags.visitorseal import register

API = json.loads((Path(__file__).parents[3] / "tests" / "vectors" / "api.json").read_text())
BLOCK = API["languages"]["django"]
README = Path(__file__).parents[2] / "README.md"
PACKAGE = Path(visitorseal.django.__file__).parent


def modules():
    """Every module of the package, by its name."""
    yield "visitorseal.django", visitorseal.django
    for found in pkgutil.walk_packages(visitorseal.django.__path__, "visitorseal.django."):
        yield found.name, importlib.import_module(found.name)


def public():
    """What a site may use: modules with an `__all__`, the tags, the functions in Jinja2, the options of a brand."""
    for _, module in modules():
        yield from getattr(module, "__all__", ())
    yield from register.tags
    yield from (name for name in engines["jinja2"].env.globals if name.startswith("visitor"))
    yield from (f"VISITORSEAL.{option}" for option in OPTIONS)


def expected():
    names = {BLOCK["renamed"].get(name, {"name": name})["name"] for name in API["frameworks"]}
    return (names - set(BLOCK["absent"])) | set(BLOCK["extra"])


def test_every_name_of_the_table_is_there_and_no_other():
    assert set(public()) == expected()


def test_no_name_that_is_listed_as_absent_or_renamed_exists():
    assert set(public()) & {*BLOCK["absent"], *BLOCK["renamed"]} == set()
    assert {*BLOCK["absent"], *BLOCK["renamed"]} <= set(API["frameworks"])


def test_tags_and_the_functions_in_jinja2_are_the_same():
    functions = {name for name in engines["jinja2"].env.globals if name.startswith("visitor")}
    assert set(register.tags) == functions


def test_every_public_name_is_documented():
    for _, module in modules():
        for name in getattr(module, "__all__", ()):
            assert getattr(module, name).__doc__


def test_the_readme_names_public_modules_only():
    named = set(re.findall(r"visitorseal\.django((?:\.\w+)*)", README.read_text("utf-8")))
    known = {f"{name}.{public}" for name, module in modules() for public in getattr(module, "__all__", ())}
    known |= {name for name, module in modules() if hasattr(module, "__all__")}
    assert {f"visitorseal.django{name}" for name in named} <= known


def test_the_readme_has_every_option():
    options = set(re.findall(r"^\| (.*?) \|", README.read_text("utf-8"), re.MULTILINE))
    assert {*OPTIONS} <= {word for cell in options for word in re.findall(r"`(\w+)`", cell)}


def imported():
    """For each module of the package, the modules of the package that it imports."""
    for file in PACKAGE.rglob("*.py"):
        here = file.relative_to(PACKAGE).with_suffix("").parts
        names = set()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                folder = here[: len(here) - node.level]
                parts = (*folder, *(node.module or "").split(".")) if node.module else folder
                names |= {(*parts, alias.name) if not node.module else parts for alias in node.names}
        yield here, names


def test_no_module_imports_itself_through_others():
    graph = dict(imported())
    assert graph["brands",] > {("options",), ("problems",)}
    while graph:
        leaves = {name for name, names in graph.items() if not names & set(graph)}
        assert leaves, f"a circle among {sorted(graph)}"
        graph = {name: names for name, names in graph.items() if name not in leaves}


@pytest.mark.parametrize("module", ["defaults", "problems", "page_state", "cache_headers", "charset", "end_of_body"])
def test_a_module_at_the_bottom_imports_no_other_of_the_package(module):
    assert dict(imported())[module,] == set()
