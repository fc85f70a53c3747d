"""Exercises that an assignment draws: the shipped solution earns nothing, the adapted one everything."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from answers import EXERCISES, by_exercise
from fault_assignment import assignment
from lesson_kernel import LESSONS, lesson_called
from mark_many import OneProcess

from gatescope.grading.cli import main
from gatescope.grading.drawn import draw
from gatescope.grading.exercises import Exercise, answered, job_of, read_exercises
from gatescope.grading.limits import Limits
from gatescope.grading.notebook_file import NotebookError, read_notebook
from gatescope.grading.validate import UNSOLVED, unsolved, validate

LIMITS = Limits(60, 1024)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    for lesson in LESSONS:
        (folder / lesson.name).mkdir()
        shutil.copyfile(lesson.path, folder / lesson.name / lesson.path.name)
        draw(folder / lesson.name, "autumn 2026")
    return folder


def exercises_of(file: Path) -> dict[str, Exercise]:
    return {each.id: each for each in read_exercises(read_notebook(file), file.name)}


def marked(judge: OneProcess, exercise: Exercise, answer: str) -> dict[str, Any]:
    return judge.mark(job_of(exercise, answered(answer), "ada", 1))


@pytest.mark.parametrize(
    ("lesson", "exercise"), EXERCISES, ids=[f"{one.name[:2]}-{each}" for one, each in EXERCISES]
)
def test_the_shipped_solution_earns_nothing(one_process, course, lesson, exercise) -> None:
    asked = exercises_of(course / lesson.name / lesson.path.name)[exercise]
    assert UNSOLVED in asked.solution
    mark = marked(one_process, asked, lesson.solution(exercise))
    assert mark["points"] == 0, mark
    assert mark["status"] == "notYet", mark


def test_all_of_a_course_goes_out_and_says_what_has_no_solution_yet(course, capsys) -> None:
    folder = course / "02-why-memories-fade"
    assert validate(folder, LIMITS, trust=True) == []
    assert len(unsolved(folder)) == 4
    assert main(["validate", str(folder), "--trust"]) == 0
    told = capsys.readouterr().out
    assert "memory-of: drawn, and without a solution of yours to try" in told
    assert told.endswith("every exercise can be given out; 4 were not tried\n")


def drawn_text(course: Path, exercise: str) -> str:
    file = course / by_exercise(exercise).name / by_exercise(exercise).path.name
    return "\n".join("".join(cell["source"]) for cell in read_notebook(file)["cells"])


def test_what_is_adapted_to_the_text_earns_all(one_process, course) -> None:
    def adapted(exercise: str, pattern: str, changes: list[tuple[str, str]]) -> None:
        lesson = by_exercise(exercise)
        found = re.search(pattern, drawn_text(course, exercise))
        assert found, (exercise, pattern)
        answer = lesson.solution(exercise)
        for old, new in changes:
            assert old in answer
            answer = answer.replace(old, new.format(*found.groups()).replace("−", "-"))
        asked = exercises_of(course / lesson.name / lesson.path.name)[exercise]
        mark = marked(one_process, asked, answer)
        assert mark["points"] == mark["maxPoints"], (mark["message"], answer)

    adapted("memory-of", r"is it \*below\* ([\d.]+) % of", [("left >= 0.01", "left >= {0} / 100")])
    adapted(
        "unroll-by-hand",
        r"\$W = (\S+)\$, \$U = (\S+)\$, \$b = (\S+)\$. The inputs are (.+)\.\n",
        [("0.6 * x + 0.9 * h + 0.1", "{0} * x + {1} * h + {2}"), ("1, 0, -1, 0", "{3}")],
    )
    adapted(
        "rnn-step",
        r"\$h_t = ([\d.]+)\\, h_\{t-1\} \+ ([\d.]+) \\tanh",
        [
            (
                "tanh(add(matmul(x, W), matmul(h, U), b))",
                "add(h.mul({0}), tanh(add(matmul(x, W), matmul(h, U), b)).mul({1}))",
            )
        ],
    )
    adapted(
        "lstm-step",
        r"\$c_t = ([\d.]+)\\, f_t \\odot c_\{t-1\} \+ ([\d.]+)\\, i_t",
        [("mul(f, c)", "mul(mul({0}, f), c)"), ("mul(i, g)", "mul(mul({1}, i), g)")],
    )
    adapted(
        "gru-step",
        r"\$h_t = ([\d.]+) \(1 - z_t\) \\odot n_t \+ ([\d.]+)\\, z_t",
        [
            ("mul(oneMinus(z), n)", "mul(mul({0}, oneMinus(z)), n)"),
            ("mul(z, h)", "mul(mul({1}, z), h)"),
        ],
    )
    adapted(
        "min-gru",
        r"\$h_t = ([\d.]+) \(1 - z_t\) \\odot h_\{t-1\} \+ ([\d.]+)\\, z_t",
        [
            ("mul(oneMinus(z), h)", "mul(mul({0}, oneMinus(z)), h)"),
            ("mul(z, n)", "mul(mul({1}, z), n)"),
        ],
    )
    adapted(
        "hold-value",
        r"of unit (\d) keeps its value from day \d+ for the (\d+) days after it, days (\d+) to (\d+)",
        [("from: 21", "from: {2}"), ("to: 40", "to: {3}"), ("units: [2]", "units: [{0}]")],
    )
    adapted(
        "hide-value",
        r"Take unit (\d) of this LSTM\. From day (\d+) to day (\d+), make",
        [
            ("from: 21", "from: {1}"),
            ("to: 40", "to: {2}"),
            ("units: [2]", "units: [{0}]"),
        ],
    )


def test_it_is_drawn_once_from_a_notebook_that_has_its_lesson(tmp_path: Path) -> None:
    file = tmp_path / "ps.ipynb"
    shutil.copyfile(lesson_called("02-why-memories-fade").path, file)
    assert draw(file, "ps1", ("memory-of",)) == {"ps.ipynb": ["memory-of"]}
    once = file.read_bytes()
    assert b'variant: \\"ps1\\"' in once
    with pytest.raises(NotebookError, match="memory-of: drawn already: expected"):
        draw(file, "ps2", ("memory-of",))
    assert file.read_bytes() == once
    with pytest.raises(
        NotebookError, match=r"--exercise: expected one of .*latch.*, got 'latches'"
    ):
        draw(file, "ps1", ("latches",))


def test_a_notebook_of_ones_own_has_nothing_to_draw(tmp_path: Path, capsys) -> None:
    file = tmp_path / "ps1.ipynb"
    file.write_text(json.dumps(assignment()))
    before = file.read_bytes()
    assert main(["draw", str(tmp_path)]) == 1
    assert "nothing here can be drawn: only exercises of the lessons" in capsys.readouterr().err
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["", "a'b", 'a"b', "a\nb", "x" * 81, "</script>"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str, capsys) -> None:
    shutil.copyfile(lesson_called("02-why-memories-fade").path, tmp_path / "ps.ipynb")
    before = (tmp_path / "ps.ipynb").read_bytes()
    assert main(["draw", str(tmp_path), "--variant", name]) == 1
    assert "--variant: expected 1 to 80 letters" in capsys.readouterr().err
    assert (tmp_path / "ps.ipynb").read_bytes() == before


def test_a_name_is_made_up_and_told(tmp_path: Path, capsys) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        shutil.copyfile(lesson_called("02-why-memories-fade").path, tmp_path / folder / "ps.ipynb")
        assert main(["draw", str(tmp_path / folder)]) == 0
    told = re.findall(r"^4 exercises drawn as '(\w{8})'", capsys.readouterr().out, re.M)
    assert len(set(told)) == 2
    texts = {json.dumps(read_notebook(tmp_path / each / "ps.ipynb")) for each in ("one", "two")}
    assert len(texts) == 2
