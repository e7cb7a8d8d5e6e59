"""Where a page's body ends."""

from __future__ import annotations

import re


def end_of_body(page: bytes) -> int:
    """The place of the last `</body>` that a browser takes for an end tag; -1 without one.

    What stands in a comment, an attribute or the text of a script is none. Each step begins where the last
    one ended, so the work is linear, whatever is in the page. In every charset that is a superset of ASCII,
    the byte of `<` is that character and nothing else.
    """
    page = page.lower()
    end, at = -1, 0
    while opened := OPENS.search(page, at):
        name = opened["name"]
        at = _end_of_tag(page, opened.end()) if name else _end_of_comment(page, opened)
        if at < 0:
            break
        if name == b"/body":
            end = opened.start()
        elif name in TEXT:
            closed = TEXT[name].search(page, at)
            if not closed:
                break
            at = closed.start()
    return end


# A tag with its name, or what browsers take for a comment.
OPENS = re.compile(rb"<(?:(?P<name>/?[a-z][^ \t\n\f\r/>]*)|(?P<comment>!--)|[!?/])")
# An attribute and the space around it. A quote begins a value only after `=`; one that is left open takes all.
ATTRIBUTE = re.compile(
    rb"""[/ \t\n\f\r]*=?[^/ \t\n\f\r>=]*(?:[ \t\n\f\r]*=[ \t\n\f\r]*(?:"[^"]*"?|'[^']*'?|[^ \t\n\f\r>]*))?"""
)
COMMENT_ENDS = re.compile(rb"--!?>")
# In place of a comment's text and end.
EMPTY_COMMENT = re.compile(rb"-?>")
# What stands in these elements is text.
TEXT = {
    name: re.compile(rb"</" + name + rb"(?=[ \t\n\f\r/>])")
    for name in (b"script", b"style", b"textarea", b"title", b"iframe", b"noscript", b"xmp", b"noembed", b"noframes")
}


def _end_of_tag(page: bytes, at: int) -> int:
    while at < len(page):
        if page[at] == _TAG_ENDS:
            return at + 1
        at = _end(ATTRIBUTE.match(page, at))
    return -1


def _end_of_comment(page: bytes, opened: re.Match[bytes]) -> int:
    if not opened["comment"]:  # Such as <!doctype html>.
        return page.find(b">", opened.end()) + 1 or -1
    empty = EMPTY_COMMENT.match(page, opened.end())
    return _end(empty or COMMENT_ENDS.search(page, opened.end()))


def _end(found: re.Match[bytes] | None) -> int:
    return found.end() if found else -1


_TAG_ENDS = ord(">")
