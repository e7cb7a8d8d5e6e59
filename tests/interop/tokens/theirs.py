"""Tokens that a library makes, verified by visitorseal."""

import base64
import time
from collections import defaultdict
from dataclasses import dataclass

from cases import CASES
from keys import PAIRS
from report import Task, wrong_result
from schemes import VISITORS, claims_of, new_token_id

ACCEPTED = "makes tokens that visitorseal accepts"
REFUSED = "makes tokens that visitorseal must refuse"
ALGORITHM_REFUSED = ("algorithm_refused", "alg")


@dataclass
class Made(Task):
    """Makes a token. visitorseal must then give this result, or refuse the token with this code and field."""

    subject: object = None
    expected: dict | tuple | None = None


def accepted(visitor, claims):
    return {"verified": True, "signed": visitor, "unsigned": {}, "key": 0, "token_id": claims["jti"]}


def tasks(subjects):
    for subject in subjects:
        header = {"kid": subject.kid}

        def made(name, expected, claims, header=header, key=subject.keys.make, algorithm=subject.algorithm,
                 skill=f"make {subject.label}", subject=subject):
            job = {"do": "make", "algorithm": algorithm, "key": key, "header": header, "claims": claims}
            return Made("makes tokens", f"{subject.label}, {name}", skill, job, subject=subject, expected=expected)

        now = int(time.time())
        for visitor in VISITORS:
            claims = claims_of(visitor, now, new_token_id())
            yield made(f"visitor {visitor['id']!a}", accepted(visitor, claims), claims)
        visitor = VISITORS[0]
        claims = claims_of(visitor, now, new_token_id())
        yield made("the claims in another order", accepted(visitor, claims), dict(sorted(claims.items())))
        for case in CASES:
            key = (subject.other_keys if case.other_key else subject.keys).make
            yield made(case.name, case.refused or accepted(visitor, claims), *case.make(claims, header), key=key)
        yield made("no signature", ALGORITHM_REFUSED, claims, algorithm="none", skill="make a token without a signature")
        if subject.algorithm in PAIRS:
            public = {"secret": base64.b64encode(subject.keys.verify["pem"].encode()).decode()}
            yield made("HS256 with the public key as its secret", ALGORITHM_REFUSED, claims, key=public, algorithm="HS256",
                       skill="make HS256 with a public key as its secret")


def compare(report, done):
    """Verifies the tokens of a library here, with the public key in each form."""
    by_subject = defaultdict(list)
    for task in done:
        if isinstance(task, Made):
            by_subject[task.subject.label].append(task)
    for tasks in by_subject.values():
        subject = tasks[0].subject
        others = [other[0] for other in by_subject.values() if other[0].subject.algorithm != subject.algorithm]
        cases = [(task.name, task.answer["token"], task.expected) for task in tasks]
        cases += [(f"{subject.label}, a token with {task.name}", task.answer["token"], ALGORITHM_REFUSED) for task in others]
        for form, file in subject.keys.verifying.items():
            with report.expect(ACCEPTED, f"{subject.label}, the key as {form}"):
                results = subject.verify([token for _, token, _ in cases], file)
                for (name, _, expected), result in zip(cases, results):
                    topic = ACCEPTED if isinstance(expected, dict) else REFUSED
                    report.check(topic, f"{name}, the key as {form}", wrong_result(result, expected))
