"""nbgrader's autograde, marked by our judge: the steps that `gatescope-grading init` writes down.

`Mark` stands in place of all that nbgrader does to a submission before it looks at the outputs: it
takes the teacher's notebook, puts the student's answers into it, has them marked, and writes what
came of each test below it. nbgrader then reads the marks from those outputs as it always does, so
grade book, Formgrader and export know nothing of it.
"""

from __future__ import annotations

import io
import json
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import Preprocessor
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Integer, default

from gatescope.grading import exercises as reading
from gatescope.grading import notebook_file
from gatescope.grading.exercises import read_exercises
from gatescope.grading.feedback_page import FeedbackPage, pictures_of, shorten, with_pictures
from gatescope.grading.judge import Judge, given_files, scratch
from gatescope.grading.limits import ANSWER, Limits
from gatescope.grading.mark import drawn_seed, mark_exercise
from gatescope.grading.outputs import (
    has_hidden,
    outputs_of,
    test_titles,
    whole_text,
    without_hidden,
)
from gatescope.grading.submitted import leads_out, read_submission, written_copy

_open: dict[tuple[str, Limits, bool], tuple[Any, Judge]] = {}


def _judge(folder: Path, limits: Limits, trust: bool) -> Judge:
    """One judge an assignment, for as long as nbgrader runs."""
    key = (str(folder), limits, trust)
    if key not in _open:
        place = scratch()
        given = given_files(folder, Path(place.name) / "given")
        _open[key] = (place, Judge(given, limits, trust=trust))
    return _open[key][1]


#: Neither nbgrader's metadata nor ours are nested a tenth as deep.
DEEPEST = 100


class AnyDepth(NotebookExporter):
    """Reads a submission however deep a student's own metadata go, which nbformat follows by calls.

    What lies deeper than marking ever looks is left out; a larger file than is read, or one of more lists,
    has no cells.
    """

    def from_filename(
        self, filename: str, resources: Any = None, **more: Any
    ) -> tuple[Any, dict[str, Any]]:
        if Path(filename).is_file():
            whole: tuple[Any, dict[str, Any]] = super().from_filename(filename, resources, **more)
            return whole
        # Nobody ever writes into a pipe that a student hands in: reading it would never end.
        with scratch() as place:
            empty = Path(place) / Path(filename).name
            nbformat.write(nbformat.v4.new_notebook(), empty)
            notebook, resources = super().from_filename(str(empty), resources, **more)
        resources["metadata"]["path"] = str(Path(filename).parent)
        return notebook, resources

    def from_file(
        self, file_stream: Any, resources: Any = None, **more: Any
    ) -> tuple[Any, dict[str, Any]]:
        text = file_stream.read(notebook_file.LARGEST + 1).removeprefix("\ufeff")
        if len(text) > notebook_file.LARGEST or notebook_file.has_too_many_lists(text):
            text = nbformat.writes(nbformat.v4.new_notebook())
        # Of what is no notebook nbformat says so in words of its own.
        with suppress(ValueError, RecursionError):
            text = json.dumps(_shallow(json.loads(text)))
        read: tuple[Any, dict[str, Any]] = super().from_file(io.StringIO(text), resources, **more)
        return read


def _shallow(value: Any, depth: int = 0) -> Any:
    if isinstance(value, dict):
        return {} if depth > DEEPEST else {k: _shallow(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [] if depth > DEEPEST else [_shallow(each, depth + 1) for each in value]
    return value


class Mark(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts a student's answers into the teacher's notebook and has them marked."""

    trust = Bool(False, help="Run answers without a wall where the system cannot build one.").tag(
        config=True
    )
    seconds = Integer(ANSWER.seconds, help="For each answer, all its tests together.").tag(
        config=True
    )
    megabytes = Integer(ANSWER.megabytes, help="For each answer.").tag(config=True)
    seed = Integer(
        help="What cases are drawn from, for each student others; drawn unless set."
    ).tag(config=True)

    @default("seed")
    def _drawn_seed(self) -> int:
        return drawn_seed()

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        about = resources["nbgrader"]
        course = CourseDirectory(parent=self)
        folder = Path(course.format_path(course.source_directory, ".", about["assignment"]))
        source = folder / f"{about['notebook']}.ipynb"
        teachers = notebook_file.read_notebook(source)
        submitted = Path(
            course.format_path(course.submitted_directory, about["student"], about["assignment"]),
            source.name,
        )
        if leads_out(submitted, below=3):
            # It may lead to the solutions.
            self.log.warning("%s: %s: a link, which is not followed", about["student"], submitted)
            nb.cells = []
        elif submitted.exists():
            counting, odd = written_copy(submitted, below=3)
            if counting != submitted:
                nb = nbformat.from_dict(
                    _shallow(
                        notebook_file.parse_notebook(read_submission(counting, 3), counting.name)
                    )
                )
            else:
                try:
                    notebook_file.require_readable(submitted.stat().st_size, submitted.name)
                except notebook_file.NotebookError as error:
                    nb.cells, odd = [], (*odd, str(error))
            for note in odd:
                self.log.warning("%s, %s: %s", about["student"], about["notebook"], note)
        judge = _judge(folder, Limits(self.seconds, self.megabytes), self.trust)
        outputs: dict[str, list[dict[str, Any]]] = {}
        answers: dict[str, str] = {}
        for exercise in read_exercises(teachers, source.name):
            mark, notes = mark_exercise(
                judge, exercise, nb, teachers, student=about["student"], seed=self.seed
            )
            for note in notes:
                self.log.warning("%s, %s: %s", about["student"], about["notebook"], note)
            if not exercise.asks:
                answers[exercise.answer] = mark["answer"]
            outputs.update(outputs_of(exercise, mark))
        whole = nbformat.from_dict({**teachers, "cells": []})
        for cell in teachers["cells"]:
            whole.cells.append(self._marked(cell, nb, answers, outputs))
        # With it the marks can be made again: c.Mark.seed.
        whole.metadata.setdefault("gatescope", {})["seed"] = self.seed
        self._checksums(whole, about)
        return whole, resources

    def _marked(
        self,
        teachers: dict[str, Any],
        theirs: Any,
        answers: dict[str, str],
        outputs: dict[str, list[dict[str, Any]]],
    ) -> Any:
        cell = nbformat.from_dict({**teachers, "source": notebook_file.source_of(teachers)})
        id_ = notebook_file.grade_id(teachers)
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(each) for each in outputs.get(id_, [])]
            cell.execution_count = 1 if id_ in outputs else None
        if id_ in answers:
            cell.source = whole_text(answers[id_])
        elif is_solution(cell) or cell.metadata.get("nbgrader", {}).get("task"):
            # Marked by hand: what the student wrote, wherever it stands.
            written = [other for other in theirs.cells if notebook_file.grade_id(other) == id_]
            pictures = pictures_of(written[-1]) if written else {}
            text = notebook_file.source_of(written[-1]) if written else ""
            cell.source = whole_text(with_pictures(text, pictures))
            if cell.cell_type == "markdown" and pictures:
                cell.attachments = whole_text(pictures)
        return cell

    def _checksums(self, notebook: Any, about: Any) -> None:
        """By its checksum nbgrader sees that an answer was left as it was given out."""
        with Gradebook(about["db_url"]) as book:
            for cell in notebook.cells:
                if is_grade(cell) or is_solution(cell):
                    try:
                        known = book.find_source_cell(
                            cell.metadata.nbgrader.grade_id, about["notebook"], about["assignment"]
                        )
                    except MissingEntry:
                        continue
                    cell.metadata.nbgrader["checksum"] = known.checksum


class HideMistakes(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes out of what is given out the wrong answers that a teacher has named, what Check gave the
    solutions, and what was entered where the notebook asks.

    And says which notebook cells were given out: Check then knows a student's own helpers; and which
    tests have hidden lines: Check then promises no points for the rest.
    """

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        ours = notebook.metadata.setdefault("gatescope", {})
        if isinstance(ours, dict):
            ours.pop("checked", None)
            ours["given"] = [cell.id for cell in notebook.cells if cell.cell_type == "code"]
        # In a course these lines are gone by now; the teacher's notebook has them.
        about = resources.get("nbgrader")
        self._hidden = _hidden_tests(notebook if about is None else _source(self, about))
        preprocessed: tuple[Any, Any] = super().preprocess(notebook, resources)
        return preprocessed

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        ours = cell.metadata.get("gatescope", {})
        if not isinstance(ours, dict):
            return cell, resources
        for entered in ("answers", "predictions"):
            ours.pop(entered, None)
        exercise = ours.get("exercise", {})
        if isinstance(exercise, dict):
            exercise.pop("mistakes", None)
            if exercise.get("role") == "test":
                # What its metadata said may be of a text that has changed since.
                exercise.pop("hidden", None)
                if notebook_file.grade_id(cell) in self._hidden:
                    exercise["hidden"] = True
        return cell, resources


def _source(of: NbGraderPreprocessor, about: Any) -> Any:
    """The teacher's notebook of what is given out."""
    course = CourseDirectory(parent=of)
    folder = Path(course.format_path(course.source_directory, ".", about["assignment"]))
    return notebook_file.read_notebook(folder / f"{about['notebook']}.ipynb")


def _hidden_tests(notebook: Any) -> set[str]:
    """The grade_id of each test with hidden lines."""
    return {
        notebook_file.grade_id(cell)
        for cell in notebook["cells"]
        if reading.is_test(cell) and has_hidden(notebook_file.source_of(cell))
    }


class HideTests(Preprocessor):
    """Takes hidden tests out of the feedback.

    nbconvert's base class: what a page says to each of its steps, nbgrader's own does not know.
    """

    enabled = Bool(True).tag(config=True)

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        # An answer is a student's: it holds no test, and may be made to keep a search busy.
        if cell.cell_type == "code" and not is_solution(cell):
            cell.source = without_hidden(cell.source)
        return cell, resources


class NamedTests(FeedbackPage):
    """A page of feedback whose tests are called by what they ask: nbgrader calls each of them `Test cell`."""

    def from_notebook_node(  # type: ignore[override]  # a page is text
        self, nb: Any, resources: Any = None, **more: Any
    ) -> tuple[str, Any]:
        for cell in nb.cells:
            if is_solution(cell) or cell.metadata.get("nbgrader", {}).get("task"):
                shorten(cell)
        page, resources = super().from_notebook_node(nb, resources, **more)
        for id_, title in test_titles(read_exercises(nb, "feedback")).items():
            link, words = f'<a href="#{id_}">', escape(title)
            page = page.replace(f"{link}Test cell</a>", f"{link}{words}</a>")
            page = page.replace(f"Grade cell: <code>{id_}</code>", words)
        return page, resources
