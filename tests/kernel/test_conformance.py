"""What every Jupyter kernel owes its front ends, in four tiers as runtimed/kernel-testbed has them.

The cases are ours: each says what a front end would miss without it.
"""

from __future__ import annotations

from typing import Any

import pytest
from hosts import PROCESS
from session import TIMEOUT, Session

# ── tier 1: a cell can be run ──


@PROCESS
def test_the_heart_beats(shared: Session) -> None:
    assert shared.beats()


def test_the_kernel_says_what_it_is(shared: Session) -> None:
    info = shared.ask("kernel_info_request", "kernel_info_reply", {})
    assert info["status"] == "ok"
    assert info["protocol_version"].startswith("5.")
    assert info["implementation"] == "gatescope"
    assert {"name", "version", "mimetype", "file_extension"} <= info["language_info"].keys()
    assert info["banner"]


def test_a_cell_is_busy_then_idle_and_everything_lies_between(shared: Session) -> None:
    result = shared.run("console.log('out'); 6 * 7")
    kinds = [m["content"].get("execution_state", m["msg_type"]) for m in result.messages]
    assert kinds == ["busy", "execute_input", "stream", "execute_result", "idle"]


def test_output_names_its_request(shared: Session) -> None:
    request = shared.send("console.log('mine')")
    result = shared.collect(request)
    assert {m["parent_header"]["msg_id"] for m in result.messages} == {request}


def test_both_streams_are_told_apart(shared: Session) -> None:
    result = shared.run("console.log('to out'); console.error('to err')")
    assert (result.stdout, result.stderr) == ("to out\n", "to err\n")


def test_the_counter_goes_up_by_one_a_cell_and_stays_for_silent_ones(shared: Session) -> None:
    first = shared.run("1").reply["execution_count"]
    shared.run("2", silent=True)
    assert shared.run("3").reply["execution_count"] == first + 1


def test_an_error_has_a_name_a_value_and_a_traceback_in_both_places(shared: Session) -> None:
    result = shared.run("throw new RangeError('too far')")
    error = result.error
    assert error is not None
    for content in (error, result.reply):
        assert (content["ename"], content["evalue"]) == ("RangeError", "too far")
        assert isinstance(content["traceback"], list) and content["traceback"]


def test_an_empty_cell_is_answered(shared: Session) -> None:
    result = shared.run("")
    assert result.status == "ok"
    assert "execute_result" not in result.types


# ── tier 2: a cell can be written ──


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("const a = 1;", "complete"),
        ("function f() {", "incomplete"),
        ("const t = `open", "incomplete"),
        ("let = = 1;\n2", "invalid"),
    ],
)
def test_a_console_knows_whether_to_run(shared: Session, code: str, status: str) -> None:
    assert (
        shared.ask("is_complete_request", "is_complete_reply", {"code": code})["status"] == status
    )


def test_completion_replaces_what_was_typed(shared: Session) -> None:
    code = "const q = Math.sq"
    reply = shared.ask(
        "complete_request", "complete_reply", {"code": code, "cursor_pos": len(code)}
    )
    assert "sqrt" in reply["matches"]
    assert code[reply["cursor_start"] : reply["cursor_end"]] == "sq"


def test_completion_counts_characters_not_units(shared: Session) -> None:
    code = "'😀'.toUp"
    reply = shared.ask(
        "complete_request", "complete_reply", {"code": code, "cursor_pos": len(code)}
    )
    assert "toUpperCase" in reply["matches"]
    assert reply["cursor_end"] == len(code)


def test_inspection_finds_what_is_there_and_says_when_nothing_is(shared: Session) -> None:
    found = shared.ask("inspect_request", "inspect_reply", {"code": "Math.max", "cursor_pos": 7})
    assert found["found"] and "max" in found["data"]["text/plain"]
    nothing = shared.ask("inspect_request", "inspect_reply", {"code": "  ", "cursor_pos": 1})
    assert nothing["status"] == "ok" and not nothing["found"]


def test_history_remembers_this_session(shared: Session) -> None:
    shared.run("'to be remembered'")
    reply = shared.ask(
        "history_request",
        "history_reply",
        {"output": False, "raw": True, "hist_access_type": "tail", "n": 1},
    )
    assert reply["history"][-1][2] == "'to be remembered'"


# ── tier 3: what is shown is rich ──


def test_a_display_has_data_of_several_kinds_and_metadata(shared: Session) -> None:
    result = shared.run(
        "import { display } from 'gatescope';\n"
        "display({ 'text/html': '<b>x</b>', 'text/plain': 'x' }, { metadata: { wide: true } });"
    )
    [shown] = result.of("display_data")
    assert shown["data"] == {"text/html": "<b>x</b>", "text/plain": "x"}
    assert shown["metadata"] == {"wide": True}


def test_a_display_is_replaced_by_its_name_from_another_cell(shared: Session) -> None:
    shown = shared.run(
        "import { display } from 'gatescope'; display({ 'text/plain': 'one' }, { id: 'place' });"
    ).of("display_data")[0]
    assert shown["transient"]["display_id"] == "place"
    updated = shared.run(
        "display({ 'text/plain': 'two' }, { id: 'place' }).update({ 'text/plain': 'three' });"
    )
    [last] = updated.of("update_display_data")
    assert last["data"]["text/plain"] == "three"
    assert last["transient"]["display_id"] == "place"


@pytest.mark.parametrize("wait", ["true", "false"])
def test_an_output_is_cleared_now_or_when_the_next_comes(shared: Session, wait: str) -> None:
    result = shared.run(
        f"import {{ clearOutput }} from 'gatescope'; clearOutput({{ wait: {wait} }})"
    )
    assert result.of("clear_output") == [{"wait": wait == "true"}]


def test_an_object_draws_itself(shared: Session) -> None:
    result = shared.run(
        "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<i>own</i>' }) })"
    )
    assert result.of("execute_result")[0]["data"]["text/html"] == "<i>own</i>"


# ── tier 4: a page talks with the kernel ──


def opened(session: Session, data: dict[str, Any]) -> str:
    message = session.client.session.msg(
        "comm_open", {"comm_id": "a-line", "target_name": "echo", "data": data}
    )
    session.client.shell_channel.send(message)
    return message["header"]["msg_id"]


def test_a_comm_carries_data_and_bytes_both_ways_and_is_listed(shared: Session) -> None:
    shared.run(
        "import { comm } from 'gatescope';\n"
        "comm.register('echo', line => {\n"
        "  line.onMessage = (data, buffers) => line.send(data, buffers);\n"
        "});"
    )
    opened(shared, {})
    message = shared.client.session.msg("comm_msg", {"comm_id": "a-line", "data": {"n": 1}})
    shared.client.session.send(
        shared.client.shell_channel.socket, message, buffers=[b"\x00\xff bytes"]
    )
    heard = next(
        m
        for m in iter(lambda: shared.client.get_iopub_msg(timeout=TIMEOUT), None)
        if m["msg_type"] == "comm_msg"
    )
    assert heard["content"] == {"comm_id": "a-line", "data": {"n": 1}}
    assert [bytes(b) for b in heard["buffers"]] == [b"\x00\xff bytes"]
    listed = shared.ask("comm_info_request", "comm_info_reply", {"target_name": "echo"})
    assert listed["comms"] == {"a-line": {"target_name": "echo"}}


def test_expressions_of_the_front_end_are_evaluated_each_for_itself(shared: Session) -> None:
    reply = shared.run(
        "const given = 20;", user_expressions={"good": "given + 1", "bad": "missing + 1"}
    ).reply
    good, bad = (reply["user_expressions"][name] for name in ("good", "bad"))
    assert good["data"]["text/plain"] == "21"
    assert bad["status"] == "error" and "missing" in bad["evalue"]


def test_cells_behind_an_error_are_aborted_and_the_next_one_runs(shared: Session) -> None:
    first, second = shared.queue("throw new Error('stop')", "'never'")
    assert shared.collect(first).status == "error"
    assert shared.collect(second).status == "aborted"
    assert shared.run("'again'").value == "'again'"


def test_a_question_is_asked_and_its_answer_taken(shared: Session) -> None:
    request = shared.send("await prompt('Your name?')", allow_stdin=True)
    question = shared.client.get_stdin_msg(timeout=TIMEOUT)
    assert question["content"] == {"prompt": "Your name?", "password": False}
    shared.client.input("Ada")
    assert shared.collect(request).value == "'Ada'"


def test_an_interrupt_stops_a_loop_and_keeps_what_was_there(shared: Session) -> None:
    shared.run("let kept = 42;")
    result = shared.interrupted("console.log('here'); for (;;) {}")
    assert result.reply["ename"] == "Interrupted"
    assert shared.run("kept").value == "42"


def test_what_nobody_knows_is_refused_not_ignored(shared: Session) -> None:
    reply = shared.ask("tea_request", "tea_reply", {})
    assert reply["status"] == "error"
    assert shared.run("1").status == "ok"
