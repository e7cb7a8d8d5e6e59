"""The middleware puts the scripts into whole HTML pages, and leaves everything else alone."""

import gzip

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control

from shopsite.expect import digest, directives, is_nobodys, scripts, text
from shopsite.pages import PAGE, answer, template
from shopsite.policies import SCRIPTS
from shopsite.settings import MIDDLEWARE, SECRET

PRIVATE = {"private", "no-store"}


@pytest.fixture(autouse=True)
def middleware(settings):
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])


def brands(**schemes):
    each = {"secret": SECRET, "settings": {}}
    return {"VISITORSEAL": {name: {"scheme": scheme, **each} for name, scheme in schemes.items()}}


def test_the_script_stands_before_the_end_of_the_body(visit, jane):
    response = visit(answer(), user=jane)
    before, after = PAGE.split(b"</body>")
    assert response.content.startswith(before + b"<script")
    assert response.content.endswith(b"</script></body>" + after)
    assert digest(jane.pk) in text(response)


@pytest.mark.parametrize("end", [b"</BODY>", b"</Body\n>", b"</body ></html>"])
def test_the_end_of_the_body_is_found_however_it_is_written(visit, jane, end):
    response = visit(answer(b"<body>" + end), user=jane)
    assert response.content.endswith(b"</script>" + end)


def test_an_end_of_the_body_in_a_comment_is_skipped(visit, jane):
    response = visit(answer(b"<body></body><!-- </body> --></html>"), user=jane)
    assert response.content.endswith(b"</script></body><!-- </body> --></html>")


def test_the_last_end_of_a_body_counts(visit, jane):
    page = b"<body><textarea></body></textarea>"
    response = visit(answer(page + b"</body>"), user=jane)
    assert response.content.startswith(page + b"<script")
    assert scripts(response) == 1


def test_every_brand_that_is_enabled_and_signs_has_its_script(visit, settings, jane):
    setting = brands(shop="bookbag", desk="fernand", off="reamaze", inbox="bookbag")["VISITORSEAL"]
    setting["off"]["enabled"] = lambda request: False
    setting["inbox"] = {"scheme": "bookbag", "keys": ["a vendor's key"]}
    settings(VISITORSEAL=setting)
    response = visit(answer(), user=jane)
    assert scripts(response) == 2
    assert text(response).index(digest(jane.pk)) < text(response).index(digest(jane.email))


def only_in_the_shop(request):
    return request.path.startswith("/shop/")


@pytest.mark.parametrize("insert", [False, lambda request: False, "test_django_middleware.only_in_the_shop"])
def test_insertion_may_be_off_for_a_brand_whose_tags_still_write(visit, settings, jane, insert):
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "insert": insert}})
    assert visit(answer(), user=jane).content == PAGE
    assert digest(jane.pk) in text(visit(template("<body>{% visitor_script %}</body>"), user=jane))


def test_insertion_may_depend_on_the_request(visit, settings, jane):
    options = {"scheme": "bookbag", "secret": SECRET, "insert": lambda request: request.path == "/"}
    settings(VISITORSEAL={"shop": options})
    assert digest(jane.pk) in text(visit(answer(), user=jane))


def test_a_brand_whose_script_is_there_through_a_tag_is_not_written_twice(visit, settings, jane):
    settings(**brands(shop="bookbag", desk="fernand"))
    response = visit(template('<body>{% visitor_script "shop" %}</body>'), user=jane)
    assert text(response).count(digest(jane.pk)) == 1
    assert text(response).count(digest(jane.email)) == 1


@pytest.mark.parametrize("tag", ["{% visitor_element %}", "{% visitor_forget_script %}", "{% visitor_fields as fields %}"])
def test_a_page_that_uses_another_tag_of_the_brand_gets_nothing_more(visit, settings, jane, tag):
    view = template(f"<body>{tag}</body>")
    inserted = [visit(view, user=user) for user in (jane, None)]
    settings(MIDDLEWARE=MIDDLEWARE)
    assert [response.content for response in inserted] == [visit(view, user=user).content for user in (jane, None)]


PLACES = [
    ("growsurf", "Put the script before GrowSurf's Universal Code."),
    ("zendesk_support", "Only one page of the site may have the script."),
]


def placed(scheme, **options):
    site = {"site": "https://shop.zendesk.com"} if scheme == "zendesk_support" else {}
    shop = {"scheme": scheme, "secret": SECRET * 2, "settings": site, **options}
    return {"VISITORSEAL": {"shop": shop, "desk": {"scheme": "bookbag", "secret": SECRET}}}


@pytest.mark.parametrize(("scheme", "why"), PLACES)
def test_a_script_with_a_place_of_its_own_is_left_out_and_the_log_says_so_once(
    visit, settings, jane, caplog, scheme, why
):
    settings(**placed(scheme))
    pages = [visit(answer(), user=user) for user in (jane, jane, None)]
    assert [scripts(page) for page in pages] == [1, 1, 1]
    assert digest(jane.pk) in text(pages[0])
    (record,) = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert record.levelname == "WARNING"
    assert f"does not insert the script of {scheme}" in record.message
    assert why in record.message
    assert '{% visitor_script "shop" %}' in record.message


@pytest.mark.parametrize(("scheme", "why"), PLACES)
def test_a_tag_writes_a_script_with_a_place_of_its_own_and_the_log_is_silent(
    visit, settings, jane, caplog, scheme, why
):
    settings(**placed(scheme))
    page = visit(template('<body>{% visitor_script "shop" %}</body>'), user=jane)
    assert scripts(page) == 2
    settings(**placed(scheme, insert=False))
    assert scripts(visit(answer(), user=jane)) == 1
    settings(**placed(scheme, enabled=lambda request: False))
    assert scripts(visit(answer(), user=jane)) == 1
    assert [record for record in caplog.records if record.name == "visitorseal.django"] == []


@pytest.mark.parametrize(("scheme", "why"), PLACES)
@pytest.mark.parametrize("insert", [True, lambda request: True])
def test_to_insert_a_script_with_a_place_of_its_own_is_an_error(visit, settings, jane, caplog, insert, scheme, why):
    settings(**placed(scheme, insert=insert))
    assert [scripts(visit(answer(), user=jane)) for _ in range(2)] == [1, 1]
    (record,) = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert record.levelname == "ERROR"
    assert "The option 'insert' is set" in record.message
    assert why in record.message
    settings(DEBUG=True)
    with pytest.raises(ImproperlyConfigured, match="The option 'insert' is set"):
        visit(answer(), user=jane)


def test_a_template_response_gets_the_script_once_it_is_rendered(visit, jane):
    response = visit(lambda request: TemplateResponse(request, "signed_out.html"), user=jane)
    assert "window.bookbag('identify', null);" in text(response)
    assert scripts(response) == 1


def test_a_page_where_nobody_is_signed_in_says_so(visit):
    response = visit(answer())
    before, after = PAGE.split(b"</body>")
    assert is_nobodys(response)
    assert response.content.startswith(before + b"<script")
    assert response.content.endswith(b"</script></body>" + after)
    assert directives(response) == set()
    assert "Cookie" in directives(response, "Vary")


def test_the_element_goes_in_where_the_brand_has_that_option(visit, settings, jane):
    options = {"scheme": "bookbag", "secret": SECRET, "element": True, "endpoint": "/visitor/shop/"}
    settings(VISITORSEAL={"shop": options})
    before, after = PAGE.split(b"</body>")
    for user in (jane, None):
        response = visit(answer(), user=user)
        assert response.content.startswith(before + b'<visitorseal-visitor scheme="bookbag" state="')
        assert response.content.endswith(b"</visitorseal-visitor></body>" + after)
        assert (digest(jane.pk) in text(response)) == ('endpoint="/visitor/shop/"' in text(response)) == (user is jane)
        assert directives(response) == (PRIVATE if user else set())
        assert "Cookie" in directives(response, "Vary")
        assert scripts(response) == 0


def test_the_anonymous_script_starts_the_widget_where_the_vendor_wants_it(visit, settings):
    settings(**brands(desk="thread"))
    settings(VISITORSEAL={"desk": {"scheme": "thread", "secret": SECRET, "settings": {"app_id": "app-1"}}})
    response = visit(answer())
    assert b'{"appId":"app-1"}' in response.content
    assert directives(response) == set()


def left_alone():
    def streaming(request):
        return StreamingHttpResponse([PAGE])

    def file(request):
        import io

        return FileResponse(io.BytesIO(PAGE), content_type="text/html")

    attachment = {"Content-Disposition": 'Attachment; filename="page.html"'}
    yield "streaming", streaming
    yield "file", file
    yield "compressed", answer(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"})
    yield "encoded", answer(headers={"Content-Encoding": "identity"})
    yield "json", answer(b'{"html": "</body>"}', content_type="application/json")
    yield "text", answer(content_type="text/plain; charset=utf-8")
    yield "xhtml", answer(content_type="application/xhtml+xml")
    yield "attachment", answer(headers=attachment)
    yield "fragment", answer(b"<li>one more</li>")
    yield "a word that only begins so", answer(b"<li></bodyguard></li>")
    yield "part", answer(status=206)
    yield "not modified", lambda request: HttpResponseNotModified()
    yield "no content", answer(b"", status=204)
    yield "redirect", answer(b"", status=302, headers={"Location": "/"})
    yield "error of the server", answer(status=500)
    yield "utf-16", answer(PAGE.decode().encode("utf-16"), content_type="text/html; charset=utf-16")


@pytest.mark.parametrize("view", [pytest.param(view, id=name) for name, view in left_alone()])
def test_a_response_that_is_no_whole_page_is_left_alone(visit, settings, jane, view):
    settings(MIDDLEWARE=MIDDLEWARE)
    without = visit(view, user=jane)
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])
    response = visit(view, user=jane)
    assert response.headers == without.headers
    assert response.status_code == without.status_code
    if not response.streaming:
        assert response.content == without.content


def test_a_page_that_is_not_found_has_the_script(visit, jane):
    assert digest(jane.pk) in text(visit(answer(status=404), user=jane))


def test_the_content_length_is_that_of_the_page_with_the_script(visit, settings, jane):
    for place in range(len(MIDDLEWARE) + 1):
        settings(MIDDLEWARE=[*MIDDLEWARE[:place], SCRIPTS, *MIDDLEWARE[place:]])
        response = visit(answer(), user=jane)
        assert int(response.headers["Content-Length"]) == len(response.content) > len(PAGE)


@pytest.mark.parametrize(
    "view",
    [
        answer(),
        template("<p>{% visitor_script %}</p>"),
        template("<p>{% visitor_script %}{% visitor_forget_script %}</p>"),
    ],
)
def test_a_page_with_a_signed_visitor_is_private(visit, jane, view):
    response = visit(cache_control(public=True, max_age=300)(view), user=jane)
    assert directives(response) == PRIVATE
    assert "Cookie" in directives(response, "Vary")


def test_an_anonymous_page_keeps_its_caching_and_varies_by_cookie(visit):
    response = visit(cache_control(public=True, max_age=300)(answer(headers={"ETag": '"1"'})))
    assert directives(response) == {"public", "max-age=300"}
    assert response.headers["ETag"] == '"1"'


def test_an_anonymous_page_with_a_script_keeps_its_caching_too(visit, settings):
    settings(VISITORSEAL={"desk": {"scheme": "thread", "secret": SECRET, "settings": {"app_id": "app-1"}}})
    response = visit(cache_control(public=True, max_age=300)(answer()))
    assert scripts(response) == 1
    assert directives(response) == {"public", "max-age=300"}
    assert "Cookie" in directives(response, "Vary")


def test_a_page_varies_by_cookie_even_without_a_session(visit, settings, jane):
    visitor = {"visitor": lambda request: {"id": 42} if "member" in request.COOKIES else None}
    settings(VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, **visitor}})
    assert "Cookie" in directives(visit(answer()), "Vary")


def test_a_tag_is_noticed_if_a_framework_wraps_the_request(visit, jane):
    class Wrapped:
        def __init__(self, request):
            self._request = request

        def __getattr__(self, name):
            return getattr(self._request, name)

    response = visit(
        lambda request: template("<body>{% visitor_script %}</body>")(Wrapped(request)), user=jane
    )
    assert scripts(response) == 1
    assert directives(response) == PRIVATE


def test_a_signed_page_is_never_confirmed_by_the_copy_of_an_anonymous_one(visit, settings, jane):
    settings(MIDDLEWARE=["django.middleware.http.ConditionalGetMiddleware", *MIDDLEWARE, SCRIPTS])
    written = {"ETag": '"1"', "Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT"}
    view, copy = answer(headers=written), {"If-None-Match": '"1"'}
    assert visit(view, headers=copy).status_code == 304
    response = visit(view, user=jane, headers=copy)
    assert response.status_code == 200
    assert digest(jane.pk) in text(response)
    assert not response.has_header("ETag")
    assert not response.has_header("Last-Modified")


def test_the_page_is_compressed_with_the_script_in_it(visit, settings, jane):
    settings(MIDDLEWARE=["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE, SCRIPTS])
    response = visit(answer(), user=jane, headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert digest(jane.pk) in gzip.decompress(response.content).decode()
    assert int(response.headers["Content-Length"]) == len(response.content)


def test_the_whole_page_cache_never_keeps_a_signed_page(visit, settings, jane):
    cache = "django.middleware.cache."
    outer, inner = f"{cache}UpdateCacheMiddleware", f"{cache}FetchFromCacheMiddleware"
    settings(MIDDLEWARE=[outer, *MIDDLEWARE, SCRIPTS, inner])
    caches["default"].clear()
    for _ in range(2):
        assert digest(jane.pk) in text(visit(answer(), user=jane))
        assert is_nobodys(visit(answer()))


def test_the_user_is_not_loaded_for_a_response_without_a_page(visit):
    class Untouchable:
        def __getattr__(self, name):
            raise AssertionError(name)

    def view(request):
        request.user = Untouchable()
        return HttpResponse("<li>one more</li>")

    assert visit(view).status_code == 200


def test_an_async_view_needs_no_care_for_the_database(visit, jane):
    async def view(request):
        return HttpResponse(PAGE)

    assert digest(jane.pk) in text(visit(view, user=jane))
