"""Requests to execute: what is counted, shown, aborted and answered."""

from __future__ import annotations

import pytest
from hosts import NODE_ITSELF
from session import Session


def states(result) -> list[str]:
    return [content["execution_state"] for content in result.of("status")]


def test_a_cell_is_busy_then_shown_then_idle(session: Session) -> None:
    result = session.run("const a = 1;\na + 1")
    assert result.types == ["status", "execute_input", "execute_result", "status"]
    assert states(result) == ["busy", "idle"]
    assert result.of("execute_input")[0] == {"code": "const a = 1;\na + 1", "execution_count": 1}
    assert result.of("execute_result")[0] == {
        "execution_count": 1,
        "data": {"text/plain": "2"},
        "metadata": {},
    }
    assert result.reply == {
        "status": "ok",
        "execution_count": 1,
        "user_expressions": {},
        "payload": [],
    }


def test_the_count_goes_up_with_every_cell_that_is_stored(session: Session) -> None:
    assert session.run("1").reply["execution_count"] == 1
    assert session.run("2").reply["execution_count"] == 2
    assert session.run("3", store_history=False).reply["execution_count"] == 2
    assert session.run("4", silent=True).reply["execution_count"] == 2
    assert session.run("throw 1").reply["execution_count"] == 3
    assert session.run("const s: string = 1").reply["execution_count"] == 4
    assert session.run("  \n ").reply["execution_count"] == 4
    assert session.run("5").reply["execution_count"] == 5


def test_a_silent_cell_shows_nothing_and_still_runs(session: Session) -> None:
    result = session.run("let quiet = 5; console.log('heard?'); quiet", silent=True)
    assert result.types == ["status", "status"]
    failing = session.run("throw new Error('quiet')", silent=True)
    assert failing.types == ["status", "status"]
    assert failing.reply["ename"] == "Error"
    assert session.run("quiet").value == "5"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("undefined", None),
        ("null", "null"),
        ("let x = 5;", None),
        ("function f() {}", None),
        ("'text'", "'text'"),
        ("0", "0"),
        ("''", "''"),
        ("false", "false"),
        ("NaN", "NaN"),
        ("10n ** 20n", "100000000000000000000n"),
        ("5;\n\n// a comment", "5"),
        ("{a: 1, b: [2]}", "{ a: 1, b: [ 2 ] }"),
        ("{ let inner = 3; inner }", None),
        ("`a\n${1 + 1}`", "'a\\n2'"),
        ("await (async () => 7)()", "7"),
        ("console.log", "[Function: log]"),
        ("if (true) { 5 }", None),
        ("// nothing but words", None),
        ("[1, , 3]", "[ 1, <1 empty item>, 3 ]"),
        (
            "(() => { const o: any = { n: 1 }; o.self = o; return o; })()",
            "<ref *1> { n: 1, self: [Circular *1] }",
        ),
        ("new Map([['a', { b: [1, 2] }]])", "Map(1) { 'a' => { b: [ 1, 2 ] } }"),
        ("new Float64Array([0.5, 1])", "Float64Array(2) [ 0.5, 1 ]"),
        ("class Point { constructor(public x = 1) {} }; new Point()", "Point { x: 1 }"),
        ("Symbol('s')", "Symbol(s)"),
        ("[1, 2, 3].toSorted((a, b) => b - a)", "[ 3, 2, 1 ]"),
    ],
)
def test_the_last_expression_is_shown(shared: Session, code: str, shown: str | None) -> None:
    result = shared.run(code)
    assert result.status == "ok", result.traceback
    assert result.value == shown


def test_an_error_reaches_everybody_and_the_reply(session: Session) -> None:
    result = session.run("throw new RangeError('too far')")
    assert result.status == "error"
    assert result.error is not None
    for content in (result.error, result.reply):
        assert content["ename"] == "RangeError"
        assert content["evalue"] == "too far"
        assert any("Cell In[1], line 1" in line for line in content["traceback"])


def test_an_error_aborts_what_waits_behind_it(session: Session) -> None:
    session.run("let ran: number[] = [];")
    requests = session.queue("throw new Error('stop')", "ran.push(1)", "ran.push(2)")
    results = [session.collect(request) for request in requests]
    assert [result.status for result in results] == ["error", "aborted", "aborted"]
    assert [states(result) for result in results[1:]] == [["busy", "idle"]] * 2
    assert session.run("ran").value == "[]"


def test_an_error_may_be_told_not_to_abort(session: Session) -> None:
    session.run("let ran: number[] = [];")
    first = session.hold("throw new Error('go on')", stop_on_error=False)
    second = session.send("ran.push(1); ran.length")
    session.arrived()
    session.release()
    assert session.collect(first).status == "error"
    assert session.collect(second).value == "1"


def test_cells_sent_at_once_run_in_order(session: Session) -> None:
    requests = [session.send(f"console.log({n});") for n in range(40)]
    assert [session.collect(r).stdout for r in requests] == [f"{n}\n" for n in range(40)]


def test_the_first_request_after_an_error_runs(session: Session) -> None:
    for _ in range(5):
        assert session.run("throw new Error('no')").status == "error"
        assert session.run("1 + 1").value == "2"


def test_user_expressions_are_answered_with_the_reply(session: Session) -> None:
    result = session.run(
        "const base = 20;",
        user_expressions={
            "sum": "base + 1",
            "wrong": "base.missing.name",
            "thrown": "(() => { throw new Error('x') })()",
        },
    )
    given = result.reply["user_expressions"]
    assert given["sum"] == {"status": "ok", "data": {"text/plain": "21"}, "metadata": {}}
    assert given["wrong"]["status"] == "error"
    assert given["thrown"]["ename"] == "Error"


def test_what_is_shown_for_a_request_names_it_as_parent(session: Session) -> None:
    request = session.send("console.log('a'); 1")
    result = session.collect(request)
    assert all(m["parent_header"]["msg_id"] == request for m in result.messages)
    assert len({m["header"]["msg_id"] for m in result.messages}) == len(result.messages)
    assert len({m["header"]["session"] for m in result.messages}) == 1


def test_line_endings_and_tabs_of_any_system_run(shared: Session) -> None:
    assert shared.run("const crlf = 1;\r\n\tcrlf + 1\r\n").value == "2"
    assert shared.run("\ufeff40 + 2").value == "42"
    assert shared.run("'\u2028'.length").value == "1"
    error = shared.run("const one = 1;\r\nthrow new Error('second')\r\n")
    assert "line 2" in error.traceback


@NODE_ITSELF
def test_process_exit_ends_the_cell_and_not_the_kernel(session: Session) -> None:
    session.run("let kept = 1;")
    result = session.run("process.exit(3);")
    assert result.reply["ename"] == "ExitCalled"
    assert "restart" in result.reply["evalue"]
    assert session.run("kept").value == "1"


def test_kernel_info_tells_true_versions(session: Session) -> None:
    import json
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    package = json.loads((root / "package.json").read_text())
    info = session.ask("kernel_info_request", "kernel_info_reply", {})
    assert info["status"] == "ok"
    assert info["protocol_version"] == "5.4"
    assert info["implementation"] == "gatescope"
    assert info["implementation_version"] == package["version"]
    assert info["language_info"] == {
        "name": "typescript",
        "version": package["devDependencies"]["typescript"],
        "mimetype": "text/x-typescript",
        "file_extension": ".ts",
        "codemirror_mode": "typescript",
        "pygments_lexer": "typescript",
        "nbconvert_exporter": "script",
    }


def test_an_unknown_request_is_answered_with_an_error(session: Session) -> None:
    reply = session.ask("debug_request", "debug_reply", {"command": "x"})
    assert reply["status"] == "error"
    assert "debug_request" in reply["evalue"]


def test_history_in_all_its_forms(session: Session) -> None:
    for code in ("let a = 1;", "a + 1", "a + 1", "a * 3"):
        session.run(code)
    session.run("hidden = 1", store_history=False)

    def ask(**request):
        return session.ask("history_request", "history_reply", request)["history"]

    assert ask(hist_access_type="tail", n=2, raw=True, output=False) == [
        [1, 3, "a + 1"],
        [1, 4, "a * 3"],
    ]
    assert ask(hist_access_type="tail", n=1, raw=True, output=True) == [[1, 4, ["a * 3", "3"]]]
    assert ask(hist_access_type="range", session=0, start=2, stop=4, raw=True, output=False) == [
        [1, 2, "a + 1"],
        [1, 3, "a + 1"],
    ]
    assert ask(
        hist_access_type="search", pattern="a*1", unique=True, raw=True, output=False, n=5
    ) == [[1, 3, "a + 1"]]
