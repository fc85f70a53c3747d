"""Weights of recurrent layers gate by gate, with the derivatives of a loss by them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from .arrays import Array, float32, float64
from .backward import gradients_by_parameter
from .bundle import TRACE_VERSION, place_in_batch, time_axis
from .errors import NothingToSee
from .expressions import Expression, text_of
from .records import Clamp, LayerRecord
from .shown import Shown
from .spread import BatchSpread, Entering
from .tables import Table, Tabled
from .terms import products_of, value_of
from .traced import Traced

#: As `src/trace/weightBins.ts`: odd, so that zero is in the middle of a bin.
WEIGHT_BINS = 41

_PARTS = {"W": "kernel", "U": "recurrent", "b": "bias"}


class Weights(Shown, Tabled):
    """W_f, U_f, b_f, … of each recurrent layer of a run."""

    def __init__(
        self, run: Traced, *, title: str | None = None, spread: BatchSpread | None = None
    ) -> None:
        self.id = f"python-weights-{secrets.token_hex(6)}"
        self._spread = spread or BatchSpread()
        self.run, self.title = run, title if title is not None else run.title
        self.layers = [
            _layer(record, run.record.clamps) for record in run.record.layers if record.weights
        ]
        if not self.layers:
            raise NothingToSee(
                "weights: no layer of this run has weights that are known by gate (a cell written "
                "by hand, or a file)"
            )

    @property
    def stale(self) -> bool:
        return self.run.stale

    def _table(self) -> Table:
        """By the layer and the parameter: `weights`, and with a loss `gradient`, `[enters, unit]`."""
        found: dict[tuple[str, ...], dict[str, Array]] = {}
        for record in self.run.record.layers:
            gradients = gradients_by_parameter(record, self.run.record.clamps)
            for name, weight in record.weights.items():
                both = {
                    "weights": weight,
                    **({"gradient": gradients[name]} if name in gradients else {}),
                }
                found[(record.name, name)] = {key: _matrix(each) for key, each in both.items()}
        return Table(found, {"enters": None, "unit": None}, ("layer", "name"))

    def to_bundle(self) -> dict[str, Any]:
        record = self.run.record
        loss = (
            {"loss": {"name": record.loss_name, "value": record.loss}}
            if record.loss is not None and record.loss_name
            else {}
        )
        entering = self._spread.entering(record)
        return {
            "version": TRACE_VERSION,
            "kind": "weights",
            "id": self.id,
            **({} if self.title is None else {"title": self.title}),
            **loss,
            **(
                {"batch": place_in_batch(record, spread=True), "time": time_axis(record)}
                if entering
                else {}
            ),
            "layers": [
                {**layer, **_entering(of, entering)}
                for layer, of in zip(
                    self.layers, (each for each in record.layers if each.weights), strict=True
                )
            ],
        }

    def __repr__(self) -> str:
        lines = []
        for layer in self.layers:
            lines.append(f"{layer['name']} ({layer['cellName']})")
            for parameter in layer["parameters"]:
                weights, gradient = parameter["weights"], parameter.get("gradient")
                slope = f"  ‖dL/dw‖ {gradient['norm']:.1e}" if gradient else ""
                bad = weights["notFinite"] + (gradient["notFinite"] if gradient else 0)
                lines.append(
                    f"  {parameter['name']} {parameter['shape']}  ‖w‖ {weights['norm']:.3g}{slope}"
                    + (f"  {bad} not finite" if bad else "")
                )
        return "\n".join(lines)


def _entering(layer: LayerRecord, entering: Entering) -> dict[str, Any]:
    """What the weights of a layer multiply, in this sequence and over its batch."""
    found = [
        {
            "parameters": list(names),
            "array": float32(value_of(multiplied, layer)),
            "spread": {which: float32(values) for which, values in entering[key].items()},
        }
        for names, multiplied in products_of(layer).items()
        if (key := (layer.name, names)) in entering
    ]
    return {"entering": found} if found else {}


def _layer(record: LayerRecord, clamps: Sequence[Clamp]) -> dict[str, Any]:
    form = record.form
    gradients = gradients_by_parameter(record, clamps)
    found = [
        (name, of, _PARTS.get(name[0], "other"))
        for name, of in _parameters(record)
        if name in record.weights
    ]

    def scale(part: str, arrays: dict[str, Array]) -> float:
        # Gates are compared part by part: biases of 1 would make a recurrent kernel pale.
        sizes = [np.abs(arrays[name]) for name, _, each in found if each == part and name in arrays]
        return max((float(size[np.isfinite(size)].max(initial=0)) for size in sizes), default=0.0)

    return {
        "name": record.name,
        "cell": form.kind,
        "cellName": form.name,
        "direction": record.direction,
        "inputSize": int(record.inputs.shape[1]),
        "units": record.units,
        "parameters": [
            {
                "name": name,
                "part": part,
                "of": of,
                "shape": list(_matrix(record.weights[name]).shape),
                "weights": _numbers(record.weights[name], scale(part, record.weights)),
                **(
                    {"gradient": _numbers(gradients[name], scale(part, gradients))}
                    if name in gradients
                    else {}
                ),
            }
            for name, of, part in found
        ],
    }


def _parameters(record: LayerRecord) -> Iterator[tuple[str, str]]:
    """`("W_f", "f")`, …: each weight that an equation names, with the channel, in that order."""
    seen: set[str] = set()

    def symbols(tree: Expression) -> Iterator[str]:
        if tree["kind"] == "symbol":
            yield text_of(tree)
        for inner in tree.get("args", ()):
            yield from symbols(inner)

    for channel, expression in record.form.equations:
        for name in symbols(expression):
            if name in record.weights and name not in seen:
                seen.add(name)
                yield name, channel


def _matrix(weight: Array) -> Array:
    """Rows are what enters, columns units; a vector is one row."""
    return weight.T if weight.ndim == 2 else weight[None]


def _numbers(weight: Array, scale: float) -> dict[str, Any]:
    matrix = _matrix(weight)
    values = matrix.astype(np.float64)
    finite = values[np.isfinite(values)]
    share = (finite / scale + 1) / 2 if scale > 0 else np.full(finite.shape, 0.5)
    bins = np.minimum(WEIGHT_BINS - 1, np.floor(share * WEIGHT_BINS).astype(int))
    # Without the overflow of squares beyond the largest float.
    top = float(np.abs(values).max(initial=0)) or 1.0
    norm = top * float(np.sqrt(np.sum((values / top) ** 2))) if np.isfinite(top) else top
    return {
        "norm": norm,
        "notFinite": int(values.size - finite.size),
        "scale": scale,
        "histogram": float64(np.bincount(bins, minlength=WEIGHT_BINS)),
        "array": float32(matrix),
    }
