"""Other numbers for each student, who is marked by their own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from mark_many import OneProcess

from gatescope.grading.judge import Judge
from gatescope.grading.limits import Limits

STUDENTS = [f"student-{number}" for number in range(12)]
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


@pytest.fixture(scope="module")
def wrong_in_one(one_process: OneProcess) -> list[dict[str, Any]]:
    """Each student is right in the first and gives ten times the number in the second."""
    answer = SOLUTION.replace("return code", "return 10 * code")
    return [one_process.mark(job(student, answer)) for student in STUDENTS]


def code_of(mark: dict[str, Any]) -> int:
    told = re.fullmatch(r"Ten times (\d+)\.", mark["tests"][1]["message"])
    assert told is not None, mark
    return int(told[1])


def test_each_is_marked_and_told_by_their_own_numbers(wrong_in_one) -> None:
    for mark in wrong_in_one:
        assert [test["points"] for test in mark["tests"]] == [2, 0], mark
        assert mark["message"] == f"Ten times {code_of(mark)}."
    assert len({code_of(mark) for mark in wrong_in_one}) == len(STUDENTS)


def test_only_their_own_number_earns_the_points_and_it_stays_the_same(
    wrong_in_one, one_process: OneProcess
) -> None:
    codes = [code_of(mark) for mark in wrong_in_one]
    literal = [SOLUTION.replace("return code", f"return {code}") for code in codes]
    for at, answer in enumerate(literal):
        # Of the last the neighbor is the first.
        own, copied = (job(STUDENTS[at - back], answer) for back in (0, 1))
        assert one_process.mark(own)["points"] == 3
        assert one_process.mark(copied)["points"] == 2


def test_an_answer_cannot_ask_for_another_student(tmp_path: Path) -> None:
    other = "variant({ assignment: 'ps1', student: 'student-1' })"
    answer = "import { variant } from 'gatescope';\n" + SOLUTION.replace(
        "return code", f"return {other}.integer('code', 10000, 99999)"
    )
    with Judge(tmp_path, Limits(60, 1024), trust=True) as judge:
        # It is given the numbers of the one who is marked, in its own process.
        assert judge.mark(job("student-0", answer))["points"] == 3
