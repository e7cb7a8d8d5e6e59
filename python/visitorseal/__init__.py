"""Signs the signed-in visitor of a site for its support-chat widget, and verifies what pages send."""

from ._core import (
    Contact,
    Explanation,
    Finding,
    InspectedToken,
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
    inspect_token,
    scheme,
    schemes,
)
from ._errors import ConfigurationError, Error, InternalError, Refused, VisitorError
from ._script import Script

# `Warning` is left out: a star import would hide Python's own.
__all__ = [
    "ConfigurationError",
    "Contact",
    "Error",
    "Explanation",
    "Finding",
    "InspectedToken",
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
    "inspect_token",
    "scheme",
    "schemes",
]
