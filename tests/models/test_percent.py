"""How a share is said in percent, as the views and the kernel say it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gatescope.tracing.percent import chosen_percent, percent_text

CASES = json.loads((Path(__file__).parents[1] / "fixtures" / "percent.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["share"]))
def test_a_share_is_said_as_in_the_views(case):
    assert percent_text(case["share"]) == case["text"]


def test_what_somebody_chose_has_all_its_figures():
    shares = [0, 1e-5, 0.001, 0.07, 0.5, 0.975, 0.999, 1]
    said = ["0", "0.001", "0.1", "7", "50", "97.5", "99.9", "100"]
    assert [chosen_percent(share) for share in shares] == said
