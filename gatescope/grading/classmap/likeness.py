"""Answers that compute alike where hardly anybody else does: compared by their equations, not their text.

The equations of a step are read off what it computed, so names, layout, helpers and comments are gone
already; here terms are put in one order. The library's own step, which everybody can read, is compared
as one more answer. A right answer of a short exercise is almost always like every
other, and so is a common slip: what counts are equations that few of the class wrote.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from gatescope.grading.classmap.collect import Work
from gatescope.grading.classmap.reports import Report
from gatescope.grading.classmap.values import plain
from gatescope.grading.notebook_file import Cell
from gatescope.tracing.expressions import text_of

#: Letters, numbers and operations of an equation that is compared.
MOST_PARTS = 200
#: An equation that at most this share of the answers has is unusual.
UNUSUAL = 1 / 4
#: So many pairs would agree by chance in what is shown, at most.
BY_CHANCE = 0.05
#: Likenesses of an exercise that are shown; the others are counted.
MOST_SHOWN = 6

#: Who wrote the library's own step: the name of no student's folder.
LIBRARY = ""

#: A letter, a number or an operation, and what it is applied to.
Canonical = tuple[str, tuple["Canonical", ...]]
#: A channel, and its equation in a form that order does not change.
Equation = tuple[str, Canonical]


@dataclass(frozen=True)
class Likeness:
    """Students whose steps are the same in every equation, and in unusual ones."""

    students: tuple[str, ...]
    #: Whether it is the library's own step, too.
    is_library: bool
    #: The unusual ones, as the first of them wrote them.
    equations: tuple[str, ...]


@dataclass(frozen=True)
class Likenesses:
    """Those of one exercise."""

    #: Answers that were compared.
    of: int
    shown: tuple[Likeness, ...]
    more: int


def likenesses_of(exercise: str, works: list[Work]) -> Likenesses:
    """The surprising likenesses of an exercise, the least probable first.

    If equations were written independently, so many pairs would be expected to agree in the unusual
    ones of a likeness: of those who wrote as many, each with each, by the share of the others who wrote
    them. It is shown where these are fewer than `BY_CHANCE`. One slip changes one equation, since an
    equation names the others by their letters.
    """
    steps = {work.student: step for work in works if (step := _step_of(work.reports.get(exercise)))}
    answers = len(steps)
    if library := _library_of(exercise, works):
        steps[LIBRARY] = library
    of = len(steps)
    counts = Counter(equation for step in steps.values() for equation in step)
    groups: dict[frozenset[Equation], list[str]] = {}
    for student, step in steps.items():
        groups.setdefault(step, []).append(student)
    unusual = {
        step: [equation for equation in step if counts[equation] <= of * UNUSUAL] for step in groups
    }
    found = []
    for step, students in groups.items():
        odd = unusual[step]
        if len(students) > 1 and odd:
            as_many = sum(
                len(who) for other, who in groups.items() if len(unusual[other]) >= len(odd)
            )
            shares = math.prod((counts[equation] - 1) / of for equation in odd)
            expected = as_many * (of - 1) * shares / 2
            if expected < BY_CHANCE:
                named = tuple(sorted(each for each in students if each != LIBRARY))
                found.append((expected, named, LIBRARY in students, {name for name, _ in odd}))
    found.sort(key=lambda each: each[:2])
    by_student = {work.student: work for work in works}
    shown = tuple(
        Likeness(students, is_library, _written(by_student[students[0]], exercise, channels))
        for _, students, is_library, channels in found[:MOST_SHOWN]
    )
    return Likenesses(answers, shown, len(found) - len(shown))


def _written(work: Work, exercise: str, channels: set[str]) -> tuple[str, ...]:
    return tuple(
        plain(f"{channel} = {text_of(tree)}", 240)
        for channel, tree in work.reports[exercise].equations
        if channel in channels
    )


def _library_of(exercise: str, works: list[Work]) -> frozenset[Equation]:
    """As most reports of right answers have it: each is a student's file."""
    told = Counter(
        step
        for work in works
        if (report := work.reports.get(exercise)) and (step := _canonical_step(report.library))
    )
    return max(told, key=lambda step: told[step], default=frozenset())


def _step_of(report: Report | None) -> frozenset[Equation]:
    return _canonical_step(report.equations if report else ())


def _canonical_step(equations: tuple[tuple[str, Cell], ...]) -> frozenset[Equation]:
    """The equations of a step; none where one is too long to compare."""
    if any(_size(tree) > MOST_PARTS for _, tree in equations):
        return frozenset()
    return frozenset((channel, canonical(tree)) for channel, tree in equations)


def _size(tree: Cell) -> int:
    return 1 + sum(map(_size, tree.get("args", ())))


def canonical(tree: Cell) -> Canonical:
    """An expression without the order of sums and products: a − b is a + (−b), and −(−a) is a."""
    kind = tree["kind"]
    if kind == "symbol":
        return f"{tree['name']}_{tree.get('subscript') or ''}@{tree.get('lag', 0)}", ()
    if kind == "number":
        return f"{tree['value']:.12g}", ()
    name, args = tree["name"], [canonical(each) for each in tree["args"]]
    if name == "subtract" and len(args) == 2:
        return _joined("add", [args[0], _negated(args[1])])
    if name == "−" and len(args) == 1:
        return _negated(args[0])
    if kind == "operation" and name in ("add", "multiply"):
        return _joined(name, args)
    return name, tuple(args)


def _negated(argument: Canonical) -> Canonical:
    return argument[1][0] if argument[0] == "−" else ("−", (argument,))


def _joined(name: str, args: list[Canonical]) -> Canonical:
    flat = [inner for each in args for inner in (each[1] if each[0] == name else (each,))]
    return (name, tuple(sorted(flat))) if len(flat) > 1 else flat[0]
