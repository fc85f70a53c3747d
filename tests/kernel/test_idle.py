"""What the kernel does for itself while nobody asks anything of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hosts import PROCESS
from session import Session, awaited

pytestmark = [PROCESS, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]


@pytest.fixture
def idle(session: Session) -> Session:
    """One that has done its own work: it has given back what starting took."""

    def megabytes(field: str) -> float:
        status = Path(f"/proc/{session.process.pid}/status").read_text()
        return int(status.split(f"{field}:")[1].split()[0]) / 1024

    awaited(lambda: megabytes("VmRSS") < megabytes("VmHWM") - 10)
    return session


def test_an_idle_kernel_gives_back_what_starting_took(idle: Session) -> None:
    assert idle.run("1 + 1").value == "2"


def test_what_the_kernel_compiles_for_itself_leaves_no_names_behind(idle: Session) -> None:
    for name in ["lstm", "values", "sum", "Counter"]:
        result = idle.run(f"{name};")
        assert result.status == "error", name
        assert f"Cannot find name '{name}'" in result.traceback
    assert idle.run("const sum = 'mine'; sum").value == "'mine'"


def test_interrupts_while_the_kernel_works_for_itself_harm_nothing(session: Session) -> None:
    for _ in range(5):
        session.interrupt()
    assert session.run("[1, 2].map(n => n * 2)").value == "[ 2, 4 ]"
