"""Marks as `mark` gives them, without a process for each answer: all in one of Node (markMany.ts)."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from lesson_kernel import ROOT

from gatescope import folders
from gatescope.kernel import NODE_OPTIONS
from gatescope.node import find_node


class OneProcess:
    """A judge as marking takes one, whose answers run beside their tests, or `apart` in threads."""

    def __init__(self, program: Path, given: Path) -> None:
        node = find_node()
        flag = (
            "--experimental-permission" if int(node.version.split(".")[0]) < 23 else "--permission"
        )
        # Where a case is here by mistake, it is to start no program and to delete no file.
        harmless = [flag, "--allow-fs-read=*", "--allow-worker"]
        self._command = [str(node.path), *NODE_OPTIONS, *harmless, str(program)]
        self._given = given
        self._child = self._start()

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command,
            cwd=self._given,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"GATESCOPE_DATA": str(folders.DATA), "PATH": os.defpath, "TZ": "UTC"},
        )

    def mark(self, job: dict[str, Any], *, apart: bool = False) -> dict[str, Any]:
        to, back = self._child.stdin, self._child.stdout
        assert to is not None and back is not None
        to.write(json.dumps({"job": job, "apart": apart}) + "\n")
        to.flush()
        line = back.readline()
        if not line:
            self.close()
            self._child = self._start()
        assert line, "this answer ends its process: it is a case for the command"
        mark = json.loads(line)
        assert "fault" not in mark, mark["fault"]
        return dict(mark)

    @property
    def apart(self) -> Apart:
        return Apart(self)

    def close(self) -> None:
        self._child.kill()
        self._child.communicate()


class Apart(NamedTuple):
    """The same, with a realm of its own for each answer, which it may spoil."""

    process: OneProcess

    def mark(self, job: dict[str, Any]) -> dict[str, Any]:
        return self.process.mark(job, apart=True)


@contextmanager
def started(given: Path) -> Iterator[OneProcess]:
    """`given` is the folder in which answers find themselves."""
    folder = ROOT / "build" / "tests" / "marking"
    folder.mkdir(parents=True, exist_ok=True)
    # As deep as a source of the kernel, which finds from there what the kernel's build has made.
    with tempfile.TemporaryDirectory(dir=folder) as built:
        script = ROOT / "tests" / "lessons" / "mark-many.mjs"
        subprocess.run([str(find_node().path), str(script), built], check=True)
        one = OneProcess(Path(built) / "markMany.js", given)
        try:
            yield one
        finally:
            one.close()
