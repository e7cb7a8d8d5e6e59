class Script(str):
    """HTML that is safe in a page. Jinja2, MarkupSafe and Django's templates do not escape it again."""

    __slots__ = ()
    __module__ = "visitorseal"

    def __html__(self):
        """Gives the HTML."""
        return self
