"""What a recurrent call of PyTorch is: its weights, its equations, its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn

from .cells import CellForm, known_form
from .errors import GatescopeError


def named_weights(flat: Any, biased: bool, projected: bool) -> dict[str, Tensor | None]:
    parts = list(flat)
    return {
        "w_ih": parts[0],
        "w_hh": parts[1],
        "b_ih": parts[2] if biased else None,
        "b_hh": parts[3] if biased else None,
        "w_hr": parts[-1] if projected else None,
    }


def require_rows_of(states: Sequence[Tensor], batch: int, name: str) -> None:
    """Raises GatescopeError where PyTorch's own call would: a step by itself would take one row for all."""
    for state in states:
        if state.shape[-2] != batch:
            expected = [*state.shape[:-2], batch, state.shape[-1]]
            raise GatescopeError(
                f"trace: the state that {name!r} is given must have a row for each of its {batch} sequences, "
                f"{expected}, got {list(state.shape)}; state.expand(…) gives each the same"
            )


def form_of(call: str, biases: int, projected: bool = False) -> CellForm:
    """Of a call of `torch`: `lstm`, `gru`, `rnn_tanh`, `rnn_relu`."""
    kind, _, activation = call.partition("_")
    return known_form(kind, biases, projected=projected, activation=activation or "tanh")


def layer_name(owner: str, layer: int, direction: int, count: int) -> str:
    """As PyTorch calls the weights of a stack: `lstm.l0`, `lstm.l0_reverse`."""
    if count == 1:
        return owner
    return f"{owner}.l{layer}{'_reverse' if direction else ''}"


def title_of(module: nn.Module | None) -> str:
    return type(module).__name__ if module is not None else "cell"
