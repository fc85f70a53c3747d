"""The page that looks into a PyTorch model says what runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "learn" / "pytorch-model.md"


def test_its_code_runs_from_top_to_bottom(capsys):
    names: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        exec(block, names)
    said = capsys.readouterr().out
    # PyTorch starts with forget gates half open, and the report says so.
    assert "forget gate" in said and "Cure:" in said
    [held], [free] = names["held"], names["run"]  # type: ignore[misc]
    assert held.f.min() == 1 and 0 < free.f.min() < 1
