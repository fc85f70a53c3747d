"""The two processes of marking: one with the teacher's tests, and a walled-off one for each answer.

The judge runs what the exercise needs and its tests, and holds the expected values. Whenever a test
uses something of the answer, the judge asks for it here, and the question is handed to the process
of the answer, which holds nothing else. So an answer can be wrong, loop, die or lie, but it can
neither read nor change how it is marked.
"""

from __future__ import annotations

import functools
import json
import os
import platform
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from gatescope import folders
from gatescope.grading import sandbox
from gatescope.grading.limits import Limits
from gatescope.kernel import NODE_OPTIONS
from gatescope.node import find_node

SANDBOX = Path(sandbox.__file__).resolve()
PROGRAM = folders.PACKAGE / "_kernel" / "mark.js"
#: What an answer's process runs. The kernel's other programs hold what the exercises ask for.
PROGRAMS = tuple(
    str(PROGRAM.with_name(name)) for name in ("package.json", "mark.js", "answer.js", "train.js")
)
#: What an answer may say at once, and in all that one process of it says: a million numbers are 20 MB.
LONGEST_LINE = 32 << 20
LONGEST_TALK = 4 * LONGEST_LINE
#: How often the memory of an answer's process is looked at, in seconds.
LOOK = 0.25
#: Megabytes for the teacher's part.
JUDGE_MEGABYTES = 3072
#: The share of an answer's time that one question to it may take, and by how much less each later one
#: may when it took longer.
SHARE, LESS = 1 / 3, 1 / 4
TOO_LONG = "The answer was stopped: it takes too long. Does a loop in it ever end?"

Mark = dict[str, Any]


class Gone(Exception):
    """A process has ended; the message says why, in words for a report."""


class TooLong(Gone):
    """It was ended, since it took longer than it may."""

    def __init__(self) -> None:
        super().__init__(TOO_LONG)


@dataclass
class Process:
    """A program at the other end of two pipes, on which both sides send lines of JSON."""

    child: subprocess.Popen[bytes]
    to: int
    back: int
    megabytes: int
    rest: bytes = b""
    #: Bytes that it has said.
    said: int = 0

    def write(self, message: object, deadline: float) -> None:
        data = json.dumps(message).encode() + b"\n"
        os.set_blocking(self.to, False)
        view = memoryview(data)
        while view:
            _, ready, _ = select.select([], [self.to], [], max(0, min(LOOK, deadline - _now())))
            try:
                if ready:
                    view = view[os.write(self.to, view) :]
            except (BrokenPipeError, BlockingIOError):
                if self.child.poll() is not None:
                    raise Gone(self.why()) from None
            self._look(deadline)

    def read(self, deadline: float) -> Any:
        pieces = [self.rest]
        size = len(self.rest)
        looked = _now()
        while b"\n" not in pieces[-1]:
            ready, _, _ = select.select([self.back], [], [], max(0, min(LOOK, deadline - _now())))
            # Also while something comes: a byte now and then must not hold the class up.
            if not ready or _now() - looked >= LOOK:
                looked = _now()
                self._look(deadline)
            if ready:
                piece = os.read(self.back, 1 << 20)
                if not piece:
                    self.child.wait()
                    raise Gone(self.why())
                pieces.append(piece)
                size += len(piece)
                self.said += len(piece)
                if size > LONGEST_LINE or self.said > LONGEST_TALK:
                    self.end()
                    most = LONGEST_LINE if size > LONGEST_LINE else LONGEST_TALK
                    when = "at once" if size > LONGEST_LINE else "in all"
                    raise Gone(f"The answer gives more than {most >> 20} MB {when}.")
        line, self.rest = b"".join(pieces).split(b"\n", 1)
        try:
            return json.loads(line)
        except (ValueError, RecursionError, MemoryError):
            self.end()
            raise Gone("The answer says what is no value.") from None

    def _look(self, deadline: float) -> None:
        if _now() >= deadline:
            self.end()
            raise TooLong
        if _resident(self.child.pid) > self.megabytes << 20:
            self.end()
            raise Gone(self.why(full=True))

    def why(self, full: bool = False) -> str:
        code = self.child.poll()
        if code == -24 and not full:  # SIGXCPU
            return TOO_LONG
        if full or (code is not None and code < 0):
            return (
                f"The answer was stopped at {self.megabytes} MB of memory: "
                "does a list in it grow without end?"
            )
        if code == 71:
            return "The answer was not run: its process could not be walled off."
        return "The answer ends the program."

    def end(self) -> None:
        self.child.kill()
        self.child.wait()

    def close(self) -> None:
        self.end()
        for end in (self.to, self.back):
            os.close(end)


def _now() -> float:
    return time.monotonic()


def _resident(process: int) -> int:
    try:
        with open(f"/proc/{process}/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are above the numbers under which the program looks for them."""
    import fcntl  # not on Windows

    ends = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return high[0], high[1]


#: Of the system, what every program that is loaded reads, and what Node does.
SYSTEM_FILES = ("/etc/ld.so.cache", "/dev/urandom", "/proc/self", "/proc/meminfo")
#: Prints the libraries that this Node has loaded, and the scripts of its own that it has as files.
_FILES = """
process.report.excludeNetwork = true;
const { node_builtin_shareable_builtins: scripts = [] } = process.config.variables;
console.log(JSON.stringify([...process.report.getReport().sharedObjects, ...scripts]));
"""


@functools.cache
def files_of(node: str) -> tuple[str, ...]:
    """The files that this Node needs to run, each by itself: no folder of the system."""
    told = subprocess.run(
        [node, "-e", _FILES],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=60,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
    )
    found = [name for name in json.loads(told.stdout) if os.path.isfile(name)]
    return (node, *(name for name in found if os.path.isabs(name)))


def _start(role: str, folder: Path, limits: Limits, *, walled: bool, boxed: bool) -> Process:
    node = find_node()
    cache = folders.cache_folder()
    down, up = _pipe(), _pipe()
    heap = f"--max-old-space-size={limits.megabytes // 2}"
    run = [str(Path(node.path).resolve()), *NODE_OPTIONS, heap, str(PROGRAM), role]
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
    readable = [
        *files_of(run[0]),
        *SYSTEM_FILES,
        *PROGRAMS,
        str(folders.DATA),
        str(folder),
    ]
    # The teacher's own part marks many, and keeps what the compiler has compiled.
    seconds = limits.seconds * 4 if boxed else 0
    wall = "walled" if walled else "open"
    box = [down[0], up[1], limits.megabytes, seconds, wall, *readable]
    try:
        child = subprocess.Popen(
            [sys.executable, "-I", "-S", str(SANDBOX), *map(str, box), "--", *run],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(down[0], up[1]),
            start_new_session=True,
        )
    finally:
        os.close(down[0])
        os.close(up[1])
    return Process(child, down[1], up[0], limits.megabytes)


#: Nodes on which an answer's process is known to begin, with and without a wall.
_begin: set[tuple[str, bool]] = set()


def require_answers(given: Path, limits: Limits, walled: bool) -> None:
    """Raise RuntimeError where the process of an answer does not even begin, as on a Node that asks for more.

    Every answer would earn nothing, and the class would be told that it is wrong.
    """
    node = find_node()
    if (str(node.path), walled) in _begin:
        return
    process = _start("answer", given, limits, walled=walled, boxed=True)
    # It waits to be asked, and ends when nobody asks any more.
    os.close(process.to)
    try:
        code: int | str = process.child.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.end()
        code = "none after a minute"
    os.close(process.back)
    if code != 0:
        raise RuntimeError(
            f"no answer can run on Node {node.version} ({node.path}): its process should wait, and ended "
            f"(exit code {code}). GATESCOPE_NODE names another one"
        )
    _begin.add((str(node.path), walled))


def require_pipes() -> None:
    """Raise RuntimeError on a system without pipes and files of the kind that marking needs."""
    if os.name != "posix":
        raise RuntimeError(
            f"marking runs on Linux and macOS, got {platform.system()}: on Windows, mark in the "
            "Windows Subsystem for Linux"
        )


class Judge:
    """Marks exercises one after the other, each answer in a fresh process. Use it with `with`."""

    def __init__(self, given: Path, limits: Limits, *, trust: bool = False) -> None:
        """`given` holds the files that stand beside the notebook, and no notebook.

        Raises RuntimeError when this system cannot wall a process off and `trust` is not given, when
        it has no pipes of the kind that marking needs, or when no answer can run on its Node.
        """
        require_pipes()
        lacks = sandbox.missing()
        if lacks is not None and not trust:
            raise RuntimeError(
                f"answers cannot be walled off here: this system lacks {lacks}. "
                "--trust runs them all the same, with your rights"
            )
        self.walled = lacks is None
        require_answers(given, limits, self.walled)
        self.given = given
        self.limits = limits
        self._judge: Process | None = None
        self._answer: Process | None = None
        self._time = AnswerTime(limits.seconds)

    def mark(self, job: dict[str, Any]) -> Mark:
        """The mark of one exercise: see `MarkJob` and `ExerciseMark` of the program."""
        self._time = AnswerTime(self.limits.seconds)
        # The tests have as much time of their own, and a minute to begin in.
        deadline = _now() + 2 * self.limits.seconds + 60
        try:
            judge = self._ready(deadline)
            judge.write({"job": job}, deadline)
            while True:
                message = judge.read(deadline)
                if message["say"] == "mark":
                    return dict(message["mark"])
                judge.write(self._pass(message, deadline), deadline)
        except Gone as gone:
            # The teacher's own part has ended: by what an answer gave it, or by itself.
            self._drop_judge()
            return nothing(job, f"The tests were stopped. {gone}")
        finally:
            self._drop_answer()

    def drawn(self, exercises: list[str], variant: str) -> dict[str, list[tuple[str, str]]]:
        """What exercises of the lessons ask in the assignment of this name.

        Of each, pieces of its lesson's notebook with what takes their places; none where it is no
        exercise of the lessons.
        """
        deadline = _now() + self.limits.seconds + 60
        judge = self._ready(deadline)
        judge.write({"drawn": {"exercises": exercises, "variant": variant}}, deadline)
        return {
            each["exercise"]: [(lesson, instead) for lesson, instead in each["words"]]
            for each in judge.read(deadline)["words"]
        }

    def _pass(self, message: Mark, deadline: float) -> Mark:
        if message["fresh"]:
            self._drop_answer()
        begun = _now()
        until = min(deadline, begun + self._time.next_question())
        try:
            if self._answer is None:
                self._answer = _start(
                    "answer", self.given, self.limits, walled=self.walled, boxed=True
                )
            self._answer.write(message["line"], until)
            reply = {"line": self._answer.read(until)}
        except (Gone, OSError) as gone:
            self._drop_answer()
            if isinstance(gone, TooLong):
                self._time.was_too_long()
            reply = {
                "gone": str(gone) if isinstance(gone, Gone) else f"The answer's process: {gone}"
            }
        self._time.spent(_now() - begun)
        return reply

    def _ready(self, deadline: float) -> Process:
        if self._judge is None or self._judge.child.poll() is not None:
            self._drop_judge()
            limits = Limits(self.limits.seconds, JUDGE_MEGABYTES)
            self._judge = _start("judge", self.given, limits, walled=False, boxed=False)
            self._judge.read(deadline)
        return self._judge

    def _drop_answer(self) -> None:
        if self._answer is not None:
            self._answer.close()
            self._answer = None

    def _drop_judge(self) -> None:
        if self._judge is not None:
            self._judge.close()
            self._judge = None

    def close(self) -> None:
        self._drop_answer()
        self._drop_judge()

    def __enter__(self) -> Judge:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class AnswerTime:
    """How long an answer may still take.

    All that is asked of it has one limit, and one question a share of that. After a question that took
    too long, the next ones get less: a loop that never ends is met by each test, and costs the class
    little more than once.
    """

    def __init__(self, seconds: float) -> None:
        self.left = float(seconds)
        self.each = seconds * SHARE

    def next_question(self) -> float:
        return min(self.left, self.each)

    def was_too_long(self) -> None:
        self.each *= LESS

    def spent(self, seconds: float) -> None:
        self.left = max(0.0, self.left - seconds)


def nothing(job: dict[str, Any], message: str) -> Mark:
    """A mark of 0 with its reason."""
    tests = [
        {"id": test["id"], "points": 0, "maxPoints": test["points"], "message": message}
        for test in job["tests"]
    ]
    answers = [cell["source"] for cell in job["cells"] if cell["role"] == "answer"]
    return {
        "exercise": job["exercise"],
        "answer": answers[-1] if answers else "",
        "odd": [],
        "points": 0,
        "maxPoints": sum(test["points"] for test in job["tests"]),
        "status": "didNotRun",
        "message": message,
        "tests": tests,
        "outputs": {"text/plain": message},
        "seconds": 0,
    }


def given_files(source: Path, target: Path) -> Path:
    """Copy what stands beside the notebooks of an assignment, without them; gives back `target`."""
    import shutil

    shutil.copytree(
        source,
        target,
        ignore=shutil.ignore_patterns("*.ipynb", ".ipynb_checkpoints", ".git"),
        symlinks=True,
        dirs_exist_ok=True,
    )
    return target


def scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="gatescope-grading-")
