"""Copy the lessons into a student's folder without ever touching the student's work."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Copied(NamedTuple):
    """What happened to one lesson: `new`, `same`, `updated`, `beside` or `kept`.

    `path` is the file that now holds this release's text; for `kept` (the release's own copy
    was already put beside an edited lesson) it is that copy.
    """

    outcome: str
    path: Path


def text_digest(notebook: dict) -> str:
    """SHA-256 of the notebook cells' types and sources.

    Outputs, counts and metadata change by running; only what a person writes is hashed.
    scripts/build-lessons.mjs and the lab compute the same.
    """
    cells = []
    for cell in notebook["cells"]:
        source = cell["source"]
        text = source if isinstance(source, str) else "".join(source)
        cells.append(f"{cell['cell_type']}\x1f{text}")
    return hashlib.sha256("\x1e".join(cells).encode("utf-8", "surrogatepass")).hexdigest()


def read_index(lessons: Path) -> dict:
    """The list of shipped lessons, `{release, lessons: [{id, file, title, digest}]}`.

    Raises FileNotFoundError when the lessons are not built, ValueError when the list is damaged.
    """
    index = lessons / "index.json"
    if not index.is_file():
        raise FileNotFoundError(
            f"the lessons are not built: {index} is missing (in a clone: make setup)"
        )
    try:
        found = json.loads(index.read_text("utf-8"))
        names = [found["release"]]
        for entry in found["lessons"]:
            names += [entry["file"], entry["digest"]]
    except (ValueError, KeyError, TypeError):
        names = [None]
    if not all(isinstance(name, str) for name in names):
        raise ValueError(
            f"{index} is damaged: pip install --force-reinstall gatescope (in a clone: make setup)"
        )
    return found


def copy_lessons(folder: Path, lessons: Path) -> list[Copied]:
    """Put every shipped lesson into `folder`, which is made when it is not there.

    A file that is there stays as it is when it holds this release's text or a person's work
    (another text, or outputs). Only an earlier release that nobody edited or ran is replaced.
    Beside an edited lesson of an earlier release the new one is written as
    `NAME (gatescope RELEASE).ipynb`, once. Raises OSError when the folder cannot be written, and
    as `read_index`.
    """
    index = read_index(lessons)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _copy_lesson(lessons / entry["file"], folder / entry["file"], entry, index["release"])
        for entry in index["lessons"]
    ]


def _copy_lesson(shipped: Path, target: Path, entry: dict, release: str) -> Copied:
    if not target.exists():
        return Copied("new", _write(shipped, target))
    present = _read_notebook(target)
    origin = _origin_digest(present)
    if origin == entry["digest"]:
        return Copied("same", target)
    if origin is not None and text_digest(present) == origin and not _has_outputs(present):
        return Copied("updated", _write(shipped, target))
    beside = target.with_name(f"{target.stem} (gatescope {release}){target.suffix}")
    if beside.exists():
        return Copied("kept", beside)
    return Copied("beside", _write(shipped, beside))


def _write(shipped: Path, target: Path) -> Path:
    # Complete or not at all: a full disk or a second start must not leave half a notebook.
    fresh = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(shipped, fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    _sign(target)
    return target


def _sign(lesson: Path) -> None:
    """Tell Jupyter that this notebook's outputs are ours, so that the lab trusts it as it is opened.

    Jupyter keeps signatures in the user's own folder. Where it cannot, the lab says "Not Trusted",
    and everything works.
    """
    import nbformat
    from nbformat.sign import NotebookNotary

    with suppress(OSError, sqlite3.Error):
        NotebookNotary().sign(nbformat.read(lesson, as_version=4))


def _read_notebook(path: Path) -> dict | None:
    """The notebook, or None for anything that is not one: it is somebody's, so it stays."""
    try:
        notebook = json.loads(path.read_text("utf-8"))
        text_digest(notebook)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return notebook


def _origin_digest(notebook: dict | None) -> str | None:
    """The digest that the build wrote into the lesson this notebook was copied from."""
    try:
        digest = notebook["metadata"]["gatescope"]["lesson"]["digest"]
    except (KeyError, TypeError):
        return None
    return digest if isinstance(digest, str) else None


def _has_outputs(notebook: dict) -> bool:
    return any(cell.get("outputs") and not _as_shipped(cell) for cell in notebook["cells"])


def _as_shipped(cell: dict) -> bool:
    """Whether a cell's outputs came with the lesson: its first picture, which nobody has run yet."""
    tags = (cell.get("metadata") or {}).get("tags") or []
    return "opening" in tags and cell.get("execution_count") is None
