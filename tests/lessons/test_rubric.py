"""One row for each kind of wrong answer: its points and its comment reach everybody who gave it."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from fault_assignment import NAME, RIGHT, assignment, body, cell_of

WRONG = {"anna": "return x + 2;", "bert": "return x + 2;", "carl": "return x - 1;"}
ALL = 9


def run(course: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gatescope.grading.cli", *words],
        cwd=course,
        capture_output=True,
        text=True,
    )


def marking(course: Path, *words: str) -> dict[str, dict[str, str]]:
    done = run(course, "mark", f"source/{NAME}", "submitted", "--seed", "7", "--jobs", "2", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    with (course / "marks" / "marks.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def table(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class that is marked, and has no rubric."""
    folder = tmp_path_factory.mktemp("marked")
    source = folder / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    teachers = assignment()
    cell_of(teachers, "step").metadata.gatescope.exercise["title"] = "Write the step"
    nbformat.write(teachers, source)
    for student, code in {**WRONG, "dora": ""}.items():
        notebook = assignment()
        cell_of(notebook, "double").source = body(code) if code else RIGHT
        file = folder / "submitted" / student / f"{NAME}.ipynb"
        file.parent.mkdir(parents=True)
        nbformat.write(notebook, file)
    marking(folder)
    return folder


@pytest.fixture
def course(marked: Path, tmp_path: Path) -> Path:
    return shutil.copytree(marked, tmp_path / "course")


def test_a_row_is_set_once_for_all_who_gave_that_answer(course: Path) -> None:
    before = marking(course)
    assert {name: row["points"] for name, row in before.items()} == {
        **dict.fromkeys(WRONG, "6.5"),
        "dora": str(ALL),
    }
    assert run(course, "rubric").returncode == 0
    file = course / "marks" / "rubric.csv"
    head, first, second = table(file)
    assert head == ["exercise", "channel", "says", "students", "of", "points", "comment"]
    assert (first[0], first[3], first[4], second[3]) == ("double", "2", "3", "1")
    # One and a half for the two, with a comment; of the third only a comment.
    first[5:] = ["1.5", "A sum, where a product is asked for."]
    second[5:] = ["", "See me."]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        # As a spreadsheet in Germany writes it.
        csv.writer(stream, delimiter=";").writerows(
            [head, [each.replace("1.5", "1,5") for each in first], second]
        )
    kept = {each: each.read_bytes() for each in (course / "marks").glob("*.json")}
    after = marking(course, "--feedback", "feedback", "--csv-for", "moodle", "--csv-for", "canvas")
    assert {name: row["points"] for name, row in after.items()} == {
        "anna": "7.5",
        "bert": "7.5",
        "carl": "6.5",
        "dora": str(ALL),
    }
    # What marking gave stays on the disk.
    assert kept == {each: each.read_bytes() for each in (course / "marks").glob("*.json")}
    page = (course / "feedback" / "anna" / f"{NAME}.html").read_text("utf-8")
    assert "Your teacher: A sum, where a product is asked for." in page and "7.5 of 9" in page
    # A test of two points, of which the row gives one and a half, and one of one point.
    said = re.findall(r"<strong>([^<>]*points)</strong>", page)
    assert said == [
        "7.5 of 9 points",
        "double, test 1: 1.5 of 2 points",
        "double, test 2: 0 of 1 points",
        "scaled: 3 of 3 points",
        "Write the step: 3 of 3 points",
    ]
    assert "See me." in (course / "feedback" / "carl" / f"{NAME}.html").read_text("utf-8")
    assert "Your teacher" not in (course / "feedback" / "dora" / f"{NAME}.html").read_text("utf-8")

    # Another word on the row is another mark for both, and nobody is marked again.
    assert run(course, "rubric").returncode == 0
    rows = table(file)
    assert rows[1][5:] == ["1.5", "A sum, where a product is asked for."]
    rows[1][5] = "2"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert marking(course)["bert"]["points"] == "8"


def test_each_learning_system_gets_the_columns_that_it_imports(course: Path) -> None:
    marking(course, "--csv-for", "moodle", "--csv-for", "canvas")
    head, possible, *rows = table(course / "marks" / "canvas.csv")
    # Where Canvas looks for them: the first two by a part of their name, the others by place.
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", NAME]
    assert possible[0].strip() == "Points Possible" and possible[5] == str(ALL)
    assert [(row[3], row[5]) for row in rows][-1] == ("dora", str(ALL))
    head, *rows = table(course / "marks" / "moodle.csv")
    assert head == ["Username", f"Assignment: {NAME} (Real)", f"Assignment: {NAME} (Feedback)"]
    assert rows[-1] == ["dora", str(ALL), "double: 3 of 3; scaled: 3 of 3; Write the step: 3 of 3"]

    # A table that is there is kept true by each run; one that is not is not made.
    (course / "marks" / "moodle.csv").write_text("of another day")
    (course / "marks" / "canvas.csv").unlink()
    marking(course)
    assert table(course / "marks" / "moodle.csv") == [head, *rows]
    assert not (course / "marks" / "canvas.csv").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exercise,points\r\n", "expected the columns exercise, channel"),
        ("{head}\r\ndouble,,x,1,3,4,\r\n", "line 2: expected points from 0 to 3, got '4'"),
        ("{head}\r\ndouble,,x,1,3,-1,\r\n", "got '-1'"),
        ("{head}\r\ndouble,,x,1,3,nan,\r\n", "got 'nan'"),
        ("{head}\r\ndouble,,x,1,3,much,\r\n", "got 'much'"),
        ("{head}\r\ndouble,,x,1,3,1," + "x" * 2001 + "\r\n", "at most 2000 characters"),
    ],
)
def test_a_rubric_that_cannot_be_read_is_named_and_nothing_is_written(
    course: Path, text: str, said: str
) -> None:
    file, marks = course / "marks" / "rubric.csv", course / "marks" / "marks.csv"
    written = marks.read_bytes()
    file.write_text(text.replace("{head}", "exercise,channel,says,students,of,points,comment"))
    done = run(course, "mark", f"source/{NAME}", "submitted", "--seed", "7")
    assert done.returncode == 1 and said in done.stderr
    assert marks.read_bytes() == written


def test_what_a_student_made_an_error_say_is_no_formula_and_breaks_no_row(tmp_path: Path) -> None:
    from gatescope.grading.rubric import read_rubric, with_rubric, write_rubric

    says = '=HYPERLINK("x"),"\u2028;\n'
    mark: dict[str, Any] = {
        "exercise": "double",
        "points": 0,
        "maxPoints": 3,
        "status": "didNotRun",
    }
    mark |= {"message": says, "tests": [{"id": "t", "points": 0, "maxPoints": 3, "message": ""}]}
    result = {"student": "eve", "notebook": "n.ipynb", "points": 0, "exercises": [mark]}
    file = tmp_path / "rubric.csv"
    assert write_rubric([result], file) == 1
    rows = table(file)
    assert len(rows) == 2 and rows[1][2].startswith("'=")
    rows[1][5:] = ["1", "=2"]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    [marked] = with_rubric([json.loads(json.dumps(result))], read_rubric(file))
    assert (marked["points"], marked["exercises"][0]["comment"]) == (1, "=2")
    assert write_rubric([result], file) == 1
    assert table(file)[1][6] == "'=2"
