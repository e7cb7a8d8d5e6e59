"""Charsets that pages may be in."""

from __future__ import annotations

import re
from functools import lru_cache

PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))


# The same bytes are now ASCII and now not.
_SHIFTED = re.compile("iso-?2022", re.IGNORECASE)


@lru_cache
def holds_ascii(charset: str) -> bool:
    """Whether tags can be looked for, byte by byte, in a page of this charset. Where Python does not know it: no."""
    try:
        return not _SHIFTED.search(charset.replace("_", "-")) and PRINTABLE.encode(charset) == PRINTABLE.encode()
    except (ValueError, LookupError):
        return False


@lru_cache
def writes_ascii(charset: str) -> bool:
    """Whether what is ASCII is the same characters in a page of this charset.

    Python has some where it is not: `shift_jisx0213` writes another character for a backslash.
    """
    try:
        written = PRINTABLE.encode(charset)
    except UnicodeError:
        return False
    except LookupError:  # Django says so itself.
        return True
    return written == PRINTABLE.encode() or charset.lower().replace("_", "-").startswith(("utf-16", "utf-32"))
