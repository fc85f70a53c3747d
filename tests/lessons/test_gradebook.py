"""A rubric in nbgrader's grade book: points and comments of each kind of wrong answer, a teacher's own kept."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from fault_assignment import NAME, RIGHT, SOLUTIONS, assignment, body, cell_of
from nbgrader.api import Gradebook
from test_marked_questions import assignment as quiz
from test_rubric import table

from gatescope.grading.course import make_course

PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
WRONG = {"anna": "return x + 2;", "bert": "return x + 2;", "carl": "return x - 1;"}
BOOK = "sqlite:///gradebook.db"


def run(course: Path, *words: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(course), "PATH": PATH},
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def rubric(course: Path, *words: str, code: int = 0) -> str:
    return run(course, "gatescope.grading.cli", "rubric", "autograded", *words, code=code)


def hand_in(course: Path, student: str, answer: str) -> None:
    notebook = assignment()
    for id_, source in {**SOLUTIONS, "double": answer}.items():
        cell_of(notebook, id_).source = source
    file = course / "submitted" / student / NAME / f"{NAME}.ipynb"
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, file)


def write(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def in_book(course: Path, student: str) -> tuple[float, str | None, bool]:
    """The score of the answer's two tests, the comment, and whether nbgrader asks to look at them."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        grades = [book.find_grade(each, NAME, NAME, student) for each in ("double-test", "partial")]
        comment = book.find_comment("double", NAME, NAME, student).comment
        return (
            sum(grade.score for grade in grades),
            comment,
            any(grade.needs_manual_grade for grade in grades),
        )


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class that nbgrader has marked."""
    folder = tmp_path_factory.mktemp("graded")
    make_course(folder, lessons=False)
    source = folder / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(assignment(), source)
    run(folder, "nbgrader", "generate_assignment", NAME)
    for student, code in {**WRONG, "dora": ""}.items():
        hand_in(folder, student, body(code) if code else RIGHT)
    run(folder, "nbgrader", "autograde", NAME)
    return folder


@pytest.fixture
def course(graded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", PATH)
    return shutil.copytree(graded, tmp_path / "course")


def test_a_row_reaches_everybody_in_the_grade_book_and_a_teachers_own_stays(course: Path) -> None:
    assert "2 kinds of wrong answers" in rubric(course)
    file = course / f"rubric-{NAME}.csv"
    head, first, second = table(file)
    assert (first[0], first[3], first[4], second[3]) == ("double", "2", "3", "1")
    first[5:], second[5:] = ["1.5", "A product is asked for."], ["", "See me."]
    write(file, [head, first, second])
    assert "4 scores and 3 comments" in rubric(course, "--gradebook", BOOK)
    assert in_book(course, "anna") == (1.5, "A product is asked for.", False)
    assert in_book(course, "carl") == (0.5, "See me.", False)
    assert in_book(course, "dora") == (3, None, False)

    # What a teacher writes in Formgrader is the teacher's; the row goes on for the others.
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.find_grade("double-test", NAME, NAME, "anna").manual_score = 2
        book.find_comment("double", NAME, NAME, "anna").manual_comment = "Nearly."
        book.db.commit()
    first[5:] = ["1", "Another word."]
    write(file, [head, first, second])
    rubric(course, "--gradebook", BOOK)
    assert in_book(course, "anna")[:2] == (2, "Nearly.")
    assert in_book(course, "bert") == (1, "Another word.", False)

    # A row that is emptied gives nothing more, and an answer that is right by now keeps none of it.
    hand_in(course, "bert", RIGHT)
    run(course, "nbgrader", "autograde", NAME, "--student", "bert", "--force")
    assert in_book(course, "bert")[2]
    rubric(course, "--gradebook", BOOK)
    assert in_book(course, "bert") == (3, None, False)
    assert "0 scores and 0 comments" not in rubric(course, "--gradebook", BOOK)
    write(file, [head, [*first[:5], "", ""], [*second[:5], "", ""]])
    assert "0 scores and 0 comments" in rubric(course, "--gradebook", BOOK)
    assert in_book(course, "carl") == (0.5, None, False)


def test_who_is_late_loses_what_nbgrader_takes_of_the_rubrics_score(course: Path) -> None:
    def score() -> float:
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
            submission = book.find_submission(NAME, "anna")
            # As nbgrader exports it.
            return float(submission.score - submission.late_submission_penalty)

    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.update_or_create_assignment(NAME, duedate="2026-01-01 12:00:00 UTC")
    (course / "submitted" / "anna" / NAME / "timestamp.txt").write_text("2026-01-02 12:00:00 UTC")
    run(course, "nbgrader", "autograde", NAME, "--student", "anna", "--force")
    assert score() == 0
    rubric(course)
    file = course / f"rubric-{NAME}.csv"
    head, first, second = table(file)
    write(file, [head, [*first[:5], "1.5", ""], second])
    said = rubric(course, "--gradebook", BOOK)
    assert "late: anna, who loses" in said and "late: bert" not in said
    assert score() == 0
    assert in_book(course, "anna")[0] == in_book(course, "bert")[0] == 1.5
    # As nbgrader itself leaves it.
    run(course, "nbgrader", "autograde", NAME, "--student", "anna", "--force")
    assert score() == 0


def test_mark_puts_its_rubric_there_too(course: Path) -> None:
    marking = ("gatescope.grading.cli", "mark", f"source/{NAME}", "submitted", "--gradebook", BOOK)
    run(course, *marking)
    run(course, "gatescope.grading.cli", "rubric")
    file = course / "marks" / "rubric.csv"
    head, first, second = table(file)
    write(file, [head, [*first[:5], "1.5", "A product."], second])
    run(course, *marking)
    assert in_book(course, "anna") == (1.5, "A product.", False)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        # What marking gave stays beside it.
        assert book.find_grade("double-test", NAME, NAME, "anna").auto_score == 0
    write(file, [head, [*first[:5], "", ""], second])
    run(course, *marking)
    assert in_book(course, "anna")[1] is None


def test_feedback_calls_each_test_by_its_exercise(course: Path) -> None:
    run(course, "nbgrader", "generate_feedback", NAME, "--student", "anna")
    page = (course / "feedback" / "anna" / NAME / f"{NAME}.html").read_text("utf-8")
    listed = re.findall(r'<li><a href="#[\w-]+">(.*?)</a> \(Score', page)
    assert listed == ["double, test 1", "double, test 2", "scaled", "step"]
    assert "Test cell" not in page and "Grade cell" not in page


def test_what_cannot_be_done_is_named(course: Path) -> None:
    other = course / "autograded" / "anna" / "quiz" / "quiz.ipynb"
    other.parent.mkdir(parents=True)
    nbformat.write(quiz(), other)
    assert f"--assignment: expected one of {NAME}, quiz, got None" in rubric(course, code=1)
    assert "got 'other'" in rubric(course, "--assignment", "other", code=1)
    said = rubric(course, "--assignment", "quiz", "--gradebook", BOOK, code=1)
    assert "the grade book has no assignment 'quiz'" in said
    (course / "empty").mkdir()
    said = run(course, "gatescope.grading.cli", "rubric", "empty", code=1)
    assert "expected the folder that mark writes, or nbgrader's `autograded`" in said
