"""What we write into a page or an answer is ASCII, so that it is the same in every charset."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.http import JsonResponse

from shopsite.expect import text
from shopsite.pages import answer, template
from shopsite.policies import SCRIPTS
from shopsite.settings import MIDDLEWARE, SECRET
from visitorseal.django import verified
from visitorseal.django.test import sign_as
from visitorseal.django.views import visitor_fields

END = "\"}});document.title='XSS'//"
# What a browser could take for a backslash, or what could swallow one, in one of these charsets.
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

    @verified("shop")
    def view(request):
        return JsonResponse({})

    response = visit(view)
    assert (response.status_code, response.content) == (401, b'{"error": "identity_unverified"}')


@pytest.mark.parametrize("charset", ["shift_jisx0213", "shift_jis_2004", "utf-7", "cp037"])
@pytest.mark.parametrize("way", ["tag", "jinja2", "json_script"])
def test_in_a_charset_that_writes_a_backslash_otherwise_a_tag_signs_nobody(settings, client_of, charset, way, caplog):
    settings(DEFAULT_CHARSET=charset, **shop(visitor=lambda request: VISITOR))
    assert "XSS" not in text(client_of(WAYS[way]).get("/"))
    assert "DEFAULT_CHARSET" in caplog.text


@pytest.mark.parametrize("charset", ["utf-16", "utf-32-le"])
def test_a_page_in_a_wide_charset_has_its_script(settings, client_of, charset):
    settings(DEFAULT_CHARSET=charset, **shop(visitor=lambda request: VISITOR))
    response = client_of(WAYS["tag"]).get("/")
    found = re.search(r'\{"user_id".*\}(?=\))', text(response))[0]
    assert json.loads(found)["user_metadata"]["name"] == NAME


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
