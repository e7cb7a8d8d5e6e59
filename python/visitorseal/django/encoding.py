"""Scripts in the encoding of the page that they go into."""

from __future__ import annotations

import codecs

ESCAPES = "visitorseal.javascript"


def encode(scripts: str, charset: str) -> bytes:
    """Encodes scripts, and writes what the encoding lacks as JavaScript's escapes.

    Visitors' values stand in strings of JavaScript, where `\\u20ac` is the character itself.
    """
    try:
        return scripts.encode(charset, ESCAPES)
    except LookupError:
        return scripts.encode("ascii", ESCAPES)


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be")
    return "".join(rf"\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)), error.end


codecs.register_error(ESCAPES, _escape)
