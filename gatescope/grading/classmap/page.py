"""The page: HTML that needs no other file, runs no script and sends nothing anywhere.

What it looks like is in `templates`, which escape whatever a stranger wrote.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from gatescope.grading.classmap import drawing
from gatescope.grading.classmap.collect import Course, Lesson, Work
from gatescope.grading.classmap.items import (
    SheetStatistics,
    by_question,
    inventories_of,
    questions_of,
)
from gatescope.grading.classmap.likeness import likenesses_of
from gatescope.grading.classmap.misconceptions import Exercise, exercises_of, lessons_of, works_of
from gatescope.grading.classmap.predicted import Predicted, predictions_of
from gatescope.grading.classmap.sentences import (
    exercise_orders,
    exercise_sentences,
    guess_sentence,
)
from gatescope.grading.classmap.style import style_sheet
from gatescope.grading.classmap.values import plain
from gatescope.grading.classmap.wording import WORDS, digits, discriminated, many, percent


@dataclass(frozen=True)
class Part:
    """What the page says of a lesson."""

    lesson: Lesson
    works: list[Work]
    exercises: list[Exercise]
    predictions: list[Predicted]
    sheets: list[SheetStatistics]


@pass_context
def _named(context: Context, student: str) -> str:
    """The student's name, or a number where the page is without names."""
    if context["names"]:
        return plain(student, 80)
    number = context["numbers"].get(student)
    return f"student {number}" if number else "a student"


_TEMPLATES = Environment(
    loader=PackageLoader("gatescope.grading.classmap"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals.update(
    by_question=by_question, drawing=drawing, guess_sentence=guess_sentence, words=WORDS
)
_TEMPLATES.filters.update(
    digits=digits, discriminated=discriminated, many=many, named=_named, percent=percent
)


def page_of(course: Course, title: str, *, names: bool = True) -> str:
    """The whole page. Without `names` students are numbered."""
    lessons = lessons_of(course)
    parts = [_part(course, lesson) for lesson in lessons]
    students = sorted(set(course.students))
    exercises = [each for part in parts for each in part.exercises]
    alike = [
        (each, found)
        for part in parts
        for each in part.exercises
        if (found := likenesses_of(each.id, part.works)).shown
    ]
    style = style_sheet()
    return _TEMPLATES.get_template("page.html.j2").render(
        course=course,
        title=plain(title, 120),
        names=names,
        numbers={student: at for at, student in enumerate(students, 1)},
        parts=parts,
        inventories=inventories_of(course, lessons),
        alike=alike,
        progress=_progress(students, parts),
        sentences=exercise_sentences(exercises),
        orders=exercise_orders(exercises),
        anchor=lambda each: f"exercise-{lessons.index(each.lesson)}-{each.id}",
        style=style,
        digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _part(course: Course, lesson: Lesson) -> Part:
    works = works_of(course, lesson)
    return Part(
        lesson,
        works,
        exercises_of(course, lesson),
        predictions_of(lesson, works),
        questions_of(lesson, works),
    )


def _progress(students: list[str], parts: list[Part]) -> list[tuple[str, list[list[str]]]]:
    """How far each student is with each lesson, in lines."""
    works = [{work.student: work for work in part.works} for part in parts]
    return [
        (
            student,
            [
                _stand(of[student], part) if student in of else ["–"]
                for part, of in zip(parts, works)
            ],
        )
        for student in students
    ]


def _stand(work: Work, part: Part) -> list[str]:
    reports = [work.reports[each.id] for each in part.exercises if each.id in work.reports]
    passed = sum(report.status == "passed" for report in reports)
    lines = [f"{passed} of {len(part.exercises)} exercises"] if part.exercises else []
    given = [(each.points, each.most) for each in reports if each.points is not None]
    if given:
        points, most = (sum(each or 0 for each in column) for column in zip(*given, strict=True))
        whose = "" if work.marked else " by Check"
        lines.append(f"{digits(points)} of {digits(most)} points{whose}")
    if work.asked:
        made = sum(key in work.guesses and work.guesses[key].committed for key in work.asked)
        lines.append(f"{made} of {len(work.asked)} predictions")
    asked = {key for quiz in work.quizzes if quiz.purpose != "field" for key, _ in quiz.sheets}
    if asked:
        done = sum(key in work.sheets and work.sheets[key].done for key in asked)
        lines.append(f"{done} of {len(asked)} tests")
    return lines or ["opened"]
