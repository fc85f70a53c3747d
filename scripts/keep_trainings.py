"""Trains what ships with lessons and examples: every `fit` that names it, into gatescope/data/trained-NN.safetensors.

    .venv/bin/python scripts/keep_trainings.py [--check] [LESSON ...]

Each runs on the kernel as it stands, from its first notebook cell to its last.
With --check nothing is written: what ships must be what is trained now, or it says what differs.
tests/lessons/test_shipped_trainings.py does so for one lesson, another each day that it runs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import struct
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "gatescope" / "data"
#: How far weights may lie apart between machines, of the largest in their array.
TOLERANCE = 1e-4


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "lessons", nargs="*", metavar="LESSON", help="such as 04 or sounds; default all"
    )
    options.add_argument("--check", action="store_true", help="compares and writes nothing")
    given = options.parse_args()
    faults = []
    for notebook in notebooks():
        name = name_of(notebook)
        if given.lessons and name not in given.lessons:
            continue
        with tempfile.TemporaryDirectory() as folder:
            made = train(notebook, Path(folder))
            if given.check:
                faults += [f"{name}: {fault}" for fault in differences(made, DATA / made.name)]
            else:
                shutil.copyfile(made, DATA / made.name)
            print(f"{name}: {len(trainings(made))} trainings, {made.stat().st_size / 1e6:.2f} MB")
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


def notebooks() -> list[Path]:
    """The lessons and examples that ask for trainings that ship."""
    folder = ROOT / "notebooks"
    lessons = sorted(folder.glob("[0-9][0-9]-*.ipynb"))
    return [each for each in [*lessons, *sorted(folder.glob("examples/*.ipynb"))] if asks(each)]


def name_of(notebook: Path) -> str:
    """Under which its trainings ship: the number of a lesson, the name of an example."""
    lesson = notebook.parent.name != "examples"
    return notebook.name[:2] if lesson else notebook.stem


def asks(notebook: Path) -> bool:
    """Whether it asks for trainings that ship."""
    cells = nbformat.read(notebook, as_version=4).cells
    return any(cell.cell_type == "code" and "shipped" in cell.source for cell in cells)


def train(notebook: Path, folder: Path) -> Path:
    """Trains all that is to ship with a lesson, in a folder; gives the file."""
    data = folder / "data"
    data.mkdir()
    for file in DATA.iterdir():
        if not file.name.startswith("trained-"):
            shutil.copy(file, data)
    return run(notebook, folder, GATESCOPE_DATA=str(data))


def run(notebook: Path, folder: Path, **variables: str) -> Path:
    """Runs a lesson; gives the file that holds what it trained and did not ship, if there is any."""
    lesson = nbformat.read(notebook, as_version=4)
    client = NotebookClient(lesson, timeout=None, resources={"metadata": {"path": str(folder)}})
    keeping = {"GATESCOPE_DATA": str(DATA), "GATESCOPE_KEEP_TRAININGS": str(folder)}
    client.execute(env={**os.environ, **keeping, **variables})
    return folder / f"trained-{name_of(notebook)}.safetensors"


def trainings(path: Path) -> dict[str, dict]:
    """What a file holds of each training, by its key."""
    header, _ = parts(path)
    return {key: json.loads(words) for key, words in header["__metadata__"].items()}


def parts(path: Path) -> tuple[dict, bytes]:
    """Header and numbers of a safetensors file."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    return json.loads(content[8 : 8 + length]), content[8 + length :]


def arrays(path: Path) -> dict[str, tuple[float, ...]]:
    """Every array of a file, by its name."""
    header, numbers = parts(path)
    letters = {"F32": "f", "F64": "d"}
    found = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            letter = letters[entry["dtype"]]
            count = (end - start) // struct.calcsize(letter)
            found[name] = struct.unpack(f"<{count}{letter}", numbers[start:end])
    return found


def differences(made: Path, ships: Path) -> list[str]:
    """In what the trainings of now are not those that ship."""
    if not ships.exists():
        return ["nothing ships"]
    faults = [
        f"{each} does not ship"
        if each in trainings(made)
        else f"{each} ships, and nothing asks for it"
        for each in sorted(trainings(made).keys() ^ trainings(ships).keys())
    ]
    told, said = trainings(ships), trainings(made)
    faults += [
        f"{key}: {name} is {said[key][name]}, and {told[key][name]} ships"
        for key in sorted(told.keys() & said.keys())
        for name in ("steps", "bestEpoch")
        if said[key][name] != told[key][name]
    ]
    faults += [
        f"{key}: its losses differ"
        for key in sorted(told.keys() & said.keys())
        if not alike(losses(said[key]), losses(told[key]))
    ]
    before = arrays(ships)
    for name, values in arrays(made).items():
        if not alike(values, before.get(name, values)):
            faults.append(f"{name} differs")
    return faults


def losses(training: dict) -> tuple[float, ...]:
    """The loss of each epoch."""
    return tuple(row["logs"]["loss"] for row in training["epochs"])


def alike(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two arrays are equal but for what machines round differently; with NaN they are not."""
    far = TOLERANCE * max(map(abs, one), default=0)
    return len(one) == len(other) and all(
        abs(a - b) <= far for a, b in zip(one, other, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main())
