"""The submissions of a course folder, read one by one; what cannot be read is listed with its reason."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gatescope.grading.classmap.answers import Quiz, Sheet, read_answers
from gatescope.grading.classmap.guesses import Asked, Guess, read_guesses
from gatescope.grading.classmap.reports import Report, read_mark, read_reports, read_tries
from gatescope.grading.classmap.values import count, entries, fields, identifier, plain, text
from gatescope.grading.notebook_file import LARGEST, NotebookError, read_notebook
from gatescope.grading.people import own_name, people

MOST_STUDENTS = 5_000
#: Files and folders of one student that are looked at.
MOST_FILES = 500
MOST_CELLS = 2_000


@dataclass(frozen=True)
class Lesson:
    id: str
    number: int
    title: str


@dataclass
class Work:
    """What one student did in one notebook."""

    student: str
    lesson: Lesson
    reports: dict[str, Report] = field(default_factory=dict)
    #: The exercises that the notebook holds, with their titles.
    exercises: dict[str, str] = field(default_factory=dict)
    #: By exercise: how many answers Check was given until one was right.
    tries: dict[str, int] = field(default_factory=dict)
    guesses: dict[str, Guess] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    quizzes: list[Quiz] = field(default_factory=list)
    marked: bool = False


@dataclass(frozen=True)
class Unread:
    student: str
    file: str
    reason: str


@dataclass
class Course:
    """All that was handed in."""

    students: list[str] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


@dataclass(frozen=True)
class Marked:
    """What marking said of a notebook: by the teacher's name of it, and by exercise."""

    notebook: str
    reports: dict[str, Report]


def read_course(submitted: Path, marks: Path | None = None) -> Course:
    """Every notebook of every student, and the marks that `gatescope-grading mark` wrote of them.

    Layouts: `STUDENT/ASSIGNMENT/NOTEBOOK.ipynb`, `STUDENT/NOTEBOOK.ipynb`, `STUDENT.ipynb`, and those of
    Moodle and Canvas. Links are not followed. Raises NotebookError when `submitted` is no folder.
    """
    course = Course()
    marked = _read_marks(marks, course) if marks is not None else {}
    theirs = people(submitted, {each.notebook for each in marked.values()})
    for student, files in _students(theirs, course):
        course.students.append(student)
        seen: dict[str, str] = {}
        # What was marked first: of two copies it is the one that counts.
        for file in sorted(files, key=lambda each: (student, each.name) not in marked):
            name = plain(str(file.relative_to(submitted)), 200)
            found = marked.get((student, file.name))
            if found is None and file.parent == submitted:
                # One notebook a student: the marks are under the teacher's name of it.
                named = [key for key in marked if key[0] == student]
                found = marked[named[0]] if len(named) == 1 else None
            try:
                work = read_work(student, file, found.notebook if found else own_name(file))
                if work.lesson.id in seen:
                    raise NotebookError(f"{seen[work.lesson.id]} is the same lesson; it counts")
            except NotebookError as error:
                course.unread.append(Unread(student, name, plain(str(error))))
                continue
            seen[work.lesson.id] = name
            if found is not None:
                work.marked = True
                work.reports.update(found.reports)
            course.works.append(work)
    return course


def _students(theirs: dict[str, list[Path]], course: Course) -> Iterator[tuple[str, list[Path]]]:
    inside = [each for each in theirs.items() if not each[0].startswith(".")]
    for name, places in inside[:MOST_STUDENTS]:
        files: list[Path] = []
        # What came last is looked at first: of one lesson it counts.
        for place in reversed(places):
            if place.is_symlink():
                reason = "a link, which is not followed"
                course.unread.append(Unread(name, plain(place.name), reason))
            elif place.is_dir():
                files += _notebooks(place, name, course)
            elif place.suffix == ".ipynb":
                files.append(place)
        if files or not places[-1].is_symlink():
            yield name, files
    if len(inside) > MOST_STUDENTS:
        reason = f"more than {MOST_STUDENTS} submissions; the others are not on this page"
        course.unread.append(Unread("", plain(inside[0][1][0].parent.name), reason))


def _notebooks(folder: Path, student: str, course: Course) -> list[Path]:
    """Notebooks in a student's folder and one level below, by name."""
    found: list[Path] = []
    looked = 0
    try:
        for base in [folder, *(each for each in _inside(folder) if _is_folder(each))]:
            for each in _inside(base):
                looked += 1
                if each.suffix == ".ipynb" and not _is_folder(each):
                    found.append(each)
                if looked > MOST_FILES:
                    raise NotebookError(f"more than {MOST_FILES} files; the others were not read")
    except (OSError, NotebookError) as error:
        course.unread.append(Unread(student, plain(folder.name), plain(str(error))))
    return found


def _inside(folder: Path) -> list[Path]:
    with os.scandir(folder) as listing:
        names = []
        for entry in listing:
            if not entry.name.startswith("."):
                names.append(entry.name)
            if len(names) > MOST_FILES:
                break
    return [folder / name for name in sorted(names)]


def _is_folder(place: Path) -> bool:
    return place.is_dir() and not place.is_symlink()


def read_work(student: str, file: Path, name: str) -> Work:
    """One notebook, by the teacher's name of it; raises NotebookError that says why it cannot be read."""
    try:
        status = file.lstat()
    except OSError as error:
        raise NotebookError(str(error)) from None
    if not stat.S_ISREG(status.st_mode):
        raise NotebookError("a link or no ordinary file, which is not read")
    try:
        notebook = read_notebook(file)
    except MemoryError:
        raise NotebookError("too large for the memory of this computer") from None
    cells = notebook["cells"][:MOST_CELLS]
    about = fields(fields(fields(notebook, "metadata"), "gatescope"), "lesson")
    lesson = Lesson(
        identifier(about.get("id")) or plain(Path(name).stem, 100),
        count(about.get("number"), 999) or 999,
        text(about.get("title"), 120) or plain(Path(name).stem, 100),
    )
    work = Work(student, lesson)
    work.exercises, work.reports = read_reports(notebook, cells)
    work.tries = read_tries(notebook)
    work.asked, work.guesses = read_guesses(cells)
    work.quizzes, work.sheets = read_answers(cells)
    return work


def _read_marks(folder: Path, course: Course) -> dict[tuple[str, str], Marked]:
    """What `gatescope-grading mark` keeps, by student and the name of the file that was marked."""
    found: dict[tuple[str, str], Marked] = {}
    for file in sorted(folder.glob("*.json")):
        try:
            if file.is_symlink() or file.stat().st_size > LARGEST:
                raise ValueError("a link, or too large")
            mark = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            course.unread.append(Unread("", plain(f"{folder.name}/{file.name}"), plain(str(error))))
            continue
        student, notebook = fields(mark).get("student"), fields(mark).get("notebook")
        if isinstance(student, str) and isinstance(notebook, str):
            read = (read_mark(each) for each in entries(mark.get("exercises"), 200))
            name = mark.get("file")
            found[student, name if isinstance(name, str) else notebook] = Marked(
                notebook, {each.exercise: each for each in read if each is not None}
            )
    return found
