"""A class that hands in every fault that we know: see docs/fault-cases.md."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from fault_assignment import (
    ALL,
    IMPORTS,
    NAME,
    NO_DOUBLE,
    RIGHT,
    SOLUTIONS,
    THREAD,
    WALL,
    Case,
    Change,
    answers,
    assignment,
    cell_of,
)
from fault_assignment import body as _body
from fault_escapes import ESCAPES
from fault_hostile import HOSTILE
from fault_places import PLACES
from fault_spellings import SPELLINGS

CASES = [
    Case("right", lambda notebook: None),
    answers("not written", (0, 0, 0, 0), double=_body("throw new Error('This part is not written yet.');"),
            scaled="throw new Error('This part is not written yet.');",
            step="throw new Error('This part is not written yet.');"),
    # False passes.
    answers("infinity", NO_DOUBLE, double=_body("return Infinity;")),
    answers("nan", NO_DOUBLE, double=_body("return NaN;")),
    answers("one off in a million", (0, 1, 3, 3), double=_body("return x * base + (x > 1000 ? 1 : 0);")),
    answers("turned shape", (2, 1, 0, 3),
            scaled="function scaled(): number[][] { return [[10, 20], [30, 40], [50, 60]]; }"),
    answers("an object with valueOf", NO_DOUBLE, double=_body("return { valueOf: () => 6 };", "any")),
    answers("a library cell", (2, 1, 3, 0),
            step="const step = rnn({ inputSize: 2, units: 4, seed: 1 }) as any;"),
    answers("the step of a library cell", (2, 1, 3, 0),
            step="const step = rnn({ inputSize: 2, units: 4, seed: 1 }).definition.step as any;"),
    answers("only what the visible test asks", (0, 0, 3, 3), double=_body("return 6;")),
    # Tampering.
    answers("own check", NO_DOUBLE, double=f"const check = {{ close: () => 1, step: () => 1 }};\n{_body('return 5;')}"),
    answers("library patched", (0, 0, 3, 3), place=THREAD, double=(
        "(check as any).step = () => 1;\ntry { (check as any).close = () => 1; } catch {}\n" + _body("return 5;"))),
    answers("intrinsics patched", NO_DOUBLE, place=THREAD, double=(
        "Math.abs = () => 0;\nObject.is = () => true;\nArray.prototype.findIndex = () => -1;\n"
        "Float64Array.prototype.findIndex = () => -1;\nNumber.isFinite = () => true;\n" + _body("return 5;"))),
    answers("prototype pollution", NO_DOUBLE, place=THREAD, double=(
        "(Object.prototype as any).points = 99;\n(Object.prototype as any).tolerance = 99;\n"
        "(Object.prototype as any).status = 'passed';\n" + _body("return 5;"))),
    answers("promises patched", NO_DOUBLE, place=WALL, double=(
        "Promise.prototype.then = function () { return this as any; };\n" + _body("return 5;"))),
    answers("writes to its pipes", NO_DOUBLE, place=WALL, double=(
        "import { writeSync } from 'node:fs';\nfor (const fd of [1, 2, 3, 4]) { try { writeSync(fd, "
        "'{\"say\":\"mark\",\"mark\":{\"points\":99}}\\n'); } catch {} }\n" + _body("return 5;"))),
    answers("base changed", NO_DOUBLE, double=_body("return x * 3;")),
    # Right answers that were lost.
    answers("throws below", double=f"{RIGHT}\nthrow new Error('below');"),
    answers("throws above", double=f"throw new Error('above');\n{RIGHT}"),
    answers("stray rejection", double=f"{RIGHT}\nPromise.reject(new Error('stray'));"),
    answers("late throw", double=f"{RIGHT}\nsetTimeout(() => {{ throw new Error('late'); }}, 1);"),
    answers("stderr and stdout", place=WALL, double=_body(
        "console.error('here'); console.warn('and here'); console.log('there'); return x * base;")),
    answers("floods stdout", place=WALL, double=(
        f"{RIGHT}\nfor (let i = 0; i < 50000; i++) {{ console.log('line', i); console.error('x'.repeat(100)); }}")),
    answers("changes its input", scaled=(
        "function scaled(values: number[][], by: number): number[][] {\n"
        "  for (const row of values) { row.forEach((value, at) => (row[at] = value * by)); }\n  return values;\n}")),
    answers("tensor for lists", scaled=(
        "import { tensor } from 'gatescope';\nfunction scaled(values: number[][], by: number): any { return tensor(values).mul(by); }")),
    answers("helper of its own", double="const twice = (x: number) => base * x;\n" + _body("return twice(x);")),
    answers("partial credit", (0, 0.5, 3, 3), double=_body("return Math.abs(x) === 500000 ? 0 : Math.abs(x) * base;")),
    # It dies, or does not end.
    answers("loops", NO_DOUBLE, endless=True, place=WALL, double=_body("for (;;);")),
    answers("loops at the top", NO_DOUBLE, endless=True, place=WALL, double=f"{RIGHT}\nfor (;;);"),
    answers("loops on one test", (2, 0, 3, 3), endless=True, place=WALL, double=_body("while (x < 0);\n  return x * base;")),
    answers("a regular expression without end", NO_DOUBLE, endless=True, place=WALL, double=_body("return /^(a+)+$/.test('a'.repeat(40) + 'b') ? 1 : 2;")),
    answers("exits", NO_DOUBLE, place=WALL, double="process.exit(0);"),
    answers("kills itself", NO_DOUBLE, place=WALL, double=_body("process.kill(process.pid, 'SIGKILL'); return 6;")),
    answers("heap overflow", NO_DOUBLE, place=WALL, double=_body("const all: number[][] = []; for (;;) all.push(new Array(1e6).fill(0.5));")),
    answers("typed arrays overflow", NO_DOUBLE, place=WALL, double=_body("const all: Float64Array[] = []; for (;;) all.push(new Float64Array(1e6).fill(1));")),
    answers("throws what throws whatever it is asked", NO_DOUBLE, double=_body(
        "throw new Proxy(new Error(), { get() { throw 1; }, getPrototypeOf() { throw 1; } });")),
    answers("calls itself without end", NO_DOUBLE, double=_body("return double(x) + 1;")),
    answers("gives a gigabyte", NO_DOUBLE, place=WALL, double=_body("return 'x'.repeat(5e8);", "any")),
    answers("promises never", NO_DOUBLE, endless=True, place=WALL, double=_body("return new Promise(() => undefined);", "any")),
    answers("refused by the compiler", NO_DOUBLE, double=_body("return 'a';")),
    answers("no program", NO_DOUBLE, double="function double(x {"),
    # It reaches out.
    answers("reads files", NO_DOUBLE, place=WALL, double=(
        "import { readFileSync, readdirSync } from 'node:fs';\n"
        + _body("readdirSync('/home'); return readFileSync('/etc/passwd', 'utf8').length > 0 ? x * base : 0;"))),
    answers("writes files", NO_DOUBLE, place=WALL, double=(
        "import { writeFileSync } from 'node:fs';\n" + _body("writeFileSync('junk', 'x'.repeat(1e6)); return x * base;"))),
    answers("writes everywhere it can", place=WALL, double=(
        "import { writeFileSync } from 'node:fs';\nfor (let n = 0; n < 600; n++) { try { writeFileSync(`/tmp/junk${n}`, "
        "Buffer.alloc(1e6)); } catch {} }\n" + RIGHT)),
    answers("a shell", NO_DOUBLE, place=WALL, double=(
        "import { execSync } from 'node:child_process';\n" + _body("execSync('sleep 1000'); return x * base;"))),
    answers("a fork bomb", place=WALL, double=(
        "import { spawn } from 'node:child_process';\nfor (let n = 0; n < 200; n++) { "
        "try { spawn(process.execPath, ['-e', 'for(;;);']).on('error', () => undefined); } catch {} }\n" + RIGHT)),
    answers("the network", NO_DOUBLE, place=WALL, double=(
        "const got = await fetch('http://127.0.0.1:8888/').then(() => 1, () => 0);\n" + _body("return got ? x * base : 0;"))),
    answers("the environment", NO_DOUBLE, place=WALL, double=_body("return process.env.SECRET ? x * base : 0;")),
    answers("signals its parents", NO_DOUBLE, place=WALL, double=_body("process.kill(process.ppid, 'SIGKILL'); return x * base;")),
    answers("reads the tests through the inspector", NO_DOUBLE, place=WALL, double=(
        "import { Session } from 'node:inspector';\n"
        + _body("const session = new Session(); session.connect(); let seen = 0; session.on('Debugger.scriptParsed', (m: any) => { "
        "session.post('Debugger.getScriptSource', { scriptId: m.params.scriptId }, (_: any, r: any) => { if (String(r?.scriptSource).includes(['500', '000'].join(''))) seen = 1; }); }); "
        "session.post('Debugger.enable'); return seen ? x * base : 0;"))),
    answers("another clock", place=THREAD, double="Date.now = () => 0;\nperformance.now = () => 1e12;\n" + RIGHT),
]  # fmt: skip


CASES += HOSTILE
CASES += PLACES
CASES += SPELLINGS
CASES += ESCAPES


def _case(name: str, marks: tuple[float, ...] = ALL, odd: str = "") -> Callable[[Change], Change]:
    def keep(change: Change) -> Change:
        CASES.append(Case(name, change, marks, odd=odd))
        return change

    return keep


@_case("answer copied", odd="there 2 times")
def _(notebook: Any) -> None:
    again = copy.deepcopy(cell_of(notebook, "double"))
    again.id = "copy"
    notebook.cells.append(again)


@_case("test copied", odd="there 2 times")
def _(notebook: Any) -> None:
    again = copy.deepcopy(cell_of(notebook, "double-test"))
    again.id = "copy"
    notebook.cells.append(again)


@_case("two answers, the last is right", odd="there 2 times")
def _(notebook: Any) -> None:
    again = copy.deepcopy(cell_of(notebook, "double"))
    again.id = "copy"
    cell_of(notebook, "double").source = _body("return 1;")
    notebook.cells.insert(4, again)


@_case("test deleted", odd="is gone")
def _(notebook: Any) -> None:
    notebook.cells.remove(cell_of(notebook, "double-test"))


@_case("answer deleted", NO_DOUBLE, odd="its answer is gone")
def _(notebook: Any) -> None:
    notebook.cells.remove(cell_of(notebook, "double"))


def _of_last_year(notebook: Any) -> None:
    """The exercise and its tests had other ids and another name when it was given out."""
    for id_ in ("double", "double-test", "partial"):
        cell = cell_of(notebook, id_)
        cell.id = cell.metadata.nbgrader.grade_id = id_.replace("double", "twice") + "-2025"
        cell.metadata.gatescope.exercise.id = "twice"


@_case("exercise renamed since it was given out", odd="not asked: 'twice-2025'")
def _(notebook: Any) -> None:
    _of_last_year(notebook)


@_case("exercise and its function renamed since", NO_DOUBLE, odd="not asked: 'twice-2025'")
def _(notebook: Any) -> None:
    _of_last_year(notebook)
    cell_of(notebook, "twice-2025").source = RIGHT.replace("double", "twice")


@_case("grade_id of the answer changed", odd="found by its id")
def _(notebook: Any) -> None:
    cell_of(notebook, "double").metadata.nbgrader.grade_id = "mine"


@_case("all metadata lost", odd="lost its grade_id")
def _(notebook: Any) -> None:
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})


@_case("answer behind its tests")
def _(notebook: Any) -> None:
    answer = cell_of(notebook, "double")
    notebook.cells.remove(answer)
    notebook.cells.append(answer)


@_case("tests before everything")
def _(notebook: Any) -> None:
    notebook.cells.reverse()


@_case("answer in a new cell", odd="notebook cell of the student's own")
def _(notebook: Any) -> None:
    cell_of(notebook, "double").source = _body("throw new Error('This part is not written yet.');")
    notebook.cells.insert(4, nbformat.v4.new_code_cell(RIGHT, id="new"))


@_case("helper in a new cell")
def _(notebook: Any) -> None:
    cell_of(notebook, "double").source = _body("return twice(x);")
    helper = "const twice = (x: number) => base * x;"
    notebook.cells.insert(2, nbformat.v4.new_code_cell(helper, id="new"))


@_case("import added to a given cell")
def _(notebook: Any) -> None:
    cell_of(notebook, "imports").source = IMPORTS.replace("add,", "add, tensor,")
    cell_of(notebook, "double").source = _body("return tensor(x).mul(base).item();")


@_case("answer in markdown", odd="turned into text")
def _(notebook: Any) -> None:
    at = notebook.cells.index(cell_of(notebook, "double"))
    old = notebook.cells[at]
    notebook.cells[at] = nbformat.v4.new_markdown_cell(old.source, id=old.id, metadata=old.metadata)


@_case("test in markdown", odd="turned into text")
def _(notebook: Any) -> None:
    at = notebook.cells.index(cell_of(notebook, "double-test"))
    old = notebook.cells[at]
    notebook.cells[at] = nbformat.v4.new_markdown_cell(old.source, id=old.id, metadata=old.metadata)


@_case("test says passed", NO_DOUBLE)
def _(notebook: Any) -> None:
    cell_of(notebook, "double").source = _body("return 1;")
    cell_of(notebook, "double-test").source = "99"
    cell_of(notebook, "partial").source = "99"


@_case("outputs faked", NO_DOUBLE)
def _(notebook: Any) -> None:
    cell_of(notebook, "double").source = _body("return 1;")
    for id_ in ("double-test", "partial"):
        cell_of(notebook, id_).outputs = [
            nbformat.v4.new_output("execute_result", {"text/plain": "2"}, execution_count=1)
        ]


@_case("points raised", odd="were changed")
def _(notebook: Any) -> None:
    cell_of(notebook, "double-test").metadata.nbgrader.points = 1000


@_case("points raised for nothing", NO_DOUBLE, odd="were changed")
def _(notebook: Any) -> None:
    cell_of(notebook, "double").source = _body("return 1;")
    cell_of(notebook, "double-test").metadata.nbgrader.points = 1000


@_case("tests tagged to be skipped", NO_DOUBLE)
def _(notebook: Any) -> None:
    cell_of(notebook, "double").source = _body("return 1;")
    for cell in notebook.cells:
        cell.metadata.tags = ["skip-execution", "remove_cell"]


@_case("given cell replaced", (0, 0, 3, 3))
def _(notebook: Any) -> None:
    cell_of(notebook, "imports").source = (
        "import { add, matmul, rnn, tanh, type RnnStep } from 'gatescope';\nconst base = 3;\n"
        "const check = { close: () => 1, step: () => 1, that: () => 1 };"
    )
    cell_of(notebook, "double").source = _body("return x * 3;")


@_case("given cell broken")
def _(notebook: Any) -> None:
    cell_of(notebook, "imports").source = "oh no"


@_case("given cell deleted")
def _(notebook: Any) -> None:
    notebook.cells.remove(cell_of(notebook, "imports"))


@_case("another kernel", odd="kernel 'python3'")
def _(notebook: Any) -> None:
    notebook.metadata.kernelspec = {
        "name": "python3",
        "display_name": "Python",
        "language": "python",
    }


@_case("no kernel", odd="")
def _(notebook: Any) -> None:
    notebook.metadata = nbformat.from_dict({})


def _nest(metadata: Any) -> None:
    """Deeper than Python reads the parts of a notebook by calls, and less deep than it reads JSON."""
    value: Any = "deep"
    for _ in range(500):
        value = {"deep": value}
    # Past what makes a node of each of them.
    dict.__setitem__(metadata, "theirs", value)


@_case("its metadata nested 500 deep")
def _(notebook: Any) -> None:
    _nest(notebook.metadata)


@_case("metadata of a cell nested 500 deep")
def _(notebook: Any) -> None:
    _nest(cell_of(notebook, "double").metadata.gatescope)


@_case("ten thousand cells")
def _(notebook: Any) -> None:
    one = nbformat.v4.new_code_cell()
    for n in range(10_000):
        notebook.cells.append(copy.copy(one))
        notebook.cells[-1].update(id=f"n{n}", source=f"const n{n} = {n};")


@_case("fifty megabytes of outputs")
def _(notebook: Any) -> None:
    text = "x" * 50_000_000
    cell_of(notebook, "double").outputs = [nbformat.v4.new_output("stream", text=text)]


@_case("cells without ids")
def _(notebook: Any) -> None:
    for cell in notebook.cells:
        cell.id = "same"


@cache
def _right_notebook() -> Any:
    notebook = assignment()
    for id_, solution in SOLUTIONS.items():
        cell_of(notebook, id_).source = solution
    return notebook


def right_notebook() -> Any:
    return copy.deepcopy(_right_notebook())


CASES += [
    Case("no file", lambda notebook: None, (0, 0, 0, 0), place=WALL, text=b"\0missing", odd="not handed in"),
    Case("empty file", lambda notebook: None, (0, 0, 0, 0), text=b"", odd="no notebook"),
    Case("not JSON", lambda notebook: None, (0, 0, 0, 0), text=b"PK\x03\x04 zip", odd="no notebook"),
    Case("a UTF-8 mark in front", lambda notebook: None, text=b"\xef\xbb\xbf" + json.dumps(right_notebook()).encode()),
    Case("a link", lambda notebook: None, (0, 0, 0, 0), place=WALL, text=b"\0link", odd="a link"),
    Case(
        "no cells", lambda notebook: None, (0, 0, 0, 0),
        text=json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode(),
        odd="its answer is gone",
    ),
]  # fmt: skip


#: Which of the four marks are an exercise's.
_MARKS_OF = {"double": (0, 1), "scaled": (2,), "step": (3,)}


def _unwritten(solution: str) -> str:
    head, rest = solution.split("/// BEGIN SOLUTION")
    _, tail = rest.split("/// END SOLUTION")
    return f"{head}throw new Error('This part is not written yet.');{tail}"


def _by_id(notebook: Any) -> dict[str, Any]:
    return {cell.id: cell for cell in notebook.cells}


def _alone(case: Case) -> Case:
    """The case with what it leaves as it was not yet written, and worth nothing.

    What one answer does to the marks of the others is seen by what they do not earn; and a class of all
    cases asks one answer each instead of three. Where more is changed than answers, or nothing, the
    notebook stays as it is.
    """
    if case.text is not None or case.files is not None:
        return case
    before, after = _by_id(right_notebook()), _by_id(handed_in(case))
    given = before.keys() - SOLUTIONS.keys()
    if not all(id_ in after and after[id_] == before[id_] for id_ in given):
        return case
    left = [id_ for id_ in SOLUTIONS if after.get(id_) == before[id_]]
    if len(left) == len(SOLUTIONS):
        return case

    def change(notebook: Any) -> None:
        case.change(notebook)
        for id_ in left:
            cell_of(notebook, id_).source = _unwritten(SOLUTIONS[id_])

    lost = {at for id_ in left for at in _MARKS_OF[id_]}
    marks = tuple(0 if at in lost else points for at, points in enumerate(case.marks))
    return replace(case, change=change, marks=marks, unwritten=tuple(left))


def student_of(case: Case) -> str:
    return case.name.replace(" ", "-").replace(",", "").replace("'", "")


def handed_in(case: Case) -> Any:
    """The notebook of a case that has one."""
    notebook = right_notebook()
    case.change(notebook)
    return notebook


CASES = [_alone(case) for case in CASES]


def given_cells(notebook: Any) -> list[str]:
    """The notebook cells that are given out, as a notebook says it itself."""
    return [cell.id for cell in notebook.cells if cell.cell_type == "code"]


def hand_in(folder: Path, source: Path, cases: list[Case] | None = None) -> None:
    """Writes what each student hands in, in nbgrader's layout."""
    for case in cases or CASES:
        file = folder / student_of(case) / NAME / f"{NAME}.ipynb"
        file.parent.mkdir(parents=True)
        if case.text == b"\0missing":
            continue
        if case.text == b"\0link":
            file.symlink_to(source)
        elif case.text is not None:
            file.write_bytes(case.text)
        else:
            file.write_text(json.dumps(handed_in(case)), "utf-8")
        if case.files is not None:
            case.files(file, source)
