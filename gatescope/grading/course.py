"""`gatescope-grading init COURSE`: a course for nbgrader that works, with our lessons as assignments."""

from __future__ import annotations

import shutil
from pathlib import Path

from gatescope import folders

SOLUTIONS = folders.PACKAGE / "_solutions"

CONFIGURATION = '''"""nbgrader's settings for notebooks of gatescope. Yours to change; nothing writes here again."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = {course!r}

# What stands where the solution was.
c.ClearSolutions.code_stub = {{
    "typescript": "// YOUR CODE HERE\\nthrow new Error('This part is not written yet.');"
}}

# Students are not given the wrong answers that a teacher has named, but for what stands in an open test.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "gatescope.grading.nbgrader_marking.HideMistakes",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# An answer runs in a process of its own, walled off from the tests, the other submissions and the
# network; the tests and the points are the teacher's, whatever a submission holds.
c.Autograde.exporter_class = "gatescope.grading.nbgrader_marking.AnyDepth"
c.Autograde.sanitize_preprocessors = ["gatescope.grading.nbgrader_marking.Mark"]
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
# For each answer: seconds for all its tests together, and megabytes.
c.Mark.seconds = 60
c.Mark.megabytes = 1024

# Feedback calls each test by its exercise, and shows neither hidden tests nor what they expect.
c.GenerateFeedback.exporter_class = "gatescope.grading.nbgrader_marking.NamedTests"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "gatescope.grading.nbgrader_marking.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
'''


class CourseError(Exception):
    """A course cannot be made; the message says why."""


def copy_solutions(folder: Path) -> list[Path]:
    """The lessons with their solutions, a folder each, as nbgrader has assignments.

    What is there already stays. Gives back the files that are new.
    """
    if not SOLUTIONS.is_dir():
        raise CourseError(
            f"the lessons are not built: {SOLUTIONS} is missing (in a clone: make setup)"
        )
    written = []
    for lesson in sorted(SOLUTIONS.glob("*.ipynb")):
        target = folder / lesson.stem / lesson.name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(lesson, target)
            written.append(target)
    return written


def make_course(folder: Path, *, lessons: bool = True) -> list[Path]:
    """Write nbgrader's settings and, unless told not to, our lessons as assignments.

    Raises CourseError when the folder has settings already. Gives back the files that are new.
    """
    settings = folder / "nbgrader_config.py"
    if settings.exists():
        raise CourseError(f"{settings} is there already; take another folder, or remove it")
    folder.mkdir(parents=True, exist_ok=True)
    settings.write_text(CONFIGURATION.format(course=folder.resolve().name), "utf-8")
    return [settings, *(copy_solutions(folder / "source") if lessons else [])]
