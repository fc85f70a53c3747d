"""What a front end asks for beside execution: completion, inspection, comms, questions."""

from __future__ import annotations

from typing import Any

import pytest
from hosts import PROCESS
from session import TIMEOUT, Session


@PROCESS
def test_the_heart_beats(shared: Session) -> None:
    assert shared.beats()


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


def test_a_question_is_asked_and_its_answer_taken(shared: Session) -> None:
    request = shared.send("await prompt('Your name?')", allow_stdin=True)
    question = shared.client.get_stdin_msg(timeout=TIMEOUT)
    assert question["content"] == {"prompt": "Your name?", "password": False}
    shared.client.input("Ada")
    assert shared.collect(request).value == "'Ada'"
