"""Which file of a student's folder counts."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from gatescope.grading.exercises import STUB
from gatescope.grading.submitted import MOST_COPIES, submissions

LEFT = f"throw new Error('{STUB}');"


def write(file: Path, *answers: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    cells = [
        {"cell_type": "code", "source": text, "metadata": {"nbgrader": {"solution": True}}}
        for text in answers
    ]
    file.write_text(json.dumps({"cells": cells}), "utf-8")


def counts(folder: Path, *names: str) -> list[tuple[str, str, str]]:
    """Of each notebook its name, the file that counts, and what is said of it."""
    return [
        (each.name, each.file.name, "; ".join(each.odd))
        for each in submissions(folder, names or ("ps1.ipynb",), folder / "ps1")
    ]


@pytest.mark.parametrize("copy", ["ps1-Copy1", "ps1 (1)", "ps1 - Copy", "ps1-Copy1-Copy2"])
def test_a_copy_that_was_worked_in_counts_beside_an_untouched_notebook(
    tmp_path: Path, copy: str
) -> None:
    write(tmp_path / "ada" / "ps1.ipynb", LEFT, "")
    write(tmp_path / "ada" / f"{copy}.ipynb", "const double = 2;", LEFT)
    odd = f"'{copy}.ipynb' was marked: 'ps1.ipynb' is as it was given out"
    assert counts(tmp_path) == [("ps1.ipynb", f"{copy}.ipynb", odd)]


def test_a_notebook_that_was_worked_in_counts_and_its_copy_is_named(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "ps1.ipynb", "const double = 2;")
    write(tmp_path / "ada" / "ps1-Copy1.ipynb", "const double = 3;")
    [(_, file, odd)] = counts(tmp_path)
    assert file == "ps1.ipynb" and "'ps1-Copy1.ipynb' beside it was not marked" in odd


@pytest.mark.parametrize(
    ("answer", "metadata"),
    [
        ("", {"gatescope": {"checked": {"double": {"points": 3, "maxPoints": 3}}}}),
        (f"// {LEFT}\nconst double = 2;", {}),
    ],
    ids=["cleared after a check", "the stub in a comment"],
)
def test_a_notebook_in_which_check_or_its_text_tells_of_work_counts_itself(
    tmp_path: Path, answer: str, metadata: dict[str, object]
) -> None:
    file = tmp_path / "ada" / "ps1.ipynb"
    write(file, answer)
    file.write_text(json.dumps({**json.loads(file.read_text()), "metadata": metadata}), "utf-8")
    write(tmp_path / "ada" / "ps1-Copy1.ipynb", "const double = 3;")
    [(_, counting, odd)] = counts(tmp_path)
    assert counting == "ps1.ipynb"
    assert odd == "'ps1-Copy1.ipynb' beside it was not marked: it was worked in itself"


def test_of_two_copies_the_last_counts_and_the_other_is_named(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "ps1.ipynb", LEFT)
    write(tmp_path / "ada" / "ps1-Copy2.ipynb", "2")
    write(tmp_path / "ada" / "ps1-Copy10.ipynb", "10")
    [(_, file, odd)] = counts(tmp_path)
    assert file == "ps1-Copy10.ipynb" and "'ps1-Copy2.ipynb' was not marked" in odd


def test_a_name_that_fits_a_copy_in_many_ways_costs_no_time(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "ps1.ipynb", "1")
    (tmp_path / "ada" / f"ps1{' - Copy (1)' * 22}x.ipynb").touch()
    begun = time.process_time()
    assert counts(tmp_path) == [("ps1.ipynb", "ps1.ipynb", "")]
    assert time.process_time() - begun < 0.5


def test_of_many_copies_the_last_ones_are_looked_at_and_the_others_counted(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "ps1.ipynb", LEFT)
    for number in range(1, MOST_COPIES + 4):
        write(tmp_path / "ada" / f"ps1-Copy{number}.ipynb", "mine" if number == 3 else LEFT)
    said = "3 more copies of it were not looked at"
    assert counts(tmp_path) == [("ps1.ipynb", "ps1.ipynb", said)]
    write(tmp_path / "ada" / "ps1-Copy4.ipynb", "mine")
    [(_, file, odd)] = counts(tmp_path)
    assert file == "ps1-Copy4.ipynb" and odd.endswith(said)


def test_copies_count_without_the_notebook_and_it_is_said_that_it_is_not_there(
    tmp_path: Path,
) -> None:
    write(tmp_path / "ada" / "ps1 (1).ipynb", "1")
    write(tmp_path / "ada" / "ps1 (2).ipynb", "2")
    said = "'ps1 (2).ipynb' was marked: 'ps1.ipynb' is not there; 'ps1 (1).ipynb' was not marked"
    assert counts(tmp_path) == [("ps1.ipynb", "ps1 (2).ipynb", said)]


def test_a_copy_counts_beside_a_notebook_that_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "ps1-Copy1.ipynb", "1")
    (tmp_path / "ada" / "ps1.ipynb").write_text("no JSON", "utf-8")
    said = "'ps1-Copy1.ipynb' was marked: 'ps1.ipynb' cannot be read"
    assert counts(tmp_path) == [("ps1.ipynb", "ps1-Copy1.ipynb", said)]


def test_an_untouched_copy_and_another_notebook_are_no_copies_that_count(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "ps1.ipynb", LEFT)
    write(tmp_path / "ada" / "ps1-Copy1.ipynb", LEFT)
    write(tmp_path / "ada" / "ps10.ipynb", "2")
    assert counts(tmp_path) == [("ps1.ipynb", "ps1.ipynb", "")]


def test_each_notebook_of_an_assignment_has_its_own_copies(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / "ada" / f"{name}.ipynb", LEFT)
    write(tmp_path / "ada" / "b-Copy1.ipynb", "2")
    assert [found[:2] for found in counts(tmp_path, "a.ipynb", "b.ipynb")] == [
        ("a.ipynb", "a.ipynb"),
        ("b.ipynb", "b-Copy1.ipynb"),
    ]


def test_a_copy_that_is_a_link_does_not_count(tmp_path: Path) -> None:
    write(tmp_path / "solution.ipynb", "the solution")
    write(tmp_path / "submitted" / "ada" / "ps1.ipynb", LEFT)
    (tmp_path / "submitted" / "ada" / "ps1-Copy1.ipynb").symlink_to(tmp_path / "solution.ipynb")
    assert counts(tmp_path / "submitted") == [("ps1.ipynb", "ps1.ipynb", "")]
