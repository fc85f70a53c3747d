"""What the Check button gave an answer, as its notebook says: the student's word, and only compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from gatescope.grading.exercises import Exercise, Work
from gatescope.grading.notebook_file import Cell, metadata_of
from gatescope.grading.outputs import has_hidden


def receipts_of(submission: Cell, exercise: str, texts: Iterable[str]) -> list[tuple[float, float]]:
    """Points and most points that the Check button gave one of these very texts, if it says so."""
    receipts = metadata_of(submission, "gatescope").get("checked")
    receipt = receipts.get(exercise) if isinstance(receipts, dict) else None
    if not isinstance(receipt, dict):
        return []
    points, most = receipt.get("points"), receipt.get("maxPoints")
    if not isinstance(points, int | float) or not isinstance(most, int | float):
        return []
    digests = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]
    return [(points, most)] if receipt.get("answer") in digests and 0 <= points <= most else []


def otherwise_checked(
    submission: Cell, work: Work, exercise: Exercise, mark: dict[str, Any]
) -> list[str]:
    """What is said where the Check button gave the same answer other points; no mark depends on it.

    The same is what was judged, wherever it stood, and what stands in the cell made for it. Of hidden
    tests the button knows nothing.
    """
    if exercise.asks or any(has_hidden(test.source) for test in exercise.tests):
        return []
    made = [cell["source"] for cell in work.cells if cell["role"] == "answer"]
    return [
        f"the Check button gave this answer {points:g} of {most:g}, marking {mark['points']:g}"
        for points, most in receipts_of(submission, exercise.id, [*made, mark["answer"]])
        if most == mark["maxPoints"] and abs(points - mark["points"]) > 1e-9
    ]
