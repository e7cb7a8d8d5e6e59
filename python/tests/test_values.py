"""The values of tests/vectors/values.json, in attributes: each is written by one rule in every language."""

import collections
import datetime
import decimal
import enum
import json
import math
import uuid
from datetime import timedelta, timezone

import pytest
import vectors
import visitorseal
from samples import SECRET

VALUES = vectors.read("values")
CASES = {case["value"]: case for case in VALUES["cases"]}
SIGNER = visitorseal.Signer("bookbag", SECRET)
MORNING = datetime.datetime(2026, 11, 28, 9, 30, tzinfo=timezone.utc)


def zone(hours, minutes=0):
    return timezone(timedelta(hours=hours, minutes=minutes))


def nested(depth):
    value = []
    for _ in range(depth - 1):
        value = [value]
    return value


def cycle():
    value = []
    value.append(value)
    return value


class Plan(enum.Enum):
    GROWTH = "growth"
    SEATS = 3
    BARE = object()


class TextPlan(str, enum.Enum):
    GROWTH = "growth"


class NumberPlan(enum.IntEnum):
    SEATS = 3


class OwnTime(datetime.datetime):
    """As pandas' times are: `isoformat` writes nanoseconds."""

    def isoformat(self, *arguments, **keywords):
        return "2026-11-28T09:30:00.123456789+00:00"


class London(datetime.tzinfo):
    """A zone that is no `timezone` and is at UTC in winter."""

    def utcoffset(self, time):
        return timedelta(0)

    def dst(self, time):
        return timedelta(0)

    def tzname(self, time):
        return "GMT"


# Python's values for each symbol.
PYTHON = {
    "null": [None],
    "boolean": [True],
    "integer": [42],
    "integer_largest_signed": [2**63 - 1],
    "fraction": [1.5],
    "text": ["Jérôme"],
    "list": [[1, "a"], (1, "a")],
    "map": [{"b": 1, "a": 2}, collections.OrderedDict(b=1, a=2)],
    "nested_32": [nested(32)],
    "time_utc": [MORNING, MORNING.replace(tzinfo=zone(0)), MORNING.replace(tzinfo=London())],
    "time_offset": [MORNING.replace(tzinfo=zone(2))],
    "time_negative_offset": [MORNING.replace(tzinfo=zone(-3, -30))],
    "time_tenth": [MORNING.replace(microsecond=100_000)],
    "time_micro": [MORNING.replace(microsecond=123)],
    "time_nano": [OwnTime(2026, 11, 28, 9, 30, 0, 123_456, tzinfo=timezone.utc)],
    "date": [datetime.date(2026, 11, 28)],
    "uuid": [uuid.UUID("123e4567-e89b-12d3-a456-426614174000")],
    "enum_text": [Plan.GROWTH, TextPlan.GROWTH],
    "enum_number": [Plan.SEATS, NumberPlan.SEATS],
    "decimal": [decimal.Decimal("12.50")],
    "decimal_exponent": [decimal.Decimal("1E+3")],
    "decimal_small": [decimal.Decimal("1.2E-7")],
    "time_without_zone": [datetime.datetime(2026, 11, 28, 9, 30)],
    "time_of_day": [datetime.time(9, 30), datetime.time(9, 30, tzinfo=timezone.utc)],
    "enum_bare": [Plan.BARE],
    "nan": [math.nan],
    "infinity": [math.inf, -math.inf],
    "decimal_nan": [decimal.Decimal("NaN"), decimal.Decimal("sNaN"), decimal.Decimal("Infinity")],
    "integer_beyond_64_bits": [2**64, -(2**63) - 1, 10**400],
    "object": [object(), timedelta(days=1)],
    "function": [nested, lambda: 5, "".join],
    "bytes": [b"growth", bytearray(b"growth"), memoryview(b"growth")],
    "set": [{1}, frozenset()],
    "invalid_text": ["\ud800"],
    "invalid_key": [{"\ud800": 1}],
    "key_not_text": [{5: 1}, {None: 1}, {(1, 2): 3}],
    "proto_key": [{"__proto__": 1}],
    "nul": ["a\0b"],
    "nested_33": [nested(33)],
    "cycle": [cycle()],
    "text_too_large": ["x" * 70_000],
}
NO_PROTOCOL = "Python has no method by which an object writes itself as JSON"
ABSENT = {
    "writes_text": NO_PROTOCOL,
    "writes_number": NO_PROTOCOL,
    "writes_boolean": NO_PROTOCOL,
    "writes_object": NO_PROTOCOL,
    "writes_list": NO_PROTOCOL,
}
ALONE = {"nested_32", "nested_33", "cycle"}
PLACES = {
    "itself": (lambda value: value, "%s"),
    "in-list": (lambda value: [value], "[%s]"),
    "in-map": (lambda value: {"inner": value}, '{"inner":%s}'),
}
EACH = [
    pytest.param(name, value, place, id=f"{name}-{number}-{place}")
    for name, values in PYTHON.items()
    for number, value in enumerate(values)
    for place in PLACES
    if place == "itself" or name not in ALONE
]


def test_every_symbol_has_a_value_or_a_reason_why_python_lacks_it():
    assert {*PYTHON} | {*ABSENT} == set(CASES)
    assert not {*PYTHON} & {*ABSENT}
    assert all(PYTHON.values()) and all(ABSENT.values())


def compact(value):
    return json.dumps(value, separators=(",", ":"))


@pytest.mark.parametrize(("name", "value", "place"), EACH)
def test_an_attribute_is_written_or_refused_by_the_rule(name, value, place):
    case, (within, written) = CASES[name], PLACES[place]

    def sign():
        return SIGNER.sign(id="1", attributes={"odd": within(value)}).fields["user_metadata"]["odd"]

    if "json" in case:
        assert compact(sign()) == written % case["json"]
        return
    with pytest.raises(visitorseal.VisitorError) as caught:
        sign()
    assert (caught.value.code, caught.value.field) == (case["code"], case["field"])
    assert caught.value.reason


@pytest.mark.parametrize("name", VALUES["long_names"], ids=lambda name: name["about"])
@pytest.mark.parametrize("value", [object(), "a\0b"], ids=["read-here", "read-by-the-core"])
def test_a_name_in_an_error_is_short_and_breaks_no_line(name, value):
    with pytest.raises(visitorseal.VisitorError) as caught:
        SIGNER.sign(id="1", attributes={name["name"]: value})
    assert caught.value.field == f"attributes.{name['shown']}"


@pytest.mark.parametrize("field", ["id", "name", "phone"])
@pytest.mark.parametrize("value", [MORNING, MORNING.date(), Plan.GROWTH, decimal.Decimal("1")], ids=repr)
def test_only_attributes_take_such_values(field, value):
    with pytest.raises(visitorseal.VisitorError) as caught:
        SIGNER.sign({"id": "1", field: value})
    assert (caught.value.code, caught.value.field) == ("field_type", field)


def test_an_id_may_be_a_uuid():
    assert SIGNER.sign(id=PYTHON["uuid"][0]).fields["user_id"] == "123e4567-e89b-12d3-a456-426614174000"


def test_fields_from_a_browser_may_not_hold_such_values():
    fields = SIGNER.sign(id="1").fields
    with pytest.raises(visitorseal.Refused, match="fields_malformed"):
        visitorseal.Verifier("bookbag", SECRET).verify({**fields, "user_metadata": {"since": MORNING}})


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (timedelta(minutes=53, seconds=28), "2026-11-28T08:36:32Z"),
        (timedelta(hours=-4, minutes=-56, seconds=-2), "2026-11-28T14:26:02Z"),
    ],
)
def test_an_offset_with_seconds_which_rfc_3339_lacks_is_written_as_utc(offset, text):
    time = MORNING.replace(tzinfo=timezone(offset))
    assert SIGNER.sign(id="1", attributes={"odd": time}).fields["user_metadata"] == {"odd": text}


@pytest.mark.parametrize("text", ["1E+999999", "1E-999999", "0E-999999"])
def test_a_decimal_with_a_million_digits_is_refused_quickly(text):
    with pytest.raises(visitorseal.VisitorError, match="visitor_too_large"):
        SIGNER.sign(id="1", attributes={"odd": decimal.Decimal(text)})


class Own(Exception):
    """Only the zone below raises it."""


class Broken(datetime.tzinfo):
    def utcoffset(self, time):
        raise Own


def test_an_exception_of_a_time_zone_is_raised():
    with pytest.raises(Own):
        SIGNER.sign(id="1", attributes={"odd": MORNING.replace(tzinfo=Broken())})
