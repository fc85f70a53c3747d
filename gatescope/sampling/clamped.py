"""How well a network answers with units held, beside others that are drawn at random."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gatescope.health.seen import Reader
from gatescope.tracing.arrays import Array
from gatescope.tracing.errors import GatescopeError, kind_of
from gatescope.tracing.records import Clamp
from gatescope.tracing.tables import Table, Tabled

from .keep import LayerKept

#: `score(output, target)` of one batch, in numpy.
Score = Callable[[Any, Any], float]


@dataclass
class Clamped(Tabled):
    """Scores of a network over the same data, with and without units held."""

    layer: str
    channel: str
    units: tuple[int, ...]
    as_it_was: float
    """The score of the network as it is."""
    score: float
    """The score with the units held."""
    random: Array
    """`[R]`: the scores with as many other units held, drawn at random."""
    drawn: tuple[tuple[int, ...], ...]
    """Which units each draw held."""
    name: str = "accuracy"

    @property
    def cost(self) -> float:
        """What holding the units takes from the score."""
        return self.as_it_was - self.score

    @property
    def lower(self) -> float:
        """In which share of the draws the score falls as low or lower; NaN without a draw."""
        return float(np.mean(self.random <= self.score)) if len(self.random) else float("nan")

    def _table(self) -> Table:
        """`score` `[2 + R]`: with nothing held (`none`), with the units, and with each draw of others."""

        def words(units: Sequence[int]) -> str:
            return ", ".join(map(str, units)) or "none"

        held = [(), self.units, *self.drawn]
        scores = np.array([self.as_it_was, self.score, *self.random])
        return Table({(): {"score": scores}}, {"held": [words(each) for each in held]}, levels=())

    def to_numpy(self) -> dict[str, Array]:
        """`as_it_was` and `score`, numbers without axes, and `random`, `[R]`."""
        return {
            "as_it_was": np.asarray(self.as_it_was),
            "score": np.asarray(self.score),
            "random": self.random,
        }

    def __repr__(self) -> str:
        units = ", ".join(map(str, self.units))
        text = (
            f"{self.name} {self.as_it_was:.3f}; {self.score:.3f} with {self.channel} of {self.layer} held "
            f"in unit{'s' if len(self.units) > 1 else ''} {units}"
        )
        if len(self.random):
            text += (
                f"; {self.random.mean():.3f} ± {self.random.std():.3f} in {len(self.random)} draws of as "
                f"many others (lowest {self.random.min():.3f})"
            )
        return text


def clamped(
    kept: LayerKept,
    reader: Reader,
    batches: Callable[[], Iterable[tuple[Any, Any]]],
    channel: str,
    units: int | Sequence[int],
    value: float | str,
    beside: int,
    score: Score | None,
    seed: int,
) -> Clamped:
    """Runs the data for the network as it is, with the units held, and with each draw held."""
    width = kept.widths[channel]
    several = np.atleast_1d(np.asarray(units))
    if several.dtype.kind not in "iu" or several.ndim != 1 or not len(several):
        raise GatescopeError(f"clamp: units must be whole numbers from 0, got {units!r}")
    held = tuple(sorted({int(unit) for unit in several}))
    if held[0] < 0 or held[-1] >= width:
        raise GatescopeError(f"clamp: units must be from 0 to {width - 1}, got {units!r}")
    if isinstance(beside, bool) or not isinstance(beside, int) or beside < 0:
        raise GatescopeError(f"clamp: beside must be a whole number from 0, got {beside!r}")
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if value != "mean" and not (number and np.isfinite(float(value))):
        raise GatescopeError(f"clamp: value must be a finite number or 'mean', got {value!r}")
    if score is not None and not callable(score):
        raise GatescopeError(f"clamp: score must be a function of (output, target), got {score!r}")
    means = kept.grand_mean(channel)

    def clamps(of: Sequence[int]) -> list[Clamp]:
        if value != "mean":
            return [Clamp(kept.name, channel, float(value), tuple(of))]
        return [Clamp(kept.name, channel, float(means[unit]), (unit,)) for unit in of]

    def answered(of: Sequence[int]) -> float:
        total = count = 0.0
        for x, target in batches():
            if target is None:
                raise GatescopeError(
                    "clamp: a score needs targets; give samples(model, x, target), or batches of "
                    "(x, target)"
                )
            output = reader.answer(x, clamps=clamps(of))
            right = _plain(target)
            found, size = (
                accuracy(output, right)
                if score is None
                else (float(score(output, right)), len(output))
            )
            total, count = total + found * size, count + size
        return total / max(1.0, count)

    others = np.setdiff1d(np.arange(width), held)
    random = np.random.default_rng(seed)
    drawn: list[tuple[int, ...]] = []
    if len(held) == 1:  # each other unit once, as far as they go
        drawn = [(int(unit),) for unit in random.permutation(others)[:beside]]
    elif len(others) >= len(held):
        drawn = [
            tuple(sorted(int(u) for u in random.choice(others, len(held), replace=False)))
            for _ in range(beside)
        ]
    return Clamped(
        layer=kept.name,
        channel=channel,
        units=held,
        as_it_was=answered(()),
        score=answered(held),
        random=np.array([answered(of) for of in drawn]),
        drawn=tuple(drawn),
        name="accuracy" if score is None else getattr(score, "__name__", "score"),
    )


def _plain(value: Any) -> Any:
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    return np.asarray(value) if hasattr(value, "shape") else value


def accuracy(output: Array, target: Any) -> tuple[float, int]:
    """The share of right answers, and of how many; targets below 0 (−100 of PyTorch) do not count.

    `output` has one score a class, `[…, K]` or `[B, K, T]`, for targets `[…]`; or one number for
    each, whose target is 0 or 1: a probability where all are from 0 to 1, else a logit.

    Raises GatescopeError for other targets.
    """
    target = np.asarray(target)
    whole = target.dtype.kind in "iub" or bool(np.isin(target, (0, 1)).all())
    found = None
    if whole and output.ndim == target.ndim + 1 and output.shape[-1] > 1:
        if output.shape[:-1] == target.shape:
            found = output.argmax(axis=-1)
        elif (output.shape[0], *output.shape[2:]) == target.shape:
            found = output.argmax(axis=1)
    elif whole and output.size == target.size and np.isin(target, (0, 1)).all():
        inside = bool(((output >= 0) & (output <= 1)).all())
        found = (output > (0.5 if inside else 0)).reshape(target.shape)
    if found is None:
        raise GatescopeError(
            f"clamp: accuracy needs targets that are classes; the output is {kind_of(output)} and the "
            f"target {kind_of(target)}: give score=, a function of (output, target)"
        )
    counts = target >= 0
    return float((found == target)[counts].mean()), int(counts.sum())
