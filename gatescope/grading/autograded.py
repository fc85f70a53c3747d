"""What nbgrader's autograde found, read back from its notebooks, for a rubric of a course that it marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gatescope.grading.classmap.reports import read_reports
from gatescope.grading.exercises import read_exercises
from gatescope.grading.marks_on_disk import Result
from gatescope.grading.notebook_file import NotebookError, read_notebook


def assignments_in(autograded: Path) -> list[str]:
    """The assignments of which something was autograded."""
    return sorted({file.parent.name for file in autograded.glob("*/*/*.ipynb")})


def read_autograded(autograded: Path, assignment: str) -> list[Result]:
    """Each notebook of an assignment as `mark` would give it: its exercises, tests and reports.

    Raises NotebookError naming the file that cannot be read.
    """
    results = []
    for file in sorted(autograded.glob(f"*/{assignment}/*.ipynb")):
        notebook = read_notebook(file)
        _, reports = read_reports(notebook, notebook["cells"])
        try:
            exercises = read_exercises(notebook, file.name)
        except NotebookError as error:
            raise NotebookError(f"{file}: {error}") from None
        marks: list[dict[str, Any]] = []
        for exercise in exercises:
            tests = [
                {"id": test.id, "points": 0, "maxPoints": test.points} for test in exercise.tests
            ]
            marks.append(
                {
                    "exercise": exercise.id,
                    "answerId": exercise.answer,
                    "points": 0,
                    "maxPoints": exercise.points,
                    "tests": tests,
                    "report": reports.get(exercise.id),
                }
            )
        results.append(
            {
                "student": file.parent.parent.name,
                "notebook": file.name,
                "points": 0,
                "exercises": marks,
            }
        )
    return results
