"""Which units tell a label: the share of variance that it explains, beside shuffled labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.errors import GatescopeError, kind_of
from gatescope.tracing.tables import Table, Tabled


@dataclass
class Selectivity(Tabled):
    """How well each unit of a layer tells a label.

    `score` is the share of a unit's variance over sequences that the label explains (η², from 0 to 1).
    The control is the same with the labels shuffled.
    """

    layer: str
    channel: str
    classes: tuple[Any, ...]
    score: Array
    """`[H]`, from 0 to 1."""
    shuffled: Array
    """`[S, H]`: the scores of as many shuffles."""
    limit: float
    """What the best of all units exceeds in 5 % of the shuffles."""
    p: Array
    """`[H]`: in which share of the shuffles some unit scores as high (corrected for looking at H units)."""
    means: Array
    """`[C, H]`: each class's mean."""
    counts: Array
    """`[C]`: how many values each class has."""

    @property
    def units(self) -> list[int]:
        """Units beyond the limit, the most selective first."""
        order = np.argsort(-self.score, kind="stable")
        return [int(unit) for unit in order if self.score[unit] > self.limit]

    def _table(self) -> Table:
        """`[H]`: `score`, `p`, the mean score of the shuffles and each class's mean."""
        means = {f"mean of {name}": row for name, row in zip(self.classes, self.means)}
        found = {"score": self.score, "p": self.p, "shuffled": self.shuffled.mean(axis=0), **means}
        return Table({(): found}, {"unit": range(len(self.score))}, levels=())

    def to_numpy(self) -> dict[str, Array]:
        """The same, with `shuffled` of every shuffle, `[S, H]`."""
        return {**super().to_numpy(), "shuffled": self.shuffled}

    def __repr__(self) -> str:
        best = self.units[:8]
        lines = [
            f"{self.channel} of {self.layer}: {len(self.units)} of {len(self.score)} units tell "
            f"{len(self.classes)} classes beyond {self.limit:.3f}, the limit of {len(self.shuffled)} shuffles"
        ]
        for unit in best:
            means = ", ".join(
                f"{name}: {value:.2f}"
                for name, value in list(zip(self.classes, self.means[:, unit]))[:6]
            )
            lines.append(f"  unit {unit}: {self.score[unit]:.3f} ({means})")
        if len(self.units) > len(best):
            lines.append(f"  and {len(self.units) - len(best)} more")
        return "\n".join(lines)


def selectivity_of(
    values: Array,
    labels: Sequence[Any] | Array,
    *,
    layer: str,
    channel: str,
    groups: Array | None,
    shuffles: int,
    seed: int,
) -> Selectivity:
    """Of `[N, H]` values with N labels.

    `groups` `[N]` says which sequence a value is of, where several are: whole sequences are then
    shuffled, as the steps of one are no independent values.
    """
    given = np.asarray(labels)
    classes, codes = np.unique(
        given.astype(str) if given.dtype == object else given, return_inverse=True
    )
    if not 2 <= len(classes) <= max(2, len(given) // 2):
        raise GatescopeError(
            f"selectivity: labels must name 2 classes or more, with several values each; got "
            f"{len(classes)} in {len(given)} values"
        )
    values = values.astype(np.float64)
    mean = values.mean(axis=0)
    centered = values - mean
    total = np.square(centered).sum(axis=0)
    random = np.random.default_rng(seed)
    every = np.stack(
        [
            _score(centered, total, _shuffled(codes, groups, random), len(classes))
            for _ in range(shuffles)
        ]
    )
    score = _score(centered, total, codes, len(classes))
    highest = every.max(axis=1)
    counts = np.bincount(codes, minlength=len(classes))
    return Selectivity(
        layer=layer,
        channel=channel,
        classes=tuple(each.item() for each in classes),
        score=score,
        shuffled=every,
        limit=float(np.quantile(highest, 0.95)),
        p=(1 + (highest[:, None] >= score[None]).sum(axis=0)) / (1 + shuffles),
        means=_sums(centered, codes, len(classes)) / counts[:, None] + mean,
        counts=counts,
    )


def _sums(values: Array, codes: Array, classes: int) -> Array:
    found = np.zeros((classes, values.shape[1]))
    np.add.at(found, codes, values)
    return found


def _score(centered: Array, total: Array, codes: Array, classes: int) -> Array:
    counts = np.maximum(1, np.bincount(codes, minlength=classes))
    between = (np.square(_sums(centered, codes, classes)) / counts[:, None]).sum(axis=0)
    # A unit that never moves tells nothing.
    found: Array = np.where(total > 1e-12, between / np.maximum(total, 1e-300), 0.0)
    return found


def _shuffled(codes: Array, groups: Array | None, random: np.random.Generator) -> Array:
    if groups is None:
        return random.permutation(codes)
    # Each sequence's labels are turned round in time by a random number of steps and given to another
    # of the same length where there is one.
    found = codes.copy()
    starts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
    ends = np.append(starts[1:], len(groups))
    by_length: dict[int, list[int]] = {}
    for at, (start, end) in enumerate(zip(starts, ends)):
        by_length.setdefault(int(end - start), []).append(at)
    for length, places in by_length.items():
        for place, other in zip(places, random.permutation(places)):
            row = codes[starts[other] : ends[other]]
            found[starts[place] : ends[place]] = np.roll(row, int(random.integers(length)))
    return found


def require_labels(labels: Any, sequences: int) -> Array:
    """Labels as an array with the sequences first."""
    try:
        given = np.asarray(labels)
    except ValueError as error:
        raise GatescopeError(
            f"selectivity: labels must be one for each sequence, or [sequences, steps]: {error}"
        ) from error
    if given.ndim not in (1, 2) or len(given) != sequences:
        raise GatescopeError(
            f"selectivity: labels must be one for each of {sequences} sequences, or one for each of "
            f"their steps, got {kind_of(given)}"
        )
    return given
