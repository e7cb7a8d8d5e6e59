"""Scripts and JSON answers are ASCII, so they are the same in every charset."""

import json
import logging
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.http import JsonResponse

from shopsite.expect import is_nobodys, text
from shopsite.pages import PAGE, answer, template
from shopsite.policies import SCRIPTS
from shopsite.settings import MIDDLEWARE, SECRET
from visitorseal.django import verify_visitor
from visitorseal.django.test import sign_as
from visitorseal.django.views import visitor_fields

END = "\"}});document.title='XSS'//"
# Characters that a browser could read as a backslash, or that could swallow one, in one of these charsets.
NAME = f"¥{END} ‾₩Á丁严表ソ能é€😀\u2028\x7f{END}"
VISITOR = {"id": "42", "name": NAME}
CHARSETS = [
    "utf-8",
    "iso-8859-1",
    "windows-1252",
    "shift_jis",
    "cp932",
    "euc-jp",
    "iso-2022-jp",
    "gbk",
    "gb18030",
    "big5",
    "big5hkscs",
    "euc-kr",
    "koi8-r",
]
WAYS = {
    "tag": template("<body>{% visitor_script %}</body>"),
    "jinja2": template("<body>{{ visitor_script() }}</body>", "jinja2"),
    "middleware": answer(),
    "json_script": template('<body>{% visitor_fields as fields %}{{ fields|json_script:"x" }}</body>'),
    "tojson": template("<body><script>{{ visitor_fields()|tojson }}</script></body>", "jinja2"),
}


def shop(**options):
    return {"VISITORSEAL": {"shop": {"scheme": "bookbag", "secret": SECRET, **options}}}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("charset", CHARSETS)
def test_a_name_is_the_same_text_on_a_page_of_any_charset(settings, client_of, charset, way):
    if (charset, way) == ("iso-2022-jp", "middleware"):
        pytest.skip("the middleware leaves its pages alone")
    settings(DEFAULT_CHARSET=charset, MIDDLEWARE=[*MIDDLEWARE, SCRIPTS], **shop(visitor=lambda request: VISITOR))
    response = client_of(WAYS[way]).get("/")
    assert response.charset == charset
    assert response.content.isascii()
    found = re.search(rb'\{"user_.*\}(?=\)|<)', response.content)[0]
    assert json.loads(found)["user_metadata"]["name"] == NAME


@pytest.mark.parametrize("charset", [*CHARSETS, "utf-16", "shift_jisx0213"])
def test_json_is_ascii_whatever_the_charset_is(visit, settings, charset):
    settings(DEFAULT_CHARSET=charset, **shop(visitor=lambda request: VISITOR))
    response = visit(visitor_fields)
    assert response.content.isascii()
    assert json.loads(response.content)["fields"]["user_metadata"]["name"] == NAME

    @verify_visitor("shop")
    def view(request):
        return JsonResponse({})

    response = visit(view)
    assert (response.status_code, response.content) == (401, b'{"error": "identity_unverified"}')


@pytest.mark.parametrize("charset", ["shift_jisx0213", "shift_jis_2004", "utf-7", "cp037"])
@pytest.mark.parametrize("way", ["tag", "jinja2", "json_script"])
def test_a_tag_signs_nobody_in_a_charset_with_another_backslash(settings, client_of, charset, way, caplog):
    settings(DEFAULT_CHARSET=charset, **shop(visitor=lambda request: VISITOR))
    assert "XSS" not in text(client_of(WAYS[way]).get("/"))
    assert "DEFAULT_CHARSET" in caplog.text


@pytest.mark.parametrize("charset", ["utf-16", "utf-32-le"])
def test_a_page_in_a_wide_charset_has_its_script(settings, client_of, charset):
    settings(DEFAULT_CHARSET=charset, **shop(visitor=lambda request: VISITOR))
    response = client_of(WAYS["tag"]).get("/")
    found = re.search(r'\{"user_id".*\}(?=\))', text(response))[0]
    assert json.loads(found)["user_metadata"]["name"] == NAME


@pytest.mark.parametrize("charset", ["iso-2022-jp", "ISO-2022-KR", "utf-7", "UTF-16LE", "utf-32", "hz", "x-unknown"])
def test_the_middleware_leaves_pages_alone_whose_charset_can_hide_tags(settings, client_of, charset):
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS], **shop(visitor=lambda request: VISITOR))
    # The bytes of `</body>` would be text after the escape, which the page may hold.
    page = b"<body>\x1b$B</body>"
    response = client_of(answer(page, content_type=f"text/html; charset={charset}")).get("/")
    assert response.content == page


def orlo(code):
    key = (Path(__file__).parents[3] / "tests" / "vectors" / "keys" / "rsa-2048.private.pem").read_text()
    options = {"settings": {"embed_code": code}, "email_verified": True, "visitor": lambda request: JANE}
    return {"VISITORSEAL": {"shop": {"scheme": "orlo", "secret": key, **options}}}


JANE = {"name": "Jane", "email": "jane@example.com"}
CAFE = orlo("<script>/* Café */ chat('JWT_TOKEN')</script>")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_pasted_code_is_written_in_the_charset_of_the_page(settings, client_of, charset):
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS], **CAFE)
    response = client_of(answer(content_type=f"text/html; charset={charset}")).get("/")
    assert "/* Café */ chat('ey" in text(response)


def test_a_page_whose_charset_cannot_hold_pasted_code_is_left_alone_and_logged_once(
    settings, client_of, caplog
):
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS], **CAFE)
    client = client_of(answer(content_type="text/html; charset=koi8-r"))
    for _ in range(2):
        assert client.get("/").content == PAGE
    [record] = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert record.levelno == logging.ERROR
    assert "koi8-r" in record.getMessage()
    assert "Caf" not in caplog.text
    assert "ey" + "J" not in caplog.text


@pytest.mark.parametrize("way", ["tag", "jinja2", "middleware"])
def test_a_site_whose_charset_cannot_hold_pasted_code_serves_anonymous_pages(settings, client_of, caplog, way):
    settings(DEFAULT_CHARSET="koi8-r", MIDDLEWARE=[*MIDDLEWARE, SCRIPTS], **CAFE)
    assert is_nobodys(client_of(WAYS[way]).get("/"))
    assert "DEFAULT_CHARSET lacks" in caplog.text
    assert "Caf" not in caplog.text


def test_the_tests_site_can_be_served_in_any_charset():
    folder = Path(__file__).parent
    command = [sys.executable, "serve.py", "--charset", "shift_jis"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            address = server.stdout.readline().strip()
            for page in ("", "jinja/", "plain/", "visitor/"):
                with urlopen(f"{address}{page}?id=42&name={quote(NAME)}", timeout=20) as response:
                    content = response.read()
                assert b"user_hash" in content
                assert content.isascii()
                assert response.headers["Cache-Control"] == "private, no-store"
        finally:
            server.kill()


def test_what_a_tag_signs_is_what_the_helper_signs():
    assert sign_as(**VISITOR).fields_json.isascii()
    assert json.loads(sign_as(**VISITOR).fields_json) == sign_as(**VISITOR).fields
