"""In a notebook: one picture a cell, and answers over the comm."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from jupyter_client.manager import start_new_kernel
from torch import nn

import gatescope
from gatescope.tracing import live

SETUP = """
import torch, gatescope
lstm = torch.nn.LSTM(1, 2, batch_first=True)
x = torch.zeros(1, 3, 1)
run = gatescope.trace(lstm, x, gradients_of=lambda o: o[0].sum())
"""


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(kernel_name="python3")
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def displays(client, source: str) -> int:
    found = []

    def hear(message):
        if message["msg_type"] in ("display_data", "execute_result"):
            data = message["content"]["data"]
            found.append("application/vnd.gatescope.trace+json" in data)
        assert message["msg_type"] != "error", message["content"]

    client.execute_interactive(source, output_hook=hear, timeout=60)
    return sum(found)


@pytest.mark.parametrize(
    "source, pictures",
    [
        ("run", 1),
        ("gatescope.show(run)", 1),
        ("again = gatescope.show(run)", 1),
        ("gatescope.show(run); run", 1),
        ("gatescope.show(run)\ngatescope.show(run)", 2),
        ("again", 1),
        ("gatescope.show(lstm, x)", 1),
    ],
)
def test_a_result_is_drawn_once(kernel, source, pictures):
    if source == "run":
        displays(kernel, SETUP)
    assert displays(kernel, source) == pictures


class Page:
    """The page's end of a comm, without a notebook."""

    comm_id = "page"

    def __init__(self):
        self.heard = []

    def send(self, data, buffers):
        self.heard.append(data)
        self.buffers = buffers

    def numbers(self, packed):
        """An array of the last answer."""
        kind = {"f32": np.float32, "f64": np.float64}[packed["dtype"]]
        return np.frombuffer(self.buffers[packed["buffer"]], kind).reshape(packed["shape"])

    def on_msg(self, listener):
        self.listener = listener

    def on_close(self, listener):
        self.closed = listener


@pytest.fixture
def page():
    opened = Page()
    link = live.Link()
    hello = {"type": "hello", "protocol": 1, "version": "0"}
    link._opened(opened, {"content": {"data": hello}})
    return opened


def ask(page, method, **params):
    request = {"type": "request", "number": 7, "method": method, "params": params}
    page.listener({"content": {"data": request}})
    return page.heard[-1]


@pytest.fixture
def run():
    torch.manual_seed(0)
    made = gatescope.trace(
        nn.LSTM(1, 2, batch_first=True), torch.ones(1, 4, 1), gradients_of=lambda o: o[0].sum()
    )
    live.shown_results.add(made)
    return made


def test_the_link_answers_as_the_kernel_does(page, run):
    assert page.heard[0]["type"] == "welcome"
    assert ask(page, "attach", id=run.id)["result"] == {"known": True, "revision": 0}
    assert ask(page, "attach", id="other")["result"] == {"known": False}
    clamp = {"layer": "lstm", "channel": "f", "value": 0, "steps": [1]}
    answer = ask(page, "recompute", id=run.id, edits=[], clamps=[clamp])["result"]
    assert answer["trace"]["id"] == run.id
    assert answer["trace"]["clamps"] == [clamp | {"value": 0.0}]
    assert ask(page, "gradientFlow", id=run.id)["result"]["flow"]["kind"] == "gradientFlow"
    weights = ask(page, "weights", id=run.id)["result"]["weights"]
    assert weights["kind"] == "weights"
    assert next(p["name"] for p in weights["layers"][0]["parameters"]) == "W_f"
    assert ask(page, "attach", id=weights["id"])["result"]["known"]
    assert ask(page, "whole", id=run.id)["result"]["bundle"]["time"]["steps"] == 4


@pytest.mark.parametrize("view", ["gates", "cell", "unrolled", "whatIf", "gradients", "weights"])
@pytest.mark.parametrize(
    "place",
    [
        {},
        {"layer": "lstm", "sort": "peak", "step": 2, "unit": 1},
        {"lines": False, "ownScales": True, "gradients": True},
        {"lines": True, "quantity": "cellState"},
        {"form": "histogram", "derivatives": True},
        {"window": [1, 3], "feature": 0, "output": 0, "answer": 2, "threshold": 0.1},
        {"sort": "value", "sortAt": {"channel": "f", "step": 2}},
        {"pattern": {"channel": "h", "steps": [1, 2], "threshold": -0.5}},
        {
            "clamps": [{"layer": "lstm", "channel": "f", "value": 1, "units": [0], "steps": [2]}],
            "edits": [{"step": 1, "feature": 0, "value": -1.5}],
        },
    ],
)
def test_the_code_that_a_view_copies_shows_the_same_again(page, run, view, place, monkeypatch):
    code = ask(page, "code", id=run.id, view=view, **place)["result"]["code"]
    drawn = []
    monkeypatch.setattr("gatescope.tracing.showing.draw", lambda *given: drawn.append(given))
    exec(code, {})
    ((shown, opening, _),) = drawn
    if view == "weights":
        assert opening == {
            field: value for field, value in place.items() if field not in ("layer", "step", "unit")
        }
        assert next(p["name"] for p in shown.to_bundle()["layers"][0]["parameters"]) == "W_f"
    else:
        assert shown is run
        assert opening == {"view": view, **place}


@pytest.mark.parametrize("view", [None, "gates", "weights"])
@pytest.mark.parametrize("title", ["Plain", 'It\'s "quoted"\n\\', "{x}"])
def test_the_copied_code_keeps_the_title(page, run, view, title, monkeypatch):
    code = ask(page, "code", id=run.id, view=view, title=title)["result"]["code"]
    drawn = []
    monkeypatch.setattr("gatescope.tracing.showing.draw", lambda *given: drawn.append(given))
    monkeypatch.setattr(run, "title", None)
    exec(code, {})
    assert drawn[0][0].to_bundle()["title"] == title


def test_every_result_takes_the_title_of_show(run, monkeypatch):
    monkeypatch.setattr("gatescope.tracing.showing.draw", lambda *given: None)
    for what in (
        gatescope.compare(run, run),
        gatescope.gradient_flow(run),
        gatescope.weights(run),
        gatescope.history({"loss": [1.0]}),
    ):
        assert gatescope.show(what, title="Mine").to_bundle()["title"] == "Mine"


def test_what_has_no_name_has_no_code_but_a_run(page):
    models = [nn.LSTM(1, 2, batch_first=True), nn.GRU(1, 2, batch_first=True)]
    runs = [gatescope.trace(model, torch.ones(1, 3, 1)) for model in models]
    compared = gatescope.compare(*runs)
    live.shown_results.add(compared)
    assert ask(page, "code", id=compared.id, step=1)["result"] == {"code": ""}
    with pytest.raises(gatescope.GatescopeError, match="sort must be one of index, similarity"):
        gatescope.show(runs[0], sort="size")
    with pytest.raises(gatescope.GatescopeError, match="lines must be True or False, got 'yes'"):
        gatescope.show(runs[0], lines="yes")
    with pytest.raises(gatescope.GatescopeError, match="smoothing must be one of 0, "):
        gatescope.show(runs[0], smoothing=0.5)
    with pytest.raises(gatescope.GatescopeError, match="quantity must be one of hidden, cellState"):
        gatescope.show(runs[0], quantity="h")
    for wrong, words in (
        ({"window": [3, 1]}, "window must be the first step in view"),
        ({"feature": -1}, "feature must be a whole number from 0, got -1"),
        ({"threshold": 0}, "threshold must be a number above 0, got 0"),
        ({"sort_at": {"channel": "h"}}, "sort_at must have channel, step"),
        ({"pattern": [1]}, "pattern must have channel, steps, threshold"),
        ({"clamps": {"channel": "f"}}, "clamps must be a list of objects with channel"),
        ({"edits": [{"step": 1}]}, "edits must be a list of objects with feature, step"),
    ):
        with pytest.raises(gatescope.GatescopeError, match=words):
            gatescope.show(runs[0], **wrong)


def test_a_page_is_given_the_other_sequences_of_a_batch_and_changes_them(page):
    torch.manual_seed(0)
    lstm, x = nn.LSTM(2, 3, batch_first=True), torch.randn(3, 5, 2)
    made = gatescope.trace(lstm, x, gradients_of=lambda o: o[0].sum(), title="three")
    live.shown_results.add(made)
    assert made.to_bundle()["batch"] == {"sequence": 0, "size": 3, "shares": [0.1, 0.9]}

    third = ask(page, "sequence", id=made.id, sequence=2)["result"]["trace"]
    assert (third["id"], third["batch"]) == (
        made.id,
        {"sequence": 2, "size": 3, "shares": [0.1, 0.9]},
    )
    hidden = {c["name"]: c["array"] for c in third["layers"][0]["channels"]}["h"]
    np.testing.assert_allclose(page.numbers(hidden), lstm(x)[0][2].detach(), rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(page.numbers(third["input"]["array"]), x[2])

    edit = {"step": 1, "feature": 0, "value": 0.5}
    answer = ask(page, "recompute", id=made.id, sequence=2, edits=[edit], clamps=[])["result"]
    changed = x[2:3].clone()
    changed[0, 1, 0] = 0.5
    again = {c["name"]: c["array"] for c in answer["trace"]["layers"][0]["channels"]}["h"]
    expected = lstm(changed)[0][0].detach()
    np.testing.assert_allclose(page.numbers(again), expected, rtol=1e-5, atol=1e-7)
    assert answer["name"] == f"gatescope.run({made.id!r}).at_sequence(2)"
    assert gatescope.run(made.id).at_sequence(2).record.sequence == 2

    flows = []
    for at in (0, 2):
        flow = ask(page, "gradientFlow", id=made.id, sequence=at)["result"]["flow"]
        flows.append(page.numbers(flow["networks"][0]["hidden"]).copy())
    assert not np.array_equal(*flows)
    for wrong in (3, -1, 1.5, "1", None):
        refused = ask(page, "sequence", id=made.id, sequence=wrong)
        assert "sequence must be from 0 to 2" in refused["message"]


def test_runs_side_by_side_go_to_another_sequence_together(page):
    torch.manual_seed(2)
    x = torch.randn(3, 4, 1)
    models = [nn.LSTM(1, 2, batch_first=True), nn.GRU(1, 2, batch_first=True)]
    compared = gatescope.compare(*(gatescope.trace(model, x) for model in models))
    live.shown_results.add(compared)
    edit = {"step": 1, "feature": 0, "value": 0.5}
    for edits in ([], [edit]):
        changed = x[2:3].clone()
        if edits:
            changed[0, 1, 0] = 0.5
        answer = ask(page, "compare", id=compared.id, sequence=2, edits=edits)["result"]
        comparison = answer["comparison"]
        assert comparison["id"] == compared.id
        for model, trace in zip(models, comparison["traces"], strict=True):
            assert trace["batch"] == {"sequence": 2, "size": 3}
            hidden = {c["name"]: c["array"] for c in trace["layers"][0]["channels"]}["h"]
            expected = model(changed)[0][0].detach()
            np.testing.assert_allclose(page.numbers(hidden), expected, rtol=1e-5, atol=1e-7)


def test_clamps_stay_and_edits_do_not_when_a_run_goes_to_another_sequence():
    torch.manual_seed(1)
    lstm, x = nn.LSTM(1, 2, batch_first=True), torch.randn(2, 4, 1)
    run = gatescope.trace(lstm, x).clamp("f", 1).edit(steps=0, value=3)
    other = run.at_sequence(1)
    assert (other["lstm"].f == 1).all()
    assert other.record.edits == ()
    np.testing.assert_allclose(other.record.input, x[1])
    assert run.at_sequence(0) is run


def test_a_recorded_run_says_where_another_sequence_is_chosen():
    lstm = nn.LSTM(1, 2, batch_first=True)
    with gatescope.record(lstm, sequence=1) as recording:
        lstm(torch.randn(3, 4, 1))
    run = recording.run
    assert run.to_bundle()["batch"] == {"sequence": 1, "size": 3}
    with pytest.raises(gatescope.GatescopeError, match="sequence=…"):
        run.at_sequence(0)


@pytest.mark.parametrize(
    "method, params, words",
    [
        ("recompute", {"edits": [], "clamps": []}, "id must be a string"),
        ("recompute", {"id": "gone", "edits": [], "clamps": []}, "no longer has this result"),
        ("recompute", {"edits": 3, "clamps": []}, "edits must be a list"),
        (
            "recompute",
            {"edits": [], "clamps": [{"layer": "lstm", "channel": "q", "value": 1}]},
            "no channel 'q'",
        ),
        (
            "recompute",
            {"edits": [{"step": 9, "feature": 0, "value": 1}], "clamps": []},
            "steps must be from 0 to 3",
        ),
        (
            "recompute",
            {"edits": [{"step": 0, "feature": 0, "value": float("inf")}], "clamps": []},
            "finite",
        ),
        ("explode", {}, "does not know 'explode'"),
    ],
)
def test_what_a_page_asks_wrongly_is_answered_with_a_failure(page, run, method, params, words):
    given = params if "id" in params or words.startswith("id") else {"id": run.id, **params}
    answer = ask(page, method, **given)
    assert answer["type"] == "failure"
    assert words in answer["message"]


def test_noise_on_the_comm_is_answered_and_breaks_nothing(page):
    for noise in (None, 3, [], {}, {"type": "x"}, {"type": "request", "number": True, "method": 5}):
        page.listener({"content": {"data": noise}})
        assert page.heard[-1]["type"] == "failure"


def test_an_event_leaves_it_to_the_page_where_its_next_question_is_answered():
    # ipykernel answers where the comm last spoke: an event of the thread that runs cells would take
    # the page's questions there, to wait for the end of the cell.
    spoken = []

    class Routed(Page):
        def send(self, data, buffers):
            spoken.append(data["type"])
            self._reply_subshell_id = None

    opened, link = Routed(), live.Link()
    link.hear(opened, {"type": "hello", "protocol": 1, "version": "0"})
    opened._reply_subshell_id = "beside"
    link.event("stale", {"id": "x", "reason": "model retrained"})
    assert spoken == ["welcome", "event"]
    assert opened._reply_subshell_id == "beside"
