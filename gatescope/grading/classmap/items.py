"""Statistics of questions: share right, discrimination, what is chosen instead, and the gain."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace

from gatescope.grading.classmap.answers import Answer, Item, Quiz, Sheet
from gatescope.grading.classmap.collect import Course, Lesson, Work
from gatescope.grading.classmap.guesses import CONFIDENCES

#: Right, or wrong, of so many of a class.
Sureness = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Chosen:
    """An answer that was given, and by whom."""

    text: str
    right: bool
    students: tuple[str, ...]


@dataclass(frozen=True)
class ItemStatistics:
    item: Item
    #: How many were marked, and how many of those were right at once.
    answered: int
    right: int
    #: Correlation of the item with the score of all others of the sheet; None where one does not vary.
    discrimination: float | None
    chosen: tuple[Chosen, ...]
    #: By how sure they were: right, wrong.
    sureness: Sureness

    @property
    def share(self) -> float | None:
        return self.right / self.answered if self.answered else None


@dataclass(frozen=True)
class SheetStatistics:
    key: str
    title: str
    purpose: str
    handed_in: int
    #: The mean score of those who handed in, and of how many questions.
    mean: float | None
    of: int
    items: tuple[ItemStatistics, ...]


@dataclass(frozen=True)
class Gain:
    """What was learned between two sheets of the same questions, by those who handed both in."""

    before: str
    after: str
    students: int
    #: Mean shares right.
    first: float
    second: float
    #: Of the class: of what was not known before, the share that is known after (Hake 1998).
    whole: float | None
    #: The mean of each student's own.
    mean: float | None


@dataclass(frozen=True)
class Inventory:
    """Sheets of the same questions, in the order in which they are asked."""

    sheets: tuple[SheetStatistics, ...]
    gains: tuple[Gain, ...]


Handed = list[tuple[str, Sheet]]


def questions_of(lesson: Lesson, works: list[Work]) -> list[SheetStatistics]:
    """Fields and tests of a lesson, in their order in the notebooks."""
    found = []
    for quiz in _quizzes(works):
        if quiz.purpose != "inventory":
            for key, _ in quiz.sheets:
                found.append(_statistics(quiz, key, quiz.title or key, _handed(works, key)))
    return [each for each in found if any(item.answered for item in each.items)]


@dataclass(frozen=True)
class _Asked:
    """One sheet of an inventory, and who answered it."""

    quiz: Quiz
    key: str
    title: str
    handed: Handed

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(item.id for item in self.quiz.items)


def inventories_of(course: Course, lessons: list[Lesson]) -> list[Inventory]:
    """Inventories over all lessons: sheets that ask the same questions stand together."""
    sheets: list[_Asked] = []
    for lesson in lessons:
        works = [work for work in course.works if work.lesson.id == lesson.id]
        for quiz in _quizzes(works):
            if quiz.purpose == "inventory":
                for key, days in quiz.sheets:
                    title = _later(days) if days else quiz.title or key
                    _take(sheets, _Asked(quiz, key, title, _handed(works, key)))
    groups: list[list[_Asked]] = []
    for sheet in sheets:
        group = next((each for each in groups if _same(each[0].ids, sheet.ids)), None)
        if group is None:
            groups.append([sheet])
        else:
            group.append(sheet)
    found = []
    for group in groups:
        told = [_statistics(each.quiz, each.key, each.title, each.handed) for each in group]
        first = group[0]
        gains = [
            _gain(first.quiz, (first.title, first.handed), (each.title, each.handed))
            for each in group[1:]
        ]
        found.append(Inventory(tuple(told), tuple(each for each in gains if each is not None)))
    return found


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the questions are the same, or some of them, where the others were not yet asked."""
    return one <= other or other <= one


def _take(sheets: list[_Asked], part: _Asked) -> None:
    """Adds a sheet; what is asked in parts, lesson by lesson under one title, is one sheet."""
    for at, sheet in enumerate(sheets):
        if sheet.title == part.title and not sheet.ids & part.ids:
            items = (*sheet.quiz.items, *part.quiz.items)
            quiz = replace(sheet.quiz, items=items)
            sheets[at] = _Asked(quiz, sheet.key, sheet.title, _together(sheet, part))
            return
    sheets.append(part)


def _together(first: _Asked, second: _Asked) -> Handed:
    """The answers of both parts; of one that was not handed in, none."""
    answers: dict[str, dict[str, Answer]] = {}
    for who, sheet in (*first.handed, *second.handed):
        if sheet.done:
            answers.setdefault(who, {}).update(sheet.answers)
    return [(who, Sheet(given, True)) for who, given in answers.items()]


def _later(days: float) -> str:
    return "A week later" if days == 7 else f"{days:g} days later"


def _quizzes(works: list[Work]) -> list[Quiz]:
    """The questions of a lesson as most of its notebooks hold them, in order."""
    named: dict[tuple[tuple[str, float], ...], Counter[Quiz]] = {}
    for work in works:
        for quiz in dict.fromkeys(work.quizzes):
            named.setdefault(quiz.sheets, Counter())[quiz] += 1
    least = 2 if len(works) > 3 else 1
    return [each.most_common(1)[0][0] for each in named.values() if each.total() >= least]


def _handed(works: list[Work], key: str) -> Handed:
    return [(work.student, work.sheets[key]) for work in works if key in work.sheets]


def is_right(item: Item, answer: Answer, purpose: str) -> bool | None:
    """Whether an answer was right at once, by what was asked rather than by what the notebook says.

    A sheet that is handed in keeps what was given; a field keeps what was given last.
    """
    chosen = _option(item, answer)
    if chosen is not None and (purpose != "field" or answer.tries == 1):
        return item.options[chosen].right
    return answer.first


def _option(item: Item, answer: Answer) -> int | None:
    if answer.given is None or not answer.given.is_integer():
        return None
    return int(answer.given) if 0 <= answer.given < len(item.options) else None


def _statistics(quiz: Quiz, key: str, title: str, handed: Handed) -> SheetStatistics:
    sheets = [(who, sheet) for who, sheet in handed if sheet.done or quiz.purpose == "field"]
    marks: dict[str, dict[str, bool]] = {}
    for who, sheet in sheets:
        for item in quiz.items:
            answer = sheet.answers.get(item.id)
            right = None if answer is None else is_right(item, answer, quiz.purpose)
            if right is not None:
                marks.setdefault(who, {})[item.id] = right
    items = tuple(_item(item, sheets, marks) for item in quiz.items)
    scores = [sum(each.values()) for each in marks.values()]
    return SheetStatistics(
        key,
        title,
        quiz.purpose,
        len(sheets),
        sum(scores) / len(scores) if scores else None,
        len(quiz.items),
        items,
    )


def _item(item: Item, sheets: Handed, marks: dict[str, dict[str, bool]]) -> ItemStatistics:
    answered = {who: each[item.id] for who, each in marks.items() if item.id in each}
    sureness = {name: [0, 0] for name in CONFIDENCES}
    chosen: dict[int | float, list[str]] = {}
    for who, sheet in sheets:
        answer = sheet.answers.get(item.id)
        if answer is None or who not in answered:
            continue
        if answer.confidence:
            sureness[answer.confidence][0 if answered[who] else 1] += 1
        option = _option(item, answer)
        if item.form == "choice" and option is not None:
            chosen.setdefault(option, []).append(who)
        elif item.form in ("number", "place") and answer.given is not None:
            chosen.setdefault(answer.given, []).append(who)
    return ItemStatistics(
        item,
        len(answered),
        sum(answered.values()),
        discrimination(item.id, marks),
        _chosen(item, chosen, answered),
        {name: (right, wrong) for name, (right, wrong) in sureness.items()},
    )


def _chosen(
    item: Item, chosen: dict[int | float, list[str]], answered: dict[str, bool]
) -> tuple[Chosen, ...]:
    if item.form == "choice":
        return tuple(
            Chosen(option.text, option.right, tuple(sorted(chosen.get(at, []))))
            for at, option in enumerate(item.options)
        )
    often = sorted(chosen.items(), key=lambda each: (-len(each[1]), each[0]))
    return tuple(
        Chosen(f"{value:g}".replace("-", "−"), answered[who[0]], tuple(sorted(who)))
        for value, who in often[:8]
    )


def discrimination(item: str, marks: dict[str, dict[str, bool]]) -> float | None:
    """The point-biserial correlation of an item with the score of the others, item left out."""
    pairs = [
        (float(each[item]), float(sum(each.values()) - each[item]))
        for each in marks.values()
        if item in each and len(each) > 1
    ]
    return correlation(pairs)


def correlation(pairs: list[tuple[float, float]]) -> float | None:
    if len(pairs) < 3:
        return None
    ends = [sum(each) / len(pairs) for each in zip(*pairs)]
    across = sum((a - ends[0]) * (b - ends[1]) for a, b in pairs)
    squares = [sum((pair[at] - ends[at]) ** 2 for pair in pairs) for at in (0, 1)]
    return across / math.sqrt(squares[0] * squares[1]) if min(squares) > 1e-12 else None


def _gain(quiz: Quiz, before: tuple[str, Handed], after: tuple[str, Handed]) -> Gain | None:
    """The gain of those who answered every question of both sheets."""
    scores = [_scores(quiz, handed) for _, handed in (before, after)]
    both = sorted(scores[0].keys() & scores[1].keys())
    if not both:
        return None
    first = sum(scores[0][who] for who in both) / len(both)
    second = sum(scores[1][who] for who in both) / len(both)
    own = [
        (scores[1][who] - scores[0][who]) / (1 - scores[0][who])
        for who in both
        if scores[0][who] < 1
    ]
    return Gain(
        before[0],
        after[0],
        len(both),
        first,
        second,
        (second - first) / (1 - first) if first < 1 else None,
        sum(own) / len(own) if own else None,
    )


def _scores(quiz: Quiz, handed: Handed) -> dict[str, float]:
    """The share right of everybody who handed in an answer to every question."""
    found = {}
    for who, sheet in handed:
        answers = [(item, sheet.answers.get(item.id)) for item in quiz.items]
        marks = [is_right(item, a, quiz.purpose) for item, a in answers if a is not None]
        known = [mark for mark in marks if mark is not None]
        if sheet.done and len(known) == len(quiz.items):
            found[who] = sum(known) / len(known)
    return found


def by_question(
    inventory: Inventory,
) -> list[tuple[str, list[float | None], float | None, float | None]]:
    """Each question: the share right on every sheet, the gain between the first two, and the
    discrimination on the last that was answered."""
    rows = []
    for first in inventory.sheets[0].items:
        same = [
            next((each for each in sheet.items if each.item.id == first.item.id), None)
            for sheet in inventory.sheets
        ]
        shares = [None if each is None else each.share for each in same]
        before, after = shares[0], shares[1] if len(shares) > 1 else None
        gain = None
        if before is not None and after is not None and before < 1:
            gain = (after - before) / (1 - before)
        known = [each.discrimination for each in same if each is not None and each.answered]
        rows.append((first.item.question, shares, gain, known[-1] if known else None))
    return rows
