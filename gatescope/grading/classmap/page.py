"""The page: HTML that needs no other file, runs no script and sends nothing anywhere."""

from __future__ import annotations

import base64
import hashlib

from gatescope.grading.classmap import drawing
from gatescope.grading.classmap.collect import Course, Lesson, Work
from gatescope.grading.classmap.items import inventories_of, questions_of
from gatescope.grading.classmap.likeness import Likenesses, likenesses_of
from gatescope.grading.classmap.misconceptions import (
    Exercise,
    Kind,
    exercises_of,
    lessons_of,
    works_of,
)
from gatescope.grading.classmap.parts import (
    WORDS,
    Names,
    digits,
    discriminated,
    many,
    named_by,
    percent,
    safe,
    scrolled,
    section_of,
    table_of,
    who_of,
)
from gatescope.grading.classmap.predicted import Predicted, predictions_of
from gatescope.grading.classmap.questions_part import inventory_part, sheet_part
from gatescope.grading.classmap.sentences import exercise_orders, guess_sentence, map_sentences
from gatescope.grading.classmap.style import style_sheet
from gatescope.grading.classmap.values import plain


def page_of(course: Course, title: str, *, names: bool = True) -> str:
    """The whole page. Without `names` students are numbered."""
    lessons = lessons_of(course)
    named = named_by(course.students, names)
    parts = [_overview(course, lessons)]
    links = [("overview", "Exercises")]
    inventories = inventories_of(course, lessons)
    if inventories:
        links.append(("inventory", "Concept inventory"))
        parts += [inventory_part(each, named) for each in inventories]
    for at, lesson in enumerate(lessons):
        links.append((f"lesson-{at}", lesson.title))
        parts.append(_lesson(course, lesson, at, named))
    links.append(("progress", "Progress"))
    parts.append(_progress(course, lessons, named))
    alike = [
        (exercise, found)
        for lesson in lessons
        for exercise in exercises_of(course, lesson)
        if (found := likenesses_of(exercise.id, works_of(course, lesson))).shown
    ]
    if alike:
        links.append(("alike", "Alike and unusual"))
        parts.append(_alike(alike, named))
    if course.unread:
        links.append(("unread", "Not read"))
        parts.append(_unread(course, named, names))
    style = style_sheet()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    menu = "".join(f'<li><a href="#{id_}">{safe(words)}</a></li>' for id_, words in links)
    heading = f"{safe(plain(title, 120))}: what the class thinks"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{heading}</title><style>{style}</style></head><body>"
        '<a class="skip" href="#overview">Skip to the exercises</a>'
        f"<header><h1>{heading}</h1><p class='second'>{_summary(course, lessons)}</p></header>"
        f'<nav aria-label="On this page"><ul>{menu}</ul></nav>'
        f"<main>{''.join(parts)}</main></body></html>\n"
    )


def _summary(course: Course, lessons: list[Lesson]) -> str:
    if not course.students:
        return "No submission is in the folder."
    read = (
        f"{many(len(course.students), 'student')}, {many(len(course.works), 'notebook')} of "
        f"{many(len(lessons), 'lesson')}"
    )
    return (
        f"{read}; {many(len(course.unread), 'file')} could not be read."
        if course.unread
        else f"{read}."
    )


# Overview ---------------------------------------------------------------------------------------


def _overview(course: Course, lessons: list[Lesson]) -> str:
    """Every exercise in a row, with the wrong answer that most students share."""
    rows = []
    anchors = []
    for at, lesson in enumerate(lessons):
        for each in exercises_of(course, lesson):
            anchors.append((each, _anchor(at, each.id)))
            kind = each.kinds[0] if each.kinds else None
            rows.append(
                [
                    f'<a href="#{_anchor(at, each.id)}">{safe(each.title)}</a>',
                    drawing.bar(list(each.standing.items())),
                    *(
                        str(each.standing[name])
                        for name in ("passed", "notYet", "didNotRun", "open")
                    ),
                    percent(each.right),
                    percent(each.share),
                    "–" if each.tries is None else digits(each.tries),
                    discriminated(each.discrimination),
                    f"{len(kind.students)}: {safe(kind.report.message)}" if kind else "",
                ]
            )
    counts = [
        "passed",
        "not yet",
        "did not run",
        "not checked",
        "right",
        "points",
        "tries",
        "discrimination",
    ]
    heads = ["exercise", "as a bar", *counts]
    drawn = (
        table_of("All exercises", [*heads, "the commonest wrong answer"], rows, range(2, 10))
        if rows
        else "<p>Nothing is here yet.</p>"
    )
    said = "".join(f"<p>{safe(words)}</p>" for words in map_sentences(course))
    return section_of("overview", "Exercises", f"{said}{_orders(anchors)}{drawn}")


def _orders(anchors: list[tuple[Exercise, str]]) -> str:
    """Lists of links to the exercises in other orders than the table's, each opened by a key or a click."""
    parts = []
    for words, exercises in exercise_orders([each for each, _ in anchors]):
        items = "".join(
            f'<li><a href="#{next(anchor for one, anchor in anchors if one is each)}">'
            f"{safe(each.title)}</a>: {safe(said)}</li>"
            for each, said in exercises
        )
        parts.append(f"<details><summary>{safe(words)}</summary><ol>{items}</ol></details>")
    return "".join(parts)


def _anchor(lesson: int, exercise: str) -> str:
    return f"exercise-{lesson}-{exercise}"


# Progress ---------------------------------------------------------------------------------------


def _progress(course: Course, lessons: list[Lesson], named: Names) -> str:
    works = {(work.student, work.lesson.id): work for work in course.works}
    known = {lesson.id: [each.id for each in exercises_of(course, lesson)] for lesson in lessons}
    rows = []
    for student in sorted(set(course.students)):
        cells = [named(student)]
        for lesson in lessons:
            work = works.get((student, lesson.id))
            cells.append(_stand(work, known[lesson.id]) if work else "–")
        rows.append(cells)
    if not rows:
        return section_of("progress", "Progress", "<p>Nothing is here yet.</p>")
    heads = ["student", *(safe(lesson.title) for lesson in lessons)]
    caption = "Exercises passed, points as Check gave them until they are marked, predictions made, tests handed in"
    return section_of("progress", "Progress", table_of(caption, heads, rows))


def _stand(work: Work, exercises: list[str]) -> str:
    reports = [work.reports[id_] for id_ in exercises if id_ in work.reports]
    passed = sum(report.status == "passed" for report in reports)
    lines = [f"{passed} of {len(exercises)} exercises"] if exercises else []
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
    return "<br>".join(lines) or "opened"


# Lessons ----------------------------------------------------------------------------------------


def _lesson(course: Course, lesson: Lesson, at: int, named: Names) -> str:
    works = works_of(course, lesson)
    exercises = exercises_of(course, lesson)
    predictions = predictions_of(lesson, works)
    sheets = questions_of(lesson, works)
    parts = [f"<p class='second'>{many(len(works), 'notebook')}</p>"]
    parts += [_exercise(each, _anchor(at, each.id), named) for each in exercises]
    parts += [_prediction(each, named) for each in predictions]
    parts += [sheet_part(each, named) for each in sheets]
    if not (exercises or predictions or sheets):
        parts.append("<p>The notebooks hold no exercise, prediction or question.</p>")
    return section_of(f"lesson-{at}", safe(lesson.title), "".join(parts))


def _exercise(exercise: Exercise, anchor: str, named: Names) -> str:
    standing = [(name, number) for name, number in exercise.standing.items() if number]
    words = ", ".join(f"{number} {WORDS[name]}" for name, number in standing)
    share = "" if exercise.share is None else f"; {percent(exercise.share)} of the points"
    kinds = "".join(_kind(kind, named) for kind in exercise.kinds)
    more, students = exercise.more
    rest = (
        f"<p class='second'>{many(more, 'more kind')} of wrong answers, by {many(students, 'student')}.</p>"
        if more
        else ""
    )
    return (
        f'<h3 id="{anchor}">{safe(exercise.title)}</h3>'
        f"{drawing.bar(standing)}<p>{words}{share}.</p>{kinds}{rest}"
    )


def _kind(kind: Kind, named: Names) -> str:
    report = kind.report
    count = many(len(kind.students), "student")
    lines = []
    if report.asked:
        lines.append(("asked for", f"<code>{safe(report.asked)}</code>"))
    if report.written:
        lines.append(("written", f"<code>{safe(report.written)}</code>"))
    if report.channel is not None:
        lines.append(("where", safe(drawing.said_of(report))))
    told = "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in lines)
    reason = f"<p>{safe(report.reason)}</p>" if report.reason else ""
    crash = "" if report.status == "notYet" else " crash"
    return (
        f'<article class="kind{crash}"><h4><span class="many">{count}</span> {safe(report.message)}</h4>'
        f"{reason}{scrolled('The wrong numbers', drawing.wrong_equation(report))}"
        f"{f'<dl>{told}</dl>' if told else ''}{who_of(kind.students, named)}</article>"
    )


def _prediction(predicted: Predicted, named: Names) -> str:
    asked = predicted.asked
    unit = f" {safe(asked.unit)}" if asked.unit else ""
    off = (
        ""
        if predicted.off is None
        else f", half of them off by {digits(predicted.off)}{unit} or less"
    )
    qualities = list(predicted.qualities.items())
    good = ", ".join(f"{number} {WORDS[name]}" for name, number in qualities)
    said = (
        f"{many(predicted.committed, 'guess', 'guesses')}: {good}{off}; {predicted.skipped} skipped, "
        f"{predicted.open} without one."
    )
    missed = safe(guess_sentence(asked, predicted.drawn))
    sure = [
        [WORDS[name], *(str(each[quality]) for quality in each)]
        for name, each in predicted.sureness.items()
        if sum(each.values())
    ]
    verdicts = [
        [f"{len(who)}", WORDS[quality], safe(words), who_of(who, named)]
        for words, quality, who in predicted.verdicts
    ]
    tables = ""
    if verdicts:
        tables += table_of(
            "What the guesses mean", ["students", "how good", "verdict", "who"], verdicts
        )
    if sure:
        tables += table_of(
            "How sure, and how good", ["how sure", "right", "near", "off"], sure, (1, 2, 3)
        )
    return (
        f"<h3>Prediction: {safe(asked.question)}</h3>"
        f"{drawing.bar([('passed' if n == 'right' else n, c) for n, c in qualities])}<p>{said} {missed}</p>"
        f"{scrolled('The guesses, and the truth', drawing.guesses(asked, predicted.drawn))}{tables}"
    )


def _alike(found: list[tuple[Exercise, Likenesses]], named: Names) -> str:
    """Says what is alike and what may be the reason, and lists names only when asked."""
    parts = []
    for exercise, likenesses in found:
        parts.append(
            f"<h3>{safe(exercise.title)}, {safe(exercise.lesson.title)}</h3>"
            f"<p class='second'>{likenesses.of} answers compared.</p>"
        )
        for each in likenesses.shown:
            lines = "".join(f"<dd><code>{safe(line)}</code></dd>" for line in each.equations)
            parts.append(
                f'<article class="kind alike"><h4>{many(len(each.students), "student")}'
                f"{' and the library' if each.is_library else ''}, "
                f"{many(len(each.equations), 'unusual equation')}</h4>"
                f"<dl><dt>they wrote</dt>{lines}</dl>{who_of(each.students, named)}</article>"
            )
        if likenesses.more:
            parts.append(f"<p class='second'>{many(likenesses.more, 'more group')}.</p>")
    return section_of(
        "alike",
        "Alike and unusual",
        "<p>These answers compute the same in every equation, and hardly anybody else wrote "
        "the equations below. Names, layout and the order of sums and products do not count. "
        "Right answers to a short exercise are almost always alike, and many students make the "
        "common slips, so neither is listed.</p>"
        "<p>Students who worked together, asked the same tutor or read the same page write alike, "
        "too. Where the library is named, its own step is the same; everybody may read that. Equations show what was computed, not where it came from. "
        "An answer’s own process tells them, so an answer that is written to deceive can tell others "
        "than it computes. If it matters, ask each "
        "student to explain the lines.</p>"
        f"{''.join(parts)}",
    )


def _unread(course: Course, named: Names, names: bool) -> str:
    rows = [
        [
            named(each.student) if each.student else "–",
            safe(each.file if names else "a file"),
            safe(each.reason if names else "could not be read"),
        ]
        for each in course.unread[:500]
    ]
    more = len(course.unread) - len(rows)
    rest = f"<p>{more} more.</p>" if more > 0 else ""
    drawn = table_of("Files that are not on this page", ["student", "file", "why"], rows)
    return section_of("unread", "Not read", f"{drawn}{rest}")
