"""Marks into nbgrader's grade book."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def write_gradebook(url: str, source: Path, results: list[dict[str, Any]]) -> None:
    """Write the marks of each test; marks given by hand stay.

    Raises RuntimeError when nbgrader is not installed, or the assignment is not in the book.
    """
    try:
        from nbgrader.api import Gradebook, MissingEntry
    except ImportError:
        raise RuntimeError("--gradebook needs nbgrader: pip install 'gatescope[grading]'") from None
    name = source.name if source.is_dir() else source.parent.name
    with Gradebook(url) as book:
        try:
            book.find_assignment(name)
        except MissingEntry:
            raise RuntimeError(
                f"the grade book has no assignment {name!r}: nbgrader generate_assignment {name}"
            ) from None
        for result in results:
            # A name that is no text cannot be kept as one.
            student = result["student"].encode("utf-8", "backslashreplace").decode()
            book.update_or_create_student(student)
            book.update_or_create_submission(name, student)
            notebook = Path(result["notebook"]).stem
            for mark in result["exercises"]:
                for test in mark["tests"]:
                    grade = book.find_grade(test["id"], notebook, name, student)
                    grade.auto_score = test["points"]
                    grade.needs_manual_grade = grade.manual_score is not None
        book.db.commit()
