"""Every kind of wrong value in every exercise, marked by nbgrader's own commands."""

from __future__ import annotations

import pytest
from nbgrader.api import Gradebook
from test_nbgrader_course import nbgrader
from value_faults import EXERCISES, FAULTS, NAME, hand_in, points_of, student_of, write_source

from gatescope.grading.course import make_course


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    course = tmp_path_factory.mktemp("course")
    make_course(course, lessons=False)
    write_source(course)
    hand_in(course / "submitted")
    nbgrader(course, "generate_assignment", NAME)
    nbgrader(course, "autograde", NAME)
    found: dict[str, dict[str, float]] = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for fault in (None, *FAULTS):
            submission = book.find_submission_notebook(NAME, NAME, student_of(fault))
            found[student_of(fault)] = {
                grade.name.removesuffix("-test"): grade.score for grade in submission.grades
            }
    return found


def test_the_right_answers_earn_all(graded: dict[str, dict[str, float]]) -> None:
    assert graded[student_of(None)] == {exercise: points_of(exercise) for exercise in EXERCISES}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_earns_what_it_is_worth(graded: dict[str, dict[str, float]], fault) -> None:
    assert graded[student_of(fault)] == {
        exercise: fault.earns(exercise, points_of(exercise)) for exercise in EXERCISES
    }
