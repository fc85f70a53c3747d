"""Bad input: an answer or a line in the log, never a hang, and the kernel goes on."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zmq
from hosts import PROCESS
from session import KERNEL_NAME, TIMEOUT, Session, awaited
from test_live import Page

pytestmark = PROCESS


class Wire:
    """A front end that says whatever it likes on the channel shell."""

    def __init__(self, session: Session, log: Path) -> None:
        self.session = session
        self.log = log
        self.read = 0
        client = session.client
        self.key = client.session.key
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.connect(f"tcp://{client.ip}:{client.shell_port}")

    def header(self, kind: str = "kernel_info_request") -> dict[str, Any]:
        return {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "session": "s",
            "username": "u",
            "date": "2026-01-01T00:00:00Z",
            "version": "5.3",
        }

    def parts(self, kind: str, content: Any, header: Any = None) -> list[bytes]:
        all_parts = [header or self.header(kind), {}, {}, content]
        return [json.dumps(part).encode() for part in all_parts]

    def sign(self, parts: list[bytes]) -> bytes:
        return hmac.new(self.key, b"".join(parts), hashlib.sha256).hexdigest().encode()

    def send(self, parts: list[bytes], *buffers: bytes) -> None:
        self.socket.send_multipart([b"<IDS|MSG>", self.sign(parts), *parts, *buffers])

    def say(self, kind: str, content: Any, *buffers: bytes) -> None:
        self.send(self.parts(kind, content), *buffers)

    def answer(self) -> dict[str, Any]:
        """The content of the next answer."""
        assert self.socket.poll(TIMEOUT * 1000), "no answer"
        frames = self.socket.recv_multipart()
        at = frames.index(b"<IDS|MSG>")
        return json.loads(frames[at + 5])

    def logged(self, words: str) -> bool:
        """Wait for a new line of the log that holds these words."""

        def found() -> int:
            return self.log.read_text("utf-8", "replace").find(words, self.read) + 1

        self.read = awaited(found) - 1 + len(words)
        return True

    def is_well(self) -> bool:
        result = self.session.run("20 + 22")
        return result.status == "ok" and result.value == "42"


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    folder = tmp_path_factory.mktemp("notebook")
    log = folder / "kernel.log"
    with (
        log.open("wb") as stderr,
        Session.started(KERNEL_NAME, folder, stderr=stderr) as session,
    ):
        yield Wire(session, log)


def test_frames_that_are_no_message_leave_a_line_in_the_log(wire: Wire) -> None:
    parts = wire.parts("kernel_info_request", {})
    signed = [b"<IDS|MSG>", wire.sign(parts), *parts]
    for frames, words in (
        ([b""], "expected a delimiter"),
        ([b"hello"], "message of 2 frames"),
        (signed[:-1], "expected a delimiter"),
        ([signed[0], b"", *parts], "wrong signature"),
        ([signed[0], b"\xff\xfe", *parts], "wrong signature"),
        ([signed[0], b"0" * 64, *parts], "wrong signature"),
    ):
        wire.socket.send_multipart(frames)
        assert wire.logged(words), frames
    assert wire.is_well()


@pytest.mark.parametrize(
    ("at", "part", "words"),
    [
        (0, b"{", "header is no JSON"),
        (0, b"[]", "header is no JSON object"),
        (0, b"{}", "without msg_id or msg_type"),
        (0, b'{"msg_id": 1, "msg_type": 2}', "without msg_id or msg_type"),
        (1, b"\xff\xff", "parent header is no JSON"),
        (2, b"null", "metadata is no JSON object"),
        (3, b'"text"', "content is no JSON object"),
        (3, b"[" * 100_000, "content is no JSON"),
    ],
)
def test_signed_nonsense_leaves_a_line_in_the_log(
    wire: Wire, at: int, part: bytes, words: str
) -> None:
    parts = wire.parts("kernel_info_request", {})
    parts[at] = part
    wire.send(parts)
    assert wire.logged(words)
    assert wire.is_well()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("execute_request", {}),
        ("execute_request", {"code": 5}),
        ("execute_request", {"code": None, "silent": "yes"}),
        ("complete_request", {}),
        ("complete_request", {"code": {"a": 1}, "cursor_pos": 1}),
        ("inspect_request", {"code": []}),
        ("is_complete_request", {"code": True}),
        ("dance_request", {}),
        ("debug_request", {"command": "x"}),
    ],
)
def test_a_request_without_sense_is_answered_with_an_error(
    wire: Wire, kind: str, content: dict[str, Any]
) -> None:
    wire.say(kind, content)
    answer = wire.answer()
    assert answer["status"] == "error"
    assert answer["ename"] and answer["evalue"]
    assert isinstance(answer["traceback"], list)
    assert wire.is_well()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("kernel_info_request", {"anything": [1, 2]}),
        ("history_request", {}),
        ("history_request", {"hist_access_type": "tail", "n": "many"}),
        ("history_request", {"hist_access_type": "range", "start": {}, "stop": []}),
        ("history_request", {"hist_access_type": "search", "pattern": "*a" * 30 + "b"}),
        ("history_request", {"hist_access_type": "unheard of", "n": -1}),
        ("comm_info_request", {"target_name": 5}),
        ("execute_request", {"code": "1", "user_expressions": "x", "allow_stdin": 5}),
        ("execute_request", {"code": "1", "user_expressions": {"a": None}}),
    ],
)
def test_odd_entries_of_a_request_are_answered(
    wire: Wire, kind: str, content: dict[str, Any]
) -> None:
    wire.say(kind, content)
    assert wire.answer()["status"] == "ok"
    assert wire.is_well()


def test_messages_of_unknown_types_leave_a_line_in_the_log(wire: Wire) -> None:
    wire.say("dance", {})
    assert wire.logged("no answer to a message of type dance")
    wire.say("input_reply", {"value": "nobody asked"})
    assert wire.is_well()


def test_comm_messages_without_sense_leave_a_line_in_the_log(wire: Wire) -> None:
    for kind, content, words in (
        ("comm_open", {}, "comm_open without a comm_id"),
        ("comm_msg", {"comm_id": 5, "data": {}}, "comm_msg without a comm_id"),
        ("comm_msg", {"comm_id": "lost", "data": {}}, "comm_msg for comm lost"),
        ("comm_close", {"comm_id": "gone"}, "comm_close for comm gone"),
    ):
        wire.say(kind, content)
        assert wire.logged(words)
    assert wire.is_well()


def test_a_comm_to_nobody_is_closed(wire: Wire) -> None:
    page = Page(wire.session, "nobody")
    page.open({})
    assert page.hear()["msg_type"] == "comm_close"
    other = Page(wire.session)
    other.send("comm_open", {"data": {}})
    assert other.hear()["msg_type"] == "comm_close"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"type": "request"},
        {"type": "request", "number": 1, "method": "recompute", "params": None},
        {"type": "request", "number": 1, "method": "__proto__", "params": {}},
        {"type": "request", "number": 1, "method": "constructor", "params": {}},
        {"type": "hello", "protocol": "new", "version": 5},
        {"type": "dance"},
        [],
        "text",
        None,
    ],
)
def test_a_page_that_talks_nonsense_is_answered_with_a_failure(wire: Wire, data: Any) -> None:
    page = Page(wire.session)
    page.greet()
    page.send("comm_msg", {"data": data})
    assert page.hear()["content"]["data"]["type"] == "failure"
    assert wire.is_well()


def test_buffers_that_lie_are_answered(wire: Wire) -> None:
    result = wire.session.run(
        "import { lstm, show } from 'gatescope';\n"
        "const run = lstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 1]);\nshow(run);"
    )
    trace = result.of("display_data")[0]["data"]["application/vnd.gatescope.trace+json"]
    page = Page(wire.session)
    page.greet()
    edits: list[Any] = [
        [{"step": 1e9, "feature": 0, "value": 1}],
        [{"step": 0, "feature": -1, "value": 1}],
        [{"step": 0, "feature": 0, "value": None}],
        [{"step": 0, "feature": 0, "value": {"buffer": 7}}],
        {"dtype": "f64", "shape": [3, 1], "buffer": 0},
        {"dtype": "f64", "shape": [1e9, 1e9], "buffer": 99},
        "edits",
    ]
    for number, edit in enumerate(edits):
        params = {"id": trace["id"], "edits": edit, "clamps": []}
        data = {"type": "request", "number": number + 1, "method": "recompute", "params": params}
        page.send("comm_msg", {"data": data}, [b"\x01", b"", b"x" * 1000])
        answer = page.hear()["content"]["data"]
        assert answer["type"] == "failure", edit
        assert answer["message"]
    answer, _ = page.ask("recompute", id=trace["id"], edits=[], clamps=[])
    assert answer["type"] == "reply"


def test_huge_messages_are_taken(wire: Wire) -> None:
    text = "x" * 20_000_000
    wire.say("execute_request", {"code": f"'{text}'.length", "silent": False})
    assert wire.answer()["status"] == "ok"
    wire.session.run(
        "import { comm } from 'gatescope';\n"
        "comm.register('count', (line, data, buffers) => line.send({ bytes: buffers[0].length }));"
    )
    page = Page(wire.session, "count")
    page.open({}, [os.urandom(50_000_000)])
    assert page.hear()["content"]["data"] == {"bytes": 50_000_000}
    wire.say("complete_request", {"code": "let a = 1;\n" * 50_000 + "a.toF", "cursor_pos": 550_005})
    assert "toFixed" in wire.answer()["matches"]
    assert wire.is_well()


def test_many_broken_messages_do_not_slow_the_others(wire: Wire) -> None:
    before = wire.session.spent()
    for _ in range(2000):
        wire.socket.send_multipart([b"<IDS|MSG>", b"bad", b"{}", b"{}", b"{}", b"{}"])
    assert wire.is_well()
    # 2 ms each at most.
    assert wire.session.spent() - before < 4


def test_half_a_character_is_sent_as_one_that_every_reader_takes(wire: Wire) -> None:
    result = wire.session.run(
        "console.log('a\\ud83d');\nconsole.error('\\ude00b');\n"
        "import { display } from 'gatescope';\ndisplay({ 'text/plain': '\\ud800' });\n"
        "throw new Error('\\udfff');"
    )
    assert result.stdout == "a\ufffd\n"
    assert "\ufffdb" in result.stderr
    assert result.of("display_data")[0]["data"] == {"text/plain": "\ufffd"}
    assert result.reply["evalue"] == "\ufffd"
    result.stdout.encode("utf-8")
