"""What a teacher sees while a class is marked."""

from __future__ import annotations

import io
import sys

import pytest

from gatescope.grading.mark import BAR, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("count", "left", "full", "words"),
    [
        (1, 95.4, 0, "1 of 200 marked, 1:35 left"),
        (100, 59.6, BAR // 2, "100 of 200 marked, 1:00 left"),
        (200, 0, BAR, "200 of 200 marked, 0:00 left"),
    ],
)
def test_a_terminal_shows_a_bar_that_fills_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch, count: int, left: float, full: int, words: str
) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    progress(count, 200, left)
    line = screen.getvalue()
    assert line.startswith("\r[" + "#" * full + " " * (BAR - full) + "]")
    assert words in line
    # Only the last one leaves its line to what is printed next.
    assert line.endswith("\n") == (count == 200)


def test_a_file_gets_words_alone_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    progress(1, 3, 4)
    progress(2, 3, 2)
    assert capsys.readouterr().err.split("\n") == [
        "1 of 3 marked, 0:04 left ",
        "2 of 3 marked, 0:02 left ",
        "",
    ]
