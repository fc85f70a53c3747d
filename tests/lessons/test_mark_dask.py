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

import pytest
from fault_cases import ALL, NAME
from test_mark import mark, small_class

STUDENTS = 8
WORKERS = 2


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


def until(true: object, seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline, "nothing came in time"
        time.sleep(0.05)


@pytest.fixture()
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and its workers."""
    file = tmp_path / "scheduler.json"
    about = ("--scheduler-file", str(file))
    with ExitStack() as stack:
        stack.enter_context(
            started(tmp_path, "scheduler", *about, "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
        )  # fmt: skip
        until(file.is_file)
        workers = [
            stack.enter_context(
                started(
                    tmp_path,
                    *("worker", *about, "--nthreads", "1", "--no-nanny", "--no-dashboard"),
                    *("--name", f"w{number}", "--local-directory", str(tmp_path / f"w{number}")),
                )
            )
            for number in range(WORKERS)
        ]
        address = json.loads(file.read_text())["address"]
        from distributed import Client

        with Client(address) as client:
            client.wait_for_workers(WORKERS, timeout=240)
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
    until(lambda: len(list(marks.glob("*.json"))) >= 2 or running.poll() is not None)
    workers[0].send_signal(signal.SIGKILL)
    assert len(list(marks.glob("*.json"))) < STUDENTS, "the worker died too late to be missed"
    said, _ = running.communicate(timeout=600)
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
