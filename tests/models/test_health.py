"""`gatescope.check` on a part of the zoo, and everything that people do with its result."""

from __future__ import annotations

import base64
import json
import os
import re
import sys
from html import escape
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent))

import health_zoo as zoo

import gatescope
from gatescope.health.facts import KINDS, THRESHOLDS

PLANTED = [(kind, cell) for kind, cells in zoo.PLANTED.items() for cell in cells]


def checked(member):
    model, x, target, loss = zoo.built(member)
    return gatescope.check(model, x, target, loss, progress=False)


@pytest.mark.parametrize("kind, cell", PLANTED, ids=[f"{k} in {c}" for k, c in PLANTED])
def test_a_planted_fault_is_found_and_named(kind, cell):
    health = checked(zoo.plant(kind, cell, 8, "torch"))
    found = [each for each in health if each.kind == kind]
    assert found, str(health)
    assert found[0].says and "{" not in found[0].says


# JAX compiles each network for seconds; the script of the zoo tries all kinds on it.
@pytest.mark.parametrize(
    "framework, kind",
    [
        ("keras", "gate-open"),
        ("keras", "padding-read"),
        ("keras", "batch-first"),
        ("keras", "dropout-on"),
        ("jax", "dead-unit"),
        ("jax", "batch-first"),
    ],
)
def test_keras_and_flax_are_checked_alike(kind, framework):
    assert kind in [each.kind for each in checked(zoo.plant(kind, "lstm", 8, framework))]


@pytest.mark.parametrize(
    "member",
    [m for m in zoo.healthy(sizes=(8,), seeds=(0,)) if m.framework == "torch"],
    ids=lambda member: member.name,
)
def test_nothing_is_said_of_a_healthy_network(member):
    health = checked(member)
    assert health.ok and health.at_least("likely") == [], str(health)


def test_the_units_named_are_those_that_were_planted():
    health = checked(zoo.plant("copied-unit", "lstm", 8, "torch"))
    found = next(each for each in health if each.kind == "copied-unit")
    assert found.units == (1, 2) and found.layer == "layers.0"


def test_the_figures_over_many_batches_are_those_of_the_data_at_once():
    torch.manual_seed(0)
    model, x = torch.nn.LSTM(2, 6, batch_first=True), torch.randn(60, 9, 2)
    at_once = gatescope.check(model, x)
    parts = gatescope.check(model, [(part,) for part in x.split(7)])
    assert parts.batches == 9 and parts.sequences == at_once.sequences == 60
    for name, figures in at_once["lstm"].channels.items():
        for key, values in figures.items():
            assert parts["lstm"].channels[name][key] == pytest.approx(values, abs=1e-6)
    one = gatescope.trace(model, x, sequence=3)["lstm"].f
    assert at_once["lstm"].channels["f"]["least"].min() <= one.min()
    assert at_once["lstm"].reach == pytest.approx(parts["lstm"].reach, rel=1e-6)


def test_the_reach_is_the_gradient_that_autograd_finds():
    torch.manual_seed(0)
    model, x = torch.nn.RNN(2, 4, batch_first=True).double(), torch.randn(1, 5, 2).double()
    reach = gatescope.check(model, x)["rnn"].reach
    cell, h, states = torch.nn.RNNCell(2, 4).double(), torch.zeros(1, 4).double(), []
    for name, weight in model.named_parameters():
        getattr(cell, name.removesuffix("_l0")).data = weight.data
    h.requires_grad_()
    for at in range(5):
        h = cell(x[:, at], h)
        states.append(h)
    from gatescope.health.seen import signs

    gradients = torch.autograd.grad((h * torch.tensor(signs(4))).sum(), states)
    assert reach == pytest.approx([float(g.norm()) for g in gradients][::-1], rel=1e-6)


def test_text_html_and_json_hold_every_finding_and_escape_names():
    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.add_module("<b>lstm", torch.nn.LSTM(2, 4, batch_first=True))

        def forward(self, x):
            return getattr(self, "<b>lstm")(x)[0]

    net = Net()
    with torch.no_grad():
        getattr(net, "<b>lstm").bias_ih_l0[:1] = -40
    health = gatescope.check(net, torch.randn(8, 10, 2))
    assert [each.kind for each in health.at_least("certain")] == ["gate-shut", "dead-unit"]
    text, html = str(health), health._repr_html_()
    assert all(each.cure in text and each.title in html for each in health)
    assert "<b>lstm" in text and "<b>lstm" not in html and "&lt;b&gt;lstm" in html
    read = json.loads(health.to_json())
    assert [each["kind"] for each in read["findings"]] == [each.kind for each in health]
    assert read["layers"][0]["channels"]["i"]["most"][0] < 0.001


def test_html_has_a_picture_of_each_finding_that_opens_without_a_script():
    """`details` opens by itself, and an `img` is what JupyterLab leaves of a notebook that nobody trusts."""
    model = torch.nn.LSTM(2, 4, batch_first=True)
    with torch.no_grad():
        model.bias_ih_l0[:1] = -40
    health = gatescope.check(model, torch.randn(8, 30, 2))
    html = health._repr_html_()
    assert "<svg" not in html and "<script" not in html
    shown = re.findall(r"<details><summary>.*?</summary><img alt=\"(.*?)\".*?base64,(.*?)\">", html)
    assert [words for words, _ in shown] == [
        escape(f"{each.title}: {each.says}") for each in health.findings
    ]
    for (_, data), each in zip(shown, health, strict=True):
        drawn = ElementTree.fromstring(base64.b64decode(data))
        assert drawn.tag.endswith("svg") and each.title in "".join(drawn.itertext())
        assert base64.b64decode(data).decode() == each.picture()
    # What cannot be traced any more keeps its words.
    health.findings[0]._open = None
    assert health._repr_html_().count("<details>") == len(health) - 1


def test_a_finding_opens_the_view_on_its_unit(capsys):
    model, x, target, loss = zoo.built(zoo.plant("gate-open", "lstm", 8, "torch"))
    health = gatescope.check(model, x, target, loss)
    run = health.findings[0].show()
    assert run.record.layers[0].name == "layers.0" and run.loss is not None


def test_samples_that_go_on_from_a_sequence_are_checked_by_the_first_of_each():
    from public_loops import DeepAR

    torch.manual_seed(0)
    model, x = DeepAR(), torch.randn(3, 7, 1)
    found = gatescope.samples(model, x)["lstm.l1"]
    run = gatescope.trace(model, x, sequence=2)["lstm.l1"]
    assert found.h.shape == (3, 10, 5) and gatescope.check(model, x).sequences == 3
    np.testing.assert_allclose(found.h[2, :7], run.h[:7], atol=1e-6)  # then noise is drawn


def test_assert_healthy_says_what_is_wrong_and_what_may_be_ignored():
    model, x, *_ = zoo.built(zoo.plant("gate-open", "lstm", 8, "torch"))
    with pytest.raises(AssertionError, match="stuck open") as failed:
        gatescope.assert_healthy(model, x)
    assert "Cure: " in str(failed.value) and "ignore=['gate-open']" in str(failed.value)
    assert gatescope.assert_healthy(model, x, ignore=["gate-open"]).ok


@pytest.mark.parametrize(
    "arguments, options, message",
    [
        ((None,), {}, "data must be an input"),
        (("words",), {}, "data must be arrays"),
        (([],), {}, "data has no batch in it"),
        ((torch.zeros(2, 3, 2),), {"ignore": ["dead"]}, "ignore has 'dead'"),
        ((torch.zeros(2, 3, 2),), {"batches": 0}, "batches must be a whole number from 1"),
        ((torch.zeros(2, 3, 2), torch.zeros(2)), {}, "target was given without a loss"),
        ((torch.zeros(2, 3, 5),), {}, "the model's own forward or loss failed on x"),
    ],
)
def test_a_mistake_is_answered_by_the_name_of_the_argument(arguments, options, message):
    with pytest.raises(gatescope.GatescopeError, match=message):
        gatescope.check(torch.nn.LSTM(2, 3, batch_first=True), *arguments, **options)


def test_a_model_without_recurrent_layers_is_refused():
    with pytest.raises(gatescope.NothingToSee, match="check: no recurrent layer ran"):
        gatescope.check(torch.nn.Linear(2, 1), torch.zeros(3, 2))


def test_the_model_and_the_random_state_are_as_they_were():
    model = torch.nn.LSTM(2, 3, batch_first=True).train()
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    gatescope.check(model, torch.ones(4, 6, 2))
    assert torch.equal(torch.rand(3), expected) and model.training
    assert all(torch.equal(before[name], weight) for name, weight in model.state_dict().items())


def test_a_watch_says_when_a_gate_began_to_shut_and_keeps_its_file_small(tmp_path):
    torch.manual_seed(0)
    model, x = torch.nn.LSTM(2, 4, batch_first=True), torch.randn(6, 8, 2)
    said, path = [], tmp_path / "health.jsonl"
    watch = gatescope.HealthWatch(model, x, path=path, every=2, most=8, say=said.append)
    for update in range(40):
        if update >= 10:
            with torch.no_grad():
                model.bias_ih_l0[1] -= 1
        watch.step()
    assert said[0].endswith("i of lstm is shut in unit 1; it began after step 10"), said
    assert len(path.read_text().splitlines()) <= 8 and watch.every > 2
    again = gatescope.HealthWatch(model, x, path=path, every=2, say=None)
    assert again.steps == watch.rows[-1]["step"] and again.rows == watch.rows
    path.write_text("no record\n")
    with pytest.raises(gatescope.GatescopeError, match="is no record of a watch: its line 1"):
        gatescope.HealthWatch(model, x, path=path)


@pytest.mark.parametrize("most", [8, 1000])
def test_a_watch_that_goes_on_says_what_one_says_that_never_stopped(tmp_path, most):
    def watched(sessions):
        torch.manual_seed(0)
        model, x, said = torch.nn.LSTM(2, 12, batch_first=True), torch.randn(6, 8, 2), []
        path = tmp_path / f"{len(sessions)}.jsonl"
        for session in sessions:
            watch = gatescope.HealthWatch(model, x, path=path, every=1, most=most, say=said.append)
            for update in session:
                with torch.no_grad():
                    # Unit 1 shuts in the first session, unit 9 begins to and is shut in the second.
                    model.bias_ih_l0[1] -= 1
                    model.bias_ih_l0[9] -= 0.4 if update >= 8 else 0
                watch.step()
        assert watch.notices == said
        return said

    at_once, in_two = watched([range(24)]), watched([range(12), range(12, 24)])
    assert [line.split(": ")[1].split(";")[0] for line in in_two] == [
        "i of lstm is shut in unit 1",
        "i of lstm is shut in unit 9",
    ]
    if most == 1000:
        assert in_two == at_once


def test_a_watch_is_a_callback_of_keras_and_of_lightning(monkeypatch):
    import keras

    model = keras.Sequential([keras.Input((5, 2)), keras.layers.GRU(3), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x, y = np.zeros((8, 5, 2), "float32"), np.zeros((8, 1), "float32")
    watch = gatescope.HealthWatch(model, x, every=3, say=None)
    model.fit(x, y, batch_size=2, epochs=2, verbose=0, callbacks=[watch.keras()])
    assert watch.steps == 8 and [row["step"] for row in watch.rows] == [1, 3, 6]
    with pytest.raises(gatescope.GatescopeError, match="lightning is not imported"):
        watch.lightning()
    monkeypatch.setitem(sys.modules, "lightning.pytorch", SimpleNamespace(Callback=object))
    callback = watch.lightning()
    callback.on_train_batch_end(SimpleNamespace(is_global_zero=True), None, None, None, 0)
    callback.on_train_batch_end(SimpleNamespace(is_global_zero=False), None, None, None, 0)
    assert watch.steps == 9


def test_the_command_ends_with_what_it_found(tmp_path, monkeypatch, capsys):
    from gatescope.cli import main

    (tmp_path / "sick_nets.py").write_text(
        "import torch\ntorch.manual_seed(0)\n"
        "good = torch.nn.GRU(2, 6, batch_first=True)\n"
        "def bad():\n    net = torch.nn.GRU(2, 6, batch_first=True)\n"
        "    net.weight_hh_l0.data.zero_()\n    return net\n"
    )
    monkeypatch.chdir(tmp_path)
    np.savez("data.npz", x=np.random.default_rng(0).normal(size=(8, 10, 2)).astype("float32"))
    assert main(["check", "sick_nets:good", "data.npz"]) == 0
    assert "nothing wrong in 8 sequences" in capsys.readouterr().out
    assert main(["check", "sick_nets.py:bad", "data.npz", "--json"]) == 1
    assert "state-never-read" in [
        each["kind"] for each in json.loads(capsys.readouterr().out)["findings"]
    ]
    for words in (
        ["nowhere:good", "data.npz"],
        ["sick_nets:none", "data.npz"],
        ["good", "data.npz"],
    ):
        assert main(["check", *words]) == 2
    (tmp_path / "data.txt").write_text("1 2")
    assert main(["check", "sick_nets:good", "data.txt"]) == 2
    assert "data must be an .npz" in capsys.readouterr().err


def test_every_fact_is_whole_and_every_finding_is_planted():
    assert set(zoo.PLANTED) == set(KINDS)
    for facts in KINDS.values():
        assert set(facts) == {"title", "says", "cause", "cure", "view"}
    assert all(set(each) == {"value", "reason"} for each in THRESHOLDS.values())
