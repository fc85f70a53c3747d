"""How results are drawn, and which way is chosen where nobody says."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from .errors import GatescopeError

RENDERERS = ("auto", "mime", "anywidget", "static")


class Options:
    """Settings of this session: `gatescope.options.renderer = "anywidget"`."""

    def __init__(self) -> None:
        self._renderer = "auto"

    @property
    def renderer(self) -> str:
        """How views are drawn where `show` is not told: one of `auto`, `mime`, `anywidget`, `static`."""
        return self._renderer

    @renderer.setter
    def renderer(self, value: str) -> None:
        self._renderer = checked(value, "options.renderer")

    def __repr__(self) -> str:
        return f"gatescope.options(renderer={self._renderer!r})"


options = Options()


def checked(value: object, name: str) -> str:
    """A renderer's name; raises GatescopeError for another, and for anywidget without the package."""
    if value not in RENDERERS:
        raise GatescopeError(f"{name} must be one of {', '.join(RENDERERS)}, got {value!r}")
    if value == "anywidget" and find_spec("anywidget") is None:
        raise GatescopeError(
            f"{name} is 'anywidget', which is not installed here: pip install gatescope[widget]"
        )
    return str(value)


def chosen(renderer: str | None) -> str:
    """`mime`, `anywidget` or `static`: what was asked for, else what fits the notebook.

    The kernel is not told which page it serves. Where the page is known to be another than Jupyter's,
    or no extension of ours lies where Jupyter looks for extensions, the widget draws.
    """
    asked = options.renderer if renderer is None else renderer
    if asked != "auto":
        return asked
    if find_spec("anywidget") is None:
        return "mime"
    return "anywidget" if elsewhere() or not extension_installed() else "mime"


def elsewhere() -> bool:
    """Whether the notebook's page is one for which Jupyter's extensions do not count."""
    return (
        in_marimo()
        or "google.colab" in sys.modules
        or any(name in os.environ for name in ("VSCODE_PID", "VSCODE_CWD"))
    )


def in_marimo() -> bool:
    """Whether a marimo notebook runs this."""
    marimo = sys.modules.get("marimo")
    return marimo is not None and bool(marimo.running_in_notebook())


def extension_installed() -> bool:
    """Whether our extension lies in one of Jupyter's folders, as seen from the kernel."""
    try:
        from jupyter_core.paths import jupyter_path
    except ImportError:
        return False
    return any(
        (Path(folder) / "gatescope" / "package.json").is_file()
        for folder in jupyter_path("labextensions")
    )
