"""What a step of each known cell computes and what goes back through it: `steps.json`.

The engine reads both off its own step functions (`scripts/generate-step-data.mjs`); here they are given
the names of the activations that a framework's cell has, and evaluated: `evaluate.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from .evaluate import Values, compiled
from .expressions import Expression, call, number, operation, parts_of, python_of, symbol, text_of

_DATA = json.loads((Path(__file__).parent / "steps.json").read_text("utf-8"))
_OPERATIONS = ("add", "subtract", "multiply", "divide", "negate", "matmul")


def _read(written: Any, channels: Container[str]) -> Expression:
    """`["add", "b_f", …]` as a tree."""
    if isinstance(written, str):
        letter, lag, _ = written.partition("[t−1]")
        if lag:
            return symbol(letter, "state", lag=-1)
        if letter in channels or letter.startswith("dL/"):
            return symbol(letter, "channel")
        name, _, below = letter.partition("_")
        return symbol(name, "input" if name == "x" else "parameter", below=below)
    if not isinstance(written, list):
        return number(written)
    name, *args = written
    make = operation if name in _OPERATIONS else call
    return make(name, *(_read(each, channels) for each in args))


#: The derivative of each activation by its x, in `x` and in the `y` that it gives.
SLOPES: Mapping[str, Expression] = {
    name: _read(slope, "y") for name, slope in _DATA["slopes"].items()
}

#: By letter; cells of the user's own, too, are read with them.
LABELS: Mapping[str, str] = _DATA["labels"]
ROLES: Mapping[str, str] = _DATA["roles"]

#: Texts of parts of a step, and the derivative of the loss by each of them.
Adjoints = tuple[tuple[tuple[str, ...], Expression], ...]


@dataclass(frozen=True)
class StepData:
    """One step, in the letters of the lessons: W_f is from the input to the gate f, U_f from h."""

    name: str
    """To print: `LSTM`."""
    states: tuple[str, ...]
    output: str
    equations: tuple[tuple[str, Expression], ...]
    """By channel, in order of computation."""
    after: Mapping[str, Expression]
    """dL/d of each state; `later(dL/dc)` is what the loss and the steps after this one send to c."""
    adjoints: Adjoints
    """dL/d of all else that the equations name, as a trace holds it."""
    before: Mapping[str, Expression]
    """dL/d of `x` and of each state before the step: `h[t−1]`."""
    shapes: tuple[str, ...]
    """Of each weight: `mn` for `n` inputs and `m` units, `p` for what is projected."""
    formula: str
    """How many numbers are learned: `4((n+m)m+2m)`."""

    @cached_property
    def adds_states(self) -> bool:
        """Whether each U h is added to its W x, so that those of all gates may be added at once."""
        sums = [
            [each["args"][1] for each in part["args"] if each.get("name") == "matmul"]
            for _, tree in self.equations
            for part in parts_of(tree)
            if part.get("name") == "add"
        ]
        return all(
            [of["kind"] for of in products] == ["symbol"] * 2 for products in sums if products
        )

    @cached_property
    def program(self) -> tuple[tuple[str, Callable[[Values], Any]], ...]:
        """The equations as what gives a channel: of all that a framework adds to W x at once, W x."""
        return tuple((channel, compiled(self._summed(tree))) for channel, tree in self.equations)

    def _summed(self, tree: Expression) -> Expression:
        """Without what is added to a product of x: biases, and products of h where all are added."""
        args = [self._summed(each) for each in tree.get("args", ())]
        if tree.get("name") == "add":
            args = [each for each in args if each.get("role") != "parameter"]
            products = [each for each in args if each.get("name") == "matmul"]
            args = products[:1] if products and self.adds_states else args
            if len(args) == 1:
                return args[0]
        return {**tree, "args": args} if args else tree

    @property
    def source(self) -> str:
        """The step as a function of Python."""
        lines = [f"    {channel} = {python_of(tree)}" for channel, tree in self.equations]
        states = ", ".join(self.states)
        return "\n".join([f"def step(x, {states}):", *lines, f"    return {states}"])


@cache
def step_data(
    kind: str,
    biases: int,
    *,
    reset_after: bool = True,
    projected: bool = False,
    activation: str = "tanh",
    gate_activation: str = "sigmoid",
) -> StepData:
    """The step of an `rnn`, `lstm` or `gru` of so many biases a gate.

    Nothing is known of its way back where no slope of an activation is. In `steps.json` candidates are a
    `tanh` of something and gates a `sigmoid`; `tanh′(y)` is the slope of what gave y.
    """
    form = next(
        form
        for form in _DATA["forms"]
        if (form["kind"], form["biases"]) == (kind, biases)
        and form.get("projected", False) == projected
        and form.get("resetBefore", False) != reset_after
    )
    names = {"tanh": activation, "sigmoid": gate_activation}
    channels = [channel for channel, _ in form["equations"]]
    trees = {channel: _read(tree, channels) for channel, tree in form["equations"]}
    equations = {channel: _named(tree, names) for channel, tree in trees.items()}
    texts = {
        text_of(part): text_of(_named(part, names))
        for tree in trees.values()
        for part in parts_of(tree)
    }
    used = {
        part["name"]
        for tree in equations.values()
        for part in parts_of(tree)
        if part["kind"] == "call"
    }
    knows_back = used <= SLOPES.keys()

    def back(written: Any) -> Expression:
        return _opened(_named(_read(written, channels), names), equations)

    def back_by(key: str) -> dict[str, Expression]:
        return {of: back(written) for of, written in form[key].items()} if knows_back else {}

    return StepData(
        name=form["name"],
        states=tuple(form["states"]),
        output=form["output"],
        equations=tuple(equations.items()),
        after=back_by("after"),
        adjoints=tuple(
            (tuple(texts.get(text, text) for text in of), back(written))
            for of, written in (form["parts"] if knows_back else ())
        ),
        before=back_by("before"),
        shapes=tuple(form["shapes"]),
        formula=form["formula"],
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
