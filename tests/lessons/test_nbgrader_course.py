"""nbgrader's own commands on a course of `gatescope-grading init`: the marks that `mark` gives, by the same judge."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from fault_assignment import ALL, MISTAKE, NAME, TESTS, Case, assignment
from fault_cases import CASES, hand_in, student_of
from nbgrader.api import Gradebook

from gatescope.grading.course import CourseError, make_course

# nbgrader calls alembic by its bare name.
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

#: One that is right, some that are wrong, and what nbgrader itself reads before anybody is marked.
READABLE = [
    case
    for case in CASES
    if case.name
    in {
        "right",
        "infinity",
        "partial credit",
        "exits",
        "points raised",
        "test deleted",
        "all metadata lost",
        "tests tagged to be skipped",
        "its metadata nested 500 deep",
    }
]
#: nbgrader itself leaves these out, and says so: there is no notebook to mark.
UNREADABLE = [case for case in CASES if case.name in {"no file", "empty file", "not JSON"}]


def nbgrader(course: Path, *words: str, allowed: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(course), "PATH": PATH, "SECRET": "s3cret"},
    )
    assert done.returncode in allowed, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The course after autograde, and what nbgrader said."""
    course = tmp_path_factory.mktemp("course")
    make_course(course, lessons=False)
    source = course / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    teachers = assignment()
    receipt = {"answer": "of the solution", "points": 3, "maxPoints": 3}
    teachers.metadata.gatescope = {"checked": {"scaled": receipt}}
    nbformat.write(teachers, source)
    nbgrader(course, "generate_assignment", NAME)
    hand_in(course / "submitted", source, [*READABLE, *UNREADABLE])
    # 1: some files are no notebooks; nbgrader says so at its end, and marks the others.
    return course, nbgrader(course, "autograde", NAME, allowed=(0, 1))


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case.name)
def test_each_submission_earns_its_marks(graded: tuple[Path, str], case: Case, monkeypatch) -> None:
    course, said = graded
    monkeypatch.setenv("PATH", PATH)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        found = {
            grade.name: grade.score
            for grade in book.find_submission_notebook(NAME, NAME, student_of(case)).grades
        }
    assert tuple(found[name] for name in TESTS) == case.marks, said[-3000:]


def test_what_was_given_out_has_neither_solutions_nor_hidden_tests(graded) -> None:
    course, _ = graded
    text = (course / "release" / NAME / f"{NAME}.ipynb").read_text("utf-8")
    assert "SOLUTION" not in text and "HIDDEN" not in text and "500000" not in text
    assert "This part is not written yet." in text
    assert MISTAKE["message"] not in text
    assert "of the solution" not in text


def test_feedback_and_export_hold_the_marks(graded) -> None:
    course, _ = graded
    nbgrader(course, "generate_feedback", NAME, "--student", "infinity")
    page = (course / "feedback" / "infinity" / NAME / f"{NAME}.html").read_text("utf-8")
    assert "expected 6.0000, got ∞" in page
    assert "500000" not in page
    assert "<svg" in page or "image/svg+xml" in page
    nbgrader(course, "export", "--to", "grades.csv")
    with (course / "grades.csv").open(encoding="utf-8") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores["right"] == sum(ALL)
    assert scores["infinity"] == 0


def test_settings_that_are_there_are_not_written_over(tmp_path: Path) -> None:
    make_course(tmp_path)
    assert (tmp_path / "source" / "03-inside-the-lstm" / "03-inside-the-lstm.ipynb").is_file()
    with pytest.raises(CourseError, match="is there already"):
        make_course(tmp_path)
