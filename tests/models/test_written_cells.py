"""Cells that the engine writes as Python: each framework answers as the engine does, and learns alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

PROGRAM = Path(__file__).parent / "written_cells_program.py"
#: How many steps are drawn, and by which seed; more and another by the variables.
DRAWN = int(os.environ.get("GATESCOPE_DRAWN", "10"))
SEED = int(os.environ.get("GATESCOPE_SEED", "28"))
#: In float64, relative to the largest number where that is more than 1. Keras computes in float32.
NEAR = 1e-9


@pytest.fixture(scope="module")
def cells(engine):
    print(f"GATESCOPE_SEED={SEED}")
    (cells,) = engine([{"do": "cells", "count": DRAWN, "seed": SEED}])
    assert len(cells) >= 14 + DRAWN
    return cells


def _apart(ours: torch.Tensor, theirs: object) -> float:
    ours, theirs = ours.detach().numpy(), np.asarray(theirs)
    assert ours.shape == theirs.shape
    return float(np.abs(ours - theirs).max() / max(1, np.abs(theirs).max()))


def test_cells_written_for_pytorch_answer_and_learn_as_the_engine_does(cells) -> None:
    errors = {}
    for case in cells:
        space: dict = {}
        exec(compile(case["torch"], case["name"], "exec"), space)
        cell = space["cell"]
        outputs, last = cell(torch.tensor(case["x"], dtype=torch.float64))
        assert torch.equal(last[0], outputs[:, -1])
        found = [_apart(outputs, case["output"])]
        if case["slopes"] and outputs.requires_grad:
            outputs.square().sum().backward()
            found += [
                _apart(torch.zeros_like(one) if one.grad is None else one.grad, slope)
                for one, slope in zip(cell.parameters(), case["slopes"], strict=True)
            ]
        errors[case["name"]] = max(found)
    assert {name: error for name, error in errors.items() if not error <= NEAR} == {}


def test_cells_written_for_keras_and_jax_do_so_too(cells) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(PROGRAM)],
        env={**os.environ, "KERAS_BACKEND": "jax"},
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert len(found) == len(cells)
    bounds = {"jax": NEAR, "keras": 2e-5}
    assert {
        (name, where): error
        for name, errors in found.items()
        for where, error in errors.items()
        if not error <= bounds[where]
    } == {}
