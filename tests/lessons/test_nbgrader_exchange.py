"""nbgrader from end to end with a lesson of ours: given out, fetched, handed in, marked, given back."""

from __future__ import annotations

import csv
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import get_username

from gatescope.grading.course import make_course
from gatescope.grading.judge import Judge, given_files
from gatescope.grading.limits import Limits
from gatescope.grading.mark import mark_notebook

LESSON = "02-why-memories-fade"
#: The exercise that the student leaves as it was given out.
LEFT = "latch"
#: The one whose answer is wrong.
WRONG = "memory-of"
TOKEN = "secret"
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def environment(home: Path) -> dict[str, str]:
    home.mkdir(parents=True, exist_ok=True)
    return {**os.environ, "HOME": str(home), "PATH": PATH}


def nbgrader(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment(folder),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def press_autograde(course: Path, student: str) -> dict[str, object]:
    """What Formgrader's button does: its own request to the server that the teacher's lab runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
            *(f"--port={port}", "--ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}"),
            "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}",
        ],
        cwd=course,
        env=environment(course),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port)):
                    break
            except OSError:
                assert server.poll() is None, "the server has ended"
                time.sleep(0.2)
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/formgrader/api/submission/{LESSON}/{student}/autograde",
            data=b"",
            headers={"Authorization": f"token {TOKEN}"},
        )
        with urllib.request.urlopen(request) as reply:
            return json.loads(reply.read())
    finally:
        server.terminate()
        server.wait(60)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with what one student has handed in, collected."""
    place = tmp_path_factory.mktemp("exchange")
    exchange = place / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    folder, student = place / "networks", place / "student"
    make_course(folder)
    shared = f'\nc.Exchange.root = "{exchange}"\n'
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write(shared)
    nbgrader(folder, "generate_assignment", LESSON)
    nbgrader(folder, "release_assignment", LESSON)

    student.mkdir()
    (student / "nbgrader_config.py").write_text(f"c = get_config()\n{shared}")
    nbgrader(student, "fetch_assignment", LESSON, "--course", "networks")
    file = student / LESSON / f"{LESSON}.ipynb"
    work = nbformat.read(file, as_version=4)
    solved = nbformat.read(folder / "source" / LESSON / f"{LESSON}.ipynb", as_version=4)
    answers = {cell.id: cell.source for cell in solved.cells if "BEGIN SOLUTION" in cell.source}
    for cell in work.cells:
        assert "BEGIN SOLUTION" not in cell.source, "a solution was given out"
        if cell.id in answers and cell.id != LEFT:
            cell.source = answers[cell.id]
        if cell.id == WRONG:
            cell.source = "function memoryOf(factor: number): number {\n  return Infinity;\n}"
    nbformat.write(work, file)
    nbgrader(student, "submit", LESSON, "--course", "networks")
    nbgrader(folder, "collect", LESSON)
    return folder


def test_the_button_gives_the_marks_that_mark_gives(course: Path, tmp_path: Path) -> None:
    student = get_username()
    said = press_autograde(course, student)
    assert said["success"], said
    source = course / "source" / LESSON / f"{LESSON}.ipynb"
    submission = course / "submitted" / student / LESSON / source.name
    with Judge(given_files(source.parent, tmp_path / "given"), Limits(60, 1024)) as judge:
        result = mark_notebook(judge, source, submission, student=student)
    marks = {mark["exercise"]: mark["points"] for mark in result["exercises"]}
    assert marks[WRONG] == marks[LEFT] == 0
    assert result["points"] == result["maxPoints"] - sum(
        mark["maxPoints"] for mark in result["exercises"] if mark["exercise"] in (WRONG, LEFT)
    )

    nbgrader(course, "export", "--to", "grades.csv")
    with (course / "grades.csv").open(encoding="utf-8") as file:
        scores = {
            row["student_id"]: (float(row["score"]), float(row["max_score"]))
            for row in csv.DictReader(file)
            if row["assignment"] == LESSON
        }
    assert scores[student] == (result["points"], result["maxPoints"])

    nbgrader(course, "generate_feedback", LESSON)
    nbgrader(course, "release_feedback", LESSON)
    back = course.parent / "student"
    nbgrader(back, "fetch_feedback", LESSON, "--course", "networks")
    pages = list((back / LESSON / "feedback").rglob("*.html"))
    assert len(pages) == 1
    text = re.sub(r"<[^>]+>", "", pages[0].read_text("utf-8"))
    assert "return Infinity" in text
    # The student's own: two exercises are answered by the solution's text.
    assert text.count("BEGIN SOLUTION") == len(marks) - 2
