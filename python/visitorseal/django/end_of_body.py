"""Finds the end of a page's body."""

from __future__ import annotations

import re


def end_of_body(page: bytes) -> int:
    """The position of the last `</body>` that a browser reads as an end tag; -1 if there is none.

    Text in a comment, an attribute or a script is no end tag. Each step begins where the step before ended, so the time
    is linear in the page's size. In every charset that extends ASCII, the byte of `<` is always that character.
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


# A tag with its name, or what browsers read as a comment.
OPENS = re.compile(rb"<(?:(?P<name>/?[a-z][^ \t\n\f\r/>]*)|(?P<comment>!--)|[!?/])")
# An attribute and the space around it. A quote begins a value only after `=`. An open quote takes the rest of the page.
ATTRIBUTE = re.compile(
    rb"""[/ \t\n\f\r]*=?[^/ \t\n\f\r>=]*(?:[ \t\n\f\r]*=[ \t\n\f\r]*(?:"[^"]*"?|'[^']*'?|[^ \t\n\f\r>]*))?"""
)
COMMENT_ENDS = re.compile(rb"--!?>")
# A comment that ends at once.
EMPTY_COMMENT = re.compile(rb"-?>")
# The content of these elements is text.
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
