"""docs/scores.md says what the examples measure on held-out data: their own tables.

GATESCOPE_WRITE_SCORES=1 pytest tests/lessons/test_scores_page.py writes it from a run of each.
"""

from __future__ import annotations

import os
import re

import pytest
from lesson_kernel import EXAMPLES, ROOT, Lesson, cell_of, text_of

PAGE = ROOT / "docs" / "scores.md"
by_name = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


def title_of(example: Lesson) -> str:
    return example.read().cells[0].source.splitlines()[0].removeprefix("# ")


def rows_of(text: str) -> list[list[str]]:
    """The header and the rows of a table in plain text, cut where the rule under its header is."""
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("─"))
    columns = [match.span() for match in re.finditer("─+", lines[at])]
    table = [lines[at - 1], *lines[at + 1 :]]
    return [[line[start:end].strip() for start, end in columns] for line in table if line.strip()]


def measured(notebook) -> str:
    """What the notebook cell `scores` shows, in Markdown."""
    text = text_of(cell_of(notebook, "scores"))
    caption = text.splitlines()[0].strip()
    head, *rows = rows_of(text)
    lines = [head, ["---"] * len(head), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{caption}.\n\n{table}\n"


def parts_of_page() -> tuple[str, dict[str, str]]:
    opening, *parts = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return opening, dict(part.split("\n\n", 1) for part in parts)


def write(title: str, part: str) -> None:
    opening, parts = parts_of_page()
    parts[title] = part
    told = [f"## {name}\n\n{parts[name].strip()}\n" for name in titles() if name in parts]
    PAGE.write_text("\n".join([opening.strip() + "\n", *told]), "utf-8")


def titles() -> list[str]:
    return [title_of(example) for example in EXAMPLES]


def words_and_numbers(part: str) -> tuple[list[str], list[float]]:
    """What a part of the page says, however its columns are padded."""
    number = r"−?\d+(?:\.\d+)?"
    rows = [re.split(r"\s*\|\s*", line.strip(" |")) for line in part.splitlines() if line.strip()]
    entries = [entry for row in rows for entry in row if entry and not re.fullmatch("-+:?", entry)]
    numbers = [float(entry.replace("−", "-")) for entry in entries if re.fullmatch(number, entry)]
    return [entry for entry in entries if not re.fullmatch(number, entry)], numbers


def test_the_page_names_every_example():
    assert list(parts_of_page()[1]) == titles()


@by_name
def test_the_page_says_what_an_example_measures(example, finished):
    part = measured(finished(example)[0])
    if os.environ.get("GATESCOPE_WRITE_SCORES"):
        write(title_of(example), part)
    words, numbers = words_and_numbers(parts_of_page()[1][title_of(example)])
    own_words, own_numbers = words_and_numbers(part)
    assert words == own_words
    # Another processor rounds otherwise, and a training grows what it rounded.
    assert numbers == pytest.approx(own_numbers, rel=0.1, abs=3), "GATESCOPE_WRITE_SCORES=1"
