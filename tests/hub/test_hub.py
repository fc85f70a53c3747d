"""A class on a real JupyterHub, under a path prefix: five students open a lesson, run it, hand it in."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hub import COURSE, PREFIX, Student, running_hub

from gatescope.grading.course import make_course

LESSON = "02-why-memories-fade"
#: What each student leaves as it was given out.
LEFT: dict[str, set[str]] = {
    "ada": set(),
    "bo": {"latch"},
    "chen": {"memory-of"},
    "dana": {"latch", "memory-of"},
    "eli": set(),
}
#: Answers it, but wrongly.
WRONG = {"eli": {"memory-of": "function memoryOf(factor: number): number {\n  return Infinity;\n}"}}


def command(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        env={
            **os.environ,
            "HOME": str(folder),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        },
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def answered(name: str, notebook: dict[str, Any], solved: dict[str, str]) -> dict[str, Any]:
    """The notebook as this student writes it."""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        assert "BEGIN SOLUTION" not in source, "a solution was given out"
        if cell["id"] in solved and cell["id"] not in LEFT[name]:
            cell["source"] = WRONG.get(name, {}).get(cell["id"], solved[cell["id"]])
    return notebook


def open_page(student: Student) -> None:
    """What the browser fetches for the lab, from under the prefix: its page and our extension."""
    page = student.ask("GET", f"lab/tree/{LESSON}/{LESSON}.ipynb").text
    data = re.search(r'id="jupyter-config-data"[^>]*>\s*(\{.*?\})\s*</script>', page, re.S)
    assert data is not None
    config = json.loads(data[1])
    assert config["baseUrl"] == f"{PREFIX}user/{student.name}/"
    [ours] = [each for each in config["federated_extensions"] if each["name"] == "gatescope"]
    address = f"{config['fullLabextensionsUrl']}/gatescope/{ours['load']}"
    assert address.startswith(config["baseUrl"])
    script = student.ask("GET", address.removeprefix(config["baseUrl"]))
    assert "gatescope" in script.text


def work(student: Student, solved: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Fetches the assignment, writes the answers, runs the notebook, hands it in."""
    student.log_in()
    student.start()
    names = [item["name"] for item in student.ask("GET", "api/contents/lessons").json()["content"]]
    assert f"{LESSON}.ipynb" in names
    assignment = {"assignment_id": LESSON, "course_id": COURSE}
    student.ask("POST", "assignments/fetch", json=assignment)
    path = f"{LESSON}/{LESSON}.ipynb"
    open_page(student)
    notebook = answered(student.name, student.read(path), solved)
    student.save(path, notebook)
    outputs = asyncio.run(student.run(notebook, path))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                {key: value for key, value in output.items() if key != "transient"}
                for output in outputs[cell["id"]]
            ]
    student.save(path, notebook)
    said = student.ask("POST", "assignments/submit", json=assignment).json()
    assert said["success"], said
    return outputs


@pytest.mark.timeout(900)
def test_five_students_on_a_hub_open_a_lesson_run_it_hand_it_in_and_are_marked(tmp_path: Path):
    exchange, course = tmp_path / "exchange", tmp_path / COURSE
    exchange.mkdir()
    exchange.chmod(0o777)
    make_course(course)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write(f'\nc.Exchange.root = "{exchange}"\n')
    command(course, "nbgrader", "generate_assignment", LESSON)
    command(course, "nbgrader", "release_assignment", LESSON)
    source = json.loads((course / "source" / LESSON / f"{LESSON}.ipynb").read_text("utf-8"))
    solved = {
        cell["id"]: "".join(cell["source"])
        for cell in source["cells"]
        if "BEGIN SOLUTION" in "".join(cell["source"])
    }
    points: dict[str, float] = {}
    for cell in source["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade"):
            exercise = cell["metadata"]["gatescope"]["exercise"]["id"]
            points[exercise] = points.get(exercise, 0) + marks["points"]

    with running_hub(tmp_path / "hub", exchange) as address:
        students = [Student(address, name) for name in LEFT]
        with ThreadPoolExecutor(len(students)) as together:
            done = list(together.map(lambda student: work(student, solved), students))

    tests = [
        cell["id"]
        for cell in source["cells"]
        if cell["metadata"].get("gatescope", {}).get("exercise", {}).get("role") == "test"
    ]
    for student, outputs in zip(students, done, strict=True):
        failed = {
            id_
            for id_, shown in outputs.items()
            if any(output["output_type"] == "error" for output in shown)
        }
        # What was not written, or wrongly, stops at its own cells and tests and nowhere else.
        assert bool(failed & set(tests)) == bool(LEFT[student.name] or WRONG.get(student.name))
        pictures = [
            kind
            for shown in outputs.values()
            for output in shown
            for kind in output.get("data", {})
            if kind.startswith("application/vnd.gatescope")
        ]
        assert len(pictures) > 3, f"{student.name} saw no pictures"

    command(course, "nbgrader", "collect", LESSON)
    command(course, "gatescope.grading.cli", "mark", f"source/{LESSON}", "submitted", "--jobs", "2")
    rows = (course / "marks" / "marks.csv").read_text("utf-8")
    for name, left in LEFT.items():
        earned = sum(
            value for key, value in points.items() if key not in left | set(WRONG.get(name, {}))
        )
        assert re.search(rf"^{name},.*\b{earned:g}\b", rows, re.M), rows
