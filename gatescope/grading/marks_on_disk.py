"""The files that marking writes, each whole or not at all: a mark, and the table of a class."""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

#: A notebook of a student with its marks, as JSON.
Result = dict[str, Any]

#: A spreadsheet takes a text that begins so for a formula; East Asian ones the wide signs too.
FORMULAS = tuple("=+-@\t\r\n＝＋－＠")

#: What a terminal obeys, and what turns the direction of the text around it; lines may have an end.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def mark_file(out: Path, student: str, source: Path) -> Path:
    # A student's name is the name of a folder, and so without a slash; the hash keeps names apart
    # that differ only in letters that a file system does not tell apart.
    tail = hashlib.sha256(student.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    plain = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in student)
    return out / f"{plain[:80]}-{tail}.{source.stem}.json"


def read_mark(file: Path) -> Result | None:
    try:
        found = json.loads(file.read_text("utf-8"))
        return found if isinstance(found, dict) and "digest" in found else None
    except (OSError, ValueError):
        return None


def keep(file: Path, value: object) -> None:
    """Write a value as JSON, whole or not at all."""
    _write_whole(file, lambda stream: json.dump(value, stream))


def _write_whole(file: Path, write: Callable[[TextIO], None]) -> None:
    """Write a file whole or not at all, also when the disk is full or the program is ended."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        # The name of a folder may hold what is no character.
        with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, file)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def write_table(results: list[Result], file: Path) -> None:
    """The marks as CSV: a row a student and notebook, a column an exercise."""
    names: list[str] = []
    for result in results:
        for mark in result["exercises"]:
            name = f"{result['notebook']}: {mark['exercise']} ({_number(mark['maxPoints'])})"
            if name not in names:
                names.append(name)
    rows: dict[str, dict[str, Any]] = {}
    for result in results:
        row = rows.setdefault(result["student"], {"points": 0, "of": 0})
        row["points"] += result["points"]
        row["of"] += result["maxPoints"]
        for mark in result["exercises"]:
            name = f"{result['notebook']}: {mark['exercise']} ({_number(mark['maxPoints'])})"
            row[name] = _number(mark["points"])

    write_rows(
        [
            ["student", "points", "of", *names],
            *(
                [
                    guarded(student),
                    _number(row["points"]),
                    _number(row["of"]),
                    *(row.get(name, "") for name in names),
                ]
                for student, row in sorted(rows.items())
            ),
        ],
        file,
    )


def write_rows(rows: Sequence[Sequence[object]], file: Path) -> None:
    """Write a table as CSV, whole or not at all."""

    def write(stream: TextIO) -> None:
        # By hand: some spreadsheets part a line at a semicolon, which csv.writer would not quote.
        for row in rows:
            stream.write(",".join(map(_field, row)) + "\r\n")

    _write_whole(file, write)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula, in which no sign moves a cursor or turns a line."""
    text = UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)
    return f"'{text}" if text[:1] in FORMULAS else text


def number_text(value: float) -> str:
    return str(_number(round(value, 6)))


def _field(value: object) -> str:
    text = str(value)
    if any(sign in text for sign in ',;"\t\r\n|'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _number(value: float) -> float:
    return int(value) if float(value).is_integer() else value
