"""What a student gets back: the notebook as it was given out, with their answers and what was found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gatescope.grading import exercises as reading
from gatescope.grading.mark import assignment
from gatescope.grading.outputs import outputs_of, test_titles, whole_text, without_hidden
from gatescope.grading.submitted import read_submission, submissions

#: The picture of a report, as the judge writes it. Cleaned, it would be words in place of a picture.
PICTURE = re.compile(r'<img alt="[^"<>]*" src="data:image/svg\+xml;charset=utf-8,[^"<>\s]*">')
#: What text in Markdown becomes.
LINES = {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "span", "strong", "sub", "sup"}
BLOCKS = {"blockquote", "details", "div", "hr", "li", "ol", "p", "pre", "summary", "ul"}
HEADINGS = {f"h{level}" for level in range(1, 7)}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS = LINES | BLOCKS | HEADINGS | TABLES


def write_feedback(
    folder: Path, source: Path, submitted: Path, results: list[dict[str, Any]]
) -> list[Path]:
    """A notebook and a page of HTML for each notebook of each student; gives back the pages.

    Neither holds a solution or a hidden test. What a student wrote is cleaned of scripts.
    """
    import nbformat
    from nbconvert import HTMLExporter

    # No file is put into a page: what a student wrote may name any of the course's.
    exporter = HTMLExporter(sanitize_html=True, embed_images=False)
    exporter.register_filter("clean_html", _cleaned)
    notebooks = assignment(source)
    marks = {(each["student"], each["notebook"]): each for each in results}
    pages = []
    for handed in submissions(submitted, notebooks, source):
        student, file = handed.student, handed.file
        teachers_file = notebooks[handed.name]
        result = marks.get((student, teachers_file.name))
        if result is None:
            continue
        target = folder / student / teachers_file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        below = len(file.relative_to(submitted).parts)
        notebook = feedback(teachers_file, file, result, below)
        nbformat.write(notebook, target)
        page = target.with_suffix(".html")
        page.write_text(exporter.from_notebook_node(notebook)[0], "utf-8")
        pages.append(page)
    return pages


def _cleaned(element: object) -> str:
    """HTML without scripts. nbconvert's own cleaning would show the tags of its paragraphs as words."""
    import bleach

    text = str(element)
    if PICTURE.fullmatch(text.strip()):
        return text
    return str(bleach.clean(text, tags=TAGS, attributes=_is_harmless))


def _is_harmless(tag: str, name: str, value: str) -> bool:
    if name in ("class", "id", "alt", "title"):
        return True
    # An address elsewhere would tell its owner that the page was opened.
    is_elsewhere = ":" in value or value.startswith(("/", "\\"))
    return (tag, name) == ("a", "href") or ((tag, name) == ("img", "src") and not is_elsewhere)


def feedback(source: Path, submission: Path, result: dict[str, Any], below: int = 1) -> Any:
    """The feedback of one notebook; the last `below` names of its path are the student's."""
    import nbformat

    teachers = reading.read_notebook(source)
    try:
        theirs = reading.parse_notebook(read_submission(submission, below), source.name)
    except reading.NotebookError:
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
        id_ = reading.grade_id(cell)
        text = without_hidden(reading.source_of(cell))
        if reading.is_answer(cell):
            by_hand = [c for c in theirs["cells"] if id_ and reading.grade_id(c) == id_]
            text = whole_text(answers.get(id_, reading.source_of(by_hand[-1]) if by_hand else ""))
        if id_ in earned:
            whole.cells.append(nbformat.v4.new_markdown_cell(f"**{titles[id_]}: {earned[id_]}**"))
        if cell.get("cell_type") == "code":
            made = nbformat.v4.new_code_cell(
                text, outputs=[nbformat.from_dict(each) for each in outputs.get(id_, [])]
            )
        else:
            made = nbformat.v4.new_markdown_cell(text)
        whole.cells.append(made)
    return whole


def _points(earned: float, most: float) -> str:
    return f"{earned:g} of {most:g} points"
