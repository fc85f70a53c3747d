"""Drawing a result below the notebook cell that asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .display import mime_bundle


def draw(result: Any, opening: Mapping[str, Any]) -> None:
    """Displays a result in the notebook; outside of one its text is printed."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        print(repr(result))
        return
    shell = get_ipython()
    if shell is None:
        print(repr(result))
        return
    data, metadata = mime_bundle(result, opening)
    publish: Callable[..., Any] = display
    publish(data, metadata=metadata, raw=True)
    if hasattr(result, "drawn"):
        result.drawn(shell.execution_count)
