"""What must come out, by Python's own means."""

import hashlib
import hmac
import re

from .settings import SECRET


def digest(message, secret=SECRET):
    """The HMAC-SHA256 that a vendor computes."""
    return hmac.new(secret.encode(), str(message).encode(), hashlib.sha256).hexdigest()


def text(response):
    """A response's content."""
    return response.content.decode(response.charset)


def scripts(response):
    """How many script elements a page opens."""
    return len(re.findall(rb"<script", response.content, re.IGNORECASE))


def is_nobodys(response):
    """Whether a page states that nobody is signed in, once, and contains no signed visitor."""
    return states(response) == ["anonymous"] and "user_hash" not in text(response)


def states(response):
    """What the page states: the states of our scripts and elements, such as `signed`."""
    ours = re.compile(r"""\("\w+", "(\w+)", "[\w-]*", \{.*\}\);</script>|<visitorseal-visitor scheme="\w+" state="(\w+)\"""")
    return ["".join(found) for found in ours.findall(text(response))]


def directives(response, header="Cache-Control"):
    """The parts of a header that lists things."""
    return {part.strip() for part in response.headers.get(header, "").split(",") if part.strip()}
