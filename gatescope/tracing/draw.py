"""Drawing a result below the notebook cell that asks for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from .display import bundle_of, mime_bundle
from .options import chosen, in_marimo


def draw(result: Any, opening: Mapping[str, Any], renderer: str | None = None) -> None:
    """Displays a result in the notebook; outside of one its text is printed."""
    if in_marimo():
        output = marimo_output(result, opening, renderer)
        sys.modules["marimo"].output.append(output)
        if hasattr(result, "drawn_as"):
            result.drawn_as(output)
        return
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
    data, metadata = mime_bundle(result, opening, renderer)
    publish: Callable[..., Any] = display
    publish(data, metadata=metadata, raw=True)
    if hasattr(result, "drawn"):
        result.drawn(shell.execution_count)


def marimo_output(
    result: Any, opening: Mapping[str, Any] | None = None, renderer: str | None = None
) -> Any:
    """What marimo draws: a widget, or a picture where none is asked for."""
    marimo = sys.modules["marimo"]
    if chosen(renderer) != "anywidget":
        return marimo.Html(mime_bundle(result, opening, "static")[0]["image/svg+xml"])
    from .widget import View

    return marimo.ui.anywidget(View(bundle_of(result, opening, linked=True)))


def draw_live(result: Any) -> Callable[[], None] | None:
    """Draws a result that goes on changing; what is given back draws its end into the same place.

    Pages hear of what is between by events. None outside a notebook.
    """
    if in_marimo():
        draw(result, {})
        return None
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        return None
    if get_ipython() is None:
        return None
    way = chosen(None)
    publish: Callable[..., Any] = display
    data, metadata = mime_bundle(result, renderer=way)
    handle = publish(data, metadata=metadata, raw=True, display_id=True)

    def update() -> None:
        # A widget hears the end as every page does; its own output stays.
        if way != "anywidget":
            after, also = mime_bundle(result, renderer=way)
            handle.update(after, metadata=also, raw=True)

    return update
