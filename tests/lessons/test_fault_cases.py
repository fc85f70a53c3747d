"""Every fault case that needs no process of its own earns what it earned: see docs/fault-cases.md.

Those that do are in test_mark.py.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from fault_assignment import NAME, RIGHT, TESTS, THREAD, TOGETHER, WALL, Case, assignment, body
from fault_cases import CASES, handed_in
from mark_many import OneProcess

from gatescope.grading.exercises import answered, job_of, read_exercises
from gatescope.grading.mark import Result, mark_notebook


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("source") / f"{NAME}.ipynb"
    nbformat.write(assignment(), file)
    return file


def marks_of(result: Result) -> tuple[float, ...]:
    found = {test["id"]: test["points"] for mark in result["exercises"] for test in mark["tests"]}
    return tuple(found[name] for name in TESTS)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.place != WALL], ids=lambda case: case.name
)
def test_each_submission_earns_its_marks(
    one_process: OneProcess, source: Path, tmp_path: Path, case: Case
) -> None:
    file = tmp_path / f"{NAME}.ipynb"
    text = json.dumps(handed_in(case)).encode() if case.text is None else case.text
    file.write_bytes(text)
    judge = one_process.apart if case.place == THREAD else one_process
    result = mark_notebook(judge, source, file)
    assert marks_of(result) == case.marks, json.dumps(result["exercises"], indent=1)[:3000]
    assert case.odd in " ".join(result["odd"])


REACHES = {
    "import { writeFileSync } from 'node:fs';": "writeFileSync('there', 'x')",
    "import { rmSync } from 'node:fs';": "rmSync('.', { recursive: true })",
    "import { execSync } from 'node:child_process';": "execSync('true')",
}


def double(source: str) -> dict[str, Any]:
    [exercise] = [each for each in read_exercises(assignment(), NAME) if each.id == "double"]
    return job_of(exercise, answered(source))


@pytest.mark.parametrize("place", [TOGETHER, THREAD])
@pytest.mark.parametrize("given", REACHES)
def test_what_is_tried_here_by_mistake_does_no_harm(
    one_process: OneProcess, given: str, place: str
) -> None:
    judge = one_process.apart if place == THREAD else one_process
    mark = judge.mark(double(f"{given}\n{body(f'{REACHES[given]}; return x * base;')}"))
    assert "restricted" in mark["message"], mark


def test_what_ends_its_process_is_named_and_the_next_is_marked(one_process: OneProcess) -> None:
    for judge, told in ((one_process, "ends its process"), (one_process.apart, "ended its thread")):
        with pytest.raises(AssertionError, match=told):
            judge.mark(double("process.exit(0);"))
        assert judge.mark(double(RIGHT))["points"] == 3
