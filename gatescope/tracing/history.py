"""Training runs: what Keras kept of one, and a log for loops of one's own that is drawn live."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from .arguments import require_text
from .arrays import Array, float64
from .bundle import TRACE_VERSION
from .draw import draw_live
from .errors import GatescopeError, kind_of
from .live import link
from .shown import Shown
from .tables import Table, Tabled

#: Seconds between two pictures of a running training; more would cost the training time.
BETWEEN = 0.25
#: Numbers of batches that the picture holds.
MOST_BATCHES = 2000
_VALIDATION = "val_"
_RATES = ("learning_rate", "lr")


class History(Shown, Tabled):
    """A training run by epochs, as the training view draws it."""

    def __init__(self, *, planned: int, title: str | None = None) -> None:
        self.id = f"python-history-{secrets.token_hex(6)}"
        self.title, self.planned, self.status = title, planned, "finished"
        self.metrics: dict[str, list[float]] = {}
        """By name, `val_` before those of validation, one number an epoch."""
        self.learning_rates: list[float] = []

    @property
    def epochs(self) -> int:
        """How many are finished."""
        return max((len(values) for values in self.metrics.values()), default=0)

    @property
    def best_epoch(self) -> int | None:
        """Where the loss was lowest, of validation where there is one."""
        losses = self.metrics.get("val_loss") or self.metrics.get("loss") or []
        finite = np.array([loss if np.isfinite(loss) else np.inf for loss in losses])
        return int(finite.argmin()) if np.isfinite(finite).any() else None

    def to_bundle(self) -> dict[str, Any]:
        # Before the first epoch there is a loss to come.
        names = [name for name in self.metrics if not name.startswith(_VALIDATION)] or ["loss"]
        best = self.best_epoch
        return {
            "version": TRACE_VERSION,
            "kind": "history",
            "id": self.id,
            **({} if self.title is None else {"title": self.title}),
            "language": "python",
            "status": self.status,
            "epochs": {"done": self.epochs, "planned": max(self.planned, self.epochs)},
            "metrics": [
                {
                    "name": name,
                    "training": self._column(name),
                    **(
                        {"validation": self._column(_VALIDATION + name)}
                        if _VALIDATION + name in self.metrics
                        else {}
                    ),
                }
                for name in names
            ],
            **({} if self._rates is None else {"learningRate": float64(self._rates)}),
            **({} if best is None else {"bestEpoch": best}),
        }

    def _column(self, name: str) -> Any:
        return float64(self._numbers(name))

    def _numbers(self, name: str) -> Array:
        """`[epochs]`: NaN where an epoch has none."""
        values = self.metrics.get(name, [])
        return np.array([*values, *[np.nan] * (self.epochs - len(values))], np.float64)

    @property
    def _rates(self) -> Array | None:
        """`[epochs]`: None where not every epoch has its rate."""
        known = len(self.learning_rates) == self.epochs > 0
        return np.array(self.learning_rates, np.float64) if known else None

    def _table(self) -> Table:
        """By epoch, from 0: every metric, and `learning_rate`."""
        if not self.epochs:
            raise GatescopeError("to_pandas, to_xarray and to_numpy: no epoch is finished yet")
        found = {name: self._numbers(name) for name in self.metrics}
        if self._rates is not None:
            found["learning_rate"] = self._rates
        return Table({(): found}, {"epoch": range(self.epochs)}, levels=())

    def __repr__(self) -> str:
        last = ", ".join(f"{name} {values[-1]:.4g}" for name, values in self.metrics.items())
        return f"{self.status} after {self.epochs} of {self.planned} epochs: {last or 'no numbers'}"


def history_of(given: Any, *, title: str | None = None) -> History:
    """What `model.fit` of Keras gave back, or a dict of one list of numbers a metric."""
    columns = getattr(given, "history", given)
    if not isinstance(columns, Mapping) or not columns:
        raise GatescopeError(
            "history: expected what model.fit of Keras returns, or a dict of a list of numbers "
            f"a metric, got {kind_of(given)}"
        )
    params = getattr(given, "params", None) or {}
    made = History(planned=int(params.get("epochs") or 0), title=title)
    for name, values in columns.items():
        column = _numbers(str(name), values)
        if name in _RATES:
            made.learning_rates = column
        else:
            made.metrics[str(name)] = column
    lone = next(
        (
            name
            for name in made.metrics
            if name.startswith(_VALIDATION) and name.removeprefix(_VALIDATION) not in made.metrics
        ),
        None,
    )
    if lone is not None:
        raise GatescopeError(
            f"history: {lone!r} is of validation, but there is no {lone.removeprefix(_VALIDATION)!r}"
        )
    if len({len(column) for column in made.metrics.values()}) > 1:
        lengths = {name: len(column) for name, column in made.metrics.items()}
        raise GatescopeError(f"history: metrics must have one number an epoch, got {lengths}")
    made.planned = made.planned or made.epochs
    made.status = "finished" if made.epochs >= made.planned else "stopped"
    return made


def _numbers(name: str, values: Any) -> list[float]:
    if isinstance(values, str) or not isinstance(values, (Sequence, np.ndarray)):
        raise GatescopeError(f"history: {name!r} must be a list of numbers, got {kind_of(values)}")
    try:
        return [float(value) for value in values]
    except (TypeError, ValueError) as error:
        raise GatescopeError(f"history: {name!r} must be a list of numbers: {error}") from error


class Training(History):
    """Logs a training loop and draws it while it runs.

    >>> training = gatescope.Training(epochs=8)
    >>> for epoch in training:
    ...     for x, y in batches:
    ...         loss = criterion(model(x), y)
    ...         ...
    ...         training.batch(loss)
    ...     training.log(val_loss=validate(model))

    The loop ends early when the reader presses Stop; the epoch's `loss` is the mean of its batches
    unless `log` is given one. Numbers may be tensors: they are read when the picture is drawn, so
    that a GPU is not waited for. `callback` does the same for `model.fit` of Keras.
    """

    def __init__(
        self,
        epochs: int,
        *,
        batches: int | None = None,
        title: str | None = None,
        show: bool = True,
    ) -> None:
        for name, value in (("epochs", epochs), ("batches", 1 if batches is None else batches)):
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise GatescopeError(
                    f"Training: {name} must be a whole number from 1, got {value!r}"
                )
        require_text("Training", title=title)
        super().__init__(planned=epochs, title=title)
        self.batches = batches
        self._show = show
        self._losses: list[Any] = []
        self._epoch_losses: list[float] = []
        self._every: list[float] = []
        self._stride = 1
        self._seen = 0
        self._logged: dict[str, float] = {}
        self._stopping = threading.Event()
        self._began = self._told = 0.0
        self._update: Any = None

    # ── the loop ──

    def __iter__(self) -> Iterator[int]:
        self.begin()
        try:
            for epoch in range(self.epochs, self.planned):
                yield epoch
                self.end_epoch()
                if self._stopping.is_set():
                    break
        except GeneratorExit:
            self.finish("stopped")
            raise
        self.finish("finished" if self.epochs >= self.planned else "stopped")

    @property
    def stopped(self) -> bool:
        """Whether the reader asked to stop; the loop ends after this epoch."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Ends the loop after this epoch."""
        self._stopping.set()

    def batch(self, loss: Any) -> None:
        """The loss of one batch: a number, or a tensor of one number."""
        self._losses.append(loss.detach() if hasattr(loss, "detach") else loss)
        self._maybe_tell()

    def log(self, **numbers: Any) -> None:
        """Numbers of this epoch by name, `val_` before those of validation, and `learning_rate`."""
        for name, value in numbers.items():
            self._logged[name] = _number(name, value)

    # ── what loops of other makes call ──

    def begin(self) -> None:
        """Draws the picture and starts the clock; `for epoch in training` does it."""
        self.status, self._began = "running", time.perf_counter()
        if self._show:
            self._update = draw_live(self)

    def end_epoch(self) -> None:
        """Takes what was logged as one epoch; `for epoch in training` does it."""
        self._read()
        logged, self._logged = self._logged, {}
        done = self.epochs
        if "loss" not in logged and self._epoch_losses:
            logged = {"loss": float(np.mean(self._epoch_losses)), **logged}
        self._epoch_losses = []
        rate = next((logged.pop(name) for name in _RATES if name in logged), None)
        if rate is not None:
            self.learning_rates.append(rate)
        for name, value in logged.items():
            plain = name.removeprefix(_VALIDATION)
            for each in (plain, name):
                self.metrics.setdefault(each, [np.nan] * done)
            self.metrics[name].append(value)
        for values in self.metrics.values():
            values.extend([np.nan] * (done + 1 - len(values)))
        self._maybe_tell()

    def finish(self, status: str) -> None:
        """Says how it ended; `for epoch in training` does it."""
        self._read()
        self.status = status
        link.event("history", {"id": self.id, "history": self.to_bundle()})
        if self._update is not None:
            self._update()

    def callback(self) -> Any:
        """A callback for `model.fit(…, callbacks=[training.callback()])` of Keras."""
        import keras

        training = self

        class Logger(keras.callbacks.Callback):  # type: ignore[misc]
            def on_train_begin(self, logs: Any = None) -> None:
                training.planned = int(self.params.get("epochs") or training.planned)
                training.batches = self.params.get("steps") or training.batches
                training.begin()

            def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
                training._seen += 1
                training._maybe_tell()

            def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
                training.log(**(logs or {}))
                training.end_epoch()
                if training.stopped:
                    self.model.stop_training = True

            def on_train_end(self, logs: Any = None) -> None:
                done = training.epochs >= training.planned
                training.finish("finished" if done else "stopped")

        return Logger()

    # ── telling ──

    def _maybe_tell(self) -> None:
        now = time.perf_counter()
        if now - self._told >= BETWEEN:
            self._tell(now)

    def _read(self) -> None:
        fresh, self._losses = self._losses, []
        numbers = [_number("loss", loss) for loss in fresh]
        self._epoch_losses = [*self._epoch_losses, *numbers]
        for value in numbers:
            if self._seen % self._stride == 0:
                self._every.append(value)
            self._seen += 1
        while len(self._every) > MOST_BATCHES:
            self._every, self._stride = self._every[::2], self._stride * 2

    def _tell(self, now: float) -> None:
        self._told = now
        if link.connected:
            self._read()
            link.event("history", {"id": self.id, "history": self.to_bundle()})

    def to_bundle(self) -> dict[str, Any]:
        found = super().to_bundle()
        if self._every:
            found["batchLoss"] = float64(self._every)
        if self.status == "running" and self.batches:
            spent, done = time.perf_counter() - self._began, self.epochs
            batch = min(self.batches, max(0, self._seen - done * self.batches))
            parts = done + batch / self.batches
            each = spent / parts if parts > 0 else 0.0
            found["progress"] = {
                "batch": batch,
                "batches": self.batches,
                "secondsPerEpoch": each,
                "secondsLeft": max(0.0, each * (self.planned - parts)),
            }
        return found


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise GatescopeError(
            f"Training: {name} must be one number, got {kind_of(value)}"
        ) from error
