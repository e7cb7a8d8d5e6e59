class Error(Exception):
    """The base of every error. Compare `code`, which never changes, and show `reason` to a person.

    Errors never contain a secret or a visitor's data.
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
    """A scheme, setting, secret or key is wrong. The developer must fix it."""

    __module__ = "visitorseal"
    kind = "configuration"


class VisitorError(Error):
    """This visitor cannot be signed as given. The site must pass other values."""

    __module__ = "visitorseal"
    kind = "visitor"


class Refused(Error):
    """What the browser sent does not prove who the visitor is."""

    __module__ = "visitorseal"
    kind = "refused"

    def __init__(self, code, field, reason, http_status=401, http_error="identity_unverified"):
        super().__init__(code, field, reason)
        self.args += (http_status, http_error)
        self.http_status = http_status
        self.http_error = http_error


class InternalError(Error):
    """A fault in this library. Please report it."""

    __module__ = "visitorseal"
    kind = "internal"
