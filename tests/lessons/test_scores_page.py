"""docs/scores.md says what lessons and examples measure on held-out data: their own tables.

GATESCOPE_WRITE_SCORES=1 pytest tests/lessons/test_scores_page.py writes it from a run of each.
"""

from __future__ import annotations

import os
import re

import pytest
from lesson_kernel import EXAMPLES, LESSONS, ROOT, Lesson, cell_of, table_text_of

PAGE = ROOT / "docs" / "scores.md"
# The lessons on the page, and the notebook cell of each that scores networks beside a baseline.
CELLS = {
    "04": "break-table",
    "05": "births-table",
    "06": "rival-table",
    "07": "order-table",
    "08": "results-table",
    "09": "horizon-table",
    "10": "results-table",
    "11": "honest-table",
    "12": "test-table",
    "13": "budget-table",
    "14": "copy-table",
    "15": "memory-table",
    "16": "again-table",
}
SCORED = [*(lesson for lesson in LESSONS if lesson.name[:2] in CELLS), *EXAMPLES]
by_name = pytest.mark.parametrize("scored", SCORED, ids=lambda scored: scored.name)


def title_of(scored: Lesson) -> str:
    title = scored.read().cells[0].source.splitlines()[0].removeprefix("# ")
    return f"{scored.name[:2]} {title}" if scored in LESSONS else title


def rows_of(text: str) -> list[list[str]]:
    """The header and the rows of a table in plain text, cut where the rule under its header is."""
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("─"))
    columns = [match.span() for match in re.finditer("─+", lines[at])]
    table = [lines[at - 1], *lines[at + 1 :]]
    return [[line[start:end].strip() for start, end in columns] for line in table if line.strip()]


def measured(notebook, cell: str) -> str:
    """The table that a notebook cell shows, in Markdown."""
    text = table_text_of(cell_of(notebook, cell))
    first, second = text.splitlines()[:2]
    # Without a caption the rule stands in the second line.
    caption = "" if second.startswith("─") else f"{first.strip()}.\n\n"
    head, *rows = rows_of(text)
    lines = [head, ["---"] * len(head), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{caption}{table}\n"


def parts_of_page() -> tuple[str, dict[str, str]]:
    opening, *parts = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return opening, dict(part.split("\n\n", 1) for part in parts)


def write(title: str, part: str) -> None:
    opening, parts = parts_of_page()
    parts[title] = part
    told = [f"## {name}\n\n{parts[name].strip()}\n" for name in titles() if name in parts]
    PAGE.write_text("\n".join([opening.strip() + "\n", *told]), "utf-8")


def titles() -> list[str]:
    return [title_of(scored) for scored in SCORED]


def words_and_numbers(part: str) -> tuple[list[str], list[float]]:
    """What a part of the page says, however its columns are padded.

    What a search settled on is left out of the words: another processor may find another best.
    """
    number = r"−?\d+(?:\.\d+)?"
    part = re.sub(r"\d+ (?=units|epochs)", "", part)
    rows = [re.split(r"\s*\|\s*", line.strip(" |")) for line in part.splitlines() if line.strip()]
    entries = [entry for row in rows for entry in row if entry and not re.fullmatch("-+:?", entry)]
    numbers = [float(entry.replace("−", "-")) for entry in entries if re.fullmatch(number, entry)]
    return [entry for entry in entries if not re.fullmatch(number, entry)], numbers


def test_the_page_names_every_scored_notebook():
    assert list(parts_of_page()[1]) == titles()


@by_name
def test_the_page_says_what_a_notebook_measures(scored, finished):
    part = measured(finished(scored), CELLS.get(scored.name[:2], "scores"))
    if os.environ.get("GATESCOPE_WRITE_SCORES"):
        write(title_of(scored), part)
    words, numbers = words_and_numbers(parts_of_page()[1][title_of(scored)])
    own_words, own_numbers = words_and_numbers(part)
    assert words == own_words
    # Another processor rounds otherwise, and a training grows what it rounded.
    assert numbers == pytest.approx(own_numbers, rel=0.25, abs=5), "GATESCOPE_WRITE_SCORES=1"
