"""What the readers of Keras and flax share: arrays with the batch first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gatescope.tracing.batch_trace import BatchSource


class BatchReader:
    """A copy of a model, its loss, and how it is called."""

    _model: Any
    _loss: Callable[..., Any] | None
    _forward: Callable[..., Any] | None

    def _source(self, x: Any, target: Any) -> BatchSource:
        return BatchSource(
            model=self._model,
            x=x,
            target=target,
            loss=None if target is None else self._loss,
            loss_name=None,
            gradients_of=None,
            forward=self._forward,
            training=False,
            layers=None,
            names=None,
            labels=None,
            step_name="step",
            unit=None,
        )

    def batch_mistaken(self, x: Any) -> tuple[str, int] | None:
        """No layer of it says that the batch is its time, as far as anybody can tell."""
        return None

    def samples(self, x: Any) -> bool:
        return False  # which function draws is not told here

    def random_in_training(self) -> str | None:
        """Both frameworks are told at each call whether they train, so nothing is left on."""
        return None
