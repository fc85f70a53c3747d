"""What opens slowly says how far it is, once."""

from __future__ import annotations

import io
import itertools
import signal
import sys

import numpy as np
import pytest
import torch

import gatescope
from gatescope.tracing import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch, seconds_a_look: float) -> Terminal:
    """A terminal before which so much time goes by each time the clock is read."""
    shown, times = Terminal(), itertools.count(0.0, seconds_a_look)
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(times))
    return shown


MODEL, X = torch.nn.GRU(2, 4, batch_first=True), torch.zeros(3, 40, 2)


def test_a_trace_beyond_two_seconds_says_which_step_it_is_at_and_clears_its_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = terminal(monkeypatch, 0.25)
    gatescope.trace(MODEL, X)
    lines = [line for line in screen.getvalue().split("\r") if line.strip()]
    # The eighth look is at two seconds.
    assert " step 8 of 40, " in lines[0] and " step 40 of 40, " in lines[-1]
    assert screen.getvalue().endswith("\r") and not screen.getvalue().split("\r")[-2].strip()


def test_a_trace_of_a_moment_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = terminal(monkeypatch, 0.01)
    gatescope.trace(MODEL, X)
    assert screen.getvalue() == ""


def test_inside_of_batches_steps_are_not_told_beside_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = terminal(monkeypatch, 0.25)
    gatescope.samples(MODEL, [(X,)] * 3)
    assert "batch 3 of 3" in screen.getvalue() and "step" not in screen.getvalue()


def keras_model() -> tuple[object, object]:
    import keras

    model = keras.Sequential([keras.Input((40, 2)), keras.layers.GRU(4), keras.layers.Dense(1)])
    return model, np.zeros((3, 40, 2), "float32")


def keras_cells() -> tuple[object, object]:
    import keras

    cells = [keras.layers.LSTMCell(4), keras.layers.GRUCell(3)]
    return (
        keras.Sequential([keras.Input((40, 2)), keras.layers.RNN(cells)]),
        np.zeros((3, 40, 2), "float32"),
    )


def flax_model() -> tuple[object, object]:
    from flax import nnx

    return nnx.RNN(nnx.GRUCell(2, 4, rngs=nnx.Rngs(0))), np.zeros((3, 40, 2), "float32")


FRAMEWORKS = [lambda: (MODEL, X), keras_model, keras_cells, flax_model]


@pytest.mark.parametrize("make", FRAMEWORKS, ids=["torch", "keras", "cells of keras", "flax"])
def test_an_interrupt_ends_a_slow_trace_at_its_step_and_leaves_the_model_as_it_was(
    monkeypatch: pytest.MonkeyPatch, make
) -> None:
    model, x = make()
    before = np.asarray(gatescope.trace(model, x).layers[0].h)

    class Interrupted(Terminal):
        def write(self, text: str) -> int:
            if " step 20 of 40, " in text:
                signal.raise_signal(signal.SIGINT)
            return super().write(text)

    screen, times = Interrupted(), itertools.count(0.0, 0.25)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", screen)
        patch.setattr(progress.time, "monotonic", lambda: next(times))
        # What was raised is kept, as a notebook keeps it.
        with pytest.raises(KeyboardInterrupt):
            gatescope.trace(model, x)
    assert " step 19 of 40, " in screen.getvalue() and " step 21 of 40, " not in screen.getvalue()
    assert screen.getvalue().endswith("\r") and not screen.getvalue().split("\r")[-2].strip()
    again = terminal(monkeypatch, 0.25)
    assert np.array_equal(gatescope.trace(model, x).layers[0].h, before)
    assert " step 40 of 40, " in again.getvalue()
