"""Fault cases through the Check button: those at which it differs from marking, with the reason, and some of each
kind at which it says the same, by the same code.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fault_assignment import NAME, SOLUTIONS, Case, assignment
from fault_cases import CASES, given_cells, handed_in
from fault_checks import CHECK_AGREES, CHECK_DIFFERS, check_requests, checked_marks
from lesson_kernel import Checker, checking

EXERCISES = tuple(SOLUTIONS)
ASKED = [case for case in CASES if case.name in {*CHECK_AGREES, *CHECK_DIFFERS}]
#: For answers that never end: what a test asks of the others is answered in a fraction of it.
SECONDS_OF_ENDLESS = 8


@pytest.fixture(scope="module")
def requests() -> dict[str, dict[str, dict[str, Any]]]:
    """What the page would send for each case, by the case's name and the exercise."""
    found = check_requests([handed_in(case) for case in ASKED], given_cells(assignment()))
    return {case.name: requests for case, requests in zip(ASKED, found)}


@pytest.fixture(scope="module")
def points(
    checker: Checker, requests: Any, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Any], float]:
    """Points of a request; the same one is asked once, and those that never end wait together, less."""
    asked: dict[bool, dict[str, Any]] = {False: {}, True: {}}
    for case in ASKED:
        for exercise, request in requests[case.name].items():
            if exercise in case.unwritten:
                continue
            endless = case.endless and exercise == "double"
            asked[endless][json.dumps(request, sort_keys=True)] = request
    found = dict(zip(asked[False], checker.check_each(list(asked[False].values()), at_once=2)))
    with checking(tmp_path_factory.mktemp("endless"), SECONDS_OF_ENDLESS) as short:
        endless_ones = list(asked[True].values())
        found |= zip(asked[True], short.check_each(endless_ones, at_once=len(endless_ones)))
    return lambda request: found[json.dumps(request, sort_keys=True)]["points"]


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case.name)
def test_check_says_what_marking_gives(points: Any, requests: Any, case: Case) -> None:
    # Without its metadata a notebook cell is no exercise, and has no button.
    said = {
        id_: points(requests[case.name][id_]) if id_ in requests[case.name] else None
        for id_ in EXERCISES
        # Checks share nothing, unlike the marks of one notebook: what is not written is asked in one case.
        if id_ not in case.unwritten
    }
    expected = dict(zip(EXERCISES, checked_marks(case)))
    assert said == {id_: expected[id_] for id_ in said}


def test_a_notebook_that_deletes_itself_is_checked_all_the_same(tmp_path: Path) -> None:
    """On the student's own machine it can, and what is in the page is what is checked."""
    case = next(case for case in CASES if case.name == "deletes its own notebook")
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
    assert {case.name for case in ASKED} == {*CHECK_AGREES, *CHECK_DIFFERS}
    for case in ASKED:
        if case.name in CHECK_DIFFERS:
            double, partial, *others = case.marks
            assert checked_marks(case) != (double + partial, *others), (
                f"{case.name} differs no more"
            )
