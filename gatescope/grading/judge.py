"""The two processes of marking: one with the teacher's tests, and a walled-off one for each answer.

The judge runs what the exercise needs and its tests, and holds the expected values. Whenever a test
uses something of the answer, the judge asks for it here, and the question is handed to the process
of the answer, which holds nothing else. So an answer can be wrong, loop, die or lie, but it can
neither read nor change how it is marked.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from gatescope.grading import sandbox
from gatescope.grading.limits import Limits
from gatescope.grading.process import BY_THE_CLOCK, Gone, Process, TooLong, Until
from gatescope.grading.starting import require_answers, require_pipes, start

#: Megabytes for the teacher's part.
JUDGE_MEGABYTES = 3072
#: The share of an answer's time that one question to it may take, and by how much less each later one
#: may when it took longer.
SHARE, LESS = 1 / 3, 1 / 4

Mark = dict[str, Any]


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
        try:
            judge, until = self._ready()
            judge.write({"job": job}, until)
            while True:
                message = judge.read(until)
                if message["say"] == "mark":
                    return dict(message["mark"])
                judge.write(self._pass(message), until)
        except Gone as gone:
            # The teacher's own part has ended: by what an answer gave it, or by itself.
            self._drop_judge()
            return nothing(job, f"The tests were stopped. {gone}")
        except BaseException:
            # Whatever it was: what the judge says next would be of this answer, and be taken for the next one's.
            self._drop_judge()
            raise
        finally:
            self._drop_answer()

    def drawn(self, exercises: list[str], variant: str) -> dict[str, list[tuple[str, str]]]:
        """What exercises of the lessons ask in the assignment of this name.

        Of each, pieces of its lesson's notebook with what takes their places; none where it is no
        exercise of the lessons.
        """
        judge, until = self._ready()
        judge.write({"drawn": {"exercises": exercises, "variant": variant}}, until)
        return {
            each["exercise"]: [(lesson, instead) for lesson, instead in each["words"]]
            for each in judge.read(until)["words"]
        }

    def _pass(self, message: Mark) -> Mark:
        if message["fresh"]:
            self._drop_answer()
        allowed = self._time.next_question()
        begun = 0.0
        try:
            if self._answer is None:
                self._answer = start(
                    "answer", self.given, self.limits, walled=self.walled, boxed=True
                )
            until = self._answer.within(allowed)
            begun = until.own - allowed
            self._answer.write(message["line"], until)
            reply = {"line": self._answer.read_line(until)}
        except (Gone, OSError) as gone:
            if isinstance(gone, TooLong):
                self._time.was_too_long(allowed)
            elif self._answer is not None:
                self._time.spent(self._answer.used - begun)
            self._drop_answer()
            return {
                "gone": str(gone) if isinstance(gone, Gone) else f"The answer's process: {gone}"
            }
        self._time.spent(self._answer.within(0).own - begun)
        return reply

    def _ready(self) -> tuple[Process, Until]:
        """The process with the tests, and when it has had its time: as much as an answer, and a minute."""
        if self._judge is None or self._judge.child.poll() is not None:
            self._drop_judge()
            limits = Limits(self.limits.seconds, JUDGE_MEGABYTES)
            self._judge = start("judge", self.given, limits, walled=False, boxed=False)
            self._judge.read(self._judge.within(60))
        # By the clock it waits for what the answer takes, too.
        own, clock = self._judge.within(self.limits.seconds + 60)
        return self._judge, Until(own, clock + BY_THE_CLOCK * self.limits.seconds)

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
    """How long an answer may still take, in seconds of its process on the processor.

    All that is asked of it has one limit, and one question a share of that. After a question that took
    too long, the next ones get less: a loop that never ends is met by each test, and costs the class
    little more than once.
    """

    def __init__(self, seconds: float) -> None:
        self.left = float(seconds)
        self.each = seconds * SHARE

    def next_question(self) -> float:
        return min(self.left, self.each)

    def was_too_long(self, allowed: float) -> None:
        """It took all that it was allowed: on the processor, or waiting by the clock."""
        self.each *= LESS
        self.spent(allowed)

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


def given_files(source: Path, target: Path, apart: Iterable[Path] = ()) -> Path:
    """Copy what stands beside the notebooks of an assignment, without them; gives back `target`.

    Where something that is `apart` stands there, such as submissions and marks, the folder is not the
    assignment's own, and nothing of it is copied: whatever else lies there, as of an earlier run, may be
    of the class.
    """
    import shutil

    target.mkdir(parents=True, exist_ok=True)
    if not is_shared(source, apart):
        never = shutil.ignore_patterns("*.ipynb", ".ipynb_checkpoints", ".git")
        shutil.copytree(source, target, ignore=never, symlinks=True, dirs_exist_ok=True)
    return target


def is_shared(folder: Path, apart: Iterable[Path]) -> bool:
    """Whether something that no student is to read stands in a folder, or is to stand there."""
    real = Path(os.path.realpath(folder))
    return any(Path(os.path.realpath(each)).is_relative_to(real) for each in apart)


def scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="gatescope-grading-")
