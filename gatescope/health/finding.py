"""One thing that is wrong, with its cause, its cure and the view on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.errors import GatescopeError

from .facts import KINDS

#: How sure a finding is, the surest first.
CERTAINTIES = ("certain", "likely", "possible")
#: Units that a text names one by one.
MOST_NAMED = 8


@dataclass
class Finding:
    """What is wrong, where, why, and what helps."""

    kind: str
    """Its name in `findings.json`: `dead-unit`."""
    certainty: str
    """`certain`: measured or computed again both ways; `likely`: seen, with a rare innocent reason;
    `possible`: worth a look."""
    says: str
    """The finding in one line, with its numbers."""
    layer: str | None = None
    channel: str | None = None
    units: tuple[int, ...] = ()
    step: int | None = None
    sequence: int = 0
    figures: dict[str, str] = field(default_factory=dict)
    """The numbers of the line, by their names."""
    series: Array | None = None
    """By step: what the picture of it shows, where there is one."""
    _open: Callable[[Finding], tuple[Any, dict[str, Any]]] | None = field(
        default=None, repr=False, compare=False
    )

    @classmethod
    def of(
        cls,
        kind: str,
        *,
        certainty: str,
        layer: str | None = None,
        channel: str | None = None,
        units: Sequence[int] | Array = (),
        step: int | None = None,
        sequence: int = 0,
        series: Array | None = None,
        **figures: Any,
    ) -> Finding:
        """A finding of a kind, its line filled with the figures."""
        words = {key: str(value) for key, value in figures.items()}
        shown = {"layer": layer or "", "channel": channel or "", "sequence": sequence, **words}
        return cls(
            kind=kind,
            certainty=certainty,
            says=KINDS[kind]["says"].format(**shown),
            layer=layer,
            channel=channel,
            units=tuple(int(unit) for unit in units),
            step=step,
            sequence=sequence,
            figures=words,
            series=series,
        )

    @property
    def title(self) -> str:
        return KINDS[self.kind]["title"]

    @property
    def cause(self) -> str:
        """One line: what does this most often."""
        return KINDS[self.kind]["cause"]

    @property
    def cure(self) -> str:
        """One line: what to try first."""
        return KINDS[self.kind]["cure"]

    @property
    def view(self) -> str:
        """The view that shows it best."""
        return KINDS[self.kind]["view"]

    @property
    def units_named(self) -> str:
        """`units 3, 5, 8`, shortened when there are many."""
        if not self.units:
            return ""
        shown = ", ".join(str(unit) for unit in self.units[:MOST_NAMED])
        more = len(self.units) - MOST_NAMED
        word = "unit" if len(self.units) == 1 else "units"
        return f"{word} {shown}" + (f" and {more} more" if more > 0 else "")

    def show(self) -> Any:
        """Opens the view on this finding, on its layer, unit and step; returns the run.

        Raises GatescopeError where the model cannot be traced, or the finding was read from a file.
        """
        if self._open is None:
            raise GatescopeError(
                "show: this finding was not made in this session; check the model again"
            )
        from gatescope.tracing.showing import show

        run, opening = self._open(self)
        return show(run, **opening)

    def picture(self) -> str:
        """The view on this finding as an SVG that needs neither a kernel nor the extension.

        Raises GatescopeError as `show` does.
        """
        if self._open is None:
            raise GatescopeError(
                "picture: this finding was not made in this session; check the model again"
            )
        from gatescope.tracing.display import bundle_of
        from gatescope.tracing.opening import opening_of
        from gatescope.tracing.picture import bundle_picture

        run, opening = self._open(self)
        return bundle_picture(bundle_of(run, opening_of(opening)))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as `Health.to_json` writes them."""
        return {
            "kind": self.kind,
            "title": self.title,
            "certainty": self.certainty,
            "says": self.says,
            "cause": self.cause,
            "cure": self.cure,
            "layer": self.layer,
            "channel": self.channel,
            "units": list(self.units),
            "step": self.step,
            "sequence": self.sequence,
            "figures": self.figures,
            "series": None
            if self.series is None
            else [float(v) if np.isfinite(v) else None for v in self.series],
            "view": self.view,
        }

    def __str__(self) -> str:
        where = f" ({self.units_named})" if self.units else ""
        return f"{self.title}, {self.certainty}: {self.says}{where}."
