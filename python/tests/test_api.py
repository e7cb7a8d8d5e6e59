"""The names of the package are those of tests/vectors/api.json, and no others."""

import ast
import inspect
import pathlib
import types

import pytest
import vectors
import visitorseal

API = vectors.read("api")
BLOCK = API["languages"]["python"]
PARAMETERS = {name: about["parameters"] for name, about in API["types"].items() if "parameters" in about}


def table():
    """The names of the table as Python has them: functions, types, and members as `Type.member`."""
    yield from API["functions"]
    for name, about in API["types"].items():
        if name in BLOCK["absent"]:
            continue
        yield name
        yield from (f"{name}.{member}" for member in about["members"])


def expected():
    names = {BLOCK["renamed"].get(name, {"name": name})["name"] for name in table()}
    return (names - set(BLOCK["absent"])) | set(BLOCK["extra"])


def members(kind):
    """The public attributes of a class and of its instances, without what Python's own classes have."""
    inherited = {name for base in kind.__mro__[1:] for name in vars(base)}
    own = set(vars(kind))
    if issubclass(kind, visitorseal.Error):
        own |= set(vars(kind("code", "field", "reason")))
        if kind is not visitorseal.Error:
            inherited |= set(vars(visitorseal.Error("code", "field", "reason"))) | {"kind"}
    return {name for name in own - inherited if not name.startswith("_")}


def public(module):
    """The names that a module exports, with the members of its classes."""
    for name, thing in vars(module).items():
        if isinstance(thing, types.ModuleType) or (name.startswith("_") and name not in module.__all__):
            continue
        yield name
        if inspect.isclass(thing):
            yield from (f"{name}.{member}" for member in members(thing))


def test_every_name_of_the_table_is_there_and_no_other():
    assert set(public(visitorseal)) == expected()


def test_no_name_that_is_listed_as_absent_or_renamed_exists():
    assert set(public(visitorseal)) & {*BLOCK["absent"], *BLOCK["renamed"]} == set()


def test_every_name_that_is_listed_as_absent_is_in_the_table():
    names = {*API["functions"], *API["types"]}
    names |= {f"{name}.{member}" for name, about in API["types"].items() for member in about["members"]}
    assert {*BLOCK["absent"], *BLOCK["renamed"]} <= names
    assert not names & set(BLOCK["extra"])


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_stand_in_the_order_of_the_table(name):
    assert list(inspect.signature(getattr(visitorseal, name)).parameters) == PARAMETERS[name]


def names_of(node, path=""):
    """The public names that the type hints define."""
    for child in node.body:
        name = getattr(child, "name", None) or getattr(getattr(child, "target", None), "id", None)
        if name and (not name.startswith("_") or name == "__version__"):
            yield path + name
            if isinstance(child, ast.ClassDef):
                yield from names_of(child, f"{name}.")


def test_the_type_hints_have_the_same_names():
    file = pathlib.Path(visitorseal.__file__).with_suffix(".pyi")
    assert set(names_of(ast.parse(file.read_text("utf-8")))) == expected()
