"""`gatescope-grading draw`: exercises of the lessons that ask something else in each assignment."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

from gatescope.grading.judge import Judge, scratch
from gatescope.grading.limits import Limits
from gatescope.grading.mark import assignment
from gatescope.grading.notebook_file import NotebookError, read_notebook
from gatescope.grading.validate import REGION, UNSOLVED

NAME = re.compile(r"[\w .:-]{1,80}")


def draw(source: Path, variant: str, exercises: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Rewrite a teacher's notebooks so that their exercises ask what this assignment's name draws.

    Text, hints and tests change; the solution goes, since it answers no more. Returns, by the name
    of the notebook, the exercises that were drawn. Raises ValueError when the name is none, and
    NotebookError when nothing is to be drawn, or when an exercise of `exercises` is not there or is not
    as its lesson has it; then no file has changed.
    """
    if NAME.fullmatch(variant) is None:
        raise ValueError(
            "--variant: expected 1 to 80 letters, digits, spaces or . : - _, got " + repr(variant)
        )
    files = assignment(source)
    notebooks = {name: read_notebook(file) for name, file in files.items()}
    answers = {name: _answers(notebook) for name, notebook in notebooks.items()}
    everywhere = {id_ for cells in answers.values() for id_ in cells}
    for asked in exercises:
        if asked not in everywhere:
            raise NotebookError(
                f"--exercise: expected one of {', '.join(sorted(everywhere))}, got {asked!r}"
            )
    wanted = [id_ for id_ in sorted(everywhere) if not exercises or id_ in exercises]
    # No answer runs, so nothing needs a wall.
    with (
        scratch() as given,
        Judge(Path(given), Limits(), trust=True) as judge,
    ):
        words = judge.drawn(wanted, variant)
    for asked in exercises:
        if not words[asked]:
            raise NotebookError(f"--exercise: {asked} is no exercise of the lessons")
    changed = {}
    drawn: dict[str, list[str]] = {}
    for name, notebook in notebooks.items():
        own = [id_ for id_ in answers[name] if words.get(id_)]
        if own:
            changed[name] = copy.deepcopy(notebook)
            drawn[name] = own
            for id_ in own:
                _rewrite(changed[name], name, id_, words[id_])
    if not drawn:
        raise NotebookError("nothing here can be drawn: only exercises of the lessons can")
    for name, notebook in changed.items():
        files[name].write_text(
            json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    return drawn


def _exercise(cell: dict[str, Any]) -> dict[str, Any]:
    found = cell.get("metadata", {}).get("gatescope", {}).get("exercise", {})
    return found if isinstance(found, dict) else {}


def _answers(notebook: dict[str, Any]) -> list[str]:
    return [
        str(exercise["id"])
        for cell in notebook["cells"]
        if (exercise := _exercise(cell)).get("role") == "answer"
    ]


def _rewrite(notebook: dict[str, Any], name: str, id_: str, words: list[tuple[str, str]]) -> None:
    """Put the words of the assignment in place, each where its lesson has it, exactly once."""
    cells = notebook["cells"]
    own = [at for at, cell in enumerate(cells) if _exercise(cell).get("id") == id_]
    answer = next(at for at in own if _exercise(cells[at])["role"] == "answer")
    told = [cells[at] for at in sorted({max(0, answer - 1), *own})]
    hints = _exercise(cells[answer]).get("hints", [])
    cells[answer]["source"] = _without_solution(_text(cells[answer]))
    for lesson, instead in words:
        count = 0
        for cell in told:
            count += _text(cell).count(lesson)
            cell["source"] = _text(cell).replace(lesson, instead)
        for at, hint in enumerate(hints):
            count += hint.count(lesson)
            hints[at] = hint.replace(lesson, instead)
        if count != 1:
            is_drawn = any("variant:" in _text(cell) for cell in told)
            raise NotebookError(
                f"{name}, {id_}: {'drawn already: ' * is_drawn}expected the lesson's own words {lesson!r} once, got them {count} "
                "times: an exercise is drawn once, from a notebook that has it as its lesson"
            )


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _without_solution(text: str) -> str:
    return REGION.sub(
        lambda found: "\n".join(
            found[1] + line for line in ("/// BEGIN SOLUTION", UNSOLVED, "/// END SOLUTION")
        ),
        text,
    )
