"""The setting `VISITORSEAL`, read into brands.

Nothing here or in `options` holds a secret in a local variable while something can raise: error pages and
error trackers show local variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.http import HttpRequest

import visitorseal
from visitorseal import Scheme, Signer, Verifier

from .options import Options, Problem, load, malformed, read


class Brand:
    """A brand of the setting. Its signer and its verifier are made when first asked for, and kept."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self.name = name
        self.options = Options(options)

    def __repr__(self) -> str:
        return f"<Brand {self.name!r}>"

    @cached_property
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

    @cached_property
    def signer(self) -> Signer:
        """The signer. Raises `ImproperlyConfigured` without a secret, `ConfigurationError` for a bad one."""
        if not self.signs:
            raise ImproperlyConfigured(f"VISITORSEAL[{self.name!r}] has no secret to sign with")
        return Signer(self.scheme, read(self.options["secret"]), **self.options["settings"])

    @cached_property
    def verifier(self) -> Verifier:
        """The verifier. Raises `ImproperlyConfigured` without keys, `ConfigurationError` for bad ones."""
        if not self.verifies:
            raise ImproperlyConfigured(f"VISITORSEAL[{self.name!r}] has no keys to verify with")
        return Verifier(
            self.scheme,
            [read(key) for key in self.options["keys"] or [self.options["secret"]]],
            policy=self.options["policy"],
            **self.options["settings"],
        )

    def is_enabled(self, request: HttpRequest) -> bool:
        """Whether the brand is there for this request."""
        return self._says("enabled", request)

    def visitor(self, request: HttpRequest) -> Mapping[str, Any] | None:
        """The visitor of a request, as the site sees it; None for an anonymous one."""
        visitor: Mapping[str, Any] | None = load(self.options["visitor"])(request)
        return visitor

    def vouches_for_email(self, request: HttpRequest) -> bool:
        """Whether the site has verified the address of the user of a request."""
        return self._says("email_verified", getattr(request, "user", None))

    def _says(self, option: str, about: Any) -> bool:
        answer = load(self.options[option])
        return bool(answer(about) if callable(answer) else answer)


def brands() -> dict[str, Brand]:
    """The brands by name, in the setting's order. Raises `ImproperlyConfigured` for a malformed setting."""
    found, problems = read_setting()
    if problems:
        raise ImproperlyConfigured(f"{problems[0].where}: {problems[0].text}")
    return found


def find(name: str | None = None) -> Brand:
    """The brand of that name; without a name, the only one there is. Raises `ImproperlyConfigured`."""
    found = brands()
    if name is None and len(found) == 1:
        return next(iter(found.values()))
    if name is None or name not in found:
        wrong = "no brand is named" if name is None else f"there is no brand {name!r}"
        raise ImproperlyConfigured(f"{wrong}; VISITORSEAL has {', '.join(map(repr, found)) or 'none'}")
    return found[name]


@cache
def read_setting() -> tuple[dict[str, Brand], list[Problem]]:
    """Reads the setting once: its well-formed brands, and what is wrong with the others."""
    setting = getattr(settings, "VISITORSEAL", None)
    if not isinstance(setting, Mapping):
        return {}, [Problem("E001", None, "is not a dict of brands")]
    problems = [problem for name, options in setting.items() for problem in malformed(name, options)]
    wrong = {problem.brand for problem in problems}
    return {name: Brand(name, setting[name]) for name in setting if name not in wrong}, problems


def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting == "VISITORSEAL":
        read_setting.cache_clear()


setting_changed.connect(_forget, dispatch_uid="visitorseal.django")
