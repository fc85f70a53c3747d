"""The fault cases at the Check button: what the page sends of a notebook, and what is said of it."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from fault_assignment import Case
from lesson_kernel import ROOT

from gatescope.grading.notebook_file import source_of

#: Cases of each place at which Check, which judges by the same code, says what marking gives.
CHECK_AGREES = (
    "right",
    "partial credit",
    "answer in a new cell",
    "prototype pollution",
    "exits",
    "loops on one test",
)

Points = tuple["float | None", ...]

#: What Check gives for double, scaled and step where it is not what marking gives. Check has the
#: student's notebook and no other: None where an exercise has no button there.
CHECK_DIFFERS: dict[str, tuple[Points, str]] = {
    "test deleted": ((1, 3, 3), "the test is not in the notebook"),
    "answer deleted": ((None, 0, 0), "there is no answer to press a button below"),
    "all metadata lost": ((None, None, None), "the notebook no longer says that it has exercises"),
    "test in markdown": ((1, 3, 3), "text is no code that could run"),
    "points raised": ((1001, 3, 3), "the points are those that the notebook says"),
    "given cell replaced": ((0, 0, 0), "what stands in the notebook is what the answers need"),
    "given cell broken": ((0, 0, 0), "what stands in the notebook is what the answers need"),
    "given cell deleted": ((0, 0, 0), "what the answers need is not in the notebook"),
}


def checked_marks(case: Case) -> Points:
    """What Check gives for each exercise."""
    if case.name in CHECK_DIFFERS:
        return CHECK_DIFFERS[case.name][0]
    double, partial, *others = case.marks
    return (double + partial, *others)


_PROGRAM = """
const { exerciseMetadata } = await import(process.argv[1]);
let text = '';
for await (const chunk of process.stdin) text += chunk;
const requests = JSON.parse(text).map(({ cells, given }) =>
  Object.fromEntries(
    exerciseMetadata.lessonParts(cells, given).exercises.map(exercise => [
      exercise.id,
      {
        exercise: exercise.id,
        cells: exerciseMetadata.checkCells(exercise, cells, given)
      }
    ])
  )
);
process.stdout.write(JSON.stringify(requests));
"""


def check_requests(notebooks: list[Any], given: list[str]) -> list[dict[str, dict[str, Any]]]:
    """Of each notebook what is sent for each of its exercises, by the exercise's id.

    `given`: ids of the notebook cells that were given out.
    """
    cells = [
        {
            "given": given,
            "cells": [
                {
                    "id": cell.id,
                    "type": cell.cell_type,
                    # A file may have it in lines; a page joins them.
                    "source": source_of(cell),
                    "metadata": cell.metadata,
                }
                for cell in notebook.cells
            ],
        }
        for notebook in notebooks
    ]
    done = subprocess.run(
        [
            *("node", "--input-type=module", "-e", _PROGRAM),
            (ROOT / "scripts" / "exercise-metadata.mjs").as_uri(),
        ],
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return json.loads(done.stdout)
