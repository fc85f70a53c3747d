"""Saved pictures: drawn by the program of the kernel's, and plain where no Node draws them."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from xml.etree import ElementTree

import psutil
import pytest
import torch

import gatescope
from gatescope import node
from gatescope.tracing import picture
from gatescope.tracing.arrays import decode
from gatescope.tracing.picture import bundle_picture

ROOT = Path(__file__).resolve().parents[2]


def of_lessons() -> dict[str, tuple[dict, str]]:
    """What the kernel showed in lessons, one of each kind of bundle: the bundle and its picture."""
    found = {}
    for lesson in sorted((ROOT / "gatescope" / "_lessons").glob("*.ipynb")):
        for cell in json.loads(lesson.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                for name, bundle in data.items():
                    if name.startswith("application/vnd.gatescope.") and "image/svg+xml" in data:
                        found[bundle["kind"]] = (bundle, "".join(data["image/svg+xml"]))
    return found


def test_a_bundle_has_the_same_picture_as_in_the_kernel():
    shown = of_lessons()
    assert {"trace", "comparison", "attention"} <= set(shown)
    for kind, (bundle, svg) in shown.items():
        assert bundle_picture(decode(bundle)) == svg, kind


@pytest.fixture(scope="module")
def bundles():
    torch.manual_seed(0)
    x = torch.randn(2, 6, 2)
    title = 'a "title" & <more>'
    run = gatescope.trace(
        torch.nn.LSTM(2, 3, batch_first=True),
        x,
        title=title,
        gradients_of=lambda output: output[0].sum(),
    )
    many = gatescope.trace(torch.nn.GRU(2, 12, batch_first=True), x, title="of 12 units")
    results = {
        "trace": run,
        "map": many,
        "comparison": gatescope.compare(run, many),
        "gradientFlow": run.gradient_flow(),
        "weights": gatescope.weights(run),
        "history": gatescope.history({"loss": [1.0, float("nan"), 0.25], "val_loss": [1, 2, 3]}),
    }
    made = {kind: result.to_bundle() for kind, result in results.items()}
    return {**made, "attention": decode(of_lessons()["attention"][0])}


@pytest.fixture
def chosen_node(tmp_path, monkeypatch):
    """Makes a Node of a script the only one there is."""
    monkeypatch.setenv("GATESCOPE_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("GATESCOPE_NODE", raising=False)
    monkeypatch.setattr(node, "wheel_node", lambda: None)
    monkeypatch.setattr(picture, "_slow", set())

    def choose(script: str) -> None:
        file = tmp_path / "node"
        file.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo v22.12.0 && exit\n{script}\n')
        file.chmod(0o755)
        monkeypatch.setenv("GATESCOPE_NODE", str(file))

    return choose


def told(svg: str) -> str:
    """What a picture says; it is an SVG whatever it is of."""
    return " ".join(ElementTree.fromstring(svg).itertext())


@pytest.mark.usefixtures("chosen_node")
def test_without_node_there_is_a_plain_one_that_says_so(bundles):
    maps = {"map", "comparison", "weights", "attention"}
    for kind, bundle in bundles.items():
        svg = bundle_picture(bundle)
        assert "A plain picture (there is no Node 20.19 or newer" in told(svg), kind
        assert "?" in told(svg) and ">nan" not in svg and " nan" not in svg, kind
        assert ("<image " in svg) == (kind in maps), kind
    assert 'a "title" & <more>' in told(bundle_picture(bundles["trace"]))


@pytest.mark.skipif(os.name != "posix", reason="the Nodes of this test are scripts of a shell")
@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("exit 3", "Node did not draw it"),
        ("echo no JSON", "Node did not draw it"),
        ("""echo '{"error": "it cannot be drawn"}'""", "it cannot be drawn"),
        (f"exec {shutil.which('sleep')} 600", "Node was too slow"),
    ],
)
def test_a_node_that_is_broken_or_too_slow_leaves_a_plain_one_and_no_process(
    bundles, chosen_node, monkeypatch, script, why
):
    chosen_node(script)
    is_slow = why == "Node was too slow"
    monkeypatch.setattr(picture, "_SECONDS", 0.5 if is_slow else 600.0)
    bundle = bundles["trace"]
    assert f"A plain picture ({why})" in told(bundle_picture(bundle))
    assert psutil.Process().children() == []
    if is_slow:
        # It is not asked again.
        monkeypatch.setattr(picture, "_SECONDS", 600.0)
        assert why in told(bundle_picture(bundle))
