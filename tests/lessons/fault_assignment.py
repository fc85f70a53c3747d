"""A small assignment, and how a submission of it may differ from a right one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

NAME = "ps1"
IMPORTS = (
    "import { check, add, matmul, rnn, tanh, type RnnStep } from 'gatescope';\nconst base = 2;"
)
DOUBLE = "function double(x: number): number {\n  /// BEGIN SOLUTION\n  return x * base;\n  /// END SOLUTION\n}"
SCALE = (
    "function scaled(values: number[][], by: number): number[][] {\n  /// BEGIN SOLUTION\n"
    "  return values.map(row => row.map(value => value * by));\n  /// END SOLUTION\n}"
)
STEP = (
    "const step: RnnStep = ({ x, h }, { W, U, b }) => {\n  /// BEGIN SOLUTION\n"
    "  return { h: tanh(add(matmul(x, W), matmul(h, U), b)) };\n  /// END SOLUTION\n};"
)
DOUBLE_TEST = (
    "check.close('double(3)', double(3), 6);\n/// BEGIN HIDDEN TESTS\n"
    "check.close('double(500000)', double(500000), 1000000);\n/// END HIDDEN TESTS"
)
SCALE_TEST = (
    "const rows = [[1, 2, 3], [4, 5, 6]];\n"
    "check.close('the rows', scaled(rows, 10), [[10, 20, 30], [40, 50, 60]]);"
)
PARTIAL_TEST = (
    "let credit = 0;\nif (double(2) === 4) {\n  credit += 0.5;\n}\n"
    "if (double(-1) === -2) {\n  credit += 0.5;\n}\ncredit"
)
#: A wrong answer that the teacher has named; no student is to find it in the notebook.
MISTAKE = {
    "answer": "return { h: tanh(add(matmul(x, W), matmul(h, U))) };",
    "message": "leaves out the bias b",
}
STEP_TEST = "check.step(step, 'rnn')"
TESTS = {"double-test": 2, "partial": 1, "scaled-test": 3, "step-test": 3}
ALL = (2, 1, 3, 3)


def _marks(id_: str, *, points: float | None = None) -> dict[str, Any]:
    test = points is not None
    return {
        "schema_version": 3,
        "grade_id": id_,
        "grade": test,
        "solution": not test,
        "locked": test,
        "task": False,
        **({"points": points} if test else {}),
    }


def _cell(id_: str, source: str, ours: dict[str, Any] | None = None, **marks: Any) -> Any:
    cell = nbformat.v4.new_code_cell(source, id=id_)
    if marks:
        cell.metadata.nbgrader = _marks(id_, points=marks.get("points"))
    if ours:
        cell.metadata.gatescope = {"exercise": ours}
    return cell


def assignment() -> Any:
    """The teacher's notebook."""

    def answer(id_: str, source: str, **more: Any) -> Any:
        ours = {
            "role": "answer",
            "id": id_,
            "title": id_,
            "needs": ["imports"],
            "hints": [],
            **more,
        }
        return _cell(id_, source, ours, answer=True)

    def test(id_: str, of: str, source: str) -> Any:
        return _cell(id_, source, {"role": "test", "id": of}, points=TESTS[id_])

    cells = [
        nbformat.v4.new_markdown_cell("# Problems", id="title"),
        _cell("imports", IMPORTS),
        answer("double", DOUBLE),
        test("double-test", "double", DOUBLE_TEST),
        test("partial", "double", PARTIAL_TEST),
        answer("scaled", SCALE),
        test("scaled-test", "scaled", SCALE_TEST),
        answer("step", STEP, mistakes=[MISTAKE]),
        test("step-test", "step", STEP_TEST),
    ]
    kernel = {
        "name": "gatescope",
        "display_name": "TypeScript (gatescope)",
        "language": "typescript",
    }
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


SOLUTIONS = {"double": DOUBLE, "scaled": SCALE, "step": STEP}


def cell_of(notebook: Any, id_: str) -> Any:
    return next(cell for cell in notebook.cells if cell.id == id_)


Change = Callable[[Any], None]


#: Where a case is tried: in the process of its tests, the cheapest, and right wherever the question is which
#: text is the answer and what its values are worth; in a thread, for what may spoil the realm that it
#: runs in; by the command and behind the wall, for what ends, waits, fills memory or reaches out. Nothing
#: of the last may be tried elsewhere: it would do as it says.
TOGETHER, THREAD, WALL = "one process", "a thread", "the command"


@dataclass(frozen=True)
class Case:
    """What a student did to a right notebook, and the marks that it still earns."""

    name: str
    change: Change
    marks: tuple[float, ...] = ALL
    #: Written in place of the notebook.
    text: bytes | None = None
    #: What the list of odd submissions says of it.
    odd: str = ""
    #: Whether whoever asks `double` waits for the limit.
    endless: bool = False
    place: str = TOGETHER
    #: Answers that are not yet written.
    unwritten: tuple[str, ...] = ()
    #: What the student does to the files, given the notebook's and the teacher's.
    files: Callable[[Path, Path], None] | None = None


def answers(
    name: str,
    marks: tuple[float, ...] = ALL,
    *,
    endless: bool = False,
    place: str = TOGETHER,
    **sources: str,
) -> Case:
    def change(notebook: Any) -> None:
        for id_, source in sources.items():
            cell_of(notebook, id_).source = source

    return Case(name, change, marks, endless=endless, place=place)


def body(code: str, kind: str = "number") -> str:
    return f"function double(x: number): {kind} {{\n  {code}\n}}"


RIGHT = body("return x * base;")
NO_DOUBLE = (0, 0, 3, 3)
