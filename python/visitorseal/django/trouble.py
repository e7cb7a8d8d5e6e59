"""A wrong set-up takes no page down: it is logged once, and raised only while `DEBUG` is on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from visitorseal import ConfigurationError

from .options import Problem

logger = logging.getLogger("visitorseal.django")

# More different things are not remembered: what was said is then said again.
MOST_SAID = 256
_said: set[str] = set()
_lock = Lock()


class Misconfigured(ImproperlyConfigured):
    """A part of the setting is not usable. It says names and never values."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.where}: {problem.text}")
        self.problem = problem


@contextmanager
def reported(brand: str | None) -> Iterator[None]:
    """Logs the error of a wrong set-up once per process and goes on; with `DEBUG` it raises."""
    try:
        yield
    except (ImproperlyConfigured, ConfigurationError) as error:
        if settings.DEBUG:
            raise
        where = "" if isinstance(error, Misconfigured) else f"{Problem('', brand, '').where}: "
        say_once(logging.ERROR, f"{where}{error}. No visitor is signed. `manage.py check` says more.")


def say_once(level: int, text: str) -> None:
    """Logs a text, unless this process has."""
    with _lock:
        if text in _said:
            return
        if len(_said) >= MOST_SAID:
            _said.clear()
        _said.add(text)
    logger.log(level, "%s", text)


def forget_what_was_said() -> None:
    """Begins anew, for tests."""
    with _lock:
        _said.clear()
