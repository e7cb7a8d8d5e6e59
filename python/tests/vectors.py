"""The shared vectors, and the calls that they describe. tests/vectors/README.md says how they are read."""

import json
import pathlib

import pytest
import visitorseal

FOLDER = pathlib.Path(__file__).parents[2] / "tests" / "vectors"
KEYS = FOLDER / "keys"

CLASSES = {
    "configuration": visitorseal.ConfigurationError,
    "visitor": visitorseal.VisitorError,
    "refused": visitorseal.Refused,
    "internal": visitorseal.InternalError,
}


def read(name):
    return json.loads((FOLDER / f"{name}.json").read_text("ascii"))


CODES = read("errors")
KINDS = {error["code"]: error["kind"] for error in CODES["errors"]}
OF_PACKAGES = {error["code"] for error in CODES["errors"] if error["raised_by"] == "packages"}


def each(*names, where=lambda case: True):
    """Runs a test with each case of these files."""
    cases = [case for name in names for case in read(name) if where(case)]
    return pytest.mark.parametrize("case", cases, ids=lambda case: case["id"])


def repeated(parts):
    prefix, piece, count, suffix = parts
    return prefix + piece * count + suffix


FORMS = {
    "": str,
    "_text": str,
    "_hex": bytes.fromhex,
    "_file": lambda name: (KEYS / name).read_bytes(),
    "_repeat": repeated,
}


def given(case, name):
    """The text or bytes of a case, in whichever form the case has it."""
    return next(form(case[name + suffix]) for suffix, form in FORMS.items() if name + suffix in case)


def parsed(text):
    """JSON by Python's parser; None where the parser would refuse or change it."""

    def once(pairs):
        members = dict(pairs)
        if len(members) < len(pairs):
            raise ValueError("a member stands twice")
        return members

    def no_constant(name):
        raise ValueError(f"{name} is no JSON")

    try:
        text = text.decode() if isinstance(text, bytes) else text
        value = json.loads(text, object_pairs_hook=once, parse_constant=no_constant)
        json.dumps(value, ensure_ascii=False).encode()  # no UTF-8 has a lone surrogate
    except (ValueError, RecursionError):
        return None
    return value


def scheme(case):
    toml = case.get("scheme_toml")
    return visitorseal.Scheme.parse(toml) if toml else case["scheme"]


def signer(case):
    return visitorseal.Signer(scheme(case), given(case, "secret"), **case.get("settings", {}))


def keys(case):
    def key(*, kid=None, **forms):
        value = given({f"key_{form}": of for form, of in forms.items()}, "key")
        return visitorseal.Key(value, kid=kid) if kid is not None else value

    return [key(**entry) for entry in case["keys"]]


def verifier(case):
    options = {name: case[name] for name in ("policy", "leeway", "max_token")}
    return visitorseal.Verifier(scheme(case), keys(case), **options, **case["settings"])


def sign(case):
    return signer(case).sign(parsed(given(case, "visitor_json")), now=case["now"])


def verify(case):
    return verifier(case).verify_json(given(case, "body"), now=case["now"])


def verify_parsed(case):
    return verifier(case).verify(parsed(given(case, "body")), now=case["now"])


ELEMENTS = {
    "element": lambda case: signer(case).sign(case["visitor"], now=case["now"]).element(case["endpoint"]),
    "prefill_element": lambda case: page_of(case).prefill(case["visitor"]).element(case["endpoint"]),
    "anonymous_element": lambda case: page_of(case).anonymous_element(),
}


def page_of(case):
    return visitorseal.Page(scheme(case), **case["settings"])


def element(case):
    return ELEMENTS[case["call"]](case)


PAGES = {
    "script": lambda signer, case: signer.sign(case["visitor"], now=case["now"]).script(case["nonce"]),
    "url": lambda signer, case: signer.sign(case["visitor"], now=case["now"]).url(),
    "prefill": lambda signer, case: signer.prefill(case["visitor"]).script(case["nonce"]),
    "forget": lambda signer, case: signer.forget_script(case["nonce"]),
    "anonymous": lambda signer, case: signer.anonymous_script(case["nonce"]),
}


def page(case):
    return PAGES[case["call"]](signer(case), case)


def explain(case, fields):
    options = {name: case[name] for name in ("leeway", "max_token", "visitor") if name in case}
    return visitorseal.explain(scheme(case), keys(case), fields, now=case["now"], **options, **case["settings"])


def assert_no_secret(case, error):
    """Asserts that an error contains no secret and no visitor's data."""
    said = f"{error} {error!r}"
    texts = [case.get("secret"), *(key.get("text") for key in case.get("keys", []))]
    assert not [text for text in texts if text and len(text) > 3 and text in said]
    assert not [text for text in ("jane@example.com", "user-123", "Jane Doe", "richard@") if text in said]


def assert_refuses(case, call):
    """Asserts that the call raises the error of the case, as the class of its kind."""
    expected = case["error"]
    with pytest.raises(visitorseal.Error) as caught:
        call(case)
    error = caught.value
    assert {"code": error.code, "field": error.field} == expected
    assert type(error) is CLASSES[KINDS[error.code]]
    assert error.reason
    assert_no_secret(case, error)
    return error
