"""The signed fields as JSON, for single-page apps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .answer import as_json
from .brands import find, names
from .caching import make_private
from .open_pages import note_signed
from .trouble import reported
from .visitors import sign


@require_safe
def visitor_fields(request: HttpRequest, brand: str | None = None) -> HttpResponse:
    """Answers `{"scheme": "bookbag", "fields": {…}}`; the fields are null where nobody is signed in.

    `path("visitor/<str:brand>/", visitor_fields)`; with a single brand, `path("visitor/", visitor_fields)`.
    Raises `Http404` for a brand that is unknown or disabled or only verifies.
    """
    scheme = signed = None
    with reported(brand):
        if brand is not None and brand not in names():
            raise Http404("no such brand")
        chosen = find(brand)
        if not chosen.is_enabled(request) or chosen.is_of_a_vendor:
            raise Http404("no such brand")
        scheme = chosen.scheme.name
        signed = sign(request, chosen)
        if signed:
            note_signed(request)
    response = as_json({"scheme": scheme, "fields": signed.fields if signed else None})
    make_private(response)
    return response
