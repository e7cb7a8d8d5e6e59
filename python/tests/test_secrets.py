"""No repr, error or traceback shows a secret or a visitor."""

import copy
import functools
import pickle

import pytest
import visitorseal
from samples import JANE, NOW, PRIVATE, PUBLIC, SECRET

SIGNERS = [visitorseal.Signer("bookbag", SECRET), visitorseal.Signer("orlo", PRIVATE, contact_claim="email")]
VERIFIERS = [
    visitorseal.Verifier("bookbag", SECRET, policy="observe"),
    visitorseal.Verifier("orlo", PUBLIC, contact_claim="email"),
]
KEYS = [visitorseal.Key(SECRET), visitorseal.Key(PUBLIC, kid="new")]
SHORT = "k3y"
HOLDERS = [*SIGNERS, *VERIFIERS, *KEYS]


def shown():
    """Every object that the library returns for a signed and verified visitor."""
    for signer, verifier in zip(SIGNERS, VERIFIERS):
        signed = signer.sign(JANE, now=NOW)
        verified = verifier.verify(signed.fields, now=NOW)
        yield from (signed, verified, verified.contact(), *signed.warnings, *signer.warnings)
    yield VERIFIERS[0].verify({"user_id": JANE["id"], "user_hash": "0" * 64}).refusal
    yield visitorseal.inspect_token(signed.signature)
    yield from visitorseal.Signer("reamaze", SHORT).warnings
    wrong = {"phone": JANE["name"], "name": ["Jane Doe"], "attributes": {"plan": [b"Jane Doe"]}}
    yield from SIGNERS[0].sign_many([{**JANE, field: value} for field, value in wrong.items()])
    explanation = visitorseal.explain("bookbag", SECRET, {"user_id": JANE["id"], "user_hash": "0" * 64})
    yield from (explanation, *explanation.findings)
    for name in visitorseal.schemes():
        yield from (visitorseal.scheme(name), *visitorseal.scheme(name).settings)


PERSONAL = [JANE["id"], JANE["email"], JANE["name"], JANE["phone"], JANE["avatar"], "growth"]
HIDDEN = [SECRET, *PRIVATE.splitlines()[1:-1], SHORT, *PERSONAL]


@pytest.mark.parametrize("thing", [*HOLDERS, *shown()], ids=lambda thing: type(thing).__name__)
def test_no_repr_shows_a_secret_or_a_visitor(thing):
    assert not [text for text in HIDDEN if text in repr(thing)]


@pytest.mark.parametrize("thing", HOLDERS, ids=lambda thing: type(thing).__name__)
def test_objects_with_a_secret_cannot_be_copied_or_pickled(thing):
    protocols = range(pickle.HIGHEST_PROTOCOL + 1)
    pickled = [functools.partial(pickle.dumps, protocol=protocol) for protocol in protocols]
    for copied in (copy.copy, copy.deepcopy, lambda thing: copy.deepcopy([thing]), *pickled):
        with pytest.raises(TypeError, match="holds a secret"):
            copied(thing)


@pytest.mark.parametrize("thing", HOLDERS, ids=lambda thing: type(thing).__name__)
def test_objects_with_a_secret_cannot_be_changed_or_inherited_from(thing):
    for name in ("scheme", "kid", "other"):
        with pytest.raises(AttributeError):
            setattr(thing, name, 1)
    with pytest.raises(TypeError):
        type("Mine", (type(thing),), {})


LEAKS = {
    "scheme": lambda: visitorseal.Signer(5, SECRET),
    "unknown-scheme": lambda: visitorseal.Signer("no_such_vendor", SECRET),
    "bytearray": lambda: visitorseal.Signer("bookbag", bytearray(SECRET.encode())),
    "list": lambda: visitorseal.Signer("bookbag", [SECRET]),
    "dict": lambda: visitorseal.Signer("bookbag", {"secret": SECRET}),
    "swapped": lambda: visitorseal.Signer(SECRET, "bookbag"),
    "too-many": lambda: visitorseal.Signer("bookbag", SECRET, SECRET),
    "surrogate": lambda: visitorseal.Signer("bookbag", SECRET + "\ud800"),
    "nul": lambda: visitorseal.Signer("bookbag", SECRET + "\0"),
    "not-utf-8": lambda: visitorseal.Signer("bookbag", SECRET.encode() + b"\xff"),
    "setting": lambda: visitorseal.Signer("thread", SECRET, app_id=[]),
    "no-pem": lambda: visitorseal.Signer("orlo", SECRET),
    "broken-pem": lambda: visitorseal.Signer("orlo", PRIVATE.replace("M", "N")),
    "private-key": lambda: visitorseal.Verifier("orlo", PRIVATE),
    "private-key-as-secret": lambda: visitorseal.Signer("bookbag", PRIVATE),
    "key-in-set": lambda: visitorseal.Verifier("bookbag", {SECRET}),
    "key-in-list": lambda: visitorseal.Verifier("bookbag", [[SECRET]]),
    "key-of-no-type": lambda: visitorseal.Key([SECRET]),
    "kid": lambda: visitorseal.Verifier("orlo", visitorseal.Key(PUBLIC + SECRET, kid="\n")),
    "policy": lambda: visitorseal.Verifier("bookbag", SECRET, policy=5),
    "leeway": lambda: visitorseal.Verifier("bookbag", SECRET, leeway=2**70),
    "explain": lambda: visitorseal.explain("bookbag", [[SECRET]], {}),
    "pickle": lambda: pickle.dumps(SIGNERS[0]),
}


@pytest.mark.parametrize("call", LEAKS.values(), ids=LEAKS)
def test_no_error_contains_a_secret(call):
    with pytest.raises((visitorseal.Error, TypeError, OverflowError)) as caught:
        call()
    error = caught.value
    said = f"{error} {error!r} {vars(error)} {error.__cause__!r} {error.__context__!r}"
    assert not [text for text in HIDDEN if text in said]
