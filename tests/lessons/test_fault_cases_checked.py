"""Every fault case through the Check button: the marks that `mark` gives, or a difference with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fault_assignment import NAME, SOLUTIONS, Case, assignment
from fault_cases import CASES, given_cells, handed_in
from fault_checks import CHECK_DIFFERS, NO_CHECK, check_requests, checked_marks
from lesson_kernel import Checker, checking

EXERCISES = tuple(SOLUTIONS)
ASKED = [case for case in CASES if case.name not in NO_CHECK]


@pytest.fixture(scope="module")
def requests() -> dict[str, dict[str, dict[str, Any]]]:
    """What the page would send for each case, by the case's name and the exercise."""
    found = check_requests([handed_in(case) for case in ASKED], given_cells(assignment()))
    return {case.name: requests for case, requests in zip(ASKED, found)}


@pytest.fixture(scope="module")
def points(checker: Checker, requests: Any) -> Callable[[Any], float]:
    """Points of a request; the same one is asked once, and those that never end wait together."""
    asked = {
        json.dumps(request, sort_keys=True): request
        for of_case in requests.values()
        for request in of_case.values()
    }
    reports = checker.check_each(list(asked.values()), at_once=4)
    found = {text: report["points"] for text, report in zip(asked, reports)}
    return lambda request: found[json.dumps(request, sort_keys=True)]


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case.name)
def test_check_says_what_marking_gives(points: Any, requests: Any, case: Case) -> None:
    # Without its metadata a notebook cell is no exercise, and has no button.
    said = tuple(
        points(requests[case.name][id_]) if id_ in requests[case.name] else None
        for id_ in EXERCISES
    )
    assert said == checked_marks(case)


def test_a_notebook_that_deletes_itself_is_checked_all_the_same(tmp_path: Path) -> None:
    """On the student's own machine it can, and what is in the page is what is checked."""
    case = next(case for case in ASKED if case.name == "deletes its own notebook")
    notebook = handed_in(case)
    file = tmp_path / f"{NAME}.ipynb"
    file.write_text(json.dumps(notebook), "utf-8")
    [requests] = check_requests([notebook], given_cells(assignment()))
    with checking(tmp_path) as checker:
        for _ in range(2):
            said = tuple(checker.check(requests[id_])["points"] for id_ in EXERCISES)
            assert said == checked_marks(case)
    assert not file.exists()


def test_each_difference_is_of_a_case_that_is_asked() -> None:
    names = {case.name for case in CASES}
    assert set(NO_CHECK) <= names and set(CHECK_DIFFERS) <= names - set(NO_CHECK)
    for case in ASKED:
        if case.name in CHECK_DIFFERS:
            double, partial, *others = case.marks
            assert checked_marks(case) != (double + partial, *others), (
                f"{case.name} differs no more"
            )
