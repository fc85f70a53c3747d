"""Pieces of HTML that all parts of the page are made of. Whatever a stranger wrote goes through `safe`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from gatescope.grading.classmap.values import plain
from gatescope.tracing.percent import percent_text

WORDS = {
    "passed": "passed",
    "notYet": "not yet",
    "didNotRun": "did not run",
    "open": "not checked",
    "right": "right",
    "near": "near",
    "off": "off",
    "guess": "a guess",
    "fairlySure": "fairly sure",
    "certain": "certain",
}
Names = Callable[[str], str]


def safe(words: str) -> str:
    return escape(words, quote=True)


def named_by(students: list[str], names: bool) -> Names:
    numbers = {student: f"student {at}" for at, student in enumerate(sorted(set(students)), 1)}
    return lambda student: safe(plain(student, 80) if names else numbers.get(student, "a student"))


def many(number: int, one: str, several: str | None = None) -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def who_of(students: Iterable[str], named: Names) -> str:
    people = [named(student) for student in students]
    if not people:
        return ""
    return f"<details><summary>Who: {len(people)}</summary><p>{', '.join(people)}</p></details>"


def section_of(id_: str, title: str, content: str) -> str:
    """A part of the page with its heading, and a landmark of that name. Both are HTML already."""
    return (
        f'<section id="{id_}" aria-labelledby="{id_}-title">'
        f'<h2 id="{id_}-title">{title}</h2>{content}</section>'
    )


def table_of(
    caption: str, heads: list[str], rows: list[list[str]], numbers: Iterable[int] = ()
) -> str:
    """A table that scrolls by itself where it is too wide; no landmark, for a page has dozens.
    Cells are HTML already."""
    right = set(numbers)

    def row(cells: list[str]) -> str:
        made = [f'<th scope="row">{cells[0]}</th>']
        for at, cell in enumerate(cells[1:], 1):
            made.append(f"<td{' class=number' if at in right else ''}>{cell}</td>")
        return f"<tr>{''.join(made)}</tr>"

    head = "".join(
        f'<th scope="col"{" class=number" if at in right else ""}>{each}</th>'
        for at, each in enumerate(heads)
    )
    return (
        f'<div class="wide" role="group" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(map(row, rows))}</tbody></table></div>"
    )


def scrolled(said: str, svg: str) -> str:
    if not svg:
        return ""
    return f'<div class="wide keep-size" role="group" tabindex="0" aria-label="{said}">{svg}</div>'


def percent(share: float | None) -> str:
    return "–" if share is None else f"{percent_text(share)}%"


def discriminated(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-", "−")


def digits(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")
