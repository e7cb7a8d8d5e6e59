"""The view that answers with the signed fields, for single-page apps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .brands import brand_names, find_brand
from .cache_headers import make_private
from .json_response import json_response
from .page_state import mark_signed
from .reporting import report_configuration
from .visitors import sign

__all__ = ["visitor_fields"]


@require_safe
def visitor_fields(request: HttpRequest, brand: str | None = None) -> HttpResponse:
    """Answers with the signed fields as JSON, for a page that fetches them: `{"scheme", "fields", "mark", "expires_at"}`.

    All but the scheme are null where nobody is signed in. The address is `path("visitor/<str:brand>/", visitor_fields)`, or
    `path("visitor/", visitor_fields)` for the only brand. Raises `Http404` for a brand that is unknown or disabled, or
    that only verifies.
    """
    scheme = signed = None
    with report_configuration(brand):
        if brand is not None and brand not in brand_names():
            raise Http404("no such brand")
        chosen = find_brand(brand)
        if not chosen.is_enabled(request) or chosen.only_verifies:
            raise Http404("no such brand")
        scheme = chosen.scheme.name
        signed = sign(request, chosen)
        if signed:
            mark_signed(request)
    response = json_response(
        {
            "scheme": scheme,
            "fields": signed.fields if signed else None,
            "mark": signed.mark if signed else None,
            "expires_at": signed.expires_at if signed else None,
        }
    )
    make_private(response)
    return response
