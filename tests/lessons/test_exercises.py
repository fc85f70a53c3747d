"""Each exercise tells each kind of wrong answer what is wrong, and takes right ones."""

from __future__ import annotations

import pytest
from answers import (
    EXERCISES,
    RIGHT,
    WRONG,
    answers_file,
    by_exercise,
    changed,
    named,
    unwritten,
)
from lesson_kernel import Checker, Report
from said_on_node import keep


def report_of(checker: Checker, exercise: str, answer: str) -> Report:
    request = by_exercise(exercise).request(exercise, answer)
    report = checker.check(request)
    keep(request, report)
    return report


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
    report = report_of(checker, exercise, unwritten(exercise))
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
