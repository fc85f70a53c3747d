"""The Python that the playground's readers take along runs, and finds what the page draws."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
TASKS = ("bit", "echo", "brackets", "adding", "parity", "words", "weather")
#: A race of each task, and one of two cells that neither library has a layer for.
RACES = (*TASKS, "cells")
#: Tasks whose answer is a number: of the others the page draws what is above chance.
NUMBERS = ("adding", "weather")
#: Both libraries draw random numbers of their own.
NEAR = 0.15


@pytest.fixture(scope="module")
def play(one_file):
    """Of each task what the page draws, and the programs."""
    file = one_file("tests/models/playProgram.ts")
    done = subprocess.run(["node", str(file)], capture_output=True, text=True, cwd=ROOT, check=True)
    return json.loads(done.stdout)


def test_every_task_of_the_page_is_run_here(play):
    assert tuple(play) == RACES


@pytest.fixture
def one_thread():
    """Networks as small as these are slower on several."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("language", ["Keras", "PyTorch"])
@pytest.mark.parametrize("task", RACES)
def test_copied_python_holds_what_the_page_holds(play, task, language, monkeypatch, capsys):
    if language == "Keras" and "keras" not in sys.modules:
        monkeypatch.setenv("KERAS_BACKEND", "jax")
    exec(play[task]["codes"][language], {"__name__": "__main__"})
    printed = capsys.readouterr().out.splitlines()
    names = ["Your own cell", "minLSTM"] if task == "cells" else ["LSTM", "GRU"]
    assert [line.split("\t")[0] for line in printed] == names
    for line, row in zip(printed, play[task]["rows"], strict=True):
        shares = np.array(line.split("\t")[1:], float)
        held = shares if task in NUMBERS else 2 * shares - 1
        assert len(held) == len(row)
        # Something is learned, so that both could not be near by holding nothing.
        assert np.mean(row) > 0.5, task
        assert np.mean(held) == pytest.approx(np.mean(row), abs=NEAR)
