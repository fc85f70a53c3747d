"""Check and marking agree on notebooks drawn at random: answers × places × spellings.

A run draws a few; GATESCOPE_DRAWN=500 draws 500, and GATESCOPE_SEED=7 those of seed 7.
"""

from __future__ import annotations

import copy
import json
import os
import random
from typing import Any

import pytest
from fault_assignment import NAME, assignment, body, cell_of
from fault_cases import given_cells
from fault_checks import check_requests
from fault_places import CALLED, HELPERS, IMPORTS, STUB, TWICE, new_cell
from lesson_kernel import Checker

from gatescope.grading.exercises import read_exercises
from gatescope.grading.judge import Judge, given_files
from gatescope.grading.limits import ANSWER
from gatescope.grading.mark import mark_exercise

DRAWN = int(os.environ.get("GATESCOPE_DRAWN", "8"))
SEED = int(os.environ.get("GATESCOPE_SEED", "28"))
POINTS = 3

#: An expression of the double of x, with the text that must stand in the notebook, and where it may.
USES = (
    ("x * base", "", ()),
    ("twice(x)", TWICE, ("above", "below", "other answer", "given", "answer")),
    # What throws below the helper would, in the answer's own cell, end that.
    *(
        ("twice(x)", text, ("above", "below", *(() if "throw" in text else ("answer",))))
        for text in HELPERS.values()
    ),
    *((call, text, ("above", "below")) for text, call in CALLED.values()),
    *((call, text, ("given", "above", "top")) for text, call in IMPORTS.values()),
)
#: What may stand in a cell of its own, with the value in the next.
DECLARED = "let double: (x: number) => number;\n"
#: How a function is written around an expression.
SPELLINGS = (
    lambda what: body(f"return {what};"),
    lambda what: f"const double = (x: number): number => {what};",
    lambda what: (
        f"const unit = 1, double = function (x: number): number {{ return unit * ({what}); }};"
    ),
    lambda what: f"    /* mine */ const double = (x: number): number => {what};",
    lambda what: (
        f"export function double(x: number): number {{\n  const y = {what};\n  return y;\n}}"
    ),
    lambda what: f"{DECLARED}double = x => {what};",
    lambda what: (
        f"class Mine {{ double(x: number) {{ return {what}; }} }}\nconst {{ double }} = new Mine();"
    ),
    lambda what: body(f"// {STUB.splitlines()[-2].strip()}\n  return {what};"),
)
WRONG = ("x * 3", "x", "NaN", "x + base")
PLACES = ("own cell", "new cell", "emptied", "copy below", "copy above", "markdown", "moved")
#: Cells that must not count.
DECOYS = (STUB, "1", "", "// nothing", "function double(x {", "double(3);", "const unused = 1;")


def drawn(pick: random.Random) -> tuple[Any, bool]:
    """A notebook, and whether its answer is right."""
    notebook = assignment()
    cell_of(notebook, "double").source = STUB
    what, helper, wheres = pick.choice(USES)
    is_right = pick.random() < 0.75
    # A wrong answer uses its helper, too.
    text = pick.choice(SPELLINGS)(what if is_right else f"0 * ({what}) + {pick.choice(WRONG)}")
    where = pick.choice(wheres) if helper else ""
    if where in ("answer", "top"):
        text = f"{helper}\n{text}"
    answer = _placed(notebook, text, pick)
    if where in ("above", "below"):
        at = notebook.cells.index(answer) + (where == "below")
        notebook.cells.insert(at, new_cell(helper, "helper"))
    elif where == "given":
        given = cell_of(notebook, "imports")
        given.source = (
            f"{helper}\n{given.source}" if "import" in helper else f"{given.source}\n{helper}"
        )
    elif where == "other answer":
        cell_of(notebook, "scaled").source += f"\n{helper}"
    for number in range(pick.randrange(3)):
        # Between what is declared and its value, a stub would make a notebook that does not run.
        decoys = DECOYS[1:] if cell_of(notebook, "double").source == DECLARED else DECOYS
        decoy = new_cell(pick.choice(decoys), f"decoy-{number}")
        # A copy of the answer's cell, as the lab makes one, or a cell of the student's own.
        if pick.random() < 0.4:
            decoy.metadata = copy.deepcopy(cell_of(notebook, "double").metadata)
        notebook.cells.insert(pick.randrange(2, len(notebook.cells) + 1), decoy)
    return notebook, is_right


def _placed(notebook: Any, text: str, pick: random.Random) -> Any:
    cell = cell_of(notebook, "double")
    if DECLARED in text and pick.random() < 0.5:
        cell.source = DECLARED
        value = new_cell(text.replace(DECLARED, ""), "other")
        notebook.cells.insert(notebook.cells.index(cell) + 1, value)
        return value
    place = pick.choice(PLACES)
    if place in ("own cell", "markdown", "moved"):
        cell.source = text
    if place == "moved":
        notebook.cells.remove(cell)
        notebook.cells.insert(pick.randrange(2, len(notebook.cells) + 1), cell)
    if place == "markdown":
        cell.cell_type = "markdown"
    if place in ("new cell", "emptied", "copy below", "copy above"):
        other = new_cell(text, "other")
        if place.startswith("copy"):
            other.metadata = copy.deepcopy(cell.metadata)
        else:
            cell.source = "" if place == "emptied" else STUB
        notebook.cells.insert(notebook.cells.index(cell) + (place == "copy below"), other)
        return other
    return cell


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("drawn")
    (folder / "source").mkdir()
    with Judge(given_files(folder / "source", folder / "given"), ANSWER) as started:
        yield started


def test_check_and_marking_agree_on_every_notebook_drawn(checker: Checker, judge: Judge) -> None:
    teachers = json.loads(json.dumps(assignment()))
    exercise = next(each for each in read_exercises(teachers, NAME) if each.id == "double")
    notebooks = [drawn(random.Random(f"{SEED}-{number}")) for number in range(DRAWN)]
    requests = check_requests([one for one, _ in notebooks], given_cells(assignment()))
    reports = checker.check_each([each["double"] for each in requests], at_once=2)
    faults = []
    for number, ((notebook, is_right), report) in enumerate(zip(notebooks, reports)):
        mark, _ = mark_exercise(judge, exercise, json.loads(json.dumps(notebook)), teachers)
        said = report["points"], mark["points"]
        if said[0] != said[1] or (said[1] == POINTS) != is_right:
            cells = "\n---\n".join(cell.source for cell in notebook.cells)
            told = report["message"], mark["message"]
            faults.append(
                f"notebook {number} of seed {SEED}: {said}, right: {is_right}, {told}\n{cells}"
            )
    assert not faults, "\n\n".join(faults[:5])
