"""What a student may read of a failed test, and what of it a rubric takes for one kind of answer."""

from __future__ import annotations

from typing import Any

from gatescope.grading import exercises
from gatescope.grading.classmap.reports import read_reports
from gatescope.grading.exercises import Exercise, Mistake
from gatescope.grading.marks_on_disk import guarded
from gatescope.grading.outputs import GENERIC, outputs_of

HIDDEN = (
    "left();\n/// BEGIN HIDDEN TESTS\ncheck.close('left', left(), 0.8 ** 5);\n/// END HIDDEN TESTS"
)
SAID = "Each step multiplies what is left by 0.8."
MISTAKES = (Mistake("return 0.8 * 5;", SAID), Mistake("return 1;", "Each"))


def failed(message: str, *, line: int | None = 2, source: str = HIDDEN) -> dict[str, Any]:
    """The one output of a test that fails so."""
    exercise = Exercise("left", "Left", "left", "", (), (exercises.Test("t", source, 2),), MISTAKES)
    report = {"application/vnd.gatescope.check+json": {}, "text/plain": message}
    test = {"id": "t", "points": 0, "maxPoints": 2, "message": message, "line": line}
    mark = {"points": 0, "maxPoints": 2, "message": message, "tests": [test], "outputs": report}
    [*shown, error] = outputs_of(exercise, mark)["t"]
    # The report of a hidden test would show its numbers.
    assert bool(shown) == (line == 0)
    return error


def test_a_hidden_test_says_what_its_teacher_wrote_for_such_an_answer_and_nothing_else() -> None:
    assert failed(SAID)["evalue"] == SAID
    assert failed("left: expected 0.3277, got 0.4096.")["evalue"] == GENERIC
    # Made by an answer that throws: what it was given is not told.
    assert failed(f"{SAID} 500000")["evalue"] == SAID
    assert failed(f"0.3277: {SAID}")["evalue"] == GENERIC
    assert failed("left: expected a number.", line=0)["evalue"] == "left: expected a number."


def test_behind_its_first_hidden_line_and_where_no_line_is_known_a_test_says_nothing() -> None:
    told = "got what I kept: 0.3277"
    for line in (1, 2, 3, 4, 5, None):
        assert failed(told, line=line, source=f"{HIDDEN}\nleft();")["evalue"] == GENERIC
    assert failed(told, line=0, source=f"{HIDDEN}\nleft();")["evalue"] == told


def test_a_kind_that_its_teacher_has_named_is_a_row_of_its_own() -> None:
    def message(error: dict[str, Any]) -> str:
        ours = {"exercise": {"role": "test", "id": "left"}}
        answer = {"metadata": {"gatescope": {"exercise": {"role": "answer", "id": "left"}}}}
        cells = [answer, {"metadata": {"gatescope": ours}, "outputs": [error]}]
        return read_reports({"cells": cells}, cells)[1]["left"].message

    named, other = failed(SAID), failed("left: expected 0.3277, got 0.4096.")
    assert (message(named), message(other)) == (SAID, GENERIC)


def test_no_text_of_a_table_moves_a_cursor_or_turns_a_line() -> None:
    assert guarded("a\x1b[2Jb\u202ec\x9b") == "a\\x1b[2Jb\\u202ec\\x9b"
    assert guarded(guarded("\x1b=1")) == guarded("\x1b=1") == "\\x1b=1"
    # A comment may have lines, and what is no formula stays as it is.
    assert guarded("mine\nand über") == "mine\nand über"
