"""Handles survive copying, pickling, subclassing and finalizers: each works as before or raises."""

import copy
import gc
import pickle
import subprocess
import sys
import weakref

import pytest
import visitorseal
from samples import JANE, NOW, PUBLIC, SECRET, digest

SIGNER = visitorseal.Signer("bookbag", SECRET)
VERIFIER = visitorseal.Verifier("bookbag", SECRET, policy="observe")
SIGNED = SIGNER.sign(JANE, now=NOW)
VERIFIED = VERIFIER.verify(SIGNED.fields)
EXPLANATION = visitorseal.explain("bookbag", SECRET, {})
HANDLES = [
    SIGNER,
    VERIFIER,
    SIGNED,
    VERIFIED,
    VERIFIED.contact(),
    EXPLANATION,
    EXPLANATION.findings[0],
    visitorseal.Key(PUBLIC),
    visitorseal.Page("bookbag"),
    visitorseal.scheme("bookbag"),
    visitorseal.scheme("thread").settings[0],
    visitorseal.Signer("bookbag", "short").warnings[0],
]
each = pytest.mark.parametrize("handle", HANDLES, ids=lambda handle: type(handle).__name__)


def works():
    """Asserts that the handles above work as before."""
    assert SIGNER.sign(JANE).signature == SIGNED.signature == digest(JANE["id"])
    assert VERIFIER.verify(SIGNED.fields).signed == VERIFIED.signed == {"id": JANE["id"]}
    assert VERIFIED.contact().external_id == JANE["id"]


@each
def test_a_copy_is_the_object_itself_or_a_type_error(handle):
    for copied in (copy.copy, copy.deepcopy):
        try:
            assert copied(handle) is handle
        except TypeError:
            pass
    works()


@each
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_no_object_can_be_pickled_and_read_back(handle, protocol):
    with pytest.raises(TypeError):
        pickle.loads(pickle.dumps(handle, protocol))
    works()


@each
def test_no_class_can_be_inherited_from_or_assigned(handle):
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Mine", (type(handle),), {})
    for other in (object, type(SIGNER), type(VERIFIED)):
        if other is not type(handle):
            with pytest.raises(TypeError):
                handle.__class__ = other
    works()


@each
def test_no_object_can_be_made_without_its_arguments(handle):
    with pytest.raises(TypeError):
        type(handle).__new__(type(handle))
    with pytest.raises(TypeError):
        object.__new__(type(handle))
    if handle is not SIGNER:
        with pytest.raises(TypeError):
            type(SIGNER).__new__(type(handle), "bookbag", SECRET)


@each
def test_a_second_init_changes_nothing(handle):
    for arguments in ((), ("bookbag", "another secret")):
        try:
            handle.__init__(*arguments)
        except TypeError:
            pass
    works()


@each
def test_methods_refuse_an_object_of_another_class(handle):
    for name in ("__setstate__", "__dict__", "__weakref__"):
        with pytest.raises((AttributeError, TypeError)):
            getattr(handle, name)({})
    for method in ("sign", "verify", "contact", "script", "to_json", "fill", "forget_script", "element", "anonymous_element"):
        function = getattr(type(handle), method, None)
        if function:
            with pytest.raises(TypeError):
                function(object())


def test_a_finalizer_may_use_and_revive_its_objects():
    back = []

    class Holder:
        def __init__(self):
            self.signer, self.itself = visitorseal.Signer("bookbag", SECRET), self

        def __del__(self):
            back.append(self.signer.sign(id="42"))
            back.append(self.signer)

    gone = weakref.ref(Holder())
    gc.collect()
    assert gone() is None
    signed, signer = back
    assert signed.signature == signer.sign(id="42").signature == digest("42")


AT_THE_END = """
import visitorseal

class Holder:
    def __init__(self):
        self.signer, self.verifier = visitorseal.Signer("bookbag", "k" * 32), visitorseal.Verifier("bookbag", "k" * 32)
        self.itself = self

    def __del__(self):
        global kept
        kept = self
        for id in ("42", None):
            try:
                fields = self.signer.sign(id=id).fields
                self.verifier.verify(fields).contact().fill("{{contact.external_id}}")
            except Exception:
                pass

kept = Holder()
visitorseal.kept = Holder()
"""


def test_a_finalizer_may_run_while_the_interpreter_ends():
    ended = subprocess.run([sys.executable, "-c", AT_THE_END], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
