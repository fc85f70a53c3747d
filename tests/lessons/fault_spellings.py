"""Answers as students may spell them: right ones that must earn all, and wrong ones that look right."""

from __future__ import annotations

import copy
from typing import Any

import nbformat
from fault_assignment import ALL, NO_DOUBLE, RIGHT, Case, answers, body, cell_of
from fault_places import COPIES, ELSEWHERE, HELPED, STUB, TWICE, beside, copied, new_cell

#: Right answers to `double`, each a whole program.
DOUBLES = {
    "as an arrow function": "const double = (x: number) => x * base;",
    "as a named function expression": "const double = function twice(x: number) { return base * x; };",
    "through arguments": "function double(x: number): number { return arguments[0] * base; }",
    "generic": "function double<T extends number>(x: T): number { return x * base; }",
    "with overloads": (
        "function double(x: number): number;\nfunction double(x: string): string;\n"
        "function double(x: any): any { return x * base; }"
    ),
    "curried": "const times = (by: number) => (x: number) => by * x;\nconst double = times(base);",
    "bound": "function times(by: number, x: number) { return by * x; }\nconst double = times.bind(null, base);",
    "as a proxy of a function": "const double = new Proxy((x: number) => x * base, {});",
    "by a getter": "const one = { get double() { return (x: number) => x * base; } };\nconst { double } = one;",
    "as a static method": "class Mine { static double(x: number) { return x * base; } }\nconst double = Mine.double;",
    "through a private field": (
        "class Mine { #by = base; times(x: number) { return this.#by * x; } }\n"
        "const double = (x: number) => new Mine().times(x);"
    ),
    "through a symbol": "const key = Symbol('twice');\nconst mine = { [key]: (x: number) => base * x };\nconst double = mine[key];",
    "out of an object, renamed": "const { twice: double } = { twice: (x: number) => x * base };",
    "out of an object, by default": "const { double = (x: number) => x * base } = {} as { double?: (x: number) => number };",
    "out of an immediate function": "const double = (() => { const by = base; return (x: number) => by * x; })();",
    "by a generator": (
        "function* doubles(x: number) { yield x * base; }\n"
        "const double = (x: number): number => [...doubles(x)][0];"
    ),
    "by recursion": (
        "function double(x: number): number {\n  if (x < 0) return -double(-x);\n"
        "  return x > 1000 ? double(x / 2) * 2 : x === 0 ? 0 : x < 1 ? x * base : 2 + double(x - 1);\n}"
    ),
    "by two that call each other": (
        "function double(x: number): number { return other(x); }\n"
        "function other(x: number): number { return x * base; }"
    ),
    "by a switch": body("switch (Math.sign(x)) { case 0: return 0; default: return x + x; }"),
    "by a labeled loop": body("let sum = 0;\n  all: for (const part of [x, x, x]) { sum += part; if (sum === base * x) break all; }\n  return sum;"),
    "by a reduction": body("return Array.from({ length: base }, () => x).reduce((a, b) => a + b);"),
    "by whole numbers": body("return Number(BigInt(x) * BigInt(base));"),
    "by a tagged template": "const tag = (_: TemplateStringsArray, x: number) => x * base;\nconst double = (x: number): number => tag`twice ${x}`;",
    "with unicode escapes": "const \\u0064ouble = (x: number) => x * base;",
    "with names of another alphabet": body("const zahl_ä = base, π2 = x;\n  return zahl_ä * π2;"),
    "with Windows' line ends": "function double(x: number): number {\r\n  // twice\r\n  return x * base;\r\n}\r\n",
    "with a byte order mark": "\ufeff" + RIGHT,
    "with no-break spaces": "function\u00a0double(x:\u00a0number):\u00a0number\u00a0{ return x * base; }",
    "below two hundred comments": "// a line of thoughts\n" * 200 + RIGHT,
    "with its text in a comment and a text": "/* function double(x) { return 1; } */\nconst s = 'function double(x) { return 2; }';\n" + RIGHT,
    "with the stub in a text": "const s = \"throw new Error('This part is not written yet.')\";\n" + RIGHT,
    "with the stub in another branch": body("if (Number.isNaN(x)) { throw new Error('not a number'); }\n  return x * base;"),
    "with an enum": "enum By { two = 2 }\nfunction double(x: number): number { return x * By.two; }",
    "in a block that gives it out": "let double!: (x: number) => number;\n{ const by = base; double = x => by * x; }",
    "assigned in a loop": "let double = (x: number) => 0;\nfor (const by of [1, base]) { double = x => by * x; }",
    "set behind a timer": (
        "let double = (x: number) => x * 3;\nawait new Promise(resolve => setTimeout(resolve, 5));\n"
        "double = x => x * base;"
    ),
    "with top-level await": "const by = await Promise.resolve(base);\nconst double = (x: number) => by * x;",
    "with a helper named as a test": "const credit = 1;\nconst double = (x: number) => x * base * credit;",
    "with a helper named as a test's rows": "const rows = (x: number) => x * base;\nconst double = rows;",
}  # fmt: skip

#: Right answers to `scaled`, each a whole program.
SCALES = {
    "by loops": (
        "function scaled(values: number[][], by: number): number[][] {\n  const out: number[][] = [];\n"
        "  for (let i = 0; i < values.length; i++) { out.push([]); for (let j = 0; j < values[i].length; j++) { "
        "out[i][j] = values[i][j] * by; } }\n  return out;\n}"
    ),
    "by indices only": (
        "function scaled(values: number[][], by: number): number[][] {\n  const out: number[][] = [];\n"
        "  for (const i in values) { out[i] = []; for (const j in values[i]) out[i][j] = by * values[i][j]; }\n  return out;\n}"
    ),
    "as typed arrays": (
        "const scaled = (values: number[][], by: number): any => values.map(row => Float64Array.from(row, v => v * by));"
    ),
    "as a float32 tensor": (
        "import { tensor } from 'gatescope';\nconst scaled = (values: number[][], by: number): any => "
        "tensor(values, { dtype: 'f32' }).mul(by);"
    ),
    "as frozen lists": (
        "const scaled = (values: number[][], by: number): any => Object.freeze(values.map(row => Object.freeze(row.map(v => v * by))));"
    ),
    "as lists of another class": (
        "class Rows extends Array<number[]> {}\nconst scaled = (values: number[][], by: number): any => "
        "Rows.from(values.map(row => row.map(v => v * by)));"
    ),
}  # fmt: skip

#: Right answers to `step`.
STEPS = {
    "by methods": "const step: RnnStep = ({ x, h }, { W, U, b }) => ({ h: x.matmul(W).add(h.matmul(U)).add(b).tanh() });",
    "with more names than asked": (
        "const step = (({ x, h }, { W, U, b }) => {\n  const a = add(matmul(x, W), matmul(h, U), b);\n"
        "  return { a, h: tanh(a) };\n}) as RnnStep;"
    ),
    "as a function": (
        "function step(input: any, parameters: any) {\n  const { x, h } = input, { W, U, b } = parameters;\n"
        "  return { h: tanh(add(add(matmul(h, U), b), matmul(x, W))) };\n}"
    ),
    "by the identity of tanh": (
        "import { sigmoid } from 'gatescope';\nconst step: RnnStep = ({ x, h }, { W, U, b }) => {\n"
        "  const a = add(matmul(x, W), matmul(h, U), b);\n  return { h: sigmoid(a.mul(2)).mul(2).sub(1) };\n};"
    ),
}  # fmt: skip

#: Wrong answers to `double` that look right, and what they still earn.
WRONG = {
    "gives a text": (body("return String(x * base);", "any"), NO_DOUBLE),
    "gives a whole number of any size": (body("return BigInt(x) * 2n;", "any"), NO_DOUBLE),
    "gives a promise of it": ("const double: any = async (x: number) => x * base;", NO_DOUBLE),
    "is a class": ("class double { constructor(public x: number) {} valueOf() { return this.x * base; } }", NO_DOUBLE),
    "is right the first time only": ("let calls = 0;\n" + body("return calls++ === 0 ? x * base : 1;"), (0, 0.5, 3, 3)),
    "knows the visible case only": (body("return ({ 3: 6, 2: 4, [-1]: -2 } as any)[x] ?? 0;"), (0, 1, 3, 3)),
    "is right for positive numbers": (body("return x > 0 ? x * base : 0;"), (2, 0.5, 3, 3)),
    "is wrong within what float32 would round": (body("return Float32Array.of(x * base * (1 + 9e-6));", "any"), NO_DOUBLE),
    "is a few off where a float32 is large": (body("return x > 1000 ? Float32Array.of(999995) : x * base;", "any"), (0, 1, 3, 3)),
    "is a list of lists of lists": (body("return [[[x * base]]];", "any"), NO_DOUBLE),
    "is private to a block": ("{ const double = (x: number) => x * base; double(3); }", NO_DOUBLE),
    "is in a comment": ("// " + RIGHT.replace("\n", "\n// "), NO_DOUBLE),
    "is in a text": (f"const s = `{RIGHT}`;", NO_DOUBLE),
    "is only declared": ("declare function double(x: number): number;", NO_DOUBLE),
}  # fmt: skip


def _in_parts(notebook: Any) -> None:
    """Its text is a list of lines, as files have it."""
    cell_of(notebook, "double")["source"] = RIGHT.splitlines(keepends=True)


def _same_id_twice(notebook: Any) -> None:
    other = new_cell(TWICE, "double")
    notebook.cells.append(other)
    cell_of(notebook, "double").source = HELPED


def _raw_copy(notebook: Any) -> None:
    raw = nbformat.v4.new_raw_cell(body("return 1;"), id="raw")
    notebook.cells.append(raw)


def _collapsed(notebook: Any) -> None:
    for cell in notebook.cells:
        cell.metadata.update(
            {"collapsed": True, "jupyter": {"source_hidden": True}, "tags": ["raises-exception"]}
        )


def _old_outputs(notebook: Any) -> None:
    error = nbformat.v4.new_output(
        "error", ename="CheckFailure", evalue="not yet", traceback=["not yet"]
    )
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [copy.deepcopy(error)], 99


def _split(notebook: Any) -> None:
    first, second = RIGHT.split("\n", 1)
    cell_of(notebook, "double").source = first
    notebook.cells.insert(3, new_cell(second))


def _three_copies(notebook: Any) -> None:
    cell_of(notebook, "double").source = body("return 1;")
    copied(notebook, RIGHT)
    notebook.cells.append(new_cell("", "empty"))


SPELLINGS = [
    *(answers(f"double {name}", double=text) for name, text in DOUBLES.items()),
    *(answers(f"scaled {name}", scaled=text) for name, text in SCALES.items()),
    *(answers(f"step {name}", step=text) for name, text in STEPS.items()),
    *(answers(f"double {name}", marks, double=text) for name, (text, marks) in WRONG.items()),
    Case("text in lines", _in_parts),
    Case("a raw cell below", _raw_copy),
    Case("everything folded", _collapsed),
    Case("old outputs everywhere", _old_outputs),
    Case("split over two cells", _split, NO_DOUBLE),
    Case("wrong above right, an empty cell below", _three_copies, odd=COPIES),
    Case("helpers in three cells", beside(
        body("return third(x);"), "const first = (x: number) => base * x;",
        "const second = (x: number) => first(x);", "const third = (x: number) => second(x);")),
    Case("right above its stub in a block", beside(STUB, f"{RIGHT}\n{{ const double = 1; }}"), odd=ELSEWHERE),
]  # fmt: skip

assert len({case.name for case in SPELLINGS}) == len(SPELLINGS)
assert all(case.marks <= ALL for case in SPELLINGS)
