"""Visitors of plain dicts are read in a quicker way than others, with the same result."""

import collections
import enum
import json
import math
import types

import pytest
import visitorseal
from samples import JANE, SECRET, digest

BOOKBAG = visitorseal.Signer("bookbag", SECRET)


class Text(str):
    pass


class Plan(str, enum.Enum):
    GROWTH = "growth"


class Level(enum.IntEnum):
    HIGH = 3


# The quick way is for dicts only.
SLOWLY = {
    "UserDict": collections.UserDict,
    "OrderedDict": collections.OrderedDict,
    "proxy": types.MappingProxyType,
    "in a dict of a class": lambda visitor: collections.defaultdict(list, visitor),
}
ATTRIBUTES = {
    "none": {},
    "text": {"plan": "growth", "empty": ""},
    "characters": {"J\u00e4ne \u65e5\u672c": "\U0001f642 \u2028 </script> \"\\\n"},
    "numbers": {"a": 0, "b": -1, "c": 2**63 - 1, "d": -(2**63), "e": 0.5, "f": -1e-7, "g": True, "h": False, "i": None},
    "beyond 63 bits": {"a": 2**64 - 1},
    "of a class": {Text("a"): Text("b"), "c": Level.HIGH, "d": Plan.GROWTH},
    "nested": {"a": {"b": [1, {"c": "d"}]}, "e": [], "f": {}},
    "a few": {f"a{number}": f"b{number}" for number in range(16)},
    "more": {f"a{number}": number for number in range(17)},
    "as many as there may be": {f"a{number}": number for number in range(256)},
}


def fields_of(visitor):
    """Bookbag's fields by Python's own library."""
    metadata = {key: visitor[key] for key in ("name", "email") if key in visitor} | visitor.get("attributes", {})
    fields = {"user_id": str(visitor["id"]), "user_hash": digest(str(visitor["id"]))}
    return json.dumps(fields | ({"user_metadata": metadata} if metadata else {}), separators=(",", ":"))


@pytest.mark.parametrize("attributes", ATTRIBUTES.values(), ids=ATTRIBUTES)
@pytest.mark.parametrize("id", ["user-123", Text("user-123"), 7, Level.HIGH.value, "J\u00e4ne", -(2**63)])
def test_a_visitor_is_signed_as_it_is_in_whatever_mapping_it_comes(id, attributes):
    visitor = {"id": id, "name": "Jane <Doe>", "email": "jane@example.com", "attributes": attributes}
    expected = json.loads(fields_of(visitor))
    assert BOOKBAG.sign(visitor).fields == BOOKBAG.sign(**visitor).fields == expected
    assert BOOKBAG.sign({"id": "another", "email": "a@example.com"} | {"name": "x"}, **visitor).fields == expected
    quickly = BOOKBAG.sign(visitor).fields_json
    for slowly in SLOWLY.values():
        assert BOOKBAG.sign(slowly(visitor)).fields_json == quickly
        assert BOOKBAG.sign({**visitor, "attributes": slowly(attributes)}).fields_json == quickly
    assert [signed.fields for signed in BOOKBAG.sign_many([visitor, collections.UserDict(visitor)])] == [expected] * 2


def test_a_member_of_none_is_not_there_and_takes_back_the_one_before():
    given = {"id": "1", "name": "Jane", "phone": "+14155552671", "attributes": {"plan": "growth"}}
    nothing = {"name": None, "phone": None, "avatar": None, "attributes": None}
    expected = {"user_id": "1", "user_hash": digest("1")}
    assert BOOKBAG.sign({"id": "1"} | nothing).fields == BOOKBAG.sign(id="1", **nothing).fields == expected
    assert BOOKBAG.sign(given, **nothing).fields == expected
    assert BOOKBAG.sign(nothing, id="1").fields == expected
    assert BOOKBAG.sign(given, id="2").signature == digest("2")
    for identifier in "id", "email":
        with pytest.raises(visitorseal.VisitorError, match="field_missing"):
            BOOKBAG.sign(given, **{identifier: None})


WRONG = {
    "true as an id": ({"id": True}, "field_type", "id"),
    "number as a name": ({"id": "1", "name": 5}, "field_type", "name"),
    "unknown": ({"id": "1", "uuid": "2"}, "field_unknown", "uuid"),
    "dict as a name": ({"id": "1", "name": {"first": "Jane"}}, "field_type", "name"),
    "text as attributes": ({"id": "1", "attributes": "plan"}, "field_type", "attributes"),
    "half a pair": ({"id": "\ud83d"}, "field_invalid", "id"),
    "half a pair in a key": ({"id": "1", "attributes": {"\ud83d": 1}}, "field_invalid", "attributes"),
    "nul": ({"id": "1", "attributes": {"a": "\0"}}, "field_invalid", "attributes.a"),
    "prototype": ({"id": "1", "attributes": {"__proto__": "a"}}, "attribute_key", "attributes.__proto__"),
    "not a number": ({"id": "1", "attributes": {"a": math.nan}}, "field_type", "attributes.a"),
    "large": ({"id": "1", "name": "x" * 65_536}, "visitor_too_large", None),
    "large together": ({"id": 1, "attributes": {f"{key}": "x" * 4200 for key in range(16)}}, "visitor_too_large", None),
    "huge": ({"id": "x" * 10_000_000}, "visitor_too_large", None),
    "key of no text": ({"id": "1", "attributes": {1: 2}}, "field_type", "attributes"),
}


@pytest.mark.parametrize("visitor, code, field", WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_dict_is_wrong_with_every_mapping(visitor, code, field):
    for mapping in visitor, collections.UserDict(visitor):
        with pytest.raises(visitorseal.VisitorError) as caught:
            BOOKBAG.sign(mapping)
        assert (caught.value.code, caught.value.field) == (code, field)
        first, wrong, last = BOOKBAG.sign_many([JANE, mapping, JANE])
        assert (wrong.code, wrong.field) == (code, field)
        assert first.signature == last.signature == digest("user-123")


def test_a_dict_that_an_iterator_uses_again_is_signed_as_it_was_each_time():
    for kind in dict, collections.UserDict:

        def visitors():
            row = kind()
            for number in range(1000):
                row.update(id=f"user-{number}", attributes={"number": number})
                yield row

        signed = BOOKBAG.sign_many(visitors())
        expected = [fields_of({"id": f"user-{number}", "attributes": {"number": number}}) for number in range(1000)]
        assert [each.fields_json for each in signed] == expected
