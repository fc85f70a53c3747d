"""A class on one JupyterHub: how long until each has a lesson open, and the memory each takes.

All log in at the same moment, which is the worst that a lesson's beginning can do to the machine.
`GATESCOPE_BENCH_USERS=5` makes the class smaller.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Barrier

ROOT = Path(__file__).resolve().parents[1]
LAB = ROOT / ".venv" / "bin" / "python"
if Path(sys.executable) != LAB and LAB.is_file():
    # The peers' environment has no JupyterHub.
    os.execv(LAB, [str(LAB), *sys.argv])

sys.path.insert(0, str(ROOT / "tests" / "hub"))
os.environ["PYTHONPATH"] = str(ROOT)

import psutil
from hub import Student, run_cell, running_hub
from results import report

USERS = int(os.environ.get("GATESCOPE_BENCH_USERS", "20"))
LESSON = "01-networks-that-remember.ipynb"


@dataclass
class Opened:
    """What one student waited for, in seconds from the click on *Start*, and what it takes."""

    server: float
    page: float
    first_cell: float
    server_memory: float
    kernel_memory: float


def memory(process: psutil.Process) -> float:
    """MB, of pages that several processes share a part each."""
    return float(process.memory_full_info().pss) / 2**20


def server_of(student: Student) -> psutil.Process:
    for process in psutil.process_iter():
        named = any(part.endswith("singleuser.py") for part in process.cmdline())
        if named and process.environ().get("JUPYTERHUB_USER") == student.name:
            return process
    raise RuntimeError(f"{student.name} has no server")


def kernels_memory(kernel: str) -> float:
    found = [
        process
        for process in psutil.process_iter()
        if any(f"kernel-{kernel}.json" in part for part in process.cmdline())
    ]
    if not found:
        raise RuntimeError(f"no process has kernel {kernel}")
    return sum(memory(process) for process in found)


async def opened(student: Student, together: Barrier) -> Opened:
    """Starts the server, opens the lesson and runs it, and stays until all have."""
    together.wait()
    begun = time.monotonic()
    server = student.start()
    student.ask("GET", f"lab/tree/lessons/{LESSON}")
    notebook = student.read(f"lessons/{LESSON}")
    page = time.monotonic() - begun
    async with student.kernel(notebook, f"lessons/{LESSON}") as (kernel, line):
        code = [
            "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"
        ]
        await run_cell(line, code[0])
        first_cell = time.monotonic() - begun
        for cell in code[1:]:
            await run_cell(line, cell)
        together.wait()
        found = Opened(server, page, first_cell, memory(server_of(student)), kernels_memory(kernel))
        together.wait()
        return found


def session(student: Student, together: Barrier) -> Opened:
    try:
        return asyncio.run(opened(student, together))
    except BaseException:
        # The others would wait for ever.
        together.abort()
        raise


def a_class(users: int) -> list[Opened]:
    with tempfile.TemporaryDirectory(prefix="gatescope-bench-") as place:
        exchange = Path(place) / "exchange"
        exchange.mkdir()
        with running_hub(Path(place) / "hub", exchange) as address:
            students = [Student(address, f"s{number:02}") for number in range(users)]
            for student in students:
                student.log_in()
            together = Barrier(users)
            with ThreadPoolExecutor(users) as desks:
                return list(desks.map(lambda student: session(student, together), students))


def rows(users: int) -> None:
    found = a_class(users)
    who = "one user" if users == 1 else f"{users} users at once"
    for name, unit, values in (
        ("server there", "s", [each.server for each in found]),
        ("a lesson's page there", "s", [each.page for each in found]),
        ("its first cell run", "s", [each.first_cell for each in found]),
        ("memory of a server", "MB", [each.server_memory for each in found]),
        ("memory of a kernel that ran the lesson", "MB", [each.kernel_memory for each in found]),
    ):
        report(f"hub, {who}: {name}, median", median(values), unit)
        if users > 1:
            report(f"hub, {who}: {name}, most", max(values), unit)


rows(1)
rows(USERS)
