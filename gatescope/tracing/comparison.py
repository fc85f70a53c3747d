"""Runs side by side, as a Python user holds them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from .bundle import comparison_bundle
from .errors import GatescopeError
from .layer import flat_of, inner_axes
from .records import Edit
from .run import Run
from .shown import Shown
from .tables import Table, Tabled


class Comparison(Shown, Tabled):
    """Two to eight runs over as many steps, drawn with one cursor."""

    def __init__(self, runs: Sequence[Run], *, title: str | None = None) -> None:
        if not 2 <= len(runs) <= 8:
            raise GatescopeError(f"compare: expected 2 to 8 runs, got {len(runs)}")
        steps = sorted({run.record.steps for run in runs})
        if len(steps) > 1:
            raise GatescopeError(f"compare: runs must have as many steps, got {steps}")
        self.id = f"python-comparison-{secrets.token_hex(6)}"
        self.runs, self.title = list(runs), title

    @property
    def stale(self) -> bool:
        return any(run.stale for run in self.runs)

    @property
    def as_it_was(self) -> bool:
        return all(run.as_it_was for run in self.runs)

    def edited(self, edits: Sequence[Edit]) -> Comparison:
        """The same with edits of the shared input; clamps and edits of each run stay."""
        return Comparison(
            [
                run.recompute(clamps=run.record.clamps, edits=[*run.record.edits, *edits])
                for run in self.runs
            ],
            title=self.title,
        )

    def at_sequence(self, sequence: int) -> Comparison:
        """The runs over another sequence of their batches, from 0."""
        return Comparison([run.at_sequence(sequence) for run in self.runs], title=self.title)

    def _table(self) -> Table:
        """`"1.lstm.f"` `[T, H]` of every run, by its title or else its number from 1."""
        titles = [run.title for run in self.runs]
        whole = all(titles) and len(set(titles)) == len(titles)
        layers = {
            (str(titles[at]) if whole else str(at + 1), layer.name): layer
            for at, run in enumerate(self.runs)
            for layer in run.layers
        }
        return Table(
            flat_of(layers),
            {"step": range(self.runs[0].record.steps), "unit": None},
            ("run", "layer"),
            inner_axes(layers),
        )

    def to_bundle(self) -> dict[str, Any]:
        return comparison_bundle(self.id, self.title, self.runs)

    def __repr__(self) -> str:
        return "\n".join(repr(run) for run in self.runs)
