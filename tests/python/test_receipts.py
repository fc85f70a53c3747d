"""What the Check button gave an answer, beside what marking gives it."""

from __future__ import annotations

from typing import Any

import pytest

from gatescope.grading import exercises
from gatescope.grading.receipts import otherwise_checked

SOURCE = "const größe = 3; // 😀"
#: As the lab writes it (tests/unit/lab/exercises/notebookLesson.test.ts).
DIGEST = "65e5b78af3e757cad16da293b4a6a281657bda8b640f1ee42d0d524f0879e4f2"
RECEIPT = {"answer": DIGEST, "points": 3, "maxPoints": 3}


def said(
    receipt: Any,
    points: float = 1,
    *,
    source: str = SOURCE,
    test: str = "check()",
    judged: str | None = None,
) -> list[str]:
    cell = {
        "cell_type": "code",
        "source": source,
        "metadata": {"nbgrader": {"grade_id": "mine"}},
    }
    notebook = {"cells": [cell], "metadata": {"gatescope": {"checked": {"double": receipt}}}}
    tests = (exercises.Test("test", test, 3),)
    exercise = exercises.Exercise("double", "Double", "mine", "", (), tests)
    work = exercises.work_of(notebook, exercise, {"cells": []})
    mark = {"points": points, "maxPoints": 3, "answer": source if judged is None else judged}
    return otherwise_checked(notebook, work, exercise, mark)


def test_other_points_of_the_same_answer_are_told() -> None:
    assert said(RECEIPT) == ["the Check button gave this answer 3 of 3, marking 1"]
    assert said({**RECEIPT, "points": 0.5}) == [
        "the Check button gave this answer 0.5 of 3, marking 1"
    ]


def test_what_was_judged_is_compared_wherever_it_stood() -> None:
    assert said(RECEIPT, source="", judged=SOURCE) == said(RECEIPT)
    assert said(RECEIPT, source="", judged="const other = 1;") == []


def test_the_same_points_another_answer_and_hidden_tests_are_not() -> None:
    assert said(RECEIPT, 3) == []
    assert said(RECEIPT, source="const größe = 4;") == []
    assert said({**RECEIPT, "maxPoints": 4}) == []
    hidden = "check()\n### BEGIN HIDDEN TESTS\ncheck(2)\n### END HIDDEN TESTS"
    assert said(RECEIPT, test=hidden) == []


@pytest.mark.parametrize(
    "receipt",
    [
        None,
        3,
        "x",
        [],
        {},
        {"answer": 3},
        {**RECEIPT, "points": "3"},
        {**RECEIPT, "points": -1},
        {**RECEIPT, "points": 10**400},
        {**RECEIPT, "points": 10**400, "maxPoints": 10**401},
        {**RECEIPT, "points": float("nan")},
        {**RECEIPT, "maxPoints": float("inf")},
    ],
)
def test_a_receipt_of_any_form_stops_nothing(receipt: Any) -> None:
    assert said(receipt) == []
