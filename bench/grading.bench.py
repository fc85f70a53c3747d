"""Marking's figures: a class that hands in lesson 03, beside nbgrader as it comes.

`GATESCOPE_BENCH_STUDENTS=20` makes the class smaller; every twentieth of it, and at least two, is
marked by nbgrader's own way too, which runs each whole notebook in the kernel.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAB = ROOT / ".venv" / "bin" / "python"
if Path(sys.executable) != LAB and LAB.is_file():
    # The peers' environment has no nbgrader.
    os.execv(LAB, [str(LAB), *sys.argv])

sys.path.insert(0, str(ROOT / "tests" / "lessons"))
os.environ["PYTHONPATH"] = str(ROOT)

import conftest
from lesson_kernel import checking, lesson_called
from results import report

from gatescope.grading.course import make_course
from gatescope.grading.exercises import STUB, read_exercises
from gatescope.grading.judge import Judge, given_files
from gatescope.grading.limits import Limits
from gatescope.grading.mark import mark_notebook
from gatescope.grading.notebook_file import read_notebook

LESSON = "03-inside-the-lstm"
STUDENTS = int(os.environ.get("GATESCOPE_BENCH_STUDENTS", "200"))
JOBS = os.cpu_count() or 1
CHECKS = 20
CHECKED = "lstm-step"


def submitted(course: Path, students: int) -> Path:
    """Writes what the class hands in: of three students one has not written the last exercise."""
    source = course / "source" / LESSON / f"{LESSON}.ipynb"
    notebook = read_notebook(source)
    last = read_exercises(notebook, source.name)[-1].answer
    for number in range(students):
        for cell in notebook["cells"]:
            if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") == last:
                whole = cell.setdefault("whole", cell["source"])
                cell["source"] = f"throw new Error('{STUB}');" if number % 3 == 0 else whole
        file = course / "submitted" / f"s{number:03}" / LESSON / f"{LESSON}.ipynb"
        file.parent.mkdir(parents=True)
        cells = [
            {key: value for key, value in cell.items() if key != "whole"}
            for cell in notebook["cells"]
        ]
        file.write_text(json.dumps({**notebook, "cells": cells}), "utf-8")
    return source


def timed(course: Path, *words: str) -> float:
    """Seconds that a command takes."""
    path = os.pathsep.join([str(LAB.parent), os.environ["PATH"]])
    started = time.monotonic()
    done = subprocess.run(
        [str(LAB), "-m", *words],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(course), "PATH": path},
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return time.monotonic() - started


def marking(folder: Path) -> None:
    course = folder / "course"
    make_course(course)
    submitted(course, STUDENTS)
    own = timed(
        course,
        *("gatescope.grading.cli", "mark", f"source/{LESSON}", "submitted", "--jobs", str(JOBS)),
    )
    timed(course, "nbgrader", "generate_assignment", LESSON)
    settings = timed(course, "nbgrader", "autograde", LESSON)

    plain = folder / "plain"
    few = max(2, STUDENTS // 20)
    for part in ("source", "release"):
        shutil.copytree(course / part, plain / part)
    submitted(plain, few)
    (plain / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "plain"\n'
        'c.ClearSolutions.code_stub = {"typescript": "throw new Error()"}\n'
    )
    timed(plain, "nbgrader", "generate_assignment", "--force", LESSON)
    stock = timed(plain, "gatescope.grading.cli", str(LAB), "-m", "nbgrader", "autograde", LESSON)

    peer, each = "nbgrader, running notebooks", stock / few
    report(f"marking, mark --jobs {JOBS}, a submission", own / STUDENTS, "s", peer, each)
    report(
        "marking, nbgrader autograde with our settings, a submission",
        settings / STUDENTS,
        "s",
        peer,
        each,
    )


def checks(folder: Path) -> None:
    lesson = lesson_called(LESSON)
    request = lesson.request(CHECKED, lesson.solution(CHECKED))
    with checking(folder) as checker:
        checker.check(request)
        taken = []
        for _ in range(CHECKS):
            started = time.monotonic()
            found = checker.check(request)
            taken.append(time.monotonic() - started)
            if found["status"] != "passed":
                raise RuntimeError(f"Check: {found['message']}")
    report("Check, lesson 03's step, p95", sorted(taken)[int(0.95 * CHECKS)], "s")


def peak(process: int) -> float:
    """The most memory that a process has held, in MB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {process} says nothing of its memory")


class Watched(Judge):
    """Looks at the memory of its processes before they are ended."""

    answers: float = 0
    tests: float = 0

    def _drop_answer(self) -> None:
        if self._answer is not None and self._answer.child.poll() is None:
            self.answers = max(self.answers, peak(self._answer.child.pid))
        super()._drop_answer()

    def _drop_judge(self) -> None:
        if self._judge is not None and self._judge.child.poll() is None:
            self.tests = max(self.tests, peak(self._judge.child.pid))
        super()._drop_judge()


def memory(folder: Path) -> None:
    source = folder / "course" / "source" / LESSON / f"{LESSON}.ipynb"
    with Watched(given_files(source.parent, folder / "given"), Limits()) as judge:
        mark_notebook(judge, source, source)
    report("marking, an answer's process at most", judge.answers, "MB")
    report("marking, the tests' process at most", judge.tests, "MB")


conftest.pytest_configure(None)  # type: ignore[arg-type]
with tempfile.TemporaryDirectory(prefix="gatescope-bench-") as place:
    marking(Path(place))
    memory(Path(place))
    checks(Path(place))
