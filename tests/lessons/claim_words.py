"""Sentences of the lessons with a word that wants a control: because, since, helps and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lesson_kernel import EXAMPLES, LESSONS

WORDS = re.compile(
    r"\b("
    # A cause. (The days since it rained, and the years since 2017, are times.)
    r"because|thanks to|due to|(?<!days )since(?! (?:\d|the last|rain|it rained))|"
    # A comparison.
    r"wins|better|worse|help(?:s|ed)?|"
    # What holds everywhere.
    r"cannot|never|too many|(?:for|from|in|with) (?:every|each) seed|"
    r"(?:each of the|all|the|none of the) (?:three|five|ten) (?:seeds|networks)"
    r")\b",
    re.IGNORECASE,
)
#: A name, or an option of a word or two, says nothing by itself.
FEWEST_WORDS = 3
#: What a string of a question, a verdict or a reply holds.
STRINGS = re.compile(r"'((?:[^'\\\n]|\\.)*)'")


def sentences(text: str) -> list[str]:
    """Without the mark of a list before them."""
    found = re.split(r"(?<=[.!?:])\s+", re.sub(r"\s+", " ", text))
    return [sentence.removeprefix("- ") for sentence in found]


def found() -> Iterator[tuple[str, str, str]]:
    """Lesson, notebook cell and sentence, in the order in which they are read."""
    for lesson in [*LESSONS, *EXAMPLES]:
        for cell in lesson.read().cells:
            code = cell.cell_type == "code"
            texts = STRINGS.findall(cell.source) if code else [cell.source]
            for text in texts:
                for sentence in sentences(text):
                    if WORDS.search(sentence) and len(sentence.split()) >= FEWEST_WORDS:
                        yield lesson.name, cell.id, sentence
