"""What a user's loss or objective makes of an output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .errors import GatescopeError


def objective_from(who: str, function: Callable[..., Any], output: Any, *more: Any) -> Any:
    """`function(output, *more)`, where an output that never came is named as what is wrong.

    `who` is the argument that the function was given as.
    """
    try:
        return function(output, *more)
    except Exception as error:
        if output is not None:
            raise
        raise GatescopeError(
            f"trace: forward must return the output that {who} takes, got None"
        ) from error
