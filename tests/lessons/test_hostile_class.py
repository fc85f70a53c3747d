"""A class whose names and files mean harm: everybody else is marked, and nothing is taken for another's."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from fault_assignment import ALL, NAME, SOLUTIONS, assignment, cell_of
from test_mark import make_course, mark, small_class

from gatescope.grading.answered import answered_in
from gatescope.grading.commands import printable
from gatescope.grading.nbgrader_marking import AnyDepth
from gatescope.grading.notebook_file import (
    LARGEST,
    MOST_LISTS,
    NotebookError,
    grade_id,
    source_of,
)
from gatescope.grading.submitted import read_submission, written_copy

FORMULA = '=HYPERLINK("example.org?"&B2)'
PARTED = "anna;=1+1"
MOVES = "zoe\x1b[2K\x1b[1Aodd: nobody"
NO_TEXT = os.fsdecode(b"\xff\xfe")
MARK = (sys.executable, "-m", "gatescope.grading.cli", "mark")


def right_one() -> str:
    notebook = assignment()
    for id_, solution in SOLUTIONS.items():
        cell_of(notebook, id_).source = solution
    return json.dumps(notebook)


def checked_otherwise(right: str) -> str:
    """The same, whose Check is said to have given one answer nothing."""
    notebook = json.loads(right)
    [cell] = [each for each in notebook["cells"] if each["id"] == "scaled"]
    digest = hashlib.sha256(source_of(cell).encode()).hexdigest()
    receipt = {"answer": digest, "points": 0, "maxPoints": 3}
    notebook["metadata"]["gatescope"] = {"checked": {"scaled": receipt}}
    return json.dumps(notebook)


def put(course: Path, student: str, text: str) -> Path:
    file = course / "submitted" / student / NAME / f"{NAME}.ipynb"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return file


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict], str]:
    """The course after marking with feedback, the marks by student, and what was said."""
    course = tmp_path_factory.mktemp("course")
    source = make_course(course)
    right = right_one()
    for student in (FORMULA, PARTED, MOVES, NO_TEXT, "..mallory", "grown"):
        put(course, student, right)
    pipe = put(course, "pipe", right)
    pipe.unlink()
    os.mkfifo(pipe)
    with put(course, "huge", right).open("r+b") as file:
        file.truncate(1 << 40)
    put(course, "folder", right).unlink()
    (course / "submitted" / "folder" / NAME / f"{NAME}.ipynb").mkdir()
    (course / "submitted" / "all-a-link").symlink_to(course / "submitted" / "grown")
    (course / "submitted" / ".cache").mkdir()
    renamed = put(course, "renamed", right)
    put(course, "checked", checked_otherwise(right))
    renamed.rename(renamed.with_name(f"{NAME} (1).ipynb"))
    two = put(course, "two-of-them", right)
    two.rename(two.with_name(f"{NAME} (10).ipynb"))
    two.with_name(f"{NAME} (2).ipynb").write_text(json.dumps(assignment()))
    # As some systems hand files in: beside a folder of the same name it is another's.
    (course / "submitted" / "grown.ipynb").write_text(json.dumps(assignment() | {"cells": []}))
    done = mark(course, "--jobs", "2", "--seconds", "15", "--feedback", "feedback")
    assert done.returncode == 0, done.stdout + done.stderr
    results = [json.loads(file.read_text()) for file in (course / "marks").glob("*.json")]
    assert source.is_file()
    return course, {result["student"]: result for result in results}, done.stdout


def test_each_is_marked_once_and_for_its_own(marked) -> None:
    _, results, _ = marked
    nothing = {"pipe", "huge", "folder", "all-a-link", "grown.ipynb"}
    whole = {
        "renamed",
        FORMULA,
        PARTED,
        MOVES,
        NO_TEXT,
        "..mallory",
        "grown",
        "two-of-them",
        "checked",
    }
    assert {name: result["points"] for name, result in results.items()} == {
        **dict.fromkeys(nothing, 0),
        **dict.fromkeys(whole, sum(ALL)),
    }


@pytest.mark.parametrize(
    ("student", "note"),
    [
        ("pipe", "what is there is no file"),
        ("folder", "what is there is no file"),
        ("huge", "1048576 MB; at most 64 are read"),
        ("all-a-link", "a link, which is not followed"),
        ("renamed", f"it was handed in as '{NAME} (1).ipynb', the only notebook there"),
        ("two-of-them", f"'{NAME} (10).ipynb' was marked: '{NAME}.ipynb' is not there"),
    ],
)
def test_what_stands_in_its_place_is_told(marked, student: str, note: str) -> None:
    _, results, said = marked
    assert note in results[student]["odd"][0]
    assert f"odd: {student}, {NAME}.ipynb: {results[student]['odd'][0]}" in said


def test_the_teacher_is_told_where_check_gave_the_same_answer_other_points(marked) -> None:
    _, results, said = marked
    note = "scaled: the Check button gave this answer 0 of 3, marking 3"
    assert note in results["checked"]["odd"]
    assert f"odd: checked, {NAME}.ipynb: {note}" in said


def test_no_name_is_a_formula_or_a_second_cell_of_a_spreadsheet(marked) -> None:
    course, _, _ = marked
    text = (course / "marks" / "marks.csv").read_text("utf-8")
    assert f'"{PARTED}"' in text, "without quotes a semicolon parts the cell"
    assert "\x1b" not in text and "zoe\\x1b[2K" in text, "a table is read in terminals, too"
    names = [row["student"] for row in csv.DictReader(text.splitlines())]
    assert f"'{FORMULA}" in names
    assert all(name[0] not in "=+-@" for name in names)
    assert "\\udcff\\udcfe" in names


def test_nothing_that_is_said_moves_the_cursor(marked) -> None:
    _, _, said = marked
    assert "\x1b" not in said
    assert printable("a\x1b[1A\nb\udcff é") == r"a\x1b[1A\nb\udcff é"


def test_everybody_gets_feedback(marked) -> None:
    course, results, _ = marked
    assert {page.parent.name for page in (course / "feedback").rglob("*.html")} == set(results)


def test_the_grade_book_takes_every_name(marked, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbgrader.api import Gradebook

    from gatescope.grading.gradebook import write_gradebook

    course, results, _ = marked
    # nbgrader calls alembic by its bare name.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    url = f"sqlite:///{course / 'gradebook.db'}"
    with Gradebook(url) as book:
        book.add_assignment(NAME)
        book.add_notebook(NAME, NAME)
        for test in (test for each in results["grown"]["exercises"] for test in each["tests"]):
            book.add_grade_cell(
                test["id"], NAME, NAME, max_score=test["maxPoints"], cell_type="code"
            )
    write_gradebook(url, course / "source" / NAME, list(results.values()))
    with Gradebook(url) as book:
        scores = {each.student.id: each.score for each in book.assignment_submissions(NAME)}
    assert scores[FORMULA] == scores["\\udcff\\udcfe"] == sum(ALL)
    assert scores["pipe"] == 0 and len(scores) == len(results)


def test_an_answer_by_hand_brings_no_file_and_no_script_into_feedback(tmp_path: Path) -> None:
    source = make_course(tmp_path)
    notebook = nbformat.read(source, as_version=4)
    task = nbformat.v4.new_markdown_cell("Explain.", id="why")
    task.metadata.nbgrader = {
        "schema_version": 3, "grade_id": "why", "grade": True, "solution": True, "locked": False,
        "task": False, "points": 2,
    }  # fmt: skip
    notebook.cells.append(task)
    nbformat.write(notebook, source)
    cell_of(notebook, "why").source = (
        f"![](source/{NAME}/{NAME}.ipynb) <img src='source/{NAME}/{NAME}.ipynb'> my words"
        "<script>alert(1)</script> <img src='https://example.org/seen.png' onerror='alert(2)'>"
        "<a href='javascript:alert(3)'>here</a>"
    )
    put(tmp_path, "mallory", json.dumps(notebook))
    assert mark(tmp_path, "--feedback", "feedback").returncode == 0
    page = (tmp_path / "feedback" / "mallory" / f"{NAME}.html").read_text("utf-8")
    assert "my words" in page
    assert "base64" not in page.split("my words")[0].split("Explain")[-1][-20_000:]
    assert "<script>alert" not in page
    assert not re.search(r"<[^<>]*(onerror=|javascript:|example\.org)", page.split("<body")[1])


def test_a_name_that_becomes_a_link_is_not_followed(tmp_path: Path) -> None:
    course = tmp_path / "submitted"
    file = put(tmp_path, "student", "mine")
    assert read_submission(file, 3) == b"mine"
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / file.name).write_text("theirs")
    for below, place in ((1, file), (2, file.parent), (3, course / "student")):
        place.rename(tmp_path / f"before-{below}")
        place.symlink_to(secret / file.name if below == 1 else secret, target_is_directory=True)
        with pytest.raises(NotebookError, match="a link, which is not followed"):
            read_submission(file, 3)
        place.unlink()
        (tmp_path / f"before-{below}").rename(place)
    # What the teacher made may be a link: a course on another disk.
    (tmp_path / "elsewhere").symlink_to(course, target_is_directory=True)
    assert read_submission(tmp_path / "elsewhere" / "student" / NAME / file.name, 3) == b"mine"


def test_one_notebook_that_stands_beside_the_class_hands_nothing_of_the_class_to_an_answer(
    tmp_path: Path,
) -> None:
    nbformat.write(assignment(), tmp_path / f"{NAME}.ipynb")
    (tmp_path / "data.txt").write_text("given")
    looks = assignment()
    cell_of(looks, "double").source = (
        "import { readdirSync } from 'node:fs';\n"
        "function double(x: number): number {\n  throw new Error(readdirSync('.').join(' '));\n}"
    )
    for student, notebook in {"anna": assignment(), "bob": looks}.items():
        folder = tmp_path / "submitted" / student
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{NAME}.ipynb")
    said = ["--csv", "points/all.csv", "--feedback", "told", "--out", "results"]
    (tmp_path / "points").mkdir()
    # The second time nothing says what the first one wrote.
    for again in (said, ["--out", "results", "--of", "bob"]):
        done = subprocess.run(
            [*MARK, f"{NAME}.ipynb", "submitted", *again],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "is given to no answer" in done.stdout
    [bob] = [json.loads(file.read_text()) for file in (tmp_path / "results").glob("bob*.json")]
    [found] = [each for each in bob["exercises"] if each["exercise"] == "double"]
    seen = found["message"].split("(line")[0].removeprefix("Error: ").split()
    assert seen == []


def test_a_grade_id_that_is_no_text_is_none() -> None:
    for value in (7, ["double"], {"double": 1}, None, True):
        assert grade_id({"metadata": {"nbgrader": {"grade_id": value}}}) == ""


def test_a_pipe_is_an_empty_notebook_to_nbgrader(tmp_path: Path) -> None:
    pipe = tmp_path / "ps1.ipynb"
    os.mkfifo(pipe)
    notebook, resources = AnyDepth().from_filename(str(pipe))
    assert json.loads(notebook)["cells"] == []
    assert resources["metadata"]["path"] == str(tmp_path)
    assert resources["metadata"]["name"] == "ps1"


def test_more_lists_than_are_read_are_an_empty_notebook_to_nbgrader(tmp_path: Path) -> None:
    file = tmp_path / "ps1.ipynb"
    notebook = json.loads(right_one())
    file.write_text(json.dumps({**notebook, "metadata": {"x": [[]] * (MOST_LISTS + 1)}}))
    read, _ = AnyDepth().from_filename(str(file))
    assert json.loads(read)["cells"] == []


@pytest.mark.parametrize(
    "given",
    [[0] * 60_000, [[0] * 60_000], {"a": [0] * 60_000}, {str(at): [] for at in range(60_000)}],
    ids=["a list", "a row", "a named row", "many rows"],
)
def test_what_is_entered_is_not_looked_through_where_it_is_too_long(given: Any) -> None:
    def is_looked_through(value: Any) -> bool:
        sheet = {"answers": {"one": {"given": value}}}
        return bool(answered_in([{"metadata": {"gatescope": {"answers": {"quiz": sheet}}}}]))

    class Unread(float):
        def __lt__(self, other: object) -> bool:
            raise AssertionError("a number of a list that is too long was read")

        __gt__ = __lt__

    text = json.dumps(given).replace("0,", "1.5,")
    assert not is_looked_through(json.loads(text, parse_float=Unread))
    assert is_looked_through([[1.5], [None]])


def test_a_mark_from_another_seed_stays_where_others_are_marked_again(tmp_path: Path) -> None:
    small_class(tmp_path, 2)
    assert mark(tmp_path, "--seed", "5").returncode == 0
    assert mark(tmp_path, "--of", "s1", "--seed", "77").returncode == 0
    marks = [json.loads(file.read_text()) for file in (tmp_path / "marks").glob("*.json")]
    seeds = {each["student"]: {mark["seed"] for mark in each["exercises"]} for each in marks}
    assert seeds == {"s0": {5}, "s1": {77}}


def test_of_large_copies_no_more_are_read_than_one_notebook_may_have(tmp_path: Path) -> None:
    file = tmp_path / "anna" / "ps1.ipynb"
    file.parent.mkdir()
    for number in range(1, 6):
        copy = file.with_name(f"ps1-Copy{number}.ipynb")
        copy.write_text(right_one() + " " * (LARGEST // 3))
    chosen, odd = written_copy(file, 1)
    assert chosen.name == "ps1-Copy5.ipynb"
    assert "3 more copies of it were not looked at" in odd
