"""Every kind of wrong value in every exercise: the same marks from `mark`, nbgrader and Check."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lesson_kernel import Checker
from nbgrader.api import Gradebook
from value_faults import (
    EXERCISES,
    FAULTS,
    NAME,
    Fault,
    assignment,
    hand_in,
    points_of,
    request,
    student_of,
)

from gatescope.grading.course import make_course

PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
CASES = [(fault, exercise) for fault in FAULTS for exercise in EXERCISES]
NAMES = [f"{fault.name}: {exercise}" for fault, exercise in CASES]

Marks = dict[str, dict[str, float]]


def run(course: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=2400,
        env={**os.environ, "HOME": str(course), "PATH": PATH},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    make_course(folder, lessons=False)
    source = folder / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(assignment(), source)
    hand_in(folder / "submitted")
    return folder


@pytest.fixture(scope="module")
def marked(course: Path) -> Marks:
    run(course, "gatescope.grading.cli", "mark", f"source/{NAME}", "submitted", "--jobs", "2")
    results = [json.loads(file.read_text()) for file in (course / "marks").glob("*.json")]
    return {
        result["student"]: {mark["exercise"]: mark["points"] for mark in result["exercises"]}
        for result in results
    }


@pytest.fixture(scope="module")
def graded(course: Path) -> Marks:
    run(course, "nbgrader", "generate_assignment", NAME)
    run(course, "nbgrader", "autograde", NAME)
    found: Marks = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for fault in (None, *FAULTS):
            submission = book.find_submission_notebook(NAME, NAME, student_of(fault))
            found[student_of(fault)] = {
                grade.name.removesuffix("-test"): grade.score for grade in submission.grades
            }
    return found


@pytest.mark.parametrize(("fault", "exercise"), CASES, ids=NAMES)
def test_mark_gives_what_the_value_is_worth(marked: Marks, fault: Fault, exercise: str) -> None:
    assert marked["right"][exercise] == points_of(exercise) > 0
    assert marked[student_of(fault)][exercise] == fault.earns(exercise, points_of(exercise))


def test_nbgrader_gives_the_same_marks(marked: Marks, graded: Marks) -> None:
    assert graded == marked


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
