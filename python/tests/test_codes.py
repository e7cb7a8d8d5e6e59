"""Every error has a code of errors.json and the class of its kind, and every code is raised."""

import pytest
import visitorseal
import vectors
from vectors import CLASSES, CODES, KINDS, OF_PACKAGES

CALLS = {
    "sign_error": vectors.sign,
    "verify": vectors.verify,
    "own_scheme": vectors.verify,
    "script": vectors.page,
}

# Faults that no Python program can provoke: the library's own, and those of the C library's arguments.
FAULTS = {"internal", "crypto_failed", "argument_null", "argument_encoding", "buffer_too_small", "argument_value", "panic"}
NEVER = FAULTS | OF_PACKAGES

NOT_IN_VECTORS = {
    "scheme_malformed": lambda: visitorseal.Scheme.parse("name = "),
}


def errors(case, call):
    """The error that a case raises, or its refusal under `observe`."""
    try:
        refusal = getattr(call(case), "refusal", None)
    except visitorseal.Error as error:
        return [error]
    return [refusal] if refusal else []


@pytest.fixture(scope="module")
def raised():
    cases = [(case, call) for name, call in CALLS.items() for case in vectors.read(name)]
    found = [error for case, call in cases for error in errors(case, call)]
    for provoke in NOT_IN_VECTORS.values():
        with pytest.raises(visitorseal.Error) as caught:
            provoke()
        found.append(caught.value)
    return found


def test_every_kind_has_a_class():
    assert {kind: CLASSES[kind].kind for kind in KINDS.values()} == {kind: kind for kind in KINDS.values()}


def test_every_class_is_a_direct_child_of_error():
    assert set(CLASSES.values()) == set(visitorseal.Error.__subclasses__())


def test_every_code_is_raised(raised):
    assert {error.code for error in raised} == set(KINDS) - NEVER


def test_every_code_is_raised_as_the_class_of_its_kind(raised):
    assert {error.code: type(error) for error in raised} == {
        code: CLASSES[kind] for code, kind in KINDS.items() if code not in NEVER
    }


def test_every_warning_is_given():
    given = set()
    for case in vectors.read("sign"):
        signer = vectors.signer(case)
        for warning in signer.warnings + signer.sign(case["visitor"], now=case["now"]).warnings:
            given.add(warning.code)
    # `attribute_left_out` is a line in Django's log: test_django_left_out.py.
    assert given == set(CODES["warnings"]) - {"attribute_left_out"}


def test_every_finding_is_found_and_none_is_unknown():
    found = {
        finding.code
        for case in vectors.read("explain")
        for finding in vectors.explain(case, vectors.given(case, "body")).findings
    }
    assert set(CODES["findings"]) <= found <= {*CODES["findings"], *KINDS}
