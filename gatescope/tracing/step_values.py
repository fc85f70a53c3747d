"""A step of a known cell, taken with the operations of a framework."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from .evaluate import Values
from .steps import StepData


class _StepValues(Values):
    """Of one step; they grow as it is taken."""

    def __init__(self, functions: Any, products: Any, multiply: Any) -> None:
        self.functions, self.products, self._multiply = functions, products, multiply

    def multiply(self, parameter: str, value: Any) -> Any:
        return self._multiply(parameter, value)


def take_step(
    step: StepData,
    states: Sequence[Any],
    products: Mapping[str, Any],
    functions: Mapping[str, Callable[..., Any]],
    see: Callable[[str, Any], Any],
    multiply: Callable[[str, Any], Any] | None = None,
) -> list[Any]:
    """The states after a step, each channel handed out on the way.

    `products` are what a framework computes for all gates at once, by the weight: W_f x and U_f h with
    their biases, or where the cell only adds them both as W_f x. Other weights, by their parameter, are
    multiplied by `multiply`. `see` gives what the step goes on with: a clamp changes it.
    """
    values = _StepValues(functions, products, multiply)
    for state, value in zip(step.states, states):
        values[f"{state}[t−1]"] = value
    for channel, equation in step.program:
        values[channel] = see(channel, equation(values))
    return [values[state] for state in step.states]


def products_of(
    step: StepData,
    gates: str,
    from_input: Any,
    from_state: Any,
    split: Callable[[Any, int], Iterable[Any]],
) -> dict[str, Any]:
    """By the weight, W_f x and U_f h of what a framework keeps side by side in the order of its gates.

    `from_state` is None where it is in `from_input`, or not known yet.
    """
    if from_state is not None and step.adds_states:
        from_input, from_state = from_input + from_state, None
    if not gates:
        return {"W": from_input}
    found = dict(zip(_parameters("W", gates), split(from_input, len(gates))))
    if from_state is not None:
        found.update(zip(_parameters("U", gates), split(from_state, len(gates))))
    return found


@cache
def _parameters(of: str, gates: str) -> list[str]:
    return [f"{of}_{gate}" for gate in gates]
