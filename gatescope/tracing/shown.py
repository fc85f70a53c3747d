"""Results that draw themselves in a notebook, each once in a cell."""

from __future__ import annotations

from typing import Any

from .display import mime_bundle
from .draw import marimo_output


class Shown:
    """A result whose picture is its display.

    `show(run)` draws and returns the run. As the last line of a cell that run would be drawn a second
    time, so the first display after `show` in the same cell is left out.
    """

    _drawn_in: int | None = None
    _output: Any = None

    def drawn(self, cell: int) -> None:
        """Told by `show`: the number of the notebook cell in which it was drawn."""
        self._drawn_in = cell

    def _ipython_display_(self) -> None:
        from IPython import get_ipython

        shell = get_ipython()
        drawn, self._drawn_in = self._drawn_in, None
        if shell is None or drawn is None or drawn != shell.execution_count:
            raise NotImplementedError  # IPython then asks for the bundle

    def drawn_as(self, output: Any) -> None:
        """Told by `show` in marimo, where a cell's last line takes the place of what it has drawn."""
        self._output = output

    def _display_(self) -> Any:
        """What marimo shows of a cell's last line: what `show` has just drawn, or a new picture."""
        output, self._output = self._output, None
        return marimo_output(self) if output is None else output

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        return mime_bundle(self)
