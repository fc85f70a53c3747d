"""The fault clinic of lesson 03: its patients differ by what the views show, and by nothing else."""

from __future__ import annotations

import math

import nbformat
import pytest
from lesson_kernel import cell_of, lesson_called

LESSON = "03-inside-the-lstm"
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
    return finished(lesson_called(LESSON))[0]


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
        assert all(option["reply"].startswith("Then ") for option in wrong)
        assert len({option["reply"] for option in wrong}) == 5


def test_no_picture_names_what_was_planted(done):
    for id_ in ("clinic-plant", "clinic-look", "clinic-flow"):
        text = str(cell_of(done, id_).outputs)
        assert not any(planted in text for planted in PLANTED)
    titles = [bundle["title"] for bundle in bundles(done, "clinic-look")]
    assert titles == [f"Patient {letter}" for letter in "ABCDE"]


def test_a_cut_gradient_ends_from_one_step_to_the_next_and_the_others_fade(done):
    [flow] = bundles(done, "clinic-flow")
    ended = []
    for network in flow["networks"]:
        sizes = network["hidden"]
        sizes = sizes if isinstance(sizes, list) else sizes["values"]
        assert len(sizes) == 70
        ended.append([size == 0 for size in sizes])
    healthy, *patients = ended
    assert not any(healthy)
    cut = patients.pop(2)
    assert cut.index(False) == 49
    assert all(cut[:49])
    assert not any(cut[49:])
    assert not any(any(each) for each in patients)


def test_the_forecasts_of_the_healthy_patient_are_those_of_the_healthy_network(done):
    [healthy] = bundles(done, "clinic-plant")
    patients = bundles(done, "clinic-look")
    same = [patient["outputs"] == healthy["outputs"] for patient in patients]
    assert same == [True, True, True, False, False]
    assert math.isfinite(healthy["loss"]["value"])
