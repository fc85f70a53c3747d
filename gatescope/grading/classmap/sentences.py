"""What the page shows, in sentences: on the page beside each picture, and in the terminal."""

from __future__ import annotations

import math
import statistics

from gatescope.grading.classmap.collect import Course
from gatescope.grading.classmap.guesses import Asked
from gatescope.grading.classmap.misconceptions import Exercise, exercises_of, lessons_of
from gatescope.grading.classmap.wording import digits, many


def map_sentences(course: Course) -> list[str]:
    """What the map says of all exercises of a course; nothing where nobody checked any."""
    lessons = lessons_of(course)
    return exercise_sentences([e for each in lessons for e in exercises_of(course, each)])


def exercise_sentences(exercises: list[Exercise]) -> list[str]:
    """Which exercise most pass, which fewest, and which wrong answer most share."""
    tried = [each for each in exercises if each.right is not None]
    said = []
    if tried:
        # The first of equals, in the order of the course.
        most = max(tried, key=lambda each: each.right or 0)
        least = min(tried, key=lambda each: each.right or 0)
        said.append(f"Of all exercises most pass “{most.title}”: {_passed(most)}.")
        if least.right != most.right:
            said.append(f"Fewest pass “{least.title}”: {_passed(least)}.")
    shared = [each for each in exercises if each.kinds]
    if shared:
        worst = max(shared, key=lambda each: len(each.kinds[0].students))
        kind = worst.kinds[0]
        who = many(len(kind.students), "student")
        said.append(
            f"The commonest wrong answer, by {who}, is in “{worst.title}”: {kind.report.message}"
        )
    return said


def exercise_orders(exercises: list[Exercise]) -> list[tuple[str, list[tuple[Exercise, str]]]]:
    """The exercises that somebody checked in the orders that a page without a script cannot make:
    what an order is, and each exercise with what is said of it there. Equals stay as in the course."""
    tried = [each for each in exercises if each.right is not None]
    shared = [each for each in tried if each.kinds]
    by_passed = sorted(tried, key=lambda each: each.right or 0)
    by_shared = sorted(shared, key=lambda each: -len(each.kinds[0].students))
    orders = [
        ("By the share who pass, lowest first", [(each, _passed(each)) for each in by_passed]),
        (
            "Only those with wrong answers, the most shared first",
            [
                (
                    each,
                    f"{many(len(each.kinds[0].students), 'student')}: {each.kinds[0].report.message}",
                )
                for each in by_shared
            ],
        ),
    ]
    return [(words, each) for words, each in orders if len(each) > 1]


def _passed(exercise: Exercise) -> str:
    checked = sum(n for name, n in exercise.standing.items() if name != "open")
    return f"{exercise.standing['passed']} of the {checked} who checked it"


def guess_sentence(asked: Asked, drawn: tuple[tuple[float, ...], ...]) -> str:
    """Where the guesses of a class are farthest from the truth; nothing without a guess."""
    missed = []
    for at in asked.positions():
        values = [each[at] for each in drawn if math.isfinite(each[at])]
        if values and math.isfinite(asked.truth[at]):
            middle = statistics.median(values)
            missed.append((abs(middle - asked.truth[at]), at, middle))
    if not missed:
        return ""
    _, at, middle = max(missed, key=lambda each: each[0])
    unit = f" {asked.unit}" if asked.unit else ""
    numbers = f"{digits(middle)}{unit}, the truth is {digits(asked.truth[at])}{unit}."
    if len(asked.truth) == 1:
        return f"The median guess is {numbers}"
    label = asked.labels[at] if at < len(asked.labels) else f"{asked.axis or 'position'} {at}"
    return f"The guesses miss most at {label}: their median is {numbers}"
