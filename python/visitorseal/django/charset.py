"""The charsets of pages."""

from __future__ import annotations

import re
from functools import lru_cache

PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))

# Charsets in which the same bytes are sometimes ASCII and sometimes not.
_SHIFTED = re.compile("iso-?2022", re.IGNORECASE)


@lru_cache
def holds_ascii(charset: str) -> bool:
    """Whether a page of this charset can be searched for the bytes of tags; false if Python lacks the charset."""
    try:
        return not _SHIFTED.search(charset.replace("_", "-")) and PRINTABLE.encode(charset) == PRINTABLE.encode()
    except (ValueError, LookupError):
        return False


@lru_cache
def writes_ascii(charset: str) -> bool:
    """Whether ASCII text stays the same characters in a page of this charset.

    It does not in `shift_jisx0213`, which writes another character for a backslash.
    """
    try:
        written = PRINTABLE.encode(charset)
    except UnicodeError:
        return False
    except LookupError:  # Django raises for it itself.
        return True
    return written == PRINTABLE.encode() or charset.lower().replace("_", "-").startswith(("utf-16", "utf-32"))
