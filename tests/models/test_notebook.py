"""In a notebook: one picture a cell, and answers over the comm."""

from __future__ import annotations

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
    assert ask(page, "whole", id=run.id)["result"]["trace"]["time"]["steps"] == 4


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
            "step must be from 0 to 3",
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
