"""A wrong guess of a prediction is told what is wrong with it, and a right one that it is right.

The class map judges a guess as the view does: both are held to one list of drawn ones.
"""

from __future__ import annotations

import pytest
from lesson_kernel import lesson_called

from gatescope.grading.classmap.guesses import PREDICTION, Guess, read_asked, verdict

#: Lesson, prediction, what was drawn, how good it is said to be, and what is said.
DRAWN = [
    ("01-networks-that-remember", "echo", [0.3, 0.15, 0.07, 0.03, 0.02, 0.01, 0], "right", "echo"),
    ("01-networks-that-remember", "echo", [0] * 7, "off", "drop to 0 at once"),
    ("01-networks-that-remember", "echo", [0.8, 0.9, 0.5, 0.2, 0.1, 0, 0], "off", "rise and fall"),
    ("01-networks-that-remember", "echo", [0.57, 0.47, 0.38, 0.28, 0.19, 0.1, 0], "off", "a share"),
    (
        "01-networks-that-remember",
        "echo",
        [0.5, 0.4, 0.33, 0.26, 0.2, 0.17, 0.14],
        "off",
        "W = 0.8",
    ),
    ("01-networks-that-remember", "bottleneck", [90, 95, 99, 100], "off", "too much of the small"),
    ("01-networks-that-remember", "bottleneck", [17, 33, 50, 70], "off", "too little"),
    ("02-why-memories-fade", "powers", [10], "off", "several times less"),
    ("02-why-memories-fade", "powers", [2], "near", "about twice"),
    ("02-why-memories-fade", "powers", [0], "near", "never reaches 0"),
    ("02-why-memories-fade", "radius", [20, 60, 20], "off", "They reach further"),
    ("03-inside-the-lstm", "pulse", [0.8, 0.3, *[0.2] * 12, *[0.7] * 13], "off", "rise and fall"),
    ("05-gru-or-lstm", "births", [600, 400, 350], "off", "one kind to win clearly"),
    ("05-gru-or-lstm", "adding", [0.05, 0.02, 0.01], "off", "the plain network to learn it"),
    ("05-gru-or-lstm", "adding", [0.33, 0.05, 0.05], "off", "even the plain one"),
    ("07-words-in-order", "order", [90, 65], "off", "the order to decide"),
    ("07-words-in-order", "order", [95, 95], "off", "too much of it"),
    ("13-a-day-off", "budget", [8, 6, 4, 2], "off", "It cannot find fewer"),
    ("13-a-day-off", "budget", [1, 3, 6, 9], "off", "It finds more"),
    ("14-the-gate-comes-back", "longer", [60, 60], "off", "both to suffer alike"),
    ("14-the-gate-comes-back", "longer", [90, 50], "off", "The other way around"),
    ("14-the-gate-comes-back", "parity", [50, 50], "off", "the other guesses"),
    ("15-a-state-that-learns", "changed", [60, 60], "off", "You expect no difference"),
    ("15-a-state-that-learns", "changed", [90, 50], "off", "The other way around"),
    ("16-attention-without-recurrence", "again", [60, 95, 50], "off", "Another order"),
    ("16-attention-without-recurrence", "again", [60, 90, 95], "off", "one layer with two"),
    ("16-attention-without-recurrence", "heads", [95, 95, 95], "off", "You expect no difference"),
    ("16-attention-without-recurrence", "tosses", [60, 60], "off", "You expect no difference"),
    ("16-attention-without-recurrence", "tosses", [50, 90], "off", "The other way around"),
]


@pytest.mark.parametrize(
    ("lesson", "key", "drawn", "quality", "words"),
    DRAWN,
    ids=[f"{lesson[:2]} {key} {drawn}" for lesson, key, drawn, *_ in DRAWN],
)
def test_a_guess_is_told_what_it_means(finished, lesson, key, drawn, quality, words):
    outputs = [
        output
        for cell in finished(lesson_called(lesson)).cells
        for output in cell.get("outputs", [])
    ]
    found = [read_asked(output.get("data", {}).get(PREDICTION)) for output in outputs]
    [asked] = [each for each in found if each is not None and each.key == key]
    given = [None] * (len(asked.truth) - len(drawn))
    said = verdict(asked, Guess((*given, *drawn), True, False, "certain", None))
    assert said is not None
    assert (said.quality, words in said.text) == (quality, True), said.text
