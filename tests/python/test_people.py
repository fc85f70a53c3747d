"""Whose is what was handed in, as learning systems hand it out and as people name files."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from test_submitted import LEFT, write

from gatescope.grading.notebook_file import NotebookError
from gatescope.grading.people import Known, folder_of, known
from gatescope.grading.submitted import submissions


def handed_in(folder: Path, *names: str) -> dict[str, tuple[str, str]]:
    """Of each student the path of the file that counts, and what is said of it."""
    found = list(submissions(folder, names or ("ps1.ipynb",), folder / "ps1"))
    assert len({(each.student, each.name) for each in found}) == len(found)
    return {
        each.student: (str(each.file.relative_to(folder)), "; ".join(each.odd)) for each in found
    }


def fill(folder: Path, *files: str) -> None:
    for name in files:
        write(folder / name, "const double = 2;")


def test_moodle_tells_two_of_one_name_apart_by_their_numbers(tmp_path: Path) -> None:
    files = (
        "Anna Beispiel_1234567_assignsubmission_file_/ps1.ipynb",
        "Anna Beispiel_1234568_assignsubmission_file_/ps1.ipynb",
        # As it calls them from 4.1 on, and without a folder for each where a teacher has chosen so.
        "Jörg Müller_Weiß_1234569_assignsubmission_file/ps1.ipynb",
        "Zoë 李_1234570_assignsubmission_file_ps1.ipynb",
    )
    fill(tmp_path, *files)
    students = (
        "Anna Beispiel (Participant 1234567)",
        "Anna Beispiel (Participant 1234568)",
        "Jörg Müller_Weiß (Participant 1234569)",
        "Zoë 李 (Participant 1234570)",
    )
    assert handed_in(tmp_path) == {
        student: (file, "") for student, file in zip(students, files, strict=True)
    }


def test_what_was_typed_into_moodle_is_no_second_student(tmp_path: Path) -> None:
    fill(tmp_path, "Anna_7_assignsubmission_file_/ps1.ipynb")
    for who in ("Anna_7", "Bert_8"):
        folder = tmp_path / f"{who}_assignsubmission_onlinetext_"
        folder.mkdir()
        (folder / "onlinetext.html").touch()
    found = handed_in(tmp_path)
    assert found["Anna (Participant 7)"] == ("Anna_7_assignsubmission_file_/ps1.ipynb", "")
    assert found["Bert (Participant 8)"][1] == "what is there: 'onlinetext.html'"
    assert len(found) == 2


def test_of_notebooks_under_other_names_in_one_folder_the_one_with_answers_counts(
    tmp_path: Path,
) -> None:
    fill(tmp_path, "Anna_7_assignsubmission_file_/ps1_anna.ipynb")
    write(tmp_path / "Anna_7_assignsubmission_file_/a note.ipynb")
    said = "'ps1_anna.ipynb' was marked: 'a note.ipynb' answers nothing"
    assert handed_in(tmp_path) == {
        "Anna (Participant 7)": ("Anna_7_assignsubmission_file_/ps1_anna.ipynb", said)
    }


def test_a_second_folder_of_the_same_person_is_named(tmp_path: Path) -> None:
    fill(tmp_path, *(f"Anna_7_assignsubmission_file{end}/ps1.ipynb" for end in ("", "_")))
    [(_, said)] = handed_in(tmp_path).values()
    assert said == "'Anna_7_assignsubmission_file' was not looked at"


def test_of_what_one_person_gave_canvas_the_last_counts_and_the_others_are_named(
    tmp_path: Path,
) -> None:
    fill(
        tmp_path,
        "beispielanna_12345_9_ps1.ipynb",
        "beispielanna_LATE_12345_10_ps1-1.ipynb",
        "beispielanna_12346_8_ps1-2.ipynb",
        "müllerjörg_12347_11_anything.ipynb",
    )
    write(tmp_path / "beispielanna_12346_12_ps1-3.ipynb", LEFT)
    (tmp_path / "zimmer_12348_text.html").touch()
    (tmp_path / "ohm_12349_13_ps1.zip").touch()
    last, blank = "beispielanna_LATE_12345_10_ps1-1.ipynb", "beispielanna_12346_12_ps1-3.ipynb"
    worked_in = "beispielanna_12346_8_ps1-2.ipynb"
    assert handed_in(tmp_path) == {
        "beispielanna (Canvas 12345)": (
            last,
            f"'{last}' was marked: 'beispielanna_12345_9_ps1.ipynb' came before",
        ),
        "beispielanna (Canvas 12346)": (
            worked_in,
            f"'{worked_in}' was marked: '{blank}' is as it was given out",
        ),
        "müllerjörg (Canvas 12347)": ("müllerjörg_12347_11_anything.ipynb", ""),
        "ohm (Canvas 12349)": (
            "ohm_12349_13_ps1.zip/ps1.ipynb",
            "what is there: 'ohm_12349_13_ps1.zip'",
        ),
        "zimmer (Canvas 12348)": (
            "zimmer_12348_text.html/ps1.ipynb",
            "what is there: 'zimmer_12348_text.html'",
        ),
    }


def test_each_notebook_of_an_assignment_is_found_among_what_canvas_hands_out(
    tmp_path: Path,
) -> None:
    fill(tmp_path, "anna_1_3_a.ipynb", "anna_1_4_b-1.ipynb", "bert_2_5_b.ipynb")
    found = [
        (each.student, each.name, each.file.name, each.odd)
        for each in submissions(tmp_path, ("a.ipynb", "b.ipynb"), tmp_path / "ps1")
    ]
    assert found == [
        ("anna (Canvas 1)", "a.ipynb", "anna_1_3_a.ipynb", ()),
        ("anna (Canvas 1)", "b.ipynb", "anna_1_4_b-1.ipynb", ()),
        ("bert (Canvas 2)", "a.ipynb", "a.ipynb", ("what is there: 'bert_2_5_b.ipynb'",)),
        ("bert (Canvas 2)", "b.ipynb", "bert_2_5_b.ipynb", ()),
    ]


def test_an_umlaut_that_a_system_writes_in_two_ways_makes_no_second_student(
    tmp_path: Path,
) -> None:
    parted = unicodedata.normalize("NFD", "müllerjörg_1_3_ps1.ipynb")
    fill(tmp_path, parted, "müllerjörg_1_4_ps1-1.ipynb")
    assert [*handed_in(tmp_path)] == ["müllerjörg (Canvas 1)"]


@pytest.mark.parametrize(
    "files",
    [
        ("hw_2026_12_anna.ipynb", "hw_2026_12_bert.ipynb"),
        ("group_1_2_ps1.ipynb", "group_1_3_ps1.ipynb"),
    ],
)
def test_what_only_looks_like_canvas_is_asked_about_before_two_are_one(
    tmp_path: Path, files: tuple[str, ...]
) -> None:
    fill(tmp_path, *files)
    with pytest.raises(NotebookError, match=r"would all be of .* give each of several") as raised:
        handed_in(tmp_path)
    assert all(repr(name) in str(raised.value) for name in files)


def test_the_name_of_the_assignment_is_no_part_of_the_student_s(tmp_path: Path) -> None:
    fill(tmp_path, "ps1_anna.ipynb", "bert_ps1.ipynb", "ps1_2026_12_carl.ipynb", "ps1.ipynb")
    assert [*handed_in(tmp_path)] == ["2026_12_carl", "anna", "bert", "ps1"]


def test_where_a_short_name_could_be_two_each_keeps_its_own(tmp_path: Path) -> None:
    fill(tmp_path, "ps1_anna.ipynb", "anna_ps1.ipynb", "anna.ipynb", "anna/ps1.ipynb")
    assert {student: file for student, (file, _) in handed_in(tmp_path).items()} == {
        "anna": "anna/ps1.ipynb",
        "anna.ipynb": "anna.ipynb",
        "anna_ps1": "anna_ps1.ipynb",
        "ps1_anna": "ps1_anna.ipynb",
    }


def test_one_notebook_where_several_are_asked_is_asked_about(tmp_path: Path) -> None:
    fill(tmp_path, "anna.ipynb")
    with pytest.raises(NotebookError, match=r"'anna.ipynb' could be any of a.ipynb, b.ipynb: give"):
        handed_in(tmp_path, "a.ipynb", "b.ipynb")


def test_what_is_still_packed_is_to_be_unpacked(tmp_path: Path) -> None:
    packed = tmp_path / "ps1.zip"
    packed.touch()
    with pytest.raises(NotebookError, match=r"ps1.zip: no such folder: unpack it first"):
        handed_in(packed)


def test_what_a_mac_packs_beside_it_is_nobody_s(tmp_path: Path) -> None:
    fill(tmp_path, "anna/ps1.ipynb", "__MACOSX/anna/._ps1.ipynb")
    assert [*handed_in(tmp_path)] == ["anna"]


def test_a_name_says_by_which_system_and_number_it_is_known() -> None:
    for who in (Known("Anna (A) Beispiel", "moodle", "7"), Known("anna", "canvas", "8")):
        assert known(str(who)) == who
    assert known("anna_2026") is None and known("anna (2026)") is None
    assert folder_of("Anna Beispiel (Participant 7)") == "Anna Beispiel_7_assignsubmission_file_"
    assert folder_of("anna (Canvas 8)") == "anna (Canvas 8)"
