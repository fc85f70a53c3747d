"""The fault clinic of lesson 04: its patients differ by what the views show, and by nothing else."""

from __future__ import annotations

import base64
import re
import sys
from array import array

import nbformat
import pytest
from lesson_kernel import cell_of, lesson_called, table_of

LESSON = "04-what-gates-are-good-for"
BUNDLES = "application/vnd.gatescope."
#: The choice that is right for each patient.
PLANTED = [
    "The mask is ignored: padding is read as if it were data.",
    "Nothing is wrong.",
    "The gradient is cut: back-propagation stops at some step.",
    "The weights of the forget gate and the input gate are swapped.",
    "The target leaks into the input.",
]


@pytest.fixture
def done(finished) -> nbformat.NotebookNode:
    return finished(lesson_called(LESSON))


def bundles(notebook: nbformat.NotebookNode, id_: str) -> list[dict]:
    return [
        bundle
        for output in cell_of(notebook, id_).outputs
        for mime, bundle in output.get("data", {}).items()
        if mime.startswith(BUNDLES)
    ]


def asked(notebook: nbformat.NotebookNode) -> list[dict]:
    [sheet] = bundles(notebook, "clinic-ask")
    return sheet["items"]


def test_each_patient_has_one_right_answer_and_it_is_what_was_planted(done):
    right = [
        [option["text"] for option in item["choice"]["options"] if option["right"]]
        for item in asked(done)
    ]
    assert right == [[text] for text in PLANTED]


def test_each_wrong_answer_is_told_what_would_have_been_seen(done):
    for item in asked(done):
        wrong = [option for option in item["choice"]["options"] if not option["right"]]
        assert len(wrong) == 5
        assert all(re.match(r"Then\b", option["reply"]) for option in wrong)
        assert len({option["reply"] for option in wrong}) == 5


def test_no_picture_names_what_was_planted(done):
    for id_ in ("clinic-plant", "clinic-look", "clinic-flow"):
        text = str(cell_of(done, id_).outputs)
        assert not any(planted in text for planted in PLANTED)
    titles = [bundle["title"] for bundle in bundles(done, "clinic-look")]
    assert titles == [f"Patient {letter}" for letter in "ABCDE"]


def numbers(stored: dict) -> array:
    """The numbers of an array as bundles keep it: little-endian, as base64."""
    found = array({"f32": "f", "f64": "d"}[stored["dtype"]])
    found.frombytes(base64.b64decode(stored["data"]))
    if sys.byteorder == "big":
        found.byteswap()
    return found


def channel(trace: dict, name: str) -> list[list[float]]:
    """A row for each step."""
    [layer] = trace["layers"]
    [found] = [each["array"] for each in layer["channels"] if each["name"] == name]
    values, units = numbers(found), layer["units"]
    return [list(values[at : at + units]) for at in range(0, len(values), units)]


def near(a: list[float], b: list[float]) -> bool:
    return all(abs(x - y) < 1e-6 for x, y in zip(a, b, strict=True))


def signs(trace: dict, healthy: dict) -> list[bool]:
    """What the views show of a patient: padding read, gradient cut, gates swapped, target leaked."""
    [mark] = trace["time"]["marks"]
    start = mark["step"]
    assert start == 60
    gradient = [max(map(abs, row)) for row in channel(trace, "dL/dh")]
    first = next(step for step, size in enumerate(gradient) if size > 0)
    inputs = list(numbers(trace["input"]["array"]))[::2][:start]
    target = list(numbers(trace["targets"][0]["values"]))[:start]
    h = channel(trace, "h")
    return [
        any(h[step] != h[start - 1] for step in range(start, len(h))),
        first > 0,
        near(channel(trace, "f")[0], channel(healthy, "i")[0])
        and near(channel(trace, "i")[0], channel(healthy, "f")[0]),
        near(inputs, target),
    ]


def test_each_patient_shows_the_sign_of_its_fault_and_no_other(done):
    [healthy] = bundles(done, "clinic-plant")
    found = [signs(patient, healthy) for patient in bundles(done, "clinic-look")]
    assert signs(healthy, healthy) == [False] * 4
    assert found == [
        [True, False, False, False],
        [False] * 4,
        [False, True, False, False],
        [False, False, True, False],
        [False, False, False, True],
    ]


def test_the_picture_of_all_gradients_shows_where_one_is_cut(done):
    [flow] = bundles(done, "clinic-flow")
    firsts = [
        next(step for step, size in enumerate(numbers(network["hidden"])) if size > 0)
        for network in flow["networks"]
    ]
    # The healthy network, then the patients: that of C begins ten days before the last.
    assert firsts == [0, 0, 0, 50, 0, 0]


def test_the_report_finds_what_the_text_below_it_says(done):
    words = [
        [word.strip() for word in row if word.strip()]
        for row in table_of(cell_of(done, "clinic-health"))
    ]
    found = [(network, finding) for network, finding, *_ in words]
    assert found == [
        ("healthy, B and C", "nothing"),
        ("A, padding read", "nothing"),
        ("D, gates swapped", "The gradient vanishes"),
        ("E, target leaked", "The gradient vanishes"),
        ("no patient: forget gate shut", "The gradient vanishes"),
        ("no patient: forget gate shut", "A gate is stuck shut"),
    ]


def test_the_places_that_the_report_names_are_shown(done):
    flow, gate = bundles(done, "clinic-places")
    assert flow["threshold"] == 1e-7
    assert [network["name"] for network in flow["networks"]] == [
        "healthy, B and C",
        "D, gates swapped",
        "E, target leaked",
        "no patient: forget gate shut",
    ]
    # In all but the healthy one the gradient falls below that; the gate that is stuck is the one in view.
    lowest = [min(numbers(network["cellState"])) for network in flow["networks"]]
    last = [numbers(network["cellState"])[59] for network in flow["networks"]]
    assert [low < 1e-7 * end for low, end in zip(lowest, last, strict=True)] == [
        False,
        True,
        True,
        True,
    ]
    assert "A gate is stuck shut: f, unit 0" in gate["title"]
    assert max(max(row) for row in channel(gate, "f")) < 0.001
