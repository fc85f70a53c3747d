"""How a class predicted: how far off, how sure, and which verdict."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass, replace

from gatescope.grading.classmap.collect import Lesson, Work
from gatescope.grading.classmap.guesses import (
    CONFIDENCES,
    QUALITIES,
    Asked,
    distance,
    filled,
    verdict,
)


@dataclass(frozen=True)
class Predicted:
    """One prediction over the class."""

    lesson: Lesson
    asked: Asked
    committed: int
    skipped: int
    #: Those whose notebook holds no guess.
    open: int
    qualities: dict[str, int]
    #: How many were so sure and so good: by confidence, then quality.
    sureness: dict[str, dict[str, int]]
    #: The median of the mean distances, in the quantity's unit.
    off: float | None
    #: Each verdict that was said, its quality, and to whom.
    verdicts: tuple[tuple[str, str, tuple[str, ...]], ...]
    #: Guesses at every position, to draw.
    drawn: tuple[tuple[float, ...], ...]


def predictions_of(lesson: Lesson, works: list[Work]) -> list[Predicted]:
    """The predictions of a lesson in their order in the notebooks."""
    keys: dict[str, list[Asked]] = {}
    for work in works:
        for key, asked in work.asked.items():
            keys.setdefault(key, []).append(asked)
    least = 2 if len(works) > 3 else 1
    return [_predicted(lesson, each, works) for each in keys.values() if len(each) >= least]


def common(all_asked: list[Asked]) -> Asked:
    """The prediction as most saw it, its truth the median of theirs: training ends differ a little."""
    form = Counter(replace(each, truth=(), given=()) for each in all_asked).most_common(1)[0][0]
    same = [each for each in all_asked if replace(each, truth=(), given=()) == form]
    size = Counter(len(each.truth) for each in same).most_common(1)[0][0]
    same = [each for each in same if len(each.truth) == size]
    return replace(
        same[0], truth=tuple(statistics.median(column) for column in zip(*(e.truth for e in same)))
    )


def _predicted(lesson: Lesson, all_asked: list[Asked], works: list[Work]) -> Predicted:
    asked = common(all_asked)
    qualities = Counter(dict.fromkeys(QUALITIES, 0))
    sureness = {name: Counter(dict.fromkeys(QUALITIES, 0)) for name in CONFIDENCES}
    said: dict[tuple[str, str], list[str]] = {}
    offs: list[float] = []
    drawn: list[tuple[float, ...]] = []
    counts = Counter(committed=0, skipped=0, open=0)
    for work in works:
        guess = work.guesses.get(asked.key)
        if guess is None or not guess.committed:
            counts["skipped" if guess is not None and guess.skipped else "open"] += 1
            continue
        counts["committed"] += 1
        own = _own(asked, work.asked.get(asked.key))
        off = distance(own, guess)
        if off is None:
            if guess.quality:
                qualities[guess.quality] += 1
            continue
        found = verdict(own, guess)
        quality = found.quality if found else "off"
        offs.append(off)
        drawn.append(tuple(filled(own, guess)))
        qualities[quality] += 1
        if guess.confidence:
            sureness[guess.confidence][quality] += 1
        words = found.text if found else "No verdict is written for such a guess."
        said.setdefault((words, quality), []).append(work.student)
    verdicts = sorted(said.items(), key=lambda each: (-len(each[1]), each[0]))
    return Predicted(
        lesson,
        asked,
        counts["committed"],
        counts["skipped"],
        counts["open"],
        dict(qualities),
        {name: dict(each) for name, each in sureness.items()},
        statistics.median(offs) if offs else None,
        tuple((words, quality, tuple(sorted(who))) for (words, quality), who in verdicts[:12]),
        tuple(drawn[:400]),
    )


def _own(asked: Asked, mine: Asked | None) -> Asked:
    """The class's question with the student's own truth, where that is of the same length."""
    if mine is None or len(mine.truth) != len(asked.truth):
        return asked
    same = [math.isnan(a) == math.isnan(b) for a, b in zip(mine.given, asked.given)]
    return replace(asked, truth=mine.truth, given=mine.given) if all(same) else asked
