"""Which of Python's values a visitor may hold, and which errors others raise. Attributes: see test_values.py."""

import collections
import datetime
import decimal
import enum
import json
import math
import types
import uuid

import pytest
import visitorseal
from samples import JANE, SECRET, digest

BOOKBAG = visitorseal.Signer("bookbag", SECRET)
UUID = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


class Text(str):
    def __str__(self):
        return "not the text that it holds"


class Plan(str, enum.Enum):
    GROWTH = "growth"


class Number(enum.IntEnum):
    SEVEN = 7


class Index:
    """A whole number as NumPy's are."""

    def __index__(self):
        return 42


class Lazy:
    """Lazy text as Django's translations are: its class inherits from Promise."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        if isinstance(self.text, Exception):
            raise self.text
        return self.text


class Proxy(Lazy):
    """Lazy text as the proxies of Django and Werkzeug are: its `__class__` is `str`."""

    @property
    def __class__(self):
        return str


class OtherId(uuid.UUID):
    pass


class Query(dict):
    """A key has many values, and `items` gives the last, as in Django's QueryDict."""

    def __getitem__(self, key):
        return super().__getitem__(key)[-1]

    def items(self):
        return ((key, self[key]) for key in self)


def lazy(text):
    promise = type("Promise", (Lazy,), {"__module__": "django.utils.functional"})
    return type("__proxy__", (promise,), {})(text)


TEXTS = {
    "text": ("user-123", "user-123"),
    "int": (42, "42"),
    "negative": (-42, "-42"),
    "zero": (0, "0"),
    "signed-64-bits": (-(2**63), "-9223372036854775808"),
    "unsigned-64-bits": (2**64 - 1, "18446744073709551615"),
    "int-enum": (Number.SEVEN, "7"),
    "index": (Index(), "42"),
    "uuid": (UUID, "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
    "uuid-subclass": (OtherId(UUID.hex), "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
    "str-subclass": (Text("user-123"), "user-123"),
    "str-enum": (Plan.GROWTH, "growth"),
    "lazy": (lazy("später"), "später"),
    "proxy": (Proxy("user-123"), "user-123"),
}


@pytest.mark.parametrize("value, text", TEXTS.values(), ids=TEXTS)
def test_an_id_is_signed_as_its_text(value, text):
    fields = BOOKBAG.sign(id=value).fields
    assert fields == {"user_id": text, "user_hash": digest(text)}
    assert type(fields["user_id"]) is str


REFUSED = {
    "none": (None, "field_missing"),
    "empty": ("", "field_empty"),
    "true": (True, "field_type"),
    "float": (42.0, "field_type"),
    "nan": (math.nan, "field_type"),
    "infinity": (math.inf, "field_type"),
    "decimal": (decimal.Decimal(42), "field_type"),
    "bytes": (b"user-123", "field_type"),
    "bytearray": (bytearray(b"user-123"), "field_type"),
    "datetime": (datetime.datetime(2026, 11, 20), "field_type"),
    "beyond-64-bits": (2**64, "field_type"),
    "below-64-bits": (-(2**63) - 1, "field_type"),
    "beyond-a-double": (10**400, "field_type"),
    "list": (["user-123"], "field_type"),
    "dict": ({"id": "user-123"}, "field_type"),
    "object": (object(), "field_type"),
    "class": (str, "field_type"),
    "lazy-look-alike": (Lazy("user-123"), "field_type"),
    "lone-surrogate": ("user-\ud800", "field_invalid"),
    "lazy-lone-surrogate": (lazy("user-\ud800"), "field_invalid"),
}


@pytest.mark.parametrize("value, code", REFUSED.values(), ids=REFUSED)
def test_an_id_that_is_no_text_is_an_error(value, code):
    with pytest.raises(visitorseal.VisitorError) as caught:
        BOOKBAG.sign(id=value)
    assert (caught.value.code, caught.value.field) == (code, "id")


@pytest.mark.parametrize("scheme, field", [("reamaze", "id"), ("reamaze", "email"), ("fernand", "email")])
def test_an_identifier_that_is_none_is_missing(scheme, field):
    with pytest.raises(visitorseal.VisitorError) as caught:
        visitorseal.Signer(scheme, SECRET).sign(JANE, **{field: None})
    assert (caught.value.code, caught.value.field) == ("field_missing", field)


@pytest.mark.parametrize("field", ["name", "phone", "avatar", "attributes"])
def test_an_optional_field_may_be_none(field):
    assert BOOKBAG.sign(id=1, **{field: None}).fields == BOOKBAG.sign(id=1).fields


@pytest.mark.parametrize("visitor", [{"user_id": "1"}, {"id": 1, "e-mail": ""}, {"id": 1, "now": 5}])
def test_an_unknown_member_is_an_error(visitor):
    with pytest.raises(visitorseal.VisitorError) as caught:
        BOOKBAG.sign(visitor)
    assert (caught.value.code, caught.value.field) == ("field_unknown", list(visitor)[-1])


MAPPINGS = {
    "dict": dict,
    "ordered": collections.OrderedDict,
    "default": lambda members: collections.defaultdict(list, members),
    "proxy": types.MappingProxyType,
    "user-dict": collections.UserDict,
    "chain": lambda members: collections.ChainMap({}, members),
    "query": lambda members: Query({key: ["of no effect", value] for key, value in members.items()}),
}


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=MAPPINGS)
def test_any_mapping_is_a_visitor(mapping):
    assert BOOKBAG.sign(mapping(JANE)).fields == BOOKBAG.sign(JANE).fields


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=MAPPINGS)
def test_any_mapping_holds_attributes_in_its_order(mapping):
    attributes = {"z": 1, "a": {"y": 2, "b": 3}, "m": 4}
    given = mapping({**attributes, "a": mapping(attributes["a"])})
    metadata = BOOKBAG.sign(id=1, attributes=given).fields["user_metadata"]
    assert json.dumps(metadata) == json.dumps(attributes)


@pytest.mark.parametrize("visitor", [5, "user-123", b"{}", ["id"], {"id"}, object(), dict, lambda: {"id": 1}])
def test_a_visitor_must_be_a_mapping(visitor):
    with pytest.raises(visitorseal.VisitorError) as caught:
        BOOKBAG.sign(visitor)
    assert (caught.value.code, caught.value.field) == ("visitor_malformed", None)


def test_keyword_arguments_add_to_a_mapping():
    assert BOOKBAG.sign({"id": "user-123"}, name="Jane Doe").fields["user_metadata"] == {"name": "Jane Doe"}


def test_keyword_arguments_win_over_a_mapping():
    assert BOOKBAG.sign({"id": "of no effect"}, id="user-123").signature == digest("user-123")


def test_values_keep_their_types_and_their_order():
    attributes = {
        "text": "é\u2028</script>",
        "lazy": "später",
        "int": 7,
        "large": 2**64 - 1,
        "true": True,
        "float": 1.5,
        "whole": 2.0,
        "none": None,
        "list": [1, [2, {"b": 3, "a": 4}]],
        "tuple": [1, 2],
        "empty": {},
    }
    given = {**attributes, "lazy": lazy("später"), "tuple": (1, 2)}
    assert json.dumps(BOOKBAG.sign(id=1, attributes=given).fields["user_metadata"]) == json.dumps(attributes)


def holding_itself(container, put):
    put(container, container)
    return container


INVALID = {
    "bytes": ({"a": b"x"}, "field_type", "attributes.a"),
    "time-without-zone": ({"plan": {"since": datetime.datetime(2026, 11, 20)}}, "field_type", "attributes.plan"),
    "nested-bytes": ({"a": {"b": {"c": b"x"}}}, "field_type", "attributes.a"),
    "set": ({"a": {1, 2}}, "field_type", "attributes.a"),
    "nan": ({"a": [1, math.nan]}, "field_type", "attributes.a"),
    "infinity": ({"a": -math.inf}, "field_type", "attributes.a"),
    "lone-surrogate": ({"a": {"b": "\udfff"}}, "field_invalid", "attributes.a"),
    "key-surrogate": ({"a": {"\ud800": 1}}, "field_invalid", "attributes.a"),
    "key-int": ({"a": {5: 1}}, "field_type", "attributes.a"),
    "key-none": ({None: 1}, "field_type", "attributes"),
    "key-bytes": ({b"a": 1}, "field_type", "attributes"),
    "prototype": ({"__proto__": 1}, "attribute_key", "attributes.__proto__"),
    "reserved": ({"email": "jane@example.com"}, "attribute_reserved", "attributes.email"),
    "number": ({"a": 2**64}, "number_too_large", "attributes.a"),
    "negative": ({"a": -(10**400)}, "number_too_large", "attributes.a"),
    "many": ({f"a{number}": number for number in range(257)}, "attributes_too_many", None),
    "list-in-itself": ({"a": holding_itself([], list.append)}, "attribute_too_deep", "attributes.a"),
}


@pytest.mark.parametrize("attributes, code, field", INVALID.values(), ids=INVALID)
def test_an_error_names_the_attribute_that_json_cannot_hold(attributes, code, field):
    with pytest.raises(visitorseal.VisitorError) as caught:
        BOOKBAG.sign(id=1, attributes=attributes)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_a_dict_that_holds_itself_is_too_deep():
    attributes = holding_itself({}, lambda outer, inner: outer.update(self=inner))
    with pytest.raises(visitorseal.VisitorError, match="attribute_too_deep") as caught:
        BOOKBAG.sign(id=1, attributes=attributes)
    assert caught.value.field == "attributes.self"


def test_a_dict_that_its_own_values_change_is_signed_as_it_was():
    attributes = {}

    class Changing(collections.UserDict):
        def items(self):
            attributes.clear()
            attributes.update({f"later {number}": number for number in range(100)})
            return super().items()

    attributes.update(first=Changing(plan="growth"), second=2)
    fields = BOOKBAG.sign(id=1, attributes=attributes).fields
    assert fields["user_metadata"] == {"first": {"plan": "growth"}, "second": 2}


def doubled(value, times):
    for _ in range(times):
        value = [value, value]
    return value


@pytest.mark.parametrize(
    "value",
    [["x" * 1000] * 1_000_000, doubled("", 30), "x" * 10_000_000, dict.fromkeys(map(str, range(100_000)))],
    ids=["shared-text", "shared-lists", "text", "dict"],
)
def test_a_huge_value_is_refused_quickly(value):
    with pytest.raises(visitorseal.VisitorError, match="visitor_too_large"):
        BOOKBAG.sign(id=1, attributes={"a": value})


class Own(Exception):
    pass


@pytest.mark.parametrize("field", ["id", "email", "name", "phone", "avatar", "attributes"])
def test_a_field_whose_own_code_raises_is_an_error_without_the_exceptions_message(field):
    with pytest.raises(visitorseal.VisitorError) as caught:
        BOOKBAG.sign({"id": 1, field: lazy(Own("jane@example.com"))})
    error = caught.value
    assert (error.code, error.field) == ("field_type", field)
    assert error.__cause__ is None and error.__context__ is None
    assert "jane@example.com" not in f"{error} {error!r}"


def test_of_many_visitors_one_whose_own_code_raises_is_its_own_error_only():
    first, second = BOOKBAG.sign_many([{"id": lazy(Own())}, {"id": 1}])
    assert (first.code, first.field) == ("field_type", "id")
    assert second.signature == digest("1")


def test_a_keyword_argument_of_none_replaces_the_mappings_member():
    given = {"id": 1, "name": "Jane", "attributes": {"plan": "growth"}}
    assert "user_metadata" not in BOOKBAG.sign(given, name=None, attributes=None).fields


def test_an_exception_of_a_lazy_visitor_is_raised():
    class Lazily:
        @property
        def __class__(self):
            raise Own

    with pytest.raises(Own):
        BOOKBAG.sign(Lazily())
