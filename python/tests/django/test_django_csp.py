"""Under a strict Content-Security-Policy our script runs, and code in a visitor's name does not."""

import re

import pytest

from shopsite.expect import digest, is_nobodys, scripts, text
from shopsite.pages import answer, template
from shopsite.policies import ALL, EACH, SCRIPTS
from shopsite.settings import MIDDLEWARE, SECRET

HOSTILE = "</script><script>alert(1)</script>"
WAYS = {
    "tag": (template('<body>{% visitor_script "shop" %}</body>'), ()),
    "jinja2": (template('<body>{{ visitor_script("shop") }}</body>', "jinja2"), ()),
    "middleware": (answer(), (SCRIPTS,)),
}


def nonces(response):
    """The nonces of the page's scripts, and those of its header."""
    policy = response.headers["Content-Security-Policy"]
    return re.findall('<script nonce="([^"]+)"', text(response)), re.findall("'nonce-([^']+)'", policy)


@pytest.fixture(params=WAYS)
def way(request):
    return WAYS[request.param]


@pytest.mark.parametrize("policy", ALL)
def test_the_scripts_nonce_is_the_headers(visit, settings, jane, policy, way):
    view, after = way
    settings(**policy(*after))
    first, second = (visit(view, user=jane) for _ in range(2))
    for response in (first, second):
        in_page, in_header = nonces(response)
        assert digest(jane.pk) in text(response)
        assert len(in_page) == scripts(response) == 1
        assert in_page == in_header
    assert nonces(first) != nonces(second)


@pytest.mark.parametrize("policy", ALL)
def test_a_hostile_name_opens_no_second_script(visit, settings, make_user, policy, way):
    view, after = way
    settings(**policy(*after))
    mallory = make_user(first_name=HOSTILE, email=f'"{HOSTILE}"@example.com')
    response = visit(view, user=mallory)
    assert digest(mallory.pk) in text(response)
    assert scripts(response) == 1
    assert response.content.lower().count(b"</script") == 1
    assert rb"\u003c/script\u003e\u003cscript\u003ealert(1)" in response.content


@pytest.mark.parametrize("policy", ALL)
def test_the_script_of_a_page_where_nobody_is_signed_in_has_the_nonce_too(visit, settings, policy, way):
    view, after = way
    settings(**policy(*after))
    response = visit(view)
    in_page, in_header = nonces(response)
    assert is_nobodys(response)
    assert len(in_page) == 1
    assert in_page == in_header


ELEMENTS = {
    "tag": (template('<body>{% visitor_element "shop" %}</body>'), ()),
    "jinja2": (template('<body>{{ visitor_element("shop") }}</body>', "jinja2"), ()),
    "middleware": (answer(), (SCRIPTS,)),
}


@pytest.mark.parametrize("policy", EACH)
@pytest.mark.parametrize("element", ELEMENTS)
def test_a_page_with_the_element_reads_no_nonce(visit, settings, jane, policy, element):
    view, after = ELEMENTS[element]
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "element": True}}, **policy(*after))
    for user in (jane, None):
        response = visit(view, user=user)
        assert text(response).count("<visitorseal-visitor ") == 1
        assert "nonce" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("policy", ALL)
def test_the_forget_script_has_the_nonce_too(visit, settings, policy):
    settings(**policy())
    in_page, in_header = nonces(visit(template("{% visitor_forget_script %}")))
    assert len(in_page) == 1
    assert in_page == in_header


@pytest.mark.parametrize("policy", ALL)
def test_the_nonce_is_that_of_the_pages_other_scripts(visit, settings, jane, policy):
    settings(**policy(SCRIPTS))

    def view(request):
        own = request.csp_nonce if hasattr(request, "csp_nonce") else request._csp_nonce
        return template('<body><script nonce="{{ own }}"></script></body>', own=str(own))(request)

    in_page, in_header = nonces(visit(view, user=jane))
    assert len(in_page) == 2
    assert set(in_page) == set(in_header)


def test_without_a_policy_there_is_no_nonce(visit, settings, jane, way):
    view, after = way
    settings(MIDDLEWARE=[*MIDDLEWARE, *after])
    response = visit(view, user=jane)
    assert digest(jane.pk) in text(response)
    assert b"nonce" not in response.content


def test_a_sites_own_nonce_is_taken_from_request_csp_nonce(visit, jane):
    def view(request):
        request.csp_nonce = "bm9uY2U="
        return template("{% visitor_script %}")(request)

    assert text(visit(view, user=jane)).startswith('<script nonce="bm9uY2U="')
