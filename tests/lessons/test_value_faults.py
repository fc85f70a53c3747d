"""Every kind of wrong value in every exercise: the same marks from `mark` and Check."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from lesson_kernel import Checker
from value_faults import (
    EXERCISES,
    FAULTS,
    NAME,
    Fault,
    hand_in,
    points_of,
    request,
    student_of,
    write_source,
)

CASES = [(fault, exercise) for fault in FAULTS for exercise in EXERCISES]
NAMES = [f"{fault.name}: {exercise}" for fault, exercise in CASES]

Marks = dict[str, dict[str, float]]


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Marks:
    course = tmp_path_factory.mktemp("course")
    write_source(course)
    hand_in(course / "submitted")
    words = ["gatescope.grading.cli", "mark", f"source/{NAME}", "submitted", "--jobs", "2"]
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=course, capture_output=True, text=True, timeout=2400
    )
    assert done.returncode == 0, done.stdout + done.stderr
    results = [json.loads(file.read_text()) for file in (course / "marks").glob("*.json")]
    return {
        result["student"]: {mark["exercise"]: mark["points"] for mark in result["exercises"]}
        for result in results
    }


@pytest.mark.parametrize(("fault", "exercise"), CASES, ids=NAMES)
def test_mark_gives_what_the_value_is_worth(marked: Marks, fault: Fault, exercise: str) -> None:
    assert marked["right"][exercise] == points_of(exercise) > 0
    assert marked[student_of(fault)][exercise] == fault.earns(exercise, points_of(exercise))


@pytest.fixture(scope="module")
def checked(checker: Checker) -> dict[tuple[str, str], dict[str, Any]]:
    """What Check says of every case; two at a time, since each starts processes."""
    requests = [request(exercise, fault) for fault, exercise in CASES]
    reports = checker.check_each(requests, at_once=2)
    return {(fault.name, name): report for (fault, name), report in zip(CASES, reports)}


@pytest.mark.parametrize(("fault", "exercise"), CASES, ids=NAMES)
def test_check_gives_the_same_points(checked: Any, fault: Fault, exercise: str) -> None:
    report = checked[fault.name, exercise]
    assert report["points"] == fault.earns(exercise, points_of(exercise)), report
