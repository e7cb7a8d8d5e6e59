"""The setting `VISITORSEAL`, read into brands: anew each time, since tenants and tests change it.

Nothing here or in `options` holds a secret in a local variable while something can raise: error pages and
error trackers show local variables.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

import visitorseal
from visitorseal import Page, Scheme, Signer, Verifier

from .kept import KEPT, MadeOf, Secret, frozen
from .options import Options, Problem, load, malformed
from .trouble import Misconfigured, say_once

Made = TypeVar("Made")


class Brand:
    """A brand of the setting. Its page, signer and verifier are made when first asked for, and kept."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self.name = name
        self.options = Options(options)

    def __repr__(self) -> str:
        return f"<Brand {self.name!r}>"

    @property
    def scheme(self) -> Scheme:
        """The scheme. Raises `ConfigurationError` `scheme_unknown`."""
        scheme: str | Scheme = self.options["scheme"]
        return visitorseal.scheme(scheme) if isinstance(scheme, str) else scheme

    @property
    def signs(self) -> bool:
        """Whether there is a secret to sign with; a vendor may have keys alone."""
        return self.options["secret"] is not None

    @property
    def verifies(self) -> bool:
        """Whether there are keys to verify with: those that are given, or the shared secret."""
        return bool(self.options["keys"]) or (self.signs and self.scheme.algorithm.startswith("HMAC"))

    @property
    def is_of_a_vendor(self) -> bool:
        """Whether it only verifies, and so has no place on a page."""
        return not self.signs and bool(self.options["keys"])

    @property
    def page(self) -> Page:
        """What a page says of nobody; it needs no secret. Raises `ConfigurationError`."""
        return self._kept(Page, [], lambda: Page(self.scheme, **self.options["settings"]))

    @property
    def signer(self) -> Signer:
        """The signer. Raises `ImproperlyConfigured` without a secret, `ConfigurationError` for a bad one."""
        if not self.signs:
            raise Misconfigured(Problem("E004", self.name, "has no secret to sign with"))
        [secret] = self._read([self.options["secret"]])

        def make() -> Signer:
            signer = Signer(self.scheme, secret.value, **self.options["settings"])
            for warning in signer.warnings:
                where = Problem("", self.name, "").where
                say_once(logging.WARNING, f"{where}: check this secret: {warning}")
            return signer

        return self._kept(Signer, [secret], make)

    @property
    def verifier(self) -> Verifier:
        """The verifier. Raises `ImproperlyConfigured` without keys, `ConfigurationError` for bad ones."""
        if not self.verifies:
            raise Misconfigured(Problem("E004", self.name, "has no keys to verify with"))
        keys = self._read(self.options["keys"] or [self.options["secret"]])
        rules = {option: self.options[option] for option in ("policy", "leeway", "max_token")}

        def make() -> Verifier:
            values = (key.value for key in keys)
            return Verifier(self.scheme, [*values], **rules, **self.options["settings"])

        return self._kept(Verifier, keys, make, *rules.values())

    def is_enabled(self, request: HttpRequest) -> bool:
        """Whether the brand is there for this request."""
        return self._says("enabled", request)

    def visitor(self, request: HttpRequest) -> Mapping[str, Any] | None:
        """The visitor of a request, as the site sees it; None for an anonymous one."""
        visitor: Mapping[str, Any] | None = self._load("visitor")(request)
        return visitor

    def vouches_for_email(self, request: HttpRequest) -> bool:
        """Whether the site has verified the address of the user of a request."""
        return self._says("email_verified", getattr(request, "user", None))

    def _says(self, option: str, about: Any) -> bool:
        answer = self._load(option)
        return bool(answer(about) if callable(answer) else answer)

    def _load(self, option: str) -> Any:
        try:
            return load(self.options[option])
        except ImportError as error:
            problem = Problem("E007", self.name, f"{option!r} cannot be imported: {error}")
        raise Misconfigured(problem)

    def _read(self, secrets: list[Any]) -> list[Secret]:
        try:
            return [Secret(secret) for secret in secrets]
        except Exception as error:  # The site's callable, or a file: the text could hold what was read.
            name = type(error).__name__
        raise Misconfigured(self._unreadable(name))

    def _kept(self, kind: type, secrets: list[Secret], make: Callable[[], Made], *rules: object) -> Made:
        prints = tuple(secret.print() for secret in secrets)
        made_of = MadeOf((kind, self.options["scheme"], frozen(self.options["settings"]), *rules, MadeOf(prints)))
        del prints
        try:
            return KEPT.get(made_of, make)
        except (TypeError, OverflowError) as error:  # A value of another type or size, which they may show.
            name = type(error).__name__
        raise Misconfigured(self._unreadable(name))

    def _unreadable(self, error: str) -> Problem:
        return Problem("E005", self.name, f"has a secret or key that cannot be read: {error}")


def names() -> list[Any]:
    """The brands' names, in the setting's order. Raises `ImproperlyConfigured` where there is no dict of them."""
    if not isinstance(getattr(settings, "VISITORSEAL", None), Mapping):
        raise Misconfigured(Problem("E001", None, "is not a dict of brands"))
    return list(settings.VISITORSEAL)


def find(name: str | None = None) -> Brand:
    """The brand of that name; without a name, the only one there is. Raises `ImproperlyConfigured`."""
    there = names()
    if name is None and len(there) == 1:
        name = there[0]
    if name is None or name not in there:
        wrong = "no brand is named" if name is None else f"there is no brand {name!r}"
        raise Misconfigured(Problem("E001", None, f"{wrong}; it has {', '.join(map(repr, there)) or 'none'}"))
    problem = next(malformed(name, settings.VISITORSEAL[name]), None)
    if problem:
        raise Misconfigured(problem)
    return Brand(name, settings.VISITORSEAL[name])


def read_setting() -> tuple[list[Brand], list[Problem]]:
    """The well-formed brands, and what is wrong with the others."""
    try:
        there = names()
    except Misconfigured as error:
        return [], [error.problem]
    problems = [problem for name in there for problem in malformed(name, settings.VISITORSEAL[name])]
    wrong = {problem.brand for problem in problems}
    return [Brand(name, settings.VISITORSEAL[name]) for name in there if name not in wrong], problems
