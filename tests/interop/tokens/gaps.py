"""What the libraries do not know. `compare` prints this list, and fails if a library does know what stands here."""

from dataclasses import dataclass

from keys import PAIRS


@dataclass(frozen=True)
class Gap:
    library: str
    skills: tuple[str, ...]
    why: str
    # The first version that knows it, where the library is not pinned.
    until: tuple[int, ...] = (1 << 32,)



def each(verb, algorithms=PAIRS):
    return tuple(f"{verb} for {algorithm}" for algorithm in algorithms)


CONFUSION = "make HS256 with a public key as its secret"

GAPS = [
    Gap("PyJWT", (CONFUSION,), "does not take a PEM as the secret of HS256"),
    Gap("PyJWT", ("write a JWK set",), "reads JWK sets, but writes none"),
    Gap("PyJWT", each("make a thumbprint"), "makes no thumbprints of a JWK"),
    Gap("jsonwebtoken", ("make EdDSA", "verify EdDSA"), "has no EdDSA: it takes keys of RSA, RSA-PSS and EC"),
    Gap(
        "jsonwebtoken",
        (*each("write a JWK"), "write a JWK set", *each("make a thumbprint"), "read a JWK for EdDSA"),
        "has no JWK; it takes what Node's crypto has read",
    ),
    Gap(
        "ruby-jwt",
        ("write a JWK for EdDSA", "read a JWK for EdDSA", "make a thumbprint for EdDSA"),
        "has no JWK of Ed25519 before 2.7.0",
        until=(2, 7),
    ),
    Gap("ruby-jwt", ("write a JWK set",), "has no JWK sets before 2.6.0", until=(2, 6)),
    Gap(
        "nimbus-jose-jwt",
        ("make HS256 with a short secret", "verify HS256 with a short secret"),
        "refuses secrets shorter than the hash, as RFC 7518 demands",
    ),
]


def gap_of(library, skill):
    """The gap of a library, given as name and version, that a skill falls into, or None."""
    name, version = library.split()
    numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
    for gap in GAPS:
        if gap.library == name and skill in gap.skills and numbers < gap.until:
            return gap
    return None
