"""An error has code, field and reason, also after it was copied or pickled."""

import copy
import pickle

import pytest
import visitorseal
from samples import SECRET
from visitorseal import ConfigurationError, InternalError, Refused, VisitorError

TEAPOT = """
name = "teapot"
vendor = "Teapot"
document = "https://teapot.example/"
read = 2026-11-20
[signature]
kind = "hmac"
hash = "sha256"
secret = "text"
message = "{id}"
result = "hex"
[fields]
id = "{id}"
hash = "{signature}"
[refused]
status = 418
error = "short_and_stout"
"""

ERRORS = [
    ConfigurationError("secret_empty", "secret", "it is empty"),
    VisitorError("visitor_malformed", None, "it is no mapping"),
    InternalError("internal", None, "a fault"),
    Refused("signature_mismatch", "user_hash", "it is another's"),
    Refused("signature_mismatch", "user_hash", "it is another's", 418, "short_and_stout"),
]
COPIES = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "first-pickle": lambda error: pickle.loads(pickle.dumps(error, 0)),
    "newest-pickle": lambda error: pickle.loads(pickle.dumps(error, pickle.HIGHEST_PROTOCOL)),
}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_an_error_is_the_same_after_a_round_trip(error, copied):
    other = copied(error)
    assert type(other) is type(error)
    assert (other.args, vars(other), str(other)) == (error.args, vars(error), str(error))


def test_an_error_that_the_library_raised_is_the_same_after_a_round_trip():
    with pytest.raises(Refused) as caught:
        visitorseal.Verifier(visitorseal.Scheme.parse(TEAPOT), SECRET).verify({"id": "1"})
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.code, error.field, error.reason) == ("signature_missing", "hash", caught.value.reason)
    assert (error.http_status, error.http_error) == (418, "short_and_stout")


def test_an_error_names_its_code_and_field_and_says_why():
    assert str(ERRORS[0]) == "secret_empty (secret): it is empty"
    assert str(ERRORS[1]) == "visitor_malformed: it is no mapping"


def test_a_refusal_answers_401_unless_its_scheme_says_otherwise():
    assert (ERRORS[3].http_status, ERRORS[3].http_error) == (401, "identity_unverified")


@pytest.mark.parametrize("error", ERRORS[:3], ids=lambda error: type(error).__name__)
def test_only_a_refusal_is_an_answer_to_a_browser(error):
    assert not hasattr(error, "http_status")
