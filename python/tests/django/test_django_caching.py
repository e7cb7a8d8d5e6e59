"""No cache stores a response with a signed visitor. Where that cannot be ensured, nobody is signed."""

import logging
from datetime import datetime, timezone

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path
from django.test import Client, RequestFactory, override_settings
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control, cache_page
from django.views.decorators.http import condition
from django.views.decorators.vary import vary_on_cookie

from shopsite.expect import digest, directives, is_nobodys, states, text
from shopsite.pages import PAGE, answer, template
from shopsite.policies import SCRIPTS
from shopsite.settings import MIDDLEWARE, SECRET
from visitorseal.django.page_state import _OPEN_REQUESTS
from visitorseal.django.views import visitor_fields

PRIVATE = {"private", "no-store"}
KEEPERS = {
    "Cache-Control": "public, max-age=600",
    "CDN-Cache-Control": "max-age=600",
    "Cloudflare-CDN-Cache-Control": "max-age=600",
    "Surrogate-Control": "max-age=600",
    "Edge-Control": "cache-maxage=600",
    "X-Accel-Expires": "600",
    "X-Reverse-Proxy-TTL": "600",
    "Expires": "Mon, 02 Nov 2099 08:00:00 GMT",
    "ETag": '"1"',
    "Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT",
}
TAG = "<body>{% load visitorseal %}{% visitor_script %}</body>"


def keep(response):
    """Sets every header that asks a cache to store a response."""
    for name, value in KEEPERS.items():
        response[name] = value
    response.headers["cache-control"] = "public"
    response.headers.setdefault("Surrogate-Control", "max-age=600")
    patch_cache_control(response, public=True, max_age=600)
    return response


def kept_outside(get_response):
    """A site's outermost middleware: it removes our header and sets its own."""

    def middleware(request):
        response = get_response(request)
        del response["Cache-Control"]
        response.headers.pop("cache-control", None)
        return keep(response)

    return middleware


def not_found_outside(get_response):
    """Answers with an error page after the view has answered."""

    def middleware(request):
        get_response(request)
        raise Http404

    return middleware


def rendered(request):
    return engines["django"].from_string(TAG).render({}, request)


def after(request):
    return keep(HttpResponse(rendered(request)))


def before(request):
    response = keep(HttpResponse())
    response.content = rendered(request)
    return response


def late(request):
    return keep(TemplateResponse(request, engines["django"].from_string(TAG)))


def begun(request):
    return keep(StreamingHttpResponse([rendered(request)]))


def missing(request):
    return keep(HttpResponse(rendered(request), status=404))


def failed(request):
    return keep(HttpResponse(rendered(request), status=500))


def confirmed(request):
    """A view that renders the page and answers 304 Not Modified."""
    rendered(request)
    return keep(HttpResponse(status=304))


async def asynchronous(request):
    await sync_to_async(bool)(request.user)
    return keep(HttpResponse(rendered(request)))


def inserted(request):
    return keep(HttpResponse(PAGE))


def fields(request):
    return keep(visitor_fields(request))


def has_nothing_to_keep(response):
    assert directives(response) == PRIVATE
    assert not [name for name in KEEPERS if name != "Cache-Control" and response.has_header(name)]
    assert "Cookie" in directives(response, "Vary")


VIEWS = [after, before, late, begun, missing, failed, confirmed, asynchronous, inserted, fields]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_signed_page_is_private_whatever_headers_the_site_sets(visit, settings, jane, view, method):
    settings(MIDDLEWARE=["test_django_caching.kept_outside", *MIDDLEWARE, SCRIPTS])
    has_nothing_to_keep(visit(view, user=jane, method=method))


@pytest.mark.parametrize("view", [after, inserted], ids=lambda view: view.__name__)
def test_an_anonymous_page_keeps_the_sites_caching_headers(visit, settings, view):
    settings(MIDDLEWARE=["test_django_caching.kept_outside", *MIDDLEWARE, SCRIPTS])
    response = visit(view)
    assert {name: response.headers[name] for name in KEEPERS} == {**KEEPERS, "Cache-Control": "public, max-age=600"}


def test_head_has_the_pages_headers_even_if_the_view_returns_no_page(visit, settings, jane):
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])

    def view(request):
        return keep(HttpResponse(PAGE if request.method == "GET" else b""))

    has_nothing_to_keep(visit(view, user=jane, method="head"))


@pytest.mark.parametrize("decorate", [cache_page(60), cache_control(public=True), lambda view: view])
@pytest.mark.parametrize("view", [after, late, fields], ids=lambda view: view.__name__)
def test_no_decorator_keeps_a_signed_page_for_the_next_visitor(visit, jane, make_user, view, decorate):
    caches["default"].clear()
    others, decorated = make_user(), decorate(view)
    for user in (jane, others):
        response = visit(decorated, user=user)
        assert digest(user.pk) in text(response)
        has_nothing_to_keep(response)


@pytest.mark.parametrize("decorate", [vary_on_cookie, lambda view: view], ids=["vary_on_cookie", "plain"])
def test_a_cached_view_shows_each_visitor_their_own_page(visit, jane, decorate):
    caches["default"].clear()
    view = cache_page(60)(decorate(after))
    assert is_nobodys(visit(view))
    assert digest(jane.pk) in text(visit(view, user=jane))
    assert is_nobodys(visit(view))


@pytest.mark.parametrize("tag", ["{% visitor_script %}", "{% visitor_element %}", "{% visitor_forget_script %}"])
def test_cache_page_stores_no_page_whose_tag_says_that_nobody_is_signed_in(visit, tag):
    caches["default"].clear()
    rendered = []

    def view(request):
        rendered.append(request)
        return template(tag)(request)

    for _ in range(2):
        response = visit(cache_page(60)(view))
        assert states(response) == ["forget" if "forget" in tag else "anonymous"]
        assert "Cookie" in directives(response, "Vary")
    assert len(rendered) == 2


def test_a_page_that_holds_one_that_says_that_nobody_is_signed_in_varies_by_cookie_too(visit):
    caches["default"].clear()
    for _ in range(2):
        response = visit(cache_page(60)(holds_a_page))
        assert is_nobodys(response)
        assert "Cookie" in directives(response, "Vary")


@pytest.mark.parametrize("view", [answer(), after], ids=["inserted", "tag"])
def test_a_cache_outside_keeps_a_page_that_says_that_nobody_is_signed_in_for_others_without_a_cookie(
    visit, settings, jane, view
):
    rendered = []

    def counted(request):
        rendered.append(request)
        return view(request)

    settings(MIDDLEWARE=[UPDATE, *MIDDLEWARE, SCRIPTS, FETCH])
    caches["default"].clear()
    for _ in range(3):
        assert is_nobodys(visit(counted))
    assert len(rendered) == 1
    assert digest(jane.pk) in text(visit(counted, user=jane))
    assert is_nobodys(visit(counted))


@pytest.mark.parametrize("first", ["nobody", "jane"])
def test_the_middleware_inserts_each_visitors_script_into_a_cached_page(visit, settings, jane, first):
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])
    caches["default"].clear()
    view = cache_page(60)(answer())
    visit(view, user=jane if first == "jane" else None)
    assert digest(jane.pk) in text(visit(view, user=jane))
    assert is_nobodys(visit(view))


UPDATE, FETCH = (f"django.middleware.cache.{name}CacheMiddleware" for name in ("Update", "FetchFrom"))
CHAINS = [
    [UPDATE, *MIDDLEWARE, SCRIPTS, FETCH],
    [*MIDDLEWARE, SCRIPTS, UPDATE, FETCH],
    [UPDATE, FETCH, *MIDDLEWARE, SCRIPTS],
]


@pytest.mark.parametrize("view", [after, inserted], ids=lambda view: view.__name__)
@pytest.mark.parametrize("chain", CHAINS)
def test_djangos_page_cache_stores_no_signed_page(visit, settings, jane, make_user, view, chain):
    settings(MIDDLEWARE=chain)
    caches["default"].clear()
    for user in (jane, make_user(), jane):
        response = visit(view, user=user)
        assert digest(user.pk) in text(response)
        has_nothing_to_keep(response)
    assert "user_hash" not in text(visit(view))


INSIDE = "{% load cache %}{% cache 60 fragment %}<p>[TAG]</p>{% endcache %}"


TAGS = ["{% visitor_script %}", "{% visitor_element %}", "{% visitor_forget_script %}", "{% visitor_fields as x %}{{ x.user_hash }}"]


@pytest.mark.parametrize("tag", TAGS)
def test_inside_a_template_s_cache_a_tag_writes_nothing_and_logs_why(
    visit, settings, jane, make_user, caplog, tag
):
    caches["default"].clear()
    source = "{% block b %}[INSIDE]{% endblock %}".replace("[INSIDE]", INSIDE.replace("[TAG]", f"{{% if 1 %}}{tag}{{% endif %}}"))
    for user in (jane, make_user()):
        assert text(visit(template(source), user=user)) == "<p></p>"
    [record] = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert record.levelno == logging.ERROR
    assert "is inside {% cache %}" in record.getMessage()
    settings(DEBUG=True)
    with pytest.raises(ImproperlyConfigured, match="let VisitorScriptMiddleware insert the script"):
        visit(template(source), user=jane)


def test_beside_a_template_s_cache_a_tag_signs(visit, jane, make_user):
    caches["default"].clear()
    for user in (jane, make_user()):
        page = text(visit(template(INSIDE.replace("[TAG]", "kept") + "{% visitor_script %}"), user=user))
        assert "<p>kept</p>" in page
        assert digest(user.pk) in page


def test_the_middleware_inserts_into_a_page_whose_templates_are_cached(visit, settings, jane, make_user):
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])
    caches["default"].clear()
    source = "{% load cache %}{% cache 60 page %}<body>Shop</body>{% endcache %}"
    for user in (jane, make_user()):
        response = visit(template(source), user=user)
        assert digest(user.pk) in text(response)
        has_nothing_to_keep(response)
    page = visit(template(source))
    assert is_nobodys(page)
    assert text(page).startswith("<body>Shop<script")


def streamed(request):
    def generate():
        yield rendered(request)

    return StreamingHttpResponse(generate())


def test_a_tag_in_a_stream_writes_nothing_and_the_log_says_why_once(visit, settings, jane, caplog):
    settings(VISITORSEAL={"shop": {"scheme": "thread", "secret": SECRET, "settings": {"app_id": "app-1"}}})
    for user in (jane, None):
        response = visit(streamed, user=user)
        content = response.getvalue() if not response.is_async else b"".join(response.streaming_content)
        assert content == b"<body></body>"
    [record] = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert record.levelno == logging.ERROR
    assert "VISITORSEAL['shop']" in record.getMessage()
    assert "not while it streams" in record.getMessage()


WITHOUT = ["{% visitor_script %}", "{% visitor_element %}", "{% visitor_forget_script %}"]


@pytest.mark.parametrize("source", [*WITHOUT, "{% visitor_fields as fields %}{{ fields|default:'' }}"])
def test_without_middleware_a_tag_signs_nobody_and_the_log_says_which_to_add(visit, settings, jane, caplog, source):
    settings(MIDDLEWARE=MIDDLEWARE[:-1])
    for _ in range(2):
        assert text(visit(template(source), user=jane)) in ("", "None")
    [record] = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert record.levelno == logging.ERROR
    assert "Add 'visitorseal.django.middleware.VisitorMiddleware' to MIDDLEWARE" in record.getMessage()


@pytest.mark.parametrize("source", WITHOUT)
def test_without_middleware_no_page_says_that_nobody_is_signed_in_because_a_cache_may_give_it_to_all(
    visit, settings, caplog, source
):
    settings(MIDDLEWARE=MIDDLEWARE[:-1])
    caches["default"].clear()
    assert text(visit(cache_page(60)(template(source)))) == ""
    [record] = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert "Add 'visitorseal.django.middleware.VisitorMiddleware' to MIDDLEWARE" in record.getMessage()
    settings(DEBUG=True)
    with pytest.raises(ImproperlyConfigured, match="No middleware would keep the page out of caches"):
        visit(template(source))


def test_the_page_of_an_error_outside_the_middleware_is_not_signed(settings, jane, tmp_path):
    (tmp_path / "404.html").write_text(TAG)
    found = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}
    settings(MIDDLEWARE=["test_django_caching.not_found_outside", *MIDDLEWARE], TEMPLATES=[found])
    with override_settings(ROOT_URLCONF=(path("", after),)):
        client = Client()
        client.force_login(jane)
        response = client.get("/")
    assert (response.status_code, text(response)) == (404, "<body></body>")


def test_the_page_of_an_error_inside_is_signed_and_private(visit, settings, jane, tmp_path):
    (tmp_path / "404.html").write_text(TAG)
    found = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}
    settings(TEMPLATES=[found])

    def view(request):
        raise Http404

    response = visit(view, user=jane)
    assert digest(jane.pk) in text(response)
    assert directives(response) == PRIVATE


def etag(request):
    return "1"


@condition(etag_func=etag)
def versioned(request):
    return HttpResponse(PAGE)


@condition(last_modified_func=lambda request: datetime(2026, 11, 2, tzinfo=timezone.utc))
def dated(request):
    assert "If-Modified-Since" not in request.headers or not request.user.is_authenticated
    return HttpResponse(rendered(request))


COPIES = [
    (versioned, {"If-None-Match": '"1"'}),
    (dated, {"If-Modified-Since": "Mon, 02 Nov 2026 08:00:00 GMT"}),
]


@pytest.mark.parametrize(("view", "copy"), COPIES)
@pytest.mark.parametrize("outer", [[], ["django.middleware.http.ConditionalGetMiddleware"]])
def test_a_view_never_confirms_an_anonymous_copy_to_a_signed_in_visitor(visit, settings, jane, view, copy, outer):
    settings(MIDDLEWARE=[*outer, *MIDDLEWARE, SCRIPTS])
    assert visit(view, headers=copy).status_code == 304
    response = visit(view, user=jane, headers=copy)
    assert response.status_code == 200
    assert digest(jane.pk) in text(response)
    has_nothing_to_keep(response)


CONDITIONAL = "django.middleware.http.ConditionalGetMiddleware"


def test_a_cache_inside_never_confirms_an_anonymous_copy_to_a_signed_in_visitor(visit, settings, jane):
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS, CONDITIONAL, UPDATE, FETCH])
    caches["default"].clear()
    copy = {"If-None-Match": visit(answer()).headers["ETag"]}
    assert visit(answer(), headers=copy).status_code == 304
    response = visit(answer(), user=jane, headers=copy)
    assert response.status_code == 200
    assert digest(jane.pk) in text(response)
    has_nothing_to_keep(response)


def test_an_anonymous_copy_is_confirmed_before_the_user_is_known(visit, settings):
    settings(MIDDLEWARE=[MIDDLEWARE[-1], *MIDDLEWARE[:-1], CONDITIONAL, UPDATE, FETCH])
    caches["default"].clear()
    copy = {"If-None-Match": visit(answer()).headers["ETag"]}
    assert visit(answer(), headers=copy).status_code == 304


def part(request):
    return HttpResponse(rendered(request))


def asked(view, request):
    """The site's answer to a request that a view makes in the same process."""

    handler = WSGIHandler()
    with override_settings(ROOT_URLCONF=(path("", view),)):
        handler.load_middleware()
        inner = RequestFactory().get("/", headers={"Cookie": request.headers.get("Cookie", "")})
        return handler.get_response(inner)


def holds_a_page(request):
    return keep(HttpResponse(asked(part, request).content))


def holds_an_inserted_page(request):
    return keep(HttpResponse(asked(answer(), request).content))


def holds_fields(request):
    return keep(HttpResponse(asked(visitor_fields, request).content))


def holds_a_view(request):
    return keep(HttpResponse(visitor_fields(request).content))


def holds_a_page_that_holds_a_page(request):
    return keep(HttpResponse(asked(holds_a_page, request).content))


HOLDERS = [holds_a_page, holds_an_inserted_page, holds_fields, holds_a_view, holds_a_page_that_holds_a_page]


@pytest.mark.parametrize("decorate", [cache_page(60), lambda view: view], ids=["cached", "plain"])
@pytest.mark.parametrize("view", HOLDERS, ids=lambda view: view.__name__)
def test_a_page_that_contains_a_signed_part_of_another_is_private_too(visit, settings, jane, make_user, view, decorate):
    settings(MIDDLEWARE=["test_django_caching.kept_outside", *MIDDLEWARE, SCRIPTS])
    caches["default"].clear()
    decorated = decorate(view)
    for user in (jane, make_user()):
        response = visit(decorated, user=user)
        assert digest(user.pk) in text(response)
        has_nothing_to_keep(response)


def test_a_request_that_has_ended_does_not_affect_the_next_one(settings, jane):
    class Stopped(BaseException):
        pass

    def stopped(request):
        rendered(request)
        raise Stopped

    with override_settings(ROOT_URLCONF=(path("", stopped), path("page/", lambda request: keep(HttpResponse())))):
        client = Client()
        client.force_login(jane)
        with pytest.raises(Stopped):
            client.get("/")
        assert client.get("/page/").headers["Cache-Control"] == "public, max-age=600"
    assert _OPEN_REQUESTS.get() == ()


def test_a_response_that_is_no_page_is_confirmed_to_everybody(visit, settings, jane):
    settings(MIDDLEWARE=[*MIDDLEWARE, SCRIPTS])
    headers = {"If-None-Match": '"1"', "Accept": "application/json"}
    assert visit(versioned, user=jane, headers=headers).status_code == 304


def test_a_visitor_whose_callable_fails_gets_the_whole_page(visit, settings):
    def visitor(request):
        raise RuntimeError

    settings(MIDDLEWARE=MIDDLEWARE, VISITORSEAL={"shop": {"scheme": "bookbag", "secret": SECRET, "visitor": visitor}})
    assert visit(versioned, headers={"If-None-Match": '"1"'}).status_code == 200


def test_two_layers_of_the_middleware_are_as_good_as_one(visit, settings, jane):
    tags = MIDDLEWARE[-1]
    for chain in ([SCRIPTS, *MIDDLEWARE], [*MIDDLEWARE, SCRIPTS, tags], [tags, *MIDDLEWARE, SCRIPTS, SCRIPTS]):
        settings(MIDDLEWARE=chain)
        response = visit(answer(), user=jane)
        assert text(response).count(digest(jane.pk)) == 1
        has_nothing_to_keep(response)
