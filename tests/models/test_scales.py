"""How far the scale of a state goes, as the views and the kernel have it, and what is marked beyond it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from gatescope.tracing.scales import scale_end

CASES = json.loads((Path(__file__).parents[1] / "fixtures" / "scales.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['times']}x{case['values']}")
def test_the_end_of_a_scale_is_the_same_as_in_the_views(case):
    values = np.tile(np.array(case["values"], float), case["times"])
    assert scale_end(values) == pytest.approx(case["end"], rel=1e-12)


@pytest.mark.parametrize("units", [8, 12])
def test_one_unit_that_runs_away_leaves_the_others_their_colors_and_is_marked(units):
    import torch

    import gatescope
    from gatescope.tracing.picture import bundle_picture

    torch.manual_seed(0)
    model = torch.nn.LSTM(1, units, batch_first=True)
    run = gatescope.trace(model, torch.randn(1, 26, 1))
    for gate in ("f", "i", "g"):
        run = run.clamp(gate, 1.0, units=0)
    assert run["lstm"].c.max() == pytest.approx(26, abs=1)
    bundle = run.to_bundle()
    scale = next(c["range"] for c in bundle["layers"][0]["channels"] if c["name"] == "c")
    assert scale[1] < 5 and scale[0] == -scale[1]
    picture = bundle_picture(bundle)
    # Lines along the steps, and nothing else of the picture is one.
    (marks,) = re.findall(r'd="((?:M[\d. ]+H[\d.]+)+)"', picture)
    beyond = np.abs(run["lstm"].c) > scale[1]
    assert beyond.sum() == 26 - int(beyond[:, 0].argmax()), "from one step on"
    assert marks.count("M") == 1
    assert ">beyond: up to 26" in picture
