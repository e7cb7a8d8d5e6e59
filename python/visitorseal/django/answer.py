"""Answers in JSON."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse


def as_json(value: dict[str, Any], status: int = 200) -> HttpResponse:
    """JSON in ASCII, whatever `DEFAULT_CHARSET` is: JSON is UTF-8, and browsers read it as that."""
    return HttpResponse(json.dumps(value).encode("ascii"), content_type="application/json", status=status)
