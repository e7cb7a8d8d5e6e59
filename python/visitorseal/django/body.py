"""Where a page's body ends."""

from __future__ import annotations


def end_of_body(page: bytes) -> int:
    """The place of the last `</body>` that is in no comment and no script; -1 without one.

    It looks at each byte a few times, whatever is in the page: what it has passed, it does not pass again.
    """
    page = page.lower()
    end = passed = len(page)
    in_comment = False
    while (at := page.rfind(b"</body", 0, end)) >= 0:
        opens, closes = page.find(b"<!--", at, passed), page.find(b"-->", at, passed)
        if opens >= 0 or closes >= 0:
            in_comment = opens < 0 <= closes or 0 <= closes < opens
        end = passed = at
        if in_comment or page[at + 6 : at + 7] not in _ENDS_A_NAME:
            continue
        script = page.rfind(b"<script", 0, at)
        if script < 0 or page.find(b"</script", script, at) >= 0:
            return at
        end = script
    return -1


_ENDS_A_NAME = (b">", b"/", b" ", b"\t", b"\n", b"\r", b"\f")
