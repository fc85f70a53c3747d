"""The page of public models is what a run of them gives now."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("compatibility", ROOT / "scripts/compatibility.py")
page = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = page
spec.loader.exec_module(page)

STANDS = (ROOT / "docs" / "compatibility.md").read_text("utf-8")


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


LINES = {cells(line)[0]: cells(line) for line in STANDS.splitlines() if line.startswith("|")}


@pytest.mark.parametrize("entry", page.ENTRIES, ids=lambda entry: entry.name)
def test_a_public_model_is_seen_as_the_page_says(entry):
    row = page.traced(entry)
    line = next(
        line for line in page.table([row, *KNOWN]).splitlines() if cells(line)[0] == entry.name
    )
    # The last digit of a difference hangs on the machine.
    assert cells(line)[:-1] == LINES[entry.name][:-1]
    assert row.difference is None or row.difference < 2e-6


#: A row that is seen, so that the table has something to count.
KNOWN = [page.Row(page.Entry("", "", "torch", lambda: (None, None)), difference=0.0)]


def test_the_page_has_every_model_and_nothing_else():
    assert {name for name in LINES if name.strip("- ")} == {
        "model",
        *(entry.name for entry in page.ENTRIES),
    }
    assert len({entry.name for entry in page.ENTRIES}) == len(page.ENTRIES) >= 40
