"""Gradient flow of runs, as a Python user holds it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import numpy as np

from .arguments import finite_number, require_text
from .bundle import flow_bundle
from .errors import GatescopeError, named
from .flow import flow_networks
from .shown import Shown
from .tables import Table, Tabled, by_layer
from .text import counted
from .traced import Traced

#: The curves of a network, and what they are called in a table.
_CURVES = {
    "hidden": "dL/dh",
    "cellState": "dL/dc",
    "wholeLoss": "dL/dh of all answers",
    "factors": "step Jacobian",
    "radii": "spectral radius",
    "product": "product of Jacobians",
    "direct": "mean forget gate",
}


class Flow(Shown, Tabled):
    """Gradient flow of one run, or of several over the same steps."""

    def __init__(
        self,
        runs: Sequence[Traced],
        *,
        threshold: float = 0.01,
        loss_step: int | None = None,
        layer: str | None = None,
        title: str | None = None,
        progress: bool | None = None,
    ) -> None:
        require_text("gradient_flow", title=title)
        threshold = finite_number("threshold", threshold)
        if not 0 < threshold < 1:
            raise GatescopeError(
                f"gradient_flow: threshold must be between 0 and 1, got {threshold}"
            )
        self.id = f"python-flow-{secrets.token_hex(6)}"
        self.runs, self.threshold, self.title = list(runs), threshold, title
        self._options: dict[str, Any] = {"loss_step": loss_step, "layer": layer}
        steps = {run.record.steps for run in self.runs}
        if len(steps) != 1:
            raise GatescopeError(
                f"gradient_flow: runs must have as many steps, got {named(sorted(steps))}"
            )
        found = [
            (
                run,
                *flow_networks(
                    run, threshold=threshold, loss_step=loss_step, layer=layer, progress=progress
                ),
            )
            for run in self.runs
        ]
        self.loss_step = found[0][1]
        #: What a reader must know of these numbers, in words.
        self.notes: list[str] = []
        seen: dict[str, int] = {}
        self.networks: list[dict[str, Any]] = []
        for run, _, networks in found:
            for network in networks:
                self.notes += network.pop("notes")
                name = network["name"] if len(found) == 1 else run.title or network["name"]
                count = seen[name] = seen.get(name, 0) + 1
                start = network["lossStep"]
                self.networks.append(
                    {
                        **network,
                        "name": name if count == 1 else f"{name} {count}",
                        "lossStep": None if start == self.loss_step else start,
                    }
                )

    def following(self, loss_step: int | None, *, progress: bool | None = None) -> Flow:
        """The same runs, followed back from another answer."""
        return Flow(
            self.runs,
            threshold=self.threshold,
            loss_step=self._options["loss_step"] if loss_step is None else loss_step,
            layer=self._options["layer"],
            title=self.title,
            progress=progress,
        )

    @property
    def stale(self) -> bool:
        return any(run.stale for run in self.runs)

    def _table(self) -> Table:
        """By the network `[T]`: what the view draws; NaN where there is none."""
        found = {
            network["name"]: {
                label: network[key].values
                for key, label in _CURVES.items()
                if network[key] is not None
            }
            for network in self.networks
        }
        return Table(by_layer(found), {"step": range(self.runs[0].record.steps)}, ("network",))

    def to_bundle(self) -> dict[str, Any]:
        return flow_bundle(
            self.id,
            self.title,
            self.runs,
            self.networks,
            loss_step=self.loss_step,
            threshold=self.threshold,
            notes=self.notes,
        )

    def __repr__(self) -> str:
        step = self.runs[0].record.step_name
        lines = []
        for network in self.networks:
            memory, hidden = network["effectiveMemory"], network["hidden"].values
            if not np.nan_to_num(hidden).any():
                lines.append(
                    f"{network['name']}: no gradient reaches this layer; a loss that is constant has none"
                )
                continue
            start = self.loss_step if network["lossStep"] is None else network["lossStep"]
            # Padding is no step of the way.
            way = [int(at) for at in np.flatnonzero(~np.isnan(hidden))]
            if network["direction"] == "backward":
                way.reverse()
            first = way[0] if way else start
            reach = way.index(start) + 1 if memory is None else memory
            words = f"{'all ' if memory is None else ''}{reach} {counted(step, reach)}"
            share = hidden[first] / hidden[start] if hidden[start] else np.nan
            if network["answer"] is not None:
                words += (
                    f" of the answer at {step} {network['answer']}, "
                    f"one of {len(network['answers'])}"
                )
            lines.append(
                f"{network['name']}: effective memory {words}; ‖dL/d{network['state'] or 'h'}‖ at {step} {first} "
                f"is {share:.1e} of that at {step} {start}"
            )
        return "\n".join([*lines, *self.notes])
