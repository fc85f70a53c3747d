"""The rules of `findings.json`, which the engine in TypeScript reads as well: `src/engine/models/healthRules.ts`.

A condition is a number, a name or `[operation, …]`. A name is a measure of a layer or, as an array `[H]`, of
each of its units; else a term of the table, else a threshold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.percent import percent_text

from .facts import TERMS, threshold

_OF_ONE: dict[str, Callable[[Any], Any]] = {
    "not": np.logical_not,
    "any": np.any,
    "sum": np.sum,
    "size": np.abs,
    "floor": np.floor,
    "highest": lambda values: np.max(values, initial=-np.inf),
    "lowest": lambda values: np.min(values, initial=np.inf),
}
_OF_TWO: dict[str, Callable[[Any, Any], Any]] = {
    **{"and": np.logical_and, "or": np.logical_or, "==": np.equal},
    **{"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal},
    **{"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide},
    **{"min": np.minimum, "max": np.maximum},
}


class Measures(dict[str, Any]):
    """Measures by name; what is none of them is a term or a threshold."""

    def __missing__(self, name: str) -> Any:
        return self.value(TERMS[name]) if name in TERMS else threshold(name)

    def value(self, condition: Any) -> Any:
        """
        >>> bool(Measures(memory=1, steps=40).value(["<", "memory", ["*", "memoryShare", "steps"]]))
        True
        """
        if isinstance(condition, str):
            return self[condition]
        if not isinstance(condition, list):
            return condition
        operation, *rest = condition
        values = [self.value(each) for each in rest]
        if operation in _OF_ONE:
            return _OF_ONE[operation](*values)
        return reduce(_OF_TWO[operation], values)

    def of(self, units: Array) -> Measures:
        """Those of some units, `found` of them."""
        here = {name: value[units] if np.ndim(value) else value for name, value in self.items()}
        return Measures({**here, "found": len(units)})


class Judged(NamedTuple):
    """What a rule says of a channel or a layer."""

    rule: Mapping[str, Any]
    certainty: str
    units: Array
    figures: dict[str, Any]
    measures: Measures


def judged_by(rule: Mapping[str, Any], measures: Measures) -> Judged | None:
    """What a rule finds; None where it holds of no unit, or not of the layer."""
    units, here = np.zeros(0, int), measures
    figures: dict[str, Any] = {}
    with np.errstate(invalid="ignore", divide="ignore"):
        if "units" in rule:
            units = np.flatnonzero(measures.value(rule["units"]))
            if len(units) == 0:
                return None
            here = measures.of(units)
            figures = {"count": str(len(units)), "of": str(measures["of"])}
        if not here.value(rule.get("if", 1)):
            return None
        certainty = _first(rule["certainty"], here)
        for name, (form, condition) in rule.get("figures", {}).items():
            figures[name] = _FORMS[form](here.value(condition))
        if "what" in rule:
            figures["what"] = _first(rule["what"], here).format(**figures)
    return Judged(rule, certainty, units, figures, here)


def _first(choices: Any, measures: Measures) -> str:
    """The first of `[words, condition]` whose condition holds."""
    return str(next(words for words, condition in choices if measures.value(condition)))


def figure(value: Any) -> str:
    """A number as a reader wants it: three digits."""
    number = float(value)
    if number == 0 or 0.001 <= abs(number) < 10_000:
        return f"{number:,.0f}" if abs(number) >= 1000 else f"{float(f'{number:.3g}'):g}"
    return re.sub(r"e([+-])0*", r"e\1", f"{number:.1e}")


def percent(share: float) -> str:
    return f"{percent_text(share)} %"


_FORMS: dict[str, Callable[[Any], str]] = {"plain": str, "figure": figure, "percent": percent}
