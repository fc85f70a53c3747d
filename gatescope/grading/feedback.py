"""What a student gets back: the notebook as it was given out, with their answers and what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gatescope.grading import exercises as reading
from gatescope.grading import notebook_file
from gatescope.grading.mark import assignment
from gatescope.grading.outputs import outputs_of, test_titles, whole_text, without_hidden
from gatescope.grading.people import folder_of
from gatescope.grading.submitted import read_submission, submissions


def write_feedback(
    folder: Path, source: Path, submitted: Path, results: list[dict[str, Any]]
) -> list[str]:
    """Write a notebook and a page of HTML for each notebook of each student; gives back whose it could not.

    Neither holds a solution or a hidden test. What a student wrote is cleaned of scripts.
    """
    import nbformat

    from gatescope.grading.feedback_page import FeedbackPage

    exporter = FeedbackPage()  # type: ignore[no-untyped-call]
    notebooks = assignment(source)
    marks = {(each["student"], each["notebook"]): each for each in results}
    without = []
    for handed in submissions(submitted, notebooks, source):
        student, file = handed.student, handed.file
        teachers_file = notebooks[handed.name]
        result = marks.get((student, teachers_file.name))
        if result is None:
            continue
        target = folder / folder_of(student) / teachers_file.name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            below = len(file.relative_to(submitted).parts)
            notebook = feedback(teachers_file, file, result, below)
            nbformat.write(notebook, target)
            page = exporter.from_notebook_node(notebook)[0]
            target.with_suffix(".html").write_text(page, "utf-8")
        except Exception as error:
            # Whatever became of one page, the others are made.
            without.append(f"{student}, {handed.name}: {type(error).__name__}: {error}")
    return without


def feedback(source: Path, submission: Path, result: dict[str, Any], below: int = 1) -> Any:
    """The feedback of one notebook; the last `below` names of its path are the student's."""
    import nbformat

    from gatescope.grading.feedback_page import pictures_of, shorten, with_pictures

    teachers = notebook_file.read_notebook(source)
    try:
        theirs = notebook_file.parse_notebook(read_submission(submission, below), source.name)
    except notebook_file.NotebookError:
        theirs = {"cells": []}
    exercises = {each.id: each for each in reading.read_exercises(teachers, source.name)}
    titles = test_titles(list(exercises.values()))
    outputs: dict[str, Any] = {}
    earned: dict[str, str] = {}
    answers: dict[str, str] = {}
    for mark in result["exercises"]:
        exercise = exercises[mark["exercise"]]
        outputs.update(outputs_of(exercise, mark))
        earned.update(
            (test["id"], _points(test["points"], test["maxPoints"])) for test in mark["tests"]
        )
        if not exercise.asks:
            answers[exercise.answer] = mark["answer"]
    total = _points(result["points"], result["maxPoints"])
    whole = nbformat.v4.new_notebook(metadata=teachers.get("metadata", {}))
    whole.cells.append(nbformat.v4.new_markdown_cell(f"**{total}**"))
    for cell in teachers["cells"]:
        id_ = notebook_file.grade_id(cell)
        text = without_hidden(notebook_file.source_of(cell))
        pictures: dict[str, dict[str, str]] = {}
        if reading.is_answer(cell):
            by_hand = [c for c in theirs["cells"] if id_ and notebook_file.grade_id(c) == id_]
            if by_hand and id_ not in answers:
                pictures = pictures_of(by_hand[-1])
                answers[id_] = with_pictures(notebook_file.source_of(by_hand[-1]), pictures)
            text = whole_text(answers.get(id_, ""))
        if id_ in earned:
            whole.cells.append(nbformat.v4.new_markdown_cell(f"**{titles[id_]}: {earned[id_]}**"))
        if cell.get("cell_type") == "code":
            made = nbformat.v4.new_code_cell(
                text, outputs=[nbformat.from_dict(each) for each in outputs.get(id_, [])]
            )
        else:
            made = nbformat.v4.new_markdown_cell(text)
            if pictures:
                made["attachments"] = whole_text(pictures)
        if reading.is_answer(cell):
            shorten(made)
        whole.cells.append(made)
    return whole


def _points(earned: float, most: float) -> str:
    return f"{earned:g} of {most:g} points"
