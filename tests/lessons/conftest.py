"""Lessons run in the built kernel, started through its Python launcher as an installed one is."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from functools import cache

import nbformat
import pytest
from lesson_kernel import KERNEL_NAME, ROOT, Checker, Lesson, checking, run_by
from mark_many import OneProcess, started
from said_on_node import keep_run, run_in_lab


def pytest_configure(config: pytest.Config) -> None:
    if not (ROOT / "gatescope" / "_kernel" / "kernel.js").is_file():
        raise pytest.UsageError("the kernel is not built: node scripts/build-kernel.mjs")
    specs = ROOT / "build" / "kernelspecs"
    folder = specs / "kernels" / KERNEL_NAME
    folder.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [sys.executable, "-m", "gatescope.kernel", "-f", "{connection_file}"],
        "display_name": "gatescope for lessons",
        "language": "typescript",
        "interrupt_mode": "message",
        "env": {"PYTHONPATH": str(ROOT)},
    }
    (folder / "kernel.json").write_text(json.dumps(spec))
    paths = [str(specs), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(path for path in paths if path)


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    """One kernel for all checks: each check runs in a thread of its own."""
    with checking(tmp_path_factory.mktemp("checks")) as started:
        yield started


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory):
    """Each lesson with its outputs: as the lab left it, or run once by nbconvert for all tests of it."""

    @cache
    def execute(lesson: Lesson) -> nbformat.NotebookNode:
        done = run_in_lab(lesson) or run_by(
            "nbconvert", lesson.read(), tmp_path_factory.mktemp(lesson.name)
        )
        keep_run(lesson, done)
        return done

    return execute


@pytest.fixture(scope="session")
def one_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneProcess]:
    """What marks without a process for each answer, for all tests."""
    with started(tmp_path_factory.mktemp("given")) as one:
        yield one
