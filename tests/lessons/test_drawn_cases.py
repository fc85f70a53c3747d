"""What answers are tried on is drawn: no table of known cases earns points, and a mark can be made again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from answers import EXERCISES, RIGHT, by_exercise, changed, named
from lesson_kernel import Lesson, lesson_called
from mark_many import OneProcess
from test_mark import mark, small_class

from gatescope.grading.exercises import Exercise, answered, job_of, read_exercises
from gatescope.grading.limits import Limits
from gatescope.grading.mark import mark_class
from gatescope.grading.notebook_file import read_notebook

#: The seeds by which each right answer is marked.
SEEDS = (1, int(os.environ.get("GATESCOPE_SEED", "2")) % 2**31)


def asked_for(lesson: Lesson, exercise: str) -> Exercise:
    found = read_exercises(read_notebook(lesson.path), lesson.name)
    return next(each for each in found if each.id == exercise)


def marks_of(judge: OneProcess, exercise: str, answer: str, seed: int) -> tuple[float, float, str]:
    asked = asked_for(by_exercise(exercise), exercise)
    mark = judge.mark(job_of(asked, answered(answer), "ada", seed))
    return mark["points"], mark["maxPoints"], mark["message"]


@pytest.mark.parametrize(
    ("lesson", "exercise"), EXERCISES, ids=[f"{one.name[:2]}-{each}" for one, each in EXERCISES]
)
def test_the_solution_earns_all_points_whatever_is_drawn(one_process, lesson, exercise) -> None:
    for seed in SEEDS:
        points, most, message = marks_of(one_process, exercise, lesson.solution(exercise), seed)
        assert points == most, (seed, message)


@pytest.mark.parametrize("right", RIGHT, ids=lambda right: named(right, next(iter(right.changes))))
def test_a_right_answer_in_other_words_does_so_too(one_process, right) -> None:
    answer = changed(right.exercise, right.changes)
    for seed in SEEDS:
        points, most, message = marks_of(one_process, right.exercise, answer, seed)
        assert points == most, (seed, message)


KNOWN = (
    "function memoryOf(factor: number): number {\n"
    "  return new Map([[0.5, 7], [0.8, 21], [0.9, 44], [0.99, 459], [0.001, 1], [0.01, 2], [0.1, 3]])"
    ".get(factor) ?? Infinity;\n}"
)


def test_a_table_of_the_fixed_cases_earns_nothing(one_process) -> None:
    for seed in (0, *SEEDS):
        points, _, message = marks_of(one_process, "memory-of", KNOWN, seed)
        assert points == 0
        assert message.startswith("memoryOf(0."), message
        assert "got ∞" in message or "got Infinity" in message, message


def test_a_mark_names_its_seed_and_is_made_again_with_it(tmp_path: Path) -> None:
    lesson = lesson_called("02-why-memories-fade")
    source = tmp_path / "source" / "ps" / "ps.ipynb"
    source.parent.mkdir(parents=True)
    source.write_bytes(lesson.path.read_bytes())
    notebook = json.loads(source.read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "memory-of":
            cell["source"] = KNOWN
    # Four: a first case has two digits, so two students get the same one in one class of sixty.
    for student in ("ada", "bob", "cyn", "dan"):
        handed = tmp_path / "submitted" / student / "ps" / "ps.ipynb"
        handed.parent.mkdir(parents=True)
        handed.write_text(json.dumps(notebook))

    def memory(seed: int | None) -> dict[str, tuple[int, str]]:
        results = mark_class(
            source.parent,
            tmp_path / "submitted",
            tmp_path / "marks",
            limits=Limits(60, 1024),
            trust=True,
            seed=seed,
        )
        return {
            result["student"]: (mark["seed"], mark["message"])
            for result in results
            for mark in result["exercises"]
            if mark["exercise"] == "memory-of"
        }

    first = memory(None)
    [seed] = {drawn for drawn, _ in first.values()}
    assert len({message for _, message in first.values()}) > 1, "each student gets other cases"
    assert memory(None) == first, "what is marked stays"
    other = memory(seed + 1)
    assert any(other[student][1] != first[student][1] for student in first)
    assert memory(seed) == first


@pytest.mark.parametrize("word", ["-1", "x", "1.5", "2147483648"])
def test_a_seed_that_is_none_is_named(tmp_path: Path, word: str) -> None:
    small_class(tmp_path, 1)
    done = mark(tmp_path, f"--seed={word}")
    assert done.returncode == 2
    assert f"expected a whole number from 0 to 2147483647, got '{word}'" in done.stderr
