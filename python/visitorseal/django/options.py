"""The options of a brand in the setting `VISITORSEAL`: what each may be, and what it is when left out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.module_loading import import_string

from visitorseal import Scheme

from .visitors import signed_in, unchecked


class Option(NamedTuple):
    """What an option may be, in Python's words and in ours."""

    types: tuple[Any, ...]
    words: str
    default: Any = None


OPTIONS = {
    "scheme": Option((str, Scheme), "the name of a scheme or a Scheme"),
    "secret": Option((str, bytes, os.PathLike, Callable), "text, bytes, a callable or a pathlib.Path"),
    "settings": Option((Mapping,), "a dict of the scheme's settings", {}),
    "keys": Option((list, tuple), "a list of secrets or keys, newest first", ()),
    "policy": Option((str,), "required, optional or observe", "required"),
    "visitor": Option((str, Callable), "a callable or its dotted path", signed_in),
    "email_verified": Option((str, bool, Callable), "True, False, a callable or its dotted path", unchecked),
    "enabled": Option((str, bool, Callable), "True, False, a callable or its dotted path", True),
}

# Those that may be a dotted path.
CALLABLES = ("visitor", "email_verified", "enabled")


class Problem(NamedTuple):
    """What is wrong with the setting, by the id of its system check. It says names and never values."""

    id: str
    brand: Any
    text: str

    @property
    def where(self) -> str:
        """The part of the setting that it is about."""
        return "VISITORSEAL" if self.brand is None else f"VISITORSEAL[{self.brand!r}]"


def malformed(name: Any, options: Any) -> Iterator[Problem]:
    """What is wrong with the form of a brand's options; nothing where the brand is off."""
    if not isinstance(name, str) or not isinstance(options, Mapping):
        yield Problem("E001", name, "is not a name with a dict of options")
        return
    if options.get("enabled") is False:
        return
    for option, value in options.items():
        about = OPTIONS.get(option)
        if about is None:
            yield Problem("E002", name, f"has no option {option!r}; there are {', '.join(OPTIONS)}")
        elif not isinstance(value, (*about.types, type(None))):
            yield Problem("E002", name, f"{option!r} is {about.words}, not {type(value).__name__}")
    if options.get("scheme") is None:
        yield Problem("E003", name, "names no scheme")


class Options:
    """The options of a brand, with what is left out; None is left out too, as os.environ.get gives it.

    No mapping, and a repr of names alone: error pages and error trackers show what they meet.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = {option: value for option, value in given.items() if value is not None}

    def __getitem__(self, option: str) -> Any:
        return self._given.get(option, OPTIONS[option].default)

    def __repr__(self) -> str:
        return f"<Options {', '.join(self._given)}>"


def load(value: Any) -> Any:
    """What a dotted path names; anything else as it is. Raises `ImportError`."""
    return import_string(value) if isinstance(value, str) else value


def read(secret: Any) -> Any:
    """A secret or key itself: what a callable gives, or what stands in a file."""
    if callable(secret):
        secret = secret()
    if isinstance(secret, os.PathLike):
        # An editor's final line break is no part of the secret.
        secret = Path(secret).read_bytes().removesuffix(b"\n").removesuffix(b"\r")
    return secret
