"""System checks of the setting, the templates and the middleware."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from os.path import isfile
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Warning
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.utils.module_loading import import_string

from visitorseal import ConfigurationError, VisitorError

from .brands import Brand, read_setting
from .charset import writes_ascii
from .defaults import every_email_verified
from .options import CALLABLES, import_dotted_path
from .problems import STATIC_HINT, Problem, SettingError
from .reporting import sentence

# The id of the check for a code of the library, or for the code's first word.
CHECK_IDS = {
    "scheme": "E003",
    "secret": "E005",
    "key": "E005",
    "kid": "E005",
    "setting": "E006",
    "policy": "E002",
    "leeway": "E002",
    "secret_sample": "W001",
    "secret_short": "W002",
    "secret_space": "W003",
    "secret_shape": "W012",
}

INSERTING_MIDDLEWARE = "visitorseal.django.middleware.VisitorScriptMiddleware"
VISITOR_MIDDLEWARE = "visitorseal.django.middleware.VisitorMiddleware"

AUTH = "django.contrib.auth.middleware.AuthenticationMiddleware"
CACHE = "django.middleware.cache.FetchFromCacheMiddleware"

SAMPLE_VISITOR = {"id": "1", "email": "anyone@example.com", "name": "Anyone"}

# Middleware that must come before the inserting one, and what happens otherwise.
MUST_COME_BEFORE = {
    "django.contrib.sessions.middleware.SessionMiddleware": "the session is saved before the user is loaded",
    AUTH: "some pages have no request.user",
    "django.middleware.csp.ContentSecurityPolicyMiddleware": "the header is sent without the script's nonce",
    "csp.middleware.CSPMiddleware": "the header is sent without the script's nonce",
    "django.middleware.gzip.GZipMiddleware": "the page is compressed before the script is in it",
    "django.middleware.http.ConditionalGetMiddleware": "the page is compared before the script is in it",
}


def check_brands(**kwargs: Any) -> list[CheckMessage]:
    """Checks the setting, except brands with `enabled: False`."""
    _, problems = read_setting()
    found = problems + [problem for brand in _enabled() for check in BRAND_CHECKS for problem in check(brand)]
    return [_message(problem) for problem in found]


def check_files(**kwargs: Any) -> list[CheckMessage]:
    """Checks, for a deployment, that only the server's user can read a secret's file."""
    return [
        _message(Problem("W010", brand.name, "Every user of the machine can read the file of the secret."))
        for brand in _enabled()
        if isinstance(file := brand.options["secret"], os.PathLike) and isfile(file) and os.stat(file).st_mode & 0o004
    ]


def check_charset(**kwargs: Any) -> list[CheckMessage]:
    """Checks that ASCII text stays the same in a page."""
    if writes_ascii(settings.DEFAULT_CHARSET):
        return []
    text = "The charset changes some ASCII characters, so a name could become code."
    return [_message(Problem("E008", None, text), "DEFAULT_CHARSET")]


def check_templates(**kwargs: Any) -> list[CheckMessage]:
    """Checks that templates find the request."""
    text = "The engine lacks the context processor `request`, so tags may not find the visitor."
    return [
        _message(Problem("W005", None, text), engine.name)
        for engine in engines.all()
        if isinstance(engine, DjangoTemplates)
        and "django.template.context_processors.request" not in engine.engine.context_processors
    ]


def check_middleware(**kwargs: Any) -> list[CheckMessage]:
    """Checks that the script gets into the page before other middleware treats the page as finished."""
    names = [_names(path) for path in settings.MIDDLEWARE]
    after_insertion = next((names[place + 1 :] for place, here in enumerate(names) if INSERTING_MIDDLEWARE in here), [])
    if not any(VISITOR_MIDDLEWARE in here for here in names) and any(not brand.only_verifies for brand in _enabled()):
        text = "The middleware of visitorseal is missing, so template tags write nothing."
        return [_message(Problem("W009", None, text), "MIDDLEWARE")]
    wrong = [name for here in after_insertion for name in here if name in MUST_COME_BEFORE]
    misplaced = [(name, MUST_COME_BEFORE[name]) for name in wrong]
    if not misplaced and _answers_before_the_visitor_is_known(names):
        misplaced = [(AUTH, "a cache may answer with an anonymous page before request.user is set")]
    texts = [f"{name} comes after visitorseal's middleware, so {why}." for name, why in misplaced]
    return [_message(Problem("W006", None, text), "MIDDLEWARE") for text in texts]


def check_static_files(**kwargs: Any) -> list[CheckMessage]:
    """Checks that pages find the file that the element needs."""
    return [_message(problem) for brand in _enabled() for problem in _static_file(brand)]


CHECKS = (check_brands, check_charset, check_templates, check_middleware, check_static_files)
DEPLOYMENT_CHECKS = (check_files,)


def _enabled() -> list[Brand]:
    return [brand for brand in read_setting()[0] if brand.options["enabled"] is not False]


def _message(problem: Problem, where: str | None = None) -> CheckMessage:
    kind = Error if problem.id.startswith("E") else Warning
    return kind(problem.text, hint=problem.hint, obj=where or problem.where, id=f"visitorseal.{problem.id}")


def _answers_before_the_visitor_is_known(names: list[list[str]]) -> bool:
    after_visitor = next((names[place + 1 :] for place, here in enumerate(names) if VISITOR_MIDDLEWARE in here), [])
    return all(any(name in here for here in after_visitor) for name in (AUTH, CACHE))


def _names(path: str) -> list[str]:
    """The dotted names of a middleware and of its base classes."""
    try:
        middleware = import_string(path)
    except ImportError:  # Django raises for it itself.
        return []
    return [f"{base.__module__}.{base.__qualname__}" for base in getattr(middleware, "__mro__", ())]


def _callables(brand: Brand) -> Iterator[Problem]:
    for option in CALLABLES:
        try:
            value = import_dotted_path(brand.options[option])
        except ImportError as error:
            yield Problem("E007", brand.name, f"The option {option!r} cannot be imported: {error}.")
            continue
        if iscoroutinefunction(value):
            yield Problem("E007", brand.name, f"The option {option!r} is async, and nothing awaits it.")
        elif not callable(value) and not isinstance(value, bool):
            yield Problem("E007", brand.name, f"The option {option!r} is not callable.")


def _library(brand: Brand) -> Iterator[Problem]:
    """The problems of scheme, secret, settings, keys and policy, up to the library's first error."""
    if not brand.can_sign and not brand.options["keys"]:
        yield Problem("E004", brand.name, "The option 'secret' is not set.")
        return
    try:
        if brand.can_sign:
            yield from _signer(brand)
        if brand.can_verify:
            _ = brand.verifier
    except ConfigurationError as error:
        yield Problem(_check_id(error.code), brand.name, sentence(error))
    except SettingError as error:
        yield error.problem


def _signer(brand: Brand) -> Iterator[Problem]:
    is_path = isinstance(brand.options["secret"], str) and isfile(brand.options["secret"])
    for warning in brand.signer.warnings:
        # The others are about the vendor, and no setting changes them.
        if warning.code in CHECK_IDS and not (is_path and warning.code == "secret_shape"):
            yield Problem(CHECK_IDS[warning.code], brand.name, sentence(warning.reason))
    if is_path:
        yield Problem("W008", brand.name, "The secret is the path of a file.")
    if "email" in brand.scheme.covers and brand.options["email_verified"] is every_email_verified:
        text = "The scheme signs the email address, and the option 'email_verified' is not set."
        yield Problem("W004", brand.name, text)
    try:
        signed = brand.signer.sign(SAMPLE_VISITOR)
    except VisitorError:  # The scheme signs more than the sample has.
        return
    is_element = brand.options["element"] or brand.endpoint is not None
    try:
        _ = signed.element(brand.endpoint) if is_element else signed.script()
    except ConfigurationError as error:
        what = "element" if is_element else "script"
        yield Problem("W007", brand.name, f"The {what} cannot be made: {sentence(error)}")


def _insertion(brand: Brand) -> Iterator[Problem]:
    """A script that the middleware does not insert, because only a template can write it where it belongs."""
    if brand.only_verifies:
        return
    try:
        problem = brand.insertion_problem()
    except (ConfigurationError, SettingError):  # _library reports it.
        return
    inserts = any(INSERTING_MIDDLEWARE in _names(path) for path in settings.MIDDLEWARE)
    if problem and (inserts or problem.id.startswith("E")):
        yield problem


def _static_file(brand: Brand) -> Iterator[Problem]:
    if not brand.options["element"] or brand.only_verifies:
        return
    try:
        file = f"visitorseal/{brand.scheme.name}.js"
    except (ConfigurationError, SettingError):  # check_brands reports it.
        return
    if not apps.is_installed("django.contrib.staticfiles"):
        yield Problem("W011", brand.name, f"{{% static '{file}' %}} finds no file: staticfiles is not installed.")
    elif finders.find(file) is None:
        yield Problem("W011", brand.name, f"{{% static '{file}' %}} finds no file.", STATIC_HINT)


def _check_id(code: str) -> str:
    return CHECK_IDS.get(code) or CHECK_IDS[code.partition("_")[0]]


BRAND_CHECKS: tuple[Callable[[Brand], Iterator[Problem]], ...] = (_callables, _library, _insertion)
