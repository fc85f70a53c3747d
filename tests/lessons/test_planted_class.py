"""The misconception map places a class's wrong answers, guesses and choices, and trusts no notebook."""

from __future__ import annotations

import html
import json
import re
import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lesson_kernel import lesson_called, run

from gatescope.grading import commands, exercises
from gatescope.grading.classmap import collect, items, misconceptions, predicted, write
from gatescope.grading.classmap.reports import CHECK, equation
from gatescope.grading.judge import Judge
from gatescope.grading.limits import Limits
from gatescope.grading.notebook_file import read_notebook

LESSON = lesson_called("03-inside-the-lstm")
C, H = "add(mul(f, c), mul(i, g))", "mul(o, tanh(cNew))"

#: Slips of the LSTM step, and the channel on which each is placed.
SLIPS: dict[str, tuple[dict[str, str], str]] = {
    "adds before forgetting": ({C: "mul(f, add(c, mul(i, g)))"}, "c"),
    "f and i swapped": ({C: "add(mul(i, c), mul(f, g))"}, "c"),
    "o reads c": ({"matmul(h, Uo), bo": "matmul(c, Uo), bo"}, "o"),
    "h reads the old c": ({H: "mul(o, tanh(c))"}, "h"),
    "h without tanh": ({H: "mul(o, cNew)"}, "h"),
    "g by a sigmoid": ({"tanh(add(matmul(x, Wg)": "sigmoid(add(matmul(x, Wg)"}, "g"),
    "f without its bias": ({", bf))": "))"}, "f"),
    "i with the weights of f": (
        {"matmul(x, Wi), matmul(h, Ui), bi": "matmul(x, Wf), matmul(h, Uf), bf"},
        "i",
    ),
    "forgets by 1 − f": ({C: "add(mul(add(1, mul(-1, f)), c), mul(i, g))"}, "c"),
}
#: What somebody draws who believes this, from step 4 on; the verdict says so.
BELIEFS: dict[str, tuple[Callable[[int], float], str]] = {
    "right": (lambda t: 0.9 ** (t - 3), "You multiplied"),
    "drops": (lambda t: 0.02, "You let the memory drop to 0 at once."),
    "flat": (lambda t: 1.0, "You kept all of it."),
    "linear": (lambda t: max(0.0, 1 - 0.037 * (t - 3)), "You took away the same amount"),
}
CLASS = 100
#: Before the lessons the inventory is asked in parts, each before what it is about.
PARTS = (
    ("state", "shared-weights", "vanishing", "decay"),
    ("clipping", "forget-gate", "c-and-h", "untrained"),
    ("gates-learn", "more-gates", "order", "length"),
)


@dataclass(frozen=True)
class Planted:
    name: str
    slip: str | None  # None: right
    belief: str
    #: The option chosen in each item of the inventory before and after, by its place.
    before: tuple[int, ...]
    after: tuple[int, ...]
    sure: str


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the product itself gives: marks, errors of tests, and what predictions and questions show."""
    notebook = LESSON.read()
    asked = next(
        each
        for each in exercises.read_exercises(read_notebook(LESSON.path), LESSON.name)
        if each.id == "lstm-step"
    )
    sources = LESSON.sources()
    solution = LESSON.solution("lstm-step")
    answers = {}
    for name, (changes, _) in SLIPS.items():
        answer = solution
        for old, new in changes.items():
            assert old in answer
            answer = answer.replace(old, new)
        answers[name] = answer
    with Judge(tmp_path_factory.mktemp("given"), Limits(60, 1024), trust=True) as judge:
        marks = {
            name: judge.mark(exercises.job_of(asked, exercises.answered(answer)))
            for name, answer in {**answers, "": solution}.items()
        }

    def cell(source: str) -> nbformat.NotebookNode:
        made = nbformat.v4.new_code_cell(source)
        made.metadata["tags"] = ["raises-exception"]
        return made

    shown = [
        sources["imports"],
        "import { inventory } from 'gatescope';\nshow(inventory('after'))",
        *(f"show(inventory('before', {list(part)}))" for part in PARTS),
        sources["pulse-predict"],
        sources["test-ask"],
    ]
    # A block for each, so that all may declare `step`.
    tried = [f"{{\n{answer}\ncheck.step(step, 'lstm');\n}}" for answer in answers.values()]
    notebook.cells = [cell(source) for source in [*shown, *tried]]
    done = run(notebook, tmp_path_factory.mktemp("shown"))
    outputs = [[dict(each) for each in one.outputs] for one in done.cells]
    return {
        "marks": marks,
        "reports": {name: mark["outputs"][CHECK] for name, mark in marks.items()},
        "after": outputs[1],
        "before": outputs[2 : 2 + len(PARTS)],
        "pulse": outputs[2 + len(PARTS)],
        "test": outputs[3 + len(PARTS)],
        "errors": dict(zip(answers, outputs[4 + len(PARTS) :])),
    }


def bundle_of(outputs: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    found = [
        each["data"][f"application/vnd.gatescope.{kind}+json"]
        for each in outputs
        if f"application/vnd.gatescope.{kind}+json" in each.get("data", {})
    ]
    assert len(found) == 1, outputs
    return found[0]


def plant(real: dict[str, Any]) -> list[Planted]:
    """A class of 100 of which all is known: who believes what, and how much of the inventory."""
    asked = bundle_of(real["after"], "questions")["items"]
    slips = [*SLIPS, None]
    beliefs = list(BELIEFS)
    students = []
    for at in range(CLASS):
        able = (at * 37) % CLASS
        right = [
            next(o for o, each in enumerate(item["choice"]["options"]) if each["right"])
            for item in asked
        ]
        wrong = [
            next(o for o, each in enumerate(item["choice"]["options"]) if not each["right"])
            for item in asked
        ]
        # An item is right for those whose ability is above its own; the last one goes the other way.
        levels = [10 + 7 * item for item in range(len(asked) - 1)]
        knows = [able > level for level in levels] + [able < 30]
        knows_after = [able + 25 > level for level in levels] + [able < 30]
        students.append(
            Planted(
                f"student-{at:03}",
                slips[(at * at + at // 7) % len(slips)],
                beliefs[at % 4],
                tuple(right[i] if knows[i] else wrong[i] for i in range(len(asked))),
                tuple(right[i] if knows_after[i] else wrong[i] for i in range(len(asked))),
                ("guess", "fairlySure", "certain")[at % 3],
            )
        )
    return students


def sheet(asked: list[dict[str, Any]], chosen: tuple[int, ...], sure: str) -> dict[str, Any]:
    return {
        "done": 1_700_000_000_000,
        "answers": {
            item["id"]: {
                "given": option,
                "tries": 1,
                # A notebook may say what it likes: what was asked says it better.
                "first": True,
                "right": True,
                "confidence": sure,
            }
            for item, option in zip(asked, chosen)
        },
    }


def notebook_of(student: Planted, real: dict[str, Any], way: int) -> nbformat.NotebookNode:
    asked = bundle_of(real["after"], "questions")["items"]

    def cell(outputs: list[Any], **ours: Any) -> nbformat.NotebookNode:
        made = nbformat.v4.new_code_cell("", outputs=outputs)
        made.metadata["gatescope"] = ours
        return made

    def before_cell(outputs: list[Any]) -> nbformat.NotebookNode:
        part = bundle_of(outputs, "questions")
        ids = [item["id"] for item in part["items"]]
        chosen = tuple(option for item, option in zip(asked, student.before) if item["id"] in ids)
        [key] = [each["key"] for each in part["sheets"]]
        return cell(outputs, answers={key: sheet(part["items"], chosen, student.sure)})

    draw = BELIEFS[student.belief][0]
    values = [None] * 4 + [round(draw(t), 3) for t in range(4, 31)]
    guess = {"values": values, "committed": True, "confidence": student.sure, "quality": "right"}
    exercise = {"id": "lstm-step", "title": "Write the LSTM step"}
    outputs: list[Any] = []
    if way == 0:  # As it comes back from marking.
        data = {CHECK: real["reports"][student.slip or ""]}
        outputs = [{"output_type": "display_data", "data": data, "metadata": {}}]
    elif way == 1 and student.slip is not None:  # The student's own run of the test.
        outputs = real["errors"][student.slip]
    elif way == 1:
        data = {CHECK: real["reports"][""]}
        outputs = [{"output_type": "display_data", "data": data, "metadata": {}}]
    notebook = nbformat.v4.new_notebook(
        cells=[
            *(before_cell(part) for part in real["before"]),
            cell(
                real["after"],
                answers={"inventory-after": sheet(asked, student.after, student.sure)},
            ),
            cell(real["pulse"], predictions={"pulse": guess}),
            cell([], exercise={"role": "answer", "needs": [], "hints": [], **exercise}),
            cell(outputs, exercise={"role": "test", "id": "lstm-step"}),
        ]
    )
    notebook.metadata["gatescope"] = {
        "lesson": {"id": LESSON.name, "number": 3, "title": "Inside the LSTM"}
    }
    return notebook


@pytest.fixture(scope="module")
def planted(
    real: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Planted]]:
    """A course folder of 100 submissions: a third marked, a third with reports, a third with errors."""
    course = tmp_path_factory.mktemp("course")
    students = plant(real)
    (course / "marks").mkdir()
    for at, student in enumerate(students):
        folder = course / "submitted" / student.name / LESSON.name
        folder.mkdir(parents=True)
        text = json.dumps(notebook_of(student, real, at % 3))
        (folder / f"{LESSON.name}.ipynb").write_text(text, "utf-8")
        if at % 3 == 2:
            told = {"student": student.name, "notebook": f"{LESSON.name}.ipynb", "digest": ""}
            told["exercises"] = [real["marks"][student.slip or ""]]
            (course / "marks" / f"{student.name}.json").write_text(json.dumps(told))
    return course, students


@pytest.fixture(scope="module")
def page(planted: tuple[Path, list[Planted]]) -> str:
    course, _ = planted
    assert commands.run(["map", str(course / "submitted")]) == 0
    return (course / "map.html").read_text("utf-8")


def kinds_on(page: str) -> dict[str, tuple[str, set[str]]]:
    """The wrong answers on the page: what is said of each, its picture's words and who is named."""
    found = {}
    for article in re.findall(r'<article class="kind[^>]*>(.*?)</article>', page, re.S):
        said = html.unescape(re.search(r"</span> (.*?)</h4>", article)[1])
        drawn = re.search(r'<svg [^>]*aria-label="(.*?)"', article)
        found[said] = (html.unescape(drawn[1]), set(re.findall(r"student-\d{3}", article)))
    return found


def test_every_planted_wrong_equation_is_placed(page, planted, real):
    _, students = planted
    kinds = kinds_on(page)
    placed = 0
    for student in students:
        named = [said for said, (_, who) in kinds.items() if student.name in who]
        if student.slip is None:
            placed += named == []
            continue
        message = real["reports"][student.slip]["message"]
        first = real["reports"][student.slip]["first"]
        picture = f"The first wrong number is in {SLIPS[student.slip][1]} at step {first['step']}"
        placed += named == [message] and kinds[message][0].startswith(picture)
    assert placed == CLASS
    assert len(kinds) == len(SLIPS)
    counts = [len(who) for _, who in kinds.values()]
    assert counts == sorted(counts, reverse=True)
    # Each picture: one loud step, and both matrices of the channel with the first wrong number framed.
    for article in re.findall(r'<article class="kind">(.*?)</article>', page, re.S):
        assert article.count('class="first"') == 1
        assert article.count('class="found"') == 2
        assert re.search(r">\w, asked for</text>.*>\w, given</text>", article, re.S)


def test_a_written_equation_differs_from_what_was_asked_in_the_slip_alone(real):
    """The equation that marking reads off an answer has its biases too."""
    for slip, (written, asked) in {
        "o reads c": ("o = σ(W_o x + U_o c[t−1] + b_o)", "o = σ(W_o x + U_o h[t−1] + b_o)"),
        "g by a sigmoid": ("g = σ(W_g x + U_g h[t−1] + b_g)", "g = tanh(W_g x + U_g h[t−1] + b_g)"),
        "i with the weights of f": (
            "i = σ(W_f x + U_f h[t−1] + b_f)",
            "i = σ(W_i x + U_i h[t−1] + b_i)",
        ),
    }.items():
        equations = real["reports"][slip]["equations"]
        assert equation(equations["got"]) == written
        assert equation(equations["expected"]) == asked


def test_every_planted_belief_gets_the_verdict_of_the_view(planted):
    course, students = planted
    read = collect.read_course(course / "submitted")
    [lesson] = misconceptions.lessons_of(read)
    [found] = predicted.predictions_of(lesson, read.works)
    assert (found.committed, found.skipped, found.open) == (CLASS, 0, 0)
    for belief, (_, words) in BELIEFS.items():
        who = {
            name for text, _, names in found.verdicts if text.startswith(words) for name in names
        }
        assert who == {student.name for student in students if student.belief == belief}, belief
    assert found.qualities == {"right": 25, "near": 0, "off": 75}
    certain = [student for student in students if student.sure == "certain"]
    right = sum(student.belief == "right" for student in certain)
    assert found.sureness["certain"] == {"right": right, "near": 0, "off": len(certain) - right}


def test_items_are_counted_as_statistics_counts_them(planted, real):
    course, students = planted
    read = collect.read_course(course / "submitted")
    [inventory] = items.inventories_of(read, misconceptions.lessons_of(read))
    asked = bundle_of(real["after"], "questions")["items"]
    assert [each.title for each in inventory.sheets] == [
        "Before the lessons",
        "After the lessons",
        "A week later",
    ]
    for sheet_, chosen in zip(inventory.sheets, ("before", "after")):
        right = [
            [asked[i]["choice"]["options"][o]["right"] for i, o in enumerate(getattr(s, chosen))]
            for s in students
        ]
        for at, item in enumerate(sheet_.items):
            column = [row[at] for row in right]
            rest = [sum(row) - row[at] for row in right]
            assert item.share == pytest.approx(sum(column) / CLASS)
            if len(set(column)) > 1:
                expected = statistics.correlation([float(each) for each in column], rest)
                assert item.discrimination == pytest.approx(expected)
            picked = Counter(getattr(s, chosen)[at] for s in students)
            assert [len(each.students) for each in item.chosen] == [
                picked[option] for option in range(len(asked[at]["choice"]["options"]))
            ]
            certain = [row[at] for row, s in zip(right, students) if s.sure == "certain"]
            assert item.sureness["certain"] == (sum(certain), len(certain) - sum(certain))
    # The last question was planted against the others.
    assert inventory.sheets[0].items[-1].discrimination < 0
    [gain] = inventory.gains
    first, second = (
        statistics.mean(
            asked[i]["choice"]["options"][o]["right"]
            for s in students
            for i, o in enumerate(getattr(s, chosen))
        )
        for chosen in ("before", "after")
    )
    assert (gain.first, gain.second) == (pytest.approx(first), pytest.approx(second))
    assert gain.whole == pytest.approx((second - first) / (1 - first))


def test_the_page_asks_for_nothing_and_runs_nothing(page):
    assert re.search(
        r"content=\"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; "
        r"form-action 'none'\"",
        page,
    )
    assert not re.search(r"<script|<link|<img|<iframe|<object|\bsrc=|url\(|@import|https?:", page)
    assert not re.search(r'href="(?!#)', page)
    assert not re.search(r"<[^>]+ (?:style|on\w+)=", page)
    for picture in re.findall(r"<svg [^>]*>", page):
        assert 'role="img" aria-label="' in picture or 'aria-hidden="true"' in picture


def test_without_names_nobody_is_named(planted):
    course, _ = planted
    page, _ = write.write_map(
        course / "submitted", course / "shown.html", course / "marks", names=False
    )
    text = page.read_text("utf-8")
    assert "student-0" not in text
    assert "student 100" in text


def test_the_page_is_the_owners_and_stays_in_the_course(planted, tmp_path, capsys):
    course, _ = planted
    write.write_map(course / "submitted")
    assert (course / "map.html").stat().st_mode & 0o077 == 0
    for place in (tmp_path / "map.html", course / "submitted" / "map.html"):
        assert commands.run(["map", str(course / "submitted"), "--output", str(place)]) == 1
        assert "stays in the course folder" in capsys.readouterr().err
        assert not place.exists()


def test_a_page_is_replaced_whole_or_not_at_all(planted, monkeypatch):
    course, _ = planted
    page = course / "whole.html"
    page.write_text("the page before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gatescope.grading.classmap.write.os.fsync", full)
    assert commands.run(["map", str(course / "submitted"), "--output", str(page)]) == 1
    assert page.read_text() == "the page before"
    assert not list(course.glob(".whole.html*"))
