"""Bundles as small as a notebook should keep them; the live link has everything."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from .arrays import Numbers, encode

#: Bytes of JSON that one output may take in a notebook.
MOST_BYTES = 1_000_000


def thin(bundle: dict[str, Any], limit: int = MOST_BYTES) -> dict[str, Any]:
    """The bundle within `limit` bytes: without summands first, then without the spread over
    the batch, then every second step, fourth, …; of weights without what enters them, then without the
    derivatives' single numbers, then without those of the weights.

    `thinned` says in words what was left out, and `time.kept` which steps are there.
    """
    if bundle["kind"] == "weights":
        return _thin_weights(bundle, limit)
    if _size(bundle) <= limit or bundle["kind"] not in ("trace", "comparison"):
        return bundle
    current = _mapped(bundle, _without_terms)
    if _size(current) > limit:
        current = _mapped(bundle, _without_spread)
    every = 2
    while _size(current) > limit and every <= 4096:
        current = _mapped(bundle, partial(_every, every=every))
        every *= 2
    return current


def _thin_weights(bundle: dict[str, Any], limit: int) -> dict[str, Any]:
    left: list[str] = []
    current = bundle
    for part, said in _PARTS_OF_WEIGHTS:
        if _size(current) <= limit:
            break
        left.append(part)
        current = {
            **{name: each for name, each in bundle.items() if name not in ("batch", "time")},
            "layers": [_without_parts(layer, left) for layer in bundle["layers"]],
            "thinned": said,
        }
    return current


#: What a saved copy of weights leaves out, one after another, and what it then says.
_PARTS_OF_WEIGHTS = (
    ("entering", "The saved copy has no room for the other sequences."),
    (
        "gradient",
        "The saved copy holds of the gradients norms and histograms only; "
        "with a running kernel all are shown.",
    ),
    (
        "weights",
        "The saved copy holds norms and histograms only; with a running kernel each weight is shown.",
    ),
)


def _without_parts(layer: dict[str, Any], left: list[str]) -> dict[str, Any]:
    return {
        **_only(layer, without="entering"),
        "parameters": [
            {
                name: _only(value, without="array") if name in left else value
                for name, value in parameter.items()
            }
            for parameter in layer["parameters"]
        ],
    }


def _size(bundle: dict[str, Any]) -> int:
    return len(json.dumps(encode(bundle)))


def _mapped(
    bundle: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    if bundle["kind"] == "trace":
        return change(bundle)
    traces = [change(trace) for trace in bundle["traces"]]
    said = next((trace["thinned"] for trace in traces if "thinned" in trace), None)
    return {**bundle, "traces": traces, **({"thinned": said} if said else {})}


def _without_terms(trace: dict[str, Any]) -> dict[str, Any]:
    layers = [
        {**layer, "channels": [c for c in layer["channels"] if c["role"] != "term"]}
        for layer in trace["layers"]
    ]
    return {
        **trace,
        "layers": layers,
        "thinned": "The parts of each equation are left out of the saved copy.",
    }


def _without_spread(trace: dict[str, Any]) -> dict[str, Any]:
    plain = _without_terms(trace)
    if "shares" not in trace.get("batch", {}):
        return plain
    layers = [
        {**layer, "channels": [_only(c, without="spread") for c in layer["channels"]]}
        for layer in plain["layers"]
    ]
    return {
        **plain,
        "batch": _only(trace["batch"], without="shares"),
        "layers": layers,
        "thinned": "The parts of each equation and the spread over the batch are left out of the saved copy.",
    }


def _only(part: dict[str, Any], *, without: str) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name != without}


def _every(trace: dict[str, Any], every: int) -> dict[str, Any]:
    """Every so many steps and the last one; `time.kept` says which, so a step keeps its number."""
    trace = _without_spread(trace)
    steps = trace["time"]["steps"]
    kept = np.unique(np.append(np.arange(0, steps, every), steps - 1))

    def cut(array: Numbers) -> Numbers:
        return Numbers(array.values[kept], array.dtype)

    return {
        **trace,
        "thinned": (
            f"The saved copy holds every {_ordinal(every)} of {steps} steps; "
            "with a running kernel all are shown."
        ),
        "time": {**trace["time"], "kept": kept.tolist()},
        "input": {**trace["input"], "array": cut(trace["input"]["array"])},
        "layers": [
            {
                **layer,
                **{
                    name: cut(layer[name])
                    for name in ("entering", "enteringGradient")
                    if name in layer
                },
                "channels": [{**c, "array": cut(c["array"])} for c in layer["channels"]],
            }
            for layer in trace["layers"]
        ],
        "outputs": [{**line, "values": cut(line["values"])} for line in trace["outputs"]],
        **(
            {"targets": [{**line, "values": cut(line["values"])} for line in trace["targets"]]}
            if "targets" in trace
            else {}
        ),
    }


def _ordinal(count: int) -> str:
    last, teen = count % 10, count // 10 % 10 == 1
    return f"{count}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th')}"
