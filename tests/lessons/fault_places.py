"""Right answers in every place and spelling that a notebook allows, and what must not count for one."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable
from typing import Any

import nbformat
from fault_assignment import (
    ALL,
    NO_DOUBLE,
    RIGHT,
    THREAD,
    TOGETHER,
    Case,
    Change,
    answers,
    body,
    cell_of,
)

STUB = body("// YOUR CODE TOGETHER\n  throw new Error('This part is not written yet.');")
HELPED = body("return twice(x);")
TWICE = "const twice = (x: number) => base * x;"
#: Something that a function and a class of the same cell change, and how other cells make them do it.
GROWS = "let n = 0;\nfunction grow() { n += 1; }\nclass Grower { constructor() { n = 2; } }"
CALLS = {
    "in a loop": "for (let k = 0; k < 2; k++) grow();",
    "in forEach": "[1, 2].forEach(() => grow());",
    "as an argument": "console.log(grow(), grow());",
    "in a try": "try { grow(); grow(); } catch {}",
    "by another function": "const more = () => grow();\nmore(); more();",
    "by new": "new Grower();",
}
COPIES = "there 2 times"
AS_TEXT = "turned into text"
ELSEWHERE = "notebook cell of the student's own"


def new_cell(source: str, id_: str = "new") -> Any:
    return nbformat.v4.new_code_cell(source, id=id_)


def copied(notebook: Any, source: str, *, above: bool = False) -> None:
    """A copy of the answer's cell, metadata and all, with other text."""
    again = copy.deepcopy(cell_of(notebook, "double"))
    again.id, again.source = "copy", source
    at = notebook.cells.index(cell_of(notebook, "double"))
    notebook.cells.insert(at if above else at + 1, again)


def _copy_without(key: str, source: str, *, answer: str) -> Change:
    """A copy that has lost the metadata of nbgrader, or ours."""

    def change(notebook: Any) -> None:
        cell_of(notebook, "double").source = answer
        copied(notebook, source)
        cell_of(notebook, "copy").metadata.pop(key)

    return change


def _cleared(answer: str | None) -> Change:
    """The answer was checked, and its cell was cleared since; perhaps a copy of it is left."""

    def change(notebook: Any) -> None:
        receipt = {
            "answer": hashlib.sha256(RIGHT.encode()).hexdigest(),
            "points": 3,
            "maxPoints": 3,
        }
        notebook.metadata.gatescope = {"checked": {"double": receipt}}
        cell_of(notebook, "double").source = ""
        if answer is not None:
            copied(notebook, answer)

    return change


def beside(answer: str, *helpers: str, below: bool = False) -> Change:
    """The answer, with cells of the student's own above or below it."""

    def change(notebook: Any) -> None:
        cell_of(notebook, "double").source = answer
        at = notebook.cells.index(cell_of(notebook, "double")) + below
        notebook.cells[at:at] = [
            new_cell(text, f"new-{number}") for number, text in enumerate(helpers)
        ]

    return change


def _copies(source: str, *, answer: str = RIGHT, above: bool = False) -> Change:
    def change(notebook: Any) -> None:
        cell_of(notebook, "double").source = answer
        copied(notebook, source, above=above)

    return change


def _import_in_given(statement: str, answer: str) -> Change:
    def change(notebook: Any) -> None:
        given = cell_of(notebook, "imports")
        given.source = f"{statement}\n{given.source}"
        cell_of(notebook, "double").source = answer

    return change


def _both(first: Change, second: Callable[[Any], None]) -> Change:
    def change(notebook: Any) -> None:
        first(notebook)
        second(notebook)

    return change


def _as_text(kind: str, source: str) -> Change:
    """The answer's cell, turned into text."""

    def change(notebook: Any) -> None:
        cell = cell_of(notebook, "double")
        cell.cell_type, cell.source = kind, source
        del cell["outputs"], cell["execution_count"]

    return change


def _given_text_turned_to_code(notebook: Any) -> None:
    cell_of(notebook, "double").source = ""
    at = notebook.cells.index(cell_of(notebook, "title"))
    notebook.cells[at] = new_cell(RIGHT, "title")


def _test_written_over(*kept: str) -> Change:
    """A helper in a copy of a test that keeps this much of its metadata."""

    def change(notebook: Any) -> None:
        cell_of(notebook, "double").source = HELPED
        again = copy.deepcopy(cell_of(notebook, "double-test"))
        again.id, again.source = "copy", TWICE
        for key in {*again.metadata} - {*kept}:
            del again.metadata[key]
        notebook.cells.insert(1, again)

    return change


def _other_answer_has_it(notebook: Any) -> None:
    cell_of(notebook, "scaled").source += "\nconst twice = (x: number) => base * x;"
    cell_of(notebook, "double").source = HELPED


#: How a helper may be spelled in a cell of its own.
HELPERS = {
    "second of two constants": "const one = 1, twice = (x: number) => one * base * x;",
    "a destructured constant": ("const { twice } = { twice: (x: number) => base * x };"),
    "a constant out of Math": "const { abs, sign } = Math;\nconst twice = (x: number) => base * abs(x) * sign(x);",
    "indented": f"    {TWICE}",
    "after a comment": f"/* mine */ {TWICE}",
    "second on a line": f"const unused = 1; {TWICE}",
    "exported": f"export {TWICE}",
    "async and not": f"async function later() {{ return 1; }}\n{TWICE}",
    "a cell that throws below": f"{TWICE}\nthrow new Error('below');",
    "one that uses another below it": f"{TWICE}\nconst never = () => double(1);",
}
#: Helpers that are called otherwise than `twice(x)`, with the answer that does.
CALLED = {
    "a namespace": ("namespace mine { export const twice = (x: number) => base * x; }", "mine.twice(x)"),
    "an abstract class": (
        "abstract class Mine { abstract by: number; twice(x: number) { return this.by * x; } }\n"
        "class Two extends Mine { by = base; }",
        "new Two().twice(x)",
    ),
    "a type and an enum": (
        "type Factor = number;\nenum Factors { two = 2 }\ninterface Twice { (x: Factor): number }",
        "((y => y * Factors.two) as Twice)(x)",
    ),
    "a method of all numbers": (
        "interface Number { twice(): number }\n"
        "(Number.prototype as any).twice = function () { return base * this; };",
        "(x as any).twice()",
    ),
    "a list that is filled": ("const factors: number[] = [];\nfactors.push(2);", "factors[0] * x"),
}  # fmt: skip
#: Imports in a given cell, with the answer that uses them.
IMPORTS = {
    "all of the library": ("import * as g from 'gatescope';", "g.tensor(x).mul(base).item()"),
    "under another name": ("import { tensor as t } from 'gatescope';", "t(x).mul(base).item()"),
    "on two lines": ("import {\n  tensor\n} from 'gatescope';", "tensor(x).mul(base).item()"),
    "of Node": ("import { format } from 'node:util';", "Number(format('%d', x)) * base"),
}

PLACES = [
    *(
        Case(f"helper {name}", beside(HELPED, text))
        for name, text in HELPERS.items()
    ),
    Case("helper below its answer", beside(HELPED, TWICE, below=True)),
    Case("helper of a helper below it", beside(HELPED, "const twice = (x: number) => times(x, base);",
         "const times = (a: number, b: number) => a * b;")),
    Case("two helpers of one name", beside(HELPED, "const twice = (x: number) => 3 * x;", TWICE)),
    Case("helper with a broken one below it", beside(HELPED, TWICE, "const twice = (x: number) => {")),
    Case("helper in the cell of another answer", _other_answer_has_it),
    *(Case(f"helper as {name}", beside(body(f"return {call};"), text), place=THREAD if "prototype" in text else TOGETHER)
      for name, (text, call) in CALLED.items()),
    Case("list filled in a cell of its own", beside(
        body("return factors[0] * x;"), "const factors: number[] = [];", "factors.push(2);")),
    *(Case(f"number set {how} in a cell of its own", beside(body("return by * x;"), first, second))
      for how, first, second in (
          ("from a list", "let by = 3;", "[by] = [2];"),
          ("from an object", "let by = 3;", "({ at: by } = { at: 2 });"),
          ("by a loop", "let by = 3;", "for (by of [1, 2]) {}"),
          ("by a function that is called", "let by = 3;\nfunction setBy(value: number) { by = value; }", "setBy(2);"),
          ("by a function of a promise", "let by = 3;\nasync function setBy() { by = 2; }", "await setBy();"))),
    Case("list filled by a helper of another cell", beside(
        body("return factors[0] * x;"), "const factors: number[] = [];",
        "function fill(list: number[]) { list.push(2); }", "fill(factors);")),
    Case("list filled by a method of another cell", beside(
        body("return factors[0] * x;"), "const factors: number[] = [];",
        "const helper = { fill(list: number[]) { list.push(2); } };", "helper.fill(factors);")),
    Case("list filled by the method of all lists", beside(
        body("return factors[0] * x;"), "const factors: number[] = [];", "Array.prototype.push.call(factors, 2);")),
    Case("object changed by another name", beside(
        body("return own.by * x;"), "const own = { by: 3 };", "const same = own;\nsame.by = 2;")),
    Case("object changed by another name of another cell", beside(
        body("return own.by * x;"), "const own = { by: 3 };", "const { part: same } = { part: own }, again = own;",
        "again.by = 2;")),
    Case("object changed as one of a list", beside(
        body("return own.by * x;"), "const own = { by: 3 }, all = [own];\nconst many = all;",
        "for (const one of many) { one.by = 2; }")),
    answers("numbers compared in the answer's own cell", double=RIGHT + "\ncheck.that(double(3) === 6, 'no double');"),
    Case("helper with a comparison of its own", beside(HELPED, TWICE + "\ncheck.that(twice(3) === 6, 'no double');")),
    Case("list filled by a member in brackets", beside(
        body("return factors[0] * x;"), "const factors: number[] = [];", "factors['push'](2);")),
    Case("list filled by a function that is called", beside(
        body("return factors[0] * x;"),
        "const factors: number[] = [];\nfunction fill(list: number[]) { list.push(2); }", "fill(factors);")),
    answers("answer set from a list", double="let double: (x: number) => number;\n[double] = [x => x * base];"),
    Case("answer set from a list in a cell of its own", beside(
        "let double: (x: number) => number;", "[double] = [x => x * base];", below=True)),
    Case("class with a method added below", beside(
        "class Mine { by = 2; }\n" + body("return (new Mine() as any).twice(x);"),
        "(Mine.prototype as any).twice = function (x: number) { return this.by * x; };", below=True)),
    *(Case(f"import {name}", _import_in_given(statement, body(f"return {call};")))
      for name, (statement, call) in IMPORTS.items()),
    *(Case(f"helper in a copy of a test with {words} metadata", _test_written_over(*kept), odd=odd)
      for words, kept, odd in (("all its", ("nbgrader", "gatescope"), COPIES),
                               ("nbgrader's", ("nbgrader",), COPIES), ("gatescope's", ("gatescope",), ""))),
    *(
        Case(f"changed by a function of another cell, called {how}", beside(body("return x * n;"), GROWS, call))
        for how, call in CALLS.items()
    ),
    Case("a list that is handed to a method's function", beside(
        body("return x * list[0];"), "const list: number[] = [];", "[2].reduce((l, v) => { l.push(v); return l; }, list);")),
    Case("wrapped in a cell below", beside(
        "let double = (x: number): number => x;", "const old = double;\ndouble = x => old(x) * base;", below=True)),
    Case("given another value in a cell below", beside(
        "let double = (x: number): number => x * base;", "double = x => x + 1;", below=True), NO_DOUBLE),
    Case("a check of one's own above a helper", beside(HELPED, f"check.step(() => null as any, 'rnn');\n{TWICE}")),
    Case("helper after what a comparison of its own says", beside(
        HELPED, f"console.log(check.close('two', 1 + 1, 2).toString());\n{TWICE}")),
    *(Case(f"helper called {name}", beside(body(f"return {name}(x);"), f"function {name}(x: number) {{ return x * base; }}"))
      for name in ("exports", "require", "module")),
    Case("an own cell with a name that is given", beside(RIGHT, "const base = 3;"), odd="declares base, too"),
    # The answer itself.
    Case("answer in a cell of given text, turned to code", _given_text_turned_to_code, odd=ELSEWHERE),
    Case("answer cell turned to raw", _as_text("raw", RIGHT), odd=AS_TEXT),
    *(Case(f"answer in Markdown between {name}", _as_text("markdown", f"Mine:\n\n{fence}ts\n{RIGHT}\n{fence}\n"), odd=AS_TEXT)
      for name, fence in (("backticks", "```"), ("tildes", "~~~"))),
    answers("answer as the second constant", double="const one = 1, double = (x: number): number => one * x * base;"),
    answers("answer behind a word of its own", double="const conformal = 1; function double(x: number): number { return x * base; }"),
    answers("stub in a comment", double=body(
        "// throw new Error('This part is not written yet.');\n  return x * base;")),
    answers("stub below the answer", double=body(
        "return x * base;\n  throw new Error('This part is not written yet.');")),
    Case("stub in a comment beside an older try", _both(
        beside(body("// throw new Error('This part is not written yet.');\n  return x * base;"), body("return 1;")),
        lambda notebook: None)),
    Case("older try above a stub", beside(STUB, RIGHT), odd=ELSEWHERE),
    Case("answer in a new cell, and its own emptied", beside("", RIGHT), odd=ELSEWHERE),
    Case("answer in a new cell, and a call in its own", beside("double(3);", RIGHT), odd=ELSEWHERE),
    Case("answer as a constant in a new cell", beside(
        STUB, "    const one = 1, double = (x: number): number => one * x * base;"), odd=ELSEWHERE),
    Case("empty copy below", _copies(""), odd=COPIES),
    Case("copy with 1 below", _copies("1"), odd=COPIES),
    Case("copy with a comment below", _copies("// not needed"), odd=COPIES),
    Case("stub copied below", _copies(STUB), odd=COPIES),
    Case("broken copy below", _copies("function double(x {"), odd=COPIES),
    Case("wrong copy above", _copies(body("return 1;"), above=True), odd=COPIES),
    *(
        Case(f"right copy below a wrong answer without {key} metadata",
             _copy_without(key, RIGHT, answer=body("return 1;")), odd=COPIES)
        for key in ("nbgrader", "gatescope")
    ),
    *(
        Case(f"wrong copy below a right answer without {key} metadata",
             _copy_without(key, body("return 1;"), answer=RIGHT), NO_DOUBLE, odd=COPIES)
        for key in ("nbgrader", "gatescope")
    ),
    Case("cleared after Check has passed", _cleared(None), NO_DOUBLE),
    Case("cleared after Check has passed, and a copy below", _cleared(RIGHT), odd=COPIES),
    Case("cleared after Check has passed, and a wrong copy below", _cleared(body("return 1;")), NO_DOUBLE, odd=COPIES),
    Case("wrong copy below", _copies(body("return 1;")), NO_DOUBLE, odd=COPIES),
]  # fmt: skip

assert all(case.marks in (ALL, NO_DOUBLE) for case in PLACES)
