"""Sign the visitors of a site for its support-chat widget, and verify them at the vendor's."""

from ._core import (
    Contact,
    Explanation,
    Finding,
    Inspected,
    Key,
    Page,
    Scheme,
    Setting,
    Signed,
    Signer,
    Verified,
    Verifier,
    Warning,
    __version__,
    explain,
    inspect,
    scheme,
    schemes,
)
from ._errors import ConfigurationError, Error, InternalError, Refused, VisitorError
from ._script import Script

# `Warning` stays out: a star import would hide Python's own.
__all__ = [
    "ConfigurationError",
    "Contact",
    "Error",
    "Explanation",
    "Finding",
    "Inspected",
    "InternalError",
    "Key",
    "Page",
    "Refused",
    "Scheme",
    "Script",
    "Setting",
    "Signed",
    "Signer",
    "Verified",
    "Verifier",
    "VisitorError",
    "__version__",
    "explain",
    "inspect",
    "scheme",
    "schemes",
]
