"""Answers that are tried: solutions with a fault in them, and solutions in other words."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Wrong:
    """The solution with some of its text replaced, and what the student is then told."""

    exercise: str
    changes: dict[str, str]
    message: str
    status: str = "notYet"
    #: Text of the line on which the fault is placed.
    line: str | None = None
    first: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Right:
    """The solution written in another way."""

    exercise: str
    changes: dict[str, str]
