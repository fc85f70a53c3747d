"""The Dockerfile of the page for classes: what it runs is what we ship and what the README says."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from gatescope.cli import _parser

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "class" / "Dockerfile"
KNOWN = {"FROM", "ARG", "COPY", "RUN", "ENV", "CMD"}


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^\s*#.*\n", "", FILE.read_text("utf-8"), flags=re.M)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line.strip()]  # type: ignore[misc]


def test_it_has_known_instructions_and_begins_from_an_image() -> None:
    found = instructions()
    assert found[0][0] == "FROM"
    assert {name for name, _ in found} <= KNOWN
    assert all(rest.strip() for _, rest in found)


def test_it_installs_the_wheel_of_the_readme() -> None:
    version = json.loads((ROOT / "package.json").read_text("utf-8"))["version"]
    wheel = f"gatescope-{version}-py3-none-any.whl"
    assert f"pip install {wheel}" in (ROOT / "README.md").read_text("utf-8")
    found = instructions()
    assert ("ARG", f"WHEEL={wheel}") in found
    [copied] = [rest for name, rest in found if name == "COPY"]
    assert copied == "dist/$WHEEL /tmp/"
    [installed] = [rest for name, rest in found if name == "RUN" and "pip install" in rest]
    extra = re.search(r'"/tmp/\$WHEEL\[(\w+)\]"', installed)
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    extras = project.split("[project.optional-dependencies]")[1].split("\n[")[0]
    assert extra is not None and re.search(rf"^{extra[1]} = ", extras, re.M)


def test_every_call_of_gatescope_is_one_that_it_takes() -> None:
    calls = [shlex.split(rest) for name, rest in instructions() if name == "RUN"]
    ours = [words[1:] for words in calls if words[0] == "gatescope"]
    assert ours == [["doctor"]]
    for words in ours:
        _parser().parse_args(words)


def test_the_server_starts_with_the_lessons_in_the_home_of_the_student(tmp_path: Path) -> None:
    [(name, program)] = [rest.split("=", 1) for kind, rest in instructions() if kind == "ENV"]
    [command] = [json.loads(rest) for kind, rest in instructions() if kind == "CMD"]
    assert command[:2] == ["sh", "-c"]
    copying, starting = command[2].split(" && ")
    assert (name, starting) == ("LESSONS", "exec start-singleuser.py")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    own = {**os.environ, "HOME": str(tmp_path), "PATH": path, name: shlex.split(program)[0]}
    for _ in range(2):
        done = subprocess.run([*command[:2], copying], env=own, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        lesson = tmp_path / "lessons" / "03-inside-the-lstm.ipynb"
        assert "BEGIN SOLUTION" not in lesson.read_text("utf-8")
        # The second start leaves the student's work alone.
        before = lesson.read_text("utf-8")
        lesson.write_text(f"{before}\n", "utf-8")
    assert lesson.read_text("utf-8") == f"{before}\n"


def test_the_page_for_classes_names_it() -> None:
    page = (ROOT / "docs" / "classroom.md").read_text("utf-8")
    assert "(class/Dockerfile)" in page
