"""Every parameter of every public call gets values of wrong types: the call raises an error and never crashes."""

import inspect
import math

import pytest
import visitorseal
from samples import JANE, NOW, PRIVATE, PUBLIC, SECRET
from vectors import CLASSES, KINDS
from visitorseal import Key, Scheme, Signer, Verifier


class Own(Exception):
    """Only the objects below raise it."""


def fail(self, *arguments):
    raise Own


def broken(*names, base=object):
    return type("Broken", (base,), {name: fail for name in names})()


def claims_to_be(*, pairs):
    """A mapping whose `items` gives no pairs."""
    return type("Claiming", (dict,), {"items": lambda self: pairs})(id=1)


ODD = {
    "none": None,
    "object": object(),
    "class": dict,
    "type": type,
    "five": 5,
    "negative": -1,
    "huge": 10**400,
    "fraction": 1.5,
    "nan": math.nan,
    "infinity": math.inf,
    "true": True,
    "ellipsis": ...,
    "empty-bytes": b"",
    "bytes": b"\xff\0",
    "bytearray": bytearray(b"x"),
    "memoryview": memoryview(b"x"),
    "empty": "",
    "nul": "\0",
    "lone-surrogate": "\ud800",
    "long": "x" * 100_000,
    "list": [],
    "list-of-odd": [None, 5, b"\xff", "\ud800", object()],
    "tuple": ("a", "b"),
    "dict": {},
    "dict-of-odd": {5: 6},
    "set": {1},
    "range": range(3),
    "generator": (item for item in ()),
    "lambda": lambda: 5,
    "module": math,
    "exception": Own("never raised"),
    "key": Key(SECRET),
    "scheme": visitorseal.scheme("thread"),
    "signer": Signer("bookbag", SECRET),
    "str-raises": broken("__str__", "__repr__"),
    "index-raises": broken("__index__", "__int__"),
    "float-raises": broken("__float__"),
    "iter-raises": broken("__iter__", "__len__"),
    "getattr-raises": broken("__getattribute__"),
    "str-subclass-raises": broken("__str__", "__len__", "__hash__", base=str),
    "dict-raises": broken("items", "__iter__", "__len__", "__getitem__", base=dict),
    "list-raises": broken("__iter__", "__len__", "__getitem__", base=list),
    "int-raises": broken("__index__", "__int__", "__float__", base=int),
    "float-subclass-raises": broken("__float__", base=float),
    "no-items": claims_to_be(pairs=5),
    "items-of-no-pairs": claims_to_be(pairs=[5]),
    "items-of-three": claims_to_be(pairs=[("id", 1, 2)]),
    "items-of-lists": claims_to_be(pairs=[["id", 1]]),
}

BOOKBAG = Signer("bookbag", SECRET)
REAMAZE = Signer("reamaze", SECRET)
ORLO = Signer("orlo", PRIVATE, embed_code="<script>JWT_TOKEN</script>")
VERIFIER = Verifier("bookbag", SECRET)
SIGNED = BOOKBAG.sign(JANE)
FIELDS = SIGNED.fields
CONTACT = VERIFIER.verify(FIELDS).contact()

# By the name of the call and that of the parameter.
CALLS = {
    ("Scheme.parse", "toml"): Scheme.parse,
    ("scheme", "name"): visitorseal.scheme,
    ("Key", "key"): Key,
    ("Key", "key", "used"): lambda odd: Verifier("bookbag", Key(odd)),
    ("Key", "kid"): lambda odd: Key(PUBLIC, kid=odd),
    ("Key", "kid", "used"): lambda odd: Verifier("orlo", Key(PUBLIC, kid=odd)),
    ("Page", "scheme"): lambda odd: visitorseal.Page(odd),
    ("Page", "settings"): lambda odd: visitorseal.Page("thread", app_id=odd),
    ("Page.prefill", "visitor"): visitorseal.Page("reamaze").prefill,
    ("Page.prefill", "fields"): lambda odd: visitorseal.Page("reamaze").prefill(name=odd),
    ("Page.forget_script", "nonce"): visitorseal.Page("bookbag").forget_script,
    ("Page.anonymous_script", "nonce"): visitorseal.Page("bookbag").anonymous_script,
    ("Signer", "scheme"): lambda odd: Signer(odd, SECRET),
    ("Signer", "secret"): lambda odd: Signer("bookbag", odd),
    ("Signer", "secret", "key"): lambda odd: Signer("orlo", odd),
    ("Signer", "settings"): lambda odd: Signer("thread", SECRET, app_id=odd),
    ("Signer", "settings", "seconds"): lambda odd: Signer("orlo", PRIVATE, lifetime=odd),
    ("Signer", "settings", "unknown"): lambda odd: Signer("bookbag", SECRET, unknown=odd),
    ("Signer.sign", "visitor"): BOOKBAG.sign,
    ("Signer.sign", "visitor", "rsa"): ORLO.sign,
    **{("Signer.sign", "fields", name): lambda odd, name=name: REAMAZE.sign(JANE, **{name: odd})
       for name in (*JANE, "unknown")},
    ("Signer.sign", "fields", "nested"): lambda odd: BOOKBAG.sign(id=1, attributes={"a": [{"b": odd}]}),
    ("Signer.sign", "now"): lambda odd: ORLO.sign(JANE, now=odd),
    ("Signer.sign_many", "visitors"): BOOKBAG.sign_many,
    ("Signer.sign_many", "visitors", "one"): lambda odd: BOOKBAG.sign_many([JANE, odd]),
    ("Signer.sign_many", "now"): lambda odd: BOOKBAG.sign_many([JANE], now=odd),
    ("Signer.prefill", "visitor"): REAMAZE.prefill,
    ("Signer.prefill", "fields"): lambda odd: REAMAZE.prefill(name=odd),
    ("Signer.digest", "message"): BOOKBAG.digest,
    ("Signer.digest_many", "messages"): BOOKBAG.digest_many,
    ("Signer.digest_many", "messages", "one"): lambda odd: BOOKBAG.digest_many(["a", odd]),
    ("Signer.forget_script", "nonce"): BOOKBAG.forget_script,
    ("Signer.anonymous_script", "nonce"): BOOKBAG.anonymous_script,
    ("Signed.script", "nonce"): SIGNED.script,
    ("Signed.element", "endpoint"): SIGNED.element,
    ("Verifier", "scheme"): lambda odd: Verifier(odd, SECRET),
    ("Verifier", "keys"): lambda odd: Verifier("bookbag", odd),
    ("Verifier", "keys", "one"): lambda odd: Verifier("orlo", [PUBLIC, odd]),
    ("Verifier", "policy"): lambda odd: Verifier("bookbag", SECRET, policy=odd),
    ("Verifier", "leeway"): lambda odd: Verifier("bookbag", SECRET, leeway=odd),
    ("Verifier", "max_token"): lambda odd: Verifier("bookbag", SECRET, max_token=odd),
    ("Verifier", "settings"): lambda odd: Verifier("thread", SECRET, app_id=odd),
    ("Verifier.verify", "fields"): VERIFIER.verify,
    ("Verifier.verify", "fields", "one"): lambda odd: VERIFIER.verify(FIELDS | {"user_metadata": {"a": odd}}),
    ("Verifier.verify", "fields", "signature"): lambda odd: VERIFIER.verify({**FIELDS, "user_hash": odd}),
    ("Verifier.verify", "now"): lambda odd: VERIFIER.verify(FIELDS, now=odd),
    ("Verifier.verify_json", "body"): VERIFIER.verify_json,
    ("Verifier.verify_json", "now"): lambda odd: VERIFIER.verify_json("{}", now=odd),
    ("Contact.fill", "text"): CONTACT.fill,
    ("explain", "scheme"): lambda odd: visitorseal.explain(odd, SECRET, FIELDS),
    ("explain", "keys"): lambda odd: visitorseal.explain("bookbag", odd, FIELDS),
    ("explain", "fields"): lambda odd: visitorseal.explain("bookbag", SECRET, odd),
    ("explain", "fields", "one"): lambda odd: visitorseal.explain("bookbag", SECRET, {"user_hash": odd}),
    ("explain", "now"): lambda odd: visitorseal.explain("bookbag", SECRET, FIELDS, now=odd),
    ("explain", "leeway"): lambda odd: visitorseal.explain("bookbag", SECRET, FIELDS, leeway=odd),
    ("explain", "max_token"): lambda odd: visitorseal.explain("bookbag", SECRET, FIELDS, max_token=odd),
    ("explain", "visitor"): lambda odd: visitorseal.explain("bookbag", SECRET, FIELDS, visitor=odd),
    ("explain", "visitor", "one"): lambda odd: visitorseal.explain("bookbag", SECRET, FIELDS, visitor={"id": odd}),
    ("explain", "settings"): lambda odd: visitorseal.explain("thread", SECRET, {}, app_id=odd),
    ("inspect_token", "token"): visitorseal.inspect_token,
}


def calls():
    """Every public native call, by name."""
    for name in visitorseal.__all__:
        thing = getattr(visitorseal, name)
        if inspect.isbuiltin(thing):
            yield name, thing
        elif inspect.isclass(thing) and not issubclass(thing, (visitorseal.Error, str)):
            if "__new__" in vars(thing):
                yield name, thing
            for member in vars(thing):
                if not member.startswith("_") and callable(getattr(thing, member)):
                    yield f"{name}.{member}", getattr(thing, member)


def test_every_parameter_of_every_call_is_tried():
    pairs = {(name, parameter) for name, call in calls() for parameter in inspect.signature(call).parameters}
    assert {name[:2] for name in CALLS} == {pair for pair in pairs if pair[1] != "self"}


# Where isinstance() itself raises, the exception is ignored, with a warning.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
# By name: pytest inspects its parameters, and some of these raise when they are inspected.
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("call", CALLS, ids="-".join)
def test_an_odd_value_gives_a_result_or_a_documented_error(call, odd):
    try:
        said = repr(CALLS[call](ODD[odd]))
    except visitorseal.Error as error:
        assert type(error) is CLASSES[KINDS[error.code]]
        assert error.code != "panic"
        said = f"{error} {error!r}"
    except (TypeError, OverflowError, Own) as error:
        said = f"{error} {error!r}"
    assert SECRET not in said
