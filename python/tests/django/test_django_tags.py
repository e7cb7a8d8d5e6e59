"""The tags in Django's templates and the functions in Jinja2 do the same."""

import django
import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, RequestContext, Template, engines
from django.test import RequestFactory
from django.utils.functional import lazystr
from django.views.decorators.cache import cache_page

from shopsite.expect import digest, directives, is_nobodys, scripts, states, text
from shopsite.pages import template
from shopsite.settings import SECRET

THREAD = {"desk": {"scheme": "thread", "secret": SECRET, "settings": {"app_id": "app-1"}}}
SOURCES = {
    "django": {
        "script": '{% visitor_script "shop" %}',
        "only brand": "{% visitor_script %}",
        "forget": '{% visitor_forget_script "shop" %}',
        "fields": '{% visitor_fields "shop" as fields %}{{ fields|json_script:"visitor" }}',
        "is none": "{% visitor_fields as fields %}{% if fields is None %}nobody{% endif %}",
        "given": '{% visitor_script "shop" visitor=visitor %}',
        "element": '{% visitor_element "shop" %}',
        "given element": "{% visitor_element visitor=visitor %}",
        "endpoint": '{% visitor_element "shop" endpoint="/mine" %}',
        "assigned element": "{% visitor_element as element %}{{ element }}",
        "given fields": "{% visitor_fields visitor=visitor as fields %}{{ fields.user_id }}",
        "assigned": '{% visitor_script "shop" as script %}{{ script }}',
    },
    "jinja2": {
        "script": '{{ visitor_script("shop") }}',
        "only brand": "{{ visitor_script() }}",
        "forget": '{{ visitor_forget_script("shop") }}',
        "fields": '{% set fields = visitor_fields("shop") %}<script>{{ fields|tojson }}</script>',
        "is none": "{% if visitor_fields() is none %}nobody{% endif %}",
        "given": '{{ visitor_script("shop", visitor=visitor) }}',
        "element": '{{ visitor_element("shop") }}',
        "given element": "{{ visitor_element(visitor=visitor) }}",
        "endpoint": '{{ visitor_element("shop", endpoint="/mine") }}',
        "assigned element": "{% set element = visitor_element() %}{{ element }}",
        "given fields": "{{ visitor_fields(visitor=visitor).user_id }}",
        "assigned": '{% set script = visitor_script("shop") %}{{ script }}',
    },
}


@pytest.fixture(params=SOURCES)
def view(request):
    """A view with one of the sources above, in each of the template languages."""
    return lambda name, **context: template(SOURCES[request.param][name], request.param, **context)


@pytest.mark.parametrize("name", ["script", "only brand", "assigned"])
def test_the_script_has_the_signed_in_user(visit, view, jane, name):
    response = visit(view(name), user=jane)
    payload = f'"user_id":"{jane.pk}","user_hash":"{digest(jane.pk)}","user_metadata":{{"name":"Jane Doe"'
    assert payload in text(response)
    assert scripts(response) == 1


@pytest.mark.parametrize("name", ["script", "only brand", "assigned", "element", "assigned element"])
def test_a_page_where_nobody_is_signed_in_says_so(visit, view, name):
    assert is_nobodys(visit(view(name)))


def test_the_widget_starts_for_a_visitor_who_is_not_signed_in_where_the_vendor_wants_it(
    visit, view, settings
):
    settings(VISITORSEAL=THREAD)
    response = visit(view("only brand"))
    assert '{"appId":"app-1"}' in text(response)
    assert "connectionKey" not in text(response)


def test_the_forget_script_is_the_vendors(visit, view):
    response = visit(view("forget"))
    assert "window.bookbag('identify', null);" in text(response)
    assert states(response) == ["forget"]


@pytest.mark.parametrize("name", ["element", "assigned element"])
def test_the_element_has_the_signed_in_user_and_no_code(visit, view, jane, name):
    response = visit(view(name), user=jane)
    page = text(response)
    assert page.startswith('<visitorseal-visitor scheme="bookbag" state="signed" mark="')
    assert f"&quot;user_hash&quot;:&quot;{digest(jane.pk)}&quot;" in page
    assert "endpoint" not in page
    assert scripts(response) == 0
    assert directives(response) == {"private", "no-store"}


def test_the_elements_endpoint_is_the_tags_or_the_brands(visit, view, settings, jane):
    assert ' endpoint="/mine" ' in text(visit(view("endpoint"), user=jane))
    for endpoint in ("/visitor/", lazystr("/visitor/")):
        settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "endpoint": endpoint}})
        assert ' endpoint="/visitor/" ' in text(visit(view("element"), user=jane))
        assert ' endpoint="/mine" ' in text(visit(view("endpoint"), user=jane))


def test_a_wrong_endpoint_is_logged_and_nobody_is_signed_in(visit, view, settings, jane, caplog):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "endpoint": "javascript:alert(1)"}})
    assert is_nobodys(visit(view("element"), user=jane))
    [record] = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert "VISITORSEAL['shop']: setting_invalid (endpoint): " in record.getMessage()


def test_a_page_may_use_the_fields_in_code_of_its_own(visit, view, jane):
    assert digest(jane.pk) in text(visit(view("fields"), user=jane))


def test_the_fields_of_an_anonymous_visitor_are_none(visit, view):
    assert text(visit(view("is none"))) == "nobody"


def test_a_visitor_that_is_passed_replaces_the_signed_in_user(visit, view, jane):
    assert digest("42") in text(visit(view("given", visitor={"id": 42}), user=jane))
    assert text(visit(view("given fields", visitor={"id": 42}), user=jane)) == "42"


@pytest.mark.parametrize("context", [{}, {"visitor": None}, {"visitor": {}}])
def test_an_empty_visitor_is_anonymous_and_never_the_signed_in_user(
    visit, view, jane, context
):
    for name in ("given", "given element"):
        assert is_nobodys(visit(view(name, **context), user=jane))


@pytest.mark.parametrize("name", ["element", "given element"])
def test_a_name_that_closes_the_element_is_text(visit, view, make_user, name):
    mallory = make_user(first_name="\"></visitorseal-visitor><script>alert(1)</script>")
    response = visit(view(name, visitor={"id": mallory.pk, "name": mallory.first_name}), user=mallory)
    assert scripts(response) == 0
    assert text(response).count("<") == 2


@pytest.mark.parametrize("name", ["script", "forget", "fields", "given"])
def test_a_name_that_closes_the_script_is_text(visit, view, make_user, name):
    mallory = make_user(first_name="</script><script>alert(1)</script>")
    visitor = {"id": mallory.pk, "name": mallory.first_name}
    response = visit(view(name, visitor=visitor), user=mallory)
    assert scripts(response) == 1
    assert b"<script>alert" not in response.content


def test_the_error_of_an_unknown_brand_lists_the_brands(settings):
    settings(DEBUG=True)
    with pytest.raises(ImproperlyConfigured, match="There is no brand 'hsop'. The setting has 'shop'."):
        Template('{% load visitorseal %}{% visitor_script "hsop" %}').render(
            RequestContext(RequestFactory().get("/"))
        )


def test_a_template_that_is_rendered_without_a_request_is_an_error_that_says_so(settings):
    settings(DEBUG=True)
    message = "There is no `request` in the template's context"
    with pytest.raises(ImproperlyConfigured, match=message):
        Template("{% load visitorseal %}{% visitor_script %}").render(Context())
    with pytest.raises(ImproperlyConfigured, match=message):
        engines["jinja2"].from_string("{{ visitor_script() }}").render({})


def test_a_tag_finds_the_request_where_the_variable_is_hidden(visit, jane):
    part = Template("{% load visitorseal %}{% visitor_script %}")
    assert digest(jane.pk) in text(visit(template("{% include part only %}", part=part), user=jane))


def test_an_async_view_signs_the_user_that_it_loaded(visit, jane):
    async def view(request):
        request.user = await request.auser()
        return template("{% visitor_script %}")(request)

    if django.VERSION < (5, 0):
        pytest.skip("request.auser came with Django 5.0")
    assert digest(jane.pk) in text(visit(view, user=jane))


@pytest.mark.parametrize("name", ["script", "element", "fields"])
def test_a_cached_view_never_gives_one_visitors_page_to_another(visit, view, jane, name):
    caches["default"].clear()
    cached = cache_page(60)(view(name))
    assert digest(jane.pk) in text(visit(cached, user=jane))
    assert digest(jane.pk) not in text(visit(cached))
