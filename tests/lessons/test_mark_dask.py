"""`gatescope-grading mark --dask`: a cluster of two workers marks a class, and one of them dies."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from fault_cases import ALL, NAME
from test_mark import mark, small_class

STUDENTS = 8


@contextmanager
def started(folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "60"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(file: Path, *running: subprocess.Popen[Any]) -> None:
    """Until it is there; that these end before would leave nothing to wait for."""
    while not file.is_file():
        assert all(process.poll() is None for process in running), f"{file.name} never came"
        time.sleep(0.05)


#: What each worker reads as it begins. The first marks one, and at the next says so and goes no further;
#: the other begins with that.
HELD = """
import threading, time
from pathlib import Path
from gatescope.grading import mark

held, taken = Path("held"), []

def in_turn(task, mark_task=mark.mark_task):
    taken.append(task)
    IN_TURN
    return mark_task(task)

# Dask reads this more than once.
if mark.mark_task.__name__ != "in_turn":
    mark.mark_task = in_turn
"""
IN_TURN = (
    "len(taken) > 1 and (held.touch(), threading.Event().wait())",
    "while not held.exists(): time.sleep(0.05)",
)


@pytest.fixture()
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and its workers, of which the first holds its second task."""
    file = tmp_path / "scheduler.json"
    about = ("--scheduler-file", str(file))
    with ExitStack() as stack:
        scheduler = stack.enter_context(
            started(tmp_path, "scheduler", *about, "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
        )  # fmt: skip
        wait_for(file, scheduler)
        for number, turn in enumerate(IN_TURN):
            (tmp_path / f"turn{number}.py").write_text(HELD.replace("IN_TURN", turn))
        workers = [
            stack.enter_context(
                started(
                    tmp_path,
                    *("worker", *about, "--nthreads", "1", "--no-nanny", "--no-dashboard"),
                    *("--name", f"w{number}", "--local-directory", str(tmp_path / f"w{number}")),
                    *("--preload", str(tmp_path / f"turn{number}.py")),
                )
            )
            for number in range(len(IN_TURN))
        ]
        address = json.loads(file.read_text())["address"]
        from distributed import Client

        with Client(address) as client:
            client.wait_for_workers(len(IN_TURN))
        yield address, workers


def test_a_worker_that_dies_loses_and_doubles_nothing(tmp_path: Path, cluster) -> None:
    address, workers = cluster
    course = tmp_path / "course"
    course.mkdir()
    small_class(course, STUDENTS)
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "gatescope.grading.cli", "mark", f"source/{NAME}", "submitted"),
            *("--dask", address),
        ],
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    marks = course / "marks"
    wait_for(tmp_path / "held", running)
    workers[0].send_signal(signal.SIGKILL)
    said, _ = running.communicate()
    assert running.returncode == 0, said
    results = [json.loads(file.read_text()) for file in marks.glob("*.json")]
    assert sorted(result["student"] for result in results) == [f"s{n}" for n in range(STUDENTS)]
    assert all(result["points"] == sum(ALL) for result in results)
    with (marks / "marks.csv").open(encoding="utf-8") as file:
        assert [row["student"] for row in csv.DictReader(file)] == [
            f"s{n}" for n in range(STUDENTS)
        ]
    assert not list(marks.glob("*.part"))


def test_a_cluster_that_is_not_there_is_named(tmp_path: Path) -> None:
    small_class(tmp_path, 1)
    done = mark(
        tmp_path,
        *("--dask", "tcp://127.0.0.1:9"),
        DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="2",
    )
    assert done.returncode == 1
    assert "gatescope-grading mark: --dask tcp://127.0.0.1:9: " in done.stderr
    assert "Traceback" not in done.stderr
