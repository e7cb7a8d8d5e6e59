"""The options of a brand in the setting `VISITORSEAL`: their types, words and defaults."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from visitorseal import Scheme

from .defaults import every_email_verified, signed_in_user
from .problems import Problem


class Option(NamedTuple):
    """The types of an option, the same in words, and its default."""

    types: tuple[Any, ...]
    words: str
    default: Any = None


OPTIONS = {
    "scheme": Option((str, Scheme), "the name of a scheme or a Scheme"),
    "scheme_file": Option((str, os.PathLike), "the path of a scheme file"),
    "secret": Option((str, bytes, os.PathLike, Callable), "text, bytes, a callable or a pathlib.Path"),
    "settings": Option((Mapping,), "a dict of the scheme's settings", {}),
    "keys": Option((list, tuple), "a list of secrets or keys, newest first", ()),
    "policy": Option((str,), "'required', 'optional' or 'observe'"),
    "leeway": Option((int,), "a number of seconds"),
    "max_token": Option((int,), "a number of bytes"),
    "visitor": Option((str, Callable), "a callable or its dotted path", signed_in_user),
    "email_verified": Option((str, bool, Callable), "True, False, a callable or its dotted path", every_email_verified),
    "enabled": Option((str, bool, Callable), "True, False, a callable or its dotted path", True),
    "insert": Option((str, bool, Callable), "True, False, a callable or its dotted path", True),
    "element": Option((bool,), "True or False", False),
    "endpoint": Option((str, Promise), "text, such as '/visitor/shop/', or reverse_lazy(…)"),
}

# Options that may be a dotted path.
CALLABLES = ("visitor", "email_verified", "enabled", "insert")


def option_problems(name: Any, options: Any) -> Iterator[Problem]:
    """The problems in the form of a brand's options; none where the brand is disabled."""
    if not isinstance(name, str) or not isinstance(options, Mapping):
        yield Problem("E001", name, "A brand must be a name with a dict of options.")
        return
    if options.get("enabled") is False:
        return
    for option, value in options.items():
        about = OPTIONS.get(option)
        if about is None:
            yield Problem("E002", name, f"There is no option {option!r}. The options are {', '.join(OPTIONS)}.")
        elif not isinstance(value, (*about.types, type(None))):
            yield Problem("E002", name, f"The option {option!r} must be {about.words}, not {type(value).__name__}.")
    schemes = [option for option in ("scheme", "scheme_file") if options.get(option) is not None]
    if not schemes:
        yield Problem("E003", name, "The option 'scheme' is not set.")
    if len(schemes) > 1:
        yield Problem("E003", name, "Both 'scheme' and 'scheme_file' are set.", "Remove one of the two.")


class Options:
    """The options of a brand with their defaults. None counts as not set, since os.environ.get gives it.

    This is no mapping, and its repr shows names alone, because error pages and error trackers show the values that
    they meet.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._set = {option: value for option, value in options.items() if value is not None}

    def __getitem__(self, option: str) -> Any:
        return self._set.get(option, OPTIONS[option].default)

    def is_set(self, option: str) -> bool:
        """Whether the site sets the option itself."""
        return option in self._set

    def __repr__(self) -> str:
        return f"<Options {', '.join(self._set)}>"


def import_dotted_path(value: Any) -> Any:
    """The object of a dotted path; any other value unchanged. Raises `ImportError`."""
    return import_string(value) if isinstance(value, str) else value


def read_secret(option: Any) -> Any:
    """The secret or key of an option: the value itself, the result of a callable, or the content of a file."""
    if callable(option):
        option = option()
    if isinstance(option, os.PathLike):
        # An editor ends the file with a line break, which is no part of the secret.
        option = Path(option).read_bytes().removesuffix(b"\n").removesuffix(b"\r")
    return option
