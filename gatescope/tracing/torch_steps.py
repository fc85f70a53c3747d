"""The fused recurrent calls of PyTorch as loops over steps, each gate and state handed out on the way.

The arithmetic is that of the documentation of `nn.LSTM`, `nn.GRU` and `nn.RNN`; a step is differentiated by autograd, so what is read off it is what the fused call would have had.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import linear

from .cells import CellForm
from .progress import steps_bar
from .step_values import products_of, take_step

#: Sees each channel of a step and returns what the step goes on with (a clamp changes it).
Visit = Callable[[str, Tensor], Tensor]
Weights = tuple[Tensor, ...]


#: In which order PyTorch keeps the weights of the gates side by side.
GATES = {"lstm": "ifgo", "gru": "rzn"}
_FUNCTIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


def step_of_call(
    form: CellForm,
    from_input: Tensor,
    state: Weights,
    weights: Mapping[str, Tensor | None],
    visit: Visit,
) -> Weights:
    """One step; `from_input` `[B, 4H]` is W x + b_ih, `state` is (h, c)."""
    step = form.step
    assert step is not None
    from_state = linear(state[0], weights["w_hh"], weights["b_hh"])  # type: ignore[arg-type]
    products = products_of(step, GATES.get(form.kind, ""), from_input, from_state, _chunks)

    def project(_: str, value: Tensor) -> Tensor:
        return linear(value, weights["w_hr"])  # type: ignore[arg-type]

    return tuple(take_step(step, state, products, _FUNCTIONS, visit, project))


def _chunks(value: Tensor, count: int) -> Weights:
    return value.chunk(count, 1)


def run_direction(
    form: CellForm,
    x: Tensor,
    state: Weights,
    weights: Mapping[str, Tensor | None],
    *,
    backward: bool,
    sizes: list[int] | None,
    visit: Callable[[int, str, Tensor], Tensor],
) -> tuple[Tensor, Weights]:
    """One layer in one direction.

    `x` is `[T, B, I]`, or packed `[N, I]` with the batch size of each step in `sizes`. Returns the
    outputs in the same form and the state after the last valid step of each sequence.
    """
    from_input = linear(x, weights["w_ih"], weights["b_ih"])  # type: ignore[arg-type]
    rows = list(torch.split(from_input, sizes)) if sizes is not None else list(from_input.unbind(0))
    order = range(len(rows))
    outputs: list[Tensor | None] = [None] * len(rows)
    with steps_bar(len(rows)) as bar:
        for at in reversed(order) if backward else order:
            size = rows[at].shape[0]
            active = tuple(part[:size] for part in state)
            after = step_of_call(form, rows[at], active, weights, partial(visit, at))
            outputs[at] = after[0]
            state = tuple(
                new if size == old.shape[0] else torch.cat([new, old[size:]])
                for new, old in zip(after, state)
            )
            bar.advance()
    joined: list[Any] = outputs
    return (torch.cat(joined) if sizes is not None else torch.stack(joined)), state
