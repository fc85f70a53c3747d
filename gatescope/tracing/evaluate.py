"""What an expression is worth, with the operations of any framework."""

from __future__ import annotations

import operator as op
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .expressions import Expression, text_of

#: By the name: what calls compute, in NumPy.
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "sigmoid": lambda a: 0.5 * (1 + np.tanh(0.5 * a)),
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0),
    "linear": lambda a: a,
    "hardSigmoid": lambda a: np.clip(a / 6 + 0.5, 0, 1),
    "softplus": lambda a: np.logaddexp(a, 0),
    "softsign": lambda a: a / (1 + np.abs(a)),
    "exponential": np.exp,
    "abs": np.abs,
    "minimum": np.minimum,
    "maximum": np.maximum,
    "greater": lambda a, b: (a > b) * 1.0,
    "select": lambda mask, a, b: np.where(mask, a, b),
}


class Values(dict[str, Any]):
    """By the parameter, what expressions are made of; a step is a row."""

    functions: Mapping[str, Callable[..., Any]] = FUNCTIONS
    products: Mapping[str, Any] = {}
    """By the weight: what it gives, where that is known."""

    def multiply(self, parameter: str, value: Any) -> Any:
        """`W x`; a weight is `[out, in]`."""
        return value @ self[parameter].T

    def of(self, tree: Expression) -> Any:
        """The value of a tree."""
        return compiled(tree)(self)


_BINARY: Mapping[str, Callable[[Any, Any], Any]] = {
    "add": op.add,
    "subtract": op.sub,
    "multiply": op.mul,
    "divide": op.truediv,
}


def compiled(tree: Expression) -> Callable[[Values], Any]:
    """A tree as what gives its value: a step is taken hundreds of times."""
    kind = tree["kind"]
    if kind == "symbol":
        return op.itemgetter(text_of(tree))
    if kind == "number":
        return lambda _: tree["value"]
    name, first, *others = tree["name"], *map(compiled, tree["args"])
    if name == "matmul":
        return _product(text_of(tree["args"][0]), *others)
    if kind == "call":
        return lambda values: values.functions[name](first(values), *(of(values) for of in others))
    if not others:
        return lambda values: -first(values)
    for other in others:
        first = _both(_BINARY[name], first, other)
    return first


def _both(operation: Any, first: Any, other: Any) -> Callable[[Values], Any]:
    return lambda values: operation(first(values), other(values))


def _product(parameter: str, operand: Callable[[Values], Any]) -> Callable[[Values], Any]:
    def product(values: Values) -> Any:
        if parameter in values.products:
            return values.products[parameter]
        return values.multiply(parameter, operand(values))

    return product
