"""Stopping anything: the cell ends soon, the kernel and its variables live on."""

from __future__ import annotations

import random

import pytest
from hosts import ONE_STEP, cases
from session import SEED, Session

#: Timers that were due before have had their turn.
LATER = "await new Promise(r => setTimeout(r, 50))"
SLEEP = "const sleep = (ms: number) => new Promise<void>(r => setTimeout(r, ms));"

#: Each says when it is where it is to be stopped.
ENDLESS = {
    "busy loop": "here(); for (;;) {}",
    "pending await": "here(); await new Promise(() => {});",
    "loop after an await": "await sleep(10); here(); for (;;) {}",
    "awaiting loop": "await sleep(5); here(); while (true) { await sleep(5); }",
    "loop over microtasks": "here(); while (true) { await null; }",
    "loop in a timer": "setTimeout(() => { here(); for (;;) {} }, 5); await new Promise(() => {});",
    "loop in a promise's callback": "await Promise.resolve().then(() => { here(); for (;;) {} });",
    "loop in an event listener": "const t = new EventTarget(); t.addEventListener('x', () => { here(); for (;;) {} }); t.dispatchEvent(new Event('x'));",
    "endless output": "while (true) console.log('x'.repeat(80));",
    "endless output with awaits": "while (true) { console.log('y'); await sleep(0); }",
    "endless recursion, caught": "function deep(n: number): number { return deep(n + 1) + 1; }\nhere(); while (true) { try { deep(0); } catch {} }",
    "waiting thread": "here(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
    "backtracking pattern": "here(); /(a+)+b/.test('a'.repeat(40));",
    "generator without end": "function* all() { let n = 0; while (true) yield n++; }\nhere(); [...all()].length;",
    "loop that catches everything": "here(); while (true) { try { await sleep(5); } catch {} }",
    "loop in a function": "let turns = 0; function spin() { here(); for (;;) turns++; }\nspin();",
    "loops of which one catches all that is thrown": "let again = 0;\nhere(); while (true) { try { while (true) again++; } catch { break; } }\nwhile (true) again++;",
    "turns that are slow": "let slow = 0; here(); for (let k = 0; k < 1e9; k++) { for (let i = 0; i < 1e6; i++) slow += i; }",
    "sort that never agrees": "const list = Array.from({ length: 50 }, (_, i) => i); here(); for (;;) list.sort(() => 1);",
    "getter while printing": "const o = { get [Symbol.for('nodejs.util.inspect.custom')]() { here(); for (;;) {} } }; o",
}


#: What a cell may compute between its interrupt and its end, in seconds of processors.
SOON = 2
IN_ONE_STEP = {"waiting thread", "backtracking pattern", "sort that never agrees"}


@pytest.fixture(scope="module")
def sleepy(shared: Session) -> Session:
    shared.run(f"let keep = 42; const here = () => console.log('here'); {SLEEP}")
    return shared


@pytest.mark.parametrize("code", cases(ENDLESS.items(), ONE_STEP, IN_ONE_STEP))
def test_an_endless_cell_is_stopped_soon(sleepy: Session, code: str) -> None:
    request = sleepy.send(code)
    sleepy.until(request, "stream")
    before = sleepy.spent()
    sleepy.interrupt()
    result = sleepy.collect(request)
    assert sleepy.spent() - before < SOON
    assert result.status == "error"
    assert result.reply["ename"] == "Interrupted"
    assert result.error is not None
    assert sleepy.run("keep").value == "42"


def test_endless_recursion_ends_by_itself(sleepy: Session, host: str) -> None:
    result = sleepy.run("function down(n: number): number { return down(n + 1) + 1; }\ndown(0)")
    assert result.reply["ename"] == ("InternalError" if host == "firefox" else "RangeError")
    assert "without end" in result.traceback
    assert len(result.traceback) < 2000
    assert sleepy.run("keep").value == "42"


def test_what_an_interrupted_cell_left_running_does_not_go_on(session: Session) -> None:
    session.run(SLEEP)
    result = session.interrupted(
        "let ticks = 0;\nsetInterval(() => ticks++, 5);\nasync function loop() { while (true) { await sleep(5); ticks++; if (ticks > 9) console.log('here'); } }\nawait loop();"
    )
    assert result.reply["ename"] == "Interrupted"
    first = session.run("ticks").value
    assert session.run(f"{LATER}; ticks").value == first


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
    assert session.run("kept").value == "1"


def test_an_idle_interrupt_stops_timers_of_earlier_cells(session: Session) -> None:
    request = session.send(
        "let ticks = 0; setInterval(() => { if (++ticks === 2) console.log('here'); }, 5);"
    )
    session.until(request, "stream")
    # The cell itself has ended: what ticks is idle.
    session.arrived()
    session.interrupt()
    first = session.run("ticks").value
    assert int(first or 0) > 1
    assert session.run(f"{LATER}; ticks").value == first


def test_a_runaway_timer_of_an_earlier_cell_can_be_stopped(session: Session) -> None:
    # A loop that begins before the cell is answered would be the cell's own.
    request = session.send(
        "import { comm } from 'gatescope'; let go = false; comm.register('go', () => { go = true; });\n"
        "setInterval(() => { if (go) { console.log('here'); for (;;) {} } }, 5); 1"
    )
    session.collect(request)
    opened = {"comm_id": "go", "target_name": "go", "data": {}}
    session.client.shell_channel.send(session.client.session.msg("comm_open", opened))
    session.until(request, "stream")
    session.interrupt()
    assert session.run("1 + 1").value == "2"


def test_many_interrupts_in_a_row_are_one(session: Session) -> None:
    request = session.send("for (;;) {}")
    session.until(request, "execute_input")
    for _ in range(5):
        session.interrupt()
    assert session.collect(request).reply["ename"] == "Interrupted"
    for number in range(10):
        assert session.run(f"{number} + 1").value == str(number + 1)


def test_interrupts_at_any_moment_leave_every_cell_answered(session: Session) -> None:
    print(f"GATESCOPE_SEED={SEED}")
    choose = random.Random(SEED)
    codes = [
        "for (;;) {}",
        "while (true) { await null; }",
        "await new Promise(() => {});",
        "for (;;) console.log('x');",
    ]

    def moment(*turns: int) -> None:
        """Some turns of the thread that hears interrupts, whatever a cell does."""
        for _ in range(choose.choice(turns)):
            session.control("kernel_info_request")

    for _ in range(30):
        request = session.send(choose.choice(codes))
        session.until(request, "execute_input")
        moment(0, 1, 5, 50)
        for _ in range(choose.randint(1, 6)):
            session.interrupt()
            moment(0, 0, 5, 100)
        assert session.collect(request).reply["ename"] == "Interrupted"
        # The last interrupt may come so late that it stops this one.
        reply = session.run("1 + 1").reply
        assert reply["status"] == "ok" or reply["ename"] == "Interrupted"
    assert session.run("1 + 1").value == "2"


def test_a_finally_block_still_runs_when_an_await_is_interrupted(session: Session) -> None:
    session.run(f"{SLEEP} let cleaned = false;")
    session.interrupted(
        "try { console.log('here'); while (true) await sleep(20); } finally { cleaned = true; }"
    )
    assert session.run(f"{LATER}; cleaned").value == "true"
