"""`gatescope-grading mark`: every fault case that wants its own process, and nothing gets out.

What the others earn is in test_fault_cases.py.
"""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

import nbformat
import pytest
from fault_assignment import ALL, IMPORTS, NAME, SOLUTIONS, WALL, Case, assignment
from fault_cases import CASES, hand_in, student_of
from test_fault_cases import marks_of

from gatescope.grading import process
from gatescope.grading.exercises import read_exercises, work_of

#: Tried elsewhere, too: one that is right, and what feedback shows of an answer.
ALSO = ("right", "turned shape", "only what the visible test asks")
BY_COMMAND = [case for case in CASES if case.place == WALL or case.name in ALSO]


def mark(course: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "gatescope.grading.cli",
            "mark",
            f"source/{NAME}",
            "submitted",
            *words,
        ],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "SECRET": "s3cret", **environment},
    )


def make_course(folder: Path) -> Path:
    source = folder / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(assignment(), source)
    return source


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture(scope="module")
def cases(request: pytest.FixtureRequest) -> list[Case]:
    """Those that this run asks for, or all where it asks for none by name."""
    here = [item for item in request.session.items if item.path == request.path]
    given = [item.callspec.params.get("case") for item in here if hasattr(item, "callspec")]
    asked = {case.name: case for case in given if case is not None}
    return list(asked.values()) or BY_COMMAND


@pytest.fixture(scope="module")
def marked(
    cases: list[Case], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, dict], str]:
    """The course after marking, the marks by student, and what was said."""
    course = tmp_path_factory.mktemp("course")
    source = make_course(course)
    hand_in(course / "submitted", source, cases)
    before = snapshot(course)
    # Below it the processes of all answers stand.
    (at_work := Path(f"{course}-at-work")).mkdir()
    words = ("--jobs", "2", "--seconds", "15", "--feedback", "feedback")
    done = mark(course, *words, TMPDIR=str(at_work))
    assert done.returncode == 0, done.stdout + done.stderr
    after = snapshot(course)
    assert {name: after[name] for name in before} == before, "a submission wrote to the course"
    results = [json.loads(file.read_text()) for file in (course / "marks").glob("*.json")]
    return course, {result["student"]: result for result in results}, done.stdout


@pytest.mark.parametrize("case", BY_COMMAND, ids=lambda case: case.name)
def test_each_submission_earns_its_marks(marked, case: Case) -> None:
    _, results, _ = marked
    result = results[student_of(case)]
    assert marks_of(result) == case.marks, json.dumps(result["exercises"], indent=1)[:3000]
    assert case.odd in " ".join(result["odd"])


def test_the_table_holds_every_student_once(cases, marked) -> None:
    course, results, _ = marked
    with (course / "marks" / "marks.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["student"] for row in rows] == sorted(results)
    assert all(float(row["of"]) == sum(ALL) for row in rows)
    by_student = {row["student"]: float(row["points"]) for row in rows}
    assert by_student == {student_of(case): sum(case.marks) for case in cases}


def attributes_of(page: str) -> set[str]:
    """The names of all attributes, as a browser reads them: words in quotes are none."""
    names: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda _, attributes: names.update(name for name, _ in attributes)  # type: ignore[method-assign]
    parser.feed(page)
    return names


def test_feedback_shows_the_answer_and_no_hidden_test(cases, marked) -> None:
    course, _, _ = marked
    for case in cases:
        file = course / "feedback" / student_of(case) / f"{NAME}.html"
        page = file.read_text("utf-8")
        assert f"{sum(case.marks):g} of 9 points" in page
        assert "HIDDEN" not in page
        assert "500000" not in page
        assert "<script>alert" not in page and "onload" not in attributes_of(page)
        assert "expected 1000000" not in page and "BEGIN SOLUTION" not in page.replace(
            "/// BEGIN SOLUTION", "" if case.marks[0] else "BEGIN SOLUTION"
        )


@pytest.mark.parametrize(
    "case",
    [case for case in BY_COMMAND if case.name in (*ALSO[1:], "tells what a hidden test gave it")],
    ids=lambda case: f"of {case.name}",
)
def test_feedback_says_what_was_found(marked, case: Case) -> None:
    course, _, _ = marked
    page = (course / "feedback" / student_of(case) / f"{NAME}.html").read_text()
    assert re.search(r"<h1 [^>]*>Problems", page) and "&lt;p&gt;" not in page
    match case.name:
        case "turned shape":
            assert '<img alt="Not yet: ' in page and "&lt;img" not in page, "the picture is whole"
        case "only what the visible test asks":
            assert "A hidden test does not pass." in page
        case _:
            assert "Error: 2 " in page


def test_nothing_runs_on_after_marking(marked) -> None:
    course, _, _ = marked
    for running in Path("/proc").glob("[0-9]*"):
        try:
            place = os.readlink(running / "cwd")
        except OSError:
            continue
        assert not place.startswith(f"{course}-at-work"), (running / "cmdline").read_bytes()


def test_the_page_of_fault_cases_is_what_the_lists_say() -> None:
    from fault_table import PAGE, written

    page = PAGE.read_text("utf-8")
    assert page == written(page), "run tests/lessons/fault_table.py"
    for case in CASES:
        assert f"| {case.name} " in page


def small_class(course: Path, size: int) -> None:
    source = make_course(course)
    for number in range(size):
        file = course / "submitted" / f"s{number}" / NAME / f"{NAME}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_bytes(source.read_bytes())


#: Marks a class, and is killed once the second mark is kept.
KILLED = """
import os, signal
from gatescope.grading import commands, mark

keep, kept = mark.keep, []

def keep_and_end(*words):
    keep(*words)
    kept.append(words)
    if len(kept) == 2:
        os.kill(os.getpid(), signal.SIGKILL)

mark.keep = keep_and_end
commands.run(["mark", "source/ps1", "submitted", "--jobs", "1"])
"""


def test_marking_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    small_class(tmp_path, 4)
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=tmp_path, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    kept = {file: file.stat().st_mtime_ns for file in (tmp_path / "marks").glob("*.json")}
    assert len(kept) == 2
    done = mark(tmp_path, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    files = list((tmp_path / "marks").glob("*.json"))
    assert len(files) == 4
    assert all(file.stat().st_mtime_ns == when for file, when in kept.items())
    assert all(json.loads(file.read_text())["points"] == 9 for file in files)


def test_one_exercise_is_marked_again_and_the_others_stay(tmp_path: Path) -> None:
    small_class(tmp_path, 1)
    assert mark(tmp_path).returncode == 0
    [file] = (tmp_path / "marks").glob("*.json")
    result = json.loads(file.read_text())
    for exercise in result["exercises"]:
        exercise["points"] = 0
    file.write_text(json.dumps(result))
    assert mark(tmp_path, "--again", "step").returncode == 0
    points = {e["exercise"]: e["points"] for e in json.loads(file.read_text())["exercises"]}
    assert points == {"double": 0, "scaled": 0, "step": 3}


def test_one_student_is_marked_again_and_the_others_stay(tmp_path: Path) -> None:
    small_class(tmp_path, 2)
    assert mark(tmp_path).returncode == 0
    for file in (tmp_path / "marks").glob("*.json"):
        result = json.loads(file.read_text())
        for exercise in result["exercises"]:
            exercise["points"] = 0
        file.write_text(json.dumps(result))

    def points() -> dict[str, dict[str, float]]:
        found = [json.loads(file.read_text()) for file in (tmp_path / "marks").glob("*.json")]
        return {
            each["student"]: {e["exercise"]: e["points"] for e in each["exercises"]}
            for each in found
        }

    none = {"double": 0, "scaled": 0, "step": 0}
    assert mark(tmp_path, "--of", "s1", "--again", "step").returncode == 0
    assert points() == {"s0": none, "s1": {**none, "step": 3}}
    assert mark(tmp_path, "--of", "s1").returncode == 0
    assert points() == {"s0": none, "s1": {"double": 3, "scaled": 3, "step": 3}}


def test_what_is_marked_by_hand_is_named(tmp_path: Path) -> None:
    small_class(tmp_path, 1)
    file = tmp_path / "source" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(file, 4)
    flags = {"schema_version": 3, "grade": True, "solution": True, "locked": False, "task": False}
    cell = nbformat.v4.new_markdown_cell("**Explain** it.", id="explain")
    cell.metadata.nbgrader = {**flags, "grade_id": "explain", "points": 2}
    notebook.cells.append(cell)
    nbformat.write(notebook, file)
    done = mark(tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"{NAME}.ipynb: explain is marked by hand, and in no table here" in done.stdout


def test_the_table_goes_where_it_is_asked_for(tmp_path: Path) -> None:
    small_class(tmp_path, 1)
    done = mark(tmp_path, "--csv", "for/the/office/marks.csv")
    assert done.returncode == 0, done.stderr
    assert "s0,9,9" in (tmp_path / "for" / "the" / "office" / "marks.csv").read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("mark", f"source/{NAME}", "submitted", "--of", "s9"),
            "--of: expected a student who handed in ('s0'), got 's9'",
        ),
        (
            ("mark", f"source/{NAME}", "submitted", "--again", "stepp"),
            "--again: expected one of double, scaled, step, got 'stepp'",
        ),
        (
            ("mark", "source", "submitted"),
            f"SOURCE source: no notebook is there; one of its folders is meant: {NAME}",
        ),
        (("mark", "nowhere", "submitted"), "SOURCE nowhere: no notebook is there"),
        (("mark", f"source/{NAME}", "nowhere"), "SUBMITTED nowhere: no such folder"),
        (("mark", f"source/{NAME}", "source", "--megabytes", "3"), "expected at least 384"),
        (("mark", f"source/{NAME}", "submitted", "--jobs", "0"), "expected a whole number from 1"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    small_class(tmp_path, 1)
    done = subprocess.run(
        [sys.executable, "-m", "gatescope.grading.cli", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert message in done.stderr


def test_a_submission_whose_marking_fails_is_named_and_the_others_are_marked(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    from gatescope.grading import commands
    from gatescope.grading import mark as marking

    small_class(tmp_path, 3)
    usual = marking.mark_task

    def mark_task(task: marking.Task) -> marking.Result:
        if task.student == "s1":
            raise OSError(27, "File too large")
        return usual(task)

    monkeypatch.setattr(marking, "mark_task", mark_task)
    monkeypatch.chdir(tmp_path)
    assert commands.run(["mark", f"source/{NAME}", "submitted"]) == 1
    said = capsys.readouterr().out
    assert "odd: s1, ps1.ipynb: could not be marked, run the command again: OSError" in said
    assert "1 not marked, and in no table" in said
    assert "\ns1," not in (tmp_path / "marks" / "marks.csv").read_text()
    monkeypatch.setattr(marking, "mark_task", usual)
    assert commands.run(["mark", f"source/{NAME}", "submitted"]) == 0
    assert "s1,9,9" in (tmp_path / "marks" / "marks.csv").read_text()


def test_an_answer_has_one_limit_of_time_and_less_after_a_loop_that_never_ends() -> None:
    from gatescope.grading.judge import AnswerTime

    time_left = AnswerTime(60)
    spent = []
    for _test in range(12):
        share = time_left.next_question()
        time_left.was_too_long(share)
        spent.append(share)
    assert spent[:3] == [20, 5, 1.25]
    assert sum(spent) < 27
    # One that is only slow has all of its time.
    slow = AnswerTime(60)
    for _test in range(4):
        assert slow.next_question() >= 15
        slow.spent(15)
    assert slow.next_question() == 0


def talks(program: str) -> process.Process:
    """A process as that of an answer."""
    down, up, unwalled = os.pipe(), os.pipe(), os.pipe()
    child = subprocess.Popen([sys.executable, "-c", program], stdin=down[0], stdout=up[1])
    for end in (down[0], up[1], unwalled[1]):
        os.close(end)
    return process.Process(child, down[1], up[0], unwalled[0], 1024, 0)


WORKS = "import time\nwhile time.process_time() < {seconds}: pass\nprint('done', flush=True)\n"
WAITS = "import sys\nsys.stdin.read()\n"


def test_what_else_the_machine_does_takes_no_time_from_an_answer(monkeypatch) -> None:
    works = talks(WORKS.format(seconds=0.5) + WAITS)
    # By the clock four times as long as it works: beside three others on one processor.
    monkeypatch.setattr(process, "now", lambda: 4 * works.used)
    assert works.read_line(works.within(1)) == "done"
    assert works.used < 1
    works.close()


def test_an_answer_that_works_without_end_has_had_its_time_by_its_own_clock(monkeypatch) -> None:
    works = talks(WORKS.format(seconds="float('inf')"))
    monkeypatch.setattr(process, "now", lambda: 0.0)
    with pytest.raises(process.TooLong):
        works.read_line(works.within(0.5))
    assert works.used >= 0.5
    works.close()


def test_an_answer_that_waits_without_end_is_ended_by_the_clock(monkeypatch) -> None:
    waits = talks(WAITS)
    moments = count(0, 10)
    monkeypatch.setattr(process, "now", lambda: float(next(moments)))
    with pytest.raises(process.TooLong):
        waits.read_line(waits.within(10))
    assert next(moments) >= process.BY_THE_CLOCK * 10 and waits.used < 10
    waits.close()


def test_without_a_wall_it_refuses_unless_told(tmp_path: Path, monkeypatch) -> None:
    from gatescope.grading import sandbox
    from gatescope.grading.judge import Judge
    from gatescope.grading.limits import Limits

    monkeypatch.setattr(sandbox, "missing", lambda: "Landlock")
    with pytest.raises(RuntimeError, match=r"lacks Landlock\. --trust runs them"):
        Judge(tmp_path, Limits())
    assert not Judge(tmp_path, Limits(), trust=True).walled


def test_a_helper_counts_also_in_notebooks_whose_cells_have_no_ids() -> None:
    # Before format 4.5 no cell has one: what a student added is not what the teacher gave out.
    teachers = json.loads(json.dumps(assignment()))
    theirs = json.loads(json.dumps(teachers))
    theirs["cells"].insert(2, {"cell_type": "code", "source": "const own = 1;", "metadata": {}})
    for cell in (*teachers["cells"], *theirs["cells"]):
        cell.pop("id", None)
        # These are named by their ids: without, it is what stands above.
        cell["metadata"].get("gatescope", {}).get("exercise", {}).pop("needs", None)
    exercise = next(each for each in read_exercises(teachers, NAME) if each.id == "double")
    roles = {cell["source"]: cell["role"] for cell in work_of(theirs, exercise, teachers).cells}
    assert roles["const own = 1;"] == "own"
    assert roles[IMPORTS] == "given"
    assert roles[SOLUTIONS["double"]] == "answer"
