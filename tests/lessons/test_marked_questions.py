"""Questions that a teacher marks: the same points by Check, `mark` and nbgrader, and no key given out."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lesson_kernel import Checker
from nbgrader.api import Gradebook

from gatescope.grading.answered import answered_in
from gatescope.grading.course import make_course
from gatescope.grading.exercises import is_untouched
from gatescope.grading.limits import Limits
from gatescope.grading.mark import mark_class
from gatescope.grading.validate import validate

ROOT = Path(__file__).resolve().parents[2]
NAME = "quiz"
IMPORTS = "import { check, questions, show } from 'gatescope';"
GATES = """const asked = questions({
  key: 'gates',
  purpose: 'marked',
  items: [
    { id: 'which', question: 'Which gate keeps?', choice: ['forget', 'input', 'output', 'reset'] },
    { id: 'many', question: 'How many gates has a GRU?', number: {} },
    { id: 'where', question: 'Where is it forgotten?', place: { lines: [{ name: 'h', values: [0.2, 0.8, 0.1] }] } },
    {
      id: 'trace',
      question: 'Follow the loop.',
      table: { code: 'h = 0.5 * h + x;', names: ['x', 'h'], rows: [[2, 2]], turns: 2 }
    }
  ]
});
show(asked);"""
KEY = "{ which: ['forget', 'reset'], many: 2, where: 2, trace: [[0, 1], [-1, -0.5]] }"
TEST = f"""check.answers(asked);
/// BEGIN HIDDEN TESTS
check.answers(asked, {KEY});
/// END HIDDEN TESTS"""
TABLE = [[2, 2], [0, 1], [-1, -0.5]]
POINTS = 4


def assignment(test: str = TEST) -> Any:
    def marks(id_: str, **more: Any) -> dict[str, Any]:
        flags = {"grade": False, "solution": False, "locked": True, "task": False}
        return {"schema_version": 3, "grade_id": id_, **flags, **more}

    imports = nbformat.v4.new_code_cell(IMPORTS, id="imports")
    asks = nbformat.v4.new_code_cell(GATES, id="asks")
    ours = {"role": "question", "id": "gates", "title": "Gates", "needs": ["imports"]}
    asks.metadata.update(nbgrader=marks("gates"), gatescope={"exercise": ours})
    # What its author has entered in trying it.
    asks.metadata.gatescope["answers"] = entered(which=0, many=2, where=2, trace=TABLE)
    marking = nbformat.v4.new_code_cell(test, id="marks")
    marking.metadata.update(
        nbgrader=marks("gates-test", grade=True, points=POINTS),
        gatescope={"exercise": {"role": "test", "id": "gates"}},
    )
    kernel = {"name": "gatescope", "display_name": "gatescope", "language": "typescript"}
    return nbformat.v4.new_notebook(cells=[imports, asks, marking], metadata={"kernelspec": kernel})


def entered(**givens: Any) -> dict[str, Any]:
    """As the view keeps answers in the metadata of its notebook cell."""
    answers = {
        id_: {"given": given, "tries": 1, "first": None, "right": None}
        for id_, given in givens.items()
    }
    return {"gates": {"answers": answers, "of": 4}}


def request(answers: dict[str, Any] | None, test: str = TEST, **more: Any) -> dict[str, Any]:
    """What the lab asks of the kernel for this notebook."""
    sheets = {
        key: {id_: each["given"] for id_, each in sheet["answers"].items()}
        for key, sheet in (answers or {}).items()
    }
    return {
        "exercise": "gates",
        "cells": [
            {"id": "imports", "source": IMPORTS, "role": "needs"},
            {"id": "asks", "source": GATES, "role": "needs"},
            {"id": "marks", "source": test, "role": "test", "points": POINTS, **more},
        ],
        "metadata": None,
        "answered": sheets,
    }


def points(checker: Checker, answers: dict[str, Any] | None, test: str = TEST) -> float:
    return float(checker.check(request(answers, test))["points"])


@pytest.fixture(scope="module")
def places(checker: Checker) -> dict[str, int]:
    """The place of each sentence among the mixed ones."""
    found = {}
    for text in ("forget", "input", "output", "reset"):
        test = TEST.replace("['forget', 'reset']", f"'{text}'")
        right = [at for at in range(4) if points(checker, entered(which=at), test) == 1]
        assert len(right) == 1
        found[text] = right[0]
    assert sorted(found.values()) == [0, 1, 2, 3]
    return found


def test_the_questions_of_the_page_for_teachers_are_marked_by_its_test(checker: Checker) -> None:
    page = (ROOT / "docs" / "teaching.md").read_text("utf-8")
    [asks] = re.findall(r"```ts\n(const asked = questions\(.*?)```", page, re.S)
    [test] = re.findall(r"```ts\n(check\.answers\(asked\);.*?)```", page, re.S)
    asked = request(None, test, points=2)
    asked["cells"][1]["source"] = asks

    def points_of(which: int, half: float) -> float:
        answered = {"gates": {"which": which, "half": half}}
        return float(checker.check({**asked, "answered": answered})["points"])

    assert sorted(points_of(which, 0.25) for which in range(3)) == [1, 1, 2]
    assert sorted(points_of(which, 0.5) for which in range(3)) == [0, 0, 1]


@dataclass(frozen=True)
class Sheet:
    """What a student has entered, and what it earns."""

    name: str
    points: float
    answers: Callable[[dict[str, int]], dict[str, Any] | None]
    #: What else was done to the notebook.
    change: Callable[[Any], None] = lambda notebook: None


def right(places: dict[str, int], **more: Any) -> dict[str, Any]:
    return entered(**{"which": places["forget"], "many": 2, "where": 2, "trace": TABLE, **more})


def drop(id_: str) -> Callable[[Any], None]:
    def change(notebook: Any) -> None:
        notebook.cells = [cell for cell in notebook.cells if cell.id != id_]

    return change


def edit(old: str, new: str) -> Callable[[Any], None]:
    def change(notebook: Any) -> None:
        for cell in notebook.cells:
            cell.source = cell.source.replace(old, new)

    return change


def copied(notebook: Any) -> None:
    """The cell of the questions in a copy, in which the answers stand; the first one is empty."""
    first = notebook.cells[1]
    again = copy.deepcopy(first)
    again.id = "another"
    first.metadata.gatescope.pop("answers", None)
    notebook.cells.append(again)


def in_another_cell(notebook: Any) -> None:
    copied(notebook)
    notebook.cells[-1].metadata.pop("nbgrader", None)
    notebook.cells[-1].metadata.gatescope.pop("exercise", None)
    drop("asks")(notebook)


DEEP: Any = 1
for _ in range(200):
    DEEP = [DEEP]

SHEETS = (
    Sheet("right", 4, right),
    Sheet("another right choice", 4, lambda p: right(p, which=p["reset"])),
    Sheet("a wrong choice", 3, lambda p: right(p, which=p["input"])),
    Sheet("a wrong number", 3, lambda p: right(p, many=3)),
    Sheet("a wrong place", 3, lambda p: right(p, where=1)),
    Sheet("a wrong entry", 3, lambda p: right(p, trace=[[2, 2], [0, 1], [-1, 0.5]])),
    Sheet("two decimals", 4, lambda p: right(p, trace=[[2, 2], [0, 1.01], [-1, -0.51]])),
    Sheet("two of four", 2, lambda p: entered(which=p["forget"], many=2)),
    Sheet("one of four", 1, lambda p: entered(where=2)),
    Sheet("nothing", 0, lambda p: None),
    Sheet("all wrong", 0, lambda p: entered(which=p["input"], many=9, where=0, trace=[])),
    Sheet("the given rows are changed", 4, lambda p: right(p, trace=[[9, 9], *TABLE[1:]])),
    # What no view would write.
    Sheet(
        "forged verdicts",
        0,
        lambda p: {
            "gates": {
                "answers": {
                    "which": {"given": p["input"], "first": True, "right": True, "tries": 1}
                }
            }
        },
    ),
    Sheet("a sheet that says key", 0, lambda p: "key"),  # type: ignore[arg-type, return-value]
    Sheet("words for places", 0, lambda p: entered(which="forget", many="2", where="2", trace="x")),
    Sheet("every place at once", 0, lambda p: entered(which=[0, 1, 2, 3], where=[0, 1, 2])),
    Sheet("places that are not there", 0, lambda p: entered(which=-1, where=99, many=-2)),
    Sheet(
        "numbers that JSON does not know",
        1,
        lambda p: right(
            p, many=float("nan"), where=float("inf"), trace=[[0, 0], [float("nan")] * 2, [1, 1]]
        ),
    ),
    Sheet("a whole number of a thousand digits", 3, lambda p: right(p, many=10**1000)),
    Sheet("true for two", 3, lambda p: right(p, many=True)),
    Sheet("depth", 3, lambda p: right(p, many=DEEP)),
    Sheet("a long table", 3, lambda p: right(p, trace=[[0.25] * 12] * 5000)),
    Sheet(
        "names of JavaScript",
        0,
        lambda p: {
            "gates": {
                "answers": {
                    "__proto__": {"given": 2},
                    "constructor": {"given": 2},
                    "toString": {"given": 2},
                }
            }
        },
    ),
    Sheet("another key", 0, lambda p: {"other": right(p)["gates"]}),
    # What is done to the notebook.
    Sheet("the test is gone", 4, right, drop("marks")),
    Sheet("the questions are gone", 0, right, drop("asks")),
    Sheet("in a copy", 4, right, copied),
    Sheet("in a cell of one's own", 4, right, in_another_cell),
    Sheet("a key is written in", 0, lambda p: None, edit("check.answers(asked)", "4")),
    Sheet(
        "the sentences are put in another order",
        4,
        right,
        edit("'forget', 'input'", "'input', 'forget'"),
    ),
    Sheet(
        "the questions are easier",
        3,
        lambda p: right(p, many=3),
        edit("number: {}", "choice: ['3']"),
    ),
    Sheet(
        "toBundle of one's own",
        0,
        lambda p: entered(which=p["input"]),
        edit(
            "show(asked);",
            "asked.toBundle = () => ({ kind: 'questions', purpose: 'marked', items: [] });",
        ),
    ),
)


def handed_in(sheet: Sheet, places: dict[str, int]) -> Any:
    notebook = assignment("check.answers(asked);")
    ours = notebook.cells[1].metadata.gatescope
    ours.pop("answers")
    answers = sheet.answers(places)
    if answers is not None:
        ours["answers"] = answers
    sheet.change(notebook)
    return notebook


def student_of(sheet: Sheet) -> str:
    return sheet.name.replace(" ", "-").replace("'", "")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, places: dict[str, int]) -> Path:
    folder = tmp_path_factory.mktemp("course")
    make_course(folder, lessons=False)
    source = folder / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(assignment(), source)
    for sheet in SHEETS:
        file = folder / "submitted" / student_of(sheet) / NAME / f"{NAME}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(handed_in(sheet, places)), "utf-8")
    return folder


@pytest.fixture(scope="module")
def marks(course: Path) -> dict[str, Any]:
    results = mark_class(
        course / "source" / NAME,
        course / "submitted",
        course / "marks",
        limits=Limits(20, 512),
        jobs=2,
    )
    return {result["student"]: result for result in results}


def test_a_teachers_questions_are_in_order(course: Path) -> None:
    assert validate(course / "source" / NAME, Limits(60, 1024)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_each_sheet_earns_its_points(marks: dict[str, Any], sheet: Sheet) -> None:
    result = marks[student_of(sheet)]
    assert result["points"] == pytest.approx(sheet.points), result
    assert result["maxPoints"] == POINTS


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_check_gives_the_same_where_it_has_the_key(
    checker: Checker, places: dict[str, int], sheet: Sheet
) -> None:
    notebook = handed_in(sheet, places)
    if any(
        cell.source != own.source for cell, own in zip(notebook.cells, assignment(TEST).cells[:2])
    ):
        pytest.skip("Check takes the questions as they stand in the notebook")
    found = answered_in(json.loads(json.dumps(notebook))["cells"])
    sheets = {
        key: {"answers": {id_: {"given": given} for id_, given in answers.items()}}
        for key, answers in found.items()
    }
    if sheet.name == "the questions are gone":
        sheets = {}
    assert points(checker, sheets) == pytest.approx(sheet.points)


def test_what_students_have_of_the_test_promises_nothing(
    checker: Checker, places: dict[str, int]
) -> None:
    given = "check.answers(asked);"
    report = checker.check(request(right(places), given, isMarkedLater=True))
    assert (report["status"], report["points"], report["maxPoints"]) == ("passed", 0, POINTS)
    assert "decided when it is marked" in report["details"][-1]
    report = checker.check(request(entered(many=2), given, isMarkedLater=True))
    assert report["points"] == 0
    assert report["message"].startswith("Not answered yet: “Which gate keeps?”")


def nbgrader(course: Path, *words: str) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(course), "PATH": path},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def graded(course: Path, marks: dict[str, Any]) -> Path:
    nbgrader(course, "generate_assignment", NAME)
    nbgrader(course, "autograde", NAME)
    return course


def test_the_key_is_not_given_out(graded: Path) -> None:
    text = (graded / "release" / NAME / f"{NAME}.ipynb").read_text("utf-8")
    notebook = json.loads(text)
    assert "reset']," not in text.split("choice:")[0] and "HIDDEN" not in text
    assert "-0.5" not in text and '"answers"' not in text
    tests = notebook["cells"][2]
    assert tests["source"] in ("check.answers(asked);", ["check.answers(asked);"])
    assert tests["metadata"]["gatescope"]["exercise"]["hidden"] is True
    assert is_untouched(notebook)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nbgrader_gives_the_same(
    graded: Path, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    monkeypatch.setenv("PATH", path)
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as book:
        [grade] = book.find_submission_notebook(NAME, NAME, student_of(sheet)).grades
        assert grade.score == pytest.approx(sheet.points)


def test_feedback_says_what_is_right_and_not_how(graded: Path) -> None:
    said = nbgrader(graded, "generate_feedback", NAME, "--student", "a-wrong-choice")
    assert "Converting notebook" in said and "WARNING" not in said
    page = (graded / "feedback" / "a-wrong-choice" / NAME / f"{NAME}.html").read_text("utf-8")
    assert "3 of 4 right. Not right: “Which gate keeps?” (answered “input”)." in page
    assert "HIDDEN" not in page and "-0.5]" not in page


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("{ which: 'forgot', many: 2, where: 2, trace: [[0, 1], [-1, -0.5]] }", "one of '"),
        (
            "{ which: 'forget', many: '2', where: 2, trace: [[0, 1], [-1, -0.5]] }",
            "must be a number",
        ),
        ("{ which: 'forget', many: 2, where: 3, trace: [[0, 1], [-1, -0.5]] }", "from 0 to 2"),
        ("{ which: 'forget', many: 2, where: 2, trace: [[0, 1]] }", "2 rows of 2 numbers"),
        ("{ which: 'forget', many: 2, where: 2 }", "got none for trace"),
    ],
)
def test_a_key_that_does_not_fit_is_found_before_it_goes_out(
    tmp_path: Path, key: str, said: str
) -> None:
    file = tmp_path / "quiz.ipynb"
    nbformat.write(assignment(TEST.replace(KEY, key).replace(" as any", "")), file)
    faults = validate(file, Limits(60, 1024))
    assert any(said in fault for fault in faults), faults
