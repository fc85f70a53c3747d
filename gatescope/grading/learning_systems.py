"""The marks of a class as Moodle and Canvas import them into their grade books."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gatescope.grading.exercises import read_exercises
from gatescope.grading.gradebook import assignment_of
from gatescope.grading.mark import assignment
from gatescope.grading.marks_on_disk import Result, guarded, number_text, write_rows
from gatescope.grading.notebook_file import read_notebook
from gatescope.grading.people import known

#: Of a table, the heads first.
Rows = Sequence[Sequence[object]]


def moodle(results: list[Result], assignment: str) -> Rows:
    """Rows of who, the points, and what is said of each exercise.

    Of what Moodle has handed out they are for the assignment's _Upload grading worksheet_, which finds its
    participants by their numbers. Others are for _Grades → Import → CSV file_: the first column is mapped
    to the username, or to the email address where students are named so. Feedback stands beside the grade:
    without it an import empties what is there.
    """
    people = _by_student(results)
    if any(map(known, people)):
        return [
            ["Identifier", "Full name", "Grade", "Last modified (grade)", "Feedback comments"],
            *(
                [
                    f"Participant {who.id}",
                    guarded(who.name),
                    number_text(points),
                    "",
                    guarded(_feedback(marks)),
                ]
                for student, (points, _, marks) in people.items()
                if (who := known(student)) is not None
            ),
        ]
    by = "Email address" if all("@" in student for student in people) else "Username"
    heads = [by, f"Assignment: {assignment} (Real)", f"Assignment: {assignment} (Feedback)"]
    return [
        [*heads],
        *(
            [guarded(student), number_text(points), guarded(_feedback(marks))]
            for student, (points, _, marks) in people.items()
        ),
    ]


def canvas(results: list[Result], assignment: str) -> Rows:
    """Rows for _Grades → Import_: Canvas finds a student by its ID, or else by the login.

    The second row has the points of the assignment, which Canvas makes where it has none of that name.
    """
    people = _by_student(results)
    most = max((of for _, of, _ in people.values()), default=0)

    def named(student: str) -> list[str]:
        who = known(student)
        if who is not None:
            return [guarded(who.name), who.id, "", ""]
        return [guarded(student), "", "", guarded(student)]

    return [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment],
        ["    Points Possible", "", "", "", "", number_text(most)],
        *([*named(student), "", number_text(points)] for student, (points, _, _) in people.items()),
    ]


SYSTEMS: dict[str, Callable[[list[Result], str], Rows]] = {
    "canvas": canvas,
    "moodle": moodle,
}


def write_for(system: str, results: list[Result], source: Path, file: Path) -> list[str]:
    """Write the table of one of `SYSTEMS` for what a teacher's folder or notebook asks, whole or not at all.

    Exercises are called by their titles: their ids nobody has seen who reads it. Gives back the students
    who are in no row, since this system could not find them.
    """
    findable = _findable(system, {each["student"] for each in results})
    titles = {
        (name, exercise.id): exercise.title
        for name, notebook in assignment(source).items()
        for exercise in read_exercises(read_notebook(notebook), name)
    }
    titled = [
        {
            **result,
            "exercises": [
                {**mark, "title": titles.get((result["notebook"], mark["exercise"]))}
                for mark in result["exercises"]
            ],
        }
        for result in results
        if result["student"] in findable
    ]
    write_rows(SYSTEMS[system](titled, assignment_of(source.resolve())), file)
    return sorted({each["student"] for each in results} - findable)


def _findable(system: str, students: set[str]) -> set[str]:
    """Whom the system knows by number, and by name those whom no system has named.

    Moodle imports numbers and names in two places, and so never in one table.
    """
    numbered = {each for each in students if (who := known(each)) and who.system == system}
    named = {each for each in students if known(each) is None}
    return numbered if numbered and system == "moodle" else numbered | named


def _by_student(results: list[Result]) -> dict[str, tuple[float, float, list[dict[str, Any]]]]:
    found: dict[str, tuple[float, float, list[dict[str, Any]]]] = {}
    for result in sorted(results, key=lambda each: (each["student"], each["notebook"])):
        points, of, marks = found.get(result["student"], (0, 0, []))
        found[result["student"]] = (
            points + result["points"],
            of + result["maxPoints"],
            [*marks, *result["exercises"]],
        )
    return found


def _feedback(marks: list[dict[str, Any]]) -> str:
    return "; ".join(
        f"{mark.get('title') or mark['exercise']}: {number_text(mark['points'])} of {number_text(mark['maxPoints'])}"
        + (f" ({mark['comment']})" if mark.get("comment") else "")
        for mark in marks
    )
