"""Marks, and what a rubric gives for them, into nbgrader's grade book.

What marking gave is nbgrader's automatic score. What a row of a rubric gives is its manual score and its
comment, where a teacher's own would be: so Formgrader shows and changes both. A score or a comment that a
teacher has written there stays; which were the rubric's says a file beside its table.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gatescope.grading.exercises import read_exercises
from gatescope.grading.marks_on_disk import Result, keep
from gatescope.grading.notebook_file import read_notebook
from gatescope.grading.rubric import Kind, Row, with_rubric

#: What a rubric has given in a grade book: by kind of entry, student, notebook and nbgrader's grade_id.
Given = dict[str, Any]
SCORE, COMMENT = "score", "comment"


def write_gradebook(url: str, source: Path, results: list[Result]) -> None:
    """Write the marks of each test as automatic scores; what was given by hand stays.

    Raises RuntimeError when nbgrader is not installed, or the assignment is not in the book.
    """
    name = assignment_of(source)
    with _opened(url, name) as book:
        for result in results:
            student, notebook = _names(result)
            book.update_or_create_student(student)
            book.update_or_create_submission(name, student)
            for mark in result["exercises"]:
                for test in mark["tests"]:
                    grade = book.find_grade(test["id"], notebook, name, student)
                    grade.auto_score = test["points"]
                    grade.needs_manual_grade = grade.manual_score is not None


def assignment_of(source: Path) -> str:
    """As nbgrader calls it: its folder in `source`."""
    return source.name if source.is_dir() else source.parent.name


def with_answers(results: list[Result], notebooks: dict[str, Path]) -> list[Result]:
    """The marks, each with nbgrader's name of its answer, which a comment belongs to."""
    answers = {
        name: {each.id: each.answer for each in read_exercises(read_notebook(file), name)}
        for name, file in notebooks.items()
    }
    return [
        {
            **result,
            "exercises": [
                {**mark, "answerId": answers[result["notebook"]].get(mark["exercise"])}
                for mark in result["exercises"]
            ],
        }
        for result in results
    ]


def give_rubric(
    url: str, assignment: str, results: list[Result], rubric: dict[Kind, Row], record: Path
) -> tuple[int, int]:
    """Lay a rubric over the scores and comments of these results; a row that is gone gives nothing more.

    `results` are those of marking, each mark with the `answerId` of its answer. `record` keeps what the
    rubric gave. Gives back how many scores and how many comments are the rubric's now. Raises
    RuntimeError as `write_gradebook` does.
    """
    before = _read_record(record)
    now = dict(before)
    with _opened(url, assignment) as book:
        for key, value in _given(results, with_rubric(results, rubric)):
            gave = now.pop(key, None)
            if value is None and gave is None:
                continue
            if _put(book, assignment, key, value, gave) and value is not None:
                now[key] = value
    keep(record, now)
    mine = [json.loads(key)[0] for key in now]
    return mine.count(SCORE), mine.count(COMMENT)


def _given(results: list[Result], laid: list[Result]) -> Iterator[tuple[str, Any]]:
    """What the rubric says of each test and answer; None where it says nothing."""
    for result, other in zip(results, laid):
        student, notebook = _names(result)

        def key(what: str, id_: str, who: str = student, of: str = notebook) -> str:
            return json.dumps([what, who, of, id_])

        for mark, over in zip(result["exercises"], other["exercises"]):
            for test in over["tests"]:
                yield key(SCORE, test["id"]), test["points"] if over.get("given") else None
            if mark.get("answerId"):
                yield key(COMMENT, mark["answerId"]), over.get("comment")


def renew_penalties(
    url: str, assignment: str, results: list[Result], course: Path
) -> dict[str, float]:
    """Have nbgrader work out anew what late submissions lose: what it wrote was of the scores until then.

    It does so by its own step and by the settings of the course. Gives back the penalty of each student
    who is late.
    """
    import nbformat
    from nbgrader.api import MissingEntry
    from nbgrader.apps import NbGrader
    from nbgrader.preprocessors import AssignLatePenalties
    from traitlets.config import Application

    settings = NbGrader()
    # As its commands find them in that folder.
    places = [str(course), *settings.config_file_paths]
    Application.load_config_file(settings, settings.config_file_name, places)
    step, nothing = AssignLatePenalties(config=settings.config), nbformat.v4.new_notebook()
    late: dict[str, float] = {}
    with _opened(url, assignment) as book:
        for student, notebook in sorted(map(_names, results)):
            try:
                submission = book.find_submission(assignment, student)
                entry = book.find_submission_notebook(notebook, assignment, student)
            except MissingEntry:
                continue
            if submission.total_seconds_late > 0:
                names = {"student": student, "assignment": assignment, "notebook": notebook}
                step.preprocess(nothing, {"nbgrader": {**names, "db_url": url}})
                # Written by another session of the same book.
                book.db.refresh(entry)
                late[student] = late.get(student, 0) + (entry.late_submission_penalty or 0)
    return late


def _put(book: Any, assignment: str, key: str, value: Any, before: Any) -> bool:
    """Write one entry, unless it is a teacher's own; gives back whether it was written."""
    from nbgrader.api import MissingEntry

    what, student, notebook, id_ = json.loads(key)
    try:
        if what == SCORE:
            grade = book.find_grade(id_, notebook, assignment, student)
            if grade.manual_score not in (None, before):
                return False
            grade.manual_score = value
            grade.needs_manual_grade = False
        else:
            comment = book.find_comment(id_, notebook, assignment, student)
            if comment.manual_comment not in (None, "", before):
                return False
            comment.manual_comment = value
    except MissingEntry:
        # Nothing was handed in there, or it is a question, which has no place for a comment.
        return False
    return True


def _read_record(file: Path) -> Given:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _names(result: Result) -> tuple[str, str]:
    """Student and notebook; a name that is no text cannot be kept as one."""
    student = result["student"].encode("utf-8", "backslashreplace").decode()
    return student, Path(result["notebook"]).stem


@contextmanager
def _opened(url: str, assignment: str) -> Iterator[Any]:
    """The grade book that knows the assignment; all that is written in it, or nothing, is kept."""
    try:
        from nbgrader.api import Gradebook, MissingEntry
    except ImportError:
        raise RuntimeError("--gradebook needs nbgrader: pip install 'gatescope[grading]'") from None
    if shutil.which("alembic") is None:
        # nbgrader runs it by its bare name; it is beside Python also where no environment is active.
        os.environ["PATH"] = os.pathsep.join(
            [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
        )
    with Gradebook(url) as book:
        try:
            book.find_assignment(assignment)
        except MissingEntry:
            raise RuntimeError(
                f"the grade book has no assignment {assignment!r}: "
                f"nbgrader generate_assignment {assignment}"
            ) from None
        yield book
        book.db.commit()
