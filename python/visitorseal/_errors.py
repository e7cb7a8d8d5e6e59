class Error(Exception):
    """The base of all errors here. Match on `code`, which never changes; show `reason` to a person.

    No secret and no value of a visitor's stands in any of them.
    """

    __module__ = "visitorseal"
    kind = ""

    def __init__(self, code, field, reason):
        super().__init__(code, field, reason)
        self.code = code
        self.field = field
        self.reason = reason

    def __str__(self):
        about = f" ({self.field})" if self.field else ""
        return f"{self.code}{about}: {self.reason}"


class ConfigurationError(Error):
    """The developer's turn: a scheme, a setting, a secret or a key is not usable as given."""

    __module__ = "visitorseal"
    kind = "configuration"


class VisitorError(Error):
    """The site's turn: this visitor cannot be signed as given."""

    __module__ = "visitorseal"
    kind = "visitor"


class Refused(Error):
    """Nobody's turn: what the browser sent does not prove who the visitor is."""

    __module__ = "visitorseal"
    kind = "refused"

    def __init__(self, code, field, reason, http_status=401, http_error="identity_unverified"):
        super().__init__(code, field, reason)
        self.args += (http_status, http_error)
        self.http_status = http_status
        self.http_error = http_error


class InternalError(Error):
    """Our turn: a fault of the library."""

    __module__ = "visitorseal"
    kind = "internal"
