"""Predictions: what was asked, what a student guessed, how far off that is and of what shape.

The distance, the shapes and the verdict are those of the view (`src/widgets/predict`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from gatescope.grading.classmap.values import (
    array,
    count,
    entries,
    fields,
    finite,
    identifier,
    interval,
    number,
    text,
)
from gatescope.grading.notebook_file import Cell

PREDICTION = "application/vnd.gatescope.prediction+json"
CONFIDENCES = ("guess", "fairlySure", "certain")
QUALITIES = ("right", "near", "off")
#: Share of the quantity's range below which a difference is a matter of the hand.
_HAND = 0.05
_MOST = 400


@dataclass(frozen=True)
class Verdict:
    below: float
    text: str
    shape: str | None
    quality: str


@dataclass(frozen=True)
class Asked:
    """A prediction as the student saw it."""

    key: str
    question: str
    form: str
    range: tuple[float, float]
    quantity: str
    unit: str
    axis: str
    labels: tuple[str, ...]
    truth: tuple[float, ...]
    #: What was given from the start; NaN where the guess begins.
    given: tuple[float, ...]
    verdicts: tuple[Verdict, ...]

    def positions(self) -> list[int]:
        return [at for at, value in enumerate(self.given) if math.isnan(value)]


@dataclass(frozen=True)
class Guess:
    """What a student drew."""

    values: tuple[float | None, ...]
    committed: bool
    skipped: bool
    confidence: str | None
    #: As the notebook keeps it; what was asked says it better.
    quality: str | None


def read_guesses(cells: list[Cell]) -> tuple[dict[str, Asked], dict[str, Guess]]:
    """What a notebook asked and what was guessed, by key."""
    asked: dict[str, Asked] = {}
    guessed: dict[str, Guess] = {}
    for cell in cells:
        for output in entries(cell.get("outputs"), 50):
            found = read_asked(fields(output, "data").get(PREDICTION))
            if found is not None and len(asked) < 100:
                asked.setdefault(found.key, found)
        kept = fields(fields(fields(cell, "metadata"), "gatescope"), "predictions")
        for key, value in list(kept.items())[:20]:
            if identifier(key) and len(guessed) < 100:
                guessed.setdefault(key, _read_guess(value))
    return asked, guessed


def _read_guess(value: object) -> Guess:
    given = fields(value)
    confidence, quality = given.get("confidence"), given.get("quality")
    return Guess(
        tuple(finite(each) for each in entries(given.get("values"), _MOST)),
        given.get("committed") is True,
        given.get("skipped") is True,
        confidence if confidence in CONFIDENCES else None,
        quality if quality in QUALITIES else None,
    )


def read_asked(bundle: object) -> Asked | None:
    """A prediction of the trace format, or None."""
    of = fields(bundle)
    key, question, form = identifier(of.get("key")), text(of.get("question"), 600), of.get("form")
    axis, quantity = fields(of, "axis"), fields(of, "quantity")
    size, ends = count(axis.get("count"), _MOST), interval(quantity.get("range"))
    truth = array(of.get("truth"))
    # One that is marked holds no truth.
    if of.get("purpose") is not None:
        return None
    if of.get("kind") != "prediction" or form not in ("curve", "bars", "value"):
        return None
    if key is None or question is None or ends is None or truth is None or truth[0] != (size,):
        return None
    given = array(of.get("given"))
    shown = given[1] if given and given[0] == (size,) else (math.nan,) * len(truth[1])
    verdicts = []
    for each in entries(of.get("verdicts"), 32):
        below, words = number(fields(each).get("below")), text(fields(each).get("text"))
        shape, quality = text(each.get("shape"), 20), each.get("quality")
        if below is not None and words is not None:
            verdicts.append(
                Verdict(below, words, shape, quality if quality in QUALITIES else "off")
            )
    asked = Asked(
        key,
        question,
        str(form),
        ends,
        text(quantity.get("name"), 60) or "",
        text(quantity.get("unit"), 20) or "",
        text(axis.get("name"), 40) or "",
        tuple(text(each, 30) or "" for each in entries(axis.get("labels"), _MOST)),
        truth[1],
        shown,
        tuple(verdicts),
    )
    places = asked.positions()
    known = all(math.isfinite(asked.truth[at]) for at in places)
    return asked if places and known else None


def filled(asked: Asked, guess: Guess) -> list[float]:
    """The guess at every position: what was drawn, joined by straight lines and held at its ends."""
    size = len(asked.truth)
    if len(guess.values) != size:
        return [math.nan] * size
    low, high = asked.range
    places = set(asked.positions())
    drawn = [
        math.nan
        if at in places and value is None
        else max(low, min(high, value))
        if at in places and value is not None
        else asked.given[at]
        for at, value in enumerate(guess.values)
    ]
    known = [at for at, value in enumerate(drawn) if not math.isnan(value)]
    if asked.form != "curve" or all(guess.values[at] is None for at in places):
        return drawn
    for at in range(size):
        if not math.isnan(drawn[at]):
            continue
        before = max((each for each in known if each < at), default=None)
        after = min((each for each in known if each > at), default=None)
        if before is not None and after is not None:
            share = (at - before) / (after - before)
            drawn[at] = drawn[before] + share * (drawn[after] - drawn[before])
        elif before is not None or after is not None:
            drawn[at] = drawn[before if before is not None else after or 0]
    return drawn


def distance(asked: Asked, guess: Guess) -> float | None:
    """The mean distance from the truth over what was asked for; None for an incomplete guess."""
    mine = filled(asked, guess)
    places = asked.positions()
    off = sum(abs(mine[at] - asked.truth[at]) for at in places) / len(places)
    return off if math.isfinite(off) else None


def verdict(asked: Asked, guess: Guess) -> Verdict | None:
    """The first verdict whose distance and shape the guess has."""
    off = distance(asked, guess)
    if off is None:
        return None
    found = shapes(asked, guess)
    return next(
        (v for v in asked.verdicts if off < v.below and (v.shape is None or v.shape in found)),
        None,
    )


def shapes(asked: Asked, guess: Guess) -> set[str]:
    """How the guess is formed where the truth is formed otherwise."""
    places, mine = asked.positions(), filled(asked, guess)
    drawn = [mine[at] for at in places]
    truth = [asked.truth[at] for at in places]
    if any(not math.isfinite(value) for value in drawn):
        return set()
    hand = _HAND * (asked.range[1] - asked.range[0])
    least = 0 if len(drawn) == 1 else hand / 2
    over = [value - right for value, right in zip(drawn, truth)]
    found: dict[str, bool] = {
        "tooHigh": all(each > -least for each in over) and any(each > least for each in over),
        "tooLow": all(each < least for each in over) and any(each < -least for each in over),
    }
    if len(drawn) == 1:
        found["wrongSign"] = drawn[0] * truth[0] < 0
        return {name for name, holds in found.items() if holds}
    found["flat"] = _spread(drawn) <= hand and _spread(truth) > 2 * hand
    found["apart"] = _spread(drawn) > 2 * hand and _spread(truth) <= hand
    if asked.form == "bars":
        found["wrongOrder"] = _agreement(drawn, truth, hand / 2) < 0
        return {name for name, holds in found.items() if holds}
    before = asked.given[places[0] - 1] if places[0] > 0 else math.nan
    start = [before] if math.isfinite(before) else []
    way, real = [*start, *drawn], [*start, *truth]
    found["wrongSign"] = (real[-1] - real[0]) * (way[-1] - way[0]) < 0 and _spread(way) > hand
    found["dropsAtOnce"] = (
        _spread(way) > 2 * hand
        and _spread(way[1:]) <= hand
        # As far as the truth comes in the end, or further.
        and (way[-1] - real[-1]) * (1 if real[-1] > real[0] else -1) >= -2 * hand
        and _first_share(way) > 0.9
        and _first_share(real) < 0.75
    )
    found["linear"] = _spread(way) > 2 * hand and _bend(way) <= hand / 2 and _bend(real) > hand / 2
    found["turnsBack"] = _turn(way) > 2 * hand and _turn(real) <= hand
    return {name for name, holds in found.items() if holds}


def _spread(values: list[float]) -> float:
    return max(values) - min(values)


def _first_share(values: list[float]) -> float:
    return abs(values[1] - values[0]) / (_spread(values) or 1)


def _bend(values: list[float]) -> float:
    last = len(values) - 1
    line = [values[0] + at / last * (values[last] - values[0]) for at in range(len(values))]
    return sum(abs(value - on) for value, on in zip(values, line)) / len(values)


def _turn(values: list[float]) -> float:
    """How far a line goes back: the lesser of what it rises and what it falls on its way."""
    rise = max(value - min(values[: at + 1]) for at, value in enumerate(values))
    fall = max(max(values[: at + 1]) - value for at, value in enumerate(values))
    return min(rise, fall)


def _agreement(mine: list[float], real: list[float], hand: float) -> int:
    """Pairs ranked alike less pairs ranked the other way (Kendall 1938)."""

    def sign(difference: float) -> int:
        return 0 if abs(difference) <= hand else (1 if difference > 0 else -1)

    return sum(
        sign(mine[a] - mine[b]) * sign(real[a] - real[b])
        for a in range(len(mine))
        for b in range(a + 1, len(mine))
    )
