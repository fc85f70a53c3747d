"""Copying lessons: a student's work is never overwritten, an upgrade still arrives."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from conftest import ShippedLessons, notebook
from nbformat.sign import NotebookNotary

from gatescope.folders import LESSONS
from gatescope.lessons import copy_lessons, read_index, text_digest


@pytest.fixture(autouse=True)
def signatures(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.mktemp("jupyter")))


def edit(path: Path, source: str) -> None:
    lesson = json.loads(path.read_text("utf-8"))
    lesson["cells"][0]["source"] = source
    path.write_text(json.dumps(lesson), "utf-8")


def source(path: Path) -> str:
    return "".join(json.loads(path.read_text("utf-8"))["cells"][0]["source"])


def outcomes(folder: Path, shipped: ShippedLessons) -> list[str]:
    return [copied.outcome for copied in copy_lessons(folder, shipped.folder)]


def test_an_empty_folder_gets_every_lesson(tmp_path, shipped):
    shipped.release("1.0.0", one="const a = 1", two="const b = 2")
    folder = tmp_path / "new folder" / "Übung 数"
    assert outcomes(folder, shipped) == ["new", "new"]
    assert sorted(file.name for file in folder.iterdir()) == ["one.ipynb", "two.ipynb"]


def test_a_second_start_changes_no_file(tmp_path, shipped):
    shipped.release("1.0.0", one="const a = 1")
    folder = tmp_path / "work"
    copy_lessons(folder, shipped.folder)
    edit(folder / "one.ipynb", "const mine = 1")
    before = {file: file.read_bytes() for file in folder.iterdir()}
    assert outcomes(folder, shipped) == ["same"]
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_an_upgrade_replaces_a_lesson_that_nobody_touched(tmp_path, shipped):
    shipped.release("1.0.0", one="old")
    folder = tmp_path / "work"
    copy_lessons(folder, shipped.folder)
    shipped.release("1.1.0", one="new")
    assert outcomes(folder, shipped) == ["updated"]
    assert source(folder / "one.ipynb") == "new"
    assert outcomes(folder, shipped) == ["same"]


def test_an_upgrade_is_written_beside_an_edited_lesson_once(tmp_path, shipped):
    shipped.release("1.0.0", one="old")
    folder = tmp_path / "work"
    copy_lessons(folder, shipped.folder)
    edit(folder / "one.ipynb", "my answer")
    shipped.release("1.1.0", one="new")
    assert outcomes(folder, shipped) == ["beside"]
    beside = folder / "one (gatescope 1.1.0).ipynb"
    assert source(folder / "one.ipynb") == "my answer"
    assert source(beside) == "new"
    edit(beside, "my second answer")
    assert outcomes(folder, shipped) == ["kept"]
    assert source(beside) == "my second answer"


def test_a_lesson_that_was_only_run_counts_as_work(tmp_path, shipped):
    shipped.release("1.0.0", one="old")
    folder = tmp_path / "work"
    copy_lessons(folder, shipped.folder)
    path = folder / "one.ipynb"
    lesson = json.loads(path.read_text("utf-8"))
    lesson["cells"][0]["outputs"] = notebook("x", outputs=True)["cells"][0]["outputs"]
    path.write_text(json.dumps(lesson), "utf-8")
    shipped.release("1.1.0", one="new")
    assert outcomes(folder, shipped) == ["beside"]
    assert source(path) == "old"


def test_the_picture_that_a_lesson_opens_on_is_nobodys_work_until_it_is_run(tmp_path, shipped):
    shipped.release("1.0.0", one="old")
    folder = tmp_path / "work"
    copy_lessons(folder, shipped.folder)
    path = folder / "one.ipynb"
    lesson = json.loads(path.read_text("utf-8"))
    opening = lesson["cells"][0]
    opening["metadata"] = {"tags": ["opening"]}
    opening["outputs"] = notebook("x", outputs=True)["cells"][0]["outputs"]
    opening["execution_count"] = 1
    path.write_text(json.dumps(lesson), "utf-8")
    shipped.release("1.1.0", one="new")
    assert outcomes(folder, shipped) == ["beside"]
    opening["execution_count"] = None
    path.write_text(json.dumps(lesson), "utf-8")
    shipped.release("1.2.0", one="newer")
    assert outcomes(folder, shipped) == ["updated"]
    assert source(path) == "newer"


@pytest.mark.parametrize("text", ["", "not JSON", "[]", "{}", '{"cells": [{}]}', '{"cells": 3}'])
def test_a_file_that_is_no_notebook_stays(tmp_path, shipped, text):
    shipped.release("1.0.0", one="lesson")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "one.ipynb").write_text(text, "utf-8")
    assert outcomes(folder, shipped) == ["beside"]
    assert (folder / "one.ipynb").read_text("utf-8") == text


def test_a_notebook_of_the_students_own_with_a_lessons_name_stays(tmp_path, shipped):
    shipped.release("1.0.0", one="lesson")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "one.ipynb").write_text(json.dumps(notebook("lesson")), "utf-8")
    assert outcomes(folder, shipped) == ["beside"]


def test_a_failed_copy_leaves_no_half_notebook(tmp_path, shipped, monkeypatch):
    shipped.release("1.0.0", one="lesson")

    def full_disk(_source, target):
        Path(target).write_text("half", "utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full_disk)
    folder = tmp_path / "work"
    with pytest.raises(OSError, match="No space left"):
        copy_lessons(folder, shipped.folder)
    assert list(folder.iterdir()) == []


def test_lessons_that_are_not_built_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"index\.json is missing"):
        read_index(tmp_path)


def test_the_digest_takes_sources_as_text_and_as_lines_and_leaves_outputs_out():
    lines = notebook("a")
    lines["cells"][0]["source"] = ["let a = 1\n", "a"]
    assert text_digest(notebook("let a = 1\na", outputs=True)) == text_digest(lines)
    assert text_digest(notebook("a", "b")) != text_digest(notebook("ab"))


def test_the_built_lessons_carry_the_digest_that_python_computes():
    index = read_index(LESSONS)
    assert index["lessons"]
    for entry in index["lessons"]:
        lesson = json.loads((LESSONS / entry["file"]).read_text("utf-8"))
        assert text_digest(lesson) == entry["digest"]
        assert lesson["metadata"]["gatescope"]["lesson"]["digest"] == entry["digest"]


def test_the_built_lessons_say_which_cells_were_given_out():
    for file in sorted(LESSONS.glob("*.ipynb")):
        notebook = json.loads(file.read_text("utf-8"))
        code = [cell["id"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
        # What is not among these is a student's own, and Check takes their helpers from it.
        assert notebook["metadata"]["gatescope"]["given"] == code, file.name


def test_a_lesson_is_trusted_as_it_is_opened_and_no_longer_when_somebody_else_wrote_in_it(
    tmp_path,
):
    def trusted(path: Path) -> bool:
        return NotebookNotary().check_signature(nbformat.read(path, as_version=4))

    copies = copy_lessons(tmp_path / "work", LESSONS)
    assert all(trusted(copied.path) for copied in copies)
    edit(copies[0].path, "<script>alert(1)</script>")
    assert not trusted(copies[0].path)


def test_every_opening_that_can_be_changed_brings_its_network_and_no_other_asks_for_a_kernel():
    found = {}
    for file in sorted(LESSONS.glob("*.ipynb")):
        for cell in json.loads(file.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                (bundle,) = (
                    value
                    for kind, value in output["data"].items()
                    if kind.startswith("application/vnd.gatescope.")
                )
                found[file.stem, cell["id"]] = (
                    "live" in bundle,
                    "application/x-gatescope-network+json" in output["data"],
                )
    assert len(found) >= 15
    assert all(live == network for live, network in found.values()), found
    assert sum(live for live, _ in found.values()) >= 8
