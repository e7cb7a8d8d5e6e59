"""The scripts of pages, in templates."""

import json
import pickle

import pytest
import visitorseal
from samples import PRIVATE, SECRET

HOSTILE = "</script><script>alert(1)</script>"
BOOKBAG = visitorseal.Signer("bookbag", SECRET)
THREAD = visitorseal.Signer("thread", SECRET, app_id="APP")
NONCE = "bm9uY2U="

MARKERS = ' data-turbo-temporary hx-history="false">'
SCRIPTS = {
    "signed": lambda nonce: BOOKBAG.sign(id=1, name=HOSTILE).script(nonce),
    "forget": BOOKBAG.forget_script,
    "anonymous": THREAD.anonymous_script,
    "page's forget": visitorseal.Page("bookbag").forget_script,
    "page's anonymous": visitorseal.Page("thread", app_id="APP").anonymous_script,
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_every_script_is_a_str_of_the_class_script(script):
    html = script(None)
    assert type(html) is visitorseal.Script
    assert html.__html__() is html
    assert html == str(html) and hash(html) == hash(str(html))
    assert type(html + "") is type(html.strip()) is str  # a changed text is not known to be safe
    assert pickle.loads(pickle.dumps(html)) == html


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_the_script_has_the_nonce_that_is_passed(script):
    assert script(None).startswith(f"<script{MARKERS}")
    assert script(nonce=NONCE).startswith(f'<script nonce="{NONCE}"{MARKERS}')


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("nonce", ["", '"><script>', "a b", "\n"])
def test_a_nonce_that_is_not_base64_raises_a_configuration_error(script, nonce):
    with pytest.raises(visitorseal.ConfigurationError, match="nonce_invalid"):
        script(nonce)


def test_a_hostile_name_is_text_on_the_page():
    html = SCRIPTS["signed"](None)
    assert html.count("<script") == html.count("</script>") == 1
    assert r"\u003c/script\u003e\u003cscript\u003ealert(1)\u003c/script\u003e" in html


def test_a_page_has_the_scripts_of_a_signer_without_a_secret():
    page = visitorseal.Page(visitorseal.scheme("thread"), app_id="APP")
    assert page.anonymous_script() == THREAD.anonymous_script() != ""
    assert page.forget_script() == THREAD.forget_script()
    assert (page.scheme, repr(page)) == ("thread", "<visitorseal.Page thread>")
    with pytest.raises(visitorseal.ConfigurationError, match="setting_missing"):
        visitorseal.Page("thread")
    with pytest.raises(visitorseal.ConfigurationError, match="scheme_unknown"):
        visitorseal.Page("thrad")


def test_fields_json_is_ascii_and_verifies():
    signed = BOOKBAG.sign(id="é¥", name="😀\u2028", attributes={"seats": 2**64 - 1})
    assert signed.fields_json.isascii()
    assert json.loads(signed.fields_json) == signed.fields
    assert visitorseal.Verifier("bookbag", SECRET).verify_json(signed.fields_json).signed == {"id": "é¥"}


def test_the_scripts_of_a_scheme_without_code_for_pages_are_empty():
    stream = visitorseal.Page("stream")
    assert stream.forget_script() == stream.anonymous_script() == ""
    assert type(stream.forget_script()) is visitorseal.Script
    with pytest.raises(visitorseal.ConfigurationError, match="not_offered"):
        stream.anonymous_element()


def test_an_element_is_safe_html_of_the_class_script():
    for html in (BOOKBAG.sign(id=1, name=HOSTILE).element("/visitor"), visitorseal.Page("bookbag").anonymous_element()):
        assert type(html) is visitorseal.Script
        assert html.count("<") == 2
        assert html.endswith(f"{MARKERS}</visitorseal-visitor>")


def test_an_element_has_the_endpoint_that_is_passed():
    signed = BOOKBAG.sign(id=1)
    assert "endpoint" not in signed.element() == signed.element(None)
    assert ' endpoint="/visitor?a=1&amp;b=2" ' in signed.element(endpoint="/visitor?a=1&b=2")
    with pytest.raises(visitorseal.ConfigurationError) as wrong:
        signed.element("javascript:alert(1)")
    assert (wrong.value.code, wrong.value.field) == ("setting_invalid", "endpoint")
    with pytest.raises(TypeError):
        signed.element(5)


def test_a_mark_tells_two_visitors_apart_and_a_prefilled_form_has_none():
    marks = [BOOKBAG.sign(id=id).mark for id in (1, 2)]
    assert marks[0] != marks[1]
    assert [len(mark) for mark in marks] == [16, 16]
    assert BOOKBAG.sign(id=1, name="Jane").mark == marks[0]
    assert json.loads(BOOKBAG.sign(id=1).to_json())["mark"] == marks[0]
    fernand = visitorseal.Page("fernand").prefill(email="jane@example.com")
    assert fernand.mark is None
    assert ' state="prefill" fields="' in fernand.element()


def test_markupsafe_does_not_escape_a_script():
    markupsafe = pytest.importorskip("markupsafe")
    html = SCRIPTS["signed"](NONCE)
    assert markupsafe.escape(html) == html
    assert markupsafe.escape(str.__str__(html) + "") != html


def test_jinja2_does_not_escape_a_script():
    jinja2 = pytest.importorskip("jinja2")
    html = SCRIPTS["signed"](NONCE)
    template = jinja2.Environment(autoescape=True).from_string("<p>{{ name }}</p>{{ script }}")
    assert template.render(name="<b>", script=html) == f"<p>&lt;b&gt;</p>{html}"


def test_a_mobile_page_has_the_token_in_its_address():
    signer = visitorseal.Signer("orlo", PRIVATE, mobile_url="https://orlo.example/chat?jwt=JWT_TOKEN")
    signed = signer.sign(name="Jane Doe")
    assert signed.url() == f"https://orlo.example/chat?jwt={signed.signature}"
    assert type(signed.url()) is str


def test_other_vendors_have_no_mobile_page():
    with pytest.raises(visitorseal.ConfigurationError, match="not_offered"):
        BOOKBAG.sign(id=1).url()
