"""Responses in JSON."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse


def json_response(value: dict[str, Any], status: int = 200) -> HttpResponse:
    """A response in ASCII, because browsers read JSON as UTF-8, whatever `DEFAULT_CHARSET` is."""
    return HttpResponse(json.dumps(value).encode("ascii"), content_type="application/json", status=status)
