"""What a teacher's notebook asks, and what a student's notebook answers.

A submission is a stranger's file: cells may be missing, copied, moved, turned into text, given
other points. Only the text of the student's answers is taken from it; everything else is the
teacher's.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Cell = dict[str, Any]

#: A notebook as large as this is not read.
LARGEST = 256 << 20
SOLUTION = re.compile(r"BEGIN SOLUTION(.*?)END SOLUTION[^\n]*", re.S)
STUB = "This part is not written yet."
DECLARED = re.compile(
    r"^(?:export\s+)?(?:async\s+)?(?:function\*?|const|let|var|class|enum|interface|type)\s+"
    r"([\w$]+)",
    re.M,
)
IMPORTED = re.compile(r"^import\s+(?:type\s+)?\{([^{}]*)\}\s*from\s*['\"]gatescope['\"]", re.M)
WORD = re.compile(r"[\w$]+")


class NotebookError(Exception):
    """A notebook cannot be read or marked; the message says which, where and why."""


@dataclass(frozen=True)
class Test:
    """A cell of tests: `id` is nbgrader's grade_id."""

    id: str
    source: str
    points: float


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

    @property
    def points(self) -> float:
        return sum(test.points for test in self.tests)


@dataclass
class Answer:
    """What a submission answers to one exercise."""

    source: str
    #: Cells of the student's own that the answer uses.
    extras: list[str] = field(default_factory=list)
    #: What was odd, and what was done about it.
    odd: list[str] = field(default_factory=list)


def read_notebook(path: Path) -> Cell:
    """The notebook as plain data, raising NotebookError that names what is wrong with the file."""
    try:
        require_readable(path.stat().st_size, path.name)
        text = path.read_bytes()
    except OSError as error:
        raise NotebookError(f"{path.name}: no notebook ({error})") from None
    return parse_notebook(text, path.name)


def require_readable(size: int, name: str) -> None:
    """Raise NotebookError for a file of more bytes than are read."""
    if size > LARGEST:
        raise NotebookError(f"{name}: {size >> 20} MB; at most {LARGEST >> 20} are read")


def parse_notebook(text: bytes, name: str) -> Cell:
    """The notebook that a file holds, raising NotebookError when it is none."""
    try:
        notebook = json.loads(text.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError) as error:
        raise NotebookError(f"{name}: no notebook ({error})") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise NotebookError(f"{name}: a notebook of version 4 has a list of cells")
    notebook["cells"] = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    return notebook


def source_of(cell: Cell) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _metadata(cell: Cell, key: str) -> dict[str, Any]:
    metadata = cell.get("metadata")
    value = metadata.get(key) if isinstance(metadata, dict) else None
    return value if isinstance(value, dict) else {}


def grade_id(cell: Cell) -> str:
    return str(_metadata(cell, "nbgrader").get("grade_id", ""))


def is_test(cell: Cell) -> bool:
    marks = _metadata(cell, "nbgrader")
    return bool(marks.get("grade")) and not marks.get("solution")


def is_answer(cell: Cell) -> bool:
    return bool(_metadata(cell, "nbgrader").get("solution"))


def _exercise(cell: Cell) -> dict[str, Any]:
    value = _metadata(cell, "gatescope").get("exercise")
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
        if not (is_answer(cell) or is_test(cell)):
            continue
        if not id_ or id_ in seen:
            raise NotebookError(f"{name}: the grade_id {id_!r} of a notebook cell is not unique")
        seen.add(id_)
        if is_answer(cell):
            if _metadata(cell, "nbgrader").get("grade"):
                continue  # marked by hand
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
            if last in found:
                raise NotebookError(f"{name}: two exercises have the id {last!r}")
            found[last] = {
                "title": str(ours.get("title", last)),
                "answer": id_,
                "solution": source_of(cell),
                "needs": tuple(given),
                "tests": [],
                "mistakes": _mistakes(ours.get("mistakes", []), f"{name}: {last!r}"),
            }
        else:
            owner = str(ours.get("id", last))
            points = _metadata(cell, "nbgrader").get("points")
            # JSON as Python reads it knows NaN and Infinity.
            if (
                not isinstance(points, (int, float))
                or isinstance(points, bool)
                or not 0 <= points < math.inf
            ):
                raise NotebookError(
                    f"{name}: the points of {id_!r} are {points!r}, no number from 0"
                )
            if owner not in found:
                raise NotebookError(f"{name}: the test {id_!r} has no answer above it")
            found[owner]["tests"].append(Test(id_, source_of(cell), points))
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


def stubbed(solution: str) -> str:
    """The answer as it is given out, with blanks taken out, to compare with."""
    return re.sub(r"\s+", "", SOLUTION.sub("", solution).replace("///", ""))


def is_untouched(source: str) -> bool:
    return not source.strip() or STUB in source


def find_answer(submission: Cell, exercise: Exercise, teachers: Cell) -> Answer:
    """The student's answer to an exercise, wherever it stands, and what it uses of their own cells."""
    odd: list[str] = []
    cells: list[Cell] = submission["cells"]
    given = {grade_id(cell) for cell in teachers["cells"]} - {""}
    known = {str(cell.get("id")): source_of(cell) for cell in teachers["cells"]}
    mine = [cell for cell in cells if grade_id(cell) == exercise.answer]
    if not mine:
        mine = [
            cell
            for cell in cells
            if _exercise(cell).get("id") == exercise.id and _exercise(cell).get("role") == "answer"
        ] or [cell for cell in cells if str(cell.get("id")) == exercise.answer]
        odd.append(
            "its answer lost its grade_id and was found by its id" if mine else "its answer is gone"
        )
    written = [cell for cell in mine if not is_untouched(source_of(cell))]
    if len(mine) > 1:
        odd.append(f"its answer is there {len(mine)} times; the last one that is written counts")
    chosen = (written or mine or [None])[-1]
    source = "" if chosen is None else _as_code(chosen, odd)

    taken_from = {id(cell) for cell in mine}
    own = [
        _as_code(cell, [])
        for cell in cells
        if cell.get("cell_type") == "code"
        and grade_id(cell) not in given
        and id(cell) not in taken_from
        and known.get(str(cell.get("id"))) != source_of(cell)
    ]
    needs = "\n".join(text for _, text in exercise.needs)
    taken = set(DECLARED.findall(needs)) | _imports(needs)
    asked = set(DECLARED.findall(exercise.solution)) - taken
    if is_untouched(source) or not asked & set(DECLARED.findall(source)):
        elsewhere = [text for text in own if asked & set(DECLARED.findall(text))]
        if elsewhere:
            odd.append(
                "its answer stands in a notebook cell of the student's own, and was taken there"
            )
            source = elsewhere[-1] if is_untouched(source) else f"{elsewhere[-1]}\n{source}"
            own = [text for text in own if text is not elsewhere[-1]]
    extras: list[str] = []
    used = set(WORD.findall(source))
    for text in reversed(own):
        declared = set(DECLARED.findall(text)) - taken
        if declared & used and not declared & asked:
            extras.insert(0, text)
            used |= set(WORD.findall(text))
    wanted = sorted(
        {name for cell in cells for name in _imports(source_of(cell))}
        & used
        - taken
        - {
            name
            for text in (source, *extras)
            for name in (*DECLARED.findall(text), *_imports(text))
        }
    )
    if wanted:
        extras.insert(0, f"import {{ {', '.join(wanted)} }} from 'gatescope';")
    return Answer(source, extras, odd)


def _imports(source: str) -> set[str]:
    names = (part.strip() for found in IMPORTED.findall(source) for part in found.split(","))
    return {name for name in names if re.fullmatch(r"[\w$]+", name)}


def _as_code(cell: Cell, odd: list[str]) -> str:
    source = source_of(cell)
    if cell.get("cell_type") != "code":
        odd.append("its answer was turned into text, and was read as code")
        fenced = re.search(r"```\w*\n(.*?)```", source, re.S)
        source = fenced[1] if fenced else source
    return source


def job_of(exercise: Exercise, answer: Answer, student: str | None = None) -> dict[str, Any]:
    """What the judge is given; what is drawn for a student is drawn for this one."""
    return {
        "exercise": exercise.id,
        **({"student": student} if student else {}),
        "needs": [{"id": id_, "source": source} for id_, source in exercise.needs],
        "solution": exercise.solution,
        "extras": answer.extras,
        "answer": answer.source,
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
        elif _metadata(copies[0], "nbgrader").get("points") != _metadata(cell, "nbgrader").get(
            "points"
        ):
            odd.append(f"the points of the test {id_} were changed; the teacher's count")
    kernel = _metadata(submission, "kernelspec").get("name", "gatescope")
    if kernel != "gatescope":
        odd.append(f"the notebook asks for the kernel {str(kernel)[:40]!r}; gatescope was used")
    return odd
