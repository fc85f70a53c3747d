"""Completion, inspection and the question whether code is complete."""

from __future__ import annotations

from pathlib import Path

import pytest
from hosts import FOLDER, NODE_ITSELF
from session import Session


def matches(session: Session, code: str, cursor: int | None = None) -> list[str]:
    cursor = len(code) if cursor is None else cursor
    request = {"code": code, "cursor_pos": cursor}
    reply = session.ask("complete_request", "complete_reply", request)
    assert reply["status"] == "ok"
    assert reply["cursor_start"] <= cursor <= reply["cursor_end"]
    return reply["matches"]


def inspected(session: Session, code: str, cursor: int | None = None) -> str:
    request = {"code": code, "cursor_pos": len(code) if cursor is None else cursor}
    reply = session.ask("inspect_request", "inspect_reply", {**request, "detail_level": 0})
    assert reply["found"], code
    assert reply["data"]["text/plain"]
    return reply["data"]["text/markdown"]


def fill(folder: Path) -> None:
    """Modules beside the notebook."""
    (folder / "helper.ts").write_text("export const answer = 42;\n")
    (folder / "my data").mkdir()
    (folder / "my data" / "loader.ts").write_text("export function load() { return 1 }\n")
    package = folder / "node_modules" / "beside"
    package.mkdir(parents=True)
    (package / "package.json").write_text(
        '{"name": "beside", "type": "module", "exports": {"types": "./i.d.ts", "default": "./i.js"}}'
    )
    (package / "i.js").write_text("export const near = 1;\n")
    (package / "i.d.ts").write_text("export declare const near: number;\n")


@pytest.fixture(scope="module")
def notebook(shared: Session, host: str) -> Session:
    if host == "node":
        fill(Path(shared.run("process.cwd()").value.strip("'")))
    result = shared.run(
        "import { lstm, layers, sequential } from 'gatescope';\n"
        "interface Options { learningRate: number; momentum?: number }\n"
        "/**\n * Trains a little.\n *\n * @param options how\n * @param epochs how long, in passes\n"
        " * @returns the loss\n * @throws RangeError when it does not converge\n"
        " * @example\n * train({ learningRate: 0.1 }, 3);\n */\n"
        "function train(options: Options, epochs: number): number { return options.learningRate * epochs }\n"
        "const cell = lstm({ inputSize: 1, units: 2, seed: 1 });\n"
        "enum Color { Red, Green }\nnamespace Space { export const inside = 1 }\n"
        "class Ball { #hidden = 1; bounce() { return this.#hidden } static make() { return new Ball() } }"
    )
    assert result.status == "ok", result.traceback
    return shared


@pytest.mark.parametrize(
    ("code", "match"),
    [
        ("train({ lear", "learningRate"),
        ("train({ learningRate: 1, mo", "momentum"),
        ("lstm({ inputSize: 1, un", "units"),
        ("layers.lstm({ returnS", "returnSequences"),
        ("lstm({ inputSize: 1, units: 2, convention: '", "pytorch"),
        ("cell.ru", "run"),
        ("Color.", "Green"),
        ("Space.", "inside"),
        ("Ball.", "make"),
        ("new Ball().", "bounce"),
        ("const { bou", "bounce"),
        ("trai", "train"),
        ("Col", "Color"),
        ("let x: Opti", "Options"),
        ("[1, 2].toS", "toSorted"),
        ("new Set([1]).uni", "union"),
        ("import { ls", "lstm"),
        ("import x from 'gates", "gatescope"),
        pytest.param("import x from 'bes", "beside", marks=FOLDER),
        pytest.param("import { ne", "near", marks=FOLDER),
        pytest.param("import { a } from './hel", "helper", marks=FOLDER),
        pytest.param("import { a } from './my", "my data", marks=FOLDER),
        pytest.param("import { a } from './my data/lo", "loader", marks=FOLDER),
        pytest.param("import fs from 'node:f", "node:fs", marks=NODE_ITSELF),
        pytest.param("await import('node:o", "node:os", marks=NODE_ITSELF),
        ("`text ${tra", "train"),
        ("if (tru", "true"),
    ],
)
def test_what_may_stand_here_is_offered(notebook: Session, code: str, match: str) -> None:
    whole = {
        "import { ls": ("import { ls } from 'gatescope'", 11),
        "import { ne": ("import { ne } from 'beside'", 11),
        "const { bou": ("const { bou } = new Ball()", 11),
    }
    text, cursor = whole.get(code, (code, len(code)))
    assert match in matches(notebook, text, cursor)


def test_members_that_are_private_or_gone_are_not_offered(notebook: Session) -> None:
    assert "#hidden" not in matches(notebook, "new Ball().")
    assert "nothing" not in matches(notebook, "cell.")


def test_the_middle_of_a_word_is_replaced_whole(notebook: Session) -> None:
    reply = notebook.ask(
        "complete_request", "complete_reply", {"code": "cell.paramXX;", "cursor_pos": 10}
    )
    assert "parameters" in reply["matches"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (5, 12)


@pytest.mark.parametrize("cursor", [-5, 0, 3, 99, 1e9, 2.5, None, "x"])
def test_a_cursor_anywhere_is_answered(notebook: Session, cursor: object) -> None:
    for request, reply in (
        ("complete_request", "complete_reply"),
        ("inspect_request", "inspect_reply"),
    ):
        content = {"code": "cell.", "cursor_pos": cursor}
        assert notebook.ask(request, reply, content)["status"] == "ok"


def test_inspection_tells_parameters_returns_errors_and_examples(notebook: Session) -> None:
    text = inspected(notebook, "train")
    assert text.startswith(
        "```typescript\nfunction train(options: Options, epochs: number): number"
    )
    for words in (
        "Trains a little.",
        "**Parameters**",
        "- `options` how",
        "- `epochs` how long, in passes",
        "**Returns** the loss",
        "**Throws** RangeError when it does not converge",
        "**Example**",
        "```typescript\ntrain({ learningRate: 0.1 }, 3);\n```",
    ):
        assert words in text


def test_the_library_is_documented_with_all_of_these(notebook: Session) -> None:
    text = inspected(notebook, "lstm")
    for words in ("LSTM", "**Throws**", "**Example**"):
        assert words in text
    notebook.run("import { show } from 'gatescope';")
    assert "**Parameters**" in inspected(notebook, "show")
    assert "- `options`" in inspected(notebook, "import { show } from 'gatescope'; show")


@pytest.mark.parametrize(
    ("code", "cursor", "found"),
    [
        ("cell.run", 8, "(method)"),
        ("cell.run(", 9, "(method)"),
        ("cell.run([1, 2], ", 17, "(method)"),
        ("lstm({ units: 2 })", 8, "units"),
        ("const local = 5; local", 22, "const local: 5"),
        ("let t: Options", 14, "interface Options"),
        ("Math.max", 8, "max(...values"),
    ],
)
def test_what_stands_at_the_cursor_is_inspected(
    notebook: Session, code: str, cursor: int, found: str
) -> None:
    assert found in inspected(notebook, code, cursor)


def test_where_nothing_stands_nothing_is_found(notebook: Session) -> None:
    for code in ("", "   ", "// words", "nobodyKnowsThis"):
        request = {"code": code, "cursor_pos": len(code), "detail_level": 0}
        reply = notebook.ask("inspect_request", "inspect_reply", request)
        assert reply["status"] == "ok"
        assert not reply["found"]


def test_help_is_given_while_a_cell_awaits(notebook: Session) -> None:
    request = notebook.hold("'awaited'")
    assert "run" in matches(notebook, "cell.ru")
    assert "Trains a little." in inspected(notebook, "train")
    reply = notebook.ask("is_complete_request", "is_complete_reply", {"code": "`open"})
    assert reply["status"] == "incomplete"
    notebook.release()
    assert notebook.collect(request).value == "'awaited'"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("let x = `a ${b} c`", "complete"),
        ("let x = `a ${b", "incomplete"),
        ("let x = `a", "incomplete"),
        ("tag`a ${`inner ${1}`}", "incomplete"),
        ("function f() {", "incomplete"),
        ("for await (const x of y)", "incomplete"),
        ("await f()", "complete"),
        ("export const a = 1;", "complete"),
        ("@log class A {}", "complete"),
        ("const = 1", "invalid"),
    ],
)
def test_whether_code_is_complete(notebook: Session, code: str, status: str) -> None:
    reply = notebook.ask("is_complete_request", "is_complete_reply", {"code": code})
    assert reply["status"] == status
    assert ("indent" in reply) == (status == "incomplete")
