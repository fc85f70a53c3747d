"""Questions: what was asked, and what a student answered."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.grading.classmap.guesses import CONFIDENCES
from gatescope.grading.classmap.values import count, entries, fields, finite, identifier, text
from gatescope.grading.notebook_file import Cell

QUESTIONS = "application/vnd.gatescope.questions+json"
_FORMS = ("number", "choice", "place", "table", "order", "text", "cell", "bench")


@dataclass(frozen=True)
class Option:
    text: str
    right: bool
    reply: str


@dataclass(frozen=True)
class Item:
    """A question; `options` where it is one of several sentences."""

    id: str
    question: str
    form: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Quiz:
    """Questions that are asked together, on one sheet or on several."""

    purpose: str
    title: str
    #: Key, and days after the sheet before.
    sheets: tuple[tuple[str, float], ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Answer:
    #: The first answer was right; None where only the reader can say.
    first: bool | None
    tries: int
    #: The place of the sentence, or the number, that stands in the notebook.
    given: float | None
    confidence: str | None


@dataclass(frozen=True)
class Sheet:
    answers: dict[str, Answer]
    done: bool


def read_answers(cells: list[Cell]) -> tuple[list[Quiz], dict[str, Sheet]]:
    """The questions that a notebook's outputs hold, and the sheets that its cells keep."""
    quizzes: list[Quiz] = []
    sheets: dict[str, Sheet] = {}
    for cell in cells:
        for output in entries(cell.get("outputs"), 50):
            quiz = read_quiz(fields(output, "data").get(QUESTIONS))
            if quiz is not None and len(quizzes) < 100:
                quizzes.append(quiz)
        kept = fields(fields(fields(cell, "metadata"), "gatescope"), "answers")
        for key, value in list(kept.items())[:20]:
            if identifier(key) and len(sheets) < 100:
                sheets.setdefault(key, _read_sheet(value))
    return quizzes, sheets


def read_quiz(bundle: object) -> Quiz | None:
    """Questions of the trace format, or None."""
    of = fields(bundle)
    purpose = of.get("purpose")
    if of.get("kind") != "questions" or purpose not in ("field", "test", "inventory"):
        return None
    sheets = []
    for each in entries(of.get("sheets"), 10):
        key = identifier(fields(each).get("key"))
        if key is not None:
            sheets.append((key, finite(each.get("days")) or 0.0))
    items = [each for each in map(_read_item, entries(of.get("items"), 50)) if each is not None]
    if not sheets or not items:
        return None
    return Quiz(str(purpose), text(of.get("title"), 120) or "", tuple(sheets), tuple(items))


def _read_item(value: object) -> Item | None:
    of = fields(value)
    id_, question, form = text(of.get("id"), 100), text(of.get("question"), 600), of.get("form")
    if id_ is None or question is None or form not in _FORMS:
        return None
    options = []
    for each in entries(fields(of, "choice").get("options"), 12):
        words = text(fields(each).get("text"))
        options.append(
            Option(
                words or "",
                fields(each).get("right") is True,
                text(fields(each).get("reply")) or "",
            )
        )
    if form == "choice" and not any(each.right for each in options):
        return None
    return Item(id_, question, str(form), tuple(options) if form == "choice" else ())


def _read_sheet(value: object) -> Sheet:
    answers: dict[str, Answer] = {}
    for key, each in list(fields(value, "answers").items())[:50]:
        of = fields(each)
        tries, first, confidence = (
            count(of.get("tries"), 10_000),
            of.get("first"),
            of.get("confidence"),
        )
        id_ = text(key, 100)
        if id_ is not None and tries:
            answers[id_] = Answer(
                first if isinstance(first, bool) else None,
                tries,
                finite(of.get("given")),
                confidence if confidence in CONFIDENCES else None,
            )
    return Sheet(answers, finite(fields(value).get("done")) is not None)
