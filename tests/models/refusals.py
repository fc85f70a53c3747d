"""What the programs of Keras's back ends share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gatescope


def words(call: Callable[[], Any]) -> str:
    """What a call is refused with."""
    try:
        call()
    except gatescope.GatescopeError as error:
        return str(error)
    return "no error"
