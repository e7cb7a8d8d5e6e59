"""What a brand does where its options name no callable. This module imports no other of the package."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables


@sensitive_variables()
def signed_in_user(request: HttpRequest) -> dict[str, Any] | None:
    """The user of a request as `id`, `email` and `name`, without blanks; None where nobody is signed in.

    Raises `ImproperlyConfigured` where nothing sets `request.user`.
    """
    user: Any = getattr(request, "user", None)
    if user is None:
        raise ImproperlyConfigured(
            "There is no request.user. Add AuthenticationMiddleware to MIDDLEWARE, or set the option `visitor`."
        )
    if not user.is_authenticated:
        return None
    visitor = {
        "id": user.pk,
        "email": getattr(user, getattr(user, "EMAIL_FIELD", "email"), None),
        "name": getattr(user, "get_full_name", str)(),
    }
    return {field: value for field, value in visitor.items() if value not in (None, "")}


def every_email_verified(user: object) -> bool:
    """Takes every address as verified."""
    return True
