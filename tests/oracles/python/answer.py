"""Does the jobs of compare in Python. Each job names an oracle, and gets an answer or an error."""

import base64
import hmac
import json
import re
import sys
import time
import warnings
from unittest import mock

from packages import PACKAGES
from servers import SERVERS

# Examples have short secrets.
warnings.simplefilter("ignore")
RESULTS = {
    "hex": bytes.hex,
    "base64": lambda digest: base64.b64encode(digest).decode("ascii"),
}
KEYS = {
    "text": lambda secret: secret.encode("utf-8"),
    "hex": bytes.fromhex,
}
FILTERS = {"lower": str.lower, "trim": str.strip}


def value_of(values, path):
    for name in path.split("."):
        values = values.get(name) if isinstance(values, dict) else None
    return values


def text_of(template, values):
    """The template with its placeholders filled in, or None where one has no value."""
    names = re.findall(r"{([\w.|-]+)}", template)
    for name in names:
        path, *filters = name.split("|")
        value = value_of(values, path)
        if value is None:
            return None
        value = str(value)
        for filter_name in filters:
            value = FILTERS[filter_name](value)
        template = template.replace("{" + name + "}", value, 1)
    return template


def digest(rule, secret, values):
    """The digest that a rule of the table states."""
    templates = rule["message"] if isinstance(rule["message"], list) else [rule["message"]]
    message = next(text for text in (text_of(template, values) for template in templates) if text is not None)
    key = KEYS[rule.get("secret", "text")](secret)
    return RESULTS[rule.get("result", "hex")](hmac.digest(key, message.encode("utf-8"), rule.get("digest", "sha256")))


def by_rule(job):
    """Signs the visitor, or checks the fields of the page."""
    rule, settings = job["rule"], {"settings": job["settings"], "now": job["now"], "now_ms": job["now"] * 1000}
    if "in" not in rule:
        values = job["visitor"] | settings
        return {"signature": text_of(rule.get("as", "{digest}"), values | {"digest": digest(rule, job["secret"], values)})}
    expected = digest(rule, job["secret"], job["fields"] | settings)
    return {"accepted": hmac.compare_digest(expected.encode(), value_of(job["fields"], rule["in"]).encode())}


def answer(job):
    try:
        with mock.patch.object(time, "time", lambda: float(job["now"])):
            if job["rule"]:
                return by_rule(job)
            return {**PACKAGES, **SERVERS}[job["oracle"]][job["scheme"]](job)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([answer(job) for job in json.load(sys.stdin)], sys.stdout)
