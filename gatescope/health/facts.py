"""`findings.json`: what each finding is called, its cause, its cure, every threshold and when it is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FACTS = json.loads((Path(__file__).parent / "findings.json").read_text("utf-8"))
#: By the name of the finding: title, says, cause, cure and view.
KINDS: dict[str, dict[str, str]] = _FACTS["findings"]
#: By name: value and reason.
THRESHOLDS: dict[str, dict[str, float | str]] = _FACTS["thresholds"]

#: What the rules say more than once, by name.
TERMS: dict[str, Any] = _FACTS["terms"]
#: In the order in which findings are told. `on` is where a rule is tried: a `layer`, its `output`, each `gate`,
#: `candidate` or `state`; `units` of which units it holds, `if` whether it does of all of them together.
RULES: list[dict[str, Any]] = _FACTS["rules"]


def threshold(name: str) -> float:
    """The value of a threshold."""
    return float(THRESHOLDS[name]["value"])
