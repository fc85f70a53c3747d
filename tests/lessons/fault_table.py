"""Writes the tables of docs/fault-cases.md from the lists that the tests go by.

.venv/bin/python tests/lessons/fault_table.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "python")]

from fault_assignment import ALL, THREAD, TOGETHER, WALL  # noqa: E402
from fault_cases import CASES  # noqa: E402
from fault_checks import CHECK_DIFFERS, Points  # noqa: E402
from test_marks_on_disk import FULLS, KILLS, STAGES  # noqa: E402
from test_value_faults import CASES as VALUES  # noqa: E402
from value_faults import EXERCISES, FAULTS, Fault  # noqa: E402

PAGE = HERE.parents[1] / "docs" / "fault-cases.md"
BLOCK = re.compile(r"(<!-- table: (\w+) -->\n)(.*?)(<!-- end -->)", re.S)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    line = lambda row: "| " + " | ".join(map(str.ljust, row, widths)) + " |"  # noqa: E731
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join(["", line(head), rule, *map(line, rows), "", ""])


def submissions() -> str:
    return table(
        ("submission", "earns", "tried in", "odd"),
        [(case.name, f"{sum(case.marks):g} of {sum(ALL)}", case.place, case.odd) for case in CASES],
    )


def _earns(fault: Fault) -> str:
    return {(): "nothing", ("list",): "all for lists, nothing for numbers"}.get(
        fault.right_for, "all"
    )


def values() -> str:
    return table(
        ("what is wrong", "what the answer gives", "earns"),
        [(fault.name, fault.told, _earns(fault)) for fault in FAULTS],
    )


def differences() -> str:
    marks = {case.name: case.marks for case in CASES}
    rows = [
        (
            name,
            _by_exercise((sum(marks[name][:2]), *marks[name][2:])),
            _by_exercise(points),
            reason,
        )
        for name, (points, reason) in CHECK_DIFFERS.items()
    ]
    return table(("submission", "earns", "Check gives", "why"), rows)


def _by_exercise(points: Points) -> str:
    return ", ".join("none" if point is None else f"{point:g}" for point in points)


def counts() -> str:
    disk = len(KILLS) + len(FULLS) + len(STAGES)
    places = (TOGETHER, THREAD, WALL)
    rows = [
        ("submissions", *(sum(case.place == place for case in CASES) for place in places)),
        ("wrong values", len(VALUES), 0, 0),
        ("while marks are written", 0, 0, disk),
    ]
    sums = ("all", *(sum(row[at] for row in rows) for at in (1, 2, 3)))
    return table(
        ("cases", *places),
        [tuple(str(part) if part else "" for part in row) for row in (*rows, sums)],
    )


def words() -> str:
    exercises = ", ".join(f"`{name}`" for name in EXERCISES)
    return (
        f"\nEach row was handed in as the answer to each of {len(EXERCISES)} exercises of the lessons: "
        f"{exercises}. That makes {len(VALUES)} cases (`tests/lessons/test_value_faults.py`).\n\n"
    )


TABLES = {
    "counts": counts,
    "submissions": submissions,
    "differences": differences,
    "values": values,
    "words": words,
}


def written(page: str) -> str:
    """The page with its tables as the lists have them now."""
    return BLOCK.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[4]}", page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
