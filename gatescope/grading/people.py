"""Whose is what was handed in: the folders and files of a class, by person.

Learning systems hand out all that a class has handed in, and write into each name whose it is. Every name
is a stranger's: none is taken for another's that is not the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gatescope.grading.notebook_file import NotebookError

#: Moodle's `Anna Beispiel_1234567_assignsubmission_file_`, a folder or the beginning of a file's name.
_MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<kind>[a-z]+)(_(?P<own>.*))?")
#: Canvas's `beispielanna_LATE_12345_67890_ps1.ipynb`: who, the number of the upload, and its own name.
_CANVAS = re.compile(
    r"(?P<name>[^\s_]\S*?)(_LATE)?_(?P<id>\d+)_((?P<upload>\d+)_(?P<own>.+)|(text|link)\.html)"
)
#: What puts it behind others of the same person: that it is a file of theirs, and numbers in its name.
_Order = tuple[bool, list[int]]
_KNOWN = re.compile(r"(?P<name>.+) \((?P<system>Participant|Canvas) (?P<id>\d+)\)", re.DOTALL)


@dataclass(frozen=True)
class Known:
    """A person as a learning system knows them: `system` is "moodle" or "canvas".

    Example: `Known("Anna Beispiel", "moodle", "1234567")` is the student
    `Anna Beispiel (Participant 1234567)`, in Moodle's own word for the number.
    """

    name: str
    system: str
    id: str

    def __str__(self) -> str:
        return f"{self.name} ({'Canvas' if self.system == 'canvas' else 'Participant'} {self.id})"


def known(student: str) -> Known | None:
    """Who a student is to a learning system, if it was one that handed out their work."""
    found = _KNOWN.fullmatch(student)
    if found is None:
        return None
    return Known(found["name"], "canvas" if found["system"] == "Canvas" else "moodle", found["id"])


def folder_of(student: str) -> str:
    """What the folder of a student's feedback is called: Moodle takes a zip of those that it has named."""
    who = known(student)
    moodles = who is not None and who.system == "moodle"
    return f"{who.name}_{who.id}_assignsubmission_file_" if who and moodles else student


def own_name(file: Path) -> str:
    """What a file was called before a learning system wrote into its name whose it is."""
    found = _MOODLE.fullmatch(file.name) or _CANVAS.fullmatch(file.name)
    return (found["own"] if found else None) or file.name


def people(submitted: Path, notebooks: Iterable[str]) -> dict[str, list[Path]]:
    """Each who handed in with the folders and files that are theirs, what came last behind.

    Where no learning system tells, each folder and each notebook is somebody else's, of its name; a file
    `ps1_anna.ipynb` is anna's where `ps1.ipynb` is one of the `notebooks`. Raises NotebookError when
    `submitted` is no folder.
    """
    if not submitted.is_dir():
        hint = ": unpack it first" if submitted.suffix == ".zip" and submitted.is_file() else ""
        raise NotebookError(f"SUBMITTED {submitted}: no such folder{hint}")
    found: dict[str, list[tuple[_Order, Path]]] = {}
    others: dict[Path, list[str]] = {}
    stems = [Path(name).stem for name in notebooks]
    for entry in sorted(submitted.iterdir()):
        is_folder = entry.is_dir()
        told = _told(entry, is_folder, stems)
        if told is not None:
            found.setdefault(str(told[0]), []).append((told[1], entry))
        elif is_folder or entry.is_symlink():
            others[entry] = [entry.name]
        elif entry.suffix == ".ipynb" and not entry.name.startswith("."):
            others[entry] = [_without(stems, entry.stem), entry.stem, entry.name]
    named = {who: [place for _, place in sorted(places)] for who, places in found.items()}
    # A short name is taken where nobody else could have it.
    count = Counter(name for names in others.values() for name in {*names})
    for entry, names in others.items():
        free = (name for name in names if count[name] == 1 and name not in named)
        named.setdefault(next(free, names[-1]), []).append(entry)
    return dict(sorted(named.items()))


def _told(entry: Path, is_folder: bool, stems: list[str]) -> tuple[Known, _Order] | None:
    """Whose it is by the name that a learning system gave it."""
    name = unicodedata.normalize("NFC", entry.name)
    found = _MOODLE.fullmatch(name)
    if found is not None:
        # What was typed into the page beside the files is a folder of its own.
        numbers = [int(digits) for digits in re.findall(r"\d+", found["own"] or "")]
        return Known(found["name"], "moodle", found["id"]), (found["kind"] == "file", numbers)
    found = None if is_folder else _CANVAS.fullmatch(name)
    if found is None or found["name"] != found["name"].lower() or found["name"] in stems:
        return None
    return Known(found["name"], "canvas", found["id"]), (True, [int(found["upload"] or 0)])


def _without(stems: list[str], name: str) -> str:
    """A file's name without that of the assignment, before or behind it."""
    for stem in stems:
        for rest in (name.removeprefix(f"{stem}_"), name.removesuffix(f"_{stem}")):
            if rest not in ("", name):
                return rest
    return name
