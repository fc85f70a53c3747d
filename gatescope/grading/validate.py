"""Does an assignment mark as its teacher means it? Tried before it goes out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gatescope.grading.exercises import Exercise, Mistake, Work, answered, job_of, read_exercises
from gatescope.grading.judge import Judge, given_files, scratch
from gatescope.grading.limits import Limits
from gatescope.grading.mark import assignment
from gatescope.grading.notebook_file import NotebookError, read_notebook
from gatescope.grading.outputs import has_hidden, without_hidden

REGION = re.compile(r"^([ \t]*)///? ?/* ?BEGIN SOLUTION.*?END SOLUTION[^\n]*$", re.M | re.S)
#: What stands where the solution of a drawn exercise is yet to be written.
UNSOLVED = "throw new Error('The solution of this variant is yours to write.');"
STUB = "throw new Error('This part is not written yet.');"


def given_out(exercise: Exercise) -> str:
    """The answer as a student gets it."""
    text, count = REGION.subn(lambda found: f"{found[1]}{STUB}", exercise.solution)
    return text if count else STUB


def validate(source: Path, limits: Limits, *, trust: bool = False) -> list[str]:
    """Every fault in words, with its notebook and exercise.

    The solution must get all points and the answer as it is given out none; what is given out must
    compile; each wrong answer that is named must fail and be told its own message; ids must be unique
    and points numbers.
    """
    faults: list[str] = []
    notebooks = assignment(source)
    seen: dict[str, str] = {}
    for name, file in notebooks.items():
        try:
            exercises = read_exercises(read_notebook(file), name)
        except NotebookError as error:
            faults.append(str(error))
            continue
        faults += [f"{name}, {fault}" for fault in _asked_twice(exercises)]
        with scratch() as place:
            given = given_files(file.parent, Path(place) / "given")
            with Judge(given, limits, trust=trust) as judge:
                for exercise in exercises:
                    if exercise.id in seen:
                        faults.append(
                            f"{name}: {exercise.id} is an exercise of {seen[exercise.id]}"
                        )
                    seen[exercise.id] = name
                    faults += [
                        f"{name}, {exercise.id}: {fault}" for fault in _faults(judge, exercise)
                    ]
    return faults


DECLARED = re.compile(r"^(?:export )?(?:async )?(?:const|let|var|class|function\*?) +(\w+)", re.M)


def _asked_twice(exercises: list[Exercise]) -> list[str]:
    """An answer is found by the names that its tests ask for: two of one name are taken for each other."""
    first: dict[str, str] = {}
    faults = []
    for exercise in exercises:
        tests = "\n".join(test.source for test in exercise.tests)
        for name in () if exercise.asks else DECLARED.findall(exercise.solution):
            if not re.search(rf"\b{name}\b", tests):
                continue
            if name in first:
                faults.append(
                    f"{exercise.id}: {name} is asked for by {first[name]}, too: call it something "
                    "else, or an answer to one is taken for an answer to the other"
                )
            first.setdefault(name, exercise.id)
    return faults


def unsolved(source: Path) -> list[str]:
    """The exercises that were drawn, and whose solution is not written yet: it was not tried."""
    return [
        f"{name}, {exercise.id}"
        for name, file in assignment(source).items()
        for exercise in read_exercises(read_notebook(file), name)
        if UNSOLVED in exercise.solution
    ]


def _faults(judge: Judge, exercise: Exercise) -> list[str]:
    faults = []
    if exercise.points == 0:
        faults.append("it is worth no points")
    faults += [
        f"the test {test.id} has no hidden lines, but its metadata say that it has, so Check gives no "
        'points for it; take "hidden": true out of them'
        for test in exercise.tests
        if test.says_hidden and not has_hidden(test.source)
    ]
    runs = True
    if UNSOLVED not in exercise.solution:
        right = Work([], answered="key") if exercise.asks else answered(exercise.solution)
        solved = judge.mark(job_of(exercise, right))
        runs = solved["points"] == solved["maxPoints"]
        if not runs:
            faults.append(
                f"its solution gets {solved['points']} of {solved['maxPoints']}: "
                f"{solved['message']}"
            )
        faults += _told_beforehand(exercise)
    unwritten = Work([], answered={}) if exercise.asks else answered(given_out(exercise))
    stub = judge.mark(job_of(exercise, unwritten))
    if stub["points"] != 0:
        faults.append(f"the answer as it is given out gets {stub['points']} points")
    says = "Nothing is answered" if exercise.asks else "not written yet"
    if says not in stub["message"] and runs:
        faults.append(f"the answer as it is given out does not run: {stub['message']}")
    faults += _passed_by_nothing(judge, exercise)
    for number, mistake in enumerate(exercise.mistakes, 1):
        wrong = judge.mark(
            job_of(exercise, answered(with_answer(exercise.solution, mistake.answer)))
        )
        faults += _told(number, mistake, wrong)
    return faults


def _passed_by_nothing(judge: Judge, exercise: Exercise) -> list[str]:
    """The tests that an answer passes whose functions give nothing: they look at it and do not insist."""
    names = () if exercise.asks else dict.fromkeys(DECLARED.findall(exercise.solution))
    if not names:
        return []
    # Whatever it is used for: called, made by `new`, read as a number.
    nothing = "\n".join(f"const {name}: any = function (): any {{}};" for name in names)
    mark = judge.mark(job_of(exercise, answered(nothing)))
    return [
        f"the test {test['id']} gives an answer that returns nothing {test['points']} points: a comparison "
        "counts only as its last line, or inside check.that(…)"
        for test in mark["tests"]
        if test["points"] > 0
    ]


#: What of a solution says nothing: names of what is returned, brackets, a number.
SHORTEST = 6
BARE = re.compile(r"^(return|const\s+[\w\s:<>\[\]]+=|let\s+[\w\s:<>\[\]]+=)|;$")


def _told_beforehand(exercise: Exercise) -> list[str]:
    """Lines of the solution that a test, as students get it, holds too."""
    given = {test.id: re.sub(r"\s", "", without_hidden(test.source)) for test in exercise.tests}
    lines = [
        line.strip()
        for region in REGION.finditer(exercise.solution)
        for line in region[0].split("\n")[1:-1]
        if not line.strip().startswith("//")
    ]
    return [
        f"the test {id_} tells a line of the solution: {line!r}; put it between "
        "/// BEGIN HIDDEN TESTS and /// END HIDDEN TESTS"
        for id_, text in given.items()
        for line in lines
        if len(part := re.sub(r"\s", "", BARE.sub("", line.rstrip(";")))) >= SHORTEST
        and part in text
    ]


def _told(number: int, mistake: Mistake, wrong: dict[str, Any]) -> list[str]:
    if wrong["points"] == wrong["maxPoints"]:
        return [f"its wrong answer {number} gets all points: {mistake.message!r} is never said"]
    said = "\n".join([wrong["message"], *(test["message"] for test in wrong["tests"])])
    if mistake.message not in said:
        return [f"its wrong answer {number} is told {wrong['message']!r}, not {mistake.message!r}"]
    return []


def with_answer(solution: str, answer: str) -> str:
    """The answer's text with other words where its first solution stands; all of it without one."""
    parts = list(REGION.finditer(solution))
    if not parts:
        return answer
    first = "\n".join(f"{parts[0][1]}{line}" if line else line for line in answer.split("\n"))
    rest = REGION.sub("", solution[parts[0].end() :])
    return solution[: parts[0].start()] + first + rest
