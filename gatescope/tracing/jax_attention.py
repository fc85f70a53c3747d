"""JAX's attentions, whose weights are handed out while a trace runs.

Attention is linear in its values: of values that are rows of the identity it makes its weights, whatever
mask, bias or scale it was given.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import jax
import jax.numpy as jnp
from flax import nnx

#: Is told numbers that add up to 1 along an axis.
Looked = Callable[[Any, int], None]
#: Where a softmax is called from, and the function that gives no weights.
_SOFTMAXES = (jax.nn, nnx)


@contextmanager
def attentions_told(looked: Looked) -> Iterator[None]:
    """While it is entered, softmaxes and fused attentions of this thread tell their weights."""
    thread = threading.get_ident()
    softmax, fused = jax.nn.softmax, jax.nn.dot_product_attention
    inside = False

    def told_softmax(x: Any, axis: Any = -1, **options: Any) -> Any:
        found = softmax(x, axis, **options)
        if threading.get_ident() == thread and not inside and isinstance(axis, int):
            looked(found, axis)
        return found

    def told_fused(query: Any, key: Any, value: Any, *args: Any, **options: Any) -> Any:
        nonlocal inside
        if threading.get_ident() != thread or inside:
            return fused(query, key, value, *args, **options)
        inside = True
        try:
            if not isinstance(query, jax.core.Tracer):
                plain = {**options, "return_residual": False}
                looked(_weights(lambda v: fused(query, key, v, *args, **plain), value), -1)
            return fused(query, key, value, *args, **options)
        finally:
            inside = False

    try:
        for module in _SOFTMAXES:
            setattr(module, "softmax", told_softmax)  # noqa: B010
        setattr(jax.nn, "dot_product_attention", told_fused)  # noqa: B010
        yield
    finally:
        for module in _SOFTMAXES:
            setattr(module, "softmax", softmax)  # noqa: B010
        setattr(jax.nn, "dot_product_attention", fused)  # noqa: B010


def _weights(attend: Callable[[Any], Any], value: Any) -> Any:
    """`[B, N, T, S]` of an attention that takes values `[B, S, K, H]`, as many of them at a time as fit."""
    *_, steps, _, width = value.shape
    parts = -(-steps // width)
    rows = jnp.eye(steps, parts * width, dtype=value.dtype).reshape(steps, parts, width)
    values = jnp.broadcast_to(
        jnp.moveaxis(rows, 1, 0)[:, :, None, :], (parts, steps, *value.shape[-2:])
    )
    if value.ndim == 4:
        values = jnp.broadcast_to(values[:, None], (parts, *value.shape))
    found = jax.vmap(attend)(values)  # [parts, (B,) T, N, H]
    found = jnp.moveaxis(found, 0, -2).reshape(*found.shape[1:-1], parts * width)[..., :steps]
    return jnp.swapaxes(found, -3, -2)
