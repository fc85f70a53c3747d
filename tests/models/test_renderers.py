"""Which way a result is drawn, and that a widget's line gives the same live answers as the comm."""

from __future__ import annotations

import gzip
import json
import sys
from types import SimpleNamespace

import anywidget
import pytest
import torch
from nbconvert import HTMLExporter
from nbformat import v4

import gatescope
from gatescope.exporting import LivingExporter
from gatescope.tracing import options as choice
from gatescope.tracing import widget
from gatescope.tracing.display import MIME_TYPES, WIDGET_VIEW, bundle_of, mime_bundle


@pytest.fixture
def run():
    torch.manual_seed(0)
    lstm = torch.nn.LSTM(1, 2, batch_first=True)
    return gatescope.trace(lstm, torch.ones(1, 4, 1), gradients_of=lambda o: o[0].sum())


@pytest.fixture(autouse=True)
def settings():
    yield
    gatescope.options.renderer = "auto"


@pytest.mark.parametrize(
    "renderer, type_names",
    [
        ("mime", [MIME_TYPES["trace"]]),
        ("anywidget", [WIDGET_VIEW, MIME_TYPES["trace"]]),
        ("static", []),
    ],
)
def test_a_result_carries_what_draws_it_first_and_always_a_picture_and_text(
    run, renderer, type_names
):
    data, _ = mime_bundle(run, renderer=renderer)
    assert list(data) == [*type_names, "image/svg+xml", "text/plain"]
    gatescope.options.renderer = renderer
    assert list(mime_bundle(run)[0]) == list(data)


def test_a_saved_widget_without_its_kernel_is_drawn_from_its_bundle_or_as_its_picture(run):
    output = v4.new_output("display_data", mime_bundle(run, renderer="anywidget")[0])
    written = v4.writes(v4.new_notebook(cells=[v4.new_code_cell("show", outputs=[output])]))
    saved = v4.reads(written)
    # VS Code ranks the types of all vendors alike, and takes the first that something can draw.
    kinds = list(json.loads(written)["cells"][0]["outputs"][0]["data"])
    assert kinds[:2] == [MIME_TYPES["trace"], WIDGET_VIEW]
    page = HTMLExporter(template_name="basic").from_notebook_node(saved)[0]
    assert "data:image/svg+xml" in page and "widget-view" not in page
    assert "<gatescope-view" in LivingExporter().from_notebook_node(saved)[0]


def test_auto_looks_for_the_extension_and_at_where_it_runs(monkeypatch):
    for name in ("VSCODE_PID", "VSCODE_CWD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(choice, "extension_installed", lambda: True)
    assert choice.chosen(None) == "mime"
    monkeypatch.setattr(choice, "extension_installed", lambda: False)
    assert choice.chosen(None) == "anywidget"
    monkeypatch.setattr(choice, "extension_installed", lambda: True)
    monkeypatch.setenv("VSCODE_PID", "1")
    assert choice.chosen(None) == "anywidget"
    monkeypatch.delenv("VSCODE_PID")
    monkeypatch.setitem(sys.modules, "google.colab", SimpleNamespace())
    assert choice.chosen(None) == "anywidget"
    monkeypatch.setattr(choice, "find_spec", lambda name: None)
    assert choice.chosen(None) == "mime"


def test_the_extension_is_looked_for_where_jupyter_does(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "other"))
    folder = tmp_path / "labextensions" / "gatescope"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    assert choice.extension_installed()


@pytest.mark.parametrize("wrong", ["widget", None, 3])
def test_an_unknown_renderer_is_refused_by_the_names_there_are(run, wrong):
    with pytest.raises(gatescope.GatescopeError, match="one of auto, mime, anywidget, static"):
        gatescope.options.renderer = wrong
    if wrong is not None:
        with pytest.raises(gatescope.GatescopeError, match="renderer must be one of"):
            gatescope.show(run, renderer=wrong)


def test_a_renderer_that_is_not_installed_says_what_to_install(run, monkeypatch):
    monkeypatch.setattr(choice, "find_spec", lambda name: None)
    with pytest.raises(gatescope.GatescopeError, match=r"pip install gatescope\[widget\]"):
        gatescope.show(run, renderer="anywidget")


class Line:
    """Both ends of a widget's messages: what it sent, and a page that speaks."""

    def __init__(self, view, monkeypatch):
        self.sent = []
        self.view = view
        monkeypatch.setattr(
            view, "send", lambda content, buffers: self.sent.append((content, buffers))
        )

    def say(self, page, message):
        self.view._handle_custom_msg({"page": page, "message": message}, [])
        return self.sent[-1][0]

    def ask(self, page, method, **params):
        request = {"type": "request", "number": 7, "method": method, "params": params}
        answer = self.say(page, request)
        assert answer["page"] == page
        return answer["message"]


@pytest.fixture
def line(run, monkeypatch):
    made = Line(widget.View(bundle_of(run, linked=True)), monkeypatch)
    hello = {"type": "hello", "protocol": 1, "version": "0"}
    assert made.say("one", hello)["message"]["type"] == "welcome"
    return made


def test_a_widget_is_live_and_answers_each_place_that_asks(line, run):
    assert line.view.bundle["live"]["session"]
    assert line.view._esm.startswith(("var ", "import ", "function ", "("))
    assert line.ask("one", "attach", id=run.id)["result"] == {"known": True, "revision": 0}
    clamp = {"layer": "lstm", "channel": "f", "value": 0}
    answer = line.ask("two", "recompute", id=run.id, edits=[], clamps=[clamp])
    assert answer["result"]["trace"]["clamps"] == [clamp | {"value": 0.0}]
    assert len(line.sent[-1][1]) > 3, "numbers travel as buffers"
    failure = line.ask("one", "recompute", id=run.id, edits=3, clamps=[])
    assert failure["type"] == "failure"
    assert "edits must be a list" in failure["message"]


def test_training_tells_every_place_until_it_is_gone(line, run):
    from gatescope.tracing.live import link

    link.event("stale", {"id": run.id, "reason": "model retrained"})
    assert line.sent[-1][0] == {
        "page": "one",
        "message": {
            "type": "event",
            "name": "stale",
            "data": {"id": run.id, "reason": "model retrained"},
        },
    }
    count = len(line.sent)
    line.view._handle_custom_msg({"page": "one"}, [])
    link.event("stale", {"id": run.id, "reason": "model retrained"})
    assert len(line.sent) == count


@pytest.mark.parametrize("noise", [None, 3, [], {}, {"page": 5, "message": {}}, {"page": "x"}])
def test_noise_on_the_line_breaks_nothing(line, noise):
    line.view._handle_custom_msg(noise, [])


def test_runs_get_the_small_module_and_all_else_the_whole_one(run):
    small = widget.View(bundle_of(run))
    whole = widget.View(bundle_of(run.gradient_flow()))
    assert isinstance(small, anywidget.AnyWidget)
    assert len(small._esm) < 0.7 * len(whole._esm)
    assert ":host" in small._css


def test_the_widget_of_runs_is_small_enough_to_travel_with_each_notebook():
    kilobytes = len(gzip.compress((widget.FOLDER / "trace.js").read_bytes(), 9)) / 1000
    assert kilobytes <= 182


def test_marimo_draws_what_show_drew_once(run, monkeypatch):
    import marimo

    appended = []
    monkeypatch.setattr(marimo, "running_in_notebook", lambda: True)
    monkeypatch.setattr(marimo.output, "append", appended.append)
    monkeypatch.setattr(marimo.ui, "anywidget", lambda view: view)
    shown = gatescope.show(run, view="cell", unit=1)
    assert appended[0].bundle["view"] == {"view": "cell", "unit": 1}
    # The last line of a cell takes the place of what was appended.
    assert shown._display_() is appended[0]
    assert shown._display_() is not appended[0]
    picture = gatescope.show(run, renderer="static")._display_()
    assert "<svg" in picture.text
