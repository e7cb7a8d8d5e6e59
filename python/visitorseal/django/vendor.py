"""The vendor's half: views that know who posted to them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import Http404, HttpRequest, JsonResponse

from visitorseal import Refused, Verified, Verifier

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
    return _verifier(request, brand).verify_json(request.body)


def verified(
    brand: str | None = None, *, verifier: Callable[[HttpRequest], Verifier] | None = None
) -> Callable[[View], View]:
    """Decorates a view, sync or async, that only requests with a verified JSON body reach.

    The view finds the `Verified` as `request.visitor`; under the policies `optional` and `observe` look at
    its `is_verified`. A refused request is answered as the scheme says, such as 401 with
    `{"error": "identity_unverified"}`. Where each customer has keys of their own, `verifier` takes the
    request and gives its `Verifier` in place of a brand's.
    """

    def refuse(request: HttpRequest) -> JsonResponse | None:
        chosen = verifier(request) if verifier else _verifier(request, brand)
        try:
            cast(VerifiedRequest, request).visitor = chosen.verify_json(request.body)
        except Refused as refused:
            logger.info("%s: refused: %s (%s)", brand or chosen.scheme, refused.code, refused.field)
            return JsonResponse({"error": refused.http_error}, status=refused.http_status)
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


def _verifier(request: HttpRequest, brand: str | None) -> Verifier:
    chosen = find(brand)
    if not chosen.is_enabled(request):
        raise Http404("no such brand")
    return chosen.verifier
