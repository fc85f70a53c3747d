"""A notebook's file and its cells as plain data, read within bounds: a submission is a stranger's file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Cell = dict[str, Any]

#: A larger notebook is not read, nor one of more lists and objects: each takes twenty times the memory of
#: the two or three bytes that it is written in. One of the lab has at most 5 MB of outputs unless told
#: otherwise, and a hundred thousand lists.
LARGEST = 64 << 20
MOST_LISTS = 1_000_000


class NotebookError(Exception):
    """A notebook cannot be read or marked; the message says which, where and why."""


def read_notebook(path: Path) -> Cell:
    """The notebook as plain data, raising NotebookError that names what is wrong with the file."""
    try:
        require_readable(path.stat().st_size, path.name)
        text = path.read_bytes()
    except OSError as error:
        raise NotebookError(f"{path.name}: no notebook ({error})") from None
    return parse_notebook(text, path.name)


def require_readable(size: int, name: str) -> None:
    """Raise NotebookError for a file of more bytes than are read."""
    if size > LARGEST:
        raise NotebookError(f"{name}: {size >> 20} MB; at most {LARGEST >> 20} are read")


def has_too_many_lists(text: str | bytes) -> bool:
    """Whether a file has more brackets than are read."""
    if isinstance(text, str):
        return text.count("[") + text.count("{") > MOST_LISTS
    return text.count(b"[") + text.count(b"{") > MOST_LISTS


def parse_notebook(text: bytes, name: str) -> Cell:
    """The notebook that a file holds, raising NotebookError when it is none."""
    if has_too_many_lists(text):
        raise NotebookError(f"{name}: more than a million brackets; no more are read")
    try:
        # Editors of other systems put a mark in front.
        notebook = json.loads(text.decode("utf-8-sig", errors="replace"))
    except (ValueError, RecursionError) as error:
        raise NotebookError(f"{name}: no notebook ({error})") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise NotebookError(f"{name}: a notebook of version 4 has a list of cells")
    notebook["cells"] = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    for cell in notebook["cells"]:
        # Put together once: it is looked at for each exercise.
        cell["source"] = source_of(cell)
    return notebook


def source_of(cell: Cell) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def metadata_of(cell: Cell, key: str) -> dict[str, Any]:
    metadata = cell.get("metadata")
    value = metadata.get(key) if isinstance(metadata, dict) else None
    return value if isinstance(value, dict) else {}


def grade_id(cell: Cell) -> str:
    value = metadata_of(cell, "nbgrader").get("grade_id")
    return value if isinstance(value, str) else ""


def cell_id(cell: Cell) -> str:
    """Its id in the notebook; empty before format 4.5, where cells have none."""
    return value if isinstance(value := cell.get("id"), str) else ""
