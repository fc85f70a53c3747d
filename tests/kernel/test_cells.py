"""TypeScript in notebook cells: one program over many, typed, with the modules around it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hosts import FOLDER, NODE_ITSELF, V8, cases, only_node, only_pages
from session import TIMEOUT, Session

ROOT = Path(__file__).resolve().parents[2]


@only_node("compares without a kernel; pages have their own")
def test_random_programs_cut_into_cells_print_what_they_print_in_one_piece() -> None:
    run = ROOT / "tests" / "kernel" / "programs" / "run.mjs"
    done = subprocess.run(["node", str(run), "150", "40"], capture_output=True, text=True, cwd=ROOT)
    # With the seeds, from which a failure can be had again.
    sys.stdout.write(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    agreed = re.findall(r"(\d+) (cut|rerun) programs agree \(seed \d+\)", done.stdout)
    assert sum(int(count) for count, kind in agreed if kind == "cut") == 150
    assert sum(int(count) for count, kind in agreed if kind == "rerun") == 40


# Each case: cells, and what the last one shows.
PROGRAMS = {
    "a closure sees later changes": (
        ["let n = 0; function bump() { n++ }", "n = 5; bump(); n"],
        "6",
    ),
    "a redefined function is called by older ones": (
        [
            "function f() { return 1 }\nfunction g() { return f() }",
            "function f() { return 2 }",
            "g()",
        ],
        "2",
    ),
    "constants can be declared again": (
        ["const a = 1;", "const a = 'now text';", "a"],
        "'now text'",
    ),
    "classes, enums and types can be declared again": (
        [
            "class A { x = 1 }; enum E { P }; interface T { a: number }; type U = string;",
            "class A { y = 2 }; enum E { Q = 5 }; interface T { b: string }; type U = number;",
            "const t: T = { b: 'x' }; const u: U = 3; [new A().y, E.Q, t.b, u]",
        ],
        "[ 2, 5, 'x', 3 ]",
    ),
    "an enum starts anew when its cell runs again": (
        ["enum E { A }", "enum E { B }", "Object.keys(E)"],
        "[ '0', 'B' ]",
    ),
    "exports are accepted": (
        [
            "export const z = 3; export function zf() { return z + 1 }",
            "export default class K { v = zf() }",
            "new K().v",
        ],
        "4",
    ),
    "functions may call what a later cell declares": (
        [
            "function even(n: number): boolean { return n === 0 || odd(n - 1) }",
            "function odd(n: number): boolean { return n !== 0 && even(n - 1) }",
            "even(10)",
        ],
        "true",
    ),
    "what the compiler knows outlives the cell": (
        ["let best: string | null = null;", "best = 'run';", "best.length"],
        "3",
    ),
    "for await needs nothing beside it": (
        ["let sum = 0;\nfor await (const x of [Promise.resolve(1), 2]) sum += x;", "sum"],
        "3",
    ),
    "modules are imported while running": (
        ["const path = await import('node:path');", "path.basename('/a/b.txt')"],
        "'b.txt'",
    ),
    "names of the kernel's own are free": (
        [
            "const process = 3, require = 4, exports = 5, module = 6, console2 = 7;",
            "process + require + exports + module",
        ],
        "18",
    ),
    "decorators work": (
        [
            "function twice(method: (this: unknown, x: number) => number, _: ClassMethodDecoratorContext) { return function (this: unknown, x: number) { return method.call(this, method.call(this, x)) } }",
            "class Calc { @twice add(x: number) { return x + 1 } }",
            "new Calc().add(1)",
        ],
        "3",
    ),
    "generics and overloads keep their types": (
        [
            "function id<T>(x: T): T { return x }\nfunction over(x: string): string; function over(x: number): number; function over(x: any) { return x }",
            "const text: string = id('a'); const n: number = over(2); text + n",
        ],
        "'a2'",
    ),
    "namespaces live on": (
        ["namespace N { export const k = 4; export type T = number }", "const t: N.T = N.k; t"],
        "4",
    ),
    "new library methods run": (
        [
            "[[3, 1].toSorted(), Object.groupBy([1, 2], x => x % 2 ? 'odd' : 'even').odd, new Set([1, 2]).intersection(new Set([2, 3])).size, typeof Promise.withResolvers<number>().resolve]"
        ],
        "[ [ 1, 3 ], [ 1 ], 1, 'function' ]",
    ),
    "WebAssembly has types": (
        ["WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))"],
        "true",
    ),
    "a var declared again is the same variable": (
        [
            "var same = 1; function sees() { return same }",
            "var same = same + 1;\nif (same > 1) { var same = same * 10 }",
            "console.log(same); var same = same + 1;",
            "var same: number; [same, sees()]",
        ],
        "[ 21, 21 ]",
    ),
    "a var declared again may be of another type when it does not read itself": (
        ["var kind = 1;", "var kind = 'text';", "kind.length"],
        "4",
    ),
    "a var knows what its last cell knew": (
        [
            "var found: { at: number } | null = null;",
            "found = { at: 3 };",
            "var found: { at: number } | null = { at: found.at + 1 };",
            "found.at",
        ],
        "4",
    ),
    "a name for a part of a namespace lives on": (
        [
            "namespace Outer { export namespace Inner { export const k = 4; export type T = number } }",
            "import Short = Outer.Inner;",
            "const short: Short.T = Short.k; short",
        ],
        "4",
    ),
    "names may begin with underscores": (
        ["let __n = 1; function __up() { return __n++ }", "__up(); const ___n = { __n };", "___n"],
        "{ __n: 2 }",
    ),
    "the folder of the notebook is known": (
        ["[__filename.startsWith(__dirname), __dirname === import.meta.dirname]"],
        "[ true, true ]",
    ),
    "a function without a name has none": (["(x: number) => x"], "[Function (anonymous)]"),
    "a variable of a block is known later": (["if (true) { var inner = 5 }", "inner + 1"], "6"),
    "names of functions are kept": (
        [
            "const add = (a: number, b: number) => a + b; let Anon = class {};",
            "[add.name, Anon.name]",
        ],
        "[ 'add', 'Anon' ]",
    ),
}

OF_NODE = {"modules are imported while running", "the folder of the notebook is known"}


@pytest.mark.parametrize("case", cases(PROGRAMS.items(), NODE_ITSELF, OF_NODE))
def test_cells_are_one_program(shared: Session, case: tuple[list[str], str]) -> None:
    cells, shown = case
    for code in cells[:-1]:
        result = shared.run(code)
        assert result.status == "ok", result.traceback
    result = shared.run(cells[-1])
    assert result.status == "ok", result.traceback
    assert result.value == shown


def test_a_cell_that_throws_keeps_what_it_declared(session: Session) -> None:
    assert (
        session.run("let a = 1; const b = 'x';\nthrow new Error('here');\nlet never = 2;").status
        == "error"
    )
    assert session.run("a + b.length").value == "2"
    result = session.run("never")
    assert result.reply["ename"] == "ReferenceError"
    assert "stopped before" in result.reply["evalue"]


def test_a_cell_of_which_a_function_reads_ahead_can_run_again(session: Session) -> None:
    """Names that stand below keep what they had; nobody ever sees the sign for 'not yet'."""
    session.run("let best = 1; function look() { return best }")
    for _ in range(2):
        again = session.run("function inner() { return best }\nlet best = look() + 1;\ninner()")
        assert again.status == "ok", again.traceback
    assert session.run("[best, look(), inner()]").value == "[ 3, 3, 3 ]"
    session.run("function ahead() { return notYet }")
    early = session.run("ahead();\nlet notYet = 1;")
    assert early.reply["ename"] == "ReferenceError"
    assert "notYet" in early.reply["evalue"]


def test_reading_too_early_is_an_error_as_in_any_program(session: Session) -> None:
    result = session.run("function early() { return late }\nearly();\nlet late = 1;")
    assert result.reply["ename"] == "ReferenceError"
    assert "before initialization" in result.reply["evalue"]


def test_a_let_that_reads_itself_is_told_of_once_and_leaves_the_earlier_one(
    session: Session,
) -> None:
    session.run("let k = 1; var text = 'abc';")
    result = session.run("let k = k + 1;")
    assert result.reply["evalue"].startswith("Block-scoped variable 'k' used before")
    assert "TS7022" not in result.traceback
    assert session.run("k").value == "1"
    other = session.run("var text = text.length;")
    assert "TS2403" in other.traceback
    assert session.run("text").value == "'abc'"


@NODE_ITSELF
def test_a_cell_shows_nothing_of_how_it_is_run(session: Session) -> None:
    session.run("import { sep } from 'node:path';")
    assert session.run("exports").value == "{}"


def test_strict_types_refuse_a_cell_with_line_source_and_caret(session: Session) -> None:
    result = session.run("const fine = 1;\nconst text: string = fine;")
    assert result.reply["ename"] == "TypeError"
    assert "not assignable" in result.reply["evalue"]
    lines = result.traceback.split("\n")
    assert lines[1] == "Cell In[1], line 2, column 7"
    assert lines[2].endswith("2 const text: string = fine;")
    assert lines[3].index("^") == lines[2].index("text:")
    assert session.run("fine").status == "error"


@pytest.mark.parametrize(
    ("code", "line", "advice"),
    [
        ("const a = [1, 2", 1, None),
        ("function f( {\n  let y =\n", 2, None),
        ("const s = `never\nended", 2, None),
        ("lstm({ units: 2 })", 1, "import"),
        ("const p = Promise.resolve('x'); p.length", 1, "await"),
        ("function f() { await 1 }", 1, "async"),
        pytest.param("import { nothing } from 'no-such-module'", 1, "install", marks=FOLDER),
        pytest.param(
            "import { join } from 'node:path'; console.log(join('a'))",
            1,
            "there is no folder with modules",
            marks=only_pages("Node has it"),
        ),
        ("const c = 1; c = 2", 1, "let"),
        ("let itself = 1;\n{ let itself = itself + 1 }", 2, "leave `let` or `const` out"),
        ("console.log(below);\nlet below = 1", 1, "further down"),
        ("const fib = (n: number) => n < 2 ? n : fib(n - 1) + fib(n - 2)", 1, ": number"),
        ("const half = async () => 0.5;\nhalf() + 1", 2, "await"),
        ("const many = async () => [1];\nfor (const one of many()) {}", 2, "await"),
    ],
)
def test_a_slip_is_shown_in_its_cell(
    shared: Session, code: str, line: int, advice: str | None
) -> None:
    result = shared.run(code)
    assert result.status == "error"
    assert f", line {line}" in result.traceback
    assert "node_modules" not in result.traceback and "session.js" not in result.traceback
    assert result.traceback.count("Cell In[") == 1
    if advice:
        assert advice in result.traceback


@V8
def test_a_run_time_error_shows_every_cell_it_passed(session: Session) -> None:
    session.run("function inner(o: any) {\n  return o.x.y;\n}")
    session.run("async function outer() {\n  await null;\n  return inner({});\n}")
    result = session.run("const before = 1;\nawait outer();")
    text = result.traceback
    assert text.startswith("TypeError: Cannot read properties of undefined (reading 'y')")
    places = [line for line in text.split("\n") if line.startswith("Cell In")]
    assert places == [
        "Cell In[1], line 2, in inner",
        "Cell In[2], line 3, in outer",
        "Cell In[3], line 2",
    ]
    assert "ː" not in text and "session.js" not in text


def test_errors_are_told_in_the_words_of_the_notebook(session: Session) -> None:
    session.run("let f: any = 5; class A {}")
    result = session.run("f()")
    assert result.reply["evalue"] == "f is not a function"
    thrown = session.run("throw { code: 7 }")
    assert thrown.reply["ename"] == "Thrown"
    assert "code: 7" in thrown.reply["evalue"]
    cause = session.run("throw new Error('outer', { cause: new RangeError('inner') })")
    assert "RangeError: inner" in cause.traceback


@FOLDER
def test_modules_beside_the_notebook(tmp_path: Path, session: Session) -> None:
    folder = Path(session.run("process.cwd()").value.strip("'"))
    (folder / "helper.ts").write_text(
        "export let count = 0;\nexport function up(): number { count += 1; return count }\n"
    )
    (folder / "numbers.json").write_text(json.dumps({"a": [1, 2]}))
    (folder / "plain.js").write_text("exports.double = x => 2 * x;\n")
    package = folder / "node_modules" / "tiny"
    package.mkdir(parents=True)
    (package / "package.json").write_text(
        json.dumps(
            {
                "name": "tiny",
                "type": "module",
                "exports": {".": {"types": "./i.d.ts", "default": "./i.js"}},
            }
        )
    )
    (package / "i.js").write_text(
        "export const tiny = 'esm'; export default function hello() { return 'hi' }\n"
    )
    (package / "i.d.ts").write_text(
        "export declare const tiny: string; export default function hello(): string;\n"
    )
    assert session.run("import { count, up } from './helper';\nup(); up(); count").value == "2"
    assert session.run("import numbers from './numbers.json';\nnumbers.a[1]").value == "2"
    result = session.run("import hello, { tiny } from 'tiny';\nhello() + tiny")
    assert result.status == "ok", result.traceback
    assert result.value == "'hiesm'"
    assert result.stderr == ""
    (folder / "own.mjs").write_text("export const own = await Promise.resolve('awaited');\n")
    (folder / "simple.mjs").write_text("export const simple = 'simple';\n")
    simple = session.run("import { simple } from './simple.mjs';\nsimple")
    assert simple.value == "'simple'", simple.traceback
    assert simple.stderr == ""
    for code in ("(await import('./own.mjs')).own", "import { own } from './own.mjs';\nown"):
        awaited = session.run(code)
        assert awaited.value == "'awaited'", awaited.traceback
    assert session.run("require('./plain.js').double(4)").value == "8"
    (folder.parent / "shared.ts").write_text("export const far: number = 9;\n")
    assert session.run("import { far } from '../shared';\nfar").value == "9"
    (folder / "helper.ts").write_text("export const count = 'changed';\n")
    assert session.run("import { count } from './helper';\ncount").value == "'changed'"


def test_gatescope_is_typed_and_documented(shared: Session) -> None:
    wrong = shared.run("import { lstm } from 'gatescope';\nlstm({ unit: 3, inputSize: 1 })")
    assert wrong.status == "error"
    assert "unit" in wrong.reply["evalue"]
    code = "import { lstm } from 'gatescope';\nlstm({ un })"
    reply = shared.ask(
        "complete_request", "complete_reply", {"code": code, "cursor_pos": len(code) - 3}
    )
    assert "units" in reply["matches"]
    reply = shared.ask(
        "inspect_request", "inspect_reply", {"code": code, "cursor_pos": 10, "detail_level": 0}
    )
    assert reply["found"]
    assert "```typescript" in reply["data"]["text/markdown"]
    assert "**Example**" in reply["data"]["text/markdown"]


@pytest.mark.parametrize(
    ("code", "cursor", "match", "start"),
    [
        ("Math.ma", 7, "max", 5),
        ("const emoji = '🙂🙂'; emoji.toU", 29, "toUpperCase", 26),
        ("import x from 'gate", 19, "gatescope", 15),
        pytest.param("import fs from 'node:f", 22, "node:fs", 16, marks=NODE_ITSELF),
        ("conso", 5, "console", 0),
        pytest.param("import { joi } from 'node:path'", 12, "join", 9, marks=NODE_ITSELF),
        pytest.param(
            "import fs from 'node:fs'; fs.existsS", 36, "existsSync", 29, marks=NODE_ITSELF
        ),
        ("[1].ma", 6, "map", 4),
    ],
)
def test_completion(shared: Session, code: str, cursor: int, match: str, start: int) -> None:
    reply = shared.ask("complete_request", "complete_reply", {"code": code, "cursor_pos": cursor})
    assert match in reply["matches"]
    assert reply["cursor_start"] == start
    assert reply["cursor_end"] == cursor


def test_input_is_asked_for_and_answered(session: Session) -> None:
    request = session.client.execute(
        "const name = await prompt('Your name?');\n`hello ${name}`", allow_stdin=True
    )
    question = session.client.get_stdin_msg(timeout=TIMEOUT)
    assert question["content"] == {"prompt": "Your name?", "password": False}
    session.client.input("Ada")
    assert session.collect(request).value == "'hello Ada'"
    refused = session.run("await prompt('anyone?')")
    assert refused.status == "error"
    assert "input" in refused.reply["evalue"]
