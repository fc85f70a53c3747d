"""`gatescope-grading map SUBMITTED`: writes the page into the course folder, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from gatescope.grading.classmap.collect import Course, read_course
from gatescope.grading.classmap.page import page_of
from gatescope.grading.notebook_file import NotebookError


def write_map(
    submitted: Path, out: Path | None = None, marks: Path | None = None, *, names: bool = True
) -> tuple[Path, Course]:
    """Write the page of what was handed in; gives back where it is, and what it is of.

    Without `out` it is `map.html` beside `submitted`, and without `marks` the marks are those beside
    it. Raises NotebookError when `submitted` is no folder, `marks` is none, or `out` is outside of the
    course folder: nothing about a student leaves it.
    """
    course_folder = submitted.resolve().parent
    target = course_folder / "map.html" if out is None else out
    place = target.parent.resolve() / target.name
    if not submitted.is_dir():
        raise NotebookError(f"SUBMITTED {submitted}: no such folder")
    if not place.is_relative_to(course_folder) or place.is_relative_to(submitted.resolve()):
        raise NotebookError(
            f"--output {target}: the page names students, so it stays in the course folder "
            f"{course_folder}, and out of {submitted.name}"
        )
    if place.is_dir():
        raise NotebookError(f"--output {target}: a folder is there")
    if marks is not None and not marks.is_dir():
        raise NotebookError(f"--marks {marks}: no such folder")
    usual = course_folder / "marks"
    course = read_course(submitted, marks or (usual if usual.is_dir() else None))
    _write(place, page_of(course, course_folder.name, names=names))
    return target, course


def _write(file: Path, page: str) -> None:
    """Also when the disk is full or the program is ended, the page before stays until this is whole."""
    # Readable by its owner alone, as a file of tempfile is.
    number, part = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as stream:
            stream.write(page)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, file)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
