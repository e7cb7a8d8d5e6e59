"""Tokens of visitorseal, verified by a library."""

import re
import time

from report import Task
from schemes import AUDIENCE, ISSUER, VISITORS, claims_of


def wrong_token(subject, visitor, answer):
    if "error" in answer:
        return answer["error"]
    claims = answer["claims"]
    if not re.fullmatch("[0-9a-f]{32}", claims.get("jti", "")):
        return f"jti is {claims.get('jti')!r}"
    if abs(claims.get("iat", 0) - time.time()) > 600:
        return f"iat is {claims.get('iat')!r}"
    expected = claims_of(visitor, claims["iat"], claims["jti"])
    if claims != expected:
        return f"the claims are {claims}, not {expected}"
    header = {"typ": "JWT", "alg": subject.algorithm, "kid": subject.kid}
    return None if answer["header"] == header else f"the header is {answer['header']}, not {header}"


def altered(token, part):
    """The token with one letter changed in the middle of a part."""
    parts = token.split(".")
    text, middle = parts[part], len(parts[part]) // 2
    parts[part] = text[:middle] + ("B" if text[middle] == "A" else "A") + text[middle + 1 :]
    return ".".join(parts)


def not_refused(answer):
    return None if "error" in answer else "it was accepted"


def tasks(subjects):
    for subject in subjects:
        skill = f"verify {subject.label}"
        common = {"do": "verify", "algorithm": subject.algorithm, "key": subject.keys.verify}
        common |= {"issuer": ISSUER, "audience": AUDIENCE}
        for form, tokens in subject.tokens.items():
            for visitor, token in zip(VISITORS, tokens):
                name = f"{subject.label}, signed with a key as {form}, visitor {visitor['id']!a}"
                yield Task("verifies our tokens", name, skill, common | {"token": token},
                           lambda answer, subject=subject, visitor=visitor: wrong_token(subject, visitor, answer))
        token = tokens[0]
        for name, change in {
            "the header is altered": {"token": altered(token, 0)},
            "the claims are altered": {"token": altered(token, 1)},
            "the signature is altered": {"token": altered(token, 2)},
            "another key": {"key": subject.other_keys.verify},
            "another issuer": {"issuer": "https://acme-8.example"},
            "another audience": {"audience": "other"},
            "it is expired": {"token": subject.expired},
        }.items():
            yield Task("refuses our tokens that are wrong", f"{subject.label}, {name}", skill,
                       common | {"token": token} | change, not_refused)
