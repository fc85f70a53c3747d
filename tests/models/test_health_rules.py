"""The table of rules is read alike by Python and by the engine."""

from __future__ import annotations

import json
import os
import subprocess

import numpy as np
import pytest

from gatescope.health.facts import RULES, THRESHOLDS
from gatescope.health.rules import Measures, figure, judged_by

UNITS = 4
ENDS = [0.0, 1.0, -1.0, 0.5, 20.0]
#: Both sides of each threshold, from 0 and from 1.
NEAR = [share * float(each["value"]) for each in THRESHOLDS.values() for share in (0.5, 1, 1.5)]
NUMBERS = [*ENDS, *NEAR, *(1 - near for near in NEAR)]
PER_UNIT = [
    "least",
    "most",
    "largest",
    "spread",
    "atEnds",
    "beyond",
    "far",
    "second",
    "last",
    "felt",
    "copies",
]
FLAGS = ["known", "isOutput", "forward", "cut", "heard", "unread", "othersFelt", "faded"]
WHOLE = ["reached", "back", "memory", "steps"]
ANY = ["ratio", "first", "stretch", "bias", "kept"]


def drawn(rng: np.random.Generator) -> dict[str, object]:
    def some(count: int) -> list[float]:
        # A few different numbers, so that conditions that ask for several hold now and then.
        return rng.choice(rng.choice(NUMBERS, 2), count).tolist()

    return {
        **{name: some(UNITS) for name in PER_UNIT},
        **{name: int(rng.integers(2)) for name in FLAGS},
        **{name: int(rng.integers(60)) for name in WHOLE},
        **{name: some(1)[0] * rng.choice([1, 2000]) for name in ANY},
        **{"of": UNITS, "count": int(rng.integers(1, 3)), "pairs": "0 and 1"},
        **({"memory": None} if rng.random() < 0.1 else {}),
    }


def test_python_and_the_engine_find_the_same_by_the_table(one_file):
    night = 100 if os.environ.get("GATESCOPE_NIGHT") else 1
    rng = np.random.default_rng(int(os.environ.get("GATESCOPE_SEED", "7")))
    given = [(at, drawn(rng)) for _ in range(300 * night) for at in range(len(RULES))]
    ours = []
    for at, measures in given:
        known = {
            name: np.nan if value is None else np.array(value) if isinstance(value, list) else value
            for name, value in measures.items()
        }
        found = judged_by(RULES[at], Measures(known))
        ours.append(
            found
            and {
                "certainty": found.certainty,
                "units": found.units.tolist(),
                "figures": found.figures,
            }
        )
    program = one_file("tests/models/healthRulesProgram.ts")
    done = subprocess.run(
        ["node", str(program)], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    theirs = json.loads(done.stdout)
    for (at, measures), mine, other in zip(given, ours, theirs, strict=True):
        assert mine == other, f"{RULES[at]['kind']} of {measures}"
    held = {RULES[at]["kind"] for (at, _), found in zip(given, ours, strict=True) if found}
    assert held == {rule["kind"] for rule in RULES}


@pytest.mark.parametrize(
    "value, text",
    [(0, "0"), (0.5, "0.5"), (999.6, "1000"), (1000, "1,000"), (3.3e-5, "3.3e-5"), (4e4, "4.0e+4")],
)
def test_a_figure_has_three_digits(value, text):
    assert figure(value) == text
