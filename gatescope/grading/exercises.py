"""What a teacher's notebook asks, and what a student's notebook answers.

A submission is a stranger's file: cells may be missing, copied, moved, turned into text, given
other points. Only the text of the student's answers is taken from it; everything else is the
teacher's.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from typing import Any, Literal

from gatescope.grading.answered import answered_in
from gatescope.grading.notebook_file import (
    Cell,
    NotebookError,
    cell_id,
    grade_id,
    metadata_of,
    source_of,
)

STUB = "This part is not written yet."


@dataclass(frozen=True)
class Test:
    """A cell of tests: `id` is nbgrader's grade_id; its metadata may say that it has hidden lines."""

    id: str
    source: str
    points: float
    says_hidden: bool = False


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that is often given, and what is to be said of it."""

    answer: str
    message: str


@dataclass(frozen=True)
class Exercise:
    """One answer and its tests, as the teacher's notebook has them."""

    id: str
    title: str
    #: grade_id of the answer.
    answer: str
    solution: str
    needs: tuple[tuple[str, str], ...]
    tests: tuple[Test, ...]
    mistakes: tuple[Mistake, ...] = ()
    #: It asks questions, which are answered in their view: `answer` names their cell.
    asks: bool = False

    @property
    def points(self) -> float:
        return sum(test.points for test in self.tests)


@dataclass
class Work:
    """What of a submission may belong to the answer of one exercise.

    Which cell counts, and what it uses of the others, the judge finds, by the parser of Check.
    """

    #: Each with its `source`, `type` and `role`, in the notebook's order.
    cells: list[dict[str, str]]
    #: What was odd, and what was done about it.
    odd: list[str] = field(default_factory=list)
    #: Of questions what was entered, by sheet and question; `key` tries the key itself.
    answered: dict[str, dict[str, Any]] | Literal["key"] | None = None


def answered(source: str) -> Work:
    """A submission that is nothing but this answer."""
    return Work([{"source": source, "type": "code", "role": "answer"}])


def is_test(cell: Cell) -> bool:
    marks = metadata_of(cell, "nbgrader")
    return bool(marks.get("grade")) and not marks.get("solution")


def is_answer(cell: Cell) -> bool:
    return bool(metadata_of(cell, "nbgrader").get("solution"))


def by_hand(notebook: Cell) -> list[str]:
    """Ids of the cells that a teacher marks by reading them."""
    return [grade_id(cell) for cell in notebook["cells"] if is_by_hand(cell)]


def is_by_hand(cell: Cell) -> bool:
    return is_answer(cell) and bool(metadata_of(cell, "nbgrader").get("grade"))


def asks(cell: Cell) -> bool:
    """Whether a cell asks questions that are marked."""
    return _exercise(cell).get("role") == "question" and not (is_answer(cell) or is_test(cell))


def _exercise(cell: Cell) -> dict[str, Any]:
    value = metadata_of(cell, "gatescope").get("exercise")
    return value if isinstance(value, dict) else {}


def read_exercises(notebook: Cell, name: str) -> list[Exercise]:
    """The exercises of a teacher's notebook that tests mark, in order.

    A test belongs to the exercise that its metadata names, else to the answer above it. Without
    `needs` an answer needs every notebook cell above it that is neither an answer nor a test.
    Raises NotebookError naming the cell.
    """
    cells = [cell for cell in notebook["cells"] if cell.get("cell_type") == "code"]
    seen: set[str] = set()
    found: dict[str, dict[str, Any]] = {}
    last: str | None = None
    for at, cell in enumerate(cells):
        id_ = grade_id(cell)
        ours = _exercise(cell)
        if not (is_answer(cell) or is_test(cell) or asks(cell)):
            continue
        if not id_ or id_ in seen:
            raise NotebookError(f"{name}: the grade_id {id_!r} of a notebook cell is not unique")
        seen.add(id_)
        if is_answer(cell) or asks(cell):
            if is_by_hand(cell):
                continue
            last = str(ours.get("id", id_))
            needs = ours.get("needs")
            if isinstance(needs, list):
                _require_needs(needs, cells, f"{name}: {last!r}")
            given = [
                (str(other.get("id", place)), source_of(other))
                for place, other in enumerate(cells)
                if (
                    str(other.get("id")) in needs
                    if isinstance(needs, list)
                    else place < at and not (is_answer(other) or is_test(other))
                )
                and other is not cell
            ]
            if asks(cell):
                # Its tests read the questions themselves.
                given.append((str(cell.get("id", at)), source_of(cell)))
            if last in found:
                raise NotebookError(f"{name}: two exercises have the id {last!r}")
            found[last] = {
                "title": str(ours.get("title", last)),
                "answer": id_,
                "solution": "" if asks(cell) else source_of(cell),
                "asks": asks(cell),
                "needs": tuple(given),
                "tests": [],
                "mistakes": _mistakes(ours.get("mistakes", []), f"{name}: {last!r}"),
            }
        else:
            owner = str(ours.get("id", last))
            points: Any = metadata_of(cell, "nbgrader").get("points")
            # JSON as Python reads it knows NaN and Infinity.
            if type(points) not in (int, float) or not 0 <= points < math.inf:
                raise NotebookError(
                    f"{name}: the points of {id_!r} are {points!r}, no number from 0"
                )
            if owner not in found:
                raise NotebookError(f"{name}: the test {id_!r} has no answer above it")
            found[owner]["tests"].append(
                Test(id_, source_of(cell), points, ours.get("hidden") is True)
            )
    return [
        Exercise(id_, **{**parts, "tests": tuple(parts["tests"])})
        for id_, parts in found.items()
        if parts["tests"]
    ]


def _require_needs(needs: list[Any], cells: list[Cell], where: str) -> None:
    """What an answer needs runs beside it: a test there could be read by the answer."""
    known = {str(cell.get("id")): cell for cell in cells}
    for need in needs:
        if not isinstance(need, str) or need not in known:
            raise NotebookError(f"{where} needs {need!r}, but no notebook cell of code has that id")
        if is_test(known[need]):
            raise NotebookError(f"{where} needs {need!r}, a test, which its answer could then read")


def _mistakes(given: object, where: str) -> tuple[Mistake, ...]:
    found = []
    for mistake in given if isinstance(given, list) else [given]:
        parts = mistake if isinstance(mistake, dict) else {}
        answer, message = parts.get("answer"), parts.get("message")
        if not (isinstance(answer, str) and isinstance(message, str) and answer and message):
            raise NotebookError(f"{where} names a wrong answer without an answer and a message")
        found.append(Mistake(answer, message))
    return tuple(found)


def is_untouched(submission: Cell) -> bool:
    """Whether a notebook's answers are all as they were given out; one without answers is, too.

    Where Check has judged an answer it was worked in, also when that was cleared since: Check says
    there that nothing is answered.
    """
    if metadata_of(submission, "gatescope").get("checked"):
        return False
    cells: list[Cell] = submission["cells"]
    answers = [source_of(cell) for cell in cells if is_answer(cell)]
    return all(not source.strip() or _has_stub(source) for source in answers) and not answered_in(
        [cell for cell in cells if asks(cell)]
    )


def _has_stub(source: str) -> bool:
    return STUB in source and any(
        STUB in line and not line.lstrip().startswith("//") for line in io.StringIO(source)
    )


def work_of(submission: Cell, exercise: Exercise, teachers: Cell) -> Work:
    """The cells of a submission by what they are for an exercise."""
    if exercise.asks:
        return _entered(submission, exercise, teachers)
    odd: list[str] = []
    cells: list[Cell] = submission["cells"]
    answers = {grade_id(cell) for cell in teachers["cells"] if is_answer(cell)} - {""}
    code = [cell for cell in teachers["cells"] if cell.get("cell_type") == "code"]
    tests = [cell for cell in code if is_test(cell)]
    given, texts = ({of(cell) for cell in code} for of in (cell_id, source_of))
    # As Check finds them: by the metadata of nbgrader or of ours, of which a copy may have lost one.
    mine = [
        cell
        for cell in cells
        if grade_id(cell) == exercise.answer
        or (
            _exercise(cell).get("id") == exercise.id
            and _exercise(cell).get("role") == "answer"
            and grade_id(cell) not in answers
        )
    ]
    if not any(grade_id(cell) == exercise.answer for cell in mine):
        mine = mine or [cell for cell in cells if cell_id(cell) == exercise.answer]
        odd.append(
            "its answer lost its grade_id and was found by its id"
            if mine
            else f"its answer is gone{_not_asked(cells, teachers)}"
        )
    is_mine = {id(cell) for cell in mine}

    def role(cell: Cell) -> str | None:
        name = cell_id(cell)
        if id(cell) in is_mine:
            return "answer"
        if cell.get("cell_type") != "code":
            return None
        if any(_is_copy(cell, test) for test in tests):
            return None
        # Without an id it is known by what is in it.
        was_given = name in given if name else source_of(cell) in texts
        is_given = was_given and grade_id(cell) not in answers
        return "given" if is_given and _exercise(cell).get("role") != "answer" else "own"

    return Work(
        [
            {
                "source": source_of(cell),
                "type": "code" if cell.get("cell_type") == "code" else "markdown",
                "role": what,
            }
            for cell in cells
            if (what := role(cell)) is not None
        ],
        odd,
    )


def _is_copy(cell: Cell, test: Cell) -> bool:
    """Whether a cell is this test; one that was copied and written over is the student's own."""
    name = cell_id(cell)
    in_place = name != "" and name == cell_id(test)
    if grade_id(cell) == "":
        return in_place
    if grade_id(cell) != grade_id(test):
        return False
    lines = {line.rstrip("\r\n") for line in io.StringIO(source_of(test))}
    # A line after the other: of millions the first that is another one decides.
    return in_place or all(line.rstrip("\r\n") in lines for line in io.StringIO(source_of(cell)))


def _not_asked(cells: list[Cell], teachers: Cell) -> str:
    """What is answered instead: an exercise has been renamed since, or another assignment was handed in."""
    given = {grade_id(cell) for cell in teachers["cells"]}
    there = {grade_id(cell): None for cell in cells if is_answer(cell) or asks(cell)}
    names = [repr(name[:40]) for name in there if name not in given]
    return f"; what is there and not asked: {', '.join(names[:5])}" if names else ""


def _entered(submission: Cell, exercise: Exercise, teachers: Cell) -> Work:
    """What was entered in the cell of the questions; in any, where that is gone."""
    cells: list[Cell] = submission["cells"]
    mine = [
        cell
        for cell in cells
        if exercise.answer in (grade_id(cell), cell_id(cell))
        or (asks(cell) and _exercise(cell).get("id") == exercise.id)
    ]
    odd = [] if mine else [f"the cell of its questions is gone{_not_asked(cells, teachers)}"]
    return Work([], odd, answered=answered_in(mine or cells))


def job_of(
    exercise: Exercise, work: Work, student: str | None = None, seed: int = 0
) -> dict[str, Any]:
    """What the judge is given; what is drawn, is drawn for this student from this seed."""
    return {
        "exercise": exercise.id,
        **({"student": student} if student else {}),
        "seed": seed,
        "needs": [{"id": id_, "source": source} for id_, source in exercise.needs],
        "solution": exercise.solution,
        "cells": work.cells,
        **({} if work.answered is None else {"answered": work.answered}),
        "tests": [
            {"id": test.id, "source": test.source, "points": test.points} for test in exercise.tests
        ],
    }


def altered(submission: Cell, teachers: Cell) -> list[str]:
    """What of the teacher's cells is not as it was given out. Nothing of it counts."""
    theirs = {grade_id(cell): cell for cell in teachers["cells"] if is_test(cell)}
    odd: list[str] = []
    for id_, cell in theirs.items():
        copies = [other for other in submission["cells"] if grade_id(other) == id_]
        if not copies:
            odd.append(f"the test {id_} is gone; the teacher's was used")
        elif len(copies) > 1:
            odd.append(f"the test {id_} is there {len(copies)} times; the teacher's was used once")
        elif copies[0].get("cell_type") != "code":
            odd.append(f"the test {id_} was turned into text; the teacher's was used")
        elif metadata_of(copies[0], "nbgrader").get("points") != metadata_of(cell, "nbgrader").get(
            "points"
        ):
            odd.append(f"the points of the test {id_} were changed; the teacher's count")
    kernel = metadata_of(submission, "kernelspec").get("name", "gatescope")
    if kernel != "gatescope":
        odd.append(f"the notebook asks for the kernel {str(kernel)[:40]!r}; gatescope was used")
    return odd
