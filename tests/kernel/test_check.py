"""The Check button's way through the kernel: what counts, what is refused, what is stopped."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import psutil
import pytest
from fault_hostile import ENDLESS_TYPES
from hosts import NODE_ITSELF, only_node
from session import KERNEL, KERNEL_NAME, TIMEOUT, Session, Starter, awaited
from test_live import Page

NEEDS = "import { check, lstm } from 'gatescope';\nconst base = 2;"
RIGHT = "function double(x: number): number {\n  return x * base;\n}"
TEST = "check.close('double(3)', double(3), 6);"

APART = only_node("a page runs answer and tests in one worker, and nobody marks there")


def request(answer: str, *tests: str, needs: str = NEEDS) -> dict[str, Any]:
    return {
        "exercise": "e",
        "metadata": None,
        "cells": [
            {"id": "n", "role": "needs", "source": needs},
            {"id": "a", "role": "answer", "source": answer},
            *(
                {"id": f"t{number}", "role": "test", "source": test, "points": 2}
                for number, test in enumerate(tests or (TEST,))
            ),
        ],
    }


@pytest.fixture()
def page(session: Session) -> Page:
    made = Page(session)
    made.greet()
    return made


def report_of(page: Page, answer: str, *tests: str, **other: str) -> dict[str, Any]:
    reply, _ = page.ask("check", **request(answer, *tests, **other))
    assert reply["type"] == "reply", reply
    return reply["result"]["report"]


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (RIGHT, 2),
        (f"{RIGHT}\nthrow new Error('below');", 2),
        (f"throw new Error('above');\n{RIGHT}", 2),
        (f"{RIGHT}\nPromise.reject(new Error('stray'));", 2),
        (f"{RIGHT}\nsetTimeout(() => {{ throw new Error('late'); }}, 1);", 2),
        pytest.param(
            f"{RIGHT}\n(process as any).send?.({{ report: {{ points: 99 }} }});",
            2,
            marks=NODE_ITSELF,
        ),
        ("function double(x: number): number { return Infinity; }", 0),
        ("function double(x: number): number { return NaN; }", 0),
        ("function double(x: number): any { return { valueOf: () => 6 }; }", 0),
        ("throw new Error('nothing');", 0),
        pytest.param("process.exit(0);", 0, marks=NODE_ITSELF),
        ("", 0),
    ],
)
def test_an_answer_earns_what_its_functions_are_worth(
    page: Page, answer: str, points: float
) -> None:
    report = report_of(page, answer)
    assert (report["points"], report["maxPoints"]) == (points, 2), report["message"]


@pytest.mark.parametrize(
    "stray",
    ["Promise.reject(new Error('stray'));", "setTimeout(() => { throw new Error('late'); }, 1);"],
)
def test_a_stray_error_does_not_end_a_test_that_awaits(page: Page, stray: str) -> None:
    slow = "await new Promise(resolve => setTimeout(resolve, 50));\n"
    assert report_of(page, f"{RIGHT}\n{stray}", slow + TEST)["points"] == 2


@pytest.mark.parametrize(
    ("line", "points"), [("1.5", 1.5), ("NaN", 0), ("false", 0), ("-1", 0), ("99", 0), ("true", 2)]
)
def test_the_last_line_of_a_test_is_credit_only_within_its_points(
    page: Page, line: str, points: float
) -> None:
    assert report_of(page, RIGHT, line)["points"] == points


def test_a_test_that_does_not_compile_is_not_marked_on_a_line_of_the_answer(page: Page) -> None:
    report = report_of(page, RIGHT, "const six: string = double(3);\ncheck.close('d', six, 6)")
    assert report["status"] == "didNotRun"
    assert report.get("line") is None
    assert "The error is in a test" in report["details"][0]


def test_types_without_end_are_told_and_the_kernel_goes_on(page: Page, session: Session) -> None:
    assert session.run("const kept = 41;").status == "ok"
    report = report_of(page, f"{ENDLESS_TYPES}\n{RIGHT}")
    assert (report["status"], report["points"]) == ("didNotRun", 0)
    assert "Are its types without end" in report["message"]
    assert session.run("kept + 1").value == "42"
    assert report_of(page, RIGHT)["points"] == 2


def test_an_answer_of_another_type_is_judged_by_what_it_gives_as_in_marking(page: Page) -> None:
    wrong_kind = "function double(x: number): string {\n  return 'six';\n}"
    report = report_of(page, wrong_kind, "const six: number = double(3);\ncheck.close('d', six, 6)")
    assert (report["status"], report["points"]) == ("notYet", 0), report
    right_kind = "function double(x: number): any {\n  return x * base;\n}"
    report = report_of(page, right_kind, "const six: number = double(3);\ncheck.close('d', six, 6)")
    assert report["points"] == 2, report


@APART
@pytest.mark.parametrize(
    ("tampering", "right"),
    [
        ("const check = { close: () => 1 };", 2),
        ("try { (check as any).close = () => 1; } catch {}", 2),
        ("Math.abs = () => 0;\nObject.is = () => true;\nNumber.isFinite = () => true;", 2),
        ("const Math = { abs: () => 0 };", 2),
        ("(Object.prototype as any).points = 99;\n(Object.prototype as any).status = 'passed';", 2),
        ("Promise.prototype.then = function () { return this as any; };", None),
        ("(process as any).send = () => true;\n(process as any).emit('message', {});", None),
    ],
)
def test_an_answer_that_changes_the_checks_earns_nothing_by_it(
    page: Page, tampering: str, right: float | None
) -> None:
    wrong = "function double(x: number): number {\n  return 5;\n}"
    assert report_of(page, f"{tampering}\n{wrong}")["points"] == 0
    if right is not None:
        assert report_of(page, f"{tampering}\n{RIGHT}")["points"] == right


def test_promises_functions_and_errors_pass_between_an_answer_and_its_tests(page: Page) -> None:
    answer = (
        "async function later(x: number) {\n  return x * base;\n}\n"
        "function twice(f: (x: number) => number, x: number) {\n  return f(f(x));\n}\n"
        "function refuses(): number {\n  throw new RangeError('too large');\n}"
    )
    tests = (
        "check.close('later(3)', await later(3), 6)",
        "check.close('twice', twice(x => x + 1, 3), 5)",
        "let came = '';\ntry { twice(() => { throw new Error('mine'); }, 3); } catch (error) { came = `${error}`; }\n"
        "check.that(came.includes('mine'), came)",
        "let name = '';\ntry { refuses(); } catch (error) { name = (error as Error).name; }\n"
        "check.that(name === 'RangeError', name)",
    )
    report = report_of(page, answer, *tests)
    assert report["points"] == 8, report


def test_an_answer_that_changes_what_it_is_given_is_told_so_and_harms_no_later_test(
    page: Page,
) -> None:
    answer = "function least(list: number[]): number {\n  return list.sort((a, b) => a - b)[0];\n}"
    asks = "check.close('least', least(list), 1);"
    needs = f"{NEEDS}\nconst list = [3, 1];"
    report = report_of(page, answer, asks, "check.close('the first', list[0], 3)", needs=needs)
    assert report["points"] == 4, report
    assert any("changes the lists" in detail for detail in report["details"])


def test_a_loop_costs_the_test_that_it_is_in_and_no_other(page: Page) -> None:
    loops = "function double(x: number): number {\n  while (x < 0);\n  return x * base;\n}"
    page.number += 1
    params = request(loops, TEST, "check.close('double(-1)', double(-1), -2)", TEST)
    message = {"type": "request", "number": page.number, "method": "check", "params": params}
    page.send("comm_msg", {"data": message})
    report = page.hear()["content"]["data"]["result"]["report"]
    assert report["points"] == 4, report
    assert "Does a loop in it ever end?" in report["message"]
    assert report["seconds"] > 20


@APART
def test_the_surroundings_say_how_long_an_answer_may_take(
    monkeypatch: pytest.MonkeyPatch, starter: Starter, tmp_path: Path
) -> None:
    monkeypatch.setenv("GATESCOPE_CHECK_SECONDS", "2")
    with starter(tmp_path) as session:
        page = Page(session)
        page.greet()
        report = report_of(page, "function double(x: number): number {\n  for (;;);\n}")
    assert "Does a loop in it ever end?" in report["message"]
    assert 2 <= report["seconds"] < 20


@APART
def test_the_processes_of_the_next_check_wait_for_it_and_end_in_vain(
    monkeypatch: pytest.MonkeyPatch, starter: Starter, tmp_path: Path
) -> None:
    """Node takes longer to start than most answers to judge."""
    monkeypatch.setenv("GATESCOPE_CHECK_SECONDS", "3")

    def kept(session: Session, count: int) -> list[psutil.Process]:
        kernel = psutil.Process(int(session.run("process.pid").value or 0))
        awaited(lambda: len(kernel.children(recursive=True)) == count)
        return kernel.children(recursive=True)

    with starter(tmp_path) as session:
        page = Page(session)
        page.greet()
        kept(session, 0)
        assert report_of(page, RIGHT)["points"] == 2
        waiting = kept(session, 2)
        # What one answer leaves behind is not there for the next, and that one ends what waited for it.
        leaves = "(globalThis as any).left = 1;\nprocess.env.LEFT = '1';"
        assert report_of(page, f"{leaves}\n{RIGHT}")["points"] == 2
        assert not set(waiting) & set(kept(session, 2))
        finds = "const was = (globalThis as any).left ?? process.env.LEFT;"
        looks = "function double(x: number) {\n  return was ?? x * base;\n}"
        assert report_of(page, f"{finds}\n{looks}")["points"] == 2
        # One that is ended by the system is not missed.
        for each in (waiting := kept(session, 2)):
            each.kill()
        psutil.wait_procs(waiting, timeout=TIMEOUT)
        assert report_of(page, RIGHT)["points"] == 2
        kept(session, 2)
        kept(session, 0)
        assert report_of(page, RIGHT)["points"] == 2
        waiting = kept(session, 2)
    _, alive = psutil.wait_procs(waiting, timeout=TIMEOUT)
    assert alive == []


def test_an_error_in_a_cell_that_is_needed_is_not_the_answers(page: Page) -> None:
    report = report_of(page, RIGHT, needs="throw new Error('needs');")
    assert report["status"] == "didNotRun"
    assert report["details"][0].startswith("The error is in a notebook cell that this exercise")


def test_typed_arrays_without_end_are_stopped_before_the_machine_has_no_memory(page: Page) -> None:
    leak = (
        "const all: Float64Array[] = [];\n"
        "function double(x: number): number { "
        "for (;;) { try { all.push(new Float64Array(1e7).fill(1)); } catch { return all.length; } } }"
    )
    # 80 MB a piece: at most 13 fit into 1 GB, and that is what the answer sees.
    report = report_of(page, leak, "check.that(double(3) < 14, 'more than 1 GB')")
    assert report["points"] == 2 or "1024 MB of memory" in report["message"], report


def test_lists_without_end_are_stopped(page: Page) -> None:
    leak = "const all: number[][] = [];\nfor (;;) all.push(new Array(1e6).fill(0.5));"
    report = report_of(page, leak)
    assert report["status"] == "didNotRun"
    assert "1024 MB of memory" in report["message"]


def test_a_check_is_stopped_when_asked_to(page: Page, session: Session, host: str) -> None:
    page.number += 1
    mine = page.number
    params = request("for (;;);")
    message = {"type": "request", "number": mine, "method": "check", "params": params}
    page.send("comm_msg", {"data": message})
    if host == "node":
        # The process of the tests, and that of the answer.
        awaited(lambda: len(session.process.children(recursive=True)) == 2)
    page.number += 1
    stop = {
        "type": "request",
        "number": page.number,
        "method": "stopCheck",
        "params": {"exercise": "e"},
    }
    page.send("comm_msg", {"data": stop})
    heard = {}
    while len(heard) < 2:
        data = page.hear()["content"]["data"]
        heard[data["number"]] = data["result"]
    assert heard[mine]["report"]["message"] == "The check was stopped."
    assert heard[page.number] == {"stopped": True}
    # And the kernel checks on.
    assert report_of(page, RIGHT)["points"] == 2


_TOLD = """
const { fork } = require('node:child_process');
const child = fork(process.argv[1], { serialization: 'advanced' });
child.send({ limits: { seconds: 5, secondsEach: 5, megabytes: 512 } });
child.send({ check: { job: null, parts: null } });
child.once('message', said => {
  // An end of its own would have come before another that only begins has begun.
  const later = fork(process.argv[1], { serialization: 'advanced' });
  later.send({ limits: { seconds: 5, secondsEach: 5, megabytes: 512 } });
  later.send({ check: { job: null, parts: null } });
  later.once('message', () => {
    later.disconnect();
    process.stdout.write(JSON.stringify({ said, exitCode: child.exitCode }));
    child.disconnect();
    child.once('exit', () => process.stdout.write(' and ended'));
  });
});
"""


@APART
def test_a_check_that_has_told_its_report_waits_to_be_ended() -> None:
    """Who asks may hear of an exit before it hears of a report that was sent before it."""
    done = subprocess.run(
        ["node", "-e", _TOLD, str(KERNEL.parent / "check.js")],
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=True,
    )
    told, ended = done.stdout.split(" and ")
    assert json.loads(told) == {"said": {"problem": ANY}, "exitCode": None}
    assert ended == "ended"


@APART
def test_kernel_and_check_keep_what_is_compiled_of_each_apart(tmp_path: Path) -> None:
    """V8's cache fits one set of flags, and a check has its own: the limit of its memory."""
    cache = tmp_path / "cache"
    environment: dict[str, Any] = {**os.environ, "GATESCOPE_CACHE": str(cache)}

    def checked_and_kept(count: int) -> dict[str, int]:
        with Session.started(KERNEL_NAME, tmp_path, env=environment) as session:
            page = Page(session)
            page.greet()
            session.run("1")
            assert report_of(page, RIGHT)["points"] == 2
            awaited(lambda: len(list(cache.glob("*.cache"))) >= count)
        return {kept.name: kept.stat().st_mtime_ns for kept in cache.glob("*.cache")}

    # The kernel's own, the answer's and the tests'.
    first = checked_and_kept(3)
    assert sorted(name.split("-")[0] for name in first) == ["answer", "session", "tests"]
    assert checked_and_kept(3) == first


@pytest.mark.parametrize("broken", [RIGHT.replace("base", "'a'"), "function double(x {"])
def test_a_test_run_as_a_cell_does_not_judge_the_answer_of_before(
    session: Session, broken: str
) -> None:
    def run(cell: str, code: str) -> Any:
        message = session.client.session.msg(
            "execute_request",
            {"code": code, "silent": False, "store_history": True, "allow_stdin": False},
            metadata={"cellId": cell},
        )
        session.client.shell_channel.send(message)
        return session.collect(message["header"]["msg_id"])

    wrong = RIGHT.replace("base", "3")
    assert run("n", NEEDS).status == "ok"
    assert run("a", wrong).status == "ok"
    assert "got 9.0000" in run("t", TEST).traceback
    assert run("a", broken).status == "error"
    refused = run("t", TEST)
    assert refused.status == "error"
    assert "what this test would judge is its earlier version" in refused.traceback
    assert "got 9.0000" not in refused.traceback
    assert run("a", RIGHT).status == "ok"
    assert run("t", TEST).status == "ok"
