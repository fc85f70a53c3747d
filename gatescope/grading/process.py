"""A process of marking, as the one who started it sees it: talked to over pipes, watched, and ended."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import psutil

if TYPE_CHECKING:
    import resource

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
                peak = peak_of(usage)
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


def peak_of(usage: resource.struct_rusage) -> int:
    """The most memory that was in use, in bytes."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
