"""A process of marking: how it is started behind its wall, talked to over pipes, and ended."""

from __future__ import annotations

import base64
import functools
import json
import os
import platform
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import psutil

from gatescope import folders
from gatescope.grading import sandbox
from gatescope.grading.limits import Limits
from gatescope.kernel import NODE_OPTIONS
from gatescope.node import Node, find_node

if TYPE_CHECKING:
    import resource

SANDBOX = Path(sandbox.__file__).resolve()
PROGRAM = folders.PACKAGE / "_kernel" / "mark.js"
#: What an answer's process may read of the kernel: how it begins, and nothing of the library.
PROGRAMS = tuple(str(PROGRAM.with_name(name)) for name in ("package.json", "mark.js"))
#: The library as an answer gets it. It is read once from where it was opened, before the answer is there:
#: an answer that could read it would make itself a second one, of which nothing is withheld.
LIBRARY = PROGRAM.with_name("answer.js")
#: What an answer may say at once, and in all that one process of it says: a million numbers are 20 MB.
LONGEST_LINE = 32 << 20
LONGEST_TALK = 4 * LONGEST_LINE
#: How often the memory and the time of a process are looked at, in seconds.
LOOK = 0.25
#: How many times as long as on the processor a process may take by the clock: one that waits for nothing
#: uses none, and one on a busy machine gets a share of it.
BY_THE_CLOCK = 5
#: How long a process may take to end once its pipe has ended, in seconds.
LAST = 5
TOO_LONG = "The answer was stopped: it takes too long. Does a loop in it ever end?"
CLOSED = "The answer closes the pipes by which its process is asked."
#: What the program of an answer ends with for reasons of its own: see `endings.ts`.
ENDS = {
    13: "The answer waits for something that never comes: a promise in it is never settled.",
    14: CLOSED,
}
#: The share of its memory from which a crash is one for want of it: half of it is V8's own limit.
FULL = 0.4


class Gone(Exception):
    """A process has ended; the message says why, in words for a report."""


class TooLong(Gone):
    """It was ended, since it took longer than it may."""

    def __init__(self) -> None:
        super().__init__(TOO_LONG)


class Until(NamedTuple):
    """When a process has had its time: in seconds of its own on the processor, and by the clock.

    A mark must not depend on what else the machine does: as a rule, the first decides.
    """

    own: float
    clock: float


@dataclass
class Process:
    """A program at the other end of two pipes, on which both sides send lines of JSON."""

    child: subprocess.Popen[bytes]
    to: int
    back: int
    #: Says why it could not be walled off, and ends when it is.
    unwalled: int
    megabytes: int
    #: The most memory that the process that started it had had until then, in bytes. The system
    #: counts it as the child's own: for a moment the child was a copy of it.
    inherited: int
    rest: bytes = b""
    #: Bytes that it has said.
    said: int = 0
    #: The most memory that it is known to have had, in bytes.
    most: int = 0
    #: The seconds on the processor that it is known to have had.
    used: float = 0

    def within(self, seconds: float) -> Until:
        """From now on as long as this, of its own time."""
        self._count()
        return Until(self.used + seconds, now() + BY_THE_CLOCK * seconds)

    def write(self, message: object, until: Until) -> None:
        data = json.dumps(message).encode() + b"\n"
        os.set_blocking(self.to, False)
        view = memoryview(data)
        while view:
            _, ready, _ = select.select([], [self.to], [], self._next_look(until))
            try:
                if ready:
                    view = view[os.write(self.to, view) :]
            except BlockingIOError:
                pass
            except BrokenPipeError:
                raise Gone(self._last(until)) from None
            self._look(until)

    def read(self, until: Until) -> Any:
        """What the teacher's own part says. Of an answer only lines are handed on, and read by the judge."""
        return json.loads(self.read_line(until))

    def read_line(self, until: Until) -> str:
        pieces = [self.rest]
        size = len(self.rest)
        looked = now()
        while b"\n" not in pieces[-1]:
            ready, _, _ = select.select([self.back], [], [], self._next_look(until))
            # Also while something comes: a byte now and then must not hold the class up.
            if not ready or now() - looked >= LOOK:
                looked = now()
                self._look(until)
            if ready:
                piece = os.read(self.back, 1 << 20)
                if not piece:
                    raise Gone(self._last(until))
                pieces.append(piece)
                size += len(piece)
                self.said += len(piece)
                if size > LONGEST_LINE or self.said > LONGEST_TALK:
                    self.end()
                    most = LONGEST_LINE if size > LONGEST_LINE else LONGEST_TALK
                    when = "at once" if size > LONGEST_LINE else "in all"
                    raise Gone(f"The answer gives more than {most >> 20} MB {when}.")
        line, self.rest = b"".join(pieces).split(b"\n", 1)
        return line.decode(errors="replace")

    def _next_look(self, until: Until) -> float:
        """How long to wait for it now: it cannot have had its time much sooner."""
        return max(0.01, min(LOOK, until.clock - now(), until.own - self.used))

    def _look(self, until: Until) -> None:
        resident = self._count()
        if self.used >= until.own or now() >= until.clock:
            self.end()
            raise TooLong
        if resident > self.megabytes << 20:
            self.end()
            raise Gone(self._full())

    def _count(self) -> int:
        """Counts its time; gives the memory that it holds, in bytes, which is 0 once it has ended."""
        try:
            process = psutil.Process(self.child.pid)
            with process.oneshot():
                times, resident = process.cpu_times(), process.memory_info().rss
        except psutil.Error:
            return 0
        self.used = max(self.used, times.user + times.system)
        self.most = max(self.most, resident)
        return int(resident)

    def _last(self, until: Until) -> str:
        """Why its pipe has ended: as a rule it has ended itself, or is about to."""
        latest = min(until.clock, now() + LAST)
        while not self._has_ended():
            if now() >= latest:
                self.end()
                return CLOSED
            time.sleep(0.005)
        return self.why()

    def _has_ended(self) -> bool:
        if self.child.returncode is None:
            # As `poll` does, which tells nothing of memory.
            found, status, usage = os.wait4(self.child.pid, os.WNOHANG)
            if found:
                self.child.returncode = os.waitstatus_to_exitcode(status)
                self.used = max(self.used, usage.ru_utime + usage.ru_stime)
                peak = _peak(usage)
                if peak > self.inherited:
                    self.most = peak
        return self.child.returncode is not None

    def _full(self) -> str:
        return (
            f"The answer was stopped at {self.megabytes} MB of memory: "
            "does a list in it grow without end?"
        )

    def why(self) -> str:
        """Why it has ended, in words for a report."""
        code = self.child.poll() or 0
        os.set_blocking(self.unwalled, False)
        try:
            lacks = os.read(self.unwalled, 1000).decode(errors="replace")
        except BlockingIOError:
            lacks = ""
        if lacks:
            return f"The answer was not run: its process could not be walled off ({lacks})."
        if code >= 0:
            return ENDS.get(code, "The answer ends the program.")
        if -code == signal.SIGXCPU:
            return TOO_LONG
        if self.most > FULL * (self.megabytes << 20):
            return self._full()
        return f"The process of the answer ended by {signal.Signals(-code).name}."

    def end(self) -> None:
        self.child.kill()
        self.child.wait()

    def close(self) -> None:
        self.end()
        for end in (self.to, self.back, self.unwalled):
            os.close(end)


def now() -> float:
    return time.monotonic()


def _peak(usage: resource.struct_rusage) -> int:
    """The most memory that was in use, in bytes."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


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

    inherited = _peak(resource.getrusage(resource.RUSAGE_SELF))
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
