"""The search that lesson 11 shows in Keras, scikeras and scikit-learn: its splits, its choice, its scale.

On JAX, which compiles a network's step: on PyTorch its twelve networks take several times as long.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

import nbformat
import pytest
from lesson_kernel import cell_of, lesson_called, run

LESSON = "11-choosing"
NEEDED = ("imports", "years-data", "pipeline-code", "grid-splits")

#: What the lesson's days are, how it splits them, and what its own search finds from one seed.
PROBE = """
const search = await gridSearch({
  estimator: (settings: { units: number; learningRate: number }, seed: number) => made({ ...settings, epochs: 10 }, seed),
  paramGrid: GRID, ...known, cv: inTime, seeds: [1], scoring: 'meanAbsoluteError', refit: false, verbose: 0
});
console.log(JSON.stringify({
  x: known.x.reshape([FRESH, STEPS]).toArray(),
  y: Array.from(known.y.values),
  folds: inTime.split(FRESH),
  scores: search.cvResults.map(({ params, scores }) => ({ params, scores }))
}));
"""

#: Runs the code of the notebook cell, and says what it split and found.
PROGRAM = """
import json, os, sys
os.environ["KERAS_BACKEND"] = "jax"
import keras, numpy as np
keras.utils.set_random_seed(1)
given = json.load(sys.stdin)
names = {"x": np.array(given["x"], dtype="float32"), "y": np.array(given["y"], dtype="float32")}
exec(given["code"], names)
search = names["search"]
found = search.cv_results_
splits = [{"training": a.tolist(), "validation": b.tolist()} for a, b in search.cv.split(names["x"])]
scores = [
    {
        "params": {
            "units": params["regressor__network__units"],
            "learningRate": params["regressor__network__learning_rate"],
        },
        "scores": [-float(found[f"split{fold}_test_score"][at]) for fold in range(3)],
    }
    for at, params in enumerate(found["params"])
]
print(json.dumps({"folds": splits, "scores": scores}))
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """What the lesson's search and the one in Python say of the same days."""
    notebook = lesson_called(LESSON).read()
    code = re.search(r"```python\n(.*?)```", cell_of(notebook, "grid-after").source, re.DOTALL)[1]
    notebook.cells = [cell for cell in notebook.cells if cell.id in NEEDED]
    notebook.cells.append(nbformat.v4.new_code_cell(PROBE, id="probe"))
    done = run(notebook, tmp_path_factory.mktemp("grid"))
    printed = (part.text for part in cell_of(done, "probe").outputs if "text" in part)
    ours = json.loads("".join(printed))
    there = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        input=json.dumps({"x": ours["x"], "y": ours["y"], "code": code}),
        capture_output=True,
        text=True,
    )
    assert there.returncode == 0, there.stderr[-3000:]
    return ours, json.loads(there.stdout.splitlines()[-1])


def by_settings(scores):
    return {
        (each["params"]["units"], each["params"]["learningRate"]): each["scores"] for each in scores
    }


def test_both_split_the_days_in_the_same_places(both):
    ours, theirs = both
    assert theirs["folds"] == ours["folds"]
    assert len(ours["folds"]) == 3


def test_both_choose_alike_and_their_errors_are_of_one_size(both):
    """Weights begin elsewhere in each, so errors differ; the best of four and the worst do not."""
    ours, theirs = (by_settings(each["scores"]) for each in both)
    assert set(ours) == set(theirs) and len(ours) == 4

    def ranked(scores):
        return sorted(scores, key=lambda settings: sum(scores[settings]))

    assert ranked(ours)[0] == ranked(theirs)[0] == (8, 0.01)
    assert ranked(ours)[-1] == ranked(theirs)[-1] == (2, 0.001)
    for settings, scores in ours.items():
        assert sum(theirs[settings]) == pytest.approx(sum(scores), rel=0.4)
