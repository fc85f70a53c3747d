"""Keras's softmaxes, whose numbers are handed out while a trace runs: attention is one over steps."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import keras
from keras.src import backend

#: Is told numbers that add up to 1 along an axis.
Looked = Callable[[Any, int], None]


@contextmanager
def softmaxes_told(looked: Looked) -> Iterator[None]:
    """While it is entered, every softmax of this thread tells its numbers: of layers, activations, `ops`."""
    thread, softmax = threading.get_ident(), backend.nn.softmax

    def told(x: Any, axis: Any = -1) -> Any:
        found = softmax(x, axis=axis)
        if threading.get_ident() == thread and isinstance(axis, int):
            looked(found, axis)
        return found

    backend.nn.softmax = told
    try:
        yield
    finally:
        backend.nn.softmax = softmax


def attention_calls(layer: Any) -> Iterator[tuple[str, Callable[..., Any]]]:
    """What stands for methods of a layer meanwhile, by their names: a fused attention has no softmax."""
    if isinstance(layer, keras.layers.MultiHeadAttention) and not layer._flash_attention:
        compute = layer._compute_attention

        def asked(*args: Any, **options: Any) -> Any:
            if len(args) <= _SCORES:
                options["return_attention_scores"] = True
            else:
                args = (*args[:_SCORES], True, *args[_SCORES + 1 :])
            return compute(*args, **options)

        yield "_compute_attention", asked


#: Which argument of Keras's `_compute_attention` asks for the weights.
_SCORES = 5
