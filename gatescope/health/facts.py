"""`findings.json`: what each finding is called, its cause, its cure, and every threshold with a reason."""

from __future__ import annotations

import json
from pathlib import Path

_FACTS = json.loads((Path(__file__).parent / "findings.json").read_text("utf-8"))
#: By the name of the finding: title, says, cause, cure and view.
KINDS: dict[str, dict[str, str]] = _FACTS["findings"]
#: By name: value and reason.
THRESHOLDS: dict[str, dict[str, float | str]] = _FACTS["thresholds"]


def threshold(name: str) -> float:
    """The value of a threshold."""
    return float(THRESHOLDS[name]["value"])
