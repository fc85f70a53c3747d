"""What the tests of the Python package share: a small set of lessons and a made-up Node."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from gatescope.lessons import text_digest


def notebook(*sources: str, outputs: bool = False) -> dict:
    """A notebook of code cells."""
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"c{number}",
            "metadata": {},
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "1"}]
            if outputs
            else [],
            "source": source,
        }
        for number, source in enumerate(sources)
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


class ShippedLessons:
    """A folder as scripts/build-lessons.mjs lays it out, of any release."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def release(self, release: str, **texts: str) -> None:
        """Ship these notebooks (name: source of their one cell) as this release."""
        entries = []
        for name, text in texts.items():
            lesson = notebook(text)
            entry = {"id": name, "file": f"{name}.ipynb", "title": name}
            entry["digest"] = text_digest(lesson)
            lesson["metadata"]["gatescope"] = {
                "lesson": {"id": name, "release": release, "digest": entry["digest"]}
            }
            (self.folder / entry["file"]).write_text(json.dumps(lesson), "utf-8")
            entries.append(entry)
        index = {"release": release, "lessons": entries}
        (self.folder / "index.json").write_text(json.dumps(index), "utf-8")


@pytest.fixture
def shipped(tmp_path: Path) -> ShippedLessons:
    return ShippedLessons(tmp_path / "shipped")


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No Node anywhere, an empty cache folder; gives back the one folder on PATH."""
    folder = tmp_path / "a folder with späces 数"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("GATESCOPE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("GATESCOPE_NODE", raising=False)
    monkeypatch.setattr("gatescope.node.wheel_node", lambda: None)
    return folder


def make_node(folder: Path, version: str, name: str = "node") -> Path:
    """An executable that answers `--version`, and prints its arguments and folders otherwise."""
    file = folder / name
    file.write_text(
        f"#!{sys.executable}\n"
        "import json, os, sys\n"
        "if sys.argv[1:] == ['--version']:\n"
        "    open(__file__ + '.asked', 'a').write('x')\n"
        f"    print('v{version}')\n"
        "else:\n"
        "    keys = ('GATESCOPE_DATA', 'GATESCOPE_CACHE')\n"
        "    told = {key: os.environ.get(key) for key in keys}\n"
        "    print(json.dumps({'pid': os.getpid(), 'arguments': sys.argv[1:], **told}))\n"
        "    sys.exit(7)\n",
        "utf-8",
    )
    file.chmod(0o755)
    return file
