"""A vendor's views know who posted to them."""

import json
import logging
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.http import HttpResponse, JsonResponse
from django.test import AsyncClient, Client, RequestFactory
from django.views.decorators.csrf import csrf_exempt

import visitorseal
from shopsite.expect import digest
from shopsite.pages import MESSAGES
from samples import TOKEN
from shopsite.settings import OWN_SCHEME, SECRET
from visitorseal import Refused, Verifier
from visitorseal.django import VerifiedRequest, verify_visitor
from visitorseal.django.test import sign_as

KEYS = Path(__file__).parents[3] / "tests" / "vectors" / "keys"
FORGED = {"user_id": "42", "user_hash": "0" * 64}
REFUSED = {"error": "identity_unverified"}


def shop(**options):
    return {"VISITORSEAL": {"shop": {"scheme": "bookbag", "secret": SECRET, **options}}}


def show(request, **kwargs):
    seen = request.visitor
    return JsonResponse({"status": seen.status, "signed": seen.signed, **kwargs})


@verify_visitor("shop")
def sync_view(request):
    """A docstring of the view."""
    return show(request)


@verify_visitor("shop")
async def async_view(request):
    """A docstring of the view."""
    return show(request)


@pytest.fixture(params=[sync_view, async_view], ids=["sync", "async"])
def view(request):
    return request.param


def post(visit, view, body):
    body = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return visit(view, method="post", data=body)


def test_a_verified_visitor_reaches_the_view(visit, view):
    fields = {"user_id": "42", "user_hash": digest("42"), "user_metadata": {"name": "Jane"}}
    response = post(visit, view, fields)
    assert response.status_code == 200
    assert json.loads(response.content) == {"status": "verified", "signed": {"id": "42"}}


@pytest.mark.parametrize(
    "body",
    [
        FORGED,
        {"user_id": "43", "user_hash": digest("42")},
        {"user_id": "42"},
        {},
        "",
        "[]",
        b"\xff",
        '{"user_id": "42", "user_id": "43", "user_hash": "' + digest("43") + '"}',
    ],
)
def test_other_requests_get_the_schemes_answer(visit, view, body):
    response = post(visit, view, body)
    assert response.status_code == 401
    assert json.loads(response.content) == REFUSED


def test_a_refusal_is_logged_without_the_visitors_data(visit, view, caplog):
    caplog.set_level(logging.INFO, "visitorseal.django")
    post(visit, view, FORGED)
    (record,) = [record for record in caplog.records if record.name == "visitorseal.django"]
    assert record.levelno == logging.INFO
    assert record.getMessage().startswith("VISITORSEAL['shop']: signature_mismatch (user_hash): ")
    assert record.getMessage().endswith(". The request is refused with 401.")


def test_the_status_and_the_error_are_those_of_a_scheme_of_ones_own(visit, view, settings):
    own = visitorseal.Scheme.parse(OWN_SCHEME)
    settings(VISITORSEAL={"shop": {"scheme": own, "secret": SECRET}})
    response = post(visit, view, {})
    assert (response.status_code, json.loads(response.content)) == (403, {"error": "who_are_you"})


@pytest.mark.parametrize(("policy", "body"), [("optional", {"user_id": "42"}), ("observe", FORGED)])
def test_a_policy_may_let_an_anonymous_visitor_through(visit, view, settings, policy, body):
    settings(**shop(policy=policy))
    response = post(visit, view, body)
    assert json.loads(response.content) == {"status": "anonymous", "signed": {}}


@pytest.mark.parametrize("enabled", [False, lambda request: False])
def test_a_disabled_brand_lets_nobody_through(visit, view, settings, enabled):
    settings(**shop(enabled=enabled))
    assert post(visit, view, {"user_id": "42", "user_hash": digest("42")}).status_code == 404


def test_the_decorator_needs_no_parentheses(visit):
    @verify_visitor
    def view(request):
        return HttpResponse(request.visitor.signed["id"])

    assert post(visit, view, sign_as("shop", id="42").fields).content == b"42"


def test_a_body_that_django_does_not_take_is_refused_as_the_scheme_says(visit, view, settings):
    settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
    response = post(visit, view, sign_as("shop", id="42").fields)
    assert (response.status_code, json.loads(response.content)) == (401, REFUSED)


def test_each_customer_may_have_keys_of_their_own(visit):
    customers = {"one": Verifier("bookbag", "the first customer's key"), "two": Verifier("bookbag", SECRET)}

    def of_customer(request):
        assert not User.objects.filter(username="what only a sync call may ask").exists()
        return customers[request.headers["Customer"]]

    @verify_visitor(verifier=of_customer)
    def sync_view(request):
        return show(request)

    @verify_visitor(verifier=of_customer)
    async def async_view(request):
        return show(request)

    body = json.dumps({"user_id": "42", "user_hash": digest("42")})
    for view in (sync_view, async_view):
        answers = [visit(view, method="post", data=body, headers={"Customer": name}) for name in customers]
        assert [answer.status_code for answer in answers] == [401, 200]


def test_arguments_of_the_address_reach_the_view():
    @verify_visitor("shop")
    def view(request: VerifiedRequest, number: int) -> HttpResponse:
        return HttpResponse(f"{request.visitor.signed['id']} {number}")

    request = RequestFactory().post("/", sign_as(id="42").fields, content_type="application/json")
    assert view(request, number=7).content == b"42 7"


def test_the_view_keeps_its_name_and_docstring(view):
    assert view.__name__ in ("sync_view", "async_view")
    assert view.__doc__ == "A docstring of the view."


@pytest.mark.parametrize("outer", [True, False])
def test_it_works_with_csrf_exempt_on_either_side(outer):
    def view(request):
        return show(request)

    view = csrf_exempt(verify_visitor("shop")(view)) if outer else verify_visitor("shop")(csrf_exempt(view))
    assert view.csrf_exempt


@pytest.mark.parametrize("address", MESSAGES)
def test_the_documented_views_answer_from_outside(address):
    client = Client(enforce_csrf_checks=True)
    fields = sign_as("shop", id="42", name="Jane").fields
    response = client.post(address, fields, content_type="application/json")
    assert response.json() == {"from": "42"}
    assert client.post(address, FORGED, content_type="application/json").status_code == 401


def test_a_request_is_verified_at_once_or_refused_by_an_exception():
    requests = RequestFactory()
    signed = requests.post("/", sign_as(id="42").fields, content_type="application/json")
    assert verify_visitor(signed).signed == verify_visitor(signed, "shop").signed == {"id": "42"}
    assert signed.visitor.signed == {"id": "42"}
    with pytest.raises(Refused) as caught:
        verify_visitor(requests.post("/", FORGED, content_type="application/json"), "shop")
    assert caught.value.code == "signature_mismatch"


@pytest.mark.parametrize("subject", [type("Request", (), {})(), 5, b"shop", ["shop"]])
def test_an_object_that_is_no_request_is_a_type_error_and_never_passes_as_verified(subject):
    with pytest.raises(TypeError, match="an HttpRequest"):
        verify_visitor(subject, "shop")
    with pytest.raises(TypeError, match="an HttpRequest"):
        verify_visitor(subject)
    with pytest.raises(TypeError, match="an HttpRequest"):
        verify_visitor("shop", "outlet")


def test_a_request_may_be_verified_by_a_verifier_of_ones_own():
    signed = RequestFactory().post("/", sign_as(id="42").fields, content_type="application/json")
    verified = verify_visitor(signed, verifier=lambda request: Verifier("bookbag", SECRET))
    assert verified.signed == signed.visitor.signed == {"id": "42"}


def test_a_verified_request_carries_the_id_of_its_token():
    scheme, secret = visitorseal.Scheme.parse(TOKEN), "a secret that is longer than the hash of HS256"
    fields = visitorseal.Signer(scheme, secret).sign(id="42").fields
    request = RequestFactory().post("/", fields, content_type="application/json")
    verify_visitor(request, verifier=lambda request: Verifier(scheme, secret))
    claims = visitorseal.inspect_token(fields["token"]).unverified_claims
    assert request.visitor.token_id == claims["jti"]


@pytest.mark.parametrize("public", ["rsa-2048.public.pem", "rsa-2048.jwk.json", "public.jwks.json"])
def test_a_vendor_of_tokens_needs_the_public_key_alone(settings, public):
    settings(VISITORSEAL={"desk": {"scheme": "orlo", "secret": KEYS / "rsa-2048.private.pem"}})
    fields = sign_as("desk", name="Jane", attributes={"User ID": 42}).fields
    settings(VISITORSEAL={"desk": {"scheme": "orlo", "keys": [KEYS / public]}})
    request = RequestFactory().post("/", fields, content_type="application/json")
    assert verify_visitor(request).signed == {"name": "Jane", "attributes": {"User ID": 42}}


def test_the_test_helper_signs_any_visitor_as_the_site_does(jane):
    client = Client()
    client.force_login(jane)
    assert sign_as("shop", id=jane.pk).signature in client.get("/").content.decode()


def test_the_async_test_client_posts_what_the_helper_signed():
    async def post():
        fields = sign_as("shop", id="42").fields
        return await AsyncClient().post("/messages/", fields, content_type="application/json")

    assert async_to_sync(post)().json() == {"from": "42"}
