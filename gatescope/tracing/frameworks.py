"""Which framework a model is of."""

from __future__ import annotations

import sys
from typing import Any


def framework_of(model: Any) -> str | None:
    """Which framework a model is of, without importing one that is not there already."""
    keras = sys.modules.get("keras")
    if keras is not None and isinstance(model, keras.Layer):
        return "keras"
    nnx = sys.modules.get("flax.nnx")
    if nnx is not None and isinstance(model, nnx.Module):
        return "jax"
    torch = sys.modules.get("torch")
    if torch is not None and (
        isinstance(model, (torch.nn.Module, torch.jit.ScriptFunction))
        or isinstance(getattr(model, "module_", None), torch.nn.Module)  # of skorch
        or callable(model)
    ):
        return "torch"
    return None
