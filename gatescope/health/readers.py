"""The reader of a model, by its framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gatescope.tracing.errors import NothingToSee, kind_of
from gatescope.tracing.frameworks import framework_of

from .seen import Reader


def reader_of(model: Any, loss: Any, forward: Callable[..., Any] | None) -> Reader:
    """Runs a copy of the model over whole batches.

    Raises NothingToSee for what is no model of the three frameworks.
    """
    framework = framework_of(model)
    if framework == "keras":
        from .keras_reader import KerasReader

        return KerasReader(model, loss, forward)
    if framework == "jax":
        from .jax_reader import JaxReader

        return JaxReader(model, loss, forward)
    if framework == "torch":
        from .torch_reader import TorchReader

        return TorchReader(model, loss, forward)
    raise NothingToSee(
        f"check: model must be a PyTorch, Keras or flax module, got {kind_of(model)}"
    )
