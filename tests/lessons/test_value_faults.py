"""Every kind of wrong value in every exercise: see docs/fault-cases.md."""

from __future__ import annotations

import pytest
from lesson_kernel import Checker
from mark_many import OneProcess
from value_faults import EXERCISES, FAULTS, Fault, job, points_of, request

CASES = [(fault, exercise) for fault in FAULTS for exercise in EXERCISES]
NAMES = [f"{fault.name}: {exercise}" for fault, exercise in CASES]
#: Check judges by the same code: of what earns nothing one, and of what earns all.
CHECKED = ["a getter: memory-of", "frozen: clip-global"]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_right_value_earns_all(one_process: OneProcess, exercise: str) -> None:
    assert one_process.mark(job(exercise, None))["points"] == points_of(exercise) > 0


@pytest.mark.parametrize(("fault", "exercise"), CASES, ids=NAMES)
def test_marking_gives_what_the_value_is_worth(
    one_process: OneProcess, fault: Fault, exercise: str
) -> None:
    mark = one_process.mark(job(exercise, fault))
    assert mark["points"] == fault.earns(exercise, points_of(exercise)), mark


@pytest.mark.parametrize(
    ("fault", "exercise"), [CASES[NAMES.index(name)] for name in CHECKED], ids=CHECKED
)
def test_check_gives_the_same_points(checker: Checker, fault: Fault, exercise: str) -> None:
    report = checker.check(request(exercise, fault))
    assert report["points"] == fault.earns(exercise, points_of(exercise)), report
