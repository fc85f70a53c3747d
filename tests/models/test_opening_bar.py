"""What opens slowly says how far it is, once."""

from __future__ import annotations

import io
import itertools
import sys

import pytest

torch = pytest.importorskip("torch")

import gatescope  # noqa: E402
from gatescope.tracing import progress  # noqa: E402


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
