"""What the kernel on Node said: kept by the tests that ask it, for those that compare another host.

A run of a lesson and a check take seconds, and a run of all tests asks for each of them once. What is
kept is found again by all that it depends on, so it is never that of another kernel or lesson.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from lesson_kernel import ROOT, Lesson, Report

KEPT = ROOT / "build" / "said-on-node"
#: Whole lessons as the tests in a browser have run and saved them.
IN_LAB = ROOT / "build" / "ran-in-lab"
#: The kernel's programs and declarations, and the data that lessons read.
PARTS = (ROOT / "gatescope" / "_kernel", ROOT / "gatescope" / "data")


def keep(asked: Any, said: Any) -> None:
    path = _place(asked)
    if not path.parent.is_dir():
        # Of an older kernel nobody asks any more.
        shutil.rmtree(KEPT, ignore_errors=True)
        path.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: another suite may be reading.
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(said), "utf-8")
    part.replace(path)


def keep_run(lesson: Lesson, done: nbformat.NotebookNode) -> None:
    keep(list(lesson.sources().items()), _outputs(done))


def run_in_lab(lesson: Lesson) -> nbformat.NotebookNode | None:
    """The lesson as the lab has run and saved it, if this kernel did so since it was built."""
    path = IN_LAB / lesson.path.name
    if not path.is_file() or path.stat().st_mtime <= max(
        each.stat().st_mtime for each in (*_files(), lesson.path)
    ):
        return None
    done = nbformat.read(path, as_version=4)
    ran = {cell.id: cell.source for cell in done.cells}
    return done if ran == lesson.sources() else None


def report_on_node(request: dict[str, Any], check: Callable[[dict[str, Any]], Report]) -> Report:
    """The report of a check; `check` asks for it when nobody has yet."""
    return _kept_or(request, lambda: check(request))


def run_on_node(
    lesson: Lesson, run: Callable[[nbformat.NotebookNode], nbformat.NotebookNode]
) -> dict[str, list[dict[str, Any]]]:
    """The outputs of each notebook cell; `run` runs the lesson when nobody has yet."""
    asked = list(lesson.sources().items())
    return _kept_or(asked, lambda: _outputs(run_in_lab(lesson) or run(lesson.read())))


def _kept_or(asked: Any, say: Callable[[], Any]) -> Any:
    path = _place(asked)
    if not path.is_file():
        keep(asked, say())
    return json.loads(path.read_text("utf-8"))


def _outputs(done: nbformat.NotebookNode) -> dict[str, list[dict[str, Any]]]:
    return {cell.id: cell.outputs for cell in done.cells if cell.cell_type == "code"}


def _place(asked: Any) -> Path:
    return KEPT / _kernel() / f"{hashlib.sha256(json.dumps(asked).encode()).hexdigest()}.json"


@cache
def _kernel() -> str:
    each = hashlib.sha256()
    for path in _files():
        each.update(f"{path.relative_to(ROOT)} ".encode())
        each.update(hashlib.sha256(path.read_bytes()).digest())
    return each.hexdigest()


def _files() -> list[Path]:
    return sorted(
        path
        for part in PARTS
        for path in part.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
