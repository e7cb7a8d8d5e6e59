"""Keys and secrets that OpenSSL made, given to the wrong algorithm or for the wrong purpose."""

from keys import PAIRS, SECRETS
from schemes import VISITORS

TOPIC = "refuses keys of other algorithms"


def compare(report, subjects):
    report.library = "visitorseal"
    for subject in subjects:
        _, messages = subject.sign(VISITORS[:1], next(iter(subject.keys.signing.values())))
        is_short = "short" in subject.label
        right = ("secret_short" in messages) == is_short
        report.check("warns of short secrets", subject.label, None if right else f"visitorseal says {messages or 'nothing'}")
    owners = {PAIRS[subject.algorithm]: subject for subject in subjects if subject.algorithm in PAIRS}
    for subject in subjects:
        for command, owner in owners.items():
            if PAIRS.get(subject.algorithm) is command:
                purposes = {"sign": ("verifying", "key_public"), "verify": ("signing", "key_private")}
            else:
                code = "secret_is_pem" if subject.algorithm in SECRETS else "key_algorithm"
                purposes = {"sign": ("signing", code), "verify": ("verifying", code)}
            for purpose, (files, code) in purposes.items():
                for form, file in getattr(owner.keys, files).items():
                    name = f"{subject.label}, {purpose} with a key for {owner.label} as {form}"
                    with report.expect(TOPIC, name, code):
                        subject.sign(VISITORS[:1], file) if purpose == "sign" else subject.verify([], file)
