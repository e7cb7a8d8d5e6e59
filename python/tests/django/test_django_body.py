"""The end of a page's body is found, and found in linear time."""

import pytest
from visitorseal.django.body import end_of_body

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
}
NOT_THERE = [
    b"",
    b"</body",
    b"</bodyguard>",
    b"<!-- </body> -->",
    b"<!-- </body></body> --><!-- </body> -->",
    b"<body><script>x = '</body>'</script>",
    b"<script>x = '</body>",
]


@pytest.mark.parametrize("page", FOUND.values(), ids=FOUND)
def test_the_end_of_the_body_is_the_last_that_is_no_text(page):
    assert end_of_body(page.replace(b"@", b"")) == page.index(b"@")


@pytest.mark.parametrize("page", NOT_THERE)
def test_what_only_looks_like_the_end_of_a_body_is_none(page):
    assert end_of_body(page) == -1


class Counted(bytes):
    """Bytes that count how many of them are looked at."""

    looked_at = 0

    def lower(self):
        Counted.looked_at += len(self)
        return Counted(super().lower())

    def find(self, what, start, end):
        at = super().find(what, start, end)
        Counted.looked_at += (end if at < 0 else at + len(what)) - start
        return at

    def rfind(self, what, start, end):
        at = super().rfind(what, start, end)
        Counted.looked_at += end - (start if at < 0 else at)
        return at

    def __getitem__(self, place):
        Counted.looked_at += 1
        return super().__getitem__(place)


HOSTILE = {
    "ends": b"</body>",
    "ends that are none": b"</bodyx",
    "ends in one comment": b"</body>",
    "comments": b"<!-- </body> -->",
    "comments that are left open": b"<!-- </body>",
    "closed and never opened": b"</body> -->",
    "ends in one script": b"</body>",
    "scripts": b"<script></body></script>",
    "scripts that are left open": b"<script></body>",
    "ends of scripts": b"</script></bodyx>",
    "far apart": b"</bodyx" + b"-" * 1000,
}
AROUND = {"ends in one comment": (b"<!--", b"-->"), "ends in one script": (b"<script>", b"</script>")}


@pytest.mark.parametrize("name", HOSTILE)
def test_looking_for_the_end_of_the_body_is_linear_whatever_is_in_the_page(name):
    before, after = AROUND.get(name, (b"", b""))
    work = []
    for times in (500, 1000, 2000):
        page = Counted(before + HOSTILE[name] * times + after)
        Counted.looked_at = 0
        end_of_body(page)
        work.append(Counted.looked_at / len(page))
    assert max(work) <= 8
    assert work[2] <= work[0] * 1.1
