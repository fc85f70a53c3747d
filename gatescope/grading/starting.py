"""How a process of marking is started behind its wall, and what it needs for that."""

from __future__ import annotations

import base64
import functools
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from gatescope import folders
from gatescope.grading import sandbox
from gatescope.grading.limits import Limits
from gatescope.grading.process import Gone, Process, peak_of
from gatescope.kernel import NODE_OPTIONS
from gatescope.node import Node, find_node

SANDBOX = Path(sandbox.__file__).resolve()
PROGRAM = folders.PACKAGE / "_kernel" / "mark.js"
#: What an answer's process may read of the kernel: how it begins, and nothing of the library.
PROGRAMS = tuple(str(PROGRAM.with_name(name)) for name in ("package.json", "mark.js"))
#: The library as an answer gets it. It is read once from where it was opened, before the answer is there:
#: an answer that could read it would make itself a second one, of which nothing is withheld.
LIBRARY = PROGRAM.with_name("answer.js")


def _high(end: int) -> int:
    """A descriptor in place of this one, above the numbers under which the program looks for its pipes."""
    import fcntl  # not on Windows

    found = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(end)
    return found


def _pipe() -> tuple[int, int]:
    down, up = os.pipe()
    return _high(down), _high(up)


#: Of the system, what every program that is loaded reads, and what Node does.
SYSTEM_FILES = ("/etc/ld.so.cache", "/dev/urandom", "/proc/self", "/proc/meminfo")
#: Prints the libraries that this Node has loaded, with the scripts of its own that it has as files, and
#: how many bytes V8 sets aside for code where the system counts them as data: from Node 24 on.
_ABOUT = """
process.report.excludeNetwork = true;
const { node_builtin_shareable_builtins: scripts = [] } = process.config.variables;
const files = [...process.report.getReport().sharedObjects, ...scripts];
const { existsSync, readFileSync } = require('node:fs');
const places = existsSync('/proc/self/maps') ? readFileSync('/proc/self/maps', 'utf8') : '';
const sizes = [...places.matchAll(/^(\\w+)-(\\w+) rwxp/gm)].map(
  ([, from, to]) => parseInt(to, 16) - parseInt(from, 16)
);
console.log(JSON.stringify({ files, aside: Math.max(0, ...sizes) }));
"""


@functools.cache
def _about(node: str) -> dict[str, Any]:
    told = subprocess.run(
        [node, "-e", _ABOUT],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=60,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
    )
    return dict(json.loads(told.stdout))


def files_of(node: str) -> tuple[str, ...]:
    """The files that this Node needs to run, each by itself: no folder of the system."""
    found = [name for name in _about(node)["files"] if os.path.isfile(name)]
    return (node, *(name for name in found if os.path.isabs(name)))


def data_of(node: str, megabytes: int) -> int:
    """The limit of data, in megabytes, within which this Node has so many for what it runs."""
    return megabytes + (int(_about(node)["aside"]) >> 20)


def _permission(node: Node, readable: list[str]) -> list[str]:
    """Node's own wall: no inspector, thread or binding, by which a program would find its own text."""
    flag = "--experimental-permission" if int(node.version.split(".")[0]) < 23 else "--permission"
    return [flag, *(f"--allow-fs-read={path}" for path in readable)]


def start(role: str, folder: Path, limits: Limits, *, walled: bool, boxed: bool) -> Process:
    node = find_node()
    cache = folders.cache_folder()
    down, up, unwalled = _pipe(), _pipe(), _pipe()
    theirs = [down[0], up[1], unwalled[1]]
    heap = f"--max-old-space-size={limits.megabytes // 2}"
    own = [*PROGRAMS, str(folders.DATA), str(folder.resolve())]
    program = str(Path(node.path).resolve())
    box = [*map(str, theirs), str(data_of(program, limits.megabytes))]
    run = [program, *NODE_OPTIONS, heap]
    if boxed and walled:
        files = [str(LIBRARY), *_compiled_files(node, limits)]
        opened = [_high(os.open(file, os.O_RDONLY | os.O_CLOEXEC)) for file in files]
        theirs += opened
        # What was read of them is not found again in memory that is given out anew.
        run += ["--zero-fill-buffers", *_permission(node, own)]
        run += [str(PROGRAM), role, *map(str, opened)]
    else:
        run += [str(PROGRAM), role]
    environment = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        # Where it lies is each system's own matter, and one that may not be read ends Node.
        "OPENSSL_CONF": os.devnull,
        "GATESCOPE_MARKING": "1",
        "GATESCOPE_DATA": str(folders.DATA),
        **({"GATESCOPE_CACHE": str(cache)} if cache and not boxed else {}),
    }
    readable = [*files_of(program), *SYSTEM_FILES, *own]
    # The teacher's own part marks many, and keeps what the compiler has compiled.
    seconds = limits.seconds * 4 if boxed else 0
    wall = "walled" if walled else "open"
    box += [str(seconds), wall, *readable]
    import resource  # not on Windows

    inherited = peak_of(resource.getrusage(resource.RUSAGE_SELF))
    try:
        child = subprocess.Popen(
            [sys.executable, "-I", "-S", str(SANDBOX), *box, "--", *run],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=theirs,
            start_new_session=True,
        )
    finally:
        for end in theirs:
            os.close(end)
    return Process(child, down[1], up[0], unwalled[0], limits.megabytes, inherited)


#: What V8 has compiled of the library of answers, as a file in memory, by the Node and the limits with
#: which it did; none without a wall. Where it is known, an answer's process is known to begin.
_compiled: dict[tuple[str, Limits, bool], int | None] = {}


def _compiled_files(node: Node, limits: Limits) -> list[str]:
    kept = _compiled.get((str(node.path), limits, True))
    return [] if kept is None else [f"/proc/self/fd/{kept}"]


def require_answers(given: Path, limits: Limits, walled: bool) -> None:
    """Raise RuntimeError where the process of an answer does not even begin, as on a Node that asks for more.

    Every answer would earn nothing, and the class would be told that it is wrong. The first that begins
    compiles the library for those that come after.
    """
    node = find_node()
    key = (str(node.path), limits, walled)
    if key in _compiled:
        return
    process = start("compile", given, limits, walled=walled, boxed=True)
    try:
        said = process.read(process.within(60))
    except Gone as gone:
        raise RuntimeError(
            f"no answer can run on Node {node.version} ({node.path}): its process should begin, and ended "
            f"(exit code {process.child.poll()}). {gone} GATESCOPE_NODE names another one"
        ) from None
    finally:
        process.close()
    if isinstance(said, dict):
        raise RuntimeError(
            f"no answer can run on Node {node.version} ({node.path}): a first one should go through, and "
            f"ended with {said['problem']}"
        )
    if not walled:
        _compiled[key] = None
        return
    _compiled[key] = kept = os.memfd_create("gatescope-compiled")
    with open(kept, "wb", closefd=False) as memory:
        memory.write(base64.b64decode(said))


def require_pipes() -> None:
    """Raise RuntimeError on a system without pipes and files of the kind that marking needs."""
    if os.name != "posix":
        raise RuntimeError(
            f"marking runs on Linux and macOS, got {platform.system()}: on Windows, mark in the "
            "Windows Subsystem for Linux"
        )
