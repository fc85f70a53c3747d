"""Submissions that would earn marks without the work: by what runs them, by their text, by their notebook."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

from fault_assignment import ALL, NO_DOUBLE, THREAD, TOGETHER, WALL, Case, answers, body, cell_of
from fault_places import COPIES, new_cell

#: A step that is not written by the one who hands it in earns nothing.
NO_STEP = (2, 1, 3, 0)
_FIVE = body("return 5;")
_INNER = "const inner = rnn({ inputSize: 2, units: 4, seed: 1 }).definition.step as any;\n"

#: What is put above an answer that is wrong, so that it is taken for a right one.
_TRICKS = {
    "hooks the prototype of lists": (
        "for (const name of ['every', 'some', 'map', 'find', 'indexOf', 'includes', 'at', 'join'] as const) "
        "(Array.prototype as any)[name] = () => 6;\n"
    ),
    "hooks JSON": (
        "JSON.stringify = () => '{\"value\":6}';\nJSON.parse = () => ({ ask: 'goOn', value: 6 });\n"
    ),
    "writes its own stack traces": (
        "(Error as any).prepareStackTrace = (_: Error, sites: any[]) => sites.map(site => String(site.getThis?.() ?? site.getFunction?.()));\n"
        "Error.stackTraceLimit = Infinity;\n"
    ),
    "hooks what waits": (
        "import { createHook } from 'node:async_hooks';\n"
        "createHook({ init() { (globalThis as any).seen = 1; }, before() { (globalThis as any).seen = 2; } }).enable();\n"
    ),
    "hooks reading and writing": (
        "import fs from 'node:fs';\nconst { writeSync } = fs;\n"
        "(fs as any).writeSync = (fd: number, text: any, ...rest: any[]) => writeSync(fd, String(text).replace('5', '6'), ...rest);\n"
        "import { syncBuiltinESMExports } from 'node:module';\nsyncBuiltinESMExports();\n"
    ),
    "freezes everything": (
        "for (const each of [Object, Array, Function, Map, WeakMap, Promise, Error]) { Object.freeze(each.prototype); Object.freeze(each); }\n"
    ),
    "sets setters on all objects": (
        "for (const name of ['points', 'passed', 'message', 'value', 'k', 'v', 'error', 'promised']) "
        "Object.defineProperty(Object.prototype, name, { set() {}, get() { return 6; }, configurable: true });\n"
    ),
    "a then on all objects": (
        "Object.defineProperty(Object.prototype, 'then', { value: (done: any) => done(6), configurable: true });\n"
    ),
    "another way from text to function": (
        "(globalThis as any).Function.prototype.call = () => 6;\nReflect.apply = () => 6 as any;\n"
        "Function.prototype.apply = () => 6;\n"
    ),
    "a source map of its own": "//# sourceMappingURL=data:application/json;base64,e30=\n//# sourceURL=gatescope-cell/1\n",
    "a name out of escapes": "const \\u{63}heck = { close: () => 1, step: () => 1 };\n",
    "a global of the checks' name": (
        "(globalThis as any).check = { close: () => 1, step: () => 1 };\n(globalThis as any).base = 3;\n"
    ),
}  # fmt: skip
#: What an answer gives that is asked to be a number.
_GIVEN = {
    "an object that answers anything": "return new Proxy({}, { get: () => 6, has: () => true, ownKeys: () => ['0'] });",
    "something to wait for": "return { then: (done: any) => done(6) };",
    "something to wait for without end": "return { then: () => undefined };",
    "a tensor of its own class": "return { values: new Float64Array([x * base]), shape: [], size: 1, rank: 0 };",
    "what names its prototype": "return JSON.parse('{\"__proto__\": {\"valueOf\": 6}, \"constructor\": {\"name\": \"Number\"}}');",
    "a list within lists without end": "const list: any[] = []; list.push(list); return list;",
    "a function of a long name": "return Object.defineProperty(() => 6, 'name', { value: 'x'.repeat(3e6) });",
    "an error that is not thrown": "return Object.assign(new Error('6'), { name: 'CheckFailure', report: { status: 'passed', points: 9 } });",
    "an error that says that it passed": "throw Object.assign(new Error('passed'), { name: 'CheckFailure', report: { status: 'passed' } });",
}  # fmt: skip
#: Steps that let the library do the work.
_STEPS = {
    "the library's step in a step": _INNER + "const step: any = (a: any, p: any) => inner(a, p);",
    "the library's step, later asked": _INNER + "const step: any = (a: any, p: any) => ({ get h() { return inner(a, p).h; } });",
    "the library's step, bound": _INNER + "const step: any = inner.bind(null);",
    "the library's step through a proxy": _INNER + "const step: any = new Proxy(inner, {});",
    "the library's step with the text of another": (
        _INNER + "Function.prototype.toString = () => 'mine';\nconst step: any = Object.assign(inner, { toString: () => 'mine' });"
    ),
    "the library's step with hooked lists of what is known": (
        "WeakSet.prototype.has = () => false;\nMap.prototype.get = () => undefined as any;\n" + _INNER + "const step: any = inner;"
    ),
    "a cell made of the library's step": (
        "import { cell } from 'gatescope';\n" + _INNER
        + "const step: any = cell('mine', { inputs: { x: 2 }, step: inner } as any);"
    ),
    "a step that gives back its state": "const step: any = ({ h }: any) => ({ h });",
    "a step that changes its parameters": (
        "const step: any = ({ x, h }: any, { W, U, b }: any) => { W.values.fill(0); U.values.fill(0); b.values.fill(0); return { h: h.mul(0) }; };"
    ),
}  # fmt: skip


_CLOSE = "import { closeSync, fstatSync } from 'node:fs';\nconst own = process as any;\n"
_PIPES = "for (let n = 3; n < 256; n++) { try { if (fstatSync(n).isFIFO()) closeSync(n); } catch {} }\n  "
#: Ends its process, or its pipes, so that something else is believed.
_ENDS = {
    "closes the pipe that it is asked by": "closeSync(3); return x * base;",
    "closes the pipe that it answers by": "closeSync(4); return x * base;",
    "closes its pipes and sleeps": (
        _PIPES + "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return 6;"
    ),
    "ends with the code of a wall that fails": "process.exit(71);\n  return 6;",
    "ends itself as if it had no memory": "own.abort();\n  return 6;",
    "ends itself as a system would": "own.kill(own.pid, 'SIGTERM'); for (;;);",
    "gives a promise of its own class, never settled": (
        "class Later extends Promise<any> {}\n  return new Later(() => undefined) as any;"
    ),
    "gives a promise of something to wait for without end": (
        "return Promise.resolve({ then: () => undefined }) as any;"
    ),
}

#: Where not a thread, of the tricks, or one process, of the steps.
_PLACES = {
    "hooks JSON": WALL,
    "hooks reading and writing": WALL,
    "a source map of its own": TOGETHER,
    "a name out of escapes": TOGETHER,
    "the library's step with the text of another": THREAD,
    "the library's step with hooked lists of what is known": THREAD,
}


def _wrong(notebook: Any) -> None:
    cell_of(notebook, "double").source = _FIVE


def _test_in_an_own_cell(notebook: Any) -> None:
    _wrong(notebook)
    notebook.cells.append(
        new_cell("check.close = () => 1 as any;\ncheck.close('double(3)', 6, 6);")
    )


def _needs_changed(notebook: Any) -> None:
    _wrong(notebook)
    ours = cell_of(notebook, "double").metadata.gatescope.exercise
    ours.mistakes, ours.hints, ours.without = [], [], ["check"]


def _faked_receipt(notebook: Any) -> None:
    _wrong(notebook)
    digest = hashlib.sha256(_FIVE.encode()).hexdigest()
    notebook.metadata.gatescope = {
        "checked": {"double": {"answer": digest, "points": 3, "maxPoints": 3}}
    }


def _broken_receipts(notebook: Any) -> None:
    notebook.metadata.gatescope = {
        "checked": {"double": {"answer": ["x"], "points": "3", "maxPoints": None}, "__proto__": 1}
    }


def _two_answers(first: str, second: str) -> Any:
    def change(notebook: Any) -> None:
        cell_of(notebook, "double").source = first
        other = copy.deepcopy(cell_of(notebook, "double"))
        other.id, other.source = "second", second
        notebook.cells.append(other)

    return change


def _own_cells_for_each_test(notebook: Any) -> None:
    """A function for the visible test, and one for the hidden test, by the order of cells."""
    cell_of(notebook, "double").source = "let turn = 0;\n" + body("return [6, 5][turn++];")
    notebook.cells.append(new_cell("turn = 0;"))


def _metadata_without_end(notebook: Any) -> None:
    deep: Any = {}
    for _ in range(300):
        deep = {"more": deep}
    cell_of(notebook, "double").metadata.deep = deep


ESCAPES = [
    *(answers(f"{name}, for nothing", NO_DOUBLE, place=_PLACES.get(name, THREAD), double=text + _FIVE)
      for name, text in _TRICKS.items()),
    *(answers(f"gives {name}", NO_DOUBLE, double=body(text, "any")) for name, text in _GIVEN.items()),
    *(answers(name, NO_STEP, place=_PLACES.get(name, TOGETHER), step=text) for name, text in _STEPS.items()),
    *(answers(f"throws what is named {name}", NO_STEP, step="const step: any = () => { throw Object.assign("
              f"new Error('Your step is right.'), {{ name: '{name}' }}); }};") for name in ("Withheld", "StepFormError")),
    *(answers(name, NO_DOUBLE, place=WALL, double=_CLOSE + body(text, "any"), endless=True) for name, text in _ENDS.items()),
    answers("waits at its top for what never comes", NO_DOUBLE, place=WALL, endless=True,
            double="await ({ then() {} } as any);\n" + body("return x * base;")),
    Case("its own tests below", _test_in_an_own_cell, NO_DOUBLE),
    Case("metadata of its exercise changed", _needs_changed, NO_DOUBLE),
    Case("a receipt that it wrote itself", _faked_receipt, NO_DOUBLE),
    Case("receipts of other kinds", _broken_receipts),
    Case("an answer for each test", _two_answers(body("return 6;"), body("return 1000000;")), (0, 0, 3, 3), odd=COPIES),
    Case("counts the tests from another cell", _own_cells_for_each_test, NO_DOUBLE),
    Case("metadata within metadata", _metadata_without_end),
]  # fmt: skip

assert all(case.marks <= ALL for case in ESCAPES)
