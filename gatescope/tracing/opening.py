"""What a view opens on, as `show` takes it and a bundle holds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import GatescopeError

# As the schema of a bundle has them: `npm run generate` writes the file.
VIEWS = tuple(json.loads((Path(__file__).parent / "views.json").read_text("utf-8")))
SORTS = ("index", "similarity", "groups", "peak", "value")
QUANTITIES = ("hidden", "cellState", "product", "wholeLoss")
SMOOTHINGS = (0, 0.6, 0.9)

# Options of which there are a few values.
ALLOWED: dict[str, tuple[Any, ...]] = {
    "view": VIEWS,
    "sort": SORTS,
    "quantity": QUANTITIES,
    "smoothing": SMOOTHINGS,
}
PLACES = ("unit", "step", "feature", "output", "answer", "epoch")
SWITCHES = (
    *("lines", "difference", "over_sequences", "own_scales", "gradients"),
    *("mean", "all_units", "all_steps", "way_back", "log", "gates"),
)
NAMES = (
    *("view", "layer", "sort", "sort_at", "pattern", "quantity", "threshold", "window"),
    *(*SWITCHES, *PLACES, "smoothing", "color", "channels", "clamps", "edits"),
)

# What a change has, and what it may have besides.
CHANGES: dict[str, tuple[set[str], set[str]]] = {
    "clamps": ({"layer", "channel", "value"}, {"units", "steps"}),
    "edits": ({"step", "feature", "value"}, set()),
}

# How the options of `show` are called in a bundle, where that is otherwise.
FIELDS = {
    "over_sequences": "overSequences",
    "own_scales": "ownScales",
    "sort_at": "sortAt",
    "all_units": "allUnits",
    "all_steps": "allSteps",
    "way_back": "wayBack",
}


def opening_of(**given: Any) -> dict[str, Any]:
    """The options that were given, each looked at, by their names in a bundle."""
    return {
        FIELDS.get(name, name): _checked(name, value)
        for name, value in given.items()
        if value is not None
    }


def _checked(name: str, value: Any) -> Any:
    if name in ALLOWED:
        if value not in ALLOWED[name] or isinstance(value, bool):
            allowed = ", ".join(map(str, ALLOWED[name]))
            raise GatescopeError(f"show: {name} must be one of {allowed}, got {value!r}")
    elif name in SWITCHES:
        if not isinstance(value, bool):
            raise GatescopeError(f"show: {name} must be True or False, got {value!r}")
    elif name in PLACES:
        if not _is_count(value):
            raise GatescopeError(f"show: {name} must be a whole number from 0, got {value!r}")
    elif name == "color":
        if not _is_text(value):
            raise GatescopeError(f"show: color must be an input's name or 'step', got {value!r}")
    elif name == "threshold":
        if not _is_number(value) or value <= 0:
            raise GatescopeError(f"show: threshold must be a number above 0, got {value!r}")
    elif name == "window":
        return _window(value)
    elif name == "channels":
        if not isinstance(value, (list, tuple)) or not all(map(_is_text, value)):
            raise GatescopeError(f"show: channels must be a list of texts, got {value!r}")
        return list(value)
    elif name == "sort_at":
        return _with(name, value, channel=_is_text, step=_is_count)
    elif name == "pattern":
        found = _with(name, value, channel=_is_text, steps=_is_pair, threshold=_is_number)
        return {**found, "steps": list(found["steps"])}
    elif name in ("clamps", "edits"):
        return _changes(name, value)
    return value


def _changes(name: str, value: Any) -> list[dict[str, Any]]:
    needed, more = CHANGES[name]
    if (
        not isinstance(value, (list, tuple))
        or not all(isinstance(each, Mapping) for each in value)
        or not all(needed <= set(each) <= needed | more for each in value)
    ):
        raise GatescopeError(
            f"show: {name} must be a list of objects with {', '.join(sorted(needed))}, got {value!r}"
        )
    return [dict(each) for each in value]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, (list, tuple))
        and len(value) == 2
        and all(_is_count(each) for each in value)
    )


def _window(value: Any) -> list[int]:
    if not _is_pair(value) or value[0] >= value[1]:
        raise GatescopeError(
            f"show: window must be the first step in view and the one after the last, got {value!r}"
        )
    return list(value)


def _with(name: str, value: Any, **fields: Any) -> dict[str, Any]:
    if (
        not isinstance(value, Mapping)
        or set(value) != set(fields)
        or not all(fits(value[field]) for field, fits in fields.items())
    ):
        raise GatescopeError(f"show: {name} must have {', '.join(fields)}, got {value!r}")
    return dict(value)
