"""Whole sequences of a cell of the user's own: a scan gives all steps of a state at once.

The state of step t + 1 is there before the user names that of step t, so the derivative by it is of what
reads it afterwards alone. In h_t = a_t ⊙ h_{t−1} + b_t the derivative by b_t is the total one.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.utils.checkpoint import CheckpointError

from .errors import GatescopeError
from .torch_tape import LayerTape


def differentiated_by(tapes: Sequence[LayerTape]) -> list[Tensor]:
    """What a loss is differentiated by, each once: values of steps, and whole sequences as one."""
    values = [
        *(v for tape in tapes for name, _, v in tape.tensors() if name not in tape.whole),
        *(value for tape in tapes for value, _ in tape.whole.values()),
    ]
    return list({id(value): value for value in values if value.requires_grad}.values())


def derivatives(
    of: Tensor, by: Sequence[Tensor], *, retain: bool = False
) -> Sequence[Tensor | None]:
    """dof/dby, None where nothing comes back; `retain`: whether more is asked of the same pass.

    Raises GatescopeError where PyTorch cannot go back through what the model computed.
    """
    try:
        return torch.autograd.grad(of, by, allow_unused=True, retain_graph=retain)
    except CheckpointError as error:
        raise GatescopeError(
            "trace: the model runs its layers again in the backward pass (torch.utils.checkpoint), "
            "which cannot be seen; trace it with checkpointing switched off"
        ) from error
    except RuntimeError as error:
        raise GatescopeError(
            "trace: PyTorch cannot differentiate the answer of this model by its states, and the model's own "
            f"backward could not either: {error}"
        ) from error


def by_step(
    tapes: Sequence[LayerTape], values: Sequence[Tensor], gradients: Sequence[Tensor | None]
) -> dict[int, Tensor]:
    """By the id of each step's value: the derivatives by `differentiated_by`; 0 where none came."""
    found = {
        id(value): value.new_zeros(value.shape) if gradient is None else gradient
        for value, gradient in zip(values, gradients)
    }
    for tape in tapes:
        for name, (value, axis) in tape.whole.items():
            if (gradient := found.get(id(value))) is not None:
                parts = gradient.unbind(axis)
                found |= {id(step): parts[at] for at, step in tape.values[name].items()}
    return found


def require_added(name: str, value: Tensor, added: Tensor, axis: int) -> None:
    """Raises GatescopeError where h[t] = … + b[t] does not hold at the last step.

    The derivative of any sum of h[T] by b[T] is then what that sum weighs it by.
    """
    if not added.requires_grad:
        raise GatescopeError(
            "channel: no derivative reaches added, as nothing before it is trained; name it first: "
            "b = channel('b', b, steps=…)"
        )
    last = value.select(axis, -1)
    weights = torch.arange(1.0, 1 + last.numel()).cos().to(last).reshape(last.shape)
    found = None
    if value.requires_grad:
        (found,) = torch.autograd.grad(last, added, weights, allow_unused=True, retain_graph=True)
    if found is None or not torch.allclose(found.select(axis, -1), weights, rtol=1e-3, atol=1e-3):
        raise GatescopeError(
            f"channel: added must be b of {name}[t] = a ⊙ {name}[t−1] + b, as the scan was given it; but "
            f"the derivative of the last {name} by the last b is not 1"
        )
