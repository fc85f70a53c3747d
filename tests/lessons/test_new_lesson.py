"""`scripts/new-lesson.mjs` lays out a lesson that runs and keeps all rules; what is to be written is marked."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import test_lessons_run
import test_rules
from lesson_kernel import LESSONS, ROOT, Lesson, named_rows

TITLE = 'A "new" lesson'
NUMBER = f"{len(LESSONS) + 1:02}"
#: What the new lesson cannot keep before it is written, and what is asked of all but the last.
NOT_YET = {
    "test_nothing_of_a_lesson_is_left_to_be_written",
    "test_a_lesson_ends_with_a_link_to_the_next",
}
RULES = [
    rule
    for tests in (test_rules, test_lessons_run)
    for name, rule in vars(tests).items()
    if name.startswith("test_")
    and name not in NOT_YET
    # Of one lesson, and of nothing else: neither run nor built.
    and rule.__code__.co_varnames[: rule.__code__.co_argcount] == ("lesson",)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The notebooks and the page for teachers, with a new lesson laid out there."""
    made = tmp_path_factory.mktemp("new")
    shutil.copytree(ROOT / "notebooks", made / "notebooks")
    (made / "docs").mkdir()
    for page in ("teaching.md", "lessons.md"):
        shutil.copy(ROOT / "docs" / page, made / "docs")
    (made / "tests" / "lessons").mkdir(parents=True)
    script = ROOT / "scripts" / "new-lesson.mjs"
    subprocess.run(["node", script, "a-new-one", TITLE, made], check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def laid_out(folder) -> Lesson:
    return Lesson(folder / "notebooks" / f"{NUMBER}-a-new-one.ipynb")


def module_of(file: Path):
    spec = spec_from_file_location(file.stem, file)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_it_keeps_the_rules(laid_out, rule):
    rule(laid_out)


def test_there_are_rules_to_keep():
    assert len(RULES) > 15


def test_what_is_to_be_written_is_found(laid_out):
    with pytest.raises(AssertionError, match="TODO in"):
        test_rules.test_nothing_of_a_lesson_is_left_to_be_written(laid_out)


def test_it_is_called_as_asked(laid_out):
    lesson = laid_out.read().metadata.gatescope.lesson
    assert lesson == {"id": f"{NUMBER}-a-new-one", "number": int(NUMBER), "title": TITLE}
    assert laid_out.read().cells[0].source.startswith(f"# {TITLE}\n")


def test_the_lesson_before_leads_to_it_and_is_else_as_it_was(folder):
    before = LESSONS[-1]
    changed = (folder / "notebooks" / before.path.name).read_text("utf-8")
    *cells, last = json.loads(changed)["cells"]
    *own_cells, own_last = json.loads(before.path.read_text("utf-8"))["cells"]
    assert cells == own_cells
    link = f"\n\nNext: [{TITLE}]({NUMBER}-a-new-one.ipynb)."
    assert "".join(last["source"]) == "".join(own_last["source"]) + link
    assert changed.count("\n") == before.path.read_text("utf-8").count("\n") + 2


@pytest.mark.parametrize("page, count", [("teaching.md", 1), ("lessons.md", 2)])
def test_the_tables_of_the_lessons_have_its_rows(folder, page, count):
    own = (ROOT / "docs" / page).read_text("utf-8").splitlines()
    rows = (folder / "docs" / page).read_text("utf-8").splitlines()
    assert len(rows) == len(own) + count
    assert len([row for row in rows if row.startswith(f"| {NUMBER} ")]) == count


def test_it_runs_and_its_test_holds(folder, laid_out, finished):
    done = finished(laid_out)
    test_lessons_run.test_a_lesson_runs_from_top_to_bottom(laid_out, finished)
    assert len(named_rows(done, "held-table")) == 3
    tests = module_of(folder / "tests" / "lessons" / f"test_lesson_{NUMBER}.py")
    [test] = [each for name, each in vars(tests).items() if name.startswith("test_")]
    test(done)


def test_its_answers_are_told_what_they_should_be(folder, laid_out, checker):
    answers = module_of(folder / "tests" / "lessons" / f"answers_{NUMBER}.py")
    for tried in (*answers.RIGHT, *answers.WRONG):
        answer = laid_out.solution(tried.exercise)
        for old, new in tried.changes.items():
            assert old in answer
            answer = answer.replace(old, new)
        report = checker.check(laid_out.request(tried.exercise, answer))
        wanted = getattr(tried, "status", "passed")
        assert report["status"] == wanted, (tried, report["message"])
        assert getattr(tried, "message", "") in report["message"]


def test_a_name_that_is_no_file_name_is_refused(tmp_path):
    script = ROOT / "scripts" / "new-lesson.mjs"
    for words in (["A new one", TITLE], ["a-new-one"]):
        done = subprocess.run(["node", script, *words], cwd=tmp_path, capture_output=True)
        assert done.returncode == 2
        assert b"a-few-words" in done.stderr
