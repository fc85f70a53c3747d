"""Sentences of the lessons with a word that wants a control: because, cannot, never and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lesson_kernel import EXAMPLES, LESSONS

WORDS = re.compile(
    r"\b(because|wins|cannot|never|too many|does not help|do not help)\b", re.IGNORECASE
)
#: What a string of a question, a verdict or a reply holds.
STRINGS = re.compile(r"'((?:[^'\\\n]|\\.)*)'")


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:])\s+", re.sub(r"\s+", " ", text))


def found() -> Iterator[tuple[str, str, str]]:
    """Lesson, notebook cell and sentence, in the order in which they are read."""
    for lesson in [*LESSONS, *EXAMPLES]:
        for cell in lesson.read().cells:
            code = cell.cell_type == "code"
            texts = STRINGS.findall(cell.source) if code else [cell.source]
            for text in texts:
                for sentence in sentences(text):
                    if WORDS.search(sentence):
                        yield lesson.name, cell.id, sentence
