"""Other numbers for each student: 200 of them, marked by the core of `mark`, each by their own."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gatescope.grading.judge import Judge
from gatescope.grading.limits import Limits

STUDENTS = [f"student-{number}" for number in range(200)]
NEEDS = """import { check, variant } from 'gatescope';
const mine = variant({ assignment: 'ps1', student: 'your name' });
const x = mine.until(
  'x',
  draws => draws.numbers('x', mine.integer('steps', 5, 8), -1, 1, 2),
  values => values.some(value => value < 0) && values.some(value => value > 0)
);
const factor = mine.integer('factor', 2, 9);
const code = mine.integer('code', 10000, 99999);"""
SOLUTION = """function scaled(values: number[]): number[] {
  return values.map(value => value * factor);
}
function read(): number {
  return code;
}"""
TESTS = [
    ("scaled", "check.close('scaled', scaled(x), x.map(value => value * factor))", 2),
    (
        "read",
        "check.close('code', read(), code, {"
        " mistakes: [{ value: 10 * code, message: `Ten times ${code}.` }] })",
        1,
    ),
]


def job(student: str, answer: str) -> dict[str, Any]:
    return {
        "exercise": "mine",
        "student": student,
        "needs": [{"id": "needs", "source": NEEDS}],
        "solution": SOLUTION,
        "cells": [{"source": answer, "type": "code", "role": "answer"}],
        "tests": [{"id": id_, "source": source, "points": points} for id_, source, points in TESTS],
    }


def marks(jobs: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """The marks of all jobs, in order, from two judges."""
    halves = [jobs[::2], jobs[1::2]]

    def half(these: list[dict[str, Any]]) -> list[dict[str, Any]]:
        with Judge(folder, Limits(60, 1024), trust=True) as judge:
            return [judge.mark(each) for each in these]

    with ThreadPoolExecutor(2) as both:
        first, second = both.map(half, halves)
    found: list[dict[str, Any]] = [{}] * len(jobs)
    found[::2], found[1::2] = first, second
    return found


@pytest.fixture(scope="module")
def wrong_in_one(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Each student is right in the first and gives ten times the number in the second."""
    answer = SOLUTION.replace("return code", "return 10 * code")
    folder = tmp_path_factory.mktemp("given")
    return marks([job(student, answer) for student in STUDENTS], folder)


def code_of(mark: dict[str, Any]) -> int:
    told = re.fullmatch(r"Ten times (\d+)\.", mark["tests"][1]["message"])
    assert told is not None, mark
    return int(told[1])


def test_each_of_200_is_marked_and_told_by_their_own_numbers(wrong_in_one) -> None:
    for mark in wrong_in_one:
        assert [test["points"] for test in mark["tests"]] == [2, 0], mark
        assert mark["message"] == f"Ten times {code_of(mark)}."
    # Of 90,000 numbers; a few may meet, as birthdays do.
    assert len({code_of(mark) for mark in wrong_in_one}) > 195


def test_only_their_own_number_earns_the_points_and_it_stays_the_same(
    wrong_in_one, tmp_path: Path
) -> None:
    codes = [code_of(mark) for mark in wrong_in_one]
    literal = [SOLUTION.replace("return code", f"return {code}") for code in codes[:9]]
    own = [job(student, answer) for student, answer in zip(STUDENTS, literal)]
    copied = [job(student, answer) for student, answer in zip(STUDENTS[1:], literal)]
    found = marks([*own, *copied], tmp_path)
    assert [mark["points"] for mark in found[:9]] == [3] * 9
    assert [mark["points"] for mark in found[9:]] == [2] * 9


def test_an_answer_cannot_ask_for_another_student(tmp_path: Path) -> None:
    other = "variant({ assignment: 'ps1', student: 'student-1' })"
    answer = "import { variant } from 'gatescope';\n" + SOLUTION.replace(
        "return code", f"return {other}.integer('code', 10000, 99999)"
    )
    [mark] = marks([job("student-0", answer)], tmp_path)
    # It is given the numbers of the one who is marked.
    assert mark["points"] == 3
