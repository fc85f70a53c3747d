"""What a class has handed in: who, which files, and their bytes. Every name and file is a stranger's."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gatescope.grading.exercises import is_untouched
from gatescope.grading.notebook_file import LARGEST, NotebookError, parse_notebook, require_readable

# Windows has neither; marking refuses there.
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
NO_WAIT = getattr(os, "O_NONBLOCK", 0)
FOLDER = getattr(os, "O_DIRECTORY", 0)

#: Copies of one notebook that are looked at, the last ones: who keeps more has no reason to.
MOST_COPIES = 20


@dataclass(frozen=True)
class Submission:
    """A notebook that a student handed in: `name` is that of the teacher's."""

    student: str
    name: str
    file: Path
    #: What was odd about which file it is.
    odd: tuple[str, ...] = ()


def submissions(submitted: Path, names: Iterable[str], source: Path) -> Iterator[Submission]:
    """Each student with each notebook of theirs, from any of the usual layouts.

    `SUBMITTED/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb` (nbgrader's), `SUBMITTED/STUDENT/NOTEBOOK.ipynb`,
    and, for one notebook, `SUBMITTED/STUDENT.ipynb`. Raises NotebookError when there is none.
    """
    if not submitted.is_dir():
        raise NotebookError(f"SUBMITTED {submitted}: no such folder")
    wanted = list(names)
    inner = source.name if source.is_dir() else source.parent.name
    count = 0
    for entry in sorted(submitted.iterdir()):
        is_folder = entry.is_dir()
        folder = entry / inner if is_folder and (entry / inner).is_dir() else entry
        files = [folder / name for name in wanted]
        if is_folder and len(files) == 1 and not os.path.lexists(files[0]):
            files = _under_another_name(folder) or files
        below = len(files[0].relative_to(submitted).parts)
        # Folders of tools begin with a dot; a student's that does holds the notebook.
        if entry.name.startswith(".") and not any(map(os.path.lexists, files)):
            continue
        if is_folder:
            for name, file in zip(wanted, files):
                count += 1
                if file.name == name:
                    file, odd = written_copy(file, below)
                else:
                    odd = (f"it was handed in as {file.name!r}, the only notebook there",)
                yield Submission(entry.name, name, file, odd)
        elif entry.suffix == ".ipynb" and len(wanted) == 1:
            count += 1
            # Beside a folder of the same name it is somebody else's.
            student = entry.name if (submitted / entry.stem).is_dir() else entry.stem
            yield Submission(student, wanted[0], entry)
    if count == 0:
        raise NotebookError(f"SUBMITTED {submitted}: no submissions are there")


def _under_another_name(folder: Path) -> list[Path]:
    """The only notebook of a folder: `ps1 (1).ipynb`, as browsers name what is fetched again."""
    try:
        found = [file for file in folder.glob("*.ipynb") if not file.name.startswith(".")]
    except OSError:
        return []
    return found if len(found) == 1 else []


def written_copy(file: Path, below: int) -> tuple[Path, tuple[str, ...]]:
    """The file that counts: the last copy that was worked in, when the notebook itself was not.

    JupyterLab copies `ps1.ipynb` to `ps1-Copy1.ipynb`, browsers and systems to `ps1 (1).ipynb`,
    `ps1 - Copy.ipynb`. The last `below` names of the path are the student's.
    """
    # No name fits in two ways: a stranger's would be tried in all of them.
    copy = re.compile(re.escape(file.stem) + r"(-Copy\d+| \(\d+\)| - Copy|_copy\d*)+")
    try:
        found = [each for each in file.parent.glob("*.ipynb") if copy.fullmatch(each.stem)]
    except OSError:
        return file, ()
    # By their numbers: the tenth copy is later than the second.
    found.sort(key=lambda each: [int(digits) for digits in re.findall(r"\d+", each.stem)])
    looked_at = _within_bounds(found)
    more = len(found) - len(looked_at)
    unseen = (f"{more} more copies of it were not looked at",) if more > 0 else ()
    written = [each for each in looked_at if _why_not(each, below) is None]
    if not written:
        return file, unseen
    why = _why_not(file, below)
    if why is None:
        names = ", ".join(repr(each.name) for each in written)
        return file, (f"{names} beside it was not marked: it was worked in itself", *unseen)
    odd = f"{written[-1].name!r} was marked: {file.name!r} {why}"
    others = ", ".join(repr(each.name) for each in written[:-1])
    return written[-1], (odd, *([f"{others} was not marked"] if others else []), *unseen)


def _within_bounds(copies: list[Path]) -> list[Path]:
    """The last of them: so many, and one, or as many as are together no larger than one that is read."""
    kept: list[Path] = []
    size = 0
    for each in reversed(copies[-MOST_COPIES:]):
        with suppress(OSError):
            size += each.lstat().st_size
        if kept and size > LARGEST:
            break
        kept.insert(0, each)
    return kept


def _why_not(file: Path, below: int) -> str | None:
    """Why a file is not the one that was worked in; None of one that was."""
    if not os.path.lexists(file):
        return "is not there"
    try:
        untouched = is_untouched(parse_notebook(read_submission(file, below), file.name))
    except NotebookError:
        return "cannot be read"
    return "is as it was given out" if untouched else None


def read_submission(file: Path, below: int) -> bytes:
    """The bytes of a file whose last `below` names a student may have made.

    None of these is followed when it is a link, also when it becomes one meanwhile; nothing but a
    file is read. Raises NotebookError that says what stands there.
    """
    if below < 1 or below > len(file.parts) - 1:
        raise ValueError(f"below: expected 1 to {len(file.parts) - 1}, got {below}")
    *folders, last = file.parts[-below:]
    place = os.open(file.parents[below - 1], os.O_RDONLY | FOLDER)
    try:
        for name in folders:
            inner = _open(name, place, FOLDER, file.name)
            os.close(place)
            place = inner
        opened = _open(last, place, NO_WAIT, file.name)
    finally:
        os.close(place)
    try:
        about = os.fstat(opened)
        if not stat.S_ISREG(about.st_mode):
            raise NotebookError(f"{file.name}: not handed in; what is there is no file")
        require_readable(about.st_size, file.name)
        with os.fdopen(opened, "rb", closefd=False) as stream:
            # It may grow while it is read.
            return stream.read(LARGEST)
    finally:
        os.close(opened)


def _open(name: str, place: int, kind: int, told: str) -> int:
    try:
        return os.open(name, os.O_RDONLY | NO_LINK | kind, dir_fd=place)
    except FileNotFoundError:
        raise NotebookError(f"{told}: not handed in") from None
    except OSError as error:
        try:
            is_link = stat.S_ISLNK(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode)
        except OSError:
            is_link = False
        what = "a link, which is not followed" if is_link else f"not handed in ({error.strerror})"
        raise NotebookError(f"{told}: {what}") from None


def leads_out(file: Path, below: int) -> bool:
    """Whether a link is among the last `below` names of a path."""
    return any(place.is_symlink() for place in (file, *list(file.parents)[: below - 1]))
