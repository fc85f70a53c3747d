"""Keras's attention layers, whose weights are handed out while a trace runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import keras

#: Is told the weights of an attention, `[B, T, S]` or `[B, heads, T, S]`.
Looked = Callable[[Any], None]


def attention_calls(layer: Any, looked: Looked) -> Iterator[tuple[str, Callable[..., Any]]]:
    """What stands for methods of an attention layer meanwhile, by their names; of others nothing."""
    if isinstance(layer, keras.layers.Attention):  # also AdditiveAttention
        yield "_apply_scores", _told(layer._apply_scores, looked)
    elif isinstance(layer, keras.layers.MultiHeadAttention) and not layer._flash_attention:
        yield "_compute_attention", _told(layer._compute_attention, looked, asks=True)


def _told(call: Callable[..., Any], looked: Looked, *, asks: bool = False) -> Callable[..., Any]:
    """A call that gives (output, weights); `asks` of one that leaves them out unless asked."""

    def told(*args: Any, **options: Any) -> Any:
        if asks and len(args) <= _SCORES:
            options["return_attention_scores"] = True
        elif asks:
            args = (*args[:_SCORES], True, *args[_SCORES + 1 :])
        output, weights = call(*args, **options)
        looked(weights)
        return output, weights

    return told


#: Which argument of Keras's `_compute_attention` asks for the weights.
_SCORES = 5
