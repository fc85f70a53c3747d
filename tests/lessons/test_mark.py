"""`gatescope-grading mark`: every fault case earns what it earned, and nothing gets out."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from fault_assignment import ALL, IMPORTS, NAME, SOLUTIONS, TESTS, Case, assignment
from fault_cases import CASES, hand_in, student_of

from gatescope.grading.exercises import read_exercises, work_of


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
        timeout=1800,
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
    asked = [item.callspec.params["case"] for item in here if hasattr(item, "callspec")]
    return asked or CASES


@pytest.fixture(scope="module")
def marked(
    cases: list[Case], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, dict], str]:
    """The course after marking, the marks by student, and what was said."""
    course = tmp_path_factory.mktemp("course")
    source = make_course(course)
    hand_in(course / "submitted", source, cases)
    before = snapshot(course)
    done = mark(course, "--jobs", "2", "--seconds", "30", "--feedback", "feedback")
    assert done.returncode == 0, done.stdout + done.stderr
    after = snapshot(course)
    assert {name: after[name] for name in before} == before, "a submission wrote to the course"
    results = [json.loads(file.read_text()) for file in (course / "marks").glob("*.json")]
    return course, {result["student"]: result for result in results}, done.stdout


def marks_of(result: dict) -> tuple[float, ...]:
    found = {test["id"]: test["points"] for mark in result["exercises"] for test in mark["tests"]}
    return tuple(found[name] for name in TESTS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
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


def test_feedback_shows_the_answer_and_no_hidden_test(marked) -> None:
    course, _, _ = marked
    for case in CASES:
        file = course / "feedback" / student_of(case) / f"{NAME}.html"
        page = file.read_text("utf-8")
        assert f"{sum(case.marks):g} of 9 points" in page
        assert "HIDDEN" not in page
        # One answer has the number of the hidden test in its own text.
        assert "500000" not in page or case.name == "partial credit"
        assert "<script>alert" not in page and "onload" not in attributes_of(page)
        assert "expected 1000000" not in page and "BEGIN SOLUTION" not in page.replace(
            "/// BEGIN SOLUTION", "" if case.marks[0] else "BEGIN SOLUTION"
        )
    told = (course / "feedback" / "tells-what-a-hidden-test-gave-it" / f"{NAME}.html").read_text()
    assert "Error: 2 " in told and "500000" not in told
    shown = (course / "feedback" / "turned-shape" / f"{NAME}.html").read_text()
    assert re.search(r"<h1 [^>]*>Problems", shown) and "&lt;p&gt;" not in shown
    assert '<img alt="Not yet: ' in shown and "&lt;img" not in shown, "the picture is whole"
    wrong = (course / "feedback" / "only-what-the-visible-test-asks" / f"{NAME}.html").read_text()
    assert "A hidden test does not pass." in wrong


def words_of(process: Path) -> list[str]:
    try:
        return (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def test_nothing_runs_on_after_marking(marked) -> None:
    for process in Path("/proc").glob("[0-9]*"):
        words = words_of(process)
        if not (any(word.endswith("mark.js") for word in words) and "answer" in words):
            continue
        # What other tests mark at this moment, and what a kernel checks, has its parent still.
        try:
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        asks = words_of(Path("/proc") / parent)
        assert any("python" in word or "kernel" in word for word in asks), (words, asks)


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


def test_marking_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    small_class(tmp_path, 6)
    command = [sys.executable, "-m", "gatescope.grading.cli", "mark", f"source/{NAME}", "submitted"]
    running = subprocess.Popen(
        [*command, "--jobs", "1"], cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True
    )
    deadline = time.monotonic() + 300
    while len(list((tmp_path / "marks").glob("*.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    kept = {file: file.stat().st_mtime_ns for file in (tmp_path / "marks").glob("*.json")}
    assert 2 <= len(kept) < 6
    done = mark(tmp_path, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    files = list((tmp_path / "marks").glob("*.json"))
    assert len(files) == 6
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
