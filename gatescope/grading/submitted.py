"""What a class has handed in: who, which files, and their bytes. Every name and file is a stranger's."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from gatescope.grading.exercises import is_answer, is_untouched
from gatescope.grading.notebook_file import LARGEST, NotebookError, parse_notebook, require_readable
from gatescope.grading.people import known, own_name, people

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
    what Moodle and Canvas hand out (`people` tells whose it is), and, for one notebook,
    `SUBMITTED/STUDENT.ipynb`. Raises NotebookError when there is none, or when it is not clear whose.
    """
    wanted = list(names)
    inner = source.name if source.is_dir() else source.parent.name
    count = 0
    for student, entries in people(submitted, wanted).items():
        place = entries[-1]
        if place.is_dir():
            found = list(_in_folder(student, place, wanted, inner))
            # Folders of tools begin so; a student's that does holds the notebook.
            if place.name.startswith((".", "__MACOSX")) and not any(
                os.path.lexists(each.file) for each in found
            ):
                continue
        else:
            found = [_uploaded(student, entries, name, wanted) for name in wanted]
        count += len(found)
        beside = [each for each in entries[:-1] if place.is_dir() and _has_notebook(each)]
        told = (f"{_names(beside)} was not looked at",) if beside else ()
        yield from (replace(each, odd=(*each.odd, *told)) for each in found)
    if count == 0:
        raise NotebookError(f"SUBMITTED {submitted}: no submissions are there")


def _in_folder(student: str, place: Path, wanted: list[str], inner: str) -> Iterator[Submission]:
    folder = place / inner if (place / inner).is_dir() else place
    below = len(folder.relative_to(place.parent).parts) + 1
    for name in wanted:
        file = folder / name
        there = [] if os.path.lexists(file) else _listed(folder)
        notebooks = [each for each in there if each.suffix == ".ipynb"] if len(wanted) == 1 else []
        if len(notebooks) == 1:
            # `ps1 (1).ipynb`, as browsers name what is fetched again.
            [file] = notebooks
            odd: tuple[str, ...] = (f"it was handed in as {file.name!r}, the only notebook there",)
        else:
            file, odd = written_copy(file, below)
            if not os.path.lexists(file) and notebooks:
                file, odd = _last(notebooks, below)
            elif not os.path.lexists(file) and there:
                odd = (f"what is there: {_names(there)}",)
        yield Submission(student, name, file, odd)


def _uploaded(student: str, files: list[Path], name: str, wanted: list[str]) -> Submission:
    """Of files that stand beside those of others, the one that counts, by what they were called before.

    A learning system puts a number behind a name that was there already: `ps1-1.ipynb`.
    """
    notebooks = [each for each in files if each.suffix == ".ipynb"]
    copy = _copies(name, r"|-\d+")
    called = {each: own_name(each) for each in notebooks}
    fit = [
        each
        for each, own in called.items()
        if own == name or (own not in wanted and copy.fullmatch(Path(own).stem))
    ]
    counting = fit or (notebooks if len(wanted) == 1 else [])
    # Canvas gives no name twice: where one is, or where none is the notebook's, it may have given none.
    names = {called[each] for each in counting}
    if len(counting) > 1 and (not fit or len(names) < len(fit)):
        raise NotebookError(
            f"SUBMITTED {files[0].parent}: {_names(counting)} would all be of {student}: keep the one "
            "that counts, or give each of several students a folder"
        )
    if notebooks and not counting and known(student) is None:
        raise NotebookError(
            f"SUBMITTED {files[0].parent}: {_names(files)} could be any of {', '.join(wanted)}: give each "
            "student a folder"
        )
    if not counting:
        return Submission(student, name, files[-1] / name, (f"what is there: {_names(files)}",))
    file, odd = _last(counting, 1)
    return Submission(student, name, file, odd)


def _has_notebook(entry: Path) -> bool:
    return any(each.suffix == ".ipynb" for each in (entry, *_listed(entry)))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    except OSError:
        return []


def _names(files: list[Path]) -> str:
    return ", ".join(repr(each.name) for each in files[:5]) + (", …" if len(files) > 5 else "")


def _last(files: list[Path], below: int) -> tuple[Path, tuple[str, ...]]:
    """Of several hand-ins of one notebook the last that was worked in, and which were not marked."""
    looked_at = _within_bounds(files)
    why = {each: _why_not(each, below) for each in looked_at} if len(files) > 1 else {}
    counts = next((each for each in reversed(looked_at) if why.get(each) is None), looked_at[-1])
    others = [f"{each.name!r} {why.get(each) or 'came before'}" for each in files if each != counts]
    return counts, (f"{counts.name!r} was marked: {', '.join(others)}",) if others else ()


def _copies(name: str, more: str = "") -> re.Pattern[str]:
    """The stems of copies of a notebook. No name fits in two ways: a stranger's would be tried in all."""
    return re.compile(re.escape(Path(name).stem) + rf"(-Copy\d+| \(\d+\)| - Copy|_copy\d*{more})+")


def written_copy(file: Path, below: int) -> tuple[Path, tuple[str, ...]]:
    """The file that counts: the last copy that was worked in, when the notebook itself was not.

    JupyterLab copies `ps1.ipynb` to `ps1-Copy1.ipynb`, browsers and systems to `ps1 (1).ipynb`,
    `ps1 - Copy.ipynb`. The last `below` names of the path are the student's.
    """
    copy = _copies(file.name)
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
        notebook = parse_notebook(read_submission(file, below), file.name)
    except NotebookError:
        return "cannot be read"
    if not is_untouched(notebook):
        return None
    return "is as it was given out" if any(map(is_answer, notebook["cells"])) else "answers nothing"


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
        # Something else was, which is no folder.
        if isinstance(error, NotADirectoryError) and not is_link:
            what = "not handed in"
        raise NotebookError(f"{told}: {what}") from None


def leads_out(file: Path, below: int) -> bool:
    """Whether a link is among the last `below` names of a path."""
    return any(place.is_symlink() for place in (file, *list(file.parents)[: below - 1]))
