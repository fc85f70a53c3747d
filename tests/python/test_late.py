"""Due dates and extensions are nbgrader's: the page says how they are set, and it works as it is written."""

from __future__ import annotations

import os
import re
import sys
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import LateSubmissionPlugin
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[2]
DUE, LATE = datetime(2026, 12, 1, 18), datetime(2026, 12, 2, 6)


def section() -> str:
    page = (ROOT / "docs" / "classroom.md").read_text("utf-8")
    return page.partition("### Late, and later for one\n")[2].partition("\n### ")[0]


def seconds_late(student: str) -> float:
    """Of a submission that comes twelve hours after the due date, as autograde enters it."""
    with Gradebook("sqlite:///gradebook.db") as book:
        book.update_or_create_student(student)
        return float(
            book.update_or_create_submission("ps1", student, timestamp=LATE).total_seconds_late
        )


def test_more_time_for_one_student_as_the_page_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # nbgrader runs alembic as a command.
    places = [str(Path(sys.executable).parent), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(places))
    with Gradebook("sqlite:///gradebook.db") as book:
        book.add_assignment("ps1", duedate=DUE)
        book.add_student("anna")
        # Before anything was marked nbgrader knows no submission.
        with pytest.raises(MissingEntry):
            book.grant_extension("ps1", "anna", days=2)
    [code] = re.findall(r"```py\n(.*?)```", section(), re.DOTALL)
    exec(compile(code, "classroom.md", "exec"), {})
    assert seconds_late("anna") == 0
    assert seconds_late("bert") == 12 * 3600


def test_the_setting_of_the_page_gives_nothing_for_what_comes_late() -> None:
    [(name, value)] = re.findall(r'`c\.LateSubmissionPlugin\.(\w+) = "(\w+)"`', section())
    plugin = LateSubmissionPlugin(config=Config(LateSubmissionPlugin={name: value}))
    assert plugin.late_submission_penalty("bert", 7.5, 12 * 3600) == 7.5
    assert LateSubmissionPlugin().late_submission_penalty("bert", 7.5, 12 * 3600) is None
