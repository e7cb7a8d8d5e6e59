"""Finds the snippets of docs/vendors, and verifies what they make. tests/snippets/README.md says how."""

import html
import json
import re
from pathlib import Path
from urllib.parse import parse_qsl

from visitorseal import Refused, Verifier

ROOT = Path(__file__).parents[2]
PAGES = json.loads((ROOT / "tests/snippets/pages.json").read_text("utf-8"))


def snippet(page, title):
    """The blocks of code under a title: pairs of language and code."""
    text = (ROOT / "docs/vendors" / page["page"]).read_text("utf-8")
    part = re.search(rf"<summary>{title}</summary>(.*?)</details>", text, re.DOTALL)
    return re.findall(r"^```(\w+)\n(.*?)^```", part[1], re.MULTILINE | re.DOTALL) if part else []


def pages_with(title):
    """The pages that have a snippet under a title."""
    return [page for page in PAGES if title not in page["without"]]


def candidates(page, made):
    """What may be the signed fields."""
    script = re.search(r'"signed", "[^"]*", (\{.*\})\);</script>', made)
    if page["gives"] == "fields" or script:
        yield script[1] if script else made
    query = dict(parse_qsl(made.partition("?")[2].replace("#", "&")))
    yield json.dumps(query)
    yield json.dumps({name: int(text) if text.isdigit() else text for name, text in query.items()})
    for token in re.findall(r"[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}", made):
        yield json.dumps({page["signature_field"]: token})
    data = re.findall(r'data-([\w-]+)="(.*?)"', made)
    yield json.dumps({name.replace("-", "_"): html.unescape(text) for name, text in data})


def assert_signed(page, made):
    """Fails unless what a snippet made holds a signature that verifies."""
    names = {setting for setting in page["settings"] if setting != "endpoint"}
    verifier = Verifier(page["scheme"], page["key"], **{name: page["settings"][name] for name in names})
    refusals = []
    for body in candidates(page, made):
        try:
            signed = verifier.verify_json(body).signed
            assert signed and {name: page["user"].get(name, text) for name, text in signed.items()} == signed
            return
        except Refused as refusal:
            refusals.append(refusal.reason)
    raise AssertionError(f"{refusals}\n{made}")


def assert_refused(error, function, arguments):
    """Fails unless a snippet's function raises the error."""
    try:
        made = function(*arguments)
    except error:
        return
    raise AssertionError(f"not refused: {arguments}\n{made}")
