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


def attribute(value):
    return SIGNER.sign(id="1", attributes={"odd": value}).fields["user_metadata"]["odd"]


def refusal(value, within=lambda value: value):
    """The error about an attribute, which has neither the exception of the value's code nor its message."""
    with pytest.raises(visitorseal.VisitorError) as caught:
        SIGNER.sign(id="1", attributes={"good": 1, "odd": within(value)})
    error = caught.value
    assert (error.code, error.field) == ("field_type", "attributes.odd")
    assert error.__cause__ is None and error.__context__ is None
    assert PRIVATE not in f"{error} {error!r}"
    return error.reason


PRIVATE = "jane@example.com"


def fail(self, *arguments):
    raise ValueError(PRIVATE)


def failing(*names, base=object):
    return type("Failing", (base,), {name: fail for name in names})


def promise(base):
    return type("Promise", (base,), {"__module__": "django.utils.functional"})()


class PropertyPlan(enum.Enum):
    GROWTH = "growth"
    value = property(fail)


class NotATime(datetime.datetime):
    """As pandas' NaT is: a time whose methods raise."""

    utcoffset = isoformat = astimezone = fail


class Array:
    """As NumPy's arrays are."""

    def __index__(self):
        raise TypeError("only integer scalar arrays can be converted to a scalar index")


class ClaimsToBe:
    def __init__(self, claimed):
        self.claimed = claimed

    @property
    def __class__(self):
        return self.claimed


RAISING = {
    "zone": MORNING.replace(tzinfo=failing("utcoffset", base=datetime.tzinfo)()),
    "zone-of-text": MORNING.replace(tzinfo=type("Zone", (datetime.tzinfo,), {"utcoffset": lambda *_: PRIVATE})()),
    "zone-of-years": MORNING.replace(
        tzinfo=type("Zone", (datetime.tzinfo,), {"utcoffset": lambda *_: timedelta(days=400)})()
    ),
    "not-a-time": NotATime(1, 1, 1),
    "claims-to-be-a-time": ClaimsToBe(datetime.datetime),
    "claims-to-be-a-date": ClaimsToBe(datetime.date),
    "claims-to-be-a-decimal": ClaimsToBe(decimal.Decimal),
    "enum": PropertyPlan.GROWTH,
    "array": Array(),
    "index": failing("__index__")(),
    "lazy-text": promise(failing("__str__")),
    "items": failing("items", base=dict)(a=1),
    "items-in-the-middle": type("Query", (dict,), {"items": lambda self: (fail(self) for _ in [1])})(),
    "list": failing("__iter__", base=list)([1]),
    "every-attribute": failing("__getattribute__")(),
    "class": type("Lazily", (), {"__class__": property(fail)})(),
}


@pytest.mark.parametrize("within", [place[0] for place in PLACES.values()], ids=PLACES)
# By name: pytest inspects its parameters, and some of these raise when they are inspected.
@pytest.mark.parametrize("name", RAISING)
def test_a_value_whose_own_code_raises_is_a_field_type_that_names_the_attribute(name, within):
    assert refusal(RAISING[name], within)


def test_an_array_is_refused_as_any_other_type():
    assert refusal(Array()) == refusal(object())


@pytest.mark.parametrize("exception", [KeyboardInterrupt, SystemExit])
def test_what_ends_the_program_is_raised(exception):
    def end(self):
        raise exception

    with pytest.raises(exception):
        attribute(type("Ending", (), {"__index__": end})())


EDGES = {
    "min-east": (datetime.datetime.min, timedelta(minutes=9, seconds=21)),
    "max-west": (datetime.datetime.max, timedelta(minutes=-9, seconds=-21)),
}


@pytest.mark.parametrize(("time", "offset"), EDGES.values(), ids=EDGES)
def test_a_time_that_utc_has_no_year_for_is_refused(time, offset):
    assert refusal(time.replace(tzinfo=timezone(offset))) == (
        "The time is outside the years 1 to 9999 in UTC. Leave it out or pass text."
    )


def test_the_first_and_the_last_time_are_written_where_their_offset_can_be():
    assert attribute(datetime.datetime.min.replace(tzinfo=zone(2))) == "0001-01-01T00:00:00+02:00"
    assert attribute(datetime.datetime.max.replace(tzinfo=zone(-5))) == "9999-12-31T23:59:59.999999-05:00"
    assert attribute(datetime.datetime.min.replace(tzinfo=timezone(-EDGES["min-east"][1]))) == "0001-01-01T00:09:21Z"


LOCAL_MEAN = timezone(timedelta(minutes=9, seconds=21))


class Lie:
    """Methods that say something else than the value is."""

    def __str__(self, *arguments, **keywords):
        return "a lie"

    __repr__ = __format__ = isoformat = strftime = __str__

    def __int__(self):
        return 5

    __index__ = __int__

    def __float__(self):
        return 5.0

    def adjusted(self):
        return 0

    def is_finite(self):
        return True

    def utcoffset(self):
        return timedelta(0)

    def astimezone(self, zone=None):
        return self


def lying(base):
    return type("Lying", (Lie, base), {})


class Moved(datetime.datetime):
    """A time whose arithmetic gives another one."""

    made = 0

    def __new__(cls, year, *arguments, **keywords):
        cls.made += 1
        return super().__new__(cls, year if cls.made == 1 else 1999, *arguments, **keywords)


LyingTime = lying(datetime.datetime)
OWN_METHODS = {
    "time": (LyingTime(2026, 11, 28, 9, 30, tzinfo=zone(2)), "2026-11-28T09:30:00+02:00"),
    "time-offset-with-seconds": (LyingTime(2026, 11, 28, 9, 30, tzinfo=LOCAL_MEAN), "2026-11-28T09:20:39Z"),
    "date": (lying(datetime.date)(2026, 11, 28), "2026-11-28"),
    "decimal": (lying(decimal.Decimal)("12.50"), "12.50"),
    "uuid": (lying(uuid.UUID)("123e4567-e89b-12d3-a456-426614174000"), "123e4567-e89b-12d3-a456-426614174000"),
    "text": (lying(str)("growth"), "growth"),
    "int": (lying(int)(42), 42),
    "float": (lying(float)(1.5), 1.5),
}


@pytest.mark.parametrize(("value", "written"), OWN_METHODS.values(), ids=OWN_METHODS)
def test_a_subclass_is_written_by_the_method_of_the_base_type(value, written):
    assert attribute(value) == written


def test_a_time_whose_arithmetic_gives_another_time_is_written_as_it_is():
    assert attribute(Moved(2026, 11, 28, 9, 30, tzinfo=LOCAL_MEAN)) == "2026-11-28T09:20:39Z"
    assert Moved.made == 1


def test_a_decimal_whose_format_is_a_dict_is_not_signed_as_that_dict():
    value = type("Lying", (decimal.Decimal,), {"__format__": lambda *_: {"password": "hunter2"}})("1.5")
    assert attribute(value) == "1.5"


def test_a_time_without_a_zone_is_refused_though_its_class_names_an_offset():
    assert refusal(LyingTime(2026, 11, 28)) == refusal(datetime.datetime(2026, 11, 28))


@pytest.mark.parametrize("text", ["NaN", "Infinity"])
def test_a_decimal_that_claims_to_be_finite_is_refused(text):
    assert refusal(lying(decimal.Decimal)(text)) == refusal(decimal.Decimal(text))


def test_a_decimal_that_claims_to_be_short_is_refused():
    with pytest.raises(visitorseal.VisitorError, match="visitor_too_large"):
        attribute(lying(decimal.Decimal)("1E+70000"))


def test_a_number_beyond_64_bits_is_refused_though_its_class_names_a_small_one():
    with pytest.raises(visitorseal.VisitorError, match="number_too_large"):
        attribute(lying(int)(2**64))
