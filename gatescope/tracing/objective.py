"""What a user's loss or objective makes of an output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .errors import GatescopeError, named


def objective_from(who: str, function: Callable[..., Any], output: Any, *more: Any) -> Any:
    """`function(output, *more)`, where an output that never came is named as what is wrong.

    `who` is the argument that the function was given as.
    """
    try:
        return function(output, *more)
    except Exception as error:
        outputs = isinstance(output, (tuple, list, dict)) and len(output)
        if outputs and all(each is not None for each in more):
            name = getattr(function, "__name__", "")
            name = name if name.isidentifier() else "criterion"
            first = next(iter(output)) if isinstance(output, dict) else 0
            call = f"{name}(output[{first!r}]{', target' if more else ''})"
            raise GatescopeError(
                f"trace: the model gives {outputs} outputs{_keys(output)} and {who} could not take them "
                f"({type(error).__name__}: {error}); choose one, such as "
                f"{who}=lambda output{', target' if more else ''}: {call}"
            ) from error
        if output is not None:
            raise
        raise GatescopeError(
            f"trace: forward must return the output that {who} takes, got None"
        ) from error


def _keys(output: Any) -> str:
    return f" ({named(output)})" if isinstance(output, dict) else ""
