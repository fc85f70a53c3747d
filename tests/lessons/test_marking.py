"""nbgrader itself marks exercises of a lesson, in the marking kernel: right, wrong and broken work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from lesson_kernel import LESSONS, ROOT
from nbgrader.api import Gradebook

LESSON = next(lesson for lesson in LESSONS if lesson.name == "02-why-memories-fade")
EXERCISES = ("memory-of", "clip-global")
NOTEBOOK = "ps1"

# A teacher's own test with partial credit: the number on its last line.
PARTIAL = """
let credit = 0;
if (memoryOf(0.5) === 7) {
  credit += 1.5;
}
if (memoryOf(1) === Infinity) {
  credit += 0.5;
}
credit
"""

ENDLESS = "endless"

# Each student: what stands in the two answers (None: as it was given out), and the marks for the
# first exercise (2), the second (3) and the partial one (2).
RIGHT = tuple(LESSON.solution(exercise) for exercise in EXERCISES)
STUDENTS: dict[str, tuple[tuple[str | None, str | None], tuple[float, float, float]]] = {
    "right": (RIGHT, (2, 3, 2)),
    "untouched": ((None, None), (0, 0, 0)),
    "wrong": (
        ("function memoryOf(factor: number): number {\n  return 7;\n}", RIGHT[1]),
        (0, 3, 1.5),
    ),
    # What follows an error is run and marked; without outputs nbgrader would give full marks.
    "throws": (("throw new Error('at the top of my answer');", RIGHT[1]), (0, 3, 0)),
    "refused": (("function memoryOf(factor: number): number { return 'a'; }", None), (0, 0, 0)),
    "syntax": (("function memoryOf(factor {", "const = 5;"), (0, 0, 0)),
    "exits": (("process.exit(0);", RIGHT[1]), (0, 3, 0)),
    # Any line on stderr would cost all marks of the test in which it comes.
    "chatty": (
        (
            RIGHT[0].replace("{\n", "{\n  console.warn('here'); console.error('and here');\n", 1),
            RIGHT[1],
        ),
        (2, 3, 2),
    ),
    ENDLESS: (
        (RIGHT[0].replace("{\n", "{\n  while (factor === 1) {}\n", 1), RIGHT[1]),
        (0, 3, 0),
    ),
    "late": (
        (f"{RIGHT[0]}\nsetTimeout(() => {{ throw new Error('late') }}, 1);", RIGHT[1]),
        (2, 3, 2),
    ),
}

# nbgrader calls alembic by its bare name.
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

# nbgrader stops a notebook cell by the clock. Here none is stopped but those of the endless loop.
CONFIGURATION = """
c.CourseDirectory.course_id = "networks"
c.ExecutePreprocessor.timeout = None
"""


def configuration() -> str:
    """The course's settings, with what the page for teachers says."""
    page = (ROOT / "docs" / "teaching.md").read_text("utf-8")
    told = re.search(r"```python\n(c\.ClearSolutions.*?)```", page, re.S)
    assert told is not None
    return told[1] + CONFIGURATION


def nbgrader(course: Path, *words: str, marking: bool = False) -> str:
    first = [sys.executable, "-m", "gatescope.grading.cli"] if marking else []
    done = subprocess.run(
        [*first, sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(course), "PATH": PATH, "SECRET": "s3cret"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def assignment() -> nbformat.NotebookNode:
    """A notebook of two exercises of the lesson and a test that gives partial credit."""
    notebook = LESSON.read()
    needed = {"imports", *EXERCISES, *(f"{exercise}-test" for exercise in EXERCISES)}
    notebook.cells = [cell for cell in notebook.cells if cell.id in needed]
    partial = nbformat.v4.new_code_cell(PARTIAL.strip(), id="partial")
    test = next(cell for cell in notebook.cells if cell.id == "memory-of-test")
    partial.metadata.nbgrader = {**test.metadata.nbgrader, "grade_id": "partial", "points": 2}
    notebook.cells.append(partial)
    return notebook


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The course after marking, and what nbgrader said."""
    course = tmp_path_factory.mktemp("course")
    (course / "nbgrader_config.py").write_text(configuration(), "utf-8")
    source = course / "source" / NOTEBOOK / f"{NOTEBOOK}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(assignment(), source)
    nbgrader(course, "generate_assignment", NOTEBOOK)
    released = course / "release" / NOTEBOOK / f"{NOTEBOOK}.ipynb"
    assert "SOLUTION" not in released.read_text("utf-8")
    for student, (answers, _marks) in STUDENTS.items():
        work = nbformat.read(released, as_version=4)
        for exercise, answer in zip(EXERCISES, answers):
            if answer is not None:
                next(cell for cell in work.cells if cell.id == exercise).source = answer
        file = course / "submitted" / student / NOTEBOOK / f"{NOTEBOOK}.ipynb"
        file.parent.mkdir(parents=True)
        nbformat.write(work, file)
    # Of two students at once nbgrader takes one setting: the others come first.
    held = course / "submitted" / ENDLESS
    later = held.rename(course / ENDLESS)
    said = nbgrader(course, "autograde", NOTEBOOK, marking=True)
    later.rename(held)
    words = ("--student", ENDLESS, "--ExecutePreprocessor.timeout=15")
    return course, said + nbgrader(course, "autograde", NOTEBOOK, *words, marking=True)


def marks_of(course: Path, student: str) -> tuple[float, ...]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        submission = book.find_submission_notebook(NOTEBOOK, NOTEBOOK, student)
        found = {grade.name: grade.score for grade in submission.grades}
    return tuple(found[name] for name in ("memory-of-test", "clip-global-test", "partial"))


@pytest.mark.parametrize("student", STUDENTS)
def test_each_answer_gets_the_marks_that_it_earns(
    marked: tuple[Path, str], student: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    course, said = marked
    monkeypatch.setenv("PATH", PATH)
    assert marks_of(course, student) == STUDENTS[student][1], said


def test_every_test_was_run_and_shows_what_it_found(marked: tuple[Path, str]) -> None:
    course, _ = marked
    for student in STUDENTS:
        file = course / "autograded" / student / NOTEBOOK / f"{NOTEBOOK}.ipynb"
        cells = {cell.id: cell for cell in nbformat.read(file, as_version=4).cells}
        for name in ("memory-of-test", "clip-global-test", "partial"):
            assert cells[name].execution_count, f"{student}: {name} was not run"
            assert cells[name].outputs, f"{student}: {name} says nothing"
            for output in cells[name].outputs:
                assert output.get("name") != "stderr"


def test_nothing_went_wrong_while_marking(marked: tuple[Path, str]) -> None:
    _, said = marked
    for word in ("KeyError", "Traceback", "DeadKernel", "There was an error"):
        assert word not in said, said
