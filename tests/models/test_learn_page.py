"""The page that looks into a PyTorch model says what runs, and shows what it draws."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from gatescope.tracing.files import load

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "learn" / "pytorch-model.md"
TRACE = "application/vnd.gatescope.trace+json"
NETWORK = "application/x-gatescope-network+json"


def test_its_code_runs_from_top_to_bottom(capsys):
    names: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        exec(block, names)
    said = capsys.readouterr().out
    # The page says that nothing is wrong with a model that has learned its task.
    assert "feels 12 of 12 steps" in said and "Cure:" not in said
    [held], [free] = names["held"], names["run"]  # type: ignore[misc]
    assert held.f.min() == 1 and 0 < free.f.min() < 1


def test_its_picture_is_of_the_model_that_it_trains(tmp_path):
    """The saved one, a new one, and what the weights beside it compute on the page."""
    subprocess.run(
        ["node", "scripts/pytorch-picture.mjs", str(tmp_path / "new.json")], cwd=ROOT, check=True
    )
    runs = []
    for file in (PAGE.with_suffix(".json"), tmp_path / "new.json"):
        data = json.loads(file.read_text("utf-8"))
        [network] = data[NETWORK]["runs"]
        assert network["id"] == data[TRACE]["id"]
        (tmp_path / "trace.json").write_text(json.dumps(data[TRACE]), "utf-8")
        runs.append(load(tmp_path / "trace.json")["lstm"])
    for channel in "fcgh":
        saved, new = (getattr(run, channel) for run in runs)
        assert abs(saved - new).max() < 0.05, channel
