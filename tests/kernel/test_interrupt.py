"""Stopping anything: the cell ends within a second, the kernel and its variables live on."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest
from hosts import ONE_STEP, cases
from session import Session

SLEEP = "const sleep = (ms: number) => new Promise<void>(r => setTimeout(r, ms));"

ENDLESS = {
    "busy loop": "for (;;) {}",
    "pending await": "await new Promise(() => {});",
    "loop after an await": "await sleep(10); for (;;) {}",
    "awaiting loop": "while (true) { await sleep(5); }",
    "loop over microtasks": "while (true) { await null; }",
    "loop in a timer": "setTimeout(() => { for (;;) {} }, 5); await sleep(60000);",
    "loop in a promise's callback": "await Promise.resolve().then(() => { for (;;) {} });",
    "loop in an event listener": "const t = new EventTarget(); t.addEventListener('x', () => { for (;;) {} }); t.dispatchEvent(new Event('x'));",
    "endless output": "while (true) console.log('x'.repeat(80));",
    "endless output with awaits": "while (true) { console.log('y'); await sleep(0); }",
    "endless recursion, caught": "function deep(n: number): number { return deep(n + 1) + 1; }\nwhile (true) { try { deep(0); } catch {} }",
    "waiting thread": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
    "backtracking pattern": "/(a+)+b/.test('a'.repeat(40));",
    "generator without end": "function* all() { let n = 0; while (true) yield n++; }\n[...all()].length;",
    "loop that catches everything": "while (true) { try { await sleep(5); } catch {} }",
    "loop in a function": "let turns = 0; function spin() { for (;;) turns++; }\nspin();",
    "loops of which one catches all that is thrown": "let again = 0;\nwhile (true) { try { while (true) again++; } catch { break; } }\nwhile (true) again++;",
    "turns that are slow": "let slow = 0; for (let k = 0; k < 1e9; k++) { for (let i = 0; i < 1e6; i++) slow += i; }",
    "sort that never agrees": "const list = Array.from({ length: 50 }, (_, i) => i); for (;;) list.sort(() => 1);",
    "getter while printing": "const o = { get [Symbol.for('nodejs.util.inspect.custom')]() { for (;;) {} } }; o",
}


IN_ONE_STEP = {"waiting thread", "backtracking pattern", "sort that never agrees"}


@pytest.fixture(scope="module")
def sleepy(shared: Session) -> Session:
    shared.run(f"let keep = 42; {SLEEP}")
    return shared


@pytest.mark.parametrize("code", cases(ENDLESS.items(), ONE_STEP, IN_ONE_STEP))
def test_an_endless_cell_is_stopped_within_a_second(sleepy: Session, code: str) -> None:
    result, seconds = sleepy.interrupt_after(code, 0.3)
    assert result.status == "error"
    assert result.reply["ename"] == "Interrupted"
    assert result.error is not None
    assert seconds < 1
    assert sleepy.run("keep").value == "42"


def test_endless_recursion_ends_by_itself(sleepy: Session, host: str) -> None:
    result = sleepy.run("function down(n: number): number { return down(n + 1) + 1; }\ndown(0)")
    assert result.reply["ename"] == ("InternalError" if host == "firefox" else "RangeError")
    assert "without end" in result.traceback
    assert len(result.traceback) < 2000
    assert sleepy.run("keep").value == "42"


def test_what_an_interrupted_cell_left_running_does_not_go_on(session: Session) -> None:
    session.run(SLEEP)
    result, _ = session.interrupt_after(
        "let ticks = 0;\nsetInterval(() => ticks++, 5);\nasync function loop() { while (true) { await sleep(5); ticks++; } }\nawait loop();",
        0.2,
    )
    assert result.reply["ename"] == "Interrupted"
    first = session.run("ticks").value
    time.sleep(0.2)
    assert session.run("ticks").value == first


def test_an_interrupt_aborts_the_cells_that_wait(session: Session) -> None:
    running = session.send("for (;;) {}")
    waiting = session.send("1")
    session.until(running, "execute_input")
    session.arrived()
    session.interrupt()
    assert session.collect(running).reply["ename"] == "Interrupted"
    assert session.collect(waiting).status == "aborted"
    assert session.run("2").value == "2"


def test_an_interrupt_with_nothing_running_does_no_harm(session: Session) -> None:
    session.run("let kept = 1;")
    session.interrupt()
    time.sleep(0.3)
    assert session.run("kept").value == "1"


def test_an_idle_interrupt_stops_timers_of_earlier_cells(session: Session) -> None:
    session.run("let ticks = 0; setInterval(() => ticks++, 5);")
    time.sleep(0.1)
    session.interrupt()
    time.sleep(0.2)
    first = session.run("ticks").value
    assert int(first or 0) > 0
    time.sleep(0.1)
    assert session.run("ticks").value == first


def test_a_runaway_timer_of_an_earlier_cell_can_be_stopped(session: Session) -> None:
    # A loop that begins before the cell is answered would be the cell's own: busy machines are slow.
    session.run("setTimeout(() => { for (;;) {} }, 1500); 1")
    time.sleep(2)
    session.interrupt()
    assert session.run("1 + 1", timeout=5).value == "2"


def test_many_interrupts_in_a_row_are_one(session: Session) -> None:
    request = session.send("for (;;) {}")
    session.until(request, "execute_input")
    for _ in range(5):
        session.interrupt()
    assert session.collect(request).reply["ename"] == "Interrupted"
    for number in range(10):
        assert session.run(f"{number} + 1").value == str(number + 1)


def test_interrupts_at_any_moment_leave_every_cell_answered(session: Session) -> None:
    """On a starved machine, where an end may arrive long after it was sent."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    choose = random.Random(seed)
    codes = [
        "for (;;) {}",
        "while (true) { await null; }",
        "await new Promise(() => {});",
        "for (;;) console.log('x');",
    ]
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(6)]
    try:
        for _ in range(12):
            request = session.send(choose.choice(codes))
            session.until(request, "execute_input")
            time.sleep(choose.random() * 0.1)
            for _ in range(choose.randint(1, 6)):
                session.interrupt()
                time.sleep(choose.choice([0, 0, 0.01, 0.1]))
            assert session.collect(request).reply["ename"] == "Interrupted"
            # The last interrupt may come so late that it stops this one.
            reply = session.run("1 + 1").reply
            assert reply["status"] == "ok" or reply["ename"] == "Interrupted"
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert session.run("1 + 1").value == "2"


def test_a_finally_block_still_runs_when_an_await_is_interrupted(session: Session) -> None:
    session.run(f"{SLEEP} let cleaned = false;")
    session.interrupt_after(
        "try { while (true) await sleep(20); } finally { cleaned = true; }", 0.1
    )
    time.sleep(0.1)
    assert session.run("cleaned").value == "true"
