"""Drawing where the extension is not: the same views as an anywidget, with the same live answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from .arrays import encode
from .errors import GatescopeError
from .live import link

FOLDER = Path(__file__).resolve().parent.parent / "_widget"


class Page:
    """One place where a widget is drawn, as the live link knows pages."""

    def __init__(self, widget: View, name: str) -> None:
        self._widget, self._name = widget, name
        self.comm_id = f"{widget.model_id}/{name}"

    @property
    def comm(self) -> Any:
        """The widget's own comm; None once it is closed."""
        return self._widget.comm

    def send(self, data: Any, buffers: Sequence[bytes]) -> None:
        self._widget.send({"page": self._name, "message": data}, list(buffers))


class View(anywidget.AnyWidget):
    """One bundle, drawn by the views of the extension."""

    bundle = traitlets.Dict().tag(sync=True)

    def __init__(self, bundle: Mapping[str, Any]) -> None:
        # The widget of runs alone is a third smaller than that of everything.
        file = "trace.js" if bundle["kind"] == "trace" else "every.js"
        self._esm, self._css = _text(file), _text("style.css")
        super().__init__(bundle=encode(dict(bundle)))
        self.on_msg(self._heard)

    def _heard(self, _: object, content: Any, buffers: object) -> None:
        name = content.get("page") if isinstance(content, dict) else None
        if not isinstance(name, str):
            return
        page = Page(self, name)
        if "message" in content:
            link.hear(page, content["message"])
        else:
            link.leave(page)


def _text(name: str) -> str:
    try:
        return (FOLDER / name).read_text("utf-8")
    except FileNotFoundError as error:
        raise GatescopeError(
            f"the widget is not built: {FOLDER / name} is missing (in a clone: make setup)"
        ) from error
