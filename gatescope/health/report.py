"""What a check found, as text, as HTML, as JSON and as numbers."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.errors import GatescopeError, named
from gatescope.tracing.progress import duration
from gatescope.tracing.tables import Table, Tabled

from .finding import CERTAINTIES, Finding
from .rules import figure
from .statistics import LayerSums


class LayerHealth(Tabled):
    """The figures of one recurrent layer over all that was checked."""

    def __init__(self, sums: LayerSums) -> None:
        self.name, self.cell, self.units = sums.name, sums.form.name, sums.units
        self.direction, self.steps, self.sequences = sums.direction, sums.steps, sums.sequences
        self.memory = sums.memory
        """Over how many steps the last answer is felt; None without gradients."""
        self.reach: Array = sums.reach
        """`[T]`: the gradient of the last answer by the state so many steps back."""
        self.channels = {
            name: {
                "mean": channel.mean,
                "spread": channel.spread,
                "least": channel.least,
                "most": channel.most,
                "low": channel.low / max(1, channel.count),
                "high": channel.high / max(1, channel.count),
            }
            for name, channel in sums.channels.items()
        }
        """By gate or state, each `[H]`: mean, spread, least, most, and the shares near 0 and 1."""
        self._roles = {name: sums.form.role(name) for name in sums.channels}

    def _table(self) -> Table:
        """By the gate or state `[H]`: the figures of `channels`."""
        return _table_of([self])

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "cell": self.cell,
            "direction": self.direction,
            "units": self.units,
            "steps": self.steps,
            "sequences": self.sequences,
            "memory": self.memory,
            "reach": _plain(self.reach),
            "channels": {
                name: {key: _plain(values) for key, values in figures.items()}
                for name, figures in self.channels.items()
            },
        }

    def __str__(self) -> str:
        parts = []
        for name, figures in self.channels.items():
            if self._roles[name] == "gate":
                parts.append(f"{name} {figures['mean'].mean():.2f}")
            else:
                parts.append(f"{name} {figures['least'].min():.2f}…{figures['most'].max():.2f}")
        arrow = " (backward)" if self.direction == "backward" else ""
        felt = "" if self.memory is None else f"; feels {self.memory} of {self.steps} steps"
        return f"{self.cell} {self.name}{arrow}, {self.units} units: {', '.join(parts)}{felt}"


def _plain(values: Array) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def _table_of(layers: Sequence[LayerHealth]) -> Table:
    return Table(
        {(layer.name, name): of for layer in layers for name, of in layer.channels.items()},
        {"unit": None},
        ("layer", "channel"),
    )


class Health(Tabled):
    """The result of `gatescope.check`: findings, the surest first, and the figures of every layer."""

    def __init__(
        self,
        findings: Sequence[Finding],
        layers: Sequence[LayerHealth],
        *,
        model: str,
        framework: str,
        batches: int,
        sequences: int,
        seconds: float,
        notes: Sequence[str] = (),
    ) -> None:
        self.findings = sorted(findings, key=lambda each: CERTAINTIES.index(each.certainty))
        self.layers = list(layers)
        self.model, self.framework = model, framework
        self.batches, self.sequences, self.seconds = batches, sequences, seconds
        self.notes = list(notes)

    @property
    def ok(self) -> bool:
        """Whether nothing certain or likely was found; what is only possible does not count."""
        return not self.at_least("likely")

    def at_least(self, certainty: str) -> list[Finding]:
        """The findings that are at least so sure: `certain`, `likely` or `possible`."""
        if certainty not in CERTAINTIES:
            raise GatescopeError(
                f"certainty must be one of {named(CERTAINTIES)}, got {certainty!r}"
            )
        return [
            each
            for each in self.findings
            if CERTAINTIES.index(each.certainty) <= CERTAINTIES.index(certainty)
        ]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        return self.ok

    def __getitem__(self, layer: str) -> LayerHealth:
        for each in self.layers:
            if each.name == layer:
                return each
        raise GatescopeError(
            f"this check has no layer {layer!r}; its layers are {named([each.name for each in self.layers])}"
        )

    def _table(self) -> Table:
        """By the layer and its gate or state `[H]`: mean, spread, least, most, low and high."""
        return _table_of(self.layers)

    def to_dict(self) -> dict[str, Any]:
        """Findings and figures as plain values."""
        return {
            "format": "gatescope-health",
            "version": 1,
            "ok": self.ok,
            "model": self.model,
            "framework": self.framework,
            "batches": self.batches,
            "sequences": self.sequences,
            "seconds": round(self.seconds, 3),
            "findings": [each.to_dict() for each in self.findings],
            "layers": [each.to_dict() for each in self.layers],
            "notes": self.notes,
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """The same as JSON, in which numbers that are not finite are null."""
        return json.dumps(self.to_dict(), indent=indent, allow_nan=False, ensure_ascii=False)

    @property
    def _headline(self) -> str:
        count = len(self.findings)
        what = "nothing wrong" if count == 0 else "1 finding" if count == 1 else f"{count} findings"
        sequences = "1 sequence" if self.sequences == 1 else f"{self.sequences:,} sequences"
        return f"{self.model}: {what} in {sequences} ({duration(self.seconds)})"

    def __str__(self) -> str:
        lines = [self._headline]
        for number, each in enumerate(self.findings, 1):
            lines += [f"{number}. {each}", f"   Cause: {each.cause}", f"   Cure: {each.cure}"]
        lines += [f"  {layer}" for layer in self.layers]
        lines += [f"  {note}" for note in self.notes]
        if self.findings:
            lines.append("  health.findings[0].show() opens the view on the first finding.")
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """For a notebook: everything that comes from the model is escaped."""
        rows = "".join(_row(number, each) for number, each in enumerate(self.findings))
        layers = "".join(f"<li>{escape(str(layer))}</li>" for layer in self.layers)
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        table = (
            '<table style="text-align:left"><thead><tr><th scope="col">Finding</th>'
            '<th scope="col">Cause and cure</th><th scope="col">Open it</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
            if rows
            else ""
        )
        return (
            f'<div class="gatescope-health"><p><strong>{escape(self._headline)}</strong></p>{table}'
            f"<ul>{layers}</ul>{notes}</div>"
        )


#: Findings of which HTML has the view: each is traced for it, and stays in the notebook.
MOST_VIEWS = 6


def _row(number: int, finding: Finding) -> str:
    units = f"<br>{escape(finding.units_named)}" if finding.units else ""
    picture = "" if finding.series is None else _curve(finding.series)
    cell = '<td style="text-align:left;vertical-align:top;max-width:28em;white-space:normal">'
    return (
        f"<tr>{cell}<strong>{escape(finding.title)}</strong> ({finding.certainty})<br>"
        f"{escape(finding.says)}{units}{picture}</td>"
        f"{cell}{escape(finding.cause)}<br><em>{escape(finding.cure)}</em></td>"
        f"{cell}<code>health.findings[{number}].show()</code></td></tr>"
        f"{_view(finding) if number < MOST_VIEWS else ''}"
    )


def _view(finding: Finding) -> str:
    """The view on a finding, which opens without a script; nothing where the model cannot be traced."""
    try:
        drawn = _image(finding.picture(), f"{finding.title}: {finding.says}", "max-width:100%")
    except GatescopeError:
        return ""
    return (
        '<tr><td colspan="3" style="text-align:left"><details><summary>Open the picture</summary>'
        f"{drawn}</details></td></tr>"
    )


def _image(svg: str, says: str, style: str = "") -> str:
    """A picture that also stands where a notebook nobody trusts loses its SVG."""
    data = b64encode(svg.encode()).decode()
    return f'<img alt="{escape(says)}" style="{style}" src="data:image/svg+xml;base64,{data}">'


def _curve(series: Array) -> str:
    """The gradient by step on a log axis, in a gray that is seen on light and on dark."""
    sizes = np.asarray(series, np.float64)
    sizes = np.log10(np.maximum(sizes, max(float(sizes.max(initial=0)), 1e-30) * 1e-12))
    if sizes.size < 2:
        return ""
    if sizes.size > 200:
        sizes = sizes[np.linspace(0, sizes.size - 1, 200).astype(int)]
    low, high = float(sizes.min()), float(sizes.max())
    across = np.linspace(2, 158, sizes.size)
    up = 38 - 36 * (sizes - low) / max(high - low, 1e-9)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, up))
    ends = f"{figure(10 ** float(sizes[0]))} at the first step, {figure(10 ** float(sizes[-1]))} at the last"
    return "<br>" + _image(
        '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40" viewBox="0 0 160 40">'
        f'<polyline points="{points}" fill="none" stroke="#808080" stroke-width="1.5"/></svg>',
        f"Gradient by step, on a log scale: {ends}",
    )
