"""Lessons as files and as running notebooks: sources, runs from top to bottom, checks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import nbformat
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
KERNEL_NAME = "gatescope-lessons"
#: How long a cell of a lesson may take in a page.
SECONDS_A_CELL = 300
#: How often it is looked whether a kernel that says nothing is there, in seconds.
LOOK = 10

Report = dict[str, Any]


@dataclass(frozen=True)
class Lesson:
    """A lesson as it stands in notebooks/: with its solutions, without outputs."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    def read(self) -> nbformat.NotebookNode:
        return nbformat.read(self.path, as_version=4)

    def sources(self) -> dict[str, str]:
        """The source of each notebook cell by its id."""
        return {cell.id: cell.source for cell in self.read().cells}

    def exercises(self) -> list[str]:
        return [
            cell.metadata.gatescope.exercise.id
            for cell in self.read().cells
            if cell.metadata.get("gatescope", {}).get("exercise", {}).get("role") == "answer"
        ]

    def solution(self, exercise: str) -> str:
        return self._answer(exercise).source

    def request(self, exercise: str, answer: str) -> dict[str, Any]:
        """What the lab sends when the student presses Check."""
        cell = self._answer(exercise)
        metadata = cell.metadata.gatescope
        sources = self.sources()
        needs = [
            {"id": id_, "source": source, "role": "needs"}
            for id_, source in sources.items()
            if id_ in metadata.exercise.needs
        ]
        tests = [
            {
                "id": test.id,
                "source": test.source,
                "role": "test",
                "points": test.metadata.nbgrader.points,
            }
            for test in self.read().cells
            if test.metadata.get("gatescope", {}).get("exercise")
            == {"id": exercise, "role": "test"}
        ]
        return {
            "exercise": exercise,
            "cells": [*needs, {"id": cell.id, "source": answer, "role": "answer"}, *tests],
            "metadata": metadata,
        }

    def _answer(self, exercise: str) -> nbformat.NotebookNode:
        for cell in self.read().cells:
            found = cell.metadata.get("gatescope", {}).get("exercise", {})
            if found.get("id") == exercise and found.get("role") == "answer":
                return cell
        raise KeyError(f"{self.name} has no exercise {exercise}")


LESSONS = [Lesson(path) for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
# What students get as example-NAME.ipynb: no part of the course, without exercises.
EXAMPLES = [Lesson(path) for path in sorted(NOTEBOOKS.glob("examples/*.ipynb"))]


def student_version(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook as students get it, made by the rules that the product uses."""
    cells = [
        {"id": c.id, "type": c.cell_type, "source": c.source, "metadata": c.metadata}
        for c in notebook.cells
    ]
    program = """
      const { exerciseMetadata } = await import(process.argv[1]);
      let text = '';
      for await (const chunk of process.stdin) text += chunk;
      const sources = JSON.parse(text).map(exerciseMetadata.studentSource);
      process.stdout.write(JSON.stringify(sources));
    """
    module = (ROOT / "scripts" / "exercise-metadata.mjs").as_uri()
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program, module],
        input=json.dumps(cells),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    for cell, source in zip(notebook.cells, json.loads(done.stdout)):
        cell.source = source
    return notebook


def run(
    notebook: nbformat.NotebookNode, folder: Path, kernel: str = KERNEL_NAME
) -> nbformat.NotebookNode:
    """Run all notebook cells in order in a fresh kernel; an error ends the run unless a tag allows it."""
    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name=kernel,
        resources={"metadata": {"path": str(folder)}},
    )
    return client.execute()


def run_by(tool: str, notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook by a command as a user would: `nbconvert` or `papermill`."""
    source, done = folder / "lesson.ipynb", folder / "done.ipynb"
    nbformat.write(notebook, source)
    commands = {
        "nbconvert": [
            *("jupyter", "nbconvert", "--to", "notebook", "--execute", str(source)),
            f"--ExecutePreprocessor.kernel_name={KERNEL_NAME}",
            "--ExecutePreprocessor.timeout=-1",
            f"--output={done}",
        ],
        "papermill": [
            *("papermill", str(source), str(done), "--kernel", KERNEL_NAME),
            *("--cwd", str(folder), "--no-progress-bar"),
        ],
    }
    ended = subprocess.run(
        [sys.executable, "-m", *commands[tool]], cwd=folder, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return nbformat.read(done, as_version=4)


def text_of(cell: nbformat.NotebookNode) -> str:
    """All that a notebook cell printed or showed, as plain text."""
    parts = []
    for output in cell.outputs:
        if output.output_type == "stream":
            parts.append(output.text)
        elif output.output_type == "error":
            parts.append(f"{output.ename}: {output.evalue}")
        else:
            parts.append(output.data.get("text/plain", ""))
    return "\n".join(parts)


def table_text_of(cell: nbformat.NotebookNode) -> str:
    """What a notebook cell showed from its table on, without the line that says how long it trained."""
    outputs = [text_of(nbformat.NotebookNode(outputs=[each])) for each in cell.outputs]
    at = next(at for at, text in enumerate(outputs) if any(map(is_rule, text.splitlines())))
    return "\n".join(text for text in outputs[at:] if not text.startswith("Training: "))


def is_rule(line: str) -> bool:
    return line.startswith("─")


def table_of(cell: nbformat.NotebookNode) -> list[list[str]]:
    """The rows of the table that a notebook cell showed, each as its words."""
    lines = table_text_of(cell).splitlines()
    rule = next(at for at, line in enumerate(lines) if is_rule(line))
    return [line.split("  ") for line in lines[rule + 1 :]]


def lesson_called(name: str) -> Lesson:
    return next(lesson for lesson in LESSONS if lesson.name == name)


def cell_of(notebook: nbformat.NotebookNode, id_: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == id_)


def rows_of(notebook: nbformat.NotebookNode, id_: str, most: int | None = None) -> list[list[str]]:
    """The words of each row of a table, without empty places; the first ones where more is printed behind."""
    rows = table_of(cell_of(notebook, id_))[:most]
    return [[word.strip() for word in row if word.strip()] for row in rows]


def named_rows(
    notebook: nbformat.NotebookNode, id_: str, most: int | None = None
) -> dict[str, list[float]]:
    """The numbers of each row of a table, by the words in its first column."""
    rows = rows_of(notebook, id_, most)
    return {row[0]: [number(word) for word in row[1:]] for row in rows}


def number(text: str) -> float:
    return float(text.strip().replace("−", "-"))


class Checker:
    """A kernel and the page's end of its comm: asks for checks as the Check button does."""

    def __init__(
        self, client: BlockingKernelClient, is_there: Callable[[], bool] = lambda: True
    ) -> None:
        self._client = client
        self._is_there = is_there
        self._comm = uuid.uuid4().hex
        self._number = 0
        self._send("comm_open", {"target_name": "gatescope", "data": {}})
        self._send("comm_msg", {"data": {"type": "hello", "protocol": 1, "version": "0"}})
        self._answer(lambda data: data["type"] == "welcome")

    def check(self, request: dict[str, Any]) -> Report:
        return self.check_each([request])[0]

    def check_each(self, requests: list[dict[str, Any]], at_once: int = 1) -> list[Report]:
        """The reports of all, in their order, with so many checks beside each other."""
        reports: dict[int, Report] = {}
        waiting: set[int] = set()
        first = self._number + 1
        for request in requests:
            self._number += 1
            waiting.add(self._number)
            asked = {"number": self._number, "method": "check", "params": request}
            self._send("comm_msg", {"data": {"type": "request", **asked}})
            if len(waiting) == at_once:
                self._take(reports, waiting)
        while waiting:
            self._take(reports, waiting)
        return [reports[first + at] for at in range(len(requests))]

    def _take(self, reports: dict[int, Report], waiting: set[int]) -> None:
        """Wait for one of the reports."""
        answer = self._answer(lambda data: data.get("number") in waiting)
        assert answer["type"] == "reply", answer
        reports[answer["number"]] = answer["result"]["report"]
        waiting.remove(answer["number"])

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        message = self._client.session.msg(kind, {"comm_id": self._comm, **content})
        self._client.shell_channel.send(message)

    def _answer(self, wanted: Any) -> dict[str, Any]:
        while True:
            try:
                message = self._client.get_iopub_msg(timeout=LOOK)
            except Empty:
                assert self._is_there(), "the kernel has ended"
                continue
            content = message["content"]
            if (
                message["msg_type"] == "comm_msg"
                and content["comm_id"] == self._comm
                and wanted(content["data"])
            ):
                return content["data"]


@contextmanager
def checking(folder: Path, seconds: int | None = None) -> Iterator[Checker]:
    """A kernel to ask; `seconds` is how long one thing that a test asks of an answer may take."""
    manager = KernelManager(kernel_name=KERNEL_NAME)
    limit = {} if seconds is None else {"GATESCOPE_CHECK_SECONDS": str(seconds)}
    manager.start_kernel(cwd=str(folder), env={**os.environ, **limit})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready()
        yield Checker(client, manager.is_alive)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
