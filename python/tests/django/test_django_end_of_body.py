"""The end of a page's body is found, and found in linear time."""

import re

import pytest
from visitorseal.django import end_of_body as scanner
from visitorseal.django.end_of_body import end_of_body

FOUND = {
    "plain": b"<body>x@</body></html>",
    "upper case": b"<BODY>x@</BODY>",
    "space": b"<body>x@</body\n></html>",
    "the last": b"<textarea></body></textarea>@</body>",
    "before a comment": b"@</body><!-- </body> -->",
    "before two comments": b"@</body><!-- </body> --><!-- </body></body> -->",
    "after a comment": b"<!-- </body> -->x@</body>",
    "an arrow in a script": b"<script>a-->b</script>@</body>",
    "a comment that is left open": b"@</body><!-- ",
    "a script's text": b"@</body><script>x = '</body>'</script>",
    "a longer name": b"@</body></bodyguard>",
    "an attribute in quotes": b"@</body><p title='</body>'>",
    "an attribute in double quotes": b'@</body><iframe srcdoc="<body></body>"></iframe>',
    "an attribute with a quote in it": b"""@</body><p title="it's </body>" lang='"</body>'>""",
    "an attribute with space around it": b'@</body><p title = \n "</body>">',
    "an attribute after one without a value": b'@</body><p hidden title="</body>">',
    "an attribute after a slash": b'@</body><p/title="</body>"/>',
    "an attribute without quotes": b"<p title=it's>@</body><p title=that's>",
    "a quote in a value without quotes": b'<a href=/?a="b>@</body><a href=/?a=">',
    "a quote that begins no value": b"<p don't>@</body><p won't>",
    "an equals sign that begins a name": b'<p ="x>@</body><p ="x>',
    "a value that is missing": b"<p title=>@</body><p title=>",
    "an attribute that is left open": b'@</body><p title="</body>',
    "an end with an attribute": b'@</body class="</body>">',
    "the end of a text with an attribute": b'<script></script x="</body>">@</body>',
    "an attribute of a script": b"<script src='</script>'></script>@</body>",
    "a textarea": b"@</body><textarea></body></TEXTAREA >",
    "a title": b"@</body><title></body></title>",
    "a style": b"@</body><STYLE>a{content:'</body>'}</style>",
    "what is for no script": b"@</body><noscript></body></noscript>",
    "a text that is left open": b"@</body><textarea></body>",
    "an empty comment": b"<!-->@</body><!--->",
    "a comment that ends otherwise": b"<!-- --!>@</body>",
    "a declaration": b"<!doctype html '>@</body><!x </body>",
    "an instruction": b"<?xml '?>@</body><?x </body>",
    "a smaller than": b"a < b @</body> a <",
}
NOT_THERE = [
    b"",
    b"</body",
    b"</bodyguard>",
    b"<!-- </body> -->",
    b"<!-- </body></body> --><!-- </body> -->",
    b"<body><script>x = '</body>'</script>",
    b"<script>x = '</body>",
    b'<iframe srcdoc="<body></body>"></iframe>',
    b"<p title='</body>'>",
    b'<p title="</body>',
    b"<textarea></body></textarea>",
    b"<textarea></body>",
    b"<!x </body>",
]


@pytest.mark.parametrize("page", FOUND.values(), ids=FOUND)
def test_the_end_of_the_body_is_the_last_end_tag_outside_text(page):
    assert end_of_body(page.replace(b"@", b"")) == page.index(b"@")


@pytest.mark.parametrize("page", NOT_THERE)
def test_text_that_only_looks_like_the_end_of_a_body_is_skipped(page):
    assert end_of_body(page) == -1


class Counted:
    """A regular expression that counts the bytes it reads. Each search must begin where the last one ended."""

    looked_at = steps = ended = 0

    def __init__(self, expression):
        self.expression = expression

    def _count(self, found, page, at):
        assert at >= Counted.ended
        end = found.end() if found else len(page)
        Counted.looked_at += end - at
        Counted.steps += 1
        Counted.ended = found.start() if found and self.expression is not scanner.ATTRIBUTE.expression else end
        return found

    def search(self, page, at):
        return self._count(self.expression.search(page, at), page, at)

    def match(self, page, at):
        found = self.expression.match(page, at)
        return self._count(found, page, at) if found else None


@pytest.fixture
def counted(monkeypatch):
    for name in ("OPENS", "ATTRIBUTE", "COMMENT_ENDS", "EMPTY_COMMENT"):
        monkeypatch.setattr(scanner, name, Counted(getattr(scanner, name)))
    monkeypatch.setattr(scanner, "TEXT", {name: Counted(ends) for name, ends in scanner.TEXT.items()})


HOSTILE = {
    "ends": b"</body>",
    "ends that are none": b"</bodyx",
    "ends in one comment": b"</body>",
    "comments": b"<!-- </body> -->",
    "comments that are left open": b"<!-- </body>",
    "empty comments": b"<!-->",
    "closed and never opened": b"</body> -->",
    "ends in one script": b"</body>",
    "scripts": b"<script></body></script>",
    "scripts that are left open": b"<script></body>",
    "ends of scripts": b"</script></bodyx>",
    "ends of scripts that are left open": b"</script",
    "attributes": b"<p title='</body>'>",
    "attributes that are left open": b"<p title='</body>",
    "attributes of one tag": b" title='</body>'",
    "attributes without values": b" x   ",
    "values that are missing": b" x =  ",
    "quotes": b" =\"'",
    "declarations": b"<!x",
    "smaller than": b"<",
    "far apart": b"</bodyx" + b"-" * 1000,
}
AROUND = {
    "ends in one comment": (b"<!--", b"-->"),
    "ends in one script": (b"<script>", b"</script>"),
    "attributes of one tag": (b"<p", b">"),
    "attributes without values": (b"<p", b""),
    "values that are missing": (b"<p", b""),
    "quotes": (b"<p", b""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_search_for_the_end_of_the_body_is_linear_for_every_page(name, counted):
    before, after = AROUND.get(name, (b"", b""))
    work = []
    for times in (500, 1000, 2000):
        page = before + HOSTILE[name] * times + after
        Counted.looked_at = Counted.steps = Counted.ended = 0
        end_of_body(page)
        work.append((Counted.looked_at + Counted.steps) / len(page))
    assert max(work) <= 4
    assert work[2] <= work[0] * 1.1 + 0.1


def test_no_regular_expression_nests_repetitions():
    """Nested repetitions can read the same text again and again."""
    for expression in (scanner.OPENS, scanner.ATTRIBUTE, scanner.COMMENT_ENDS, scanner.EMPTY_COMMENT, *scanner.TEXT.values()):
        assert not re.search(rb"[*+}]\)[*+{]", expression.pattern)
