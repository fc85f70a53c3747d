"""A rubric: for each kind of wrong answer of a class points and a comment, set once for all who gave it.

It is a table beside the marks, which any spreadsheet edits. A row is a kind of wrong answer, as the
class map shows it: what is said of which channel. Marks on disk stay what marking gave; the rubric is
laid over them whenever they are read, so a row that is changed holds for everybody at the next run.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gatescope.grading.classmap.misconceptions import kind_of
from gatescope.grading.classmap.reports import read_mark
from gatescope.grading.marks_on_disk import Result, guarded, write_rows

COLUMNS = ("exercise", "channel", "says", "students", "of", "points", "comment")
#: Characters of a comment.
LONGEST = 2000

#: An exercise, the channel that is wrong, and what is said.
Kind = tuple[str, str, str]


@dataclass(frozen=True)
class Row:
    """What a kind of wrong answer earns instead; None where only a comment is given."""

    points: float | None
    comment: str


def kind_of_mark(mark: dict[str, Any]) -> Kind | None:
    """The row to which a mark belongs; None of a right answer, and of one that is not there."""
    report = mark["report"] if "report" in mark else read_mark(mark)
    if report is None or report.status not in ("notYet", "didNotRun"):
        return None
    channel, says = kind_of(report)
    return _key(report.exercise, channel or "", says)


def _key(exercise: str, channel: str, says: str) -> Kind:
    # As a table gives it back.
    return guarded(exercise), guarded(channel), guarded(says)


def read_rubric(file: Path) -> dict[Kind, Row]:
    """The rows in which something is set. Raises ValueError naming the file, the line and the fault."""
    rows: dict[Kind, Row] = {}
    try:
        # Spreadsheets put a mark in front, and take a semicolon for a comma in some countries.
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: no table of UTF-8 ({error})") from None
    parted = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=parted)
    missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        raise ValueError(
            f"{file}: expected the columns {', '.join(COLUMNS)}, got none {missing[0]!r}"
        )
    for found in table:
        where = f"{file}, line {table.line_num}"
        written = {name: found[name] or "" for name in COLUMNS}
        points, comment = written["points"].strip().replace(",", "."), written["comment"].strip()
        if not points and not comment:
            continue
        if len(comment) > LONGEST:
            raise ValueError(f"{where}: expected a comment of at most {LONGEST} characters")
        kind = _key(written["exercise"], written["channel"], written["says"])
        rows[kind] = Row(_points(points, written["of"], where) if points else None, comment)
    return rows


def _points(given: str, of: str, where: str) -> float:
    try:
        points, most = float(given), float(of.replace(",", "."))
    except ValueError:
        points, most = math.nan, math.nan
    if not 0 <= points <= most:
        raise ValueError(
            f"{where}: expected points from 0 to {of or 'those of the exercise'}, got {given!r}"
        )
    return points


def with_rubric(results: list[Result], rubric: dict[Kind, Row]) -> list[Result]:
    """The marks with the rubric laid over them; the given ones stay as they are."""
    return [_with_rows(result, rubric) for result in results]


def _with_rows(result: Result, rubric: dict[Kind, Row]) -> Result:
    exercises = []
    for mark in result["exercises"]:
        kind = kind_of_mark(mark)
        row = rubric.get(kind) if kind is not None else None
        exercises.append(mark if row is None else _with_row(mark, row))
    return {**result, "exercises": exercises, "points": sum(mark["points"] for mark in exercises)}


def _with_row(mark: dict[str, Any], row: Row) -> dict[str, Any]:
    commented = {**mark, **({"comment": row.comment} if row.comment else {})}
    if row.points is None:
        return commented
    # The first tests are filled first: the grade book has points for each.
    earned = min(row.points, mark["maxPoints"])
    left, tests = earned, []
    for test in mark["tests"]:
        points = min(left, test["maxPoints"])
        left -= points
        tests.append({**test, "points": points})
    return {**commented, "points": earned, "tests": tests, "given": True}


def write_rubric(results: list[Result], file: Path) -> int:
    """Write a row for each kind of wrong answer, those of most students first; gives back how many.

    What is set in a table that is there stays, also for a kind that nobody gives any more.
    """
    before = read_rubric(file) if file.exists() else {}
    counts: dict[Kind, int] = {}
    most: dict[str, float] = {}
    for result in results:
        for mark in result["exercises"]:
            most[guarded(mark["exercise"])] = mark["maxPoints"]
            kind = kind_of_mark(mark)
            if kind is not None:
                counts[kind] = counts.get(kind, 0) + 1
    kinds = sorted({*counts, *before}, key=lambda kind: (kind[0], -counts.get(kind, 0), kind))

    def line(kind: Kind) -> list[object]:
        row = before.get(kind, Row(None, ""))
        points = "" if row.points is None else f"{row.points:g}"
        of = most.get(kind[0], row.points or 0)
        return [*kind, counts.get(kind, 0), f"{of:g}", points, guarded(row.comment)]

    write_rows([list(COLUMNS), *map(line, kinds)], file)
    return len(kinds)
