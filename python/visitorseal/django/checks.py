"""System checks: what is wrong with the setting, the templates or the middleware, and what to change."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from os.path import isfile
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.utils.module_loading import import_string

from visitorseal import ConfigurationError, VisitorError

from .brands import Brand, read_setting
from .charset import writes_ascii
from .options import CALLABLES, Problem, load
from .trouble import Misconfigured
from .visitors import unchecked

# What to change, by the id of the check.
HINTS = {
    "E001": 'Write VISITORSEAL = {"shop": {"scheme": "bookbag", "secret": …}}.',
    "E002": "Correct the option, or leave it out.",
    "E003": "Name a scheme that visitorseal.schemes() lists, or give a visitorseal.Scheme of your own.",
    "E004": "Give a `secret` to sign with, or `keys` where the brand only verifies. Is the variable set?",
    "E005": "Copy the secret or key again from where it was made; a pathlib.Path reads it from a file.",
    "E006": "Correct the brand's `settings`; visitorseal.scheme(…).settings lists what the scheme takes.",
    "E007": "Give a callable that is not async, or the dotted path of one.",
    "E008": "Take a charset that browsers know, such as utf-8.",
    "W001": "Take the secret from the vendor's panel.",
    "W002": "Compare it with the vendor's panel. If the vendor made it so short, silence this check.",
    "W003": "Take white space and quotes off where the secret is read.",
    "W004": "Name a callable `email_verified` that takes the user, or True if all addresses are verified.",
    "W005": "Add 'django.template.context_processors.request' to the engine's context_processors.",
    "W006": "Move it before visitorseal's middleware in MIDDLEWARE.",
    "W007": "Correct the brand's `settings`, or silence this check if no page of yours holds the script.",
    "W008": "Wrap it in pathlib.Path, so that the file is read.",
    "W009": "Add 'visitorseal.django.middleware.VisitorMiddleware' to MIDDLEWARE, or silence this check where no "
    "template holds a tag.",
    "W010": "Take the right to read it from others: chmod o-r.",
}

# The check that the library's errors and warnings belong to, by code or by the code's first word.
IDS = {
    "scheme": "E003",
    "secret": "E005",
    "key": "E005",
    "kid": "E005",
    "setting": "E006",
    "policy": "E002",
    "secret_sample": "W001",
    "secret_short": "W002",
    "secret_space": "W003",
}

OURS = "visitorseal.django.middleware.VisitorScriptMiddleware"
TAGS = "visitorseal.django.middleware.VisitorMiddleware"

AUTH = "django.contrib.auth.middleware.AuthenticationMiddleware"
CACHE = "django.middleware.cache.FetchFromCacheMiddleware"

ANYONE = {"id": "1", "email": "anyone@example.com", "name": "Anyone"}

# What must stand before it, and why.
BEFORE = {
    "django.contrib.sessions.middleware.SessionMiddleware": "the session is saved before the user is loaded",
    AUTH: "some pages have no request.user",
    "django.middleware.csp.ContentSecurityPolicyMiddleware": "the header is sent without the script's nonce",
    "csp.middleware.CSPMiddleware": "the header is sent without the script's nonce",
    "django.middleware.gzip.GZipMiddleware": "the page is compressed before the script is in it",
    "django.middleware.http.ConditionalGetMiddleware": "the page is compared before the script is in it",
}


def check_brands(**kwargs: Any) -> list[CheckMessage]:
    """Checks the setting; a brand with `enabled: False` is not checked."""
    _, problems = read_setting()
    found = problems + [problem for brand in _enabled() for check in OF_BRAND for problem in check(brand)]
    return [_message(problem.id, problem.where, problem.text) for problem in found]


def check_files(**kwargs: Any) -> list[CheckMessage]:
    """Checks, where a site is deployed, that a secret's file is not everybody's to read."""
    return [
        _message("W010", f"VISITORSEAL[{brand.name!r}]", "has a secret in a file that others on the machine can read")
        for brand in _enabled()
        if isinstance(file := brand.options["secret"], os.PathLike) and isfile(file) and os.stat(file).st_mode & 0o004
    ]


def check_charset(**kwargs: Any) -> list[CheckMessage]:
    """Checks that what is ASCII is so in a page."""
    if writes_ascii(settings.DEFAULT_CHARSET):
        return []
    return [_message("E008", "DEFAULT_CHARSET", "writes ASCII's characters as others: a name could become code")]


def check_templates(**kwargs: Any) -> list[CheckMessage]:
    """Checks that templates find the request."""
    return [
        _message("W005", engine.name, "has no context processor `request`; tags may not find the visitor")
        for engine in engines.all()
        if isinstance(engine, DjangoTemplates)
        and "django.template.context_processors.request" not in engine.engine.context_processors
    ]


def check_middleware(**kwargs: Any) -> list[CheckMessage]:
    """Checks that the script is in the page before other middleware takes the page as finished."""
    names = [_names(path) for path in settings.MIDDLEWARE]
    after_ours = next((names[place + 1 :] for place, here in enumerate(names) if OURS in here), [])
    if not any(TAGS in here for here in names) and any(not brand.is_of_a_vendor for brand in _enabled()):
        return [_message("W009", "MIDDLEWARE", "has no middleware of visitorseal's, so template tags sign nobody")]
    misplaced = [(name, BEFORE[name]) for here in after_ours for name in here if name in BEFORE]
    if not misplaced and _answers_before_the_visitor_is_known(names):
        misplaced = [(AUTH, "a cache may confirm the page of nobody before request.user is there")]
    return [_message("W006", "MIDDLEWARE", f"{name} comes after the visitor's, so {why}") for name, why in misplaced]


ALL = (check_brands, check_charset, check_templates, check_middleware)
OF_DEPLOYMENT = (check_files,)


def _enabled() -> list[Brand]:
    return [brand for brand in read_setting()[0] if brand.options["enabled"] is not False]


def _message(id: str, where: str, text: str) -> CheckMessage:
    kind = Error if id.startswith("E") else Warning
    return kind(text, hint=HINTS[id], obj=where, id=f"visitorseal.{id}")


def _answers_before_the_visitor_is_known(names: list[list[str]]) -> bool:
    after_tags = next((names[place + 1 :] for place, here in enumerate(names) if TAGS in here), [])
    return all(any(name in here for here in after_tags) for name in (AUTH, CACHE))


def _names(path: str) -> list[str]:
    """The dotted names of a middleware and of what it inherits from."""
    try:
        middleware = import_string(path)
    except ImportError:  # Django says so itself.
        return []
    return [f"{base.__module__}.{base.__qualname__}" for base in getattr(middleware, "__mro__", ())]


def _callables(brand: Brand) -> Iterator[Problem]:
    for option in CALLABLES:
        try:
            value = load(brand.options[option])
        except ImportError as error:
            yield Problem("E007", brand.name, f"{option!r} cannot be imported: {error}")
            continue
        if iscoroutinefunction(value):
            yield Problem("E007", brand.name, f"{option!r} is async, and is called where nothing awaits it")
        elif not callable(value) and not isinstance(value, bool):
            yield Problem("E007", brand.name, f"{option!r} names no callable")


def _library(brand: Brand) -> Iterator[Problem]:
    """What the library says of scheme, secret, settings, keys and policy, up to its first error."""
    if not brand.signs and not brand.options["keys"]:
        yield Problem("E004", brand.name, "has no secret")
        return
    try:
        if brand.signs:
            yield from _signer(brand)
        if brand.verifies:
            _ = brand.verifier
    except ConfigurationError as error:
        yield Problem(_id(error.code), brand.name, f"is not usable: {error}")
    except Misconfigured as error:
        yield error.problem


def _signer(brand: Brand) -> Iterator[Problem]:
    for warning in brand.signer.warnings:
        yield Problem(_id(warning.code), brand.name, f"has a secret to check: {warning.reason}")
    if isinstance(brand.options["secret"], str) and isfile(brand.options["secret"]):
        yield Problem("W008", brand.name, "has the path of a file for a secret")
    if "email" in brand.scheme.covers and brand.options["email_verified"] is unchecked:
        yield Problem("W004", brand.name, "signs the email address and does not say whether it was verified")
    try:
        brand.signer.sign(ANYONE).script()
    except ConfigurationError as error:
        yield Problem("W007", brand.name, f"cannot make its script: {error}")
    except VisitorError:  # A scheme that signs more than this visitor has.
        pass


def _id(code: str) -> str:
    return IDS.get(code) or IDS[code.partition("_")[0]]


OF_BRAND: tuple[Callable[[Brand], Iterator[Problem]], ...] = (_callables, _library)
