"""All exercises of the lessons, and all answers to them that are tried."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from lesson_kernel import LESSONS, Lesson
from tried_answers import Right, Wrong

# The answers of each lesson stand in a file of its own.
ANSWERS = [import_module(file.stem) for file in sorted(Path(__file__).parent.glob("answers_*.py"))]
RIGHT: list[Right] = [right for answers in ANSWERS for right in answers.RIGHT]
WRONG: list[Wrong] = [wrong for answers in ANSWERS for wrong in answers.WRONG]


@cache
def by_exercise(exercise: str) -> Lesson:
    found = [lesson for lesson in LESSONS if exercise in lesson.exercises()]
    assert found, f"tests/lessons/answers_*.py: no lesson has the exercise {exercise!r}"
    return found[0]


def changed(exercise: str, changes: dict[str, str]) -> str:
    answer = by_exercise(exercise).solution(exercise)
    for old, new in changes.items():
        assert old in answer, f"{answers_file(exercise)}: the solution of {exercise} has no {old!r}"
        answer = answer.replace(old, new)
    return answer


def unwritten(exercise: str) -> str:
    """What a student begins with."""
    head, rest = by_exercise(exercise).solution(exercise).split("/// BEGIN SOLUTION")
    tail = rest.split("/// END SOLUTION")[1]
    return f"{head}throw new Error('This part is not written yet.');{tail}"


def answers_file(exercise: str) -> str:
    """Where the answers to an exercise stand, or are to stand."""
    return f"tests/lessons/answers_{by_exercise(exercise).name[:2]}.py"


def named(tried: Right | Wrong, what: object) -> str:
    """Begins with the lesson's number, by which its tests are chosen."""
    return f"{by_exercise(tried.exercise).name[:2]}-{tried.exercise}: {what}"


EXERCISES = [(lesson, exercise) for lesson in LESSONS for exercise in lesson.exercises()]
