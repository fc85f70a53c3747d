"""The colors of channels in the pictures that Python saves are those of the views."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from gatescope.grading.classmap.style import style_sheet
from gatescope.tracing.hues import INKS, RAMPS, channel_hue, mixed

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "role", "hue"),
    [
        ("z", "gate", "keep"),
        ("a", "gate", "write"),
        ("u", "candidate", "propose"),
        ("memory", "state", "cell"),
        ("h", "state", "hidden"),
        ("s", "value", "other"),
    ],
)
def test_a_channel_has_the_color_of_its_letter_else_of_its_role(name, role, hue):
    assert channel_hue({"name": name, "role": role}) == hue
    gradient = {"name": f"d{name}", "role": role, "of": "f"}
    assert channel_hue(gradient) == "keep"


@pytest.mark.parametrize("theme", sorted(RAMPS))
def test_ramps_are_mixed_as_the_views_mix_them(theme):
    shares = [at / 32 for at in range(33)]
    program = f"""
        import {{ interpolateLab }} from 'd3-interpolate';
        import {{ rgb }} from 'd3-color';
        const all = {json.dumps(list(RAMPS[theme].values()))}.map(stops => {json.dumps(shares)}.map(share => {{
          const place = share * (stops.length - 1);
          const at = Math.min(stops.length - 2, Math.floor(place));
          const {{ r, g, b }} = rgb(interpolateLab(stops[at], stops[at + 1])(place - at));
          return [r, g, b].map(Math.round);
        }}));
        console.log(JSON.stringify(all));
    """
    said = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    expected = json.loads(said)
    ours = [[list(mixed(stops, share)) for share in shares] for stops in RAMPS[theme].values()]
    assert (
        max(
            abs(a - b)
            for one, other in zip(ours, expected)
            for left, right in zip(one, other)
            for a, b in zip(left, right)
        )
        <= 1
    ), "a rounded half is the only difference"
    assert [row[0] for row in ours] == [row[0] for row in expected]


@pytest.mark.parametrize("theme", sorted(INKS))
def test_the_class_map_has_the_color_of_each_hue(theme):
    sheet = style_sheet()
    for hue, ink in INKS[theme].items():
        assert f"--{hue}:{ink};" in sheet
        assert f"text.{hue}{{" in sheet
