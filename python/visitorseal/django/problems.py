"""What can be wrong in a site's settings, with the id of the system check and what to change."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured

# What to change, by the id of the check.
HINTS = {
    "E001": 'Write VISITORSEAL = {"shop": {"scheme": "bookbag", "secret": …}}.',
    "E002": "Correct the option, or remove it.",
    "E003": "Set `scheme` to a name from visitorseal.schemes(), or `scheme_file` to the path of a scheme of your own.",
    "E004": "Set `secret` to the secret from the vendor's dashboard, or `keys` if the brand only verifies. "
    "Is the environment variable set?",
    "E005": "Copy the secret or key again from where it was made. A pathlib.Path reads it from a file.",
    "E006": "Correct the brand's `settings`. visitorseal.scheme(…).settings lists those of the scheme.",
    "E007": "Pass a callable that is not async, or its dotted path.",
    "E008": "Use a charset that browsers know, such as utf-8.",
    "E009": "Write the tag into your template at that place, and set `insert` to False.",
    "W001": "Use the secret from the vendor's dashboard.",
    "W002": "Compare it with the vendor's dashboard. If the vendor made it so short, silence this check.",
    "W003": "Remove the white space or quotes where the secret is read.",
    "W004": "Set `email_verified` to a callable that takes the user, or to True if every address is verified.",
    "W005": "Add 'django.template.context_processors.request' to the engine's context_processors.",
    "W006": "Move it before visitorseal's middleware in MIDDLEWARE.",
    "W007": "Correct the brand's options, or silence this check if none of your pages has the script or the element.",
    "W008": "Wrap the path in pathlib.Path, so that the file is read.",
    "W009": "Add 'visitorseal.django.middleware.VisitorMiddleware' to MIDDLEWARE, or silence this check if no template "
    "uses a tag.",
    "W010": "Remove the others' right to read it: chmod o-r.",
    "W011": "Add 'django.contrib.staticfiles' to INSTALLED_APPS, or silence this check if your server has the file.",
    "W012": "Pass only the secret. Wrap the path of a file in pathlib.Path, so that the file is read.",
    "W013": "Write the tag into your template at that place, and set `insert` to False.",
}

STATIC_HINT = (
    "Write it with `visitorseal page` into the folder static/visitorseal of an app, or silence this check if your server "
    "has the file."
)
FILE_HINT = "Does the file exist, and may the server's user read it?"


class Problem(NamedTuple):
    """A problem in the setting `VISITORSEAL`. It contains names and never values."""

    id: str
    brand: Any
    text: str
    special_hint: str | None = None

    @property
    def where(self) -> str:
        """The part of the setting that has the problem."""
        return setting_of(self.brand)

    @property
    def hint(self) -> str:
        """What to change."""
        return self.special_hint or HINTS[self.id]


class SettingError(ImproperlyConfigured):
    """The setting `VISITORSEAL` has a problem. The message names the brand and the option, and says what to change."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.where}: {problem.text} {problem.hint}")
        self.problem = problem


def setting_of(brand: Any) -> str:
    """The part of the setting that a brand has."""
    return "VISITORSEAL" if brand is None else f"VISITORSEAL[{brand!r}]"
