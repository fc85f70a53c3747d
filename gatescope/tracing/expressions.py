"""Right-hand sides of equations as trees, and their text: `docs/trace-format.md`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Style:
    """How operations are written: the sign, and how strongly what stands before and behind it must bind."""

    signs: dict[str, tuple[str, str, str]]
    functions: dict[str, str]
    has_lag: bool


_BINDING = {"add": 1, "multiply": 2, "negate": 3, "matmul": 4, "atom": 5}
_LETTERS = _Style(
    {
        "add": (" + ", "add", "add"),
        "subtract": (" − ", "add", "multiply"),
        "multiply": (" ⊙ ", "multiply", "multiply"),
        "divide": (" / ", "multiply", "negate"),
        "matmul": (" ", "matmul", "matmul"),
    },
    {"sigmoid": "σ"},
    has_lag=True,
)
#: Its `@` binds as its `*` does. A state is computed under the letter of the one before.
_PYTHON = _Style(
    {
        "add": (" + ", "add", "add"),
        "subtract": (" - ", "add", "multiply"),
        "multiply": (" * ", "multiply", "negate"),
        "divide": (" / ", "multiply", "negate"),
        "matmul": (" @ ", "multiply", "negate"),
    },
    {},
    has_lag=False,
)


def parts_of(expression: Expression) -> Iterator[Expression]:
    """The tree and all that it is made of."""
    yield expression
    for each in expression.get("args", ()):
        yield from parts_of(each)


def text_of(expression: Expression) -> str:
    """One line of plain text, to the letter as the kernel writes it: it is a term's name."""
    return _write(expression, 1, _LETTERS)


def python_of(expression: Expression) -> str:
    """The same as an expression of Python: `W_f @ x + U_f @ h + b_f`."""
    return _write(expression, 1, _PYTHON)


def _write(expression: Expression, context: int, style: _Style) -> str:
    text, binds = _form(expression, style)
    return f"({text})" if binds < context else text


def _form(expression: Expression, style: _Style) -> tuple[str, int]:
    kind = expression["kind"]
    if kind == "symbol":
        letter, lag = expression["name"], expression.get("lag", 0)
        if expression.get("subscript"):
            letter = f"{letter}_{expression['subscript']}"
        if lag and style.has_lag:
            letter = f"{letter}[t{'−' if lag < 0 else '+'}{abs(lag)}]"
        return letter, _BINDING["atom"]
    if kind == "number":
        value = expression["value"]
        written = f"{abs(value):g}"
        return (f"−{written}", _BINDING["negate"]) if value < 0 else (written, _BINDING["atom"])
    if kind == "call":
        name = style.functions.get(expression["name"], expression["name"])
        args = ", ".join(_write(argument, 1, style) for argument in expression["args"])
        return f"{name}({args})", _BINDING["atom"]
    sign, first, after = style.signs[expression["name"]]
    parts = [
        _write(argument, _BINDING[first] if index == 0 else _BINDING[after], style)
        for index, argument in enumerate(expression["args"])
    ]
    return sign.join(parts), _BINDING[first]
