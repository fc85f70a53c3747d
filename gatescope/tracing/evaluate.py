"""What an expression is worth, with the operations of any framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .expressions import Expression

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


class Values:
    """What the letters of expressions are worth; a step is a row."""

    functions: Mapping[str, Callable[..., Any]] = FUNCTIONS

    def symbol(self, symbol: Expression) -> Any:
        """The value of a letter; None of a summand that there is not."""
        raise NotImplementedError

    def product(self, matrix: Expression, operand: Expression) -> Any:
        """`W x`; a weight is `[out, in]`."""
        return self.of(operand) @ self.symbol(matrix).T

    def of(self, tree: Expression) -> Any:
        """The value of a tree."""
        kind = tree["kind"]
        if kind == "symbol":
            return self.symbol(tree)
        if kind == "number":
            return tree["value"]
        name, args = tree["name"], tree["args"]
        if name == "matmul":
            return self.product(*args)
        first, *others = (self.of(each) for each in args)
        if kind == "call":
            return self.functions[name](first, *others)
        if name == "negate":
            return -first
        for other in others:
            if name == "multiply":
                first = first * other
            elif name == "divide":
                first = first / other
            elif name == "subtract":
                first = first - other
            elif first is None:
                first = other
            elif other is not None:
                first = first + other
        return first
