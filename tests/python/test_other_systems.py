"""Every module of gatescope can be imported where Python lacks what only Unix has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gatescope.grading.judge import Judge
from gatescope.grading.limits import Limits

PACKAGE = Path(__file__).resolve().parents[2] / "gatescope"
#: `tracing` looks into models of frameworks that the user brings.
MODULES = sorted(
    ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
    for folder in (PACKAGE, PACKAGE / "grading", PACKAGE / "grading" / "classmap")
    for file in folder.glob("*.py")
    if file.name not in ("__init__.py", "__main__.py")
)
ONLY_UNIX = ("fcntl", "resource", "pwd", "grp", "termios")


def test_no_module_needs_what_only_unix_has() -> None:
    program = (
        "import ctypes, importlib, sys\n"
        # Others' modules are here already: nbgrader itself is for Unix alone.
        "import os, pathlib, psutil, subprocess, tempfile, nbformat, nbgrader.apps, nbgrader.api\n"
        "assert not [name for name in sys.modules if name.startswith('gatescope')]\n"
        f"sys.modules.update(dict.fromkeys({ONLY_UNIX}))\n"
        "whole = ctypes.CDLL\n"
        "def library(name, *rest, **more):\n"
        "    if name is None: raise TypeError('Windows has no library of this process')\n"
        "    return whole(name, *rest, **more)\n"
        "ctypes.CDLL = library\n"
        "sys.platform = 'win32'\n"
        f"for name in {MODULES}: importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_modules_of_marking_are_among_them() -> None:
    assert {"gatescope.grading.judge", "gatescope.grading.sandbox", "gatescope.cli"} <= {*MODULES}


def test_marking_refuses_where_it_cannot_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "name", "nt")
    with pytest.raises(RuntimeError, match="marking runs on Linux and macOS, got"):
        Judge(tmp_path, Limits(), trust=True)
