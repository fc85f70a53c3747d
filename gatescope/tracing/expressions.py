"""Right-hand sides of equations as trees, and their text: `docs/trace-format.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Expression = dict[str, Any]


def symbol(name: str, role: str, *, below: str = "", lag: int = 0) -> Expression:
    """A letter; `below` stands under it, `lag` is −1 for the step before."""
    tree: Expression = {"kind": "symbol", "name": name, "role": role}
    if below:
        tree["subscript"] = below
    if lag:
        tree["lag"] = lag
    return tree


def number(value: float) -> Expression:
    return {"kind": "number", "value": value}


def call(name: str, *args: Expression) -> Expression:
    return {"kind": "call", "name": name, "args": list(args)}


def operation(name: str, *args: Expression) -> Expression:
    """`add`, `subtract`, `multiply` (element by element), `matmul`."""
    return {"kind": "operation", "name": name, "args": list(args)}


_BINDING = {"add": 1, "multiply": 2, "negate": 3, "matmul": 4, "atom": 5}
_SIGNS = {
    "add": (" + ", "add", "add"),
    "subtract": (" − ", "add", "multiply"),
    "multiply": (" ⊙ ", "multiply", "multiply"),
    "divide": (" / ", "multiply", "negate"),
    "matmul": (" ", "matmul", "matmul"),
}


def parts_of(expression: Expression) -> Iterator[Expression]:
    """The tree and all that it is made of."""
    yield expression
    for each in expression.get("args", ()):
        yield from parts_of(each)


def text_of(expression: Expression) -> str:
    """One line of plain text, to the letter as the kernel writes it: it is a term's name."""
    return _write(expression, 1)


def _write(expression: Expression, context: int) -> str:
    text, binds = _form(expression)
    return f"({text})" if binds < context else text


def _form(expression: Expression) -> tuple[str, int]:
    kind = expression["kind"]
    if kind == "symbol":
        letter = expression["name"]
        if expression.get("subscript"):
            letter = f"{letter}_{expression['subscript']}"
        lag = expression.get("lag", 0)
        if lag:
            letter = f"{letter}[t{'−' if lag < 0 else '+'}{abs(lag)}]"
        return letter, _BINDING["atom"]
    if kind == "number":
        value = expression["value"]
        written = f"{abs(value):g}"
        return (f"−{written}", _BINDING["negate"]) if value < 0 else (written, _BINDING["atom"])
    if kind == "call":
        name = "σ" if expression["name"] == "sigmoid" else expression["name"]
        args = ", ".join(_write(argument, 1) for argument in expression["args"])
        return f"{name}({args})", _BINDING["atom"]
    sign, first, after = _SIGNS[expression["name"]]
    parts = [
        _write(argument, _BINDING[first] if index == 0 else _BINDING[after])
        for index, argument in enumerate(expression["args"])
    ]
    return sign.join(parts), _BINDING[first]
