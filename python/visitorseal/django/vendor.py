"""The vendor's half: views that know who posted to them."""

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

from .answer import as_json
from .brands import find

logger = logging.getLogger("visitorseal.django")

View = TypeVar("View", bound=Callable[..., Any])


class VerifiedRequest(HttpRequest):
    """The request of a view under `verified`, for its annotation."""

    visitor: Verified


def verify(request: HttpRequest, brand: str | None = None) -> Verified:
    """Verifies the JSON body of a request with a brand's keys and policy.

    Raises `Refused`, and `Http404` for a brand that is disabled: nothing passes because it is not checked.
    """
    return _verifier(request, brand).verify_json(_body(request))


@overload
def verified(brand: View) -> View: ...
@overload
def verified(
    brand: str | None = None, *, verifier: Callable[[HttpRequest], Verifier] | None = None
) -> Callable[[View], View]: ...
def verified(
    brand: View | str | None = None, *, verifier: Callable[[HttpRequest], Verifier] | None = None
) -> View | Callable[[View], View]:
    """Decorates a view, sync or async, that only requests with a verified JSON body reach.

    The view finds the `Verified` as `request.visitor`; under the policies `optional` and `observe` look at
    its `is_verified`. A refused request is answered as the scheme says, such as 401 with
    `{"error": "identity_unverified"}`. Where each customer has keys of their own, `verifier` takes the
    request and gives its `Verifier` in place of a brand's.
    """

    if callable(brand):
        return verified()(brand)

    def refuse(request: HttpRequest) -> HttpResponse | None:
        chosen = verifier(request) if verifier else _verifier(request, brand)
        try:
            cast(VerifiedRequest, request).visitor = chosen.verify_json(_body(request))
        except Refused as refused:
            logger.info("%s: refused: %s (%s)", brand or chosen.scheme, refused.code, refused.field)
            return as_json({"error": refused.http_error}, refused.http_status)
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


def _body(request: HttpRequest) -> bytes:
    _hide(request)
    try:
        return request.body
    except RequestDataTooBig:
        return b""  # It is refused, as any body that is no JSON object.


def _hide(request: HttpRequest) -> None:
    """Keeps the fields, which may be sent as a form, out of Django's reports of errors."""
    report = copy(get_default_exception_reporter_filter())
    report.get_post_parameters = lambda request: {}  # type: ignore[method-assign]
    request.exception_reporter_filter = report


def _verifier(request: HttpRequest, brand: str | None) -> Verifier:
    chosen = find(brand)
    if not chosen.is_enabled(request):
        raise Http404("no such brand")
    return chosen.verifier
