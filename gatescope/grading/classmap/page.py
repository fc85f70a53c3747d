"""The page: HTML that needs no other file, runs no script and sends nothing anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from html import escape

from gatescope.grading.classmap import drawing
from gatescope.grading.classmap.collect import Course, Lesson, Work
from gatescope.grading.classmap.items import (
    Inventory,
    ItemStatistics,
    SheetStatistics,
    inventories_of,
    questions_of,
)
from gatescope.grading.classmap.misconceptions import (
    Exercise,
    Kind,
    exercises_of,
    lessons_of,
    works_of,
)
from gatescope.grading.classmap.predicted import Predicted, predictions_of
from gatescope.grading.classmap.style import style_sheet
from gatescope.grading.classmap.values import plain

_WORDS = {
    "passed": "passed",
    "notYet": "not yet",
    "didNotRun": "did not run",
    "open": "not checked",
    "right": "right",
    "near": "near",
    "off": "off",
    "guess": "a guess",
    "fairlySure": "fairly sure",
    "certain": "certain",
}
Names = Callable[[str], str]


def page_of(course: Course, title: str, *, names: bool = True) -> str:
    """The whole page. Without `names` students are numbered."""
    lessons = lessons_of(course)
    named = _named(course.students, names)
    parts = [_progress(course, lessons, named)]
    links = [("progress", "Progress")]
    inventories = inventories_of(course, lessons)
    if inventories:
        links.append(("inventory", "Concept inventory"))
        parts += [_inventory(each, named) for each in inventories]
    for at, lesson in enumerate(lessons):
        links.append((f"lesson-{at}", lesson.title))
        parts.append(_lesson(course, lesson, at, named))
    if course.unread:
        links.append(("unread", "Not read"))
        parts.append(_unread(course, named, names))
    style = style_sheet()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    menu = "".join(f'<li><a href="#{id_}">{_safe(words)}</a></li>' for id_, words in links)
    heading = f"{_safe(plain(title, 120))}: what the class thinks"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{heading}</title><style>{style}</style></head><body>"
        '<a class="skip" href="#progress">Skip to the progress</a>'
        f"<header><h1>{heading}</h1><p class='second'>{_summary(course, lessons)}</p></header>"
        f'<nav aria-label="On this page"><ul>{menu}</ul></nav>'
        f"<main>{''.join(parts)}</main></body></html>\n"
    )


def _safe(words: str) -> str:
    return escape(words, quote=True)


def _named(students: list[str], names: bool) -> Names:
    numbers = {student: f"student {at}" for at, student in enumerate(sorted(set(students)), 1)}
    return lambda student: _safe(plain(student, 80) if names else numbers.get(student, "a student"))


def _many(number: int, one: str, several: str | None = None) -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def _summary(course: Course, lessons: list[Lesson]) -> str:
    if not course.students:
        return "No submission is in the folder."
    read = (
        f"{_many(len(course.students), 'student')}, {_many(len(course.works), 'notebook')} of "
        f"{_many(len(lessons), 'lesson')}"
    )
    return (
        f"{read}; {_many(len(course.unread), 'file')} could not be read."
        if course.unread
        else f"{read}."
    )


def _who(students: Iterable[str], named: Names) -> str:
    people = [named(student) for student in students]
    if not people:
        return ""
    return f"<details><summary>Who: {len(people)}</summary><p>{', '.join(people)}</p></details>"


def _table(
    caption: str, heads: list[str], rows: list[list[str]], numbers: Iterable[int] = ()
) -> str:
    """A table that scrolls by itself where it is too wide. Cells are HTML already."""
    right = set(numbers)

    def row(cells: list[str]) -> str:
        made = [f'<th scope="row">{cells[0]}</th>']
        for at, cell in enumerate(cells[1:], 1):
            made.append(f"<td{' class=number' if at in right else ''}>{cell}</td>")
        return f"<tr>{''.join(made)}</tr>"

    head = "".join(
        f'<th scope="col"{" class=number" if at in right else ""}>{each}</th>'
        for at, each in enumerate(heads)
    )
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(map(row, rows))}</tbody></table></div>"
    )


def _scrolled(said: str, svg: str) -> str:
    if not svg:
        return ""
    return f'<div class="wide keep-size" role="group" tabindex="0" aria-label="{said}">{svg}</div>'


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _plain(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


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
        return '<section id="progress"><h2>Progress</h2><p>Nothing is here yet.</p></section>'
    heads = ["student", *(_safe(lesson.title) for lesson in lessons)]
    caption = "Exercises passed, points where they were marked, predictions made, tests handed in"
    return f'<section id="progress"><h2>Progress</h2>{_table(caption, heads, rows)}</section>'


def _stand(work: Work, exercises: list[str]) -> str:
    reports = [work.reports[id_] for id_ in exercises if id_ in work.reports]
    passed = sum(report.status == "passed" for report in reports)
    lines = [f"{passed} of {len(exercises)} exercises"] if exercises else []
    if work.marked:
        points = sum(report.points or 0 for report in reports)
        lines.append(f"{_plain(points)} of {_plain(sum(r.most or 0 for r in reports))} points")
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
    parts = [f"<p class='second'>{_many(len(works), 'notebook')}</p>"]
    parts += [_exercise(each, named) for each in exercises]
    parts += [_prediction(each, named) for each in predictions]
    parts += [_sheet(each, named) for each in sheets]
    if not (exercises or predictions or sheets):
        parts.append("<p>The notebooks hold no exercise, prediction or question.</p>")
    return f'<section id="lesson-{at}"><h2>{_safe(lesson.title)}</h2>{"".join(parts)}</section>'


def _exercise(exercise: Exercise, named: Names) -> str:
    standing = [(name, number) for name, number in exercise.standing.items() if number]
    words = ", ".join(f"{number} {_WORDS[name]}" for name, number in standing)
    share = "" if exercise.share is None else f"; {_percent(exercise.share)} of the points"
    kinds = "".join(_kind(kind, named) for kind in exercise.kinds)
    more, students = exercise.more
    rest = (
        f"<p class='second'>{_many(more, 'more kind')} of wrong answers, by {_many(students, 'student')}.</p>"
        if more
        else ""
    )
    return f"<h3>{_safe(exercise.title)}</h3>{drawing.bar(standing)}<p>{words}{share}.</p>{kinds}{rest}"


def _kind(kind: Kind, named: Names) -> str:
    report = kind.report
    many = _many(len(kind.students), "student")
    lines = []
    if report.asked:
        lines.append(("asked for", f"<code>{_safe(report.asked)}</code>"))
    if report.written:
        lines.append(("written", f"<code>{_safe(report.written)}</code>"))
    if report.channel is not None:
        lines.append(("where", _safe(drawing.said_of(report))))
    told = "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in lines)
    reason = f"<p>{_safe(report.reason)}</p>" if report.reason else ""
    crash = "" if report.status == "notYet" else " crash"
    return (
        f'<article class="kind{crash}"><h4><span class="many">{many}</span> {_safe(report.message)}</h4>'
        f"{reason}{_scrolled('The wrong numbers', drawing.wrong_equation(report))}"
        f"{f'<dl>{told}</dl>' if told else ''}{_who(kind.students, named)}</article>"
    )


def _prediction(predicted: Predicted, named: Names) -> str:
    asked = predicted.asked
    unit = f" {_safe(asked.unit)}" if asked.unit else ""
    off = (
        ""
        if predicted.off is None
        else f", half of them off by {_plain(predicted.off)}{unit} or less"
    )
    said = (
        f"{_many(predicted.committed, 'guess', 'guesses')}{off}; {predicted.skipped} skipped, "
        f"{predicted.open} without one."
    )
    qualities = [(name, number) for name, number in predicted.qualities.items()]
    sure = [
        [_WORDS[name], *(str(each[quality]) for quality in each)]
        for name, each in predicted.sureness.items()
        if sum(each.values())
    ]
    verdicts = [
        [f"{len(who)}", _WORDS[quality], _safe(words), _who(who, named)]
        for words, quality, who in predicted.verdicts
    ]
    tables = ""
    if verdicts:
        tables += _table(
            "What the guesses mean", ["students", "how good", "verdict", "who"], verdicts
        )
    if sure:
        tables += _table(
            "How sure, and how good", ["how sure", "right", "near", "off"], sure, (1, 2, 3)
        )
    return (
        f"<h3>Prediction: {_safe(asked.question)}</h3>"
        f"{drawing.bar([('passed' if n == 'right' else n, c) for n, c in qualities])}<p>{said}</p>"
        f"{_scrolled('The guesses, and the truth', drawing.guesses(asked, predicted.drawn))}{tables}"
    )


# Questions --------------------------------------------------------------------------------------


def _sheet(sheet: SheetStatistics, named: Names) -> str:
    name = {"test": "Test", "inventory": "Concept inventory"}.get(sheet.purpose, "Questions")
    mean = "" if sheet.mean is None else f"; {_plain(sheet.mean)} of {sheet.of} right on average"
    items = "".join(_item(each, named) for each in sheet.items if each.answered)
    return (
        f"<h3>{name}: {_safe(sheet.title)}</h3>"
        f"<p>{_many(sheet.handed_in, 'sheet')}{mean}.</p>{items}"
    )


def _item(item: ItemStatistics, named: Names) -> str:
    share = item.share
    wrong = item.sureness.get("certain", (0, 0))[1]
    facts = [f"{_percent(share)} right at once, of {item.answered}"]
    if item.discrimination is None:
        facts.append("discrimination cannot be told")
    else:
        low = ": those who know the rest do no better here" if item.discrimination < 0.2 else ""
        facts.append(f"discrimination {item.discrimination:.2f}{low}".replace("-", "−"))
    if wrong:
        facts.append(f"{_many(wrong, 'student')} certain and wrong")
    chosen = [
        [
            f'<span class="key {"right" if each.right else ""}">{"✓ right" if each.right else "wrong"}</span>',
            str(len(each.students)),
            _safe(each.text),
            "" if each.right else _who(each.students, named),
        ]
        for each in item.chosen
    ]
    sure = [
        [_WORDS[name], str(right), str(other)]
        for name, (right, other) in item.sureness.items()
        if right + other
    ]
    tables = ""
    if chosen:
        tables += _table("What was answered", ["", "students", "answer", "who"], chosen, (1,))
    if sure:
        tables += _table("How sure they were", ["how sure", "right", "wrong"], sure, (1, 2))
    return f"<h4>{_safe(item.item.question)}</h4><p>{'; '.join(facts)}.</p>{tables}"


def _inventory(inventory: Inventory, named: Names) -> str:
    sheets = inventory.sheets
    forms = ("ring", "disc", "square")
    signs = {"ring": "○", "disc": "●", "square": "■"}
    key = " ".join(
        f'<span class="key {form}">{signs[form]} {_safe(sheet.title)}</span>'
        for form, sheet in zip((*forms, *["square"] * len(sheets)), sheets)
    )
    told = "".join(
        f"<p>{_safe(each.before)} → {_safe(each.after)}: {_percent(each.first)} → "
        f"{_percent(each.second)} right, by the {_many(each.students, 'student')} who answered both; "
        f"gain of the class {_percent(each.whole)}, mean of the students' own {_percent(each.mean)}.</p>"
        for each in inventory.gains
    )
    rows = [_inventory_row(inventory, each) for each in sheets[0].items]
    heads = ["question", *(_safe(sheet.title) for sheet in sheets), "gain", "discrimination"]
    numbers = range(1, len(heads))
    last = next((each for each in reversed(sheets) if each.handed_in), sheets[0])
    return (
        '<section id="inventory"><h2>Concept inventory</h2>'
        f"<p>{key}</p>{_scrolled('Share right of each question', drawing.gains(inventory))}{told}"
        f"{_table('Share right of each question, sheet by sheet', heads, rows, numbers)}"
        "<p class='second'>Gain: of what was not known before, the share that is known after. "
        "Discrimination: how an answer goes with the score of all other questions, from −1 to 1, on "
        "the last sheet; below 0.2 a question should be looked at.</p>"
        f"<details><summary>Every question and who believes what: {_safe(last.title)}</summary>"
        f"{_sheet(last, named)}</details></section>"
    )


def _inventory_row(inventory: Inventory, first: ItemStatistics) -> list[str]:
    every = [
        next((item for item in sheet.items if item.item.id == first.item.id), None)
        for sheet in inventory.sheets
    ]
    shares = [None if item is None else item.share for item in every]
    before, after = shares[0], shares[1] if len(shares) > 1 else None
    gain = (
        (after - before) / (1 - before)
        if before is not None and after is not None and before < 1
        else None
    )
    known = [item.discrimination for item in every if item is not None and item.answered]
    told = "–" if not known or known[-1] is None else f"{known[-1]:.2f}".replace("-", "−")
    return [
        _safe(first.item.question),
        *(_percent(share) for share in shares),
        _percent(gain).replace("-", "−"),
        told,
    ]


def _unread(course: Course, named: Names, names: bool) -> str:
    rows = [
        [
            named(each.student) if each.student else "–",
            _safe(each.file if names else "a file"),
            _safe(each.reason if names else "could not be read"),
        ]
        for each in course.unread[:500]
    ]
    more = len(course.unread) - len(rows)
    rest = f"<p>{more} more.</p>" if more > 0 else ""
    table = _table("Files that are not on this page", ["student", "file", "why"], rows)
    return f'<section id="unread"><h2>Not read</h2>{table}{rest}</section>'
