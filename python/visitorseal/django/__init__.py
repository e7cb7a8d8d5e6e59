"""visitorseal for Django: `INSTALLED_APPS += ["visitorseal.django"]` and the setting `VISITORSEAL`.

Templates use `{% load visitorseal %}`. Modules with an `__all__` are for sites; the others are internal.
"""

from .vendor import VerifiedRequest, verify_visitor

__all__ = ["VerifiedRequest", "verify_visitor"]
