"""Errors as learners meet them: in the notebook's words and places, with a line of advice."""

from __future__ import annotations

import pytest
from fault_hostile import ENDLESS_TYPES
from hosts import FOLDER, V8, cases
from session import Session

ENGINE = "import { layers, lstm, matmul, sequential, tensor } from 'gatescope';"
MODEL = (
    "const model = sequential([layers.dense({ units: 1, inputShape: [2] })], { seed: 1 });"
    "model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });"
)


@pytest.fixture(scope="module")
def engine(shared: Session) -> Session:
    result = shared.run(f"{ENGINE}\n{MODEL}")
    assert result.status == "ok", result.traceback
    return shared


# Each case: a slip, words of what is said about it, and words of the advice in its last line.
SLIPS = {
    "a promise that is not awaited": (
        "const training = model.fit(tensor([[1, 2]]), tensor([[1]]), { epochs: 1 });\ntraining.status",
        "Promise<History>",
        "put `await` before the call",
    ),
    "await in a plain function": (
        "function train() { await model.fit(tensor([[1, 2]]), tensor([[1]])); }",
        "await",
        "Write `async` before the function",
    ),
    "an option with another spelling": (
        "lstm({ inputsize: 1, units: 2 })",
        "'inputSize'",
        "press Tab inside the braces",
    ),
    "an option that the compiler cannot see": (
        "const options: any = { unit: 2, inputSize: 1 };\nlstm(options)",
        "did you mean 'units'?",
        "Press Tab inside the braces",
    ),
    "features that do not fit the cell": (
        "lstm({ inputSize: 1, units: 2 }).run([[1, 2], [3, 4]])",
        "x has 2 features",
        "[steps, features]",
    ),
    "rows of unlike length": ("tensor([[1, 2], [3]])", "uneven", "`padSequences`"),
    "a product that does not fit": (
        "matmul(tensor([[1, 2]]), tensor([[1, 2]]))",
        "do not fit",
        "`transpose`",
    ),
    "targets for other examples": (
        "await model.fit(tensor([[1, 2]]), tensor([[1], [2]]), { epochs: 1 })",
        "1 examples, but y 2",
        "Each example needs one target",
    ),
    "a target that is too wide": (
        "await model.fit(tensor([[1, 2]]), tensor([[1, 2]]), { epochs: 1 })",
        "shape",
        "set its `units`",
    ),
    "a value that is missing": (
        "const list: { name: string }[] = [];\nlist.at(0).name",
        "undefined",
        "may be missing",
    ),
    "endless recursion": (
        "function down(): number { return down() + 1 }\ndown()",
        "call stack",
        "calls itself without end",
    ),
}


@pytest.mark.parametrize("case", cases(SLIPS.items(), V8, {"endless recursion"}))
def test_a_common_slip_comes_with_a_line_of_advice(
    engine: Session, case: tuple[str, str, str]
) -> None:
    code, said, advice = case
    result = engine.run(code)
    assert result.status == "error"
    lines = result.traceback.split("\n")
    assert any(said in line for line in lines), result.traceback
    assert advice in lines[-1]
    assert "Cell In[" in result.traceback
    assert any(line.strip().strip("^") == "" and "^" in line for line in lines)


def test_no_frame_of_the_kernel_or_the_library_is_shown(engine: Session) -> None:
    result = engine.run("lstm({ inputSize: 1, units: 2 }).run([[1, 2]])")
    for word in ("session.js", "node:", "_kernel", "gatescope-cell", "\u02d0"):
        assert word not in result.traceback


def test_an_error_that_is_printed_names_notebook_cells(session: Session) -> None:
    session.run("function inner(): never {\n  throw new RangeError('printed');\n}")
    result = session.run(
        "try {\n  inner();\n} catch (error) {\n  console.error(error);\n"
        "  console.log({ list: [error] }, (error as Error).stack);\n}"
    )
    assert result.status == "ok", result.traceback
    for text in (result.stderr, result.stdout):
        assert "at inner (Cell In[1], line 2)" in text
        assert "at Cell In[2], line 2" in text
        assert "gatescope-cell" not in text and "session.js" not in text and "node:" not in text
    value = session.run("new Error('as a value')")
    assert value.value == "Error: as a value\n    at Cell In[3], line 1"


def test_errors_in_errors_end(session: Session) -> None:
    result = session.run(
        "const first = new Error('first');\n"
        "first.cause = new Error('second', { cause: first });\nthrow first;"
    )
    assert result.reply["evalue"] == "first"
    assert "Caused by Error: second" in result.traceback
    assert len(result.traceback) < 3000
    many = session.run("await Promise.any([Promise.reject(new Error('one')), Promise.reject(2)])")
    assert many.reply["ename"] == "AggregateError"
    assert "· Error: one" in many.traceback


@pytest.mark.parametrize(
    "thrown",
    [
        "Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('no'); } })",
        "new Proxy({}, { get() { throw new Error('no'); } })",
        "Object.assign(new Error('x'), { name: undefined, stack: undefined })",
        "Object.create(null)",
        "undefined",
        "10n",
        "() => 1",
    ],
)
def test_whatever_is_thrown_is_answered(shared: Session, thrown: str) -> None:
    result = shared.run(f"throw {thrown};")
    assert result.status == "error"
    assert result.error is not None
    for key in ("ename", "evalue", "traceback"):
        assert key in result.reply
    assert shared.run("1 + 1").value == "2"


def test_types_without_end_are_told_and_the_kernel_goes_on(session: Session) -> None:
    assert session.run("const kept = 41;").status == "ok"
    result = session.run(ENDLESS_TYPES)
    assert "Are its types without end" in result.traceback
    begun = f"{ENDLESS_TYPES}\nv0."
    request = {"code": begun, "cursor_pos": len(begun), "detail_level": 0}
    for kind in ("complete", "inspect"):
        reply = session.ask(f"{kind}_request", f"{kind}_reply", request)
        assert reply["status"] in ("ok", "error")
    assert session.run("kept + 1").value == "42"
    assert session.run("const v0: string = 4;").status == "error"


@FOLDER
def test_a_module_that_is_broken_is_shown_with_its_own_line(session: Session, tmp_path) -> None:
    folder = session.run("process.cwd()").value.strip("'")
    with open(f"{folder}/broken.ts", "w") as file:
        file.write("export const fine = 1;\nexport const bad: string = fine;\n")
    result = session.run("import { bad } from './broken';\nbad")
    assert result.status == "error"
    assert "broken.ts, line 2" in result.traceback
    assert "2 export const bad: string = fine;" in result.traceback


def test_the_listener_of_a_cell_that_fails_is_told_in_its_cell(session: Session) -> None:
    first = session.send(
        "let go = false, thrown = false;\nconst timer = setInterval(() => {\n  if (!go) return;\n"
        "  clearInterval(timer);\n  setTimeout(() => { thrown = true; throw new Error('nested') });\n}, 5);\n1"
    )
    session.collect(first)
    second = session.send(
        "go = true; while (!thrown) await new Promise(r => setTimeout(r, 5)); 'second'"
    )
    error = session.until(first, "error")
    assert "Cell In[1], line 5" in "".join(error["content"]["traceback"])
    assert session.collect(second).value == "'second'"


@FOLDER
def test_modules_beside_the_notebook_are_shown_with_their_own_lines(
    session: Session, tmp_path
) -> None:
    """Their compiled text has other lines: types are gone, and a prologue stands before."""
    (tmp_path / "helper.ts").write_text(
        "interface Given {\n  x: number;\n}\n\n"
        "export function inner(given: Given, then?: () => void) {\n"
        "  then?.();\n  throw new RangeError(`no ${given.x}`);\n}\n"
    )
    (tmp_path / "plain.js").write_text("exports.plain = function plain() {\n  null.x;\n};\n")
    (tmp_path / "newer.mjs").write_text("export function newer() {\n  null.x;\n}\n")

    def places(result) -> list[str]:
        shown = result.traceback.split("\n")
        return [line for line in shown if ", line " in line and not line.startswith(" ")]

    result = session.run("import { inner } from './helper';\ninner({ x: 1 })")
    assert places(result) == ["helper.ts, line 7, in inner", "Cell In[1], line 2"]
    assert "--> 7   throw new RangeError(`no ${given.x}`);" in result.traceback
    result = session.run("inner({ x: 2 }, () => { throw new Error('given') })")
    assert places(result) == [
        "Cell In[2], line 1",
        "helper.ts, line 6, in inner",
        "Cell In[2], line 1",
    ]
    assert "the same call" not in result.traceback
    result = session.run("require('./plain.js').plain()")
    assert places(result) == ["plain.js, line 2, in plain", "Cell In[3], line 1"]
    result = session.run("import { newer } from './newer.mjs'; newer()")
    assert places(result) == ["newer.mjs, line 2, in newer", "Cell In[4], line 1"]
    printed = session.run("try { inner({ x: 3 }) } catch (error) { console.log(error) }")
    assert printed.stdout == (
        "RangeError: no 3\n    at inner (helper.ts, line 7)\n    at Cell In[5], line 1\n"
    )


def test_a_function_called_where_it_is_written_is_one_place(session: Session) -> None:
    result = session.run("[1].forEach(() => { throw new Error('each') })")
    assert result.traceback.count("Cell In[1]") == 1
    assert "the same call" not in result.traceback
    deep = session.run("function down(n: number): number { return n ? down(n - 1) : null!.x }")
    assert deep.status == "error"
    session.run("function down(n: number): number { return n ? down(n - 1) : (null as any).x }")
    assert "the same call 5 more times" in session.run("down(5)").traceback
