"""What visitorseal must say to tokens that a library makes."""

from dataclasses import dataclass, field

from schemes import AUDIENCE, MAXIMUM

GONE = object()


@dataclass(frozen=True)
class Case:
    """A token of the first visitor with changes, and the code and the field of the refusal, or None."""

    name: str
    refused: tuple[str, str] | None
    claims: dict = field(default_factory=dict)
    header: dict = field(default_factory=dict)
    # The algorithm whose key signs, in place of the scheme's.
    other_key: bool = False

    def make(self, claims, header):
        return changed(claims, self.claims), changed(header, self.header)


def changed(members, changes):
    merged = {**members, **{name: change(members) if callable(change) else change for name, change in changes.items()}}
    return {name: value for name, value in merged.items() if value is not GONE}


def earlier(name):
    return lambda claims: claims[name] - 7200


CASES = [
    Case("aud is a list with ours", None, {"aud": ["other", AUDIENCE]}),
    Case("another iss", ("claim_value", "iss"), {"iss": "https://acme-8.example"}),
    Case("iss with a slash at its end", ("claim_value", "iss"), {"iss": "https://acme-7.example/"}),
    Case("no iss", ("claim_missing", "iss"), {"iss": GONE}),
    Case("another aud", ("claim_value", "aud"), {"aud": "other"}),
    Case("aud is a list without ours", ("claim_value", "aud"), {"aud": ["other", "acme2"]}),
    Case("no aud", ("claim_missing", "aud"), {"aud": GONE}),
    Case("expired", ("token_expired", "exp"), {"iat": earlier("iat"), "nbf": earlier("nbf"), "exp": earlier("exp")}),
    Case("exp is too far ahead", ("claim_value", "exp"), {"exp": lambda claims: claims["exp"] + 10 * MAXIMUM}),
    Case("no exp", ("claim_missing", "exp"), {"exp": GONE}),
    Case("not yet valid", ("token_not_yet_valid", "nbf"), {"nbf": lambda claims: claims["nbf"] + 1800}),
    Case("two claims of one field that differ", ("claim_value", "user"), {"user": "user-2"}),
    Case("another constant", ("claim_value", "identity.kind"), {"identity": {"external_id": "user-1", "kind": "staff"}}),
    Case("an empty sub", ("claim_value", "sub"), {"sub": "", "user": "", "identity": {"external_id": "", "kind": "customer"}}),
    Case("no kid", ("header_refused", "kid"), header={"kid": GONE}),
    Case("another kid", ("header_refused", "kid"), header={"kid": "key-other"}),
    Case("signed with another key", ("signature_mismatch", "token"), other_key=True),
]
