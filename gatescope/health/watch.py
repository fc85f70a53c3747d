"""A small record of a network's health while it trains, over hours or days, in a file of bounded size."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.errors import GatescopeError, kind_of
from gatescope.tracing.tables import Table, Tabled

from .readers import reader_of
from .statistics import LayerSums

#: A gate counts as shut, or open, once its mean is this near its end, and as free once it is this far.
SHUT, FREE = 0.02, 0.2
#: Units that a notice names.
MOST_NAMED = 8


class HealthWatch(Tabled):
    """Looks at one batch every so many updates of a training and says when a gate began to shut.

    One row of the record has the mean of every gate, the largest size of every state and how far back
    the answer feels. When the record has `most` rows, every other one is dropped and twice as many
    updates lie between two looks from then on, so the file stays small however long the training is.
    What was told stands in the file, too: a watch that goes on with it says nothing twice, and knows since
    when a gate is shut.

    Parameters
    ----------
    model, x, target, loss
        As for `check`; `x` is one batch that stays the same, so that rows can be compared.
    path
        A file of JSON lines; one that is there already is continued. None keeps the record in memory.
    every
        Updates between two looks.
    most
        Rows at most, from 8.
    say
        What is called with each notice; `print` by default, None for silence.

    Examples
    --------
    >>> watch = gatescope.HealthWatch(model, x, path="health.jsonl", every=100)
    >>> for x, y in loader:
    ...     train_on(x, y)
    ...     watch.step()
    >>> watch.notices
    ['step 1,200: i of lstm is shut in unit 3; it began after step 700']
    """

    def __init__(
        self,
        model: Any,
        x: Any,
        target: Any = None,
        loss: Any = None,
        *,
        forward: Callable[..., Any] | None = None,
        path: str | os.PathLike[str] | None = None,
        every: int = 100,
        most: int = 1000,
        say: Callable[[str], Any] | None = print,
    ) -> None:
        for name, value, least in (("every", every, 1), ("most", most, 8)):
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise GatescopeError(
                    f"HealthWatch: {name} must be a whole number from {least}, got {value!r}"
                )
        if say is not None and not callable(say):
            raise GatescopeError(f"HealthWatch: say must be a function, got {kind_of(say)}")
        self._model, self._x, self._target = model, x, target
        self._loss, self._forward, self._say = loss, forward, say
        self._path = None if path is None else Path(path)
        self.every, self.most = every, most
        self.steps = 0
        """Updates counted so far, those of earlier sessions too."""
        self.rows: list[dict[str, Any]] = []
        self.notices: list[str] = []
        #: By layer and gate: the last step at which each unit was free, and units told of by what they are.
        self._free: dict[str, Array] = {}
        self._told: set[tuple[str, str, int]] = set()
        if self._path is not None and self._path.exists():
            self._continue(self._path)

    def step(self, count: int = 1) -> None:
        """After each update of the weights."""
        before = self.steps
        self.steps += count
        if before == 0 or before // self.every != self.steps // self.every:
            self.look()

    def look(self) -> dict[str, Any]:
        """Looks now; returns the row."""
        seen = reader_of(self._model, self._loss, self._forward).read(
            self._x, self._target if self._loss is not None else None
        )
        row: dict[str, Any] = {"step": self.steps, "time": round(time.time(), 1), "layers": {}}
        row |= {"free": {}, "told": []}
        if seen.loss is not None:
            row["loss"] = _number(seen.loss)
        for layer in seen.layers:
            finite = all(np.isfinite(values).all() for values in layer.channels.values())
            if not finite:
                self._tell(row, layer.name, "nan", [0], f"{layer.name} has NaN or infinity")
                row["layers"][layer.name] = None
                continue
            sums = LayerSums(layer)
            sums.add(layer)
            row["layers"][layer.name] = self._figures(sums, row)
        self.rows.append(row)
        if len(self.rows) >= self.most:
            self.rows = _thinned(self.rows)
            self.every *= 2
            self._write(self.rows, afresh=True)
        else:
            self._write([row], afresh=False)
        return row

    def _figures(self, sums: LayerSums, row: dict[str, Any]) -> dict[str, Any]:
        figures: dict[str, Any] = {"memory": sums.memory}
        for name, channel in sums.channels.items():
            if sums.form.role(name) != "gate":
                figures[name] = _number(channel.largest.max())
                continue
            figures[name] = _number(channel.mean.mean())
            self._follow(row, sums.name, name, channel.mean)
        return figures

    def _follow(self, row: dict[str, Any], layer: str, gate: str, means: Array) -> None:
        key = f"{layer}/{gate}"
        is_free = (means > FREE) & (means < 1 - FREE)
        row["free"][key] = np.packbits(is_free).tobytes().hex()
        free = self._free.setdefault(key, np.full(len(means), self.steps))[: len(means)]
        free[is_free] = self.steps
        for word, at_end in (("shut", means < SHUT), ("open", means > 1 - SHUT)):
            units = [
                int(unit)
                for unit in np.flatnonzero(at_end)
                if (key, word, int(unit)) not in self._told
            ]
            if not units:
                continue
            shown = ", ".join(map(str, units[:MOST_NAMED]))
            more = f" and {len(units) - MOST_NAMED} more" if len(units) > MOST_NAMED else ""
            began = int(free[units].min())
            since = f"; it began after step {began:,}" if began < self.steps else " from the start"
            noun = "unit" if len(units) == 1 else "units"
            text = f"{gate} of {layer} is {word} in {noun} {shown}{more}{since}"
            self._tell(row, key, word, units, text)

    def _tell(self, row: dict[str, Any], key: str, word: str, units: list[int], text: str) -> None:
        """Says something of units, once."""
        if self._told.issuperset((key, word, unit) for unit in units):
            return
        told: dict[str, Any] = {
            "of": key,
            "is": word,
            "units": units,
            "says": f"step {self.steps:,}: {text}",
        }
        row["told"].append(told)
        self._remember(told)
        if self._say is not None:
            self._say(told["says"])

    def _remember(self, told: dict[str, Any]) -> None:
        self._told.update((told["of"], told["is"], unit) for unit in told["units"])
        # As bounded as the rows: of a training that fails in every unit the first notices tell it all.
        if len(self.notices) < self.most:
            self.notices.append(told["says"])

    def _table(self) -> Table:
        """By layer and update: `memory`, the mean of every gate, the largest size of every state; `loss`.

        NaN where a look found no such number.
        """
        steps = [row["step"] for row in self.rows]
        found: dict[tuple[str, ...], dict[str, Array]] = {}
        for layer in dict.fromkeys(name for row in self.rows for name in row["layers"]):
            looks = [row["layers"].get(layer) or {} for row in self.rows]
            found[(layer,)] = {
                name: np.array([_known(look.get(name)) for look in looks])
                for name in dict.fromkeys(name for look in looks for name in look)
            }
        if any("loss" in row for row in self.rows):
            losses = np.array([_known(row.get("loss")) for row in self.rows])
            found = {layer: {"loss": losses, **of} for layer, of in found.items()}
        return Table(found, {"update": steps})

    # ── the file ──

    def _write(self, rows: list[dict[str, Any]], *, afresh: bool) -> None:
        if self._path is None:
            return
        text = "".join(json.dumps(row, allow_nan=False) + "\n" for row in rows)
        try:
            if afresh:
                # Whoever reads it meanwhile has the old file or the new one, whole.
                beside = self._path.with_name(self._path.name + ".part")
                beside.write_text(text, encoding="utf-8")
                os.replace(beside, self._path)
            else:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(text)
        except OSError as error:
            raise GatescopeError(
                f"HealthWatch: path {str(self._path)!r} cannot be written: {error}"
            ) from error

    def _continue(self, path: Path) -> None:
        rows = []
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                step = row["step"]
            except (ValueError, TypeError, KeyError):
                step = None
            if not isinstance(step, int) or isinstance(step, bool) or step < 0:
                raise GatescopeError(
                    f"HealthWatch: path {str(path)!r} is no record of a watch: its line {number} has "
                    "no step; name another file"
                )
            rows.append(row)
        for row in rows:
            for told in row.get("told", []):
                self._remember(told)
            for key, bits in row.get("free", {}).items():
                is_free = np.unpackbits(np.frombuffer(bytes.fromhex(bits), np.uint8)).astype(bool)
                # Of the last byte some bits are no unit; a look takes as many as there are.
                free = self._free.setdefault(key, np.full(len(is_free), row["step"]))
                free[is_free] = row["step"]
        while len(rows) >= self.most:
            rows = _thinned(rows)
        self.rows = rows
        self.steps = rows[-1]["step"] if rows else 0
        if len(rows) > 1:
            gap = (rows[-1]["step"] - rows[0]["step"]) // (len(rows) - 1)
            self.every = max(self.every, gap)

    # ── callbacks ──

    def keras(self) -> Any:
        """A callback for `model.fit` of Keras: a step after every batch."""
        import keras

        watch = self

        class Watching(keras.callbacks.Callback):  # type: ignore[misc]
            def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
                watch.step()

        return Watching()

    def lightning(self) -> Any:
        """A callback for the `Trainer` of Lightning: a step after every batch."""
        module = sys.modules.get("lightning.pytorch") or sys.modules.get("pytorch_lightning")
        if module is None:
            raise GatescopeError(
                "HealthWatch: lightning is not imported; import lightning.pytorch (or "
                "pytorch_lightning) before you ask for its callback"
            )
        watch = self
        base: Any = module.Callback

        class Watching(base):  # type: ignore[misc]
            def on_train_batch_end(self, trainer: Any, *_: Any, **__: Any) -> None:
                # Of several processes the first writes the record.
                if getattr(trainer, "is_global_zero", True):
                    watch.step()

        return Watching()

    def __repr__(self) -> str:
        last = f"; {self.notices[-1]}" if self.notices else ""
        return f"<HealthWatch: {len(self.rows)} looks up to step {self.steps:,}{last}>"


def _thinned(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every other row; what was told at those that go stands at the one before."""
    return [
        {**row, "told": [each for one in rows[at : at + 2] for each in one.get("told", [])]}
        for at, row in enumerate(rows)
        if at % 2 == 0
    ]


def _number(value: Any) -> float | None:
    number = float(value)
    return float(f"{number:.6g}") if np.isfinite(number) else None


def _known(value: float | None) -> float:
    return np.nan if value is None else float(value)
