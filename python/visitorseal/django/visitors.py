"""Signs the visitor of a request."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import EllipsisType
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from visitorseal import Signed, VisitorError

from .brands import Brand
from .problems import setting_of
from .reporting import NOBODY_SIGNED, log_once, logger, sentence

# The core's limit. It bounds how often one visitor is signed.
MAX_ATTRIBUTES = 256


@sensitive_variables()
def sign(
    request: HttpRequest, brand: Brand, visitor: Mapping[str, Any] | None | EllipsisType = ...
) -> Signed | None:
    """Signs the visitor of a request, or the visitor that is passed; None for an anonymous one.

    A visitor who cannot be signed is anonymous and is logged, because the data of one user must not break a page. With
    `DEBUG` it raises `VisitorError`. Raises `ConfigurationError` for a wrong setting.
    """
    unverified = None
    if visitor is ...:
        visitor = brand.visitor(request)
        # The signer raises for a visitor that is no mapping.
        if isinstance(visitor, Mapping) and "email" in visitor and not brand.is_email_verified(request):
            unverified = "email"
            visitor = {field: value for field, value in visitor.items() if field != unverified}
    if not visitor:
        return None
    try:
        return _sign_what_is_right(brand, visitor)
    except VisitorError as error:
        # We removed the unverified address ourselves, so its absence is not an error.
        if unverified and error.field == unverified:
            return None
        if settings.DEBUG:
            raise
        logger.warning("%s: %s %s", setting_of(brand.name), sentence(error), NOBODY_SIGNED)
        return None


@sensitive_variables()
def _sign_what_is_right(brand: Brand, visitor: Mapping[str, Any]) -> Signed:
    """Signs a visitor; in production without the attributes that are wrong and that the signature does not cover."""
    signer = brand.signer
    try:
        return signer.sign(visitor)
    except VisitorError as error:
        if settings.DEBUG or not _is_about_an_attribute(error) or "attributes" in brand.scheme.covers:
            raise
        # A visitor may choose the names of attributes, and with them how many are wrong.
        if len(visitor["attributes"]) > MAX_ATTRIBUTES:
            raise
    attributes, covers = visitor["attributes"], brand.scheme.covers
    # These stay, because the signature needs them.
    covered = {name: value for name, value in attributes.items() if f"attributes.{name}" in covers}
    right: dict[str, Any] = {}
    left_out: list[VisitorError] = []
    for name, value in attributes.items():
        if name not in covered:
            try:
                signer.sign({**visitor, "attributes": {**covered, name: value}})
            except VisitorError as error:
                if not _is_about_an_attribute(error):
                    raise
                left_out.append(error)
                continue
        right[name] = value
    signed = signer.sign({**visitor, "attributes": right})
    for fault in left_out:
        _log_left_out(brand, fault)
    return signed


def _is_about_an_attribute(error: VisitorError) -> bool:
    return (error.field or "").startswith("attributes.")


def _log_left_out(brand: Brand, error: VisitorError) -> None:
    log_once(
        logging.WARNING,
        f"{setting_of(brand.name)}: attribute_left_out ({error.field}): {sentence(error.reason)} "
        "The visitor is signed without this attribute.",
    )
