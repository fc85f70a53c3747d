"""What a view opens on, as `show` takes it and a bundle holds it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import GatescopeError

#: What each may be, as the schema of a bundle has it: `npm run generate` writes the file.
_RULES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "opening.json").read_text("utf-8")
)
#: Of bundles that Python never makes: predictions, claims, and looks with their queries and keys.
NEVER_MADE = frozenset({"forecast", "truth", "budget", "rate", "size", "look"})
#: How the options of `show` are called in a bundle: `own_scales`, `ownScales`.
FIELDS = {
    re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", field): field
    for field in _RULES
    if field not in NEVER_MADE
}

# What is said of an option where its rule alone says too little.
_WORDS = {
    "window": "the first step in view and the one after the last",
    "color": "an input's name or 'step'",
}


def opening_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given, each looked at, by their names in a bundle."""
    return {
        FIELDS[name]: _checked(name, value) for name, value in given.items() if value is not None
    }


def _checked(name: str, value: Any) -> Any:
    rule = _RULES[FIELDS[name]]
    if not _fits(rule, value) or (name == "window" and value[0] >= value[1]):
        raise GatescopeError(f"show: {name} must {_wanted(name, rule)}, got {value!r}")
    return _plain(value)


def _fits(rule: Mapping[str, Any], value: Any) -> bool:
    if "enum" in rule:
        return value in rule["enum"] and not isinstance(value, bool)
    return any(_is(kind, rule, value) for kind in _kinds(rule))


def _kinds(rule: Mapping[str, Any]) -> list[str]:
    kinds = rule["type"]
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _is(kind: str, rule: Mapping[str, Any], value: Any) -> bool:
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "string":
        return isinstance(value, str) and re.search(rule.get("pattern", ""), value) is not None
    if kind == "array":
        return (
            isinstance(value, (list, tuple))
            and rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value))
            and all(_fits(rule["items"], each) for each in value)
        )
    if kind == "object":
        fields = rule["properties"]
        return (
            isinstance(value, Mapping)
            and set(rule["required"]) <= set(value) <= set(fields)
            and all(_fits(fields[field], each) for field, each in value.items())
        )
    return (
        isinstance(value, int if kind == "integer" else (int, float))
        and not isinstance(value, bool)
        and value >= rule.get("minimum", value)
        and value > rule.get("exclusiveMinimum", value - 1)
    )


def _wanted(name: str, rule: Mapping[str, Any]) -> str:
    if "enum" in rule:
        return f"be one of {', '.join(map(str, rule['enum']))}"
    if name in _WORDS:
        return f"be {_WORDS[name]}"
    if rule["type"] == "array":
        items = rule["items"]
        of = f"objects with {_fields(items)}" if items["type"] == "object" else "texts"
        return f"be a list of {of}"
    return {
        "boolean": "be True or False",
        "string": "be a text",
        "integer": "be a whole number from 0",
        "number": "be a number above 0",
    }.get(rule["type"]) or f"have {_fields(rule)}"


def _fields(rule: Mapping[str, Any]) -> str:
    return ", ".join(sorted(rule["required"]))


def _plain(value: Any) -> Any:
    """Lists and objects of the caller's own, which may change, as they are now."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value
