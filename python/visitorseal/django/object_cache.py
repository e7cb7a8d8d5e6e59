"""The signers, verifiers and pages that were used last.

The key is everything that an object is made of, never a brand's name: two tenants in one process may have brands of
one name, and a brand's secret may change. No local variable here holds a secret or its digest, because error pages
and error trackers show local variables.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, TypeVar

from .options import read_secret

Object = TypeVar("Object")


class Secret:
    """A secret or key that was read."""

    __slots__ = ("value",)

    def __init__(self, option: Any) -> None:
        self.value = read_secret(option)

    def fingerprint(self) -> object:
        """What tells two secrets apart: a SHA-256, or a `Key` itself."""
        if isinstance(self.value, (str, bytes)):
            return hashlib.sha256(_bytes(self.value)).digest()
        return self.value


class CacheKey(tuple[object, ...]):
    """Everything that an object is made of."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<CacheKey>"


class ObjectCache:
    """The objects that were used last."""

    def __init__(self, max_size: int = 64) -> None:
        self.max_size = max_size
        self._objects: OrderedDict[CacheKey, Any] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._objects)

    def clear(self) -> None:
        """Removes all objects."""
        with self._lock:
            self._objects.clear()

    def get(self, key: CacheKey, make: Callable[[], Object]) -> Object:
        """The object of a key; `make` makes it where it is missing."""
        with self._lock:
            if key in self._objects:
                self._objects.move_to_end(key)
                found: Object = self._objects[key]
                return found
        new = make()
        with self._lock:
            self._objects[key] = new
            while len(self._objects) > self.max_size:
                self._objects.popitem(last=False)
        return new


CACHE = ObjectCache()


def settings_key(settings: Mapping[str, Any]) -> object:
    """A scheme's settings as a part of a key."""
    return tuple(sorted((str(name), type(value).__name__, str(value)) for name, value in settings.items()))


def _bytes(secret: str | bytes) -> bytes:
    return secret.encode("utf-8", "surrogatepass") if isinstance(secret, str) else secret
