"""A wrong configuration never breaks a page: it is logged once. With `DEBUG` it raises."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from visitorseal import ConfigurationError

from .problems import SettingError, setting_of

logger = logging.getLogger("visitorseal.django")

NOBODY_SIGNED = "The page shows the widget without a signed-in visitor."

# After so many different lines the memory starts anew, and a line may be logged again.
MAX_LOGGED = 256
_logged: set[str] = set()
_lock = Lock()


@contextmanager
def report_configuration(brand: str | None) -> Iterator[None]:
    """Logs a configuration error once per process and continues after the block. With `DEBUG` the error is raised."""
    try:
        yield
    except (ImproperlyConfigured, ConfigurationError) as error:
        if settings.DEBUG:
            raise
        where = "" if isinstance(error, SettingError) else f"{setting_of(brand)}: "
        log_once(logging.ERROR, f"{where}{sentence(error)} {NOBODY_SIGNED}")


def log_once(level: int, line: str) -> None:
    """Logs a line, unless this process has logged it."""
    with _lock:
        if line in _logged:
            return
        if len(_logged) >= MAX_LOGGED:
            _logged.clear()
        _logged.add(line)
    logger.log(level, "%s", line)


def sentence(error: object) -> str:
    """The text of an error or a warning, with a full stop at its end."""
    text = str(error)
    return text if text.endswith((".", "?")) else f"{text}."


def reset_logged() -> None:
    """Forgets which lines were logged, for tests."""
    with _lock:
        _logged.clear()
