"""What a view opens on: the options of `show` are those of the schema that its bundles have."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import pytest

from gatescope.tracing.errors import GatescopeError
from gatescope.tracing.opening import FIELDS, NEVER_MADE, opening_of
from gatescope.tracing.showing import show

SCHEMAS = Path(__file__).resolve().parents[2] / "src" / "trace" / "schema"
OPENING = json.loads((SCHEMAS / "common.json").read_text("utf-8"))["$defs"]["opening"]["properties"]


def test_show_takes_every_option_of_a_view_that_python_makes():
    kinds = {inspect.Parameter.KEYWORD_ONLY}
    taken = [
        name for name, each in inspect.signature(show).parameters.items() if each.kind in kinds
    ]
    assert set(taken) - {"title", "renderer"} == set(FIELDS)
    assert set(FIELDS.values()) == {"view", *OPENING} - NEVER_MADE
    assert set(OPENING) >= NEVER_MADE


@pytest.mark.parametrize(
    ("given", "opened"),
    [
        ({"form": "histogram", "derivatives": True}, {"form": "histogram", "derivatives": True}),
        ({"own_scales": False, "unit": None}, {"ownScales": False}),
        ({"window": (1, 3), "channels": ("h 0",)}, {"window": [1, 3], "channels": ["h 0"]}),
        ({"smoothing": 0.6, "threshold": 0.1}, {"smoothing": 0.6, "threshold": 0.1}),
        (
            {"clamps": [{"layer": "lstm", "channel": "f", "value": "mean", "units": (0,)}]},
            {"clamps": [{"layer": "lstm", "channel": "f", "value": "mean", "units": [0]}]},
        ),
    ],
)
def test_options_are_called_as_the_bundle_has_them(given, opened):
    assert opening_of(given) == opened


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"form": "pie"}, "form must be one of map, histogram, epochs, sequences, got 'pie'"),
        ({"derivatives": 1}, "derivatives must be True or False, got 1"),
        ({"smoothing": False}, "smoothing must be one of 0, 0.6, 0.9, got False"),
        ({"unit": True}, "unit must be a whole number from 0, got True"),
        ({"channels": "h 0"}, "channels must be a list of texts, got 'h 0'"),
        ({"window": [2, 2]}, "window must be the first step in view and the one after the last"),
        ({"edits": [{"step": 1, "feature": 0, "value": "x"}]}, "edits must be a list of objects"),
        ({"clamps": [{"layer": "l", "channel": "f", "value": "least"}]}, "clamps must be a list"),
    ],
)
def test_what_does_not_fit_is_said(given, words):
    with pytest.raises(GatescopeError, match=words):
        opening_of(given)
