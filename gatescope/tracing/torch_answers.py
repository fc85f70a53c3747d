"""Which answers a loss of the user's own reads, and what each of them sends back alone.

A recording does not call the model, so it cannot hold answers as constants and run again. But a loss
that reads the output of a module sends back to each step of it a derivative, and what goes on from
there is linear in these: one step's, without the others, is what its answer sends back alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from .series import axis_of_steps, only_at, steps_felt
from .torch_layer import numbers

#: Outputs that are tried, from the latest: a loop over the steps has one for each of them.
MOST_TRIED = 4
#: By how much of the largest derivative two ways of adding the same numbers up may differ.
ROUNDING = 1e-4

#: A tensor and the loss's derivative by it.
Share = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class Answers:
    """The answers of a loss."""

    steps: tuple[int, ...]
    """The steps whose answers it reads, where there are several."""
    alone: Callable[[int], list[Tensor]] | None = None
    """What the answer of a step sends back to each value; None where they cannot be told apart."""


def answers_of(
    loss: Tensor,
    values: Sequence[Tensor],
    whole: Sequence[Tensor],
    outputs: Sequence[Sequence[Tensor]],
    *,
    steps: int,
    batch: int,
    row: int,
) -> Answers:
    """Takes a loss apart by the answers that it reads.

    `whole` is its derivative by `values`; `outputs` are those of the modules that ran, each in the user's
    own code and in the order of time. The answers are the steps of the latest output through which the
    loss reaches every value. Where there is none, any step may have one.
    """
    if steps < 2:
        return Answers(())
    once = False
    tried = 0
    for output in reversed(outputs):
        shapes = [tuple(tensor.shape) for tensor in output]
        in_steps = any(axis_of_steps(shape, steps, row) is not None for shape in shapes)
        if not in_steps and (once or not _answers_once(shapes, steps, batch)):
            continue
        if (tried := tried + 1) > MOST_TRIED:
            break
        shares = _shares(loss, output)
        if not shares or not _same(_sent_back(shares, values), whole):
            continue
        if not in_steps:
            once = True
            continue
        felt = sorted(set().union(*(_felt(gradient, steps, row) for _, gradient in shares)))
        if len(felt) < 2:
            return Answers(())
        return Answers(
            tuple(felt),
            lambda step, shares=shares: _sent_back(  # type: ignore[misc]
                [(tensor, _held(gradient, step, steps, row)) for tensor, gradient in shares], values
            ),
        )
    return Answers(()) if once else Answers(tuple(range(steps)))


def _answers_once(shapes: Sequence[Sequence[int]], steps: int, batch: int) -> bool:
    """Whether an output is of whole sequences: it has one row for each of them, and none for steps."""
    return len(shapes) > 0 and all(
        len(shape) > 0
        and (batch == 1 or batch in shape[:2])
        and not any(extent and extent % steps == 0 for extent in shape)
        for shape in shapes
    )


def _shares(loss: Tensor, output: Sequence[Tensor]) -> list[Share]:
    found = torch.autograd.grad(loss, list(output), allow_unused=True, retain_graph=True)
    return [(tensor, by) for tensor, by in zip(output, found) if by is not None]


def _sent_back(shares: Sequence[Share], values: Sequence[Tensor]) -> list[Tensor]:
    found = torch.autograd.grad(
        [tensor for tensor, _ in shares],
        list(values),
        [by for _, by in shares],
        allow_unused=True,
        retain_graph=True,
    )
    return [torch.zeros_like(value) if by is None else by for value, by in zip(values, found)]


def _same(some: Sequence[Tensor], others: Sequence[Tensor]) -> bool:
    """Up to rounding."""
    largest = max(float(each.abs().max()) for each in others)
    return all(
        float((one - other).abs().max()) <= ROUNDING * largest for one, other in zip(some, others)
    )


def _felt(gradient: Tensor, steps: int, row: int) -> set[int]:
    """What has no steps is of the end of the sequence."""
    found = steps_felt(numbers(gradient), steps, row)
    return ({steps - 1} if bool(gradient.any()) else set()) if found is None else set(found)


def _held(gradient: Tensor, step: int, steps: int, row: int) -> Tensor:
    """A derivative by an output, of the answer of one step."""
    axis = axis_of_steps(gradient.shape, steps, row)
    if axis is None:
        return gradient if step == steps - 1 else torch.zeros_like(gradient)
    mask = torch.from_numpy(only_at(step, gradient.shape, axis)).to(gradient.device)
    return torch.where(mask, gradient, torch.zeros_like(gradient))
