"""What is read of a run by what draws, measures and saves it."""

from __future__ import annotations

from typing import Protocol

from .records import RunRecord


class Traced(Protocol):
    """A run, without the ways to run it again."""

    id: str
    title: str | None
    record: RunRecord

    @property
    def recomputable(self) -> bool:
        """Whether it can be run again with changes."""
        ...

    @property
    def stale(self) -> bool:
        """Whether the model was trained since."""
        ...

    def of_answer(self, step: int) -> RunRecord:
        """The record with the gradients of the answer at a step alone."""
        ...
