"""The fused recurrent calls of PyTorch as loops over steps, each gate and state handed out on the way.

The arithmetic and its order are those of the documentation of `nn.LSTM`, `nn.GRU` and `nn.RNN`; a step
is differentiated by autograd, so what is read off it is what the fused call would have had.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import linear

from .progress import steps_bar

#: Sees each channel of a step and returns what the step goes on with (a clamp changes it).
Visit = Callable[[str, Tensor], Tensor]
Weights = tuple[Tensor, ...]


def lstm_step(
    from_input: Tensor,
    state: Weights,
    w_hh: Tensor,
    b_hh: Tensor | None,
    w_hr: Tensor | None,
    visit: Visit,
) -> Weights:
    """One step; `from_input` `[B, 4H]` is W x + b_ih, `state` is (h, c)."""
    h, c = state
    i, f, g, o = (from_input + linear(h, w_hh, b_hh)).chunk(4, 1)
    f = visit("f", torch.sigmoid(f))
    i = visit("i", torch.sigmoid(i))
    g = visit("g", torch.tanh(g))
    o = visit("o", torch.sigmoid(o))
    c = visit("c", f * c + i * g)
    h = o * torch.tanh(c)
    if w_hr is not None:
        h = linear(visit("m", h), w_hr)
    return visit("h", h), c


def gru_step(
    from_input: Tensor,
    state: Weights,
    w_hh: Tensor,
    b_hh: Tensor | None,
    _: Tensor | None,
    visit: Visit,
) -> Weights:
    """One step; `from_input` `[B, 3H]` is W x + b_ih in the order r, z, n."""
    (h,) = state
    input_r, input_z, input_n = from_input.chunk(3, 1)
    hidden_r, hidden_z, hidden_n = linear(h, w_hh, b_hh).chunk(3, 1)
    z = visit("z", torch.sigmoid(input_z + hidden_z))
    r = visit("r", torch.sigmoid(input_r + hidden_r))
    n = visit("n", torch.tanh(input_n + r * hidden_n))
    return (visit("h", (1 - z) * n + z * h),)


def rnn_step(squash: Callable[[Tensor], Tensor]) -> Callable[..., Weights]:
    """A step of `nn.RNN` with tanh or relu."""

    def step(
        from_input: Tensor,
        state: Weights,
        w_hh: Tensor,
        b_hh: Tensor | None,
        _: Tensor | None,
        visit: Visit,
    ) -> Weights:
        (h,) = state
        return (visit("h", squash(from_input + linear(h, w_hh, b_hh))),)

    return step


STEPS: dict[str, Callable[..., Weights]] = {
    "lstm": lstm_step,
    "gru": gru_step,
    "rnn_tanh": rnn_step(torch.tanh),
    "rnn_relu": rnn_step(torch.relu),
}


def run_direction(
    kind: str,
    x: Tensor,
    state: Weights,
    weights: dict[str, Tensor | None],
    *,
    backward: bool,
    sizes: list[int] | None,
    visit: Callable[[int, str, Tensor], Tensor],
) -> tuple[Tensor, Weights]:
    """One layer in one direction.

    `x` is `[T, B, I]`, or packed `[N, I]` with the batch size of each step in `sizes`. Returns the
    outputs in the same form and the state after the last valid step of each sequence.
    """
    step = STEPS[kind]
    from_input = linear(x, weights["w_ih"], weights["b_ih"])  # type: ignore[arg-type]
    w_hh, b_hh, w_hr = weights["w_hh"], weights["b_hh"], weights["w_hr"]
    rows = list(torch.split(from_input, sizes)) if sizes is not None else list(from_input.unbind(0))
    order = range(len(rows))
    outputs: list[Tensor | None] = [None] * len(rows)
    with steps_bar(len(rows)) as bar:
        for at in reversed(order) if backward else order:
            size = rows[at].shape[0]
            active = tuple(part[:size] for part in state)
            after = step(
                rows[at],
                active,
                w_hh,
                b_hh,
                w_hr,
                lambda name, value, at=at: visit(at, name, value),
            )
            outputs[at] = after[0]
            state = tuple(
                new if size == old.shape[0] else torch.cat([new, old[size:]])
                for new, old in zip(after, state)
            )
            bar.advance()
    joined: list[Any] = outputs
    return (torch.cat(joined) if sizes is not None else torch.stack(joined)), state
