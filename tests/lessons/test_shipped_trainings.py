"""Trainings that ship with the lessons: all that a lesson asks for is there, and is what training gives."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import keep_trainings as shipped  # noqa: E402

LESSONS = shipped.notebooks()
#: One lesson is trained again in a run; the night draws another each time.
DRAWN = LESSONS[int(os.environ.get("GATESCOPE_SEED", "0")) % len(LESSONS)]


@pytest.mark.parametrize("notebook", LESSONS, ids=lambda notebook: notebook.stem)
def test_a_lesson_trains_nothing_that_it_says_ships(notebook: Path, tmp_path: Path) -> None:
    """Else make it anew: .venv/bin/python scripts/keep_trainings.py."""
    assert not shipped.run(notebook, tmp_path).exists()


def test_what_ships_with_a_lesson_is_what_training_gives(tmp_path: Path) -> None:
    made = shipped.train(DRAWN, tmp_path)
    assert shipped.differences(made, shipped.DATA / made.name) == []
