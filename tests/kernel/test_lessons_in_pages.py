"""The lessons as students get them and their exercises in a page: each says there what it says on Node."""

from __future__ import annotations

import base64
import math
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import pytest
from answers import EXERCISES, RIGHT, WRONG, by_exercise, changed, unwritten
from hosts import cases, only_pages
from lesson_kernel import (
    LESSONS,
    Checker,
    Lesson,
    run,
    student_version,
)
from said_on_node import report_on_node, run_on_node
from session import KERNEL_NAME, Result, Session, Starter
from timeless import lasting, timeless

pytestmark = only_pages("compares a page with Node")


class Shown:
    """The outputs of cells as a notebook keeps them."""

    def __init__(self) -> None:
        self._places: dict[str, list[nbformat.NotebookNode]] = {}

    def outputs(self, result: Result) -> list[nbformat.NotebookNode]:
        outputs: list[nbformat.NotebookNode] = []
        for message in result.messages:
            kind, content = message["msg_type"], message["content"]
            place = content.get("transient", {}).get("display_id")
            if kind == "update_display_data":
                for output in self._places.get(place, []):
                    output.data = nbformat.from_dict(content["data"])
            elif kind == "clear_output":
                outputs.clear()
            elif kind in ("stream", "display_data", "execute_result", "error"):
                output = nbformat.v4.output_from_msg(message)
                last = outputs[-1] if outputs else {}
                if kind == "stream" and last.get("name") == output.name:
                    last.text += output.text
                    continue
                outputs.append(output)
                self._places.setdefault(place, []).append(output)
        return outputs


def pixels(text: str) -> str:
    """A text with each of its PNGs unpacked: a page and Node pack the same pixels differently."""

    def unpacked(match: re.Match[str]) -> str:
        png = base64.b64decode(match[1])
        header, rest = png[:33], png[33:]
        length = struct.unpack(">I", rest[:4])[0]
        assert rest[4:8] == b"IDAT", rest[4:8]
        return f"{header.hex()} {zlib.decompress(rest[8 : 8 + length]).hex()}"

    return re.sub(r"data:image/png;base64,([A-Za-z0-9+/=]+)", unpacked, unquote(text))


def read(outputs: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """What a reader sees of a cell: its streams, and what stands for each picture."""
    cell = lasting(nbformat.from_dict({"outputs": outputs}))
    return [
        (kind, timeless(pixels(text)))
        for output in cell.outputs
        for kind, text in (
            [(output.name, output.text)]
            if output.output_type == "stream"
            else [("error", "\n".join(output.traceback))]
            if output.output_type == "error"
            else sorted(each for each in output.data.items() if isinstance(each[1], str))
        )
    ]


#: Cells of trainings in which a last digit grows to one that is shown: V8 has other last digits of
#: `tanh`, `exp` and their like in Node than in Chromium. What is said around the numbers is the same.
GROWN = {
    "10-one-vector-for-a-sentence": {
        "one-vector-table",
        "one-vector-words",
        "wired-show",
        "results-table",
        "where-show",
        "moves-table",
        "und-table",
        "beam-table",
    },
    "14-the-gate-comes-back": {"parity-table"},
    # Differences that are nothing but last digits.
    "15-a-state-that-learns": {"order-table"},
    # Differences that are nothing but last digits, too.
    "16-attention-without-recurrence": {"at-once-table", "order-table"},
}


def words(outputs: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """What is said around the numbers."""
    return [
        (kind, re.sub(r"[\d.,−×^]+", "…", text))
        for kind, text in read(outputs)
        if kind in ("stdout", "stderr", "error", "text/plain")
    ]


@pytest.mark.parametrize(
    "lesson",
    cases(
        ((lesson.name, lesson) for lesson in LESSONS),
        pytest.mark.hosts("chromium", because="one lesson tells what another engine makes of them"),
        [lesson.name for lesson in LESSONS if not lesson.name.startswith("03")],
    ),
)
def test_what_students_get_says_what_the_lesson_says_on_node_but_in_its_tests(
    lesson: Lesson, starter: Starter, tmp_path: Path
) -> None:
    """Trained from seeds: what lessons print is the same at each run, times aside. As in a page that is
    read: with the cells as the site's build compiles them, and without the compiler."""
    there = run_on_node(lesson, lambda notebook: run(notebook, tmp_path, KERNEL_NAME))
    handed_out = student_version(lesson.read())
    assert not any("SOLUTION" in cell.source for cell in handed_out.cells)
    code = [cell for cell in handed_out.cells if cell.cell_type == "code"]
    shown = Shown()
    browser = starter.browser
    browser.asked.clear()
    with browser.started(lesson.name) as session:
        here = {cell.id: shown.outputs(session.run(cell.source)) for cell in code}
    assert f"{lesson.name}.cells.json" in browser.asked
    assert not {"compiler.js", "declarations.json"} & set(browser.asked)
    tests = {cell.id for cell in code if cell.metadata.get("nbgrader", {}).get("grade")}
    assert tests
    for id_ in tests:
        [(kind, text)] = read(here[id_])
        assert kind == "error" and "This part is not written yet." in text, id_
    grown = GROWN.get(lesson.name, set())
    assert grown <= here.keys()
    differing = [
        id_
        for id_, outputs in here.items()
        if id_ not in tests
        for seen in [words if id_ in grown else read]
        if seen(outputs) != seen(there[id_])
    ]
    assert differing == []


@pytest.fixture(scope="module")
def checker(starter: Starter, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    with starter(tmp_path_factory.mktemp("checks")) as started:
        yield Checker(started.client)


@pytest.fixture(scope="module")
def checker_on_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    with Session.started(KERNEL_NAME, tmp_path_factory.mktemp("checks")) as started:
        yield Checker(started.client)


TRIED = [
    *((f"{exercise}, not written", exercise, unwritten(exercise)) for _, exercise in EXERCISES),
    *(
        (f"{exercise}, solved", exercise, lesson.solution(exercise))
        for lesson, exercise in EXERCISES
    ),
    *(
        (
            f"{tried.exercise}: {list(tried.changes.values())}",
            tried.exercise,
            changed(tried.exercise, tried.changes),
        )
        for tried in (*RIGHT, *WRONG)
    ),
]


@pytest.mark.hosts("chromium", because="errors have other words in Firefox")
@pytest.mark.parametrize(
    ("exercise", "answer"), [pytest.param(*rest, id=name) for name, *rest in TRIED]
)
def test_an_answer_is_judged_as_on_node(
    exercise: str, answer: str, checker: Checker, checker_on_node: Checker
) -> None:
    request = by_exercise(exercise).request(exercise, answer)
    here = checker.check(request)
    there = report_on_node(request, checker_on_node.check)
    assert list(differences(here, there)) == []


#: What is made at random: no two pictures have the same name.
MADE_NAME = re.compile(r"[a-z]+-\w+-[0-9a-z]{8}")
#: The formats of packed numbers, and how near each other they are: one V8 and the next differ in the
#: last digit of a `tanh`.
NUMBERS = {"f32": ("f", 1e-6), "f64": ("d", 1e-12)}


def differences(
    here: Any, there: Any, place: str = "report", near: float = NUMBERS["f64"][1]
) -> Iterator[str]:
    """Where two reports of one answer differ, but for names, for how long the checks took, and for
    the code of a step of ours, which each host's build makes shorter in its own way."""
    if type(here) is type(there) is dict and here.keys() == there.keys():
        if here.get("dtype") in NUMBERS and isinstance(here.get("data"), str):
            letter, near = NUMBERS[here["dtype"]]
            here, there = ({**array, "data": unpacked(array, letter)} for array in (here, there))
        for key in here.keys() - {"seconds", "code"}:
            yield from differences(here[key], there[key], f"{place}.{key}", near)
    elif type(here) is type(there) is list and len(here) == len(there):
        for at, (one, other) in enumerate(zip(here, there)):
            yield from differences(one, other, f"{place}[{at}]", near)
    elif {type(here), type(there)} <= {int, float}:
        if not math.isclose(here, there, rel_tol=near, abs_tol=near) and (
            here == here or there == there
        ):
            yield f"{place}: {here} here, {there} on Node"
    elif type(here) is type(there) is str and all(map(MADE_NAME.fullmatch, (here, there))):
        return
    elif here != there:
        yield f"{place}: {here!r} here, {there!r} on Node"


def unpacked(array: dict[str, Any], letter: str) -> list[float]:
    return [
        number for (number,) in struct.iter_unpack(f"<{letter}", base64.b64decode(array["data"]))
    ]
