"""What checks said of a student's answers, from marks, from outputs and from errors of tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from gatescope.grading.classmap.values import (
    array,
    count,
    entries,
    fields,
    finite,
    identifier,
    interval,
    joined,
    number,
    plain,
    text,
)
from gatescope.grading.exercises import STUB
from gatescope.grading.notebook_file import Cell, source_of
from gatescope.grading.receipts import receipts_of
from gatescope.tracing.expressions import text_of

CHECK = "application/vnd.gatescope.check+json"
_STATUS = ("didNotRun", "notYet", "passed")
_FIRST = re.compile(
    r"^The first wrong number is in (\w{1,20}) at step (\d{1,6}), unit (\d{1,6}): "
    r"expected (.{1,40}), got (.{1,40})\.$",
    re.M,
)
_OPERATIONS = {"add": 9, "subtract": 2, "multiply": 9, "divide": 2, "matmul": 2, "negate": 1}


@dataclass(frozen=True)
class Channel:
    """A channel of a report: where it first differs, None where it is right."""

    name: str
    label: str
    first: int | None


@dataclass(frozen=True)
class Maps:
    """The first wrong channel as it was asked for and as it came: rows are steps."""

    steps: int
    units: int
    range: tuple[float, float]
    expected: tuple[float, ...]
    got: tuple[float, ...]


@dataclass(frozen=True)
class Report:
    """What a check found. `open` is an answer that was not written yet."""

    exercise: str
    status: str
    message: str
    points: float | None = None
    most: float | None = None
    reason: str | None = None
    channel: str | None = None
    step: int | None = None
    unit: int | None = None
    expected: str | None = None
    got: str | None = None
    channels: tuple[Channel, ...] = ()
    maps: Maps | None = None
    written: str | None = None
    asked: str | None = None
    #: The whole step as it was written: a channel, and the tree of its equation.
    equations: tuple[tuple[str, Cell], ...] = ()
    #: The library's own, where that is what is asked for and was answered.
    library: tuple[tuple[str, Cell], ...] = ()


def read_reports(notebook: Cell, cells: list[Cell]) -> tuple[dict[str, str], dict[str, Report]]:
    """The exercises of a notebook with their titles, and what its own outputs say of them.

    Their points are those that the Check button gave the answer as it stands, where it did.
    """
    titles: dict[str, str] = {}
    answers: dict[str, list[Cell]] = {}
    found: dict[str, list[Report]] = {}
    for cell in cells:
        exercise = fields(fields(fields(cell, "metadata"), "gatescope"), "exercise")
        id_ = identifier(exercise.get("id"))
        if id_ is None or len(titles) >= 200:
            continue
        if exercise.get("role") in ("answer", "question"):
            titles.setdefault(id_, text(exercise.get("title"), 120) or id_)
            answers.setdefault(id_, []).append(cell)
        elif exercise.get("role") == "test":
            outputs = entries(cell.get("outputs"), 50)
            report = next(
                _of_outputs(id_, [each for each in outputs if isinstance(each, dict)]), None
            )
            if report is not None:
                found.setdefault(id_, []).append(report)
    return titles, {
        id_: _with_points(
            min(each, key=lambda one: _rank(one.status)),
            receipts_of(notebook, id_, map(source_of, answers.get(id_, []))),
        )
        for id_, each in found.items()
    }


def read_tries(notebook: Cell) -> dict[str, int]:
    """The tries that the Check button counted: the student's word, as its points are."""
    receipts = fields(fields(fields(notebook, "metadata"), "gatescope"), "checked")
    found = {
        id_: count(fields(receipt).get("tries"), 10_000)
        for id_, receipt in list(receipts.items())[:200]
    }
    return {id_: tries for id_, tries in found.items() if tries}


def _with_points(report: Report, receipts: list[tuple[float, float]]) -> Report:
    """Points of a test alone say nothing of the exercise: a receipt's are of all its tests."""
    points, most = next(((finite(one), finite(all_)) for one, all_ in receipts), (None, None))
    return replace(report, points=points, most=most)


def _rank(status: str) -> int:
    return 2 if status == "open" else _STATUS.index(status) if status in _STATUS else 3


def _of_outputs(exercise: str, outputs: list[Any]) -> Iterator[Report]:
    for output in outputs:
        bundle = fields(output, "data").get(CHECK)
        report = read_report(bundle, exercise)
        if report is not None:
            yield report
    for output in outputs:
        if output.get("output_type") == "error":
            yield _of_error(exercise, plain(joined(output.get("ename")), 80), output)


def _of_error(exercise: str, name: str, output: Cell) -> Report:
    words = joined(output.get("evalue"))[:8_000]
    lines = words.split("\n")
    message = plain(lines[0]) or name or "An error without words."
    if name != "CheckFailure":
        return Report(exercise, "open" if STUB in words else "didNotRun", message)
    where = _FIRST.search(words)
    if where is None:
        return Report(exercise, "notYet", message)
    channel, step, unit, expected, got = where.groups()
    return Report(
        exercise,
        "notYet",
        message,
        channel=channel,
        step=int(step),
        unit=int(unit),
        expected=plain(expected, 40),
        got=plain(got, 40),
    )


def read_mark(value: object) -> Report | None:
    """An exercise's mark as `gatescope-grading mark` keeps it."""
    mark = fields(value)
    exercise = identifier(mark.get("exercise"))
    points, most = finite(mark.get("points")), finite(mark.get("maxPoints"))
    message = text(mark.get("message")) or ""
    if exercise is None or points is None or most is None:
        return None
    report = read_report(fields(mark, "outputs").get(CHECK), exercise)
    if report is None:
        status = str(mark.get("status"))
        report = Report(exercise, status if status in _STATUS else "didNotRun", message)
    if report.status == "passed" and points < most:
        report = replace(report, status="notYet")
    return replace(report, points=points, most=most)


def read_report(bundle: object, exercise: str) -> Report | None:
    """A check report of the trace format, or None."""
    given = fields(bundle)
    status, message = given.get("status"), text(given.get("message"))
    if given.get("kind") != "check" or status not in _STATUS or message is None:
        return None
    if STUB in message or message == "Nothing is answered.":
        status = "open"
    report = Report(
        exercise,
        str(status),
        message,
        equations=_equations(given, "written"),
        library=_equations(given, "library"),
    )
    if status != "notYet":
        return report
    details = [each for each in map(text, entries(given.get("details"), 1)) if each is not None]
    reason = next((each for each in details if not each.startswith("The first wrong")), None)
    first = fields(given, "first")
    channel, step = text(first.get("channel"), 20), count(first.get("step"), 10_000)
    unit = count(first.get("unit"), 10_000)
    equations = fields(given, "equations")
    report = replace(
        report,
        reason=reason,
        written=equation(equations.get("got")),
        asked=equation(equations.get("expected")),
    )
    if channel is None or step is None or unit is None:
        return report
    channels, maps = _channels(given, channel)
    return replace(
        report,
        channel=channel,
        step=step,
        unit=unit,
        expected=_digits(number(first.get("expected"))),
        got=_digits(number(first.get("got"))),
        channels=channels,
        maps=maps,
    )


def _digits(value: float | None) -> str | None:
    return None if value is None else f"{value:.4g}".replace("-", "−")


def _channels(given: Cell, wrong: str) -> tuple[tuple[Channel, ...], Maps | None]:
    channels: list[Channel] = []
    maps = None
    for each in entries(given.get("channels"), 24):
        name = text(fields(each).get("name"), 20)
        if name is None:
            continue
        label = text(each.get("label"), 40) or ""
        channels.append(Channel(name, label, count(each.get("firstDifference"), 10_000)))
        if name == wrong:
            maps = _maps(each)
    return tuple(channels), maps


def _maps(channel: Cell) -> Maps | None:
    expected, got = array(channel.get("expected")), array(channel.get("got"))
    ends = interval(channel.get("range"))
    if expected is None or got is None or ends is None or expected[0] != got[0]:
        return None
    shape, numbers = expected
    if len(shape) != 2 or not 1 <= shape[0] <= 60 or not 1 <= shape[1] <= 24:
        return None
    return Maps(shape[0], shape[1], ends, numbers, got[1])


def equation(value: object) -> str | None:
    """`c = f ⊙ c[t−1] + i ⊙ g`; None for what is no equation of the trace format."""
    given = fields(value)
    channel = text(given.get("channel"), 20)
    tree = _tree(given.get("expression"), 30)
    return None if channel is None or tree is None else plain(f"{channel} = {text_of(tree)}", 240)


def _equations(given: Cell, key: str) -> tuple[tuple[str, Cell], ...]:
    found: dict[str, Cell] = {}
    for each in entries(given.get(key), 24):
        channel, tree = text(fields(each).get("channel"), 20), _tree(fields(each, "expression"), 30)
        if channel is not None and tree is not None:
            found.setdefault(channel, tree)
    return tuple(found.items())


def _tree(value: object, depth: int) -> Cell | None:
    """The expression with nothing in it but what is known, of bounded depth."""
    given = fields(value)
    kind = given.get("kind")
    if kind == "symbol":
        name, below = text(given.get("name"), 20), text(given.get("subscript"), 20)
        lag = -1 if given.get("lag") == -1 else 0
        return (
            None if name is None else {"kind": kind, "name": name, "subscript": below, "lag": lag}
        )
    if kind == "number":
        found = number(given.get("value"))
        return None if found is None else {"kind": kind, "value": found}
    most = _OPERATIONS.get(str(given.get("name"))) if kind == "operation" else 4
    name = text(given.get("name"), 20)
    args = [_tree(each, depth - 1) for each in entries(given.get("args"), 10)] if depth > 0 else []
    if kind not in ("call", "operation") or most is None or name is None:
        return None
    if not args or len(args) > most or None in args:
        return None
    if name == "negate":
        return {"kind": "call", "name": "−", "args": args}
    return {"kind": kind, "name": name, "args": args}
