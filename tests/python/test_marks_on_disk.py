"""Marks are written whole or not at all: a full disk, and an end of the program at every stage.

Marking itself is played here by a function that counts; that answers earn what they should is tested
in `tests/lessons`.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

STUDENTS = [f"s{number}" for number in range(6)]
EXERCISES = ("one", "two")

# Marks a class; with a stage, the disk is full or the program ends where that stage is reached for
# the given time.
PROGRAM = """
import errno, json, os, signal, sys
from pathlib import Path
from gatescope.grading import mark, marks_on_disk
from gatescope.grading.limits import Limits

stage, time, how, again = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
marked = []

def play(task):
    kept = dict(task.kept)
    marked.append(task.student)
    exercises = []
    for name in ("one", "two"):
        before = json.loads(kept[name]) if name in kept else None
        exercises.append(before or {"exercise": name, "points": 1, "maxPoints": 1, "tests": []})
    source, submission = Path(task.source), Path(task.submission)
    return {
        "student": task.student, "notebook": source.name, "odd": [], "seconds": 0,
        "digest": mark.digest(source, mark.handed_in(submission, task.below)), "points": 2, "maxPoints": 2,
        "exercises": exercises,
    }

def at(name, real):
    count = 0
    def instead(*words, **more):
        nonlocal count
        count += 1
        if count == time and name == stage:
            if how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, "No space left on device")
        value = real(*words, **more)
        if count == time and stage == name + " done" and how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        return value
    return instead

mark.mark_task = play
# The notebooks are none, so their exercises cannot be asked for.
mark._require_exercises = lambda again, notebooks: None
marks_on_disk.json.dump = at("write", json.dump)
marks_on_disk.os.fsync = at("flush", os.fsync)
marks_on_disk.os.replace = at("rename", os.replace)
results = mark.mark_class(
    Path("source/ps1"), Path("submitted"), Path("marks"), limits=Limits(), again=tuple(again)
)
marks_on_disk.write_table(results, Path("marks/marks.csv"))
print(json.dumps(marked))
"""

STAGES = ["write", "write done", "flush", "flush done", "rename", "rename done"]
#: The mark of the first, the third and the last; the seventh file is the table.
TIMES = [1, 3, 6, 7]
KILLS = [
    (stage, time, "kill")
    for stage in STAGES
    for time in TIMES
    if not (stage.startswith("write") and time == 7)
]
FULLS = [
    (stage, time, "full")
    for stage in ("write", "flush", "rename")
    for time in TIMES
    if not (stage == "write" and time == 7)
]


def run(course: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, words)],
        cwd=course,
        capture_output=True,
        text=True,
    )


def make_class(course: Path) -> Path:
    """A course that cannot be told from a real one by what reads files."""
    for folder in ("source/ps1", *(f"submitted/{student}/ps1" for student in STUDENTS)):
        file = course / folder / "ps1.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps({"cells": [], "folder": folder}))
    return course


def marks(course: Path) -> dict[str, dict]:
    """Every mark that is there; each must be whole."""
    found = [json.loads(file.read_text()) for file in (course / "marks").glob("*.json")]
    assert len({mark["student"] for mark in found}) == len(found)
    return {mark["student"]: mark for mark in found}


Ended = tuple[Path, subprocess.CompletedProcess[str]]


def ended(course: Path, case: tuple[str, int, str]) -> Ended:
    make_class(course)
    return course, run(course, *case)


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int, str], Ended]:
    """A class for each case, as the end of the first run has left it."""
    cases = [*KILLS, *FULLS]
    folders = [tmp_path_factory.mktemp("course") for _ in cases]
    with ThreadPoolExecutor(2) as both:
        return dict(zip(cases, both.map(ended, folders, cases)))


@pytest.mark.parametrize("case", [*KILLS, *FULLS], ids=lambda case: " ".join(map(str, case)))
def test_nothing_is_lost_or_doubled(classes, case: tuple[str, int, str]) -> None:
    course, first = classes[case]
    stage, time, how = case
    if how == "kill":
        assert first.returncode == -9
    else:
        assert first.returncode == 1 and "No space left on device" in first.stderr
        # What could not be written whole is not there at all.
        assert list((course / "marks").glob("*.part")) == []
    done = stage == "rename done"
    before = marks(course)
    assert len(before) == min(time - (0 if done else 1), len(STUDENTS))
    table = course / "marks" / "marks.csv"
    assert table.exists() == (time == 7 and done)

    second = run(course, "none", 0, "none")
    assert second.returncode == 0, second.stderr
    # Only what is not there yet is marked.
    assert sorted(json.loads(second.stdout)) == sorted(set(STUDENTS) - set(before))
    after = marks(course)
    assert sorted(after) == STUDENTS
    assert all(after[student] == mark for student, mark in before.items())
    with table.open(encoding="utf-8") as stream:
        assert [row["student"] for row in csv.DictReader(stream)] == STUDENTS


@pytest.mark.parametrize("stage", STAGES)
def test_an_exercise_that_is_marked_again_leaves_the_other_as_it_was(
    tmp_path: Path, stage: str
) -> None:
    course = make_class(tmp_path)
    assert run(course, "none", 0, "none").returncode == 0
    for file in (course / "marks").glob("*.json"):
        mark = json.loads(file.read_text())
        # As if each had earned half of each.
        for exercise in mark["exercises"]:
            exercise["points"] = 0.5
        file.write_text(json.dumps(mark))
    assert run(course, stage, 4, "kill", "two").returncode == -9

    def points() -> set[tuple[float, ...]]:
        return {
            tuple(each["points"] for each in mark["exercises"]) for mark in marks(course).values()
        }

    assert points() == {(0.5, 0.5), (0.5, 1)}
    assert run(course, "none", 0, "none", "two").returncode == 0
    assert points() == {(0.5, 1)}


def test_a_table_that_cannot_be_written_leaves_the_former_one(tmp_path: Path) -> None:
    course = make_class(tmp_path)
    assert run(course, "none", 0, "none").returncode == 0
    table = course / "marks" / "marks.csv"
    before = table.read_bytes()
    # All is marked: the first file that is written is the table.
    assert run(course, "flush", 1, "full").returncode == 1
    assert table.read_bytes() == before
