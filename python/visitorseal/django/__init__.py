"""visitorseal for Django: `INSTALLED_APPS += ["visitorseal.django"]` and the setting `VISITORSEAL`.

Templates use `{% load visitorseal %}`; a vendor's views use what is named here.
"""

from .vendor import VerifiedRequest, verified, verify

__all__ = ["VerifiedRequest", "verified", "verify"]
