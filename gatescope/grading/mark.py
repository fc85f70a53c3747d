"""`gatescope-grading mark SOURCE SUBMITTED`: mark a class.

Each submission becomes one file in the folder of marks, written whole or not at all; one that is
there, of the same submission and the same source, is not marked again. So a run that was ended in
any way goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
import threading
import time
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gatescope import __version__
from gatescope.grading.exercises import Exercise, Work, altered, job_of, read_exercises, work_of
from gatescope.grading.judge import Judge, given_files, nothing, scratch
from gatescope.grading.limits import Limits
from gatescope.grading.marks_on_disk import Result, keep, mark_file, read_mark
from gatescope.grading.notebook_file import Cell, NotebookError, parse_notebook, read_notebook
from gatescope.grading.receipts import otherwise_checked
from gatescope.grading.starting import require_pipes
from gatescope.grading.submitted import Submission, read_submission, submissions


@dataclass(frozen=True)
class Task:
    """One notebook of one student."""

    student: str
    source: str
    submission: str
    #: Of the path of the submission as many of the last names are the student's.
    below: int
    seconds: int
    megabytes: int
    trust: bool
    #: What its cases are drawn from.
    seed: int
    #: What was odd about which file it is.
    odd: tuple[str, ...] = ()
    #: What was marked before and stays, by exercise.
    kept: tuple[tuple[str, str], ...] = ()
    #: Files and folders that no answer may read though they stand beside the teacher's notebook.
    apart: tuple[str, ...] = ()


def assignment(source: Path) -> dict[str, Path]:
    """The teacher's notebooks by file name; raises NotebookError when there is none."""
    files = [source] if source.is_file() else sorted(source.glob("*.ipynb"))
    if not files:
        inside = sorted({file.parent.name for file in source.glob("*/*.ipynb")})
        hint = f"; one of its folders is meant: {', '.join(inside)}" if inside else ""
        raise NotebookError(f"SOURCE {source}: no notebook is there{hint}")
    return {file.name: file for file in files}


def digest(source: Path, submission: bytes | NotebookError) -> str:
    """Names what is marked: the same files by the same release give the same marks."""
    found = hashlib.sha256(__version__.encode())
    for part in (source.read_bytes(), _bytes_of(submission)):
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()


def _bytes_of(submission: bytes | NotebookError) -> bytes:
    return submission if isinstance(submission, bytes) else str(submission).encode()


def handed_in(file: Path, below: int) -> bytes | NotebookError:
    """What stands in a submission, or why nothing of it can be read."""
    try:
        return read_submission(file, below)
    except NotebookError as error:
        return error


_local = threading.local()


def _judge(task: Task) -> Judge:
    """This thread's judge, kept from one submission to the next."""
    folder, limits = Path(task.source).parent, Limits(task.seconds, task.megabytes)
    key = (str(folder), limits, task.trust, task.apart)
    if getattr(_local, "key", None) != key:
        if getattr(_local, "judge", None) is not None:
            _local.judge.close()
        _local.folder = scratch()
        given = given_files(folder, Path(_local.folder.name) / "given", map(Path, task.apart))
        _local.judge = Judge(given, limits, trust=task.trust)
        _local.key = key
    return _local.judge  # type: ignore[no-any-return]


def mark_task(task: Task) -> Result:
    """The marks of one notebook. Nothing that a student wrote makes this raise."""
    source = Path(task.source)
    submission = handed_in(Path(task.submission), task.below)
    judge = _judge(task)
    kept = {name: json.loads(mark) for name, mark in task.kept}
    result = _mark_bytes(judge, source, submission, kept, student=task.student, seed=task.seed)
    result["odd"] += task.odd
    return {
        "student": task.student,
        "notebook": source.name,
        # Under which name it was handed in: a copy, or one that a browser has named anew.
        "file": Path(task.submission).name,
        "digest": digest(source, submission),
        **result,
    }


def mark_notebook(
    judge: Judge,
    source: Path,
    submission: Path,
    kept: dict[str, Any] | None = None,
    *,
    student: str | None = None,
    seed: int = 0,
) -> Result:
    """Marks of one file against the teacher's notebook; what is in `kept` is not marked again."""
    return _mark_bytes(judge, source, handed_in(submission, 1), kept, student=student, seed=seed)


def _mark_bytes(
    judge: Judge,
    source: Path,
    submission: bytes | NotebookError,
    kept: dict[str, Any] | None = None,
    *,
    student: str | None = None,
    seed: int = 0,
) -> Result:
    teachers = read_notebook(source)
    exercises = read_exercises(teachers, source.name)
    begun = time.monotonic()
    try:
        if isinstance(submission, NotebookError):
            raise submission
        theirs = parse_notebook(submission, source.name)
    except NotebookError as error:
        marks = [nothing(job_of(each, Work([])), str(error)) for each in exercises]
        return _result(marks, [str(error)], begun)
    odd = altered(theirs, teachers)
    marks = []
    for exercise in exercises:
        before = (kept or {}).get(exercise.id)
        mark, notes = mark_exercise(
            judge, exercise, theirs, teachers, before, student=student, seed=seed
        )
        marks.append(mark)
        odd += notes
    return _result(marks, odd, begun)


def mark_exercise(
    judge: Judge,
    exercise: Exercise,
    theirs: Cell,
    teachers: Cell,
    before: Any = None,
    *,
    student: str | None = None,
    seed: int = 0,
) -> tuple[dict[str, Any], list[str]]:
    """The mark of one exercise, or the one that was made before, and what is odd.

    The mark says from which seed its cases were drawn, so that it can be made again.
    """
    try:
        work = work_of(theirs, exercise, teachers)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        # A form of notebook that nobody thought of costs its own student's mark, and is told.
        why = f"its answer could not be read: {type(error).__name__}: {error}"
        return nothing(job_of(exercise, Work([]), student), why), [f"{exercise.id}: {why}"]
    mark = before
    if mark is None:
        mark = {**judge.mark(job_of(exercise, work, student, seed)), "seed": seed}
    odd = [*work.odd, *mark["odd"], *otherwise_checked(theirs, work, exercise, mark)]
    notes = [f"{exercise.id}: {note}" for note in odd]
    if mark.get("teachersFault"):
        notes.append(f"{exercise.id}: the fault is the teacher's: {mark['teachersFault']}")
    return mark, notes


def _result(marks: list[dict[str, Any]], odd: list[str], begun: float) -> Result:
    return {
        "points": sum(mark["points"] for mark in marks),
        "maxPoints": sum(mark["maxPoints"] for mark in marks),
        "exercises": marks,
        "odd": odd,
        "seconds": round(time.monotonic() - begun, 3),
    }


def mark_class(
    source: Path,
    submitted: Path,
    out: Path,
    *,
    limits: Limits,
    jobs: int = 1,
    dask: str | None = None,
    trust: bool = False,
    again: tuple[str, ...] = (),
    of: tuple[str, ...] = (),
    seed: int | None = None,
    tell: Any = None,
    apart: tuple[Path, ...] = (),
) -> list[Result]:
    """Mark every submission that is not marked yet; gives back all marks, by student and notebook.

    Cases are drawn from `seed`, for each student others; from a drawn one unless it is given. What was
    marked from another seed than the one that is given is marked again. So are the exercises in `again`,
    and the students in `of`: with both, those exercises of those students. What is `apart`, no answer may
    read; nor may it `submitted` and `out`, if they stand beside the notebook.
    """
    require_pipes()
    notebooks = assignment(source)
    exercises = {
        name: read_exercises(read_notebook(file), name) for name, file in notebooks.items()
    }
    _require_exercises(again, exercises)
    handed_in_all = list(submissions(submitted, notebooks, source))
    _require_students(of, handed_in_all)
    out.mkdir(parents=True, exist_ok=True)
    results: dict[tuple[str, str], Result] = {}
    drawn = drawn_seed() if seed is None else seed
    tasks: list[Task] = []
    others = tuple(str(each.absolute()) for each in (submitted, out, *apart))
    for handed in handed_in_all:
        student, submission = handed.student, handed.file
        teachers = notebooks[handed.name]
        anew: set[str] = set()
        if student in of or (again and not of):
            anew = set(again) or {each.id for each in exercises[handed.name]}
        before = read_mark(mark_file(out, student, teachers))
        below = len(submission.relative_to(submitted).parts)
        same = before is not None and before["digest"] == digest(
            teachers, handed_in(submission, below)
        )
        # Who is marked again is named, or all are: the marks of the others stay from whatever seed they are.
        if before is not None and seed is not None and not (of or again):
            same = same and all(mark.get("seed") == seed for mark in before["exercises"])
        if before is not None and same and not anew:
            results[student, teachers.name] = before
            continue
        kept = (
            tuple(
                (mark["exercise"], json.dumps(mark))
                for mark in before["exercises"]
                if mark["exercise"] not in anew
            )
            if before is not None and same
            else ()
        )
        # Whole paths: a worker of a cluster stands in another folder. Links stay links.
        files = str(teachers.absolute()), str(submission.absolute())
        tasks.append(Task(student, *files, below, *limits, trust, drawn, handed.odd, kept, others))
    begun = time.monotonic()
    with _executor(jobs, dask) as executor:
        waiting = {executor.submit(mark_task, task): task for task in tasks}
        try:
            for count, done in enumerate(as_completed(waiting), 1):
                task = waiting[done]
                source = Path(task.source)
                try:
                    result = done.result()
                except Exception as error:
                    # Whatever became of one, the others are marked. It is not kept: the next run
                    # tries it again.
                    result = lost(task, exercises[source.name], error)
                else:
                    keep(mark_file(out, task.student, source), result)
                results[task.student, source.name] = result
                if tell is not None:
                    left = (time.monotonic() - begun) / count * (len(tasks) - count)
                    tell(count, len(tasks), left)
        except BaseException:
            # Marks that cannot be kept need not be made: a full disk ends the run at once.
            for left_over in waiting:
                left_over.cancel()
            raise
    return [results[key] for key in sorted(results)]


def drawn_seed() -> int:
    """A seed that nobody knew before marking."""
    return secrets.randbelow(2**31)


def lost(task: Task, exercises: list[Exercise], error: Exception) -> Result:
    """What stands for a submission whose marking itself failed: no points, and why."""
    why = f"could not be marked, run the command again: {type(error).__name__}: {error}"
    unanswered = [nothing(job_of(each, Work([])), why) for each in exercises]
    return {
        "student": task.student,
        "notebook": Path(task.source).name,
        **_result(unanswered, [why], time.monotonic()),
        "lost": True,
    }


def _require_exercises(again: tuple[str, ...], exercises: dict[str, list[Exercise]]) -> None:
    """A word that names no exercise would leave all marks as they were, and say nothing."""
    known = [each.id for one in exercises.values() for each in one]
    for word in again:
        if word not in known:
            raise ValueError(f"--again: expected one of {', '.join(known)}, got {word!r}")


def _require_students(of: tuple[str, ...], handed: list[Submission]) -> None:
    known = sorted({each.student for each in handed})
    for name in of:
        if name not in known:
            some = ", ".join(map(repr, known[:10])) + (", …" if len(known) > 10 else "")
            raise ValueError(f"--of: expected a student who handed in ({some}), got {name!r}")


def _executor(jobs: int, dask: str | None) -> Executor:
    if dask is None:
        return ThreadPoolExecutor(jobs)
    try:
        from distributed import Client
    except ImportError:
        raise RuntimeError("--dask needs Dask: pip install 'gatescope[dask]'") from None
    try:
        # The name of a task is its own: the same work twice is done twice. What a worker that died
        # had begun is done by another.
        return Client(dask).get_executor(pure=False, retries=3)  # type: ignore[no-any-return]
    except (OSError, ValueError) as error:
        raise RuntimeError(f"--dask {dask}: no scheduler answers ({error})") from None


#: How long the bar is that says how far marking is, in characters.
BAR = 24


def progress(count: int, total: int, left: float) -> None:
    """How far it is: on a terminal a bar in place of the one before, else a line of words."""
    minutes, seconds = divmod(round(left), 60)
    words = f"{count} of {total} marked, {minutes}:{seconds:02} left "
    if not sys.stderr.isatty():
        print(words, file=sys.stderr)
        return
    full = round(BAR * count / max(1, total))
    bar = f"[{'#' * full}{' ' * (BAR - full)}]"
    print(f"\r{bar} {words}", end="\n" if count == total else "", file=sys.stderr, flush=True)
