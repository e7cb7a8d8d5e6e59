"""Signers, verifiers and pages that are kept, by all that they are made of and never by a brand's name.

Two tenants in one process may have brands of one name, and a brand's secret may change.

No local variable here shows a secret or its digest: error pages and error trackers print them.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, TypeVar

from .options import read

Thing = TypeVar("Thing")


class Secret:
    """A secret or key that was read."""

    __slots__ = ("value",)

    def __init__(self, option: Any) -> None:
        self.value = read(option)

    def print(self) -> object:
        """What tells two secrets apart: a SHA-256, or a `Key` itself."""
        if isinstance(self.value, (str, bytes)):
            return hashlib.sha256(_bytes(self.value)).digest()
        return self.value


class MadeOf(tuple[object, ...]):
    """All that a thing is made of."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<MadeOf>"


class Kept:
    """The things that were used last."""

    def __init__(self, most: int = 64) -> None:
        self.most = most
        self._things: OrderedDict[MadeOf, Any] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._things)

    def clear(self) -> None:
        """Lets go of all of them."""
        with self._lock:
            self._things.clear()

    def get(self, made_of: MadeOf, make: Callable[[], Thing]) -> Thing:
        """The thing that is made of this; `make` makes it where it is not there."""
        with self._lock:
            if made_of in self._things:
                self._things.move_to_end(made_of)
                found: Thing = self._things[made_of]
                return found
        made = make()
        with self._lock:
            self._things[made_of] = made
            while len(self._things) > self.most:
                self._things.popitem(last=False)
        return made


KEPT = Kept()


def frozen(settings: Mapping[str, Any]) -> object:
    """A scheme's settings as a part of what a thing is made of."""
    return tuple(sorted((str(name), type(value).__name__, str(value)) for name, value in settings.items()))


def _bytes(secret: str | bytes) -> bytes:
    return secret.encode("utf-8", "surrogatepass") if isinstance(secret, str) else secret
