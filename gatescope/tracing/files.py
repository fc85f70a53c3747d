"""Runs from files: the trace format as JSON, read with care."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from .arrays import Array, Numbers, decode
from .cells import CellForm
from .errors import GatescopeError
from .records import Clamp, Edit, LayerRecord, Line, RunRecord
from .run import Run

#: A file beyond this is not read: the trace format itself stops at 64 MB of numbers.
MOST_BYTES = 128 * 1024 * 1024


def load(path: str | Path) -> Run:
    """Reads a run that `run.save` or the TypeScript kernel wrote.

    It shows as it was; it cannot be run again, since the network is not in the file.

    Raises GatescopeError where the file is missing, no trace, of a later version, or damaged.
    """
    source = Path(path).expanduser()
    try:
        size = source.stat().st_size
        if size > MOST_BYTES:
            raise GatescopeError(f"load: {source} has {size} bytes, more than {MOST_BYTES}")
        value = json.loads(source.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GatescopeError(f"load: there is no file {source}") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise GatescopeError(f"load: {source} is not a saved run: {error}") from error
    if not isinstance(value, dict) or value.get("kind") != "trace":
        kind = value.get("kind") if isinstance(value, dict) else type(value).__name__
        raise GatescopeError(f"load: {source} must hold a trace, got {str(kind)[:40]!r}")
    version = value.get("version")
    if version != 1:
        raise GatescopeError(
            f"load: {source} has version {str(version)[:20]} of the trace format, this gatescope reads 1; "
            "upgrade gatescope"
        )
    try:
        return Run(_record(decode(value)), title=value.get("title"))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise GatescopeError(
            f"load: {source} is damaged: {type(error).__name__}: {error}"
        ) from error


def _record(bundle: dict[str, Any]) -> RunRecord:
    time, given = bundle["time"], bundle["input"]
    steps = int(time["steps"])
    array = _steps(given["array"], steps)
    loss = bundle.get("loss") or {}
    batch = bundle.get("batch") or {}
    return RunRecord(
        layers=[_layer(layer, array) for layer in bundle["layers"]],
        input=array,
        input_names=[str(name) for name in given["names"]],
        input_unit=given.get("unit"),
        editable=False,
        step_name=str(time.get("name", "step")),
        labels=time.get("labels"),
        mask=time["mask"].values if time.get("mask") is not None else None,
        outputs=[_line(line, steps) for line in bundle.get("outputs", [])],
        output_count=bundle.get("outputCount"),
        targets=[_line(line, steps) for line in bundle.get("targets") or []],
        loss_name=loss.get("name"),
        loss=loss.get("value"),
        answers=tuple(loss.get("answers", ())),
        clamps=tuple(
            Clamp(
                c["layer"], c["channel"], c["value"], _tuple(c.get("units")), _tuple(c.get("steps"))
            )
            for c in bundle.get("clamps", [])
        ),
        edits=tuple(Edit(e["step"], e["feature"], e["value"]) for e in bundle.get("edits", [])),
        sequence=int(batch.get("sequence", 0)),
        batch=int(batch.get("size", 1)),
    )


def _layer(layer: dict[str, Any], given: Array) -> LayerRecord:
    steps, width = given.shape[0], int(layer["inputSize"])
    entering, by_input = layer.get("entering"), layer.get("enteringGradient")
    if entering is not None:
        inputs = _steps(entering, steps)
    else:
        # As the format says: absent where it is the trace's own input, or where there was no room.
        inputs = given if given.shape[1] == width else np.zeros((steps, width), np.float32)
    channels = {c["name"]: c for c in layer["channels"] if c["role"] not in ("gradient", "term")}
    equations = tuple((e["channel"], e["expression"]) for e in layer.get("equations", []))
    form = CellForm(
        kind=str(layer["cell"]),
        name=str(layer["cellName"]),
        channels=tuple(channels),
        states=tuple(name for name, c in channels.items() if c["role"] == "state"),
        output="h" if "h" in channels else list(channels)[-1],
        labels={name: str(c["label"]) for name, c in channels.items()},
        roles={name: str(c["role"]) for name, c in channels.items()},
        equations=equations,
        adjoints=tuple((tuple(a["of"]), a["expression"]) for a in layer.get("adjoints", [])),
        source=(layer.get("source") or {}).get("code", ""),
    )
    return LayerRecord(
        name=str(layer["name"]),
        form=form,
        direction=str(layer["direction"]),
        inputs=inputs,
        inputs_known=entering is not None or inputs is given,
        input_gradient=None if by_input is None else _steps(by_input, steps),
        channels={name: _steps(c["array"], steps) for name, c in channels.items()},
        gradients={
            c["of"]: _steps(c["array"], steps)
            for c in layer["channels"]
            if c["role"] == "gradient" and c["of"] in channels
        },
        initial={name: c["initial"].values for name, c in channels.items() if "initial" in c},
    )


def _line(line: dict[str, Any], steps: int) -> Line:
    values: Array = line["values"].values
    if values.shape != (steps,):
        raise ValueError(f"{line['name']!r} has shape {values.shape}, not ({steps},)")
    return Line(str(line["name"]), values, line.get("unit"))


def _steps(array: Numbers, steps: int) -> Array:
    if array.values.ndim != 2 or array.values.shape[0] != steps:
        raise ValueError(f"an array has shape {array.values.shape}, not {steps} steps")
    return array.values


def _tuple(value: list[int] | None) -> tuple[int, ...] | None:
    return None if value is None else tuple(int(index) for index in value)
