"""The vendor's half: views that know who sent the request."""

from __future__ import annotations

import logging
from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any, TypeVar, cast, overload

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.debug import get_default_exception_reporter_filter

from visitorseal import Refused, Verified, Verifier

from .brands import find_brand
from .json_response import json_response
from .problems import setting_of
from .reporting import sentence

logger = logging.getLogger("visitorseal.django")

View = TypeVar("View", bound=Callable[..., Any])


class VerifiedRequest(HttpRequest):
    """The type of a request that `verify_visitor` verified, for a view's annotation."""

    visitor: Verified


@overload
def verify_visitor(view: View, /) -> View: ...
@overload
def verify_visitor(
    brand: str | None = None, /, *, verifier: Callable[[HttpRequest], Verifier] | None = None
) -> Callable[[View], View]: ...
@overload
def verify_visitor(
    request: HttpRequest,
    brand: str | None = None,
    /,
    *,
    verifier: Callable[[HttpRequest], Verifier] | None = None,
) -> Verified: ...
def verify_visitor(
    subject: View | HttpRequest | str | None = None,
    brand: str | None = None,
    /,
    *,
    verifier: Callable[[HttpRequest], Verifier] | None = None,
) -> View | Callable[[View], View] | Verified:
    """Verifies the JSON body of a request with a brand's keys and policy. The request then carries `visitor`.

    `@verify_visitor("shop")` decorates a view, sync or async. A refused request gets the scheme's answer, such as 401
    with `{"error": "identity_unverified"}`, and does not reach the view. Under the policies `optional` and `observe`
    the view must look at `request.visitor.is_verified`.

    `verify_visitor(request, "shop")` verifies at once. It returns the `Verified` and raises `Refused`.

    `verifier` is a callable from the request to a `Verifier`, for customers with keys of their own; then no brand is
    read. A disabled brand raises `Http404`.
    """
    if isinstance(subject, HttpRequest):
        return _verify(subject, brand, verifier)
    if callable(subject):
        return verify_visitor()(subject)
    # Other objects, such as the Request of Django REST framework, would get a decorator and look verified.
    if not isinstance(subject, (str, type(None))) or brand is not None:
        raise TypeError("verify_visitor takes a view, a brand's name, or an HttpRequest and a brand's name")
    named = subject

    def refuse(request: HttpRequest) -> HttpResponse | None:
        try:
            _verify(request, named, verifier)
        except Refused as refused:
            logger.info(
                "%s: %s The request is refused with %d.", setting_of(named), sentence(refused), refused.http_status
            )
            return json_response({"error": refused.http_error}, refused.http_status)
        return None

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refusal = refuse(request)
            return view(request, *args, **kwargs) if refusal is None else refusal

        @wraps(view)
        async def answer_async(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            # A brand's secret, or a customer's keys, may come from a file or the database.
            refusal = await sync_to_async(refuse)(request)
            return await view(request, *args, **kwargs) if refusal is None else refusal

        return cast(View, answer_async if iscoroutinefunction(view) else answer)

    return decorate


def _verify(
    request: HttpRequest, brand: str | None, verifier: Callable[[HttpRequest], Verifier] | None
) -> Verified:
    chosen = verifier(request) if verifier else _verifier_of(request, brand)
    verified = chosen.verify_json(_body(request))
    cast(VerifiedRequest, request).visitor = verified
    return verified


def _body(request: HttpRequest) -> bytes:
    _hide_fields(request)
    try:
        return request.body
    except RequestDataTooBig:
        return b""  # The verifier refuses it, as any body that is no JSON object.


def _hide_fields(request: HttpRequest) -> None:
    """Keeps the fields out of Django's error reports. A page may send them as a form."""
    report = copy(get_default_exception_reporter_filter())
    report.get_post_parameters = lambda request: {}  # type: ignore[method-assign]
    request.exception_reporter_filter = report


def _verifier_of(request: HttpRequest, brand: str | None) -> Verifier:
    chosen = find_brand(brand)
    if not chosen.is_enabled(request):
        raise Http404("no such brand")
    return chosen.verifier
