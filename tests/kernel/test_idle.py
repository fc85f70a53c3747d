"""What the kernel does for itself while nobody asks anything of it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hosts import PROCESS
from session import TIMEOUT, Session

#: Seconds after which a kernel has done its own work, on a busy machine too.
QUIET = 5


def test_what_the_kernel_compiles_for_itself_leaves_no_names_behind(session: Session) -> None:
    time.sleep(QUIET)
    for name in ["lstm", "values", "sum", "Counter"]:
        result = session.run(f"{name};")
        assert result.status == "error", name
        assert f"Cannot find name '{name}'" in result.traceback
    assert session.run("const sum = 'mine'; sum").value == "'mine'"


def test_an_interrupt_of_an_idle_kernel_harms_nothing(session: Session) -> None:
    for _ in range(5):
        time.sleep(0.1)
        session.interrupt()
    assert session.run("[1, 2].map(n => n * 2)").value == "[ 2, 4 ]"


@PROCESS
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_an_idle_kernel_gives_back_what_starting_took(session: Session) -> None:
    def megabytes(field: str) -> float:
        pid = session.manager.provisioner.pid  # type: ignore[union-attr]
        status = Path(f"/proc/{pid}/status").read_text()
        return int(status.split(f"{field}:")[1].split()[0]) / 1024

    deadline = time.monotonic() + TIMEOUT
    while megabytes("VmRSS") > megabytes("VmHWM") - 10:
        assert time.monotonic() < deadline
        time.sleep(0.5)
