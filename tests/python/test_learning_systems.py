"""The tables for Moodle and Canvas name people as the system knows them, and nobody by a guess.

The columns are those of Moodle's worksheet (mod/assign/feedback/offline/importgradeslib.php) and of Canvas's
importer (lib/gradebook_importer.rb). How the names of users reach them is tried in tests/lessons/test_rubric.py.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from gatescope.grading.learning_systems import write_for


def result(student: str, points: float) -> dict[str, Any]:
    mark = {"exercise": "double", "points": points, "maxPoints": 3}
    return {
        "student": student,
        "notebook": "ps1.ipynb",
        "points": points,
        "maxPoints": 3,
        "exercises": [mark],
    }


CLASS = [
    result("Anna Beispiel (Participant 1234567)", 3),
    result("Anna Beispiel (Participant 1234568)", 1.5),
    result("beispielanna (Canvas 12345)", 2),
    result("carl", 1),
]


def table(folder: Path, system: str, results: list[dict[str, Any]]) -> tuple[list[str], list]:
    """Who is in no row, and the rows."""
    source = folder / "ps1" / "ps1.ipynb"
    source.parent.mkdir(exist_ok=True)
    source.write_text(json.dumps({"nbformat": 4, "cells": []}), "utf-8")
    file = folder / f"{system}.csv"
    without = write_for(system, results, source.parent, file)
    with file.open(encoding="utf-8", newline="") as stream:
        return without, list(csv.reader(stream))


def test_moodle_gets_its_own_worksheet_of_whom_it_has_numbered(tmp_path: Path) -> None:
    without, rows = table(tmp_path, "moodle", CLASS)
    assert rows == [
        ["Identifier", "Full name", "Grade", "Last modified (grade)", "Feedback comments"],
        ["Participant 1234567", "Anna Beispiel", "3", "", "double: 3 of 3"],
        ["Participant 1234568", "Anna Beispiel", "1.5", "", "double: 1.5 of 3"],
    ]
    assert without == ["beispielanna (Canvas 12345)", "carl"]


def test_canvas_gets_its_own_numbers_and_logins_of_the_others(tmp_path: Path) -> None:
    without, rows = table(tmp_path, "canvas", CLASS)
    assert rows[2:] == [
        ["beispielanna", "12345", "", "", "", "2"],
        ["carl", "", "", "carl", "", "1"],
    ]
    assert without == [each["student"] for each in CLASS[:2]]


def test_moodle_gets_usernames_where_it_has_numbered_nobody(tmp_path: Path) -> None:
    without, rows = table(tmp_path, "moodle", CLASS[2:])
    assert [row[0] for row in rows] == ["Username", "carl"]
    assert without == ["beispielanna (Canvas 12345)"]
