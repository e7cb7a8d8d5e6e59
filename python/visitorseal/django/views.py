"""The signed fields as JSON, for single-page apps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_GET

from .brands import brands, find
from .visitors import sign


@require_GET
def visitor_fields(request: HttpRequest, brand: str | None = None) -> JsonResponse:
    """Answers `{"scheme": "bookbag", "fields": {…}}`; the fields are null where nobody is signed in.

    `path("visitor/<str:brand>/", visitor_fields)`; with a single brand, `path("visitor/", visitor_fields)`.
    Raises `Http404` for a brand that is unknown or disabled or has no secret.
    """
    if brand is not None and brand not in brands():
        raise Http404("no such brand")
    chosen = find(brand)
    if not (chosen.is_enabled(request) and chosen.signs):
        raise Http404("no such brand")
    signed = sign(request, chosen)
    response = JsonResponse({"scheme": chosen.scheme.name, "fields": signed.fields if signed else None})
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["Cookie"])
    return response
