"""The summands of each pre-activation, from the layer's own weights and inputs."""

from __future__ import annotations

import numpy as np

from .arrays import Array
from .expressions import Expression, text_of
from .record_values import RecordValues
from .records import LayerRecord

#: Above this many numbers of summands they are left out of a bundle.
MOST_TERM_VALUES = 60_000


def terms_of(layer: LayerRecord) -> list[tuple[str, str, Array]]:
    """`(channel, name, [T, H])` of each summand; the name is the summand's text.

    Each name once: of two summands that are written alike the first, and none that is itself a channel,
    as i is in n = f ⊙ n + i. Nothing for a cell of one's own and for layers whose weights are unknown
    or too large.
    """
    if not layer.weights or not layer.form.equations:
        return []
    named = {channel for channel, _ in layer.form.equations}
    found: list[tuple[str, str, Expression]] = []
    for channel, expression in layer.form.equations:
        for outer in _summands(expression):
            for summand in (outer, *_inner_sums(outer)):
                name = text_of(summand)
                if name not in named:
                    named.add(name)
                    found.append((channel, name, summand))
    if len(found) * layer.steps * layer.units > MOST_TERM_VALUES:
        return []
    return [
        (channel, name, value)
        for channel, name, summand in found
        if (value := value_of(summand, layer)).shape == layer.channels[channel].shape
    ]


def products_of(layer: LayerRecord) -> dict[tuple[str, ...], Expression]:
    """What weights multiply, by the names of those that multiply it: `("W_i", "W_f", …)` x."""
    found: dict[str, tuple[list[str], Expression]] = {}

    def walk(tree: Expression) -> None:
        args = tree.get("args", ())
        if tree.get("name") == "matmul" and (weight := text_of(args[0])) in layer.weights:
            names, _ = found.setdefault(text_of(args[1]), ([], args[1]))
            if weight not in names:
                names.append(weight)
        for inner in args:
            walk(inner)

    for _, expression in layer.form.equations:
        walk(expression)
    return {tuple(names): multiplied for names, multiplied in found.values()}


def _summands(expression: Expression) -> list[Expression]:
    """Of what stands inside the squashing function; nothing where nothing is added."""
    inner = expression["args"][0] if expression["kind"] == "call" else expression
    if inner["kind"] == "operation" and inner["name"] == "add":
        return list(inner["args"])
    return []


def _inner_sums(expression: Expression) -> list[Expression]:
    """`U_n h[t−1] + b_hn` inside `r ⊙ (U_n h[t−1] + b_hn)`."""
    if expression["kind"] != "operation" or expression["name"] != "multiply":
        return []
    return [
        factor
        for factor in expression["args"]
        if factor["kind"] == "operation" and factor["name"] == "add"
    ]


def value_of(expression: Expression, layer: LayerRecord) -> Array:
    """What an expression is at each step of a layer, f64 `[T, …]`; of a weight matrix its numbers."""
    return np.asarray(RecordValues(layer).of(expression), dtype=np.float64)
