"""Each exercise tells each kind of wrong answer what is wrong, and takes right ones."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from lesson_kernel import LESSONS, Checker, Lesson, Report
from tried_answers import Right, Wrong

# The answers of each lesson stand in a file of its own.
ANSWERS = [import_module(file.stem) for file in sorted(Path(__file__).parent.glob("answers_*.py"))]
RIGHT: list[Right] = [right for answers in ANSWERS for right in answers.RIGHT]
WRONG: list[Wrong] = [wrong for answers in ANSWERS for wrong in answers.WRONG]


@cache
def by_exercise(exercise: str) -> Lesson:
    found = [lesson for lesson in LESSONS if exercise in lesson.exercises()]
    assert found, f"tests/lessons/answers_*.py: no lesson has the exercise {exercise!r}"
    return found[0]


def changed(exercise: str, changes: dict[str, str]) -> str:
    answer = by_exercise(exercise).solution(exercise)
    for old, new in changes.items():
        assert old in answer, f"{answers_file(exercise)}: the solution of {exercise} has no {old!r}"
        answer = answer.replace(old, new)
    return answer


def report_of(checker: Checker, exercise: str, answer: str) -> Report:
    return checker.check(by_exercise(exercise).request(exercise, answer))


def answers_file(exercise: str) -> str:
    """Where the answers to an exercise stand, or are to stand."""
    return f"tests/lessons/answers_{by_exercise(exercise).name[:2]}.py"


def named(tried: Right | Wrong, what: object) -> str:
    """Begins with the lesson's number, by which its tests are chosen."""
    return f"{by_exercise(tried.exercise).name[:2]}-{tried.exercise}: {what}"


EXERCISES = [(lesson, exercise) for lesson in LESSONS for exercise in lesson.exercises()]
each_exercise = pytest.mark.parametrize(
    ("lesson", "exercise"), EXERCISES, ids=lambda value: getattr(value, "name", value)
)


@each_exercise
def test_the_solution_gets_all_points(checker, lesson, exercise):
    report = report_of(checker, exercise, lesson.solution(exercise))
    assert report["status"] == "passed", report["message"]
    assert report["points"] == report["maxPoints"] > 0
    assert report["exercise"] == exercise


@each_exercise
def test_an_answer_not_yet_written_is_no_crash(checker, lesson, exercise):
    head, rest = lesson.solution(exercise).split("/// BEGIN SOLUTION")
    tail = rest.split("/// END SOLUTION")[1]
    stub = "throw new Error('This part is not written yet.');"
    report = report_of(checker, exercise, f"{head}{stub}{tail}")
    assert report["status"] == "didNotRun"
    assert "This part is not written yet." in report["message"]
    assert report["points"] == 0


@pytest.mark.parametrize("right", RIGHT, ids=lambda right: named(right, list(right.changes)))
def test_a_right_answer_in_other_words_passes(checker, right):
    report = report_of(checker, right.exercise, changed(right.exercise, right.changes))
    assert report["status"] == "passed", report["message"]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: named(wrong, wrong.message[:50]))
def test_a_wrong_answer_is_told_what_is_wrong(checker, wrong):
    answer = changed(wrong.exercise, wrong.changes)
    report = report_of(checker, wrong.exercise, answer)
    assert report["status"] == wrong.status, report["message"]
    assert wrong.message in report["message"]
    assert report["points"] == 0
    for key, value in wrong.first.items():
        assert report["first"][key] == value
    if wrong.line is not None:
        assert answer.split("\n")[report["line"]].strip() == wrong.line


def test_every_exercise_has_three_right_and_three_careless_answers():
    """Each careless one is another answer, whatever is said of it."""
    lacking = [
        f"{answers_file(exercise)}: {exercise} has {count} {kind}, not three"
        for _, exercise in EXERCISES
        for kind, count in {
            "in RIGHT": sum(right.exercise == exercise for right in RIGHT),
            "in WRONG": len({str(wrong.changes) for wrong in WRONG if wrong.exercise == exercise}),
        }.items()
        if count < 3
    ]
    assert lacking == []
