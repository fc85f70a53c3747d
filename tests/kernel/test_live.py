"""The line between a notebook's views and the objects in the kernel."""

from __future__ import annotations

import base64
import json
import struct
import uuid
from pathlib import Path
from typing import Any

import pytest
from session import TIMEOUT, Session, Starter


class Page:
    """The page's end of a comm."""

    def __init__(self, session: Session, target: str = "gatescope") -> None:
        self.session = session
        self.id = uuid.uuid4().hex
        self.number = 0
        self.target = target

    def send(self, kind: str, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        client = self.session.client
        message = client.session.msg(kind, {"comm_id": self.id, **content})
        client.session.send(client.shell_channel.socket, message, buffers=buffers)

    def open(self, data: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        self.send("comm_open", {"target_name": self.target, "data": data}, buffers)

    def hear(self) -> dict[str, Any]:
        """The next comm message for this page."""
        while True:
            message = self.session.client.get_iopub_msg(timeout=TIMEOUT)
            if message["content"].get("comm_id") == self.id:
                return message

    def greet(self) -> dict[str, Any]:
        self.open({"type": "hello", "protocol": 1, "version": "0.1.0"})
        return self.hear()["content"]["data"]

    def ask(self, method: str, **params: Any) -> tuple[dict[str, Any], list[bytes]]:
        """Ask for something; give the answer and its buffers, past events."""
        self.number += 1
        data = {"type": "request", "number": self.number, "method": method, "params": params}
        self.send("comm_msg", {"data": data})
        while True:
            message = self.hear()
            answer = message["content"]["data"]
            if answer.get("number") == self.number:
                return answer, [bytes(buffer) for buffer in message["buffers"]]


RUN = """
import { lstm, show } from 'gatescope';
const cell = lstm({ inputSize: 1, units: 3, seed: 7 });
const run = cell.run([1, 0, 0, 1]);
show(run);
"""


@pytest.fixture(scope="module")
def shown(shared: Session) -> dict[str, Any]:
    result = shared.run(RUN)
    assert result.status == "ok", result.traceback
    return result.of("display_data")[0]


def trace_of(shown: dict[str, Any]) -> dict[str, Any]:
    return shown["data"]["application/vnd.gatescope.trace+json"]


def channel(trace: dict[str, Any], buffers: list[bytes], name: str) -> list[float]:
    array = next(c for c in trace["layers"][0]["channels"] if c["name"] == name)["array"]
    count = array["shape"][0] * array["shape"][1]
    raw = buffers[array["buffer"]] if "buffer" in array else base64.b64decode(array["data"])
    return list(struct.unpack(f"<{count}f", raw))


def test_a_run_is_shown_for_our_views_as_a_picture_and_as_text(shown: dict[str, Any]) -> None:
    assert set(shown["data"]) == {
        "application/vnd.gatescope.trace+json",
        "text/html",
        "image/svg+xml",
        "text/plain",
    }
    assert shown["data"]["text/html"].startswith('<img alt="')
    assert shown["data"]["image/svg+xml"].startswith("<svg")
    assert trace_of(shown)["live"]["session"]


@pytest.mark.usefixtures("shown")
def test_a_run_shown_again_leaves_what_was_shown_before_as_it_is(shared: Session) -> None:
    """Front ends and nbclient put what is shown under a known name into all its places."""
    result = shared.run(
        "const again = cell.run([1, 0]); show(again);"
        "show(again, { view: 'cell' }); show(again, { view: 'unrolled' });",
    )
    assert result.status == "ok", result.traceback
    displays = result.of("display_data")
    assert [trace_of(each).get("view", {}).get("view") for each in displays] == [
        None,
        "cell",
        "unrolled",
    ]
    assert [each["transient"] for each in displays] == [{}, {}, {}]


def test_page_and_kernel_greet_each_other(shared: Session, shown: dict[str, Any]) -> None:
    welcome = Page(shared).greet()
    assert welcome["type"] == "welcome"
    assert welcome["protocol"] == 1
    assert welcome["session"] == trace_of(shown)["live"]["session"]


def test_a_clamp_gives_the_run_again_with_buffers(shared: Session, shown: dict[str, Any]) -> None:
    page = Page(shared)
    page.greet()
    trace = trace_of(shown)
    layer = trace["layers"][0]["name"]
    answer, buffers = page.ask(
        "recompute",
        id=trace["id"],
        edits=[{"step": 1, "feature": 0, "value": 0.5}],
        clamps=[{"layer": layer, "channel": "f", "units": [0], "value": 1}],
    )
    assert answer["type"] == "reply"
    again = answer["result"]["trace"]
    assert again["id"] == trace["id"]
    assert channel(again, buffers, "f")[0::3] == [1, 1, 1, 1]
    whole, _ = page.ask("whole", id=trace["id"])
    assert whole["result"]["bundle"]["clamps"] == []


def test_a_page_is_answered_while_a_cell_awaits_and_without_statuses(
    shared: Session, shown: dict[str, Any]
) -> None:
    page = Page(shared)
    page.greet()
    request = shared.hold("1")
    answer, _ = page.ask("attach", id=trace_of(shown)["id"])
    assert answer["result"]["known"] is True
    shared.release()
    result = shared.collect(request)
    assert [c["execution_state"] for c in result.of("status")] == ["idle"]


def test_completion_is_answered_while_a_cell_awaits(shared: Session) -> None:
    request = shared.hold("1")
    reply = shared.ask("complete_request", "complete_reply", {"code": "Math.ma", "cursor_pos": 7})
    assert "max" in reply["matches"]
    shared.release()
    assert shared.collect(request).value == "1"


def test_what_is_unknown_or_broken_is_answered_with_a_failure(shared: Session) -> None:
    page = Page(shared)
    page.greet()
    answer, _ = page.ask("attach", id="nobody")
    assert answer["result"] == {"known": False}
    for method, params in (
        ("recompute", {"id": "nobody", "edits": [], "clamps": []}),
        ("recompute", {"id": 5}),
        ("noSuchMethod", {}),
    ):
        answer, _ = page.ask(method, **params)
        assert answer["type"] == "failure"
        assert answer["message"]
    assert shared.run("1 + 1").value == "2"


def test_a_selection_becomes_a_typed_variable(shared: Session, shown: dict[str, Any]) -> None:
    page = Page(shared)
    page.greet()
    answer, _ = page.ask(
        "select",
        id=trace_of(shown)["id"],
        selection={"layer": "lstm", "channel": "f", "units": [0, 2], "steps": [1]},
    )
    assert "run.clamp" in answer["result"]["code"]
    assert shared.run("selection?.units.length").value == "2"
    assert shared.run("selection?.nothing").status == "error"


def test_a_fit_on_a_last_line_is_shown_once(session: Session) -> None:
    made = """
import { layers, sequential } from 'gatescope';
const once = sequential([layers.dense({ units: 1 })], { seed: 1 });
once.compile({ loss: 'mse' });
"""
    assert session.run(made).status == "ok"

    def pictures(code: str) -> list[str]:
        messages = session.run(code).messages
        return [
            each["msg_type"]
            for each in messages
            if "application/vnd.gatescope.history+json" in each["content"].get("data", {})
            and each["msg_type"] != "update_display_data"
        ]

    assert pictures("await once.fit([[1]], [1], { epochs: 2 })") == ["display_data"]
    assert pictures("const kept = await once.fit([[1]], [1], { epochs: 2 })") == ["display_data"]
    # Asked for in another notebook cell, it is shown there.
    assert pictures("kept") == ["execute_result"]


def test_training_is_shown_live_and_saved_at_the_end(session: Session) -> None:
    page = Page(session)
    page.greet()
    code = """
import { layers, sequential, tensor } from 'gatescope';
const model = sequential([layers.lstm({ units: 4 }), layers.dense({ units: 1 })], { seed: 1 });
model.compile({ loss: 'meanSquaredError', optimizer: 'adam' });
const x = tensor(Array.from({ length: 32 }, (_, i) => Array.from({ length: 6 }, (_, t) => [Math.sin(i + t)])));
const y = tensor(Array.from({ length: 32 }, (_, i) => [Math.sin(i + 6)]));
const history = await model.fit(x, y, { epochs: 40, batchSize: 8 });
"""
    request = session.send(code)
    heard: list[dict[str, Any]] = []
    while True:
        message = session.client.get_iopub_msg(timeout=TIMEOUT)
        heard.append(message)
        if (
            message["content"].get("execution_state") == "idle"
            and message["parent_header"].get("msg_id") == request
        ):
            break
    kinds = [message["msg_type"] for message in heard]
    assert "error" not in kinds, [m["content"] for m in heard if m["msg_type"] == "error"]
    shown = next(m for m in heard if m["msg_type"] == "display_data")["content"]
    saved = [m["content"] for m in heard if m["msg_type"] == "update_display_data"][-1]
    assert shown["transient"] == saved["transient"]
    final = saved["data"]["application/vnd.gatescope.history+json"]
    assert final["status"] == "finished"
    assert final["epochs"] == {"done": 40, "planned": 40}
    assert shown["data"]["application/vnd.gatescope.history+json"]["status"] == "running"
    events = [
        m["content"]["data"]
        for m in heard
        if m["msg_type"] == "comm_msg" and m["content"]["data"].get("type") == "event"
    ]
    assert events[-1]["data"]["history"]["status"] == "finished"
    assert len(events) > 1
    # The whole at the start and at the end; between them what is new.
    assert events[0]["name"] == events[-1]["name"] == "history"
    assert {event["name"] for event in events[1:-1]} <= {"historyTail"}
    for event in events[1:-1]:
        kept, new = event["data"]["keep"], event["data"]["history"]
        assert all(
            metric["training"]["shape"] == [new["epochs"]["done"] - kept["epochs"]]
            for metric in new["metrics"]
        )


def test_the_model_takes_the_weights_of_an_epoch_and_back(session: Session) -> None:
    code = """
import { layers, sequential } from 'gatescope';
const model = sequential([layers.gru({ units: 3 }), layers.dense({ units: 1 })], { seed: 2 });
model.compile({ loss: 'meanSquaredError', optimizer: 'adam' });
const x = [[0.1, 0.2, 0.3], [0.3, 0.1, 0.9], [0.5, 0.5, 0.2]];
const history = await model.fit(x, [0.4, 0.2, 0.7], { epochs: 5, snapshots: { x: x[0] } });
const last = model.predict(x).toArray().join();
const seen = model.trace(x[0]);
import { show } from 'gatescope';
show(seen);
"""
    result = session.run(code)
    assert result.status == "ok", result.traceback
    identifier = session.run("history.id").value.strip("'")
    run = session.run("seen.id").value.strip("'")
    first = "[...history.snapshots[0].trace.outputs[0].values.values].at(-1)!"
    page = Page(session)
    page.greet()
    events: list[dict[str, Any]] = []

    def request(method: str, **asked: Any) -> dict[str, Any]:
        page.number += 1
        params = {"id": identifier, **asked}
        data = {"type": "request", "number": page.number, "method": method, "params": params}
        page.send("comm_msg", {"data": data})
        while True:
            answer = page.hear()["content"]["data"]
            if answer.get("number") == page.number:
                return answer
            events.append(answer)

    def ask(epoch: int | None) -> dict[str, Any]:
        return request("useEpoch", epoch=epoch)

    answer = ask(0)
    assert answer["type"] == "reply", answer
    assert answer["result"] == {"epoch": 0, "last": False, "code": "history.useEpoch(0);"}
    told = {event["name"]: event["data"] for event in events}
    assert told["history"]["history"]["usedEpoch"] == 0
    assert told["stale"] == {"id": run, "reason": "model has the weights of epoch 1"}
    near = f"Math.abs(model.predict([x[0]]).at(0).item() - {first}) < 1e-6"
    assert session.run(near).value == "true"
    assert session.run("model.predict(x).toArray().join() === last").value == "false"

    events.clear()
    assert request("walkWeights", way="undo")["result"] == {"moved": True}
    told = {event["name"]: event["data"] for event in events}
    assert told["stale"] == {"id": run, "reason": None}
    assert request("walkWeights", way="undo")["result"] == {"moved": False}
    assert session.run("model.predict(x).toArray().join() === last").value == "true"
    assert request("walkWeights", way="redo")["result"] == {"moved": True}

    answer = ask(None)
    assert answer["result"] == {"epoch": 4, "last": True, "code": "history.useEpoch('last');"}
    assert session.run("model.predict(x).toArray().join() === last").value == "true"

    refusal = ask(7)
    assert refusal["type"] == "failure"
    assert "(0, 1, 2, 3, 4; epochs count from 0), got the number 7" in refusal["message"]
    session.run("const bare = await model.fit(x, [0.4, 0.2, 0.7], { verbose: 0 }); show(bare);")
    identifier = session.run("bare.id").value.strip("'")
    refusal = ask(0)
    assert refusal["type"] == "failure"
    assert "no weights were kept" in refusal["message"]


def test_a_comparison_carries_scores_on_held_out_data(session: Session) -> None:
    code = """
import { confusionMatrix, fitVocabulary, layers, sequential, show, writeText } from 'gatescope';
const x = [[0.1, 0.2, 0.3], [0.3, 0.1, 0.9], [0.5, 0.5, 0.2]];
const y = [0, 1, 0];
const models = [layers.gru({ units: 3 }), layers.lstm({ units: 3 })].map(layer => {
  const model = sequential([layer, layers.dense({ units: 1 })], { seed: 2 });
  model.compile({ loss: 'meanSquaredError', optimizer: 'adam', metrics: ['mae'] });
  return model;
});
const runs = models.map(model => model.trace(x[0]));
show(runs, { testData: [x, y], baseline: { name: 'always 0', value: 1 / 3 } });
"""
    result = session.run(code)
    assert result.status == "ok", result.traceback
    [shown] = result.of("display_data")
    comparison = shown["data"]["application/vnd.gatescope.comparison+json"]
    scores = session.run(
        "(await Promise.all(models.map(m => m.evaluate(x, y)))).map(s => s.meanAbsoluteError)"
    )
    expected = json.loads(scores.value.replace("[ ", "[").replace(" ]", "]"))
    for row, score in zip(comparison["rows"], expected):
        assert row["metric"]["name"] == "meanAbsoluteError"
        assert row["metric"]["mean"] == pytest.approx(score, abs=1e-12)
        assert row["metric"]["baseline"] == {"name": "always 0", "value": pytest.approx(1 / 3)}
    page = Page(session)
    page.greet()
    # The scores are of the networks, and stay when the shared input is edited.
    edit = {"step": 1, "feature": 0, "value": 0.5}
    answer, _ = page.ask("compare", id=comparison["id"], edits=[edit])
    rows = answer["result"]["comparison"]["rows"]
    assert [row["metric"] for row in rows] == [row["metric"] for row in comparison["rows"]]

    refused = session.run("show(runs[0], { testData: [x, y] })")
    assert refused.status == "error"
    assert "testData belongs to a comparison" in refused.traceback

    shown = session.run(
        "const judge = sequential([layers.gru({ units: 3 }), layers.dense({ units: 1, activation: 'sigmoid' })]);\n"
        "judge.compile({ loss: 'binaryCrossentropy' });\n"
        "show(confusionMatrix(judge, x, y, { labels: ['no', 'yes'] }))"
    )
    predictions = shown.of("display_data")[0]["data"]["application/vnd.gatescope.predictions+json"]
    assert predictions["content"]["classes"] == ["no", "yes"]
    shown = session.run(
        "const letters = fitVocabulary(['abc'], { level: 'character' });\n"
        "const writer = sequential([layers.embedding({ inputDim: 5, outputDim: 2 }), layers.gru({ units: 2 }), layers.dense({ units: 5 })]);\n"
        "show(writeText(writer, letters, { prompt: 'ab', length: 4, seed: 1 }))"
    )
    assert shown.status == "ok", shown.traceback
    text = shown.of("display_data")[0]["data"]["application/vnd.gatescope.predictions+json"]
    assert len(text["content"]["tokens"]) == 6
    assert shown.of("display_data")[0]["data"]["image/svg+xml"].startswith("<svg")


CHECK = {
    "exercise": "double",
    "metadata": {},
}


def cells(answer: str, test: str) -> list[dict[str, str]]:
    return [
        {"id": "n", "role": "needs", "source": "const base = 2;"},
        {"id": "a", "role": "answer", "source": answer},
        {"id": "t", "role": "test", "source": test},
    ]


TEST = "import { check } from 'gatescope';\ncheck.close('double(3)', double(3), 6);"


def test_a_check_runs_the_cells_in_a_fresh_place(session: Session) -> None:
    session.run("const double = 'of the notebook';")
    page = Page(session)
    page.greet()
    answer, _ = page.ask(
        "check",
        **CHECK,
        cells=cells("function double(x: number) { return x * base; }", TEST),
    )
    assert answer["type"] == "reply", answer
    assert answer["result"]["report"]["status"] == "passed"
    answer, _ = page.ask(
        "check",
        **CHECK,
        cells=cells("function double(x: number) { return x + base; }", TEST),
    )
    assert answer["result"]["report"]["status"] == "notYet"
    assert session.run("double").value == "'of the notebook'"


def test_a_check_that_cannot_run_says_why(session: Session) -> None:
    page = Page(session)
    page.greet()
    answer, _ = page.ask(
        "check",
        **CHECK,
        cells=cells("function double(x: number) {\n  return y;\n}\ndouble(1);", TEST),
    )
    report = answer["result"]["report"]
    assert report["status"] == "didNotRun"
    assert report["line"] == 1


def test_comms_of_ones_own_carry_data_and_buffers(session: Session) -> None:
    result = session.run(
        "import { comm } from 'gatescope';\n"
        "comm.register('echo', (line, data, buffers) => {\n"
        "  line.send({ opened: data.n }, buffers);\n"
        "  line.onMessage = (more, bytes) => line.send({ got: more.n, sizes: bytes.map(b => b.length) }, bytes);\n"
        "});"
    )
    assert result.status == "ok", result.traceback
    page = Page(session, "echo")
    page.open({"n": 1}, [b"\x01\x02"])
    first = page.hear()
    assert first["content"]["data"] == {"opened": 1}
    assert [bytes(b) for b in first["buffers"]] == [b"\x01\x02"]
    page.send("comm_msg", {"data": {"n": 2}}, [b"abc", b""])
    second = page.hear()
    assert second["content"]["data"] == {"got": 2, "sizes": [3, 0]}
    info = session.ask("comm_info_request", "comm_info_reply", {"target_name": "echo"})
    assert info["comms"] == {page.id: {"target_name": "echo"}}
    page.send("comm_close", {"data": {}})
    info = session.ask("comm_info_request", "comm_info_reply", {})
    assert info["comms"] == {}
    unknown = Page(session, "nobody-listens")
    unknown.open({})
    assert unknown.hear()["msg_type"] == "comm_close"


CODE_CELLS = """
import { layers, lstm, sequential, show } from 'gatescope';
const weather = lstm({ inputSize: 1, units: 12, seed: 7 }).run(Array.from({ length: 40 }, (_, k) => Math.sin(k)));
const model = sequential([layers.gru({ units: 3 }), layers.dense({ units: 1 })], { seed: 2 });
model.compile({ loss: 'meanSquaredError', optimizer: 'adam' });
const x = [[0.1, 0.2, 0.3], [0.3, 0.1, 0.9], [0.5, 0.5, 0.2]];
await model.fit(x, [0.4, 0.2, 0.7], { epochs: 3, snapshots: { x: x[0] } });
show(weather);
"""


def test_the_code_that_views_offer_runs_in_a_fresh_kernel_as_it_stands(
    starter: Starter, tmp_path: Path
) -> None:
    with starter(tmp_path) as asked:
        shown = asked.run(CODE_CELLS)
        assert shown.status == "ok", shown.traceback
        page = Page(asked)
        page.greet()
        run = asked.run("weather.id").value.strip("'")
        history = asked.run("model.history!.id").value.strip("'")
        selection = {"layer": "lstm", "channel": "f", "units": list(range(10)), "steps": [3, 9]}
        codes = [
            page.ask("select", id=run, selection=selection)[0]["result"]["code"],
            page.ask("useEpoch", id=history, epoch=1)[0]["result"]["code"],
            page.ask("code", id=run, view="cell", step=3, unit=1)[0]["result"]["code"],
            page.ask("code", id=run, view="weights")[0]["result"]["code"],
            page.ask("code", id=history)[0]["result"]["code"],
        ]
        assert all(codes), codes
        name = page.ask("recompute", id=run, edits=[], clamps=[])[0]["result"]["name"]
        assert name == "weather"
        # A run without a name has no code that could call it.
        nameless_run = asked.run("show(lstm({ inputSize: 1, units: 2 }).run([1, 2]));")
        (data,) = (content["data"] for content in nameless_run.of("display_data"))
        nameless = data["application/vnd.gatescope.trace+json"]["id"]
        assert page.ask("recompute", id=nameless, edits=[], clamps=[])[0]["result"]["name"] is None
        bare = page.ask("select", id=nameless, selection={**selection, "units": [0], "steps": [1]})
        codes.append(bare[0]["result"]["code"])
    with starter(tmp_path) as fresh:
        assert fresh.run(CODE_CELLS).status == "ok"
        for code in codes:
            result = fresh.run(code)
            assert result.status == "ok", (code, result.traceback)


def test_a_page_that_speaks_on_a_comm_of_an_earlier_start_is_told_that_it_is_closed(
    session: Session,
) -> None:
    page = Page(session)
    page.send(
        "comm_msg",
        {"data": {"type": "request", "number": 4, "method": "attach", "params": {"id": "x"}}},
    )
    assert page.hear()["msg_type"] == "comm_close"
