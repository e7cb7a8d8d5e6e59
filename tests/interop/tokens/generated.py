"""Keys that `visitorseal keygen` makes, read by a library."""

import base64
import json
from dataclasses import dataclass, replace

from keys import PAIRS
from ours import wrong_token
from programs import keygen
from report import Task
from schemes import AUDIENCE, ISSUER, VISITORS
from subjects import Subject

TOPIC = "reads keys of visitorseal keygen"


@dataclass
class Generated:
    """A generated key as the libraries get it, by form, and a token that it signed."""

    subject: Subject
    keys: dict[str, dict]
    token: str


def generate(folder, subjects):
    for subject in subjects:
        if subject.label in PAIRS:
            files = keygen(subject.algorithm, folder / f"generated-{subject.label}", "--jwk")
            jwk = json.loads((files / "public.jwk.json").read_text(encoding="utf-8"))
            pem = (files / "public.pem").read_text(encoding="ascii")
            yield sign(replace(subject, kid=jwk["kid"]), {"PEM": {"pem": pem}, "JWK": {"jwk": jwk}}, files / "private.pem")
        elif subject.label == "HS256":
            # Its scheme takes the characters of the file as the secret.
            files = keygen(subject.algorithm, folder / "generated-HS256")
            secret = base64.b64encode((files / "secret.txt").read_bytes().strip()).decode()
            yield sign(subject, {"secret": {"secret": secret}}, files / "secret.txt")


def sign(subject, keys, file):
    [token], _ = subject.sign(VISITORS[:1], file)
    return Generated(subject, keys, token)


def wrong_thumbprint(expected, answer):
    got = answer.get("error") or answer.get("thumbprint")
    return None if got == expected else f"the thumbprint is {got}, not the kid {expected}"


def tasks(generated):
    for made in generated:
        subject = made.subject
        for form, key in made.keys.items():
            job = {"do": "verify", "algorithm": subject.algorithm, "key": key, "token": made.token}
            skill = f"read a JWK for {subject.label}" if form == "JWK" else f"verify {subject.label}"
            yield Task(TOPIC, f"{subject.label} as {form}", skill, job | {"issuer": ISSUER, "audience": AUDIENCE},
                       lambda answer, subject=subject: wrong_token(subject, VISITORS[0], answer))
            if form == "JWK":
                job = {"do": "thumbprint", "algorithm": subject.algorithm, "key": key}
                yield Task(TOPIC, f"the thumbprint for {subject.label}", f"make a thumbprint for {subject.label}", job,
                           lambda answer, kid=subject.kid: wrong_thumbprint(kid, answer))
