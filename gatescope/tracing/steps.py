"""What goes back through a step of each known cell: `steps.json`.

The engine reads it off its own step functions (`scripts/generate-step-data.mjs`); here it gets the names of
the activations that a framework's cell has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .expressions import Expression, parts_of, text_of

_DATA = json.loads((Path(__file__).parent / "steps.json").read_text("utf-8"))

#: The derivative of each activation by its x, in `x` and in the `y` that it gives.
SLOPES: Mapping[str, Expression] = _DATA["slopes"]

#: Texts of parts of a step, and the derivative of the loss by each of them.
Adjoints = tuple[tuple[tuple[str, ...], Expression], ...]


@cache
def adjoints_of(
    kind: str,
    biases: int,
    *,
    reset_after: bool = True,
    projected: bool = False,
    activation: str = "tanh",
    gate_activation: str = "sigmoid",
) -> Adjoints:
    """Of the step of an `rnn`, `lstm` or `gru` of so many biases a gate, as a trace holds them.

    Empty for activations of which no slope is known. In `steps.json` candidates are a `tanh` of something
    and gates a `sigmoid`; `tanh′(y)` is the slope of what gave y.
    """
    names = {"tanh": activation, "sigmoid": gate_activation}
    if not SLOPES.keys() >= {*names.values()}:
        return ()
    form = next(
        form
        for form in _DATA["forms"]
        if (form["kind"], form["biases"]) == (kind, biases)
        and form.get("projected", False) == projected
        and form.get("resetBefore", False) != reset_after
    )
    trees: dict[str, Any] = {each["of"]: each["expression"] for each in form["equations"]}
    equations = {channel: _named(tree, names) for channel, tree in trees.items()}
    texts = {
        text_of(part): text_of(_named(part, names))
        for tree in trees.values()
        for part in parts_of(tree)
    }
    return tuple(
        (
            tuple(texts.get(text, text) for text in each["of"]),
            _opened(_named(each["expression"], names), equations),
        )
        for each in form["parts"]
    )


def _named(tree: Expression, names: Mapping[str, str]) -> Expression:
    """A tree with the activations of a cell: `relu` for `tanh`, and `relu′` for `tanh′`."""
    if "args" not in tree:
        return tree
    args = [_named(each, names) for each in tree["args"]]
    name, slope, _ = tree["name"].partition("′")
    name = names.get(name, name)
    if name == "linear" and not slope:
        return args[0]
    return {**tree, "name": name + slope, "args": args}


def _opened(tree: Expression, equations: Mapping[str, Expression]) -> Expression:
    """A tree with the slope of an activation written out in its y and in what it is of."""
    if "args" not in tree:
        return tree
    name, slope, _ = tree["name"].partition("′")
    if slope:
        (y,) = tree["args"]
        whole = y if y["kind"] == "call" else equations.get(y["name"], y)
        return _replaced(SLOPES[name], {"y": y, "x": whole.get("args", [y])[0]})
    return {**tree, "args": [_opened(each, equations) for each in tree["args"]]}


def _replaced(tree: Expression, by: Mapping[str, Expression]) -> Expression:
    if tree["kind"] == "symbol":
        return by[tree["name"]]
    if "args" not in tree:
        return tree
    return {**tree, "args": [_replaced(each, by) for each in tree["args"]]}
