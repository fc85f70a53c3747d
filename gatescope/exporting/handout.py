"""What of a notebook a page shows: folds stay shut, and no key of a question travels."""

from __future__ import annotations

import re
from typing import Any

from nbconvert.preprocessors import Preprocessor

from gatescope.grading.outputs import without_hidden

#: What draws a question; its key is in what it draws.
KEYED = ("application/vnd.gatescope.prediction+json", "application/vnd.gatescope.questions+json")
SOLUTION = re.compile(r"^([ \t]*)\S* *BEGIN SOLUTION.*?END SOLUTION[^\n]*$", re.M | re.S)
HEADING = re.compile(r"^(#{1,6}) ", re.M)
#: Where the handout says of a cell what the template draws around it.
MARK = "gatescope_page"


class Handout(Preprocessor):
    """Takes out what readers of a page are not meant to get, and marks what stays folded.

    A notebook cell that asks, or that tests, keeps the line that says what it does; a question keeps
    its words. Solutions and hidden tests between their marks go, as from what students get.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Changes the exporter's own copy of the notebook."""
        comment = "#" if nb.metadata.get("kernelspec", {}).get("language") == "python" else "//"
        is_lesson = "lesson" in nb.metadata.get("gatescope", {})
        open_sections: list[int] = []
        for cell in nb.cells:
            cell.source = without_solution(without_hidden(cell.source), cell.cell_type, comment)
            mark: dict[str, Any] = {"ends": 0, "section": False}
            level = heading_level(cell)
            while level and open_sections and open_sections[-1] >= level:
                open_sections.pop()
                mark["ends"] += 1
            if level and cell.metadata.get("jp-MarkdownHeadingCollapsed"):
                open_sections.append(level)
                mark["section"] = True
            if cell.cell_type == "code":
                mark |= code_mark(cell, is_lesson=is_lesson)
            cell.metadata[MARK] = mark
        resources["gatescope_open_sections"] = len(open_sections)
        return nb, resources


def closed_code(nb: Any) -> dict[str, str]:
    """The exercises that ask for the step of a cell, by its kind: until one is passed, no picture shows its code.

    Whether it is passed stands with the checks that the lab and a page keep in the notebook.
    """
    checks = nb.metadata.get("gatescope", {}).get("checked", {})
    asked = [cell.metadata.get("gatescope", {}).get("exercise", {}) for cell in nb.cells]
    return {
        exercise["stepOf"]: exercise["title"]
        for exercise in asked
        if {"id", "title", "stepOf"} <= exercise.keys()
        and not is_passed(checks.get(exercise["id"], {}))
    }


def is_passed(check: Any) -> bool:
    """Whether an answer got all points."""
    return bool(check) and check.get("points") == check.get("maxPoints")


def code_mark(cell: Any, *, is_lesson: bool) -> dict[str, Any]:
    """What of a code cell is folded; a key is taken out of it. Of a lesson one taps to see code."""
    jupyter = cell.metadata.get("jupyter", {})
    keyed = has_key(cell)
    kind = kind_of(cell)
    first, _, rest = cell.source.partition("\n")
    if keyed:
        cell.source = first
        for output in cell.outputs:
            take_key(output)
    tapped = is_lesson and kind != "answer"
    says = keyed or bool(jupyter.get("source_hidden")) or first.startswith(("//", "#"))
    return {
        "kind": kind,
        "folded": keyed or tapped or bool(jupyter.get("source_hidden")),
        "first": (first.lstrip("/#% ") or first) if says else "Code",
        "more": not keyed and (bool(rest) or not says),
        "outputs_folded": bool(jupyter.get("outputs_hidden") or cell.metadata.get("collapsed")),
    }


def kind_of(cell: Any) -> str:
    """What a code cell is for the reader: it computes, or it asks for something."""
    ours = cell.metadata.get("gatescope", {})
    role = ours.get("exercise", {}).get("role")
    asks = [each for each in ("prediction", "questions") if each in ours]
    return "questions" if role == "question" else role or (asks[0] if asks else "code")


def has_key(cell: Any) -> bool:
    """Whether a code cell says what is right: it asks, or it tests an answer."""
    ours = cell.metadata.get("gatescope", {})
    return (
        "prediction" in ours
        or "questions" in ours
        or ours.get("exercise", {}).get("role") == "test"
        or any(kind in output.get("data", {}) for output in cell.outputs for kind in KEYED)
    )


def take_key(output: Any) -> None:
    """Leaves of a question its words, and of an error what happened without the code around it."""
    data = output.get("data", {})
    if any(kind in data for kind in KEYED):
        output["data"] = {"text/plain": data.get("text/plain", "")}
    if output.get("output_type") == "error":
        output["traceback"] = [f"{output.get('ename')}: {output.get('evalue')}"]


def without_solution(source: str, cell_type: str, comment: str) -> str:
    """The text of a cell with a line where each marked solution stood."""
    stub = f"{comment} YOUR CODE HERE" if cell_type == "code" else "YOUR ANSWER HERE"
    return SOLUTION.sub(lambda found: f"{found[1]}{stub}", source)


def heading_level(cell: Any) -> int:
    """The level of the first heading of a text cell; 0 without one."""
    found = HEADING.search(cell.source) if cell.cell_type == "markdown" else None
    return len(found[1]) if found else 0
