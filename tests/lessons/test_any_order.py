"""A class earns the same marks in whatever order it is marked: nothing of one student is there for the next.

A run marks a small class in a few orders; GATESCOPE_CLASS=100 GATESCOPE_ORDERS=20 marks a large one in twenty.
"""

from __future__ import annotations

import json
import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from fault_assignment import NAME, assignment, body, cell_of
from test_same_parser import SEED, drawn

from gatescope.grading.exercises import read_exercises
from gatescope.grading.judge import Judge
from gatescope.grading.limits import ANSWER
from gatescope.grading.mark import mark_exercise

STUDENTS = int(os.environ.get("GATESCOPE_CLASS", "6"))
ORDERS = int(os.environ.get("GATESCOPE_ORDERS", "3"))
#: What would help, or harm, whoever is marked after it, were anything of it kept.
LEAVING = (
    "import { format } from 'node:util';\n" + body("return Number(format('%d', x)) * base;"),
    "declare global { interface Number { twice(): number } }\n"
    "Number.prototype.twice = function () { return base * Number(this); };\n"
    + body("return x.twice();"),
    "Array.prototype.map = () => [];\nMath.abs = () => 0;\n" + body("return x * base;"),
)
#: Right only if something of another's was kept.
TAKING = (
    body("return Number(format('%d', x)) * base;"),
    body("return x.twice();"),
)


def _class() -> list[Any]:
    notebooks = []
    for text in (*LEAVING, *TAKING):
        notebook = assignment()
        cell_of(notebook, "double").source = text
        notebooks.append(notebook)
    notebooks += [drawn(random.Random(f"{SEED}-{at}"))[0] for at in range(STUDENTS)]
    return [json.loads(json.dumps(notebook)) for notebook in notebooks[: max(STUDENTS, 5)]]


def test_the_order_of_a_class_changes_no_mark(tmp_path: Path) -> None:
    teachers = json.loads(json.dumps(assignment()))
    exercise = next(each for each in read_exercises(teachers, NAME) if each.id == "double")
    notebooks = _class()

    def marked_in(order: int) -> dict[int, Any]:
        numbers = list(range(len(notebooks)))
        random.Random(f"{SEED} in order {order}").shuffle(numbers)
        marks = {}
        with Judge(tmp_path, ANSWER) as judge:
            for number in numbers:
                mark, _ = mark_exercise(judge, exercise, notebooks[number], teachers)
                marks[number] = [(test["id"], test["points"]) for test in mark["tests"]]
        return marks

    # Each order by a judge of its own, as many at once as there are processors: as `mark --jobs`.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(marked_in, range(ORDERS)))
    assert all(marks == found[0] for marks in found), f"seed {SEED}"
    taken = [sum(points for _, points in found[0][len(LEAVING) + at]) for at in range(len(TAKING))]
    assert taken == [0] * len(TAKING)
