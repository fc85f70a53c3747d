"""The first lessons in a page: every cell prints and shows what it does on Node."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from hosts import cases, only_pages
from session import KERNEL_NAME, ROOT, Result, Session

pytestmark = only_pages("compares a page with Node")

LESSONS = sorted((ROOT / "notebooks").glob("0[1-4]-*.ipynb"))
#: Numbers with a unit of time differ between any two runs.
TIMES = re.compile(r"[\d.,]+ ?(?:ms|s|seconds|minutes)\b")


def said(result: Result) -> list[str]:
    """What a reader sees of a cell as text."""
    shown = [
        message["content"]["data"]["text/plain"]
        for message in result.messages
        if message["msg_type"] in ("display_data", "update_display_data", "execute_result")
    ]
    error = [result.traceback] if result.error else []
    return [TIMES.sub("…", text) for text in [result.stdout, result.stderr, *shown, *error]]


@pytest.mark.parametrize(
    "lesson",
    cases(
        ((path.stem, path) for path in LESSONS),
        pytest.mark.hosts("firefox", because="Chromium runs them with Node's own V8: one tells"),
        [path.stem for path in LESSONS if not path.stem.startswith("03")],
    ),
)
def test_a_lesson_says_what_it_says_on_node(lesson: Path, session: Session, tmp_path: Path) -> None:
    cells = [cell for cell in nbformat.read(lesson, as_version=4).cells if cell.cell_type == "code"]
    with Session.started(KERNEL_NAME, tmp_path) as node:
        for cell in cells:
            # Both at once: a lesson trains for a while.
            request = session.send(cell.source)
            there = node.run(cell.source, timeout=240)
            here = session.collect(request, timeout=240)
            assert (here.status, said(here)) == (there.status, said(there)), cell.id
