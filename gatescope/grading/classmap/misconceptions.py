"""Which wrong answers a class shares, exercise by exercise."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, replace

from gatescope.grading.classmap.collect import Course, Lesson, Work
from gatescope.grading.classmap.items import correlation
from gatescope.grading.classmap.reports import Report

#: Kinds of wrong answers of an exercise that are drawn; the others are counted.
MOST_KINDS = 12


@dataclass(frozen=True)
class Kind:
    """A wrong answer and who gave it. `report` is the fullest of theirs."""

    report: Report
    students: tuple[str, ...]


@dataclass(frozen=True)
class Exercise:
    """How a class stands with one exercise."""

    lesson: Lesson
    id: str
    title: str
    #: passed, notYet, didNotRun and open; open too where nothing is known.
    standing: dict[str, int]
    #: The mean share of the points, over those whom a mark or Check gave any.
    share: float | None
    kinds: tuple[Kind, ...]
    #: The share who passed, of those whose answer was checked.
    right: float | None
    #: The median of the tries, over those whose Check counted any.
    tries: float | None
    #: Correlation with the mean share of the lesson's other exercises; None where it cannot be told.
    discrimination: float | None
    #: How many kinds there are beyond those, and how many students gave them.
    more: tuple[int, int]


def lessons_of(course: Course) -> list[Lesson]:
    """The lessons as most of the notebooks name them, in order."""
    named: dict[str, Counter[Lesson]] = {}
    for work in course.works:
        named.setdefault(work.lesson.id, Counter())[work.lesson] += 1
    most = [max(each, key=lambda one: (each[one], one.title)) for each in named.values()]
    return sorted(most, key=lambda lesson: (lesson.number, lesson.id))


def works_of(course: Course, lesson: Lesson) -> list[Work]:
    return [work for work in course.works if work.lesson.id == lesson.id]


def exercises_of(course: Course, lesson: Lesson) -> list[Exercise]:
    """The exercises of a lesson in their order in the notebooks, with the wrong answers of each.

    An exercise that only one notebook of many knows is that student's own, and is left out.
    """
    works = works_of(course, lesson)
    titles: dict[str, Counter[str]] = {}
    for work in works:
        for id_, title in work.exercises.items():
            titles.setdefault(id_, Counter())[title] += 1
        for id_, report in work.reports.items():
            if report.most is not None:
                titles.setdefault(id_, Counter())
    marked = {
        id_ for work in works for id_, report in work.reports.items() if report.most is not None
    }
    least = 2 if len(works) > 3 else 1
    asked = {
        id_: names.most_common(1)[0][0] if names else id_
        for id_, names in titles.items()
        if names.total() >= least or id_ in marked
    }
    return [
        _exercise(lesson, id_, title, works, _discrimination(id_, works, set(asked)))
        for id_, title in asked.items()
    ]


def _exercise(
    lesson: Lesson, id_: str, title: str, works: list[Work], discrimination: float | None
) -> Exercise:
    standing = Counter(passed=0, notYet=0, didNotRun=0, open=0)
    groups: dict[tuple[str | None, str], list[tuple[str, Report]]] = {}
    shares: list[float] = []
    for work in works:
        report = work.reports.get(id_)
        standing[report.status if report else "open"] += 1
        if report is None:
            continue
        if report.most and report.points is not None:
            shares.append(report.points / report.most)
        if report.status in ("notYet", "didNotRun"):
            groups.setdefault(kind_of(report), []).append((work.student, report))
    found = sorted(groups.items(), key=lambda each: (-len(each[1]), each[0][1]))
    kinds = [
        Kind(_of_all([r for _, r in each]), tuple(sorted(s for s, _ in each))) for _, each in found
    ]
    rest = kinds[MOST_KINDS:]
    known = len(works) - standing["open"]
    tries = [work.tries[id_] for work in works if id_ in work.tries]
    return Exercise(
        lesson,
        id_,
        title,
        dict(standing),
        sum(shares) / len(shares) if shares else None,
        tuple(kinds[:MOST_KINDS]),
        standing["passed"] / known if known else None,
        statistics.median(tries) if tries else None,
        discrimination,
        (len(rest), sum(len(kind.students) for kind in rest)),
    )


def _discrimination(id_: str, works: list[Work], asked: set[str]) -> float | None:
    pairs = []
    for work in works:
        shares = {
            name: share
            for name, report in work.reports.items()
            if name in asked and (share := _share(report)) is not None
        }
        own = shares.pop(id_, None)
        if own is not None and shares:
            pairs.append((own, sum(shares.values()) / len(shares)))
    return correlation(pairs)


def _share(report: Report) -> float | None:
    """Of the points, or all and nothing where only the verdict is known."""
    if report.most and report.points is not None:
        return report.points / report.most
    return None if report.status == "open" else float(report.status == "passed")


def kind_of(report: Report) -> tuple[str | None, str]:
    """Two answers are wrong in the same way when the same is said of the same channel."""
    return report.channel, report.message


def _of_all(reports: list[Report]) -> Report:
    """The fullest of a kind's reports, without a reason that is said of one student's answer alone."""
    fullest = max(reports, key=_fullness)
    reasons = {report.reason for report in reports if report.reason is not None}
    return replace(fullest, reason=None) if len(reasons) > 1 else fullest


def _fullness(report: Report) -> int:
    """Marks and outputs hold pictures and equations; an error's words hold neither."""
    return sum((report.maps is not None, bool(report.channels), report.written is not None))
