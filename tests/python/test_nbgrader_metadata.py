"""nbgrader's own validators take the lessons, as they are kept and as students get them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


from nbgrader import utils  # noqa: E402
from nbgrader.nbgraderformat import (  # noqa: E402
    SCHEMA_VERSION,
    MetadataValidator,
    SchemaTooOldError,
    ValidationError,
)

by_name = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@by_name
def test_the_metadata_are_of_schema_3(path):
    notebook = nbformat.read(path, as_version=4)
    MetadataValidator().validate_nb(notebook)
    assert SCHEMA_VERSION == 3
    marked = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    assert {cell.metadata.nbgrader.schema_version for cell in marked} == {3}
    # Nothing of ours stands inside nbgrader's keys.
    allowed = {"schema_version", "grade_id", "grade", "solution", "locked", "task", "points"}
    assert all(set(cell.metadata.nbgrader) <= allowed for cell in marked)


@by_name
def test_nbgrader_sees_the_exercises_that_we_see(path):
    cells = nbformat.read(path, as_version=4).cells

    def ours(role: str) -> list[str]:
        roles = [cell.metadata.get("gatescope", {}).get("exercise", {}) for cell in cells]
        return [cell.id for cell, found in zip(cells, roles) if found.get("role") == role]

    assert [cell.id for cell in cells if utils.is_solution(cell)] == ours("answer")
    assert [cell.id for cell in cells if utils.is_grade(cell)] == ours("test")
    assert all(utils.is_locked(cell) for cell in cells if utils.is_grade(cell))
    assert not any(utils.is_task(cell) for cell in cells)
    identifiers = [cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata]
    assert len(set(identifiers)) == len(identifiers)


def test_the_validator_refuses_what_is_not_of_schema_3():
    notebook = nbformat.read(LESSONS[0], as_version=4)
    cell = next(cell for cell in notebook.cells if "nbgrader" in cell.metadata)
    cell.metadata.nbgrader.schema_version = 2
    with pytest.raises(SchemaTooOldError):
        MetadataValidator().validate_nb(notebook)
    cell.metadata.nbgrader.schema_version = 3
    cell.metadata.nbgrader.grade_id = "no spaces please!"
    with pytest.raises(ValidationError):
        MetadataValidator().validate_nb(notebook)


def test_the_metadata_that_the_page_for_teachers_shows_are_read_by_nbgrader_and_by_us():
    page = (ROOT / "docs" / "teaching.md").read_text("utf-8")
    shown = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.S)]
    cells = [
        nbformat.v4.new_code_cell("1", id=f"cell-{at}", metadata=metadata)
        for at, metadata in enumerate(shown)
    ]
    MetadataValidator().validate_nb(nbformat.v4.new_notebook(cells=cells))
    answer, test = cells
    assert utils.is_solution(answer) and not utils.is_grade(answer)
    assert utils.is_grade(test) and utils.is_locked(test)
    program = (
        "const { exerciseMetadata } = await import('./scripts/exercise-metadata.mjs');"
        "const shown = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(shown.map(each => exerciseMetadata.readCellMetadata(each.gatescope))));"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program, json.dumps(shown)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    read = [each["exercise"] for each in json.loads(done.stdout)]
    assert [(each["role"], each["id"]) for each in read] == [
        ("answer", "lstm-step"),
        ("test", "lstm-step"),
    ]


def test_nbgrader_makes_the_students_version_of_every_lesson(tmp_path):
    """`nbgrader generate_assignment`, with the configuration that the page for teachers gives."""
    page = (ROOT / "docs" / "teaching.md").read_text("utf-8")
    configuration = page.split("```python\n")[1].split("```")[0]
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n" + configuration, "utf-8")
    source = tmp_path / "source" / "ps1"
    source.mkdir(parents=True)
    for path in LESSONS:
        (source / path.name).write_bytes(path.read_bytes())
    # nbgrader calls alembic, which is installed beside it.
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "ps1", "--create"],
        cwd=tmp_path,
        env={**os.environ, "PATH": beside},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    for path in LESSONS:
        made = nbformat.read(tmp_path / "release" / "ps1" / path.name, as_version=4)
        MetadataValidator().validate_nb(made)
        answers = [cell for cell in made.cells if utils.is_solution(cell)]
        assert len(answers) >= 2
        for cell in answers:
            assert "SOLUTION" not in cell.source
            assert "throw new Error('This part is not written yet.');" in cell.source
            assert "gatescope" in cell.metadata


@by_name
def test_what_is_given_out_says_which_cells_were_given(path):
    from gatescope.grading.nbgrader_marking import HideMistakes

    given, _ = HideMistakes().preprocess(nbformat.read(path, as_version=4), {})
    code = [cell.id for cell in given.cells if cell.cell_type == "code"]
    assert given.metadata.gatescope["given"] == code
    # The file takes it, and what the lesson is called stays.
    assert "lesson" in nbformat.reads(nbformat.writes(given), as_version=4).metadata.gatescope


def test_what_is_given_out_says_which_tests_have_hidden_lines_whatever_it_said_before():
    from gatescope.grading.nbgrader_marking import HideMistakes

    hidden = "check.close('two', two(), 2);\n/// BEGIN HIDDEN TESTS\ntwo();\n/// END HIDDEN TESTS"
    notebook = nbformat.v4.new_notebook()
    for id_, source, said in (
        ("new", hidden, {}),
        ("old", "check.close('two', two(), 2);", {"hidden": True}),
        ("same", hidden, {"hidden": True}),
    ):
        cell = nbformat.v4.new_code_cell(source, id=id_)
        cell.metadata.nbgrader = {"grade_id": id_, "grade": True, "solution": False, "points": 1}
        cell.metadata.gatescope = {"exercise": {"role": "test", "id": "two", **said}}
        notebook.cells.append(cell)
    given, _ = HideMistakes().preprocess(notebook, {})
    exercises = {cell.id: cell.metadata.gatescope.exercise for cell in given.cells}
    assert [id_ for id_, each in exercises.items() if "hidden" in each] == ["new", "same"]
