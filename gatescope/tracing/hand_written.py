"""Who hears of the channels that a cell written by hand names, in Keras and flax."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: Sees `(name, value, role)` and returns what the step goes on with.
Write = Callable[[str, Any, str | None], Any]
_entered = threading.local()


@contextmanager
def writing(write: Write) -> Iterator[None]:
    """In this thread `gatescope.channel` is heard by `write`."""
    before = current()
    _entered.write = write
    try:
        yield
    finally:
        _entered.write = before


def current() -> Write | None:
    """Who hears now; None outside a step that is seen."""
    return getattr(_entered, "write", None)
