"""What a student entered where questions are marked: data that anybody may have written."""

from __future__ import annotations

import json
from typing import Any

#: Of a notebook at most so many sheets, and of a sheet so many answers, are read.
MOST_SHEETS, MOST_ANSWERS = 20, 100
#: A table of forty turns and twelve names is a tenth of it, in characters of JSON.
LONGEST = 50_000


def answered_in(cells: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What was entered for each question, by sheet, as the views keep it in these cells.

    Of a sheet that stands in several cells the last one counts. Whatever is no answer is left out.
    """
    found: dict[str, dict[str, Any]] = {}
    for cell in cells:
        for key, sheet in _items(_part(_part(cell.get("metadata"), "gatescope"), "answers")):
            answers = {
                name: given
                for name, answer in _items(_part(sheet, "answers"))[:MOST_ANSWERS]
                if _is_given(given := _part(answer, "given"))
            }
            if answers and (key in found or len(found) < MOST_SHEETS):
                found[key] = answers
        # A prediction is one question, by its own key.
        for key, guess in _items(_part(_part(cell.get("metadata"), "gatescope"), "predictions")):
            values = _part(guess, "values")
            if _is_given(values) and (key in found or len(found) < MOST_SHEETS):
                found[key] = {key: values}
    return found


def _part(value: object, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _items(value: object) -> list[tuple[str, Any]]:
    if not isinstance(value, dict) or len(value) > LONGEST:
        return []
    return [(key, each) for key, each in value.items() if isinstance(key, str) and len(key) <= 200]


def _is_given(value: object) -> bool:
    """A number, a text, or a table of numbers in which entries may be missing, its rows perhaps named."""
    if isinstance(value, dict | list) and _length(value) > LONGEST:
        return False
    if isinstance(value, dict):
        return all(isinstance(row, list) for _, row in _items(value)) and _is_given(
            [row for _, row in _items(value)]
        )
    if isinstance(value, list):
        rows = [row if isinstance(row, list) else [row] for row in value]
        return (
            all(each is None or _is_number(each) for row in rows for each in row)
            and len(json.dumps(value)) <= LONGEST
        )
    return _is_number(value) or (isinstance(value, str) and len(value) <= LONGEST)


def _length(value: dict[Any, Any] | list[Any]) -> int:
    """How many characters it has at least: asked before anything is made of millions of numbers."""
    if len(value) > LONGEST:
        return len(value)
    rows = value.values() if isinstance(value, dict) else value
    return sum(len(row) if isinstance(row, list) else 1 for row in rows)


def _is_number(value: object) -> bool:
    # JSON as Python reads it knows NaN, Infinity and whole numbers of any length.
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e300 < value < 1e300
