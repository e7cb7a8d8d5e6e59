"""The brands of the setting `VISITORSEAL`. The setting is read anew each time, since tenants and tests change it.

Nothing here or in `options` holds a secret in a local variable while something can raise: error pages and error
trackers show local variables.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from os import PathLike
from pathlib import Path
from stat import S_ISREG
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

import visitorseal
from visitorseal import Page, Scheme, Signer, Verifier

from .object_cache import CACHE, CacheKey, Secret, settings_key
from .options import Options, import_dotted_path, option_problems
from .problems import FILE_HINT, Problem, SettingError, setting_of
from .reporting import log_once

Object = TypeVar("Object")

# The core refuses more bytes.
MAX_SCHEME_FILE = 64 * 1024


class Brand:
    """A brand of the setting. Its page, signer and verifier are made at first use and cached."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self.name = name
        self.options = Options(options)

    def __repr__(self) -> str:
        return f"<Brand {self.name!r}>"

    @property
    def scheme(self) -> Scheme:
        """The scheme. Raises `ConfigurationError`, and `SettingError` for a scheme file that cannot be read."""
        scheme: str | Scheme | None = self.options["scheme"]
        if scheme is None:
            return _parse(self._read_scheme_file())
        return visitorseal.scheme(scheme) if isinstance(scheme, str) else scheme

    @property
    def can_sign(self) -> bool:
        """Whether there is a secret that signs. A vendor may have keys alone."""
        return self.options["secret"] is not None

    @property
    def can_verify(self) -> bool:
        """Whether there are keys that verify: the option `keys`, or the shared secret."""
        return bool(self.options["keys"]) or (self.can_sign and self.scheme.key_kind == "shared")

    @property
    def only_verifies(self) -> bool:
        """Whether the brand is a vendor's, which only verifies and writes nothing into pages."""
        return not self.can_sign and bool(self.options["keys"])

    @property
    def why_not_inserted(self) -> str | None:
        """Why only a template may write the script, and where; None if it may stand anywhere.

        Raises like `scheme`.
        """
        return _why_not_inserted(self.options["scheme"] or self.scheme)

    @property
    def endpoint(self) -> str | None:
        """The site's address that gives the fields anew; None if there is none, or if the scheme's settings have it."""
        endpoint = self.options["endpoint"]
        return None if endpoint is None else str(endpoint)

    @property
    def page(self) -> Page:
        """What a page needs without a secret. Raises `ConfigurationError`."""
        return self._cached(Page, [], lambda: Page(self.scheme, **self.options["settings"]))

    @property
    def signer(self) -> Signer:
        """The signer. Raises `SettingError` without a secret, and `ConfigurationError` for a wrong one."""
        if not self.can_sign:
            raise SettingError(Problem("E004", self.name, "The option 'secret' is not set."))
        [secret] = self._read_secrets("secret")

        def make() -> Signer:
            signer = Signer(self.scheme, secret.value, **self.options["settings"])
            for warning in signer.warnings:
                line = f"{setting_of(self.name)}: {warning}"
                log_once(logging.WARNING, f"{line.rstrip('.')}. Visitors are signed with this secret all the same.")
            return signer

        return self._cached(Signer, [secret], make)

    @property
    def verifier(self) -> Verifier:
        """The verifier. Raises `SettingError` without keys, and `ConfigurationError` for wrong ones."""
        if not self.can_verify:
            raise SettingError(
                Problem("E004", self.name, "The option 'keys' is not set.", "Set `keys` to a list of keys that verify.")
            )
        keys = self._read_secrets("keys" if self.options["keys"] else "secret")
        limits = {option: self.options[option] for option in ("policy", "leeway", "max_token")}

        def make() -> Verifier:
            values = (key.value for key in keys)
            chosen = {option: limit for option, limit in limits.items() if limit is not None}
            return Verifier(self.scheme, [*values], **chosen, **self.options["settings"])

        return self._cached(Verifier, keys, make, *limits.values())

    def is_enabled(self, request: HttpRequest) -> bool:
        """Whether the brand is enabled for this request."""
        return self._ask("enabled", request)

    def is_inserted(self, request: HttpRequest) -> bool:
        """Whether `VisitorScriptMiddleware` inserts the brand's script into the page of this request.

        Raises `SettingError` where the option `insert` asks for a script that only a template may write.
        """
        if self.options["insert"] is False or self.why_not_inserted is None:
            return self._ask("insert", request)
        problem = self.insertion_problem()
        if problem and problem.id.startswith("E"):
            raise SettingError(problem)
        if problem and self.is_enabled(request):
            log_once(logging.WARNING, f"{problem.where}: {problem.text} {problem.hint}")
        return False

    def insertion_problem(self) -> Problem | None:
        """What is wrong where the middleware would insert a script that only a template may write.

        Raises like `scheme`.
        """
        why, asked = self.why_not_inserted, self.options["insert"]
        if why is None or asked is False:
            return None
        tag = "visitor_element" if self.options["element"] else "visitor_script"
        where = f'{why} The tag is {{% {tag} "{self.name}" %}}.'
        if self.options.is_set("insert"):
            text = f"The option 'insert' is set, but the script of {self.scheme.name} is never inserted. {where}"
            return Problem("E009", self.name, text)
        text = f"VisitorScriptMiddleware does not insert the script of {self.scheme.name}. {where}"
        return Problem("W013", self.name, text)

    def visitor(self, request: HttpRequest) -> Mapping[str, Any] | None:
        """The visitor of a request; None for an anonymous one."""
        visitor: Mapping[str, Any] | None = self._import("visitor")(request)
        return visitor

    def is_email_verified(self, request: HttpRequest) -> bool:
        """Whether the site has verified the email address of the request's user."""
        return self._ask("email_verified", getattr(request, "user", None))

    def _ask(self, option: str, argument: Any) -> bool:
        answer = self._import(option)
        return bool(answer(argument) if callable(answer) else answer)

    def _import(self, option: str) -> Any:
        try:
            return import_dotted_path(self.options[option])
        except ImportError as error:
            problem = Problem("E007", self.name, f"The option {option!r} cannot be imported: {error}.")
        raise SettingError(problem)

    def _read_scheme_file(self) -> str:
        path = Path(self.options["scheme_file"])
        try:
            # To open a named pipe would wait for its writer.
            if S_ISREG(path.stat().st_mode):
                with path.open(encoding="utf-8") as file:
                    return file.read(MAX_SCHEME_FILE + 1)
            name = "it is not a regular file"
        except (OSError, ValueError) as error:
            name = type(error).__name__
        raise SettingError(
            Problem("E003", self.name, f"The file of the option 'scheme_file' cannot be read: {name}.", FILE_HINT)
        )

    def _read_secrets(self, option: str) -> list[Secret]:
        try:
            return [Secret(secret) for secret in self._secrets(option)]
        except Exception as error:  # From a file, or from the site's callable, whose text may contain the secret.
            name, is_file = type(error).__name__, isinstance(error, OSError)
        if is_file and any(isinstance(secret, PathLike) for secret in self._secrets(option)):
            text, hint = f"The file of the option {option!r} cannot be read: {name}.", FILE_HINT
        else:
            text, hint = f"The callable of the option {option!r} raised {name}.", None
        raise SettingError(Problem("E005", self.name, text, hint))

    def _secrets(self, option: str) -> Sequence[Any]:
        return self.options["keys"] if option == "keys" else [self.options["secret"]]

    def _cached(self, kind: type, secrets: list[Secret], make: Callable[[], Object], *limits: object) -> Object:
        fingerprints = tuple(secret.fingerprint() for secret in secrets)
        scheme = self.options["scheme"] or self.scheme
        key = CacheKey((kind, scheme, settings_key(self.options["settings"]), *limits, CacheKey(fingerprints)))
        del fingerprints
        try:
            return CACHE.get(key, make)
        except (TypeError, OverflowError) as error:  # Their text may show the value.
            name = type(error).__name__
        raise SettingError(Problem("E005", self.name, f"A secret, key or number has a wrong type or size: {name}."))


@lru_cache(maxsize=64)
def _parse(toml: str) -> Scheme:
    return Scheme.parse(toml)


@lru_cache(maxsize=64)
def _why_not_inserted(scheme: str | Scheme) -> str | None:
    found = visitorseal.scheme(scheme) if isinstance(scheme, str) else scheme
    why: str | None = json.loads(found.to_json())["why_not_inserted"]
    return why


def brand_names() -> list[Any]:
    """The brands' names, in the setting's order. Raises `SettingError` where the setting is no dict."""
    if not isinstance(getattr(settings, "VISITORSEAL", None), Mapping):
        raise SettingError(Problem("E001", None, "The setting must be a dict of brands."))
    return list(settings.VISITORSEAL)


def find_brand(name: str | None = None) -> Brand:
    """The brand of a name; without a name, the only brand, or the one named `default`. Raises `SettingError`."""
    names = brand_names()
    if name is None:
        name = names[0] if len(names) == 1 else "default"
        if name not in names:
            raise SettingError(_unknown("No brand is named.", names))
    if name not in names:
        raise SettingError(_unknown(f"There is no brand {name!r}.", names))
    problem = next(option_problems(name, settings.VISITORSEAL[name]), None)
    if problem:
        raise SettingError(problem)
    return Brand(name, settings.VISITORSEAL[name])


def read_setting() -> tuple[list[Brand], list[Problem]]:
    """The brands whose options have the right form, and the problems of the others."""
    try:
        names = brand_names()
    except SettingError as error:
        return [], [error.problem]
    problems = [problem for name in names for problem in option_problems(name, settings.VISITORSEAL[name])]
    wrong = {problem.brand for problem in problems}
    return [Brand(name, settings.VISITORSEAL[name]) for name in names if name not in wrong], problems


def _unknown(text: str, names: list[Any]) -> Problem:
    if not names:
        return Problem("E001", None, f"{text} The setting has none.")
    return Problem("E001", None, f"{text} The setting has {', '.join(map(repr, names))}.", "Name one of them.")
