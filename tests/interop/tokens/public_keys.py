"""Public keys as a library writes them, JWK and JWK set, given to visitorseal."""

import json
import secrets
from dataclasses import dataclass

from keys import PAIRS, SECRETS
from report import Task, wrong_result
from schemes import VISITORS

TOPIC = "writes public keys that visitorseal reads"
REFUSED = "writes public keys that visitorseal must refuse"


@dataclass
class Written(Task):
    """Writes a key, or a set of keys."""

    subject: object = None


def wrong_key(answer):
    text = json.dumps(answer)
    return answer.get("error") or ('it holds the private key' if '"d"' in text else None)


def key_job(subject, keys=None, kid=None):
    return {"do": "jwk", "algorithm": subject.algorithm, "key": (keys or subject.keys).verify, "kid": kid or subject.kid}


def tasks(subjects):
    pairs = [subject for subject in subjects if subject.algorithm in PAIRS]
    for subject in pairs:
        name = f"write a JWK for {subject.label}"
        yield Written(TOPIC, name, name, key_job(subject), wrong_key, subject=subject)
    # A verifier takes the key of the token's kid from keys of every kind.
    others = [key_job(subject, subject.other_keys, f"{subject.kid}-next") for subject in pairs]
    job = {"do": "jwks", "keys": others + [key_job(subject) for subject in pairs]}
    yield Written(TOPIC, "write a JWK set", "write a JWK set", job, wrong_key)


def write(folder, content):
    file = folder / f"{secrets.token_hex(4)}.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def compare(report, done, subjects, folder):
    pairs = [subject for subject in subjects if subject.algorithm in PAIRS]
    for task in done:
        if not isinstance(task, Written):
            continue
        if task.subject:
            file = write(folder, task.answer["jwk"])
            for subject in subjects:
                try_key(report, subject, task.subject, task.answer["jwk"], file)
        else:
            file = write(folder, task.answer["jwks"])
            for subject in pairs:
                verified(report, f"{subject.label} with a JWK set", subject, file)


def verified(report, name, subject, file):
    tokens = next(iter(subject.tokens.values()))
    with report.expect(TOPIC, name):
        for visitor, result in zip(VISITORS, subject.verify(tokens, file)):
            report.check(TOPIC, name, None if result.get("signed") == visitor else f"visitorseal says {result}")


def try_key(report, subject, owner, jwk, file):
    name = f"{subject.label} with a JWK for {owner.label}"
    same_kind = PAIRS[owner.algorithm] is PAIRS.get(subject.algorithm)
    if owner is subject:
        verified(report, name, subject, file)
    elif same_kind and "alg" not in jwk:
        # It may verify, but its kid is not the token's.
        with report.expect(REFUSED, name):
            for result in subject.verify(next(iter(subject.tokens.values())), file):
                report.check(REFUSED, name, wrong_result(result, ("key_unknown", "kid")))
    else:
        code = "secret_is_jwk" if subject.algorithm in SECRETS else "key_use" if same_kind else "key_algorithm"
        with report.expect(REFUSED, name, code):
            subject.verify([], file)
