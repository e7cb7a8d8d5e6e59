"""Who the visitor of a request is, signed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from visitorseal import Signed, VisitorError

if TYPE_CHECKING:
    from .brands import Brand

logger = logging.getLogger("visitorseal.django")

OF_REQUEST: Final[Any] = object()
"""In place of a visitor: ask the brand who it is. None is a visitor too, the anonymous one."""


@sensitive_variables()
def signed_in(request: HttpRequest) -> dict[str, Any] | None:
    """The user of a request as `id`, `email` and `name`, blanks left out; None where nobody is signed in.

    Raises `ImproperlyConfigured` where nothing sets `request.user`.
    """
    user: Any = getattr(request, "user", None)
    if user is None:
        raise ImproperlyConfigured("no request.user: add AuthenticationMiddleware, or name a `visitor`")
    if not user.is_authenticated:
        return None
    visitor = {
        "id": user.pk,
        "email": getattr(user, getattr(user, "EMAIL_FIELD", "email"), None),
        "name": getattr(user, "get_full_name", str)(),
    }
    return {field: value for field, value in visitor.items() if value not in (None, "")}


def unchecked(user: object) -> bool:
    """Takes every address as verified: what a brand that names no `email_verified` does."""
    return True


@sensitive_variables()
def sign(request: HttpRequest, brand: Brand, visitor: Mapping[str, Any] | None = OF_REQUEST) -> Signed | None:
    """Signs the visitor of a request, or the one that is given; None for an anonymous one.

    A visitor who cannot be signed as given is anonymous too and is logged, since one user's data must not
    break a page; with `DEBUG` it raises `VisitorError`. Raises `ConfigurationError` for a wrong setting.
    """
    unproven = None
    if visitor is OF_REQUEST:
        visitor = brand.visitor(request)
        # What is no mapping is a fault, which the signer names.
        if isinstance(visitor, Mapping) and "email" in visitor and not brand.vouches_for_email(request):
            unproven = "email"
            visitor = {field: value for field, value in visitor.items() if field != unproven}
    if not visitor:
        return None
    try:
        return brand.signer.sign(visitor)
    except VisitorError as error:
        # That a signature lacks the address that was just left out is what the site asked for.
        if unproven and error.field == unproven:
            return None
        if settings.DEBUG:
            raise
        logger.warning("%s: a visitor was not signed: %s (%s)", brand.name, error.code, error.field)
        return None
